"""The nouns of retrieval: frozen records that every step reads and none changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "row"]

Trust = Literal["own", "official", "other"]
"""How far whoever runs the product trusts a source: to speak for anybody ("own"), for the organisation that stands behind it
("official"), or for nobody ("other")."""


class PolicydeskError(Exception):
    """An error whose message is written for the person who uses the product: what went wrong and what to do next."""

    retry_after: int | None = None  # seconds after which the same call may succeed by itself


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document's text with one role; `text[start:end]` is exactly what a reader sees of it.

    `level` is 1 for the top heading or the outermost list item and grows inwards; 0 for paragraphs and table rows.
    `page` counts from 1 and is None where the format has no pages.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself (front matter, or what the loader can tell). Unknown is None or empty.

    `aliases` holds groups of names for the same thing, the name that the text uses first; `by_ocr` the pages whose text was read
    from their pictures. `trust` is that of its source.
    """

    title: str
    organisation: str | None = None
    region: str | None = None
    kind: str | None = None
    published: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    source: str | None = None
    language: str | None = None
    aliases: tuple[tuple[str, ...], ...] = ()
    trust: Trust = "own"
    by_ocr: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One file as text. `id` is its path below the ingested folder, with forward slashes.

    `text` is canonical: list items keep a marker ("- ", "1. "), table cells are joined by " | ", blocks are
    separated by newlines; every offset in the product counts characters of it. `remarks` are for whoever looks after the
    file, in words that go on from its name ("is named .txt but ..."); an index does not keep them.
    """

    id: str
    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and all below it: `path` is the headings from the top down to this one."""

    path: tuple[str, ...]
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is indexed: `document.text[start:end] == text`, always. `section` is the heading path above it."""

    document_id: str
    position: int
    start: int
    end: int
    text: str
    section: tuple[str, ...]
    page: int | None
    metadata: Metadata

    @property
    def id(self) -> str:
        """Document id and position, unique in an index."""
        return f"{self.document_id}#{self.position}"

    @property
    def heading(self) -> str:
        """The heading path as a reader sees it, e.g. "Policy Planning Group > Teams"."""
        return " > ".join(self.section)

    @property
    def embedded_text(self) -> str:
        """What is embedded and searched: title and heading path in front of the text."""
        path = [self.metadata.title, *(part for part in self.section if part != self.metadata.title)]
        return f"{' > '.join(path)}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved chunk. `dense` is the cosine similarity, `lexical` the BM25 score, `score` the final one in 0..1.

    `on_subject`: whether it concerns the bodies, places and plans that the question names, where it names any.
    """

    chunk: Chunk
    dense: float
    lexical: float
    score: float
    on_subject: bool = True


@dataclass(frozen=True, slots=True)
class Filters:
    """Narrow a search. Text fields match any of a document's names for it; `as_of` keeps what was valid that day."""

    organisation: str | None = None
    region: str | None = None
    kind: str | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A directory entry as published. `start`/`end` is the exact span in the document that states it.

    `duties` are those stated for this team itself; `unit_duties` those stated for the unit that it belongs to. `phone` is
    the first number as written and `more_phones` the others; `person` is a named human and `role` their position. A body
    that is only named as responsible for something has duties and no way to reach it.
    """

    document_id: str
    organisation: str | None
    unit: str | None
    team: str | None
    room: str | None
    address: str | None
    phone: str | None
    email: str | None
    start: int
    end: int
    duties: tuple[str, ...] = ()
    unit_duties: tuple[str, ...] = ()
    page: int | None = None
    person: str | None = None
    role: str | None = None
    more_phones: tuple[str, ...] = ()
    fax: str | None = None
    url: str | None = None
    hours: str | None = None

    @property
    def id(self) -> str:
        """The same for the same entry of the same document, whatever else changes: 12 hexadecimal digits."""
        reached = self.phone or self.email or self.address or "".join(self.duties[:1])
        who = (self.document_id, self.organisation, self.unit, self.team, self.person, reached)
        return hashlib.sha256("\n".join(each or "" for each in who).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why, in words for the person who has to mend it."""

    path: str
    reason: str


ChangeKind = Literal["new", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a directory entry, or a kind of Value in a text, before and after: what it said no more, and what it says now.

    `of` is whose entry it is, from the person outwards; empty for Values of the text. Values are as they are written.
    """

    kind: ChangeKind
    of: str
    field: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What changed in a document since the ingest before: contacts first, then phones, e-mails and dates of the text, then lines."""

    kind: ChangeKind
    document_id: str
    title: str
    contacts: tuple[FieldChange, ...] = ()
    values: tuple[FieldChange, ...] = ()
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a file that was read, in words that go on from its name."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did: document ids by outcome, failures with reasons, chunks embedded, seconds taken; what there is to
    say of the files that it read; and what changed in the documents (nothing of the first ones of an index)."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = field(default=())
    chunks: int = 0
    embedded: int = 0
    seconds: float = 0.0
    remarks: tuple[Remark, ...] = ()
    changes: tuple[DocumentChange, ...] = ()
