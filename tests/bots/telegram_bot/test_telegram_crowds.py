"""Many people at once: nobody is mixed up, nobody is forgotten, and one who floods is told so once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from bot_api_server_chats import Person
from telegram_running import ScriptedChain, at, home_over, polling

from assistant.build import Desk

QUESTIONS = (
    "What is the budget of the harbour plan?",
    "Which quays does the city build?",
    "In which years does the harbour plan run?",
)
ANSWERS = ("40 billion won", "three quays", "2024 to 2028")


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Path:
    return home_over(small_home, tmp_path)


def test_thirty_chats_with_three_questions_each_are_all_answered_and_none_mixed_up(
    server: BotApiServer, desk_over: Callable[..., Desk], home: Path
) -> None:
    chain = ScriptedChain()
    people = [server.person(f"P{n}") for n in range(30)]

    def ask(person: Person) -> None:
        for n in range(3):
            person.says(f"Question {n} of {person.name}")

    with polling(desk_over(home, chain, **at(server))):
        together = [threading.Thread(target=ask, args=(each,)) for each in people]
        for each in together:
            each.start()
        for each in together:
            each.join()
        for person in people:
            person.chat.waits_for_messages(3, 60)
    for person in people:
        assert [each.text for each in person.chat.of_bot()] == [
            f"Answer to: Question {n} of {person.name}" for n in range(3)
        ]
        assert [each.reply_to.text for each in person.chat.of_bot() if each.reply_to] == [
            f"Question {n} of {person.name}" for n in range(3)
        ]
    asked_in = Counter(conversation for _, conversation in chain.asked if conversation)
    assert list(asked_in.values()) == [2] * 30  # the first of each chat began its conversation


def test_ten_chats_are_answered_from_the_documents(
    server: BotApiServer, desk_over: Callable[..., Desk], home: Path
) -> None:
    people = [server.person(f"P{n}") for n in range(10)]
    with polling(desk_over(home, **at(server))):
        for question in QUESTIONS:
            for person in people:
                person.says(question)
        for person in people:
            person.chat.waits_for_messages(3, 60)
    for person in people:
        said = [each.text for each in person.chat.of_bot()]
        assert [answer in text for answer, text in zip(ANSWERS, said, strict=True)] == [True] * 3, (
            person.chat.transcript()
        )


def test_a_flood_of_a_hundred_messages_is_answered_in_part_and_told_so_once(
    server: BotApiServer, desk_over: Callable[..., Desk], home: Path
) -> None:
    noisy, quiet = server.person("Noisy"), server.person("Quiet")
    chain = ScriptedChain()
    with polling(desk_over(home, chain, **at(server))):
        for n in range(100):
            noisy.says(f"Question {n}")
        quiet.says("And mine?")
        quiet.chat.waits_for("Answer to: And mine?")
        server.wait_until(lambda: not server.updates.waiting)
        noisy.chat.waits_for("in a minute")
    said = [each.text for each in noisy.chat.of_bot()]
    assert sum("in a minute" in each for each in said) == 1
    assert sum(each.startswith("Answer to") for each in said) <= 10
    assert len(said) <= 15
