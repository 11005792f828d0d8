"""What the tools give, as records with a schema."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.records import Answer, Citation, ContactCard, Notice, Record, Status
from assistant.sets import Selection
from retrieval.records import Document, Passage
from retrieval.search import List

READ_AT_ONCE = 8_000  # characters of a document


class AnswerResult(Record):
    """An answer: the marks [1], [2] of `text` number the citations, whose `quote` is characters `start` to `end` of the document.

    A next question that names the `conversation_id` goes on from it. Tell the reader every notice.
    """

    status: Status
    text: str
    citations: tuple[Citation, ...]
    contacts: tuple[ContactCard, ...]
    notices: tuple[Notice, ...]
    suggestions: tuple[str, ...]
    answer_id: str
    conversation_id: str

    @classmethod
    def of(cls, answer: Answer) -> AnswerResult:
        """What of an answer a reader needs."""
        held = {name: getattr(answer, name) for name in cls.model_fields if name != "answer_id"}
        return cls(answer_id=answer.id, **held)


class PassageResult(Record):
    """A passage: `text` is characters `start` to `end` of the document."""

    document_id: str
    title: str
    section: str
    page: int | None
    start: int
    end: int
    text: str
    score: float

    @classmethod
    def of(cls, passage: Passage) -> PassageResult:
        """A passage with its place and final score."""
        chunk = passage.chunk
        return cls(
            document_id=chunk.document_id,
            title=chunk.metadata.title,
            section=chunk.heading,
            page=chunk.page,
            start=chunk.start,
            end=chunk.end,
            text=chunk.text,
            score=passage.score,
        )


class PassageResults(Record):
    """Passages, best first."""

    passages: tuple[PassageResult, ...]


class RowResult(Record):
    """An item of a list, or a row of a table with its cells by the names of their columns."""

    text: str
    cells: dict[str, str]
    start: int
    end: int


class ListResult(Record):
    """A list or table, and of its rows those that fit."""

    document_id: str
    title: str
    section: str
    rows: tuple[RowResult, ...]


class RowResults(Record):
    """The rows that fit, out of `looked_at`; they are complete for the lists that they are of."""

    lists: tuple[ListResult, ...]
    fitting: int
    looked_at: int

    @classmethod
    def of(cls, selection: Selection) -> RowResults:
        """What was selected."""
        return cls(lists=tuple(_lists(selection)), fitting=selection.size, looked_at=selection.looked_at)


class TextResult(Record):
    """A part of a document's text, from `start` to `end` of `length` characters; `next_start` is where to read on."""

    document_id: str
    title: str
    text: str
    start: int
    end: int
    length: int
    next_start: int | None

    @classmethod
    def of(cls, document: Document, start: int, length: int) -> TextResult:
        """The part that begins at `start`."""
        end = min(start + length, len(document.text))
        return cls(
            document_id=document.id,
            title=document.metadata.title,
            text=document.text[start:end],
            start=start,
            end=end,
            length=len(document.text),
            next_start=end if end < len(document.text) else None,
        )


def _lists(selection: Selection) -> Iterator[ListResult]:
    for each, rows in selection.chosen:
        yield ListResult(
            document_id=each.document.id,
            title=each.document.metadata.title,
            section=_section(each),
            rows=tuple(
                RowResult(
                    text=row.text,
                    cells={name: text for name, text in row.cells if name},
                    start=row.block.start,
                    end=row.block.end,
                )
                for row in rows
            ),
        )


def _section(each: List) -> str:
    return " > ".join(each.section)
