"""Conversations: every Answer with the passages it was made from, in SQLite (or another database by URL)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, DateTime, Insert, delete, insert, literal, select
from sqlalchemy.exc import SQLAlchemyError

from assistant.conversations import rows, schema
from assistant.conversations.feedback import Asked, Feedback, Thumb, asked_of, feedback_of, keep_feedback
from assistant.conversations.transcripts import followed, keep_transcript
from assistant.records import Answer, Record
from assistant.trace import Trace, TracedPassage
from retrieval.records import Passage, PolicydeskError


class ExplainedAnswer(Record):
    """An answer with when it was given, how it came about, and what its reader thought of it."""

    created: datetime
    answer: Answer
    trace: Trace
    feedback: Feedback | None = None


class UnknownConversationError(PolicydeskError):
    """There is no conversation, or no answer, with this id."""


class Conversations:
    """The stored conversations. Safe to use from many threads; several processes may share the database."""

    def __init__(self, place: Path | str) -> None:
        """Open or create a SQLite file, or open a database by SQLAlchemy URL.

        Raises PolicydeskError naming the place when it cannot be opened, is damaged, or belongs to something else, or when its
        driver is not installed.
        """
        self._name = str(place) if isinstance(place, Path) else _without_password(place)
        try:
            with self._errors():
                self._engine = schema.engine(place)
        except ImportError as error:
            raise PolicydeskError(
                f"{self._name} needs the package {error.name}: install it (pip install {error.name}), or set "
                "POLICYDESK_DATABASE_URL to a database whose driver is installed."
            ) from error
        with self._begin() as connection:
            schema.prepare(connection, self._name)

    def add(
        self,
        answer: Answer,
        passages: Sequence[Passage],
        *,
        index_version: str | None = None,
        after: str | None = None,
        trace: Trace | None = None,
    ) -> None:
        """Store an answer, opening its conversation with the first one. `passages` come best first.

        The passages of a `trace` that has any are stored in place of `passages`, so it has to hold them all.
        `after` is the answer that the question was asked after: raises `UnknownConversationError` when the conversation
        was deleted meanwhile. Without it the conversation is opened if need be.
        """
        now = datetime.now(UTC)
        kept = trace or Trace()
        found = kept.passages or tuple(map(TracedPassage.of, passages))
        with self._begin() as connection:
            if after and not _exists(connection, answer.conversation_id):
                raise _unknown("conversation", answer.conversation_id)
            connection.execute(_open_conversation(answer.conversation_id, now))
            connection.execute(
                insert(schema.answers).values(rows.answer_row(answer, now, kept.index_version or index_version, after))
            )
            if found:
                connection.execute(
                    insert(schema.passages), [rows.passage_row(answer, *each) for each in enumerate(found, 1)]
                )
            if trace:
                connection.execute(
                    insert(schema.traces).values(answer_id=answer.id, trace=rows.without_passages(trace))
                )

    def answers(self, conversation_id: str) -> list[Answer]:
        """The answers of a conversation, oldest first. Raises `UnknownConversationError`."""
        query = select(schema.answers.c.answer).where(schema.answers.c.conversation_id == conversation_id)
        with self._begin() as connection:
            kept = connection.scalars(query.order_by(schema.answers.c.number)).all()
            if not kept and not _exists(connection, conversation_id):
                raise _unknown("conversation", conversation_id)
        return [Answer.model_validate_json(each) for each in kept]

    def line(self, conversation_id: str | None = None, *, after: str | None = None) -> list[Answer]:
        """The answers that lead to the newest one of a conversation, or to the answer `after`, oldest first.

        Each of them was asked after the one before it. Raises `UnknownConversationError`.
        """
        kept = schema.answers.c
        of = conversation_id or select(kept.conversation_id).where(kept.id == after).scalar_subquery()
        query = select(kept.id, kept.after, kept.answer).where(kept.conversation_id == of).order_by(kept.number)
        with self._begin() as connection:
            held = {row.id: row for row in connection.execute(query)}
        last = after or next(reversed(held), None)
        if last not in held:
            raise _unknown("answer", after) if after else _unknown("conversation", conversation_id or "")
        found: list[str] = []
        while row := held.pop(last, None):
            found.append(row.answer)
            last = row.after
        return [Answer.model_validate_json(each) for each in reversed(found)]

    def answer(self, answer_id: str) -> Answer:
        """One answer by its id. Raises `UnknownConversationError`."""
        with self._begin() as connection:
            found = connection.scalar(select(schema.answers.c.answer).where(schema.answers.c.id == answer_id))
        if found is None:
            raise _unknown("answer", answer_id)
        return Answer.model_validate_json(found)

    def trace(self, answer_id: str) -> Trace:
        """How an answer came about; of one stored without a trace, its passages. Raises `UnknownConversationError`."""
        return self.explained(answer_id).trace

    def explained(self, answer_id: str) -> ExplainedAnswer:
        """One answer with its time and trace, as `trace` gives it. Raises `UnknownConversationError`."""
        columns = (schema.answers.c.created, schema.answers.c.index_version, schema.answers.c.answer)
        joined = schema.answers.outerjoin(schema.traces)
        one = select(*columns, schema.traces.c.trace).select_from(joined).where(schema.answers.c.id == answer_id)
        found = select(schema.passages).where(schema.passages.c.answer_id == answer_id).order_by(schema.passages.c.rank)
        with self._begin() as connection:
            row = connection.execute(one).one_or_none()
            passages = [rows.passage(each) for each in connection.execute(found).mappings()]
            thought = feedback_of(connection, answer_id)
        if row is None:
            raise _unknown("answer", answer_id)
        trace = Trace.model_validate_json(row.trace) if row.trace else Trace()
        return ExplainedAnswer(
            created=row.created if row.created.tzinfo else row.created.replace(tzinfo=UTC),  # SQLite forgets the zone
            answer=Answer.model_validate_json(row.answer),
            trace=trace.model_copy(update={"index_version": row.index_version, "passages": tuple(passages)}),
            feedback=thought,
        )

    def add_feedback(self, answer_id: str, value: Thumb, reason: str | None = None) -> Feedback:
        """Store a thumb for an answer, in place of an earlier one. Raises `UnknownConversationError`."""
        with self._begin() as connection:
            if given := keep_feedback(connection, answer_id, value, reason):
                return given
        raise _unknown("answer", answer_id)

    def feedback(self, answer_id: str) -> Feedback | None:
        """The thumb that an answer has, None without one. Raises `UnknownConversationError`."""
        return self.explained(answer_id).feedback

    def asked(self, *statuses: str, thumb: Thumb | None = None) -> list[Asked]:
        """The answers with one of the statuses, or with the thumb, newest first."""
        with self._begin() as connection:
            return asked_of(connection, statuses, thumb)

    def keep_transcript(self, keys: Collection[str], answer_id: str) -> None:
        """Find the answer by these keys from now on, until it is deleted; a key that led to another answer leads to this one."""
        with self._begin() as connection:
            keep_transcript(connection, keys, answer_id)

    def followed(self, key: str) -> str | None:
        """The id of the answer that a transcript with this key ends with, if one is kept."""
        with self._begin() as connection:
            return followed(connection, key)

    def delete(self, conversation_id: str) -> None:
        """Forget a conversation with its answers, passages, traces and feedback. Raises `UnknownConversationError`.

        Of SQLite's files no word of it is left, unless another connection is reading at that moment; then it is when they are
        next written to the end.
        """
        with self._begin() as connection:
            gone = connection.execute(delete(schema.conversations).where(schema.conversations.c.id == conversation_id))
        if gone.rowcount == 0:
            raise _unknown("conversation", conversation_id)
        with self._errors(), self._engine.connect() as connection:
            schema.write_out(connection)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

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


def _exists(connection: Connection, conversation_id: str) -> bool:
    return bool(
        connection.scalar(select(schema.conversations.c.id).where(schema.conversations.c.id == conversation_id))
    )


def _open_conversation(conversation_id: str, now: datetime) -> Insert:
    """Adds the conversation unless it is there: in one statement, since another thread may be at the same."""
    there = select(schema.conversations.c.id).where(schema.conversations.c.id == conversation_id).exists()
    row = select(literal(conversation_id), literal(now, DateTime(timezone=True))).where(~there)
    return insert(schema.conversations).from_select(["id", "created"], row)


def _unknown(noun: str, wanted: str) -> UnknownConversationError:
    return UnknownConversationError(f'There is no {noun} with the id "{wanted[:80]}": it may have been deleted.')


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
