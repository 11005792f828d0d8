"""A segment: one file that is written once and holds the documents of one change, or of several that were merged.

Log-structured merging (O'Neil, Cheng, Gawlick and O'Neil 1996): a change is written as a segment of its own and takes with
it those before it that are not much larger, so that each document is written again a logarithmic number of times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.files import from_json, read_packed, to_json, write_packed
from retrieval.index.stored import (
    StoredChunk,
    StoredDocument,
    chunk_record,
    document_record,
    stored_chunk,
    stored_document,
    text_record,
    whole_document,
)
from retrieval.records import Document

_KEPT = 32  # documents whose bodies are at hand
_KEPT_CHUNKS = 2_000  # that are at hand: as many as `search` keeps the stems of
_GROWTH = 2  # a segment at most so many times the size of what is written takes part in it

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Packed:
    """A document as a segment holds it: record, text with chunks in plain form, and unit vectors.

    `title` has shape (dimensions,), `vectors` (chunks, dimensions); `positions` are those of the chunks.
    """

    id: str
    record: Mapping[str, Any]
    body: bytes
    title: Rows
    vectors: Rows
    positions: Sequence[int]

    @property
    def size(self) -> int:
        """Bytes, near enough."""
        return len(to_json(self.record)) + len(self.body) + self.vectors.nbytes + self.title.nbytes


def packed(
    document: Document, stored: StoredDocument, chunks: Sequence[StoredChunk], title: Rows, vectors: Rows
) -> Packed:
    """A document ready to be written."""
    body = {"text": text_record(document), "chunks": [chunk_record(each) for each in chunks]}
    positions = [each.chunk.position for each in chunks]
    return Packed(document.id, document_record(stored), to_json(body), title, vectors, positions)


def write(path: Path, documents: Iterable[Packed], dimensions: int) -> int:
    """Write a segment, on the disk when this returns; gives its size in bytes."""
    kept = list(documents)
    listed = {each.id: [each.record, len(each.body), list(each.positions)] for each in kept}
    header = {"dimensions": dimensions, "documents": listed}
    parts = [np.ascontiguousarray(each, np.float32).tobytes() for one in kept for each in (one.title, one.vectors)]
    return write_packed(path, header, [*(each.body for each in kept), *parts])


def taken_along(segments: Mapping[str, int], size: int) -> list[str]:
    """Which of the segments (name -> bytes, oldest first) are written again with a change of `size` bytes."""
    taken: list[str] = []
    for name, each in reversed(list(segments.items())):
        if each > _GROWTH * size:
            break
        taken.append(name)
        size += each
    return taken


class Segment:
    """An open segment, all in memory. Raises `DamagedFileError` when it is not as it was written."""

    def __init__(self, path: Path) -> None:
        header, content = read_packed(path)
        self._listed: Mapping[str, tuple[dict[str, Any], int, list[int]]] = header["documents"]
        self._bodies: dict[str, memoryview] = {}
        begin = 0
        for i, (_, length, _) in self._listed.items():
            self._bodies[i] = content[begin : begin + length]
            begin += length
        counts = [len(positions) for _, _, positions in self._listed.values()]
        ends = np.cumsum([0, *counts])
        self.rows = {i: slice(int(ends[n]), int(ends[n + 1])) for n, i in enumerate(self._listed)}
        """The rows of each document's chunks in `vectors`."""
        floats = np.frombuffer(content[begin:], np.float32).reshape(-1, header["dimensions"])
        is_title = np.zeros(len(floats), bool)
        is_title[ends[:-1] + np.arange(len(counts))] = True
        self.titles: Rows = floats[is_title]
        self.vectors: Rows = floats[~is_title]
        self._body = lru_cache(_KEPT)(self._read_body)
        self.chunk = lru_cache(_KEPT_CHUNKS)(self._chunk)
        """The chunk of a document that has a position, None where none has. Raises KeyError."""

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    @cached_property
    def documents(self) -> dict[str, StoredDocument]:
        """Every document by id, without texts."""
        return {i: stored_document(i, record) for i, (record, _, _) in self._listed.items()}

    def document(self, document_id: str) -> Document:
        """A document with its text and blocks. Raises KeyError."""
        return whole_document(self.documents[document_id], self._body(document_id)["text"])

    def chunks(self, document_id: str) -> list[StoredChunk]:
        """The chunks of a document in order, as their rows are. Raises KeyError."""
        body = self._body(document_id)
        return [self._of_body(body, at) for at in range(len(body["chunks"]))]

    def _chunk(self, document_id: str, position: int) -> StoredChunk | None:
        positions = self._listed[document_id][2]
        return self._of_body(self._body(document_id), positions.index(position)) if position in positions else None

    def _of_body(self, body: Mapping[str, Any], at: int) -> StoredChunk:
        """The chunk in place `at` of a document's body."""
        text, record = body["text"]["text"], body["chunks"][at]
        return StoredChunk(
            stored_chunk(text[record["start"] : record["end"]], record, self.documents), record["digest"]
        )

    @cached_property
    def chunk_ids(self) -> list[str]:
        """The ids of the chunks, as their rows in `vectors` are."""
        return [f"{i}#{position}" for i, (_, _, positions) in self._listed.items() for position in positions]

    def title(self, document_id: str) -> Rows:
        """The vector of a document's title. Raises KeyError."""
        return np.asarray(self.titles[list(self._listed).index(document_id)])

    def packed(self, document_id: str) -> Packed:
        """A document as it lies here, to be written again."""
        record, _, positions = self._listed[document_id]
        vectors = self.vectors[self.rows[document_id]]
        body = bytes(self._bodies[document_id])
        return Packed(document_id, record, body, self.title(document_id), vectors, positions)

    def _read_body(self, document_id: str) -> dict[str, Any]:
        body: dict[str, Any] = from_json(self._bodies[document_id])
        return body
