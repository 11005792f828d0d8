"""The store of one version as readers see it: an immutable base in Chroma, and segments that stand in for what changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial
from heapq import nlargest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.index import segments
from retrieval.index.faults import IndexUnusableError, check_model
from retrieval.index.files import DamagedFileError
from retrieval.index.ledger import Ledger
from retrieval.index.segments import Segment
from retrieval.index.stored import StoredChunk, StoredDocument
from retrieval.index.vectors import Hit, VectorStore, open_base
from retrieval.records import Chunk, Document

_SEGMENT = "base.segment"
_SMALL = 20_000
"""Chunks of a base at most that is searched row by row."""

_READ = (
    800  # chunks of some documents that are read and compared one by one: 0.04 ms each, where a condition costs 50 ms
)
_ASKED = 1_500  # nearest of all chunks that are asked for at most, to keep those of some documents: 0.008 ms each
_AMONG = 2  # times as many as the documents' share of all chunks would need
_MORE = 1.3  # times as many rows of the base are asked for when some may be out of date


class Base:
    """The Chroma part of a version, open for all versions that build upon it; closed when the last lets it go.

    A small base in a folder has all that it holds in a segment too, which `segment` is then: that costs a reader less than to
    open Chroma and to ask it. Chroma is opened where there is none, and by whoever copies the base.

    It lies on the Chroma server at `url`, or in the version's folder. Raises `IndexLostError` where the server lost it.
    """

    def __init__(self, version: Path, model: str | None, dimensions: int, url: str | None = None) -> None:
        self.version = version
        self._open = partial(_opened, version, url, model, dimensions)
        self._holders = 0
        self._lock = threading.Lock()
        self._store: VectorStore | None = None
        self.segment = None if url else _segment_of(version, model, dimensions)
        if self.segment is None:
            self._store = self._open()

    @property
    def store(self) -> VectorStore:
        """The base in Chroma."""
        with self._lock:
            if self._store is None:
                self._store = self._open()
            return self._store

    @cached_property
    def documents(self) -> dict[str, StoredDocument]:
        """Every document of the base by id, without texts."""
        return self.segment.documents if self.segment else self.store.documents()

    @cached_property
    def chunks(self) -> int:
        """Number of chunks of all its documents."""
        return sum(each.chunks for each in self.documents.values())

    def hold(self) -> Base:
        """Take part in keeping it open."""
        with self._lock:
            self._holders += 1
        return self

    def release(self) -> None:
        """Let it go."""
        with self._lock:
            self._holders -= 1
            over = self._holders <= 0
        if over and self._store is not None:
            self._store.close()


def write_segment(version: Path, store: VectorStore) -> None:
    """Give a base the segment that its readers use, if it is small enough."""
    if store.count() <= _SMALL:
        segments.write(version / _SEGMENT, store.packed(), store.dimensions)


def _segment_of(version: Path, model: str | None, dimensions: int) -> Segment | None:
    """The segment of a base; None where it has none, where it is damaged, and where Chroma has to say what is wrong."""
    try:
        described = Ledger(version)
        check_model(described.model, described.dimensions, model, dimensions)
        is_whole = (version / _SEGMENT).is_file() and not described.fault()
        return Segment(version / _SEGMENT) if is_whole else None
    except (DamagedFileError, IndexUnusableError):
        return None


def _opened(version: Path, url: str | None, model: str | None, dimensions: int) -> VectorStore:
    store = open_base(version, url, model, dimensions)
    try:
        store.probe()
    except BaseException:
        store.close()
        raise
    return store


class LayeredStore:
    """What a version holds. `changed` names for each document that is not as in the base its segment, None if it is gone.

    Thread-safe. The base is given held, and let go by `close`.
    """

    def __init__(self, base: Base, segments: Mapping[str, Segment], changed: Mapping[str, str | None]) -> None:
        self.base = base
        self.segments = segments
        self._changed = changed
        self._layers = [
            (each, _Alive(each, {i for i, at in changed.items() if at == n})) for n, each in segments.items()
        ]
        if base.segment is not None:
            self._layers.append((base.segment, _Alive(base.segment, base.documents.keys() - changed.keys())))

    def close(self) -> None:
        """Let go of the base."""
        self.base.release()

    def probe(self) -> None:
        """Raise `IndexLostError` where a Chroma server no longer holds the base."""
        if self.base.segment is None:
            self.base.store.probe()

    @cached_property
    def _of_base(self) -> dict[str, StoredDocument]:
        return {i: each for i, each in self.base.documents.items() if i not in self._changed}

    def documents(self) -> dict[str, StoredDocument]:
        """Every document by id, without texts."""
        newer = {i: self.segments[at].documents[i] for i, at in self._changed.items() if at is not None}
        return dict(sorted((self._of_base | newer).items()))

    def document(self, document_id: str) -> Document | None:
        """A document with its text and blocks, or None when the version does not hold it."""
        if document_id not in self._changed and self.base.segment is None:
            return self.base.store.document(document_id)
        at = self._segment_of(document_id)
        return at.document(document_id) if at is not None and document_id in at.documents else None

    def _segment_of(self, document_id: str) -> Segment | None:
        """The one that holds a document; None where Chroma does, or nothing."""
        at = self._changed.get(document_id, "")
        return self.segments[at] if at else self.base.segment if at == "" else None

    def count(self) -> int:
        """Number of chunks."""
        found = sum(len(alive.rows) for _, alive in self._layers)
        if self.base.segment is not None:
            return found
        gone = sum(each.chunks for i, each in self.base.documents.items() if i in self._changed)
        return self.base.store.count() - gone + found

    def nearest(
        self, vector: NDArray[np.float32], limit: int, document_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """The chunks most similar to a unit vector, best first; only of `document_ids` when given."""
        newer = [hit for _, alive in self._layers for hit in alive.nearest(vector, limit, document_ids)]
        if self.base.segment is not None:
            older = list[Hit]()
        elif document_ids is None:
            older = self._still_right(limit, lambda most: self.base.store.nearest(vector, most), _document_of)
        else:
            same = [each for each in document_ids if each not in self._changed]
            older = self._nearest_of_base(vector, limit, same) if same else []
        return nlargest(limit, [*older, *newer], key=lambda hit: hit.similarity)

    def _nearest_of_base(self, vector: NDArray[np.float32], limit: int, document_ids: Collection[str]) -> list[Hit]:
        """The nearest chunks of some documents, the cheapest way: Chroma's own condition costs it a walk of every chunk."""
        known = self.base.documents
        rows = {i: known[i].chunks for i in document_ids if i in known}
        several = sum(rows.values())
        if several <= _READ:
            ids = [f"{i}#{position}" for i, count in rows.items() for position in range(count)]
            return self.base.store.nearest_among(vector, limit, ids)
        most = int(_AMONG * limit * self.base.chunks / several)
        if most <= _ASKED:
            hits = [hit for hit in self.base.store.nearest(vector, most) if _document_of(hit.chunk_id) in rows]
            if len(hits) >= limit:
                return hits[:limit]
        return self.base.store.nearest(vector, limit, document_ids)

    def nearest_documents(self, vector: NDArray[np.float32], limit: int) -> list[Hit]:
        """The documents whose titles are most similar to a unit vector, best first."""
        newer = [hit for _, alive in self._layers for hit in alive.nearest_titles(vector, limit)]
        older = list[Hit]()
        if self.base.segment is None:
            older = self._still_right(limit, lambda most: self.base.store.nearest_documents(vector, most), str)
        return nlargest(limit, [*older, *newer], key=lambda hit: hit.similarity)

    def chunks(self, ids: Sequence[str], documents: Mapping[str, StoredDocument]) -> dict[str, Chunk]:
        """Chunks by id; ids that the version does not hold, or whose document is none of `documents`, are left out."""
        found: dict[str, Chunk] = {}
        for each in ids:
            owner, _, position = each.rpartition("#")
            at = self._segment_of(owner) if owner in documents else None
            if at is not None and owner in at.documents and (stored := at.chunk(owner, int(position))):
                found[each] = stored.chunk
        if self.base.segment is None:
            same = [each for each in ids if _document_of(each) not in self._changed]
            found |= self.base.store.chunks(same, documents)
        return found

    def all_chunks(self, documents: Mapping[str, StoredDocument]) -> Iterator[Chunk]:
        """Every chunk of `documents`, a page at a time, in no particular order."""
        return (each.chunk for each in self.stored_chunks(documents))

    def stored_chunks(self, documents: Mapping[str, StoredDocument]) -> Iterator[StoredChunk]:
        """As `all_chunks`, with their digests."""
        yield from self.base.store.stored_chunks({i: each for i, each in documents.items() if i not in self._changed})
        for i, at in self._changed.items():
            if at is not None and i in documents:
                yield from self.segments[at].chunks(i)

    def chunks_of(self, documents: Collection[str]) -> Iterator[Chunk]:
        """Every chunk of a few documents that the version holds."""
        known = self.documents()
        for each in documents:
            yield from self.chunks([f"{each}#{position}" for position in range(known[each].chunks)], known).values()

    def copy_into(self, store: VectorStore, without: Collection[str]) -> None:
        """Write all that the version holds into another store, but for some documents."""
        store.take_over(self.base.store, self._of_base.keys() - set(without))
        for i, at in self._changed.items():
            if at is not None and i not in without:
                segment = self.segments[at]
                store.write_chunks(segment.chunks(i), segment.vectors[segment.rows[i]])
                store.write_document(segment.document(i), segment.documents[i], segment.title(i))

    def _still_right(self, limit: int, ask: Callable[[int], list[Hit]], owner: Callable[[str], str]) -> list[Hit]:
        """At most `limit` rows of the base whose documents did not change: it is asked for more until there are enough."""
        most = int(limit * _MORE) if self._changed else limit
        while True:
            hits = ask(most)
            right = [hit for hit in hits if owner(hit.chunk_id) not in self._changed]
            if len(right) >= limit or len(hits) < most:
                return right[:limit]
            most *= 2


