"""Answers, passages and traces as rows of the tables, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from assistant.records import Answer
from assistant.trace import Trace, TracedPassage


def answer_row(answer: Answer, now: datetime, index_version: str | None, after: str | None) -> dict[str, Any]:
    return {
        "id": answer.id,
        "conversation_id": answer.conversation_id,
        "created": now,
        "index_version": index_version,
        "status": answer.status,
        "total_ms": answer.timings_ms.get("total"),
        "answer": answer.model_dump_json(),
        "after": after,
    }


def passage_row(answer: Answer, rank: int, passage: TracedPassage) -> dict[str, Any]:
    return {"answer_id": answer.id, "rank": rank, **passage.model_dump()}


def passage(row: RowMapping) -> TracedPassage:
    """A stored passage. Schema 1 kept no titles: the document's id stands for its title there."""
    return TracedPassage(
        **{n: row[n] for n in TracedPassage.model_fields} | {"title": row["title"] or row["document_id"]}
    )


def without_passages(trace: Trace) -> str:
    """What only the trace holds; passages and the index's version have columns of their own."""
    return trace.model_dump_json(exclude={"passages", "index_version"})
