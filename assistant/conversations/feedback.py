"""What a reader thought of an answer, as it is kept beside the answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from assistant.conversations import schema
from assistant.records import Record

Thumb = Literal["up", "down"]


class Feedback(Record):
    """A thumb up or down, when it was given, and why in the reader's words or a channel's keyword."""

    value: Thumb
    reason: str | None = None
    created: datetime


def keep_feedback(connection: Connection, answer_id: str, value: Thumb, reason: str | None) -> Feedback | None:
    """Store what was thought of an answer in place of what was thought before; None when there is no such answer."""
    same = update(schema.answers).where(schema.answers.c.id == answer_id).values(id=answer_id)
    if not connection.execute(same).rowcount:  # also locks out others who are at the same answer
        return None
    given = Feedback(value=value, reason=reason, created=datetime.now(UTC))
    connection.execute(delete(schema.feedback).where(schema.feedback.c.answer_id == answer_id))
    connection.execute(insert(schema.feedback).values(answer_id=answer_id, **given.model_dump()))
    return given


def feedback_of(connection: Connection, answer_id: str) -> Feedback | None:
    """What was last thought of an answer."""
    query = select(schema.feedback).where(schema.feedback.c.answer_id == answer_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    created = row.created if row.created.tzinfo else row.created.replace(tzinfo=UTC)  # SQLite forgets the zone
    return Feedback(value=row.value, reason=row.reason, created=created)


class Asked(Record):
    """A stored answer's id, when it was given, its status and what was thought of it."""

    id: str
    created: datetime
    status: str
    thumb: Thumb | None = None
    reason: str | None = None


def asked_of(connection: Connection, statuses: Collection[str], thumb: Thumb | None) -> list[Asked]:
    """The answers with one of the statuses, or with the thumb, newest first."""
    kept, given = schema.answers.c, schema.feedback.c
    wanted = given.value == thumb if thumb else kept.status.in_(statuses)
    columns = select(kept.id, kept.created, kept.status, given.value.label("thumb"), given.reason)
    query = columns.select_from(schema.answers.outerjoin(schema.feedback)).where(wanted).order_by(kept.number.desc())
    return [Asked.model_validate(dict(each)) for each in connection.execute(query).mappings()]
