from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from assistant.conversations.store import Conversations, UnknownConversationError
from assistant.records import Answer, Citation, Usage
from assistant.trace import Message, ModelCall, Removed, Trace, TracedPassage
from retrieval.records import Chunk, Metadata, Passage, PolicydeskError

SCHEMA_1 = """
CREATE TABLE policydesk_schema (version INTEGER NOT NULL, PRIMARY KEY (version));
CREATE TABLE conversations (id VARCHAR(64) NOT NULL, created DATETIME NOT NULL, PRIMARY KEY (id));
CREATE TABLE answers (
    number INTEGER NOT NULL, id VARCHAR(64) NOT NULL, conversation_id VARCHAR(64) NOT NULL, created DATETIME NOT NULL,
    index_version VARCHAR(64), status VARCHAR(16) NOT NULL, total_ms FLOAT, answer TEXT NOT NULL,
    PRIMARY KEY (number), UNIQUE (id), FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
);
CREATE INDEX ix_answers_conversation_id ON answers (conversation_id);
CREATE TABLE passages (
    answer_id VARCHAR(64) NOT NULL, rank INTEGER NOT NULL, document_id TEXT NOT NULL, section TEXT NOT NULL,
    page INTEGER, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, dense FLOAT NOT NULL,
    lexical FLOAT NOT NULL, score FLOAT NOT NULL,
    PRIMARY KEY (answer_id, rank), FOREIGN KEY(answer_id) REFERENCES answers (id) ON DELETE CASCADE
);
INSERT INTO policydesk_schema VALUES (1);
INSERT INTO conversations VALUES ('c1', '2026-03-04 05:06:07.000000');
"""  # what schema 1 was, as SQLite describes it

SCHEMA_2 = """
UPDATE policydesk_schema SET version = 2;
ALTER TABLE passages ADD COLUMN n INTEGER;
ALTER TABLE passages ADD COLUMN title TEXT;
CREATE TABLE traces (
    answer_id VARCHAR(64) NOT NULL, trace TEXT NOT NULL, PRIMARY KEY (answer_id),
    FOREIGN KEY(answer_id) REFERENCES answers (id) ON DELETE CASCADE
);
"""  # what made schema 2 of schema 1


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


def traced(position: int, score: float, n: int | None, title: str = "Title") -> TracedPassage:
    """What `passage` becomes in a trace."""
    return TracedPassage(
        n=n,
        document_id="d.md",
        title=title,
        section="Top > Below",
        page=2,
        start=10,
        end=19,
        text=f"Passage {position}",
        dense=0.5,
        lexical=7.25,
        score=score,
    )


TRACE = Trace(
    rewritten_by="model",
    index_version="v7",
    passages=(traced(3, 0.9, 1), traced(0, 0.4, None)),
    calls=(
        ModelCall(
            prompt="answer",
            prompt_hash="9f2c",
            model="openai:gpt",
            messages=(Message(role="system", text="Answer from the passages."), Message(role="human", text="가?")),
            reply="Until 2027. [1]",
            usage=Usage(prompt_tokens=90, completion_tokens=6),
            ms=812.5,
        ),
    ),
    removed=(Removed(text="Until 2027. [1]", reason="fact", detail="2027"),),
)


