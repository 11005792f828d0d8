"""What the API takes and gives, besides the Answer itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.contact_answer import card
from assistant.directory import Entry
from assistant.records import Answer, ContactCard
from retrieval.outline import sections
from retrieval.records import BlockKind, Document, Filters, Metadata, Passage
from retrieval.stored import StoredDocument

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
    """A retrieved chunk: `dense` is the cosine similarity, `lexical` the BM25 score, `score` the final one."""

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


class SearchResult(BaseModel):
    query: str
    passages: list[PassageFields]


class ContactEntry(ContactCard):
    """A directory entry, where it stands, and why it fits the need."""

    document_title: str
    page: int | None
    start: int
    end: int
    reason: str | None


class ContactList(BaseModel):
    contacts: list[ContactEntry]


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
    )


def contact_entry(entry: Entry) -> ContactEntry:
    """A contact as a card with its document."""
    contact, document = entry.contact, entry.document.metadata
    return ContactEntry(
        **card(contact, document.published).model_dump(),
        document_title=document.title,
        page=contact.page,
        start=contact.start,
        end=contact.end,
        reason=entry.reason,
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
