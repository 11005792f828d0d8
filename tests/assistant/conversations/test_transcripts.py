from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.conversations.store import Conversations
from assistant.records import Answer


def answer(name: str, conversation: str = "c1") -> Answer:
    return Answer(
        id=name, conversation_id=conversation, status="answered", text="Yes.", question="q", standalone_question="q"
    )


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    with closing(Conversations(tmp_path / "conversations.sqlite")) as made:
        for name, conversation in (("a1", "c1"), ("a2", "c1"), ("b1", "c2")):
            made.add(answer(name, conversation), [])
        yield made


def test_a_transcript_leads_to_the_answer_it_was_last_kept_for(kept: Conversations) -> None:
    kept.keep_transcript(["k", "l"], "a1")
    kept.keep_transcript(["k"], "a2")
    assert [kept.followed(key) for key in ("k", "l", "m")] == ["a2", "a1", None]


def test_a_deleted_conversation_takes_its_transcripts_along(kept: Conversations) -> None:
    kept.keep_transcript(["k"], "a1")
    kept.keep_transcript(["l"], "b1")
    kept.delete("c1")
    assert (kept.followed("k"), kept.followed("l")) == (None, "b1")


def test_a_database_of_schema_4_takes_transcripts(kept: Conversations, tmp_path: Path) -> None:
    kept.close()
    with closing(sqlite3.connect(tmp_path / "conversations.sqlite")) as db:
        db.executescript("DROP TABLE transcripts; UPDATE policydesk_schema SET version = 4")
    with closing(Conversations(tmp_path / "conversations.sqlite")) as again:
        again.keep_transcript(["k"], "a1")
        assert again.followed("k") == "a1"
        assert [each.id for each in again.answers("c1")] == ["a1", "a2"]