@pytest.fixture
def old(place: Path) -> Path:
    """A database as schema 1 had it, with one answer and its two passages."""
    with sqlite3.connect(place) as db:
        db.executescript(SCHEMA_1)
        row = ("a1", "c1", "2026-03-04 05:06:07.000000", "v6", "answered", 12.5, answer(1).model_dump_json())
        columns = "id, conversation_id, created, index_version, status, total_ms, answer"
        db.execute(f"INSERT INTO answers ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
        for rank, position, score in ((1, 3, 0.9), (2, 0, 0.4)):
            place_of = ("a1", rank, "d.md", "Top > Below", 2, 10, 19, f"Passage {position}", 0.5, 7.25, score)
            db.execute("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", place_of)
    db.close()
    return place


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


def test_a_trace_comes_back_as_it_was_and_no_passage_is_stored_twice(place: Path) -> None:
    conversations = Conversations(place)
    before = datetime.now(UTC)
    conversations.add(answer(1), [passage(3, 0.9), passage(0, 0.4)], index_version="v7", trace=TRACE)
    explained = conversations.explained("a1")
    assert conversations.trace("a1") == explained.trace == TRACE
    assert explained.answer == answer(1)
    assert before <= explained.created <= datetime.now(UTC)
    conversations.close()
    with sqlite3.connect(place) as db:
        [stored] = db.execute("SELECT trace FROM traces").fetchone()
        assert "Passage 3" not in stored
        assert db.execute("SELECT n, text FROM passages ORDER BY rank").fetchall() == [
            (1, "Passage 3"),
            (None, "Passage 0"),
        ]
    db.close()


def test_a_trace_that_names_no_passages_or_index_gets_those_of_the_answer(place: Path) -> None:
    conversations = Conversations(place)
    conversations.add(answer(1), [passage(3, 0.9)], index_version="v7", trace=Trace(rewritten_by="rules"))
    assert conversations.trace("a1") == Trace(
        rewritten_by="rules", index_version="v7", passages=(traced(3, 0.9, None),)
    )
    conversations.close()


def test_an_answer_without_a_trace_is_explained_by_its_passages(place: Path) -> None:
    conversations = Conversations(place)
    conversations.add(answer(1), [passage(3, 0.9), passage(0, 0.4)], index_version="v7")
    conversations.add(answer(2), [])
    assert conversations.trace("a1") == Trace(index_version="v7", passages=(traced(3, 0.9, None), traced(0, 0.4, None)))
    assert conversations.trace("a2") == Trace()
    with pytest.raises(UnknownConversationError, match='no answer with the id "a3"'):
        conversations.trace("a3")
    conversations.close()


def test_a_database_of_schema_1_keeps_its_conversations_and_takes_traces(old: Path) -> None:
    conversations = Conversations(old)
    assert conversations.answers("c1") == [answer(1)]
    explained = conversations.explained("a1")
    assert explained.created == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    passages = (traced(3, 0.9, None, title="d.md"), traced(0, 0.4, None, title="d.md"))  # it kept no titles
    assert explained.trace == Trace(index_version="v6", passages=passages)
    conversations.add(answer(2), [], trace=TRACE, after="a1")
    conversations.close()
    again = Conversations(old)
    assert again.answers("c1") == [answer(1), answer(2)]
    assert again.trace("a2") == TRACE
    again.close()


def test_a_database_of_schema_1_holds_conversations_of_one_line(old: Path) -> None:
    with sqlite3.connect(old) as db:
        db.execute("INSERT INTO conversations SELECT 'c2', created FROM conversations")
        for number, conversation in ((2, "c2"), (3, "c1"), (4, "c2"), (5, "c1")):
            row = (number, f"a{number}", conversation, answer(number, conversation).model_dump_json())
            db.execute(
                "INSERT INTO answers (number, id, conversation_id, created, status, answer)"
                " SELECT ?, ?, ?, created, status, ? FROM answers WHERE id = 'a1'",
                row,
            )
    db.close()
    conversations = Conversations(old)
    assert conversations.line("c1") == [answer(1), answer(3), answer(5)]
    assert conversations.line(after="a3") == [answer(1), answer(3)]
    assert conversations.line("c2") == [answer(2, "c2"), answer(4, "c2")]
    conversations.close()


def test_a_line_leads_to_the_newest_answer_or_to_a_given_one(place: Path) -> None:
    conversations = Conversations(place)
    for number, after in ((1, None), (2, "a1"), (3, "a2"), (4, "a1")):
        conversations.add(answer(number), [], after=after)
    assert conversations.line("c1") == [answer(1), answer(4)]
    assert conversations.line("c1", after="a3") == conversations.line(after="a3") == [answer(1), answer(2), answer(3)]
    assert conversations.answers("c1") == [answer(1), answer(2), answer(3), answer(4)]
    with pytest.raises(UnknownConversationError, match='no conversation with the id "c2"'):
        conversations.line("c2")
    for call in (partial(conversations.line, after="a9"), partial(conversations.line, "c2", after="a3")):
        with pytest.raises(UnknownConversationError, match="no answer with the id"):
            call()
    conversations.close()


def test_a_database_of_schema_2_keeps_its_traces_and_takes_feedback(old: Path) -> None:
    with sqlite3.connect(old) as db:
        db.executescript(SCHEMA_2)
        db.execute("INSERT INTO traces VALUES ('a1', ?)", (TRACE.model_dump_json(exclude={"passages"}),))
    db.close()
    conversations = Conversations(old)
    assert conversations.trace("a1").calls == TRACE.calls
    assert conversations.feedback("a1") is None
    conversations.add_feedback("a1", "down", "outdated")
    conversations.close()
    with sqlite3.connect(old) as db:
        assert db.execute("SELECT version FROM policydesk_schema").fetchall() == [(5,)]
        assert db.execute("SELECT answer_id, value, reason FROM feedback").fetchall() == [("a1", "down", "outdated")]
    db.close()


def test_the_last_feedback_of_an_answer_counts(place: Path) -> None:
    conversations = Conversations(place)
    conversations.add(answer(1), [])
    conversations.add(answer(2), [])
    before = datetime.now(UTC)
    conversations.add_feedback("a1", "down")
    given = conversations.add_feedback("a1", "down", "틀린 연락처 🙁")
    conversations.close()
    again = Conversations(place)
    found = again.feedback("a1")
    assert found == given
    assert found is not None
    assert (found.value, found.reason) == ("down", "틀린 연락처 🙁")
    assert before <= found.created <= datetime.now(UTC)
    assert again.feedback("a2") is None
    again.add_feedback("a1", "up")
    assert again.explained("a1").feedback == again.feedback("a1")
    changed = again.feedback("a1")
    assert changed is not None
    assert (changed.value, changed.reason) == ("up", None)
    again.close()


def test_feedback_for_an_answer_that_is_not_there_is_refused(place: Path) -> None:
    conversations = Conversations(place)
    conversations.add(answer(1), [])
    conversations.add_feedback("a1", "up")
    conversations.delete("c1")
    with pytest.raises(UnknownConversationError, match='no answer with the id "a1"'):
        conversations.add_feedback("a1", "up")
    with pytest.raises(UnknownConversationError, match='no answer with the id "a1"'):
        conversations.feedback("a1")
    conversations.close()
    with sqlite3.connect(place) as db:
        assert db.execute("SELECT count(*) FROM feedback").fetchone() == (0,)
    db.close()


def test_many_may_give_feedback_for_one_answer_at_once(place: Path) -> None:
    conversations = Conversations(place)
    conversations.add(answer(1), [])
    with ThreadPoolExecutor(16) as pool:
        given = list(pool.map(lambda n: conversations.add_feedback("a1", "down", str(n)), range(64)))
    assert conversations.feedback("a1") in given
    conversations.close()


def test_many_may_open_a_database_of_schema_1_at_once(old: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: Conversations(old), range(8)))
    assert [each.answers("c1") for each in opened] == [[answer(1)]] * 8
    for each in opened:
        each.close()


