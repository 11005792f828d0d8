from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.conversations import Conversations, UnknownConversationError
from assistant.records import Answer, Citation
from retrieval.records import Chunk, Metadata, Passage, PolicydeskError


def answer(number: int, conversation: str = "c1") -> Answer:
    return Answer(
        id=f"a{number}",
        conversation_id=conversation,
        status="answered",
        text=f"Answer {number}. [1]",
        question=f"Question {number}?",
        standalone_question=f"Question {number}?",
        citations=(Citation(n=1, document_id="d", title="계획", quote="Answer", start=0, end=6),),
        timings_ms={"total": 12.5},
    )


def passage(position: int, score: float) -> Passage:
    text = f"Passage {position}"
    chunk = Chunk("d.md", position, 10, 10 + len(text), text, ("Top", "Below"), 2, Metadata("Title"))
    return Passage(chunk, dense=0.5, lexical=7.25, score=score)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "conversations.sqlite"


def test_answers_come_back_as_they_were_oldest_first(place: Path) -> None:
    conversations = Conversations(place)
    for number in (2, 1, 3):
        conversations.add(answer(number), [])
    conversations.add(answer(4, "c2"), [])
    conversations.close()
    again = Conversations(place)
    assert again.answers("c1") == [answer(2), answer(1), answer(3)]
    assert again.answer("a4") == answer(4, "c2")
    again.close()


def test_passages_are_kept_with_their_scores_and_the_version_of_the_index(place: Path) -> None:
    conversations = Conversations(place)
    conversations.add(answer(1), [passage(3, 0.9), passage(0, 0.4)], index_version="v7")
    conversations.close()
    with sqlite3.connect(place) as db:
        columns = 'rank, document_id, section, page, start, "end", text, dense, lexical, score'
        rows = db.execute(f"SELECT {columns} FROM passages ORDER BY rank").fetchall()  # noqa: S608
        kept = db.execute("SELECT index_version, status, total_ms FROM answers").fetchall()
    db.close()
    assert rows == [
        (1, "d.md", "Top > Below", 2, 10, 19, "Passage 3", 0.5, 7.25, 0.9),
        (2, "d.md", "Top > Below", 2, 10, 19, "Passage 0", 0.5, 7.25, 0.4),
    ]
    assert kept == [("v7", "answered", 12.5)]


def test_a_deleted_conversation_is_gone_with_all_that_hangs_on_it(place: Path) -> None:
    conversations = Conversations(place)
    conversations.add(answer(1), [passage(0, 0.4)])
    conversations.add(answer(2, "c2"), [])
    conversations.delete("c1")
    for call in (conversations.answers, conversations.delete):
        with pytest.raises(UnknownConversationError, match='no conversation with the id "c1"'):
            call("c1")
    with pytest.raises(UnknownConversationError, match='no answer with the id "a1"'):
        conversations.answer("a1")
    assert conversations.answers("c2") == [answer(2, "c2")]
    conversations.close()
    with sqlite3.connect(place) as db:
        assert db.execute("SELECT count(*) FROM passages").fetchone() == (0,)
    db.close()


def test_many_threads_may_write_at_once(place: Path) -> None:
    conversations = Conversations(place)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: conversations.add(answer(n, f"c{n % 7}"), [passage(0, 0.1)]), range(70)))
    assert sorted(each.id for n in range(7) for each in conversations.answers(f"c{n}")) == sorted(
        f"a{n}" for n in range(70)
    )
    conversations.close()


def test_two_processes_may_share_the_file(place: Path) -> None:
    one, other = Conversations(place), Conversations(place)
    one.add(answer(1), [])
    assert other.answers("c1") == [answer(1)]
    one.close()
    other.close()


def test_a_damaged_file_is_named(place: Path) -> None:
    place.write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(PolicydeskError, match=rf"^The conversations in {place} cannot be read .*move it away"):
        Conversations(place)


def test_a_database_of_something_else_is_left_alone(place: Path) -> None:
    with sqlite3.connect(place) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    db.close()
    with pytest.raises(PolicydeskError, match=rf"^{place} is a database of something else"):
        Conversations(place)
    with sqlite3.connect(place) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    db.close()


def test_a_database_of_a_newer_version_is_left_alone(place: Path) -> None:
    Conversations(place).close()
    with sqlite3.connect(place) as db:
        db.execute("UPDATE policydesk_schema SET version = 99")
    db.close()
    with pytest.raises(PolicydeskError, match=r"another version of Policydesk \(its schema is 99, this one reads 1\)"):
        Conversations(place)


def test_a_database_can_be_given_by_url(place: Path) -> None:
    conversations = Conversations(f"sqlite:///{place}")
    conversations.add(answer(1), [])
    conversations.close()
    assert place.exists()


def test_a_database_that_cannot_be_reached_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(PolicydeskError) as error:
        Conversations(f"sqlite://me:secret@/{tmp_path}/no/such/folder.sqlite")
    assert "secret" not in str(error.value)
