from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.telegram_bot.state import ChatState, Place
from retrieval.records import PolicydeskError

HERE = Place(chat_id=7, thread_id=0, user_id=0)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[ChatState]:
    made = ChatState(tmp_path / "telegram.sqlite")
    yield made
    made.close()


def test_an_update_is_accepted_once_even_when_it_is_done(state: ChatState) -> None:
    assert state.accept(5, "{}")
    assert not state.accept(5, "{}")
    state.done(5)
    assert not state.accept(5, "{}")


def test_what_was_accepted_and_is_not_done_is_there_after_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "telegram.sqlite"
    first = ChatState(path)  # never closed, as after kill -9
    for update_id in (2, 1, 3):
        first.accept(update_id, f"body {update_id}")
    first.done(3)
    first.sending(2, shown=9)
    second = ChatState(path)
    found = [(each.id, each.body, each.shown, each.tries) for each in second.pending()]
    assert found == [(1, "body 1", None, 1), (2, "body 2", 9, 1)]
    assert [each.tries for each in second.pending()] == [2, 2]
    first.close()
    second.close()


def test_what_an_update_said_is_gone_when_it_is_done(state: ChatState, tmp_path: Path) -> None:
    state.accept(1, "a very secret question", 7, 7)
    state.done(1)
    state.close()
    assert b"very secret" not in (tmp_path / "telegram.sqlite").read_bytes()


def test_ids_of_updates_are_forgotten_after_three_days(tmp_path: Path) -> None:
    now = [0.0]
    state = ChatState(tmp_path / "telegram.sqlite", now=lambda: now[0])
    state.accept(1, "{}")
    state.done(1)
    now[0] = 3 * 24 * 3600 + 1.0
    state.accept(2, "{}")
    assert state.accept(1, "{}")
    state.close()


def test_a_conversation_belongs_to_a_place(state: ChatState) -> None:
    state.go_on(HERE, "c1", user_id=7)
    assert state.conversation(HERE) == "c1"
    assert state.conversation(Place(7, 4, 0)) is None
    assert state.conversation(Place(7, 0, 8)) is None
    state.start_over(HERE)
    assert state.conversation(HERE) is None


def test_an_answer_is_found_by_its_messages_and_by_its_question(state: ChatState) -> None:
    shown = state.show("a1", "c1", HERE, user_id=7, question_id=30, language="en")
    for message_id in (32, 31):
        state.sent(shown, message_id)
    assert state.shown_in(7, 31) == state.shown_for(7, 30) == state.shown(shown.number) == shown
    assert state.messages_of(shown) == [31, 32]
    assert state.shown_in(8, 31) is None, "ids of messages are those of a chat"


def test_a_message_that_was_edited_holds_the_newer_answer(state: ChatState) -> None:
    old = state.show("a1", "c1", HERE, user_id=7, question_id=30, language="en")
    new = state.show("a2", "c1", HERE, user_id=7, question_id=30, language="en")
    state.sent(old, 31)
    state.sent(new, 31)
    assert state.shown_in(7, 31) == state.shown_for(7, 30) == new
    assert state.messages_of(old) == []


def test_forgetting_a_person_leaves_others(state: ChatState) -> None:
    group = -100
    for user in (7, 8):
        place = Place(group, 0, user)
        state.accept(user, "{}", group, user)
        state.go_on(place, f"c{user}", user)
        shown = state.show(f"a{user}", f"c{user}", place, user_id=user, question_id=user, language="en")
        state.sent(shown, 10 * user)
        state.choose_language(user, "ko")
    assert state.conversations_of(7) == ["c7"]
    state.forget(7)
    assert (state.conversations_of(7), state.language(7), state.shown_in(group, 70)) == ([], None, None)
    assert (state.conversations_of(8), state.language(8)) == (["c8"], "ko")
    assert state.shown_in(group, 80) is not None
    assert [each.id for each in state.pending()] == [8]


def test_a_file_of_something_else_is_named(tmp_path: Path) -> None:
    path = tmp_path / "telegram.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(PolicydeskError, match=r"telegram\.sqlite was written by another program"):
        ChatState(path)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "telegram.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(PolicydeskError, match=r"telegram\.sqlite cannot be read or written"):
        ChatState(path)
