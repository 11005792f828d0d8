"""The bot as a process: killed with questions accepted, and while Telegram is away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from bot_api_server_chats import Person
from bot_api_server_faults import Slow
from conftest import OFFICE, settings_for
from forks import forking
from telegram_process import BotProcess
from telegram_running import home_over

from assistant.build import ingest

pytestmark = [pytest.mark.slow, forking]

OFFERED = "If you do not see it, tap the button."


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, graph_cache: Path) -> Path:
    """A HOME with one small document, indexed by the local model, as the process uses it."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "documents").mkdir()
    (folder / "documents" / "office.md").write_text(OFFICE, "utf-8")
    assert ingest(settings_for(folder / "home", documents=folder / "documents")).failed == ()
    (folder / "home" / "cache").symlink_to(graph_cache)
    return folder / "home"


def answered(person: Person) -> list[str]:
    """The questions of a person to which an answer stands in the chat, in order."""
    return [each.reply_to.text for each in person.chat.of_bot() if each.reply_to and OFFERED not in each.text]


def offered(person: Person) -> list[str]:
    """The questions of a person for which the bot offers to send the answer again."""
    return [each.reply_to.text for each in person.chat.of_bot() if each.reply_to and OFFERED in each.text]


def test_killed_with_questions_accepted_it_loses_nothing_and_answers_nothing_twice(
    server: BotApiServer, office: Path, tmp_path: Path
) -> None:
    home = home_over(office, tmp_path)
    people = [server.person(f"P{n}") for n in range(6)]
    questions = [f"Which team handles quay construction, please ({n})?" for n in range(3)]
    for person in people:
        for each in questions:
            person.says(each)
    with BotProcess(server, home) as bot:
        server.wait_until(lambda: sum(len(answered(each)) for each in people) >= 3, 60)
        bot.kill()
    before = sum(len(answered(each)) for each in people)
    assert before < 18
    assert not server.updates.waiting  # Telegram has forgotten them: the bot had accepted all
    with BotProcess(server, home):
        server.wait_until(lambda: all(set(answered(p)) | set(offered(p)) == set(questions) for p in people), 60)
    for person in people:
        assert max(Counter(answered(person)).values()) == 1, person.chat.transcript()
        assert "+82-51-888-3033" in person.chat.transcript()
    assert sum(len(offered(each)) for each in people) <= 6  # at most what each chat had under way


def test_an_answer_that_was_being_sent_when_the_process_was_killed_is_offered_and_not_repeated(
    server: BotApiServer, office: Path, tmp_path: Path
) -> None:
    home = home_over(office, tmp_path)
    mina = server.person("Mina")
    server.fail("sendMessage", Slow(0.5))
    with BotProcess(server, home) as bot:
        mina.says("Which team handles quay construction?")
        server.wait_until(lambda: server.under_way == ["sendMessage"], 30)
        bot.kill()
    mina.chat.waits_for("+82-51-888-3033")  # it had arrived, which the bot could not learn
    with BotProcess(server, home):
        mina.chat.waits_for(OFFERED, 30)
        mina.taps("Send the answer again")
        server.wait_until(lambda: len(answered(mina)) == 2, 10, mina.chat)
    assert mina.chat.transcript().count("phone +82-51-888-3033 [1]") == 2


def test_while_telegram_is_away_for_a_while_the_process_waits_and_then_answers(
    server: BotApiServer, office: Path, tmp_path: Path
) -> None:
    mina = server.person("Mina")
    with BotProcess(server, home_over(office, tmp_path)) as bot:
        mina.says("Which team handles quay construction?")
        mina.chat.waits_for("+82-51-888-3033", 30)
        server.goes_down(1.5)
        mina.says("Which team handles quay construction, once more?")
        server.wait_until(lambda: len(answered(mina)) == 2, 30, mina.chat)
        log = bot.log
    assert answered(mina) == [
        "Which team handles quay construction?",
        "Which team handles quay construction, once more?",
    ]
    assert "Traceback" not in log
    assert server.token not in log
