"""Which messages are questions, in which conversation, and in which order they are answered."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from telegram_running import ScriptedChain, at, home_over, polling

from assistant.build import Desk


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made


@pytest.fixture
def chain() -> ScriptedChain:
    return ScriptedChain()


@pytest.fixture
def desk(
    desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer, chain: ScriptedChain
) -> Desk:
    return desk_over(home_over(small_home, tmp_path), chain, **at(server))


def test_questions_of_a_chat_form_a_conversation_until_new(
    server: BotApiServer, desk: Desk, chain: ScriptedChain
) -> None:
    mina = server.person("Mina")
    with polling(desk):
        for words in ("one", "two"):
            mina.says(words)
            mina.chat.waits_for(f"Answer to: {words}")
        mina.says("/new")
        mina.chat.waits_for("A new conversation begins")
        mina.says("three")
        mina.chat.waits_for("Answer to: three")
    (_, first), (_, second), (_, third) = chain.asked
    assert (first, third) == (None, None)
    assert second is not None


def test_a_reply_to_an_earlier_answer_goes_on_from_it(server: BotApiServer, desk: Desk, chain: ScriptedChain) -> None:
    mina = server.person("Mina")
    with polling(desk):
        mina.says("one")
        earlier = mina.chat.waits_for("Answer to: one")
        mina.says("more")
        mina.chat.waits_for("Answer to: more")
        mina.says("/new")
        mina.chat.waits_for("A new conversation begins")
        mina.says("again", reply_to=earlier)
        mina.chat.waits_for("Answer to: again")
    assert chain.asked[2][1] == chain.asked[1][1]
    assert chain.asked[1][1] is not None


def test_in_groups_only_what_is_for_the_bot_is_answered(server: BotApiServer, desk: Desk, chain: ScriptedChain) -> None:
    group, mina, jun = server.group("Planning"), server.person("Mina"), server.person("Jun")
    with polling(desk):
        mina.says("Good morning", group)
        jun.says("@policydesk_bot, one", group)
        answer = group.waits_for("Answer to: one")
        mina.says("two", group, reply_to=answer)
        group.waits_for("Answer to: two")
        jun.says("three @policydesk_bot", group, thread=5)
        assert group.waits_for("Answer to: three").thread == 5
        mina.says("/sources@policydesk_bot", group)
        group.waits_for("I answer from these documents")
    assert [question for question, _ in chain.asked] == ["one", "two", "three"]
    assert answer.reply_to is not None
    assert chain.asked[2][1] is None, "another topic is another conversation"


def test_people_in_a_group_have_conversations_of_their_own(
    server: BotApiServer, desk: Desk, chain: ScriptedChain
) -> None:
    group, mina, jun = server.group("Planning"), server.person("Mina"), server.person("Jun")
    with polling(desk):
        for person, words in ((mina, "one"), (jun, "two"), (mina, "three")):
            person.says(f"@policydesk_bot {words}", group)
            group.waits_for(f"Answer to: {words}")
    assert chain.asked[1][1] is None
    assert chain.asked[2][1] is not None


def test_other_peoples_buttons_are_refused_in_groups(server: BotApiServer, desk: Desk, chain: ScriptedChain) -> None:
    group, mina, jun = server.group("Planning"), server.person("Mina"), server.person("Jun")
    with polling(desk):
        mina.says("@policydesk_bot one", group)
        group.waits_for("Answer to: one")
        tap = jun.taps("👍", chat=group)
        server.wait_until(lambda: tap.answer is not None)
    assert tap.answer is not None
    assert tap.answer["text"] == "Only the person who asked can use this button."


def test_an_edited_question_gets_its_answer_in_place_of_the_old_one(
    server: BotApiServer, desk: Desk, chain: ScriptedChain
) -> None:
    mina = server.person("Mina")
    with polling(desk):
        asked = mina.says("one")
        old = mina.chat.waits_for("Answer to: one")
        mina.edits(asked, "two")
        assert mina.chat.waits_for("Answer to: two") is old
    assert len(mina.chat.of_bot()) == 1


def test_a_waiting_question_is_changed_by_an_edit(server: BotApiServer, desk: Desk, chain: ScriptedChain) -> None:
    mina = server.person("Mina")
    chain.go.clear()
    with polling(desk):
        mina.says("one")
        server.wait_until(lambda: bool(mina.chat.actions))
        mina.edits(mina.says("two"), "three")
        server.wait_until(lambda: server.updates.info()["pending_update_count"] == 0)
        chain.go.set()
        mina.chat.waits_for("Answer to: three")
    assert [question for question, _ in chain.asked] == ["one", "three"]


def test_a_long_paste_in_two_messages_is_one_question(server: BotApiServer, desk: Desk, chain: ScriptedChain) -> None:
    mina = server.person("Mina")
    with polling(desk):
        mina.says("a" * 4096)
        mina.says("and the rest")
        mina.chat.waits_for("Answer to: aaa")
    assert [question for question, _ in chain.asked] == ["a" * 4096 + "\nand the rest"]


def test_questions_of_a_chat_are_answered_in_turn_and_too_many_are_refused(
    desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer, chain: ScriptedChain
) -> None:
    mina = server.person("Mina")
    desk = desk_over(home_over(small_home, tmp_path), chain, rate_limit=1_000, **at(server))
    chain.go.clear()
    with polling(desk):
        for i in range(100):
            mina.says(f"q{i}")
        mina.chat.waits_for("5 questions of this chat are waiting already")
        server.wait_until(lambda: server.updates.info()["pending_update_count"] == 0)
        chain.go.set()
        mina.chat.waits_for("Answer to: q5")
    assert [question for question, _ in chain.asked] == ["q0", "q1", "q2", "q3", "q4", "q5"]
    assert len(mina.chat.of_bot()) == 7, "six answers and one notice"


def test_a_flood_gets_one_notice(
    desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer, chain: ScriptedChain
) -> None:
    mina = server.person("Mina")
    desk = desk_over(home_over(small_home, tmp_path), chain, rate_limit=2, **at(server))
    with polling(desk):
        for i in range(30):
            mina.says(f"q{i}")
        mina.chat.waits_for("Answer to: q1")
        mina.chat.waits_for("You have asked 2 questions in a minute.")
    assert len(mina.chat.of_bot()) == 3


def test_strangers_are_told_once_and_then_there_is_silence(
    desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer, chain: ScriptedChain
) -> None:
    mina, jun = server.person("Mina"), server.person("Jun")
    allowed = frozenset({jun.id})
    desk = desk_over(home_over(small_home, tmp_path), chain, telegram_allowed=allowed, **at(server))
    with polling(desk):
        for words in ("one", "/start", "two"):
            mina.says(words)
        jun.says("three")
        jun.chat.waits_for("Answer to: three")
        mina.chat.waits_for(f"Give its operator this number: {mina.id}")
    assert len(mina.chat.of_bot()) == 1
    assert [question for question, _ in chain.asked] == ["three"]


def test_while_a_model_writes_drafts_are_shown_and_then_one_message(
    desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer
) -> None:
    mina, chain = server.person("Mina"), ScriptedChain(("Three ", "quays ", "are ", "built."), pause=0.4)
    desk = dataclasses.replace(desk_over(home_over(small_home, tmp_path), chain, **at(server)), model=object())  # type: ignore[arg-type]
    with polling(desk):
        mina.says("What is built?")
        mina.chat.waits_for("Three quays are built.")
    assert mina.chat.drafts[0].startswith("Three")
    assert 2 <= len(mina.chat.drafts) <= 4
    assert len(server.called("sendMessage")) == 1


def test_a_server_without_drafts_gets_few_edits(
    desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer
) -> None:
    from bot_api_server_faults import Status

    mina, chain = server.person("Mina"), ScriptedChain(tuple(f"w{i} " for i in range(12)), pause=0.3)
    server.fail("sendMessageDraft", Status(404, "Not Found"), times=9)
    desk = dataclasses.replace(desk_over(home_over(small_home, tmp_path), chain, **at(server)), model=object())  # type: ignore[arg-type]
    with polling(desk):
        mina.says("What is built?")
        mina.chat.waits_for("w11")
        server.wait_until(lambda: bool(mina.chat.of_bot()[0].buttons))
    assert len(server.called("sendMessageDraft")) == 1
    assert len(server.called("sendMessage")) == 1
    assert 1 <= len(server.called("editMessageText")) <= 4
    assert len(mina.chat.of_bot()) == 1
