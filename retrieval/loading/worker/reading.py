"""What reading a file gives, in words of JSON that the parent checks: to it they come from a hostile file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar, get_args

from retrieval.records import Block, BlockKind, Chunk, Contact, Document, Metadata, Trust

_Record = TypeVar("_Record", Block, Contact, Metadata)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its contacts, and its chunks as the number of tokens alone divides it."""

    document: Document
    contacts: tuple[Contact, ...]
    chunks: tuple[Chunk, ...]


def encode(reading: Reading) -> str:
    """As one JSON object: records are the lists of their fields, chunks are spans with their headings and page."""
    document = reading.document
    return json.dumps(
        {
            "text": document.text,
            "blocks": [_row(each) for each in document.blocks],
            "metadata": _row(document.metadata),
            "remarks": document.remarks,
            "contacts": [_row(each) for each in reading.contacts],
            "chunks": [[each.start, each.end, each.section, each.page] for each in reading.chunks],
        },
        default=date.isoformat,
        ensure_ascii=False,
        separators=(",", ":"),
    )


def decode(said: dict[str, Any], document_id: str) -> Reading:
    """The reading of the file that is the document `document_id`.

    Raises ValueError for whatever is no reading: a wrong type, a span that leaves the text, a document of another name.
    """
    text = _text(said.get("text"))
    metadata = _record(Metadata, said.get("metadata"))
    blocks = _inside(text, (_record(Block, each) for each in _list(said.get("blocks"))))
    contacts = _inside(text, (_record(Contact, each) for each in _list(said.get("contacts"))))
    if any(each.document_id != document_id for each in contacts):
        raise ValueError("a contact of another document")
    document = Document(document_id, text, blocks, metadata, _texts(said.get("remarks")))
    spans = [_chunk(each, document) for each in _list(said.get("chunks"))]
    chunks = tuple(replace(each, position=position) for position, each in enumerate(_inside(text, spans)))
    return Reading(document, contacts, chunks)


def _row(record: Block | Contact | Metadata) -> list[Any]:
    return [getattr(record, each.name) for each in fields(record)]


def _record(kind: type[_Record], said: Any) -> _Record:
    row, named = _list(said), fields(kind)
    if len(row) != len(named):
        raise ValueError(f"{len(row)} fields of a {kind.__name__}")
    return kind(*(_CHECKS[str(each.type)](value) for each, value in zip(named, row, strict=True)))


def _chunk(said: Any, document: Document) -> Chunk:
    start, end, section, page = _list(said)
    if not 0 <= _number(start) <= _number(end):
        raise ValueError("a span that ends before it begins")
    text = document.text[start:end]
    return Chunk(document.id, 0, start, end, text, _texts(section), _or_none(_number)(page), document.metadata)


_Placed = TypeVar("_Placed", Block, Contact, Chunk)


def _inside(text: str, records: Iterable[_Placed]) -> tuple[_Placed, ...]:
    found = tuple(records)
    if not all(0 <= each.start <= each.end <= len(text) for each in found):
        raise ValueError("a span outside the text")
    return found


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise ValueError("no text")
    return said


def _number(said: Any) -> int:
    if type(said) is not int:
        raise ValueError("no number")
    return said


def _list(said: Any) -> list[Any]:
    if not isinstance(said, list):
        raise ValueError("no list")
    return said


def _texts(said: Any) -> tuple[str, ...]:
    return tuple(map(_text, _list(said)))


def _groups(said: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(map(_texts, _list(said)))


def _date(said: Any) -> date:
    return date.fromisoformat(_text(said))


def _kind(said: Any) -> BlockKind:
    kinds: Sequence[BlockKind] = get_args(BlockKind)
    return kinds[kinds.index(said)]  # ValueError where it is none of them


def _trust(said: Any) -> Trust:
    levels: Sequence[Trust] = get_args(Trust)
    return levels[levels.index(said)]


def _or_none(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda said: None if said is None else check(said)


# By the type that a field is declared with.
_CHECKS: dict[str, Callable[[Any], Any]] = {
    "str": _text,
    "int": _number,
    "BlockKind": _kind,
    "Trust": _trust,
    "str | None": _or_none(_text),
    "int | None": _or_none(_number),
    "date | None": _or_none(_date),
    "tuple[str, ...]": _texts,
    "tuple[tuple[str, ...], ...]": _groups,
    "tuple[int, ...]": lambda said: tuple(map(_number, _list(said))),
}
