"""What the API takes and gives, besides the Answer itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.contacts import conflict_said
from assistant.records import Answer
from assistant.wording import Language, say
from retrieval.contacts.routing import Conflict, Kind, Stated
from retrieval.contacts.routing import Field as ConflictField
from retrieval.index import StoredDocument
from retrieval.language import sections
from retrieval.records import BlockKind, Document, Filters, Metadata, Passage

_Short = Annotated[str, Field(max_length=200)]


class FilterFields(BaseModel):
    """Narrow the search. Names match any alias that the documents give."""

    model_config = ConfigDict(extra="forbid")

    organisation: _Short | None = None
    region: _Short | None = None
    kind: _Short | None = None
    as_of: date | None = Field(None, description="Only documents valid on this day")

    def filters(self) -> Filters:
        """As retrieval takes them."""
        return Filters(self.organisation, self.region, self.kind, self.as_of)


class AskRequest(BaseModel):
    """A question, on its own or as the next one of a conversation."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "Which team handles regional industrial planning at Gyeongbuk Technopark?"},
                {
                    "question": "And until when does that run?",
                    "conversation_id": "5f0c6f7e",
                    "filters": {"region": "Gyeongsangbuk-do", "as_of": "2026-01-01"},
                },
            ]
        },
    )

    question: str
    conversation_id: _Short | None = None
    filters: FilterFields | None = None
    mode: Literal["auto", "extractive", "generated"] = "auto"
    language: Language | None = Field(
        None, description="Of the sentences around the quotes; else that of the question. Quotes stay as they are"
    )


class FeedbackRequest(BaseModel):
    """What a reader thinks of an answer."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"value": "down", "reason": "wrong_contact"}, {"value": "up"}]}
    )

    value: Literal["up", "down"]
    reason: str | None = Field(None, max_length=500, description="Why, in a keyword or in words")


class DocumentSummary(BaseModel):
    """What a document says of itself."""

    id: str
    title: str
    organisation: str | None
    region: str | None
    kind: str | None
    published: date | None
    valid_from: date | None
    valid_until: date | None
    source: str | None
    language: str | None
    chunks: int


class DocumentList(BaseModel):
    documents: list[DocumentSummary]


class BlockFields(BaseModel):
    kind: BlockKind
    start: int
    end: int
    level: int
    page: int | None


class SectionFields(BaseModel):
    path: list[str]
    start: int
    end: int
    page: int | None


class DocumentDetail(DocumentSummary):
    """A document with its text. Every offset counts Unicode code points of `text`."""

    text: str
    blocks: list[BlockFields]
    sections: list[SectionFields]


class PassageFields(BaseModel):
    """A retrieved chunk: `dense` is the cosine similarity, `lexical` the BM25 score, `score` the final one.

    `on_subject`: whether it concerns what the query names; such passages come before all others.
    """

    document_id: str
    title: str
    organisation: str | None
    published: date | None
    section: str
    page: int | None
    start: int
    end: int
    text: str
    dense: float
    lexical: float
    score: float
    on_subject: bool


class SearchResult(BaseModel):
    query: str
    passages: list[PassageFields]


class StatedFields(BaseModel):
    """A directory entry with one of the values that contradict each other, as written there. `id` is the contact's."""

    id: str
    value: str
    organisation: str | None
    unit: str | None
    team: str | None
    person: str | None
    document_id: str
    document_title: str
    published: date | None
    page: int | None


class ConflictFields(BaseModel):
    """`differs`: one team has several values; `changed`: the same, and one document is newer than all others; `shared`:
    one phone stands under teams of different units or bodies. The newest document's value comes first."""

    kind: Kind
    field: ConflictField
    text: str
    contacts: list[StatedFields]


class ConflictList(BaseModel):
    conflicts: list[ConflictFields]


class ConversationFields(BaseModel):
    id: str
    answers: list[Answer]


class Health(BaseModel):
    status: Literal["up"] = "up"


class Readiness(BaseModel):
    status: Literal["ready"] = "ready"
    documents: int
    chunks: int
    mode: Literal["extractive", "generated"] = "extractive"


def summary(stored: StoredDocument) -> DocumentSummary:
    """A document of the list."""
    return DocumentSummary(**_described(stored.id, stored.metadata, stored.chunks))


def detail(document: Document, chunks: int) -> DocumentDetail:
    """A document with its text, blocks and sections."""
    blocks = [BlockFields(kind=b.kind, start=b.start, end=b.end, level=b.level, page=b.page) for b in document.blocks]
    found = [SectionFields(path=list(s.path), start=s.start, end=s.end, page=s.page) for s in sections(document)]
    described = _described(document.id, document.metadata, chunks)
    return DocumentDetail(**described, text=document.text, blocks=blocks, sections=found)


def passage_fields(passage: Passage) -> PassageFields:
    """A passage with its place and scores."""
    chunk = passage.chunk
    return PassageFields(
        document_id=chunk.document_id,
        title=chunk.metadata.title,
        organisation=chunk.metadata.organisation,
        published=chunk.metadata.published,
        section=chunk.heading,
        page=chunk.page,
        start=chunk.start,
        end=chunk.end,
        text=chunk.text,
        dense=passage.dense,
        lexical=passage.lexical,
        score=passage.score,
        on_subject=passage.on_subject,
    )


def conflict_list(found: Iterable[Conflict], language: Language = "en") -> ConflictList:
    """The conflicts of an index, each also as a sentence in a language."""
    return ConflictList(
        conflicts=[
            ConflictFields(
                kind=c.kind,
                field=c.field,
                text=say(conflict_said(c), language),
                contacts=[_stated(v) for v in c.values],
            )
            for c in found
        ]
    )


def _stated(stated: Stated) -> StatedFields:
    contact = stated.contact
    return StatedFields(
        id=contact.id,
        value=stated.value,
        organisation=contact.organisation,
        unit=contact.unit,
        team=contact.team,
        person=contact.person,
        document_id=contact.document_id,
        document_title=stated.title,
        published=stated.published,
        page=contact.page,
    )


def _described(document_id: str, metadata: Metadata, chunks: int) -> dict[str, Any]:
    return {
        "id": document_id,
        "title": metadata.title,
        "organisation": metadata.organisation,
        "region": metadata.region,
        "kind": metadata.kind,
        "published": metadata.published,
        "valid_from": metadata.valid_from,
        "valid_until": metadata.valid_until,
        "source": metadata.source,
        "language": metadata.language,
        "chunks": chunks,
    }
