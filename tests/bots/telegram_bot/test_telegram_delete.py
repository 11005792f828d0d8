"""/delete leaves nothing behind: not of the answer under way, not of the questions that wait, not in the files' bytes."""

from __future__ import annotations

import sqlite3
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


def kept(home: Path) -> list[tuple[object, ...]]:
    """All that the bot's file holds about anybody."""
    with sqlite3.connect(home / "telegram.sqlite") as db:
        found = [
            row
            for table in ("talks", "conversations", "shown", "messages", "languages")
            for row in db.execute(f"SELECT * FROM {table}")  # noqa: S608 - only constants
        ]
        found += db.execute("SELECT * FROM updates WHERE body IS NOT NULL OR user_id IS NOT NULL").fetchall()
    db.close()
    return found


def test_a_deletion_while_an_answer_is_made_takes_that_answer_and_all_that_waits_along(
    server: BotApiServer, desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path
) -> None:
    home, chain = home_over(small_home, tmp_path), ScriptedChain()
    mina = server.person("Mina")
    chain.go.clear()
    with polling(desk_over(home, chain, **at(server))):
        mina.says("one")
        server.wait_until(lambda: bool(chain.asked))
        mina.says("two")
        mina.says("three " * 700)  # held back, as its rest may follow
        mina.says("/delete")
        mina.chat.waits_for("Shall I delete")
        tap = mina.taps("Delete")
        server.wait_until(lambda: tap.answer is not None)
        chain.go.set()
        mina.chat.waits_for("Conversations deleted: 1.")
        server.wait_until(lambda: kept(home) == [])
    assert [question for question, _ in chain.asked] == ["one"]


def test_no_word_of_a_deleted_conversation_stays_in_any_file(
    server: BotApiServer, desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path
) -> None:
    home = home_over(small_home, tmp_path)
    mina = server.person("Mina")
    with polling(desk_over(home, **at(server))):
        mina.says("Which team handles quay construction for Zanzibarian pilots?")
        mina.chat.waits_for_messages(1)
        assert holding(home, b"Zanzibarian"), "it was stored before"
        mina.says("/delete")
        mina.chat.waits_for("Shall I delete")
        mina.taps("Delete")
        mina.chat.waits_for("Conversations deleted: 1.")
        server.wait_until(lambda: kept(home) == [])
    assert holding(home, b"Zanzibarian") == []
    assert holding(home, str(mina.id).encode()) == []


def holding(home: Path, words: bytes) -> list[str]:
    """The files of the bot and of the conversations that hold the bytes."""
    return [each.name for each in home.iterdir() if each.is_file() and words in each.read_bytes()]


@pytest.mark.parametrize(
    ("command", "replies"), [("/nosuch@policydesk_bot", 1), ("/nosuch", 0), ("/nosuch@other_bot", 0)]
)
def test_in_a_group_an_unknown_command_is_answered_only_when_it_names_the_bot(
    command: str, replies: int, server: BotApiServer, desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path
) -> None:
    mina = server.person("Mina")
    group = server.group("Harbour")
    with polling(desk_over(home_over(small_home, tmp_path), ScriptedChain(), **at(server))):
        mina.says(command, group)
        mina.says("@policydesk_bot one", group)
        group.waits_for("Answer to: one")
    assert sum("I do not know this command" in each.text for each in group.of_bot()) == replies
