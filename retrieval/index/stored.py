"""What the index keeps of documents and chunks, and its plain form: strings and numbers, as Chroma wants them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from retrieval.records import Block, Chunk, Contact, Document, Metadata

_DATES = ("published", "valid_from", "valid_until")


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What the index knows of a document without its text. `digest` covers the file, the chunker and the model."""

    id: str
    digest: str
    root: str
    chunks: int
    metadata: Metadata
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk to write: `digest` covers every stored field, so that an equal digest needs no write."""

    chunk: Chunk
    digest: str


def _plain(metadata: Metadata) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(metadata).items()}


def _metadata(plain: dict[str, Any]) -> Metadata:
    dates = {k: date.fromisoformat(plain[k]) if plain[k] else None for k in _DATES}
    aliases = tuple(tuple(group) for group in plain["aliases"])
    return Metadata(**(plain | dates | {"aliases": aliases, "by_ocr": tuple(plain.get("by_ocr", ()))}))


def _contact(plain: dict[str, Any]) -> Contact:
    lists = {k: tuple(plain.get(k, ())) for k in ("duties", "unit_duties", "more_phones")}
    return Contact(**(plain | lists))


def document_record(stored: StoredDocument) -> dict[str, str | int]:
    """The plain form of a document's record."""
    return {
        "digest": stored.digest,
        "root": stored.root,
        "chunks": stored.chunks,
        "metadata": json.dumps(_plain(stored.metadata), ensure_ascii=False),
        "contacts": json.dumps([asdict(each) for each in stored.contacts], ensure_ascii=False),
    }


def text_record(document: Document) -> dict[str, str]:
    """The plain form of a document's text and blocks."""
    blocks = [[b.kind, b.start, b.end, b.level, b.page] for b in document.blocks]
    return {"text": document.text, "blocks": json.dumps(blocks)}


def whole_document(stored: StoredDocument, text: Mapping[str, Any]) -> Document:
    """Back from `text_record` and the document's record."""
    blocks = tuple(Block(*each) for each in json.loads(str(text["blocks"])))
    return Document(stored.id, str(text["text"]), blocks, stored.metadata)


def stored_document(document_id: str, record: Mapping[str, Any]) -> StoredDocument:
    """Back from `document_record`."""
    return StoredDocument(
        id=document_id,
        digest=str(record["digest"]),
        root=str(record["root"]),
        chunks=int(record["chunks"]),
        metadata=_metadata(json.loads(str(record["metadata"]))),
        contacts=tuple(_contact(each) for each in json.loads(str(record["contacts"]))),
    )


def chunk_record(stored: StoredChunk) -> dict[str, str | int]:
    """The plain form of a chunk, without its text."""
    chunk = stored.chunk
    record: dict[str, str | int] = {
        "document_id": chunk.document_id,
        "position": chunk.position,
        "start": chunk.start,
        "end": chunk.end,
        "section": json.dumps(chunk.section, ensure_ascii=False),
        "digest": stored.digest,
    }
    return record if chunk.page is None else record | {"page": chunk.page}


def stored_chunk(text: str, record: Mapping[str, Any], documents: Mapping[str, StoredDocument]) -> Chunk:
    """Back from `chunk_record` and the text; the metadata is its document's."""
    page = record.get("page")
    return Chunk(
        document_id=str(record["document_id"]),
        position=int(record["position"]),
        start=int(record["start"]),
        end=int(record["end"]),
        text=text,
        section=tuple(json.loads(str(record["section"]))),
        page=None if page is None else int(page),
        metadata=documents[str(record["document_id"])].metadata,
    )
