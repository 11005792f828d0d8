"""Which answer a transcript ends with, for clients that send the whole conversation and no id of it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, insert, literal, select, update

from assistant.conversations import schema

_KEPT = schema.transcripts


def keep_transcript(connection: Connection, keys: Collection[str], answer_id: str) -> None:
    """Lead the keys (digests, at most 64 characters) to an answer."""
    for key in keys:
        if connection.execute(update(_KEPT).where(_KEPT.c.key == key).values(answer_id=answer_id)).rowcount:
            continue
        there = select(_KEPT.c.key).where(_KEPT.c.key == key).exists()
        row = select(literal(key), literal(answer_id)).where(~there)  # another thread may be at the same
        connection.execute(insert(_KEPT).from_select(["key", "answer_id"], row))


def followed(connection: Connection, key: str) -> str | None:
    """The answer that a key leads to."""
    return connection.scalar(select(_KEPT.c.answer_id).where(_KEPT.c.key == key))