def test_a_migration_that_fails_leaves_schema_1_as_it_was(old: Path) -> None:
    with sqlite3.connect(old) as db:
        db.execute("ALTER TABLE passages ADD COLUMN title TEXT")  # in the way of the migration's second statement
    db.close()
    with pytest.raises(PolicydeskError, match="duplicate column name: title"):
        Conversations(old)
    with sqlite3.connect(old) as db:
        assert db.execute("SELECT version FROM policydesk_schema").fetchall() == [(1,)]
        assert "n" not in [row[1] for row in db.execute("PRAGMA table_info(passages)")]
    db.close()


def test_a_deleted_conversation_is_gone_with_all_that_hangs_on_it(place: Path) -> None:
    conversations = Conversations(place)
    conversations.add(answer(1), [passage(0, 0.4)], trace=TRACE)
    conversations.add(answer(2, "c2"), [])
    conversations.delete("c1")
    for call in (conversations.answers, conversations.delete):
        with pytest.raises(UnknownConversationError, match='no conversation with the id "c1"'):
            call("c1")
    with pytest.raises(UnknownConversationError, match='no answer with the id "a1"'):
        conversations.answer("a1")
    with pytest.raises(UnknownConversationError, match='no answer with the id "a1"'):
        conversations.trace("a1")
    assert conversations.answers("c2") == [answer(2, "c2")]
    conversations.close()
    with sqlite3.connect(place) as db:
        assert db.execute("SELECT count(*) FROM passages").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM traces").fetchone() == (0,)
    db.close()


def test_no_word_of_a_deleted_conversation_is_left_in_the_files_while_the_database_is_open(place: Path) -> None:
    conversations = Conversations(place)
    conversations.add(answer(1), [passage(0, 0.4)], trace=TRACE)
    words = answer(1).text.encode()
    files = [place, place.with_name(f"{place.name}-wal")]
    assert any(words in each.read_bytes() for each in files)
    conversations.delete("c1")
    assert not any(words in each.read_bytes() for each in files if each.exists())
    conversations.close()


def test_a_database_whose_driver_is_missing_is_told_with_the_package_to_install() -> None:
    with pytest.raises(PolicydeskError, match="pip install psycopg2"):
        Conversations("postgresql+psycopg2://somewhere/desk")


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
    with pytest.raises(PolicydeskError, match=r"another version of Policydesk \(its schema is 99, this one reads 5\)"):
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
