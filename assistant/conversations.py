"""Conversations: every Answer with the passages it was made from, in SQLite (or another database by URL)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Insert,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    inspect,
    literal,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from assistant.records import Answer
from retrieval.records import Passage, PolicydeskError

SCHEMA = 1  # raise when a table changes, and migrate from every older number in `_prepare`
_BUSY_SECONDS = 15

_metadata = MetaData()
_schema = Table("policydesk_schema", _metadata, Column("version", Integer, primary_key=True))
_conversations = Table(
    "conversations",
    _metadata,
    Column("id", String(64), primary_key=True),
    Column("created", DateTime(timezone=True), nullable=False),
)
_answers = Table(
    "answers",
    _metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("index_version", String(64)),
    Column("status", String(16), nullable=False),
    Column("total_ms", Float),
    Column("answer", Text, nullable=False),
)
_passages = Table(
    "passages",
    _metadata,
    Column("answer_id", ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column("document_id", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("page", Integer),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("dense", Float, nullable=False),
    Column("lexical", Float, nullable=False),
    Column("score", Float, nullable=False),
)


class UnknownConversationError(PolicydeskError):
    """There is no conversation, or no answer, with this id."""


class Conversations:
    """The stored conversations. Safe to use from many threads; several processes may share the database."""

    def __init__(self, place: Path | str) -> None:
        """Open or create a SQLite file, or open a database by SQLAlchemy URL.

        Raises PolicydeskError naming the place when it cannot be opened, is damaged, or belongs to something else.
        """
        self._name = str(place) if isinstance(place, Path) else _without_password(place)
        with self._errors():
            self._engine = _engine(place)
        with self._begin() as connection:
            self._prepare(connection)

    def add(
        self,
        answer: Answer,
        passages: Sequence[Passage],
        *,
        index_version: str | None = None,
        follow_up: bool = False,
    ) -> None:
        """Store an answer, opening its conversation with the first one. `passages` come best first.

        A `follow_up` opens none: raises `UnknownConversationError` when its conversation was deleted meanwhile.
        """
        now = datetime.now(UTC)
        with self._begin() as connection:
            if follow_up and not _exists(connection, answer.conversation_id):
                raise _unknown("conversation", answer.conversation_id)
            connection.execute(_open_conversation(answer.conversation_id, now))
            connection.execute(insert(_answers).values(_answer_row(answer, now, index_version)))
            if passages:
                connection.execute(insert(_passages), [_passage_row(answer, *each) for each in enumerate(passages, 1)])

    def answers(self, conversation_id: str) -> list[Answer]:
        """The answers of a conversation, oldest first. Raises `UnknownConversationError`."""
        query = select(_answers.c.answer).where(_answers.c.conversation_id == conversation_id)
        with self._begin() as connection:
            rows = connection.scalars(query.order_by(_answers.c.number)).all()
            if not rows and not _exists(connection, conversation_id):
                raise _unknown("conversation", conversation_id)
        return [Answer.model_validate_json(each) for each in rows]

    def answer(self, answer_id: str) -> Answer:
        """One answer by its id. Raises `UnknownConversationError`."""
        with self._begin() as connection:
            found = connection.scalar(select(_answers.c.answer).where(_answers.c.id == answer_id))
        if found is None:
            raise _unknown("answer", answer_id)
        return Answer.model_validate_json(found)

    def delete(self, conversation_id: str) -> None:
        """Forget a conversation with its answers and passages. Raises `UnknownConversationError`."""
        with self._begin() as connection:
            gone = connection.execute(delete(_conversations).where(_conversations.c.id == conversation_id))
        if gone.rowcount == 0:
            raise _unknown("conversation", conversation_id)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _prepare(self, connection: Connection) -> None:
        """Create the tables in an empty database; refuse one that is not ours or is newer than this program."""
        present = set(inspect(connection).get_table_names())
        if present and _schema.name not in present:
            raise PolicydeskError(
                f"{self._name} is a database of something else: move it away, or set POLICYDESK_DATABASE_URL to another."
            )
        if not present:
            _metadata.create_all(connection)
            connection.execute(insert(_schema).values(version=SCHEMA))
        version = connection.scalar(select(_schema.c.version))
        if version != SCHEMA:
            raise PolicydeskError(
                f"{self._name} was written by another version of Policydesk (its schema is {version}, this one reads "
                f"{SCHEMA}): use that version, or move the file away to start afresh."
            )

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with self._errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise PolicydeskError(
                f"The conversations in {self._name} cannot be read or written ({reason}). Check that the disk has room "
                "and the file may be written; if it is damaged, move it away to start afresh."
            ) from error


def _engine(place: Path | str) -> Engine:
    engine = create_engine(f"sqlite:///{place}" if isinstance(place, Path) else place)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _: object) -> None:
    for pragma in (
        f"busy_timeout={_BUSY_SECONDS * 1000}",  # first, so that switching to WAL waits for others too
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _exists(connection: Connection, conversation_id: str) -> bool:
    query = select(_conversations.c.id).where(_conversations.c.id == conversation_id)
    return connection.scalar(query) is not None


def _open_conversation(conversation_id: str, now: datetime) -> Insert:
    """Adds the conversation unless it is there: in one statement, since another thread may be at the same."""
    there = select(_conversations.c.id).where(_conversations.c.id == conversation_id).exists()
    row = select(literal(conversation_id), literal(now, DateTime(timezone=True))).where(~there)
    return insert(_conversations).from_select(["id", "created"], row)


def _answer_row(answer: Answer, now: datetime, index_version: str | None) -> dict[str, Any]:
    return {
        "id": answer.id,
        "conversation_id": answer.conversation_id,
        "created": now,
        "index_version": index_version,
        "status": answer.status,
        "total_ms": answer.timings_ms.get("total"),
        "answer": answer.model_dump_json(),
    }


def _passage_row(answer: Answer, rank: int, passage: Passage) -> dict[str, Any]:
    chunk = passage.chunk
    return {
        "answer_id": answer.id,
        "rank": rank,
        "document_id": chunk.document_id,
        "section": chunk.heading,
        "page": chunk.page,
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "dense": passage.dense,
        "lexical": passage.lexical,
        "score": passage.score,
    }


def _unknown(noun: str, wanted: str) -> UnknownConversationError:
    return UnknownConversationError(f'There is no {noun} with the id "{wanted[:80]}": it may have been deleted.')


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