class _Alive:
    """The rows of a segment that hold documents in their newest state."""

    def __init__(self, segment: Segment, documents: Collection[str]) -> None:
        self._segment = segment
        self._documents = [i for i in segment if i in documents]
        self._titles = [at for at, i in enumerate(segment) if i in documents]
        self.rows = np.array([row for i in self._documents for row in _range(segment.rows[i])], np.intp)

    def nearest(self, vector: NDArray[np.float32], limit: int, documents: Collection[str] | None) -> list[Hit]:
        """The chunks most similar to a unit vector, in no particular order."""
        rows = self.rows
        if documents is not None:
            wanted = set(documents)
            of_wanted = [row for i in self._documents if i in wanted for row in _range(self._segment.rows[i])]
            rows = np.array(of_wanted, np.intp)
        best = _best(_products(self._segment.vectors, vector), rows, limit)
        return [Hit(self._segment.chunk_ids[row], similarity) for row, similarity in best]

    def nearest_titles(self, vector: NDArray[np.float32], limit: int) -> list[Hit]:
        """The documents whose titles are most similar to a unit vector, in no particular order."""
        names = list(self._segment)
        best = _best(_products(self._segment.titles, vector), np.array(self._titles, np.intp), limit)
        return [Hit(names[row], similarity) for row, similarity in best]


def _products(rows: NDArray[np.float32], vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """The product of each row with a vector, by one thread: those of OpenBLAS spin some 20 ms after `@`, which costs more
    than the product of 10,000 rows (2 ms)."""
    return np.asarray(np.einsum("ij,j->i", rows, vector), np.float32)


def _best(similarities: NDArray[np.float32], rows: NDArray[np.intp], limit: int) -> list[tuple[int, float]]:
    """The best of some rows with their similarities, in no particular order."""
    if len(rows) > limit:
        rows = rows[np.argpartition(-similarities[rows], limit - 1)[:limit]] if limit else rows[:0]
    return [(int(row), float(similarities[row])) for row in rows]


def _range(rows: slice) -> range:
    return range(rows.start, rows.stop)


def _document_of(chunk_id: str) -> str:
    return chunk_id.rpartition("#")[0]
