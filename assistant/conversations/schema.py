"""The database that conversations are kept in: how it is opened, its tables, and how one of an older schema becomes one of today."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    inspect,
    select,
    text,
    update,
)

from retrieval.records import PolicydeskError

_BUSY_SECONDS = 15
SCHEMA = 5  # raise when a table changes, and add a step to `_STEPS`

metadata = MetaData()
version = Table("policydesk_schema", metadata, Column("version", Integer, primary_key=True))
conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("created", DateTime(timezone=True), nullable=False),
)
answers = Table(
    "answers",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("index_version", String(64)),
    Column("status", String(16), nullable=False),
    Column("total_ms", Float),
    Column("answer", Text, nullable=False),
    Column("after", String(64)),  # since schema 4: the answer that the question was asked after
)
passages = Table(
    "passages",
    metadata,
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
    Column("n", Integer),  # since schema 2, as the title
    Column("title", Text),
)
traces = Table(
    "traces",
    metadata,
    Column("answer_id", ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("trace", Text, nullable=False),
)
feedback = Table(
    "feedback",
    metadata,
    Column("answer_id", ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("value", String(8), nullable=False),
    Column("reason", Text),
)
transcripts = Table(  # since schema 5
    "transcripts",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("answer_id", ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, index=True),
)


def engine(place: Path | str) -> Engine:
    """Opens a SQLite file, so that many threads and processes may use it, or a database by SQLAlchemy URL."""
    engine = create_engine(f"sqlite:///{place}" if isinstance(place, Path) else place)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _: object) -> None:
    for pragma in (
        f"busy_timeout={_BUSY_SECONDS * 1000}",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is forgotten is overwritten
    ):
        connection.execute(f"PRAGMA {pragma}")
    _switch_to_wal(connection)


def _switch_to_wal(connection: Any) -> None:
    """Where several switch at once, SQLite refuses all but one without waiting, whatever the time-out."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def write_out(connection: Connection) -> None:
    """Empty SQLite's journal into its file, where what was overwritten is gone from both."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def prepare(connection: Connection, name: str) -> None:
    """Create the tables in an empty database, and bring those of an older schema up to today's.

    Raises PolicydeskError, with the database's `name`, for one that is not ours or that a newer program wrote.
    """
    present = set(inspect(connection).get_table_names())
    if present and version.name not in present:
        raise PolicydeskError(
            f"{name} is a database of something else: move it away, or set POLICYDESK_DATABASE_URL to another."
        )
    if not present:
        metadata.create_all(connection)
        connection.execute(insert(version).values(version=SCHEMA))
    for older, step in _STEPS.items():
        if connection.scalar(select(version.c.version)) == older:
            _raise_from(connection, older, step)
    found = connection.scalar(select(version.c.version))
    if found != SCHEMA:
        raise PolicydeskError(
            f"{name} was written by another version of Policydesk (its schema is {found}, this one reads "
            f"{SCHEMA}): use that version, or move the file away to start afresh."
        )


def _raise_from(connection: Connection, older: int, step: Callable[[Connection], None]) -> None:
    """Take one step, all or nothing: the number goes first, for that locks out others who are at the same."""
    raised = update(version).where(version.c.version == older).values(version=older + 1)
    if connection.execute(raised).rowcount:
        step(connection)


def _add_traces(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE passages ADD COLUMN n INTEGER"))
    connection.execute(text("ALTER TABLE passages ADD COLUMN title TEXT"))
    metadata.create_all(connection, tables=[traces])


def _add_feedback(connection: Connection) -> None:
    metadata.create_all(connection, tables=[feedback])


def _add_transcripts(connection: Connection) -> None:
    metadata.create_all(connection, tables=[transcripts])


def _add_after(connection: Connection) -> None:
    """Each question was asked after all that its conversation held."""
    connection.execute(text('ALTER TABLE answers ADD COLUMN "after" VARCHAR(64)'))
    before = answers.alias()
    of_it = (before.c.conversation_id == answers.c.conversation_id) & (before.c.number < answers.c.number)
    last = select(before.c.id).where(of_it).order_by(before.c.number.desc()).limit(1)
    connection.execute(update(answers).values(after=last.scalar_subquery()))


_STEPS: Mapping[int, Callable[[Connection], None]] = {
    1: _add_traces,
    2: _add_feedback,
    3: _add_after,
    4: _add_transcripts,
}
