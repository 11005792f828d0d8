"""The store of one version as readers see it: an immutable base in Chroma, and segments that stand in for what changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segments import Segment
from retrieval.index.stored import StoredChunk, StoredDocument
from retrieval.index.vectors import Hit, VectorStore, open_base
from retrieval.records import Chunk, Document

_READ = (
    800  # chunks of some documents that are read and compared one by one: 0.04 ms each, where a condition costs 50 ms
)
_ASKED = 1_500  # nearest of all chunks that are asked for at most, to keep those of some documents: 0.008 ms each
_AMONG = 2  # times as many as the documents' share of all chunks would need
_MORE = 1.3  # times as many rows of the base are asked for when some may be out of date


class Base:
    """The Chroma part of a version, open for all versions that build upon it; closed when the last lets it go.

    It lies on the Chroma server at `url`, or in the version's folder. Raises `IndexLostError` where the server lost it.
    """

    def __init__(self, version: Path, model: str | None, dimensions: int, url: str | None = None) -> None:
        self.version = version
        self.store = open_base(version, url, model, dimensions)
        try:
            self.store.probe()
        except BaseException:
            self.store.close()
            raise
        self._holders = 0
        self._lock = threading.Lock()

    @cached_property
    def documents(self) -> dict[str, StoredDocument]:
        """Every document of the base by id, without texts."""
        return self.store.documents()

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
        if over:
            self.store.close()


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

    def close(self) -> None:
        """Let go of the base."""
        self.base.release()

    def probe(self) -> None:
        """Raise `IndexLostError` where a Chroma server no longer holds the base."""
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
        if document_id not in self._changed:
            return self.base.store.document(document_id)
        at = self._changed[document_id]
        return None if at is None else self.segments[at].document(document_id)

    def count(self) -> int:
        """Number of chunks."""
        gone = sum(each.chunks for i, each in self.base.documents.items() if i in self._changed)
        return self.base.store.count() - gone + sum(len(alive.rows) for _, alive in self._layers)

    def nearest(
        self, vector: NDArray[np.float32], limit: int, document_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """The chunks most similar to a unit vector, best first; only of `document_ids` when given."""
        newer = [hit for _, alive in self._layers for hit in alive.nearest(vector, limit, document_ids)]
        if document_ids is None:
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
        older = self._still_right(limit, lambda most: self.base.store.nearest_documents(vector, most), str)
        return nlargest(limit, [*older, *newer], key=lambda hit: hit.similarity)

    def chunks(self, ids: Sequence[str], documents: Mapping[str, StoredDocument]) -> dict[str, Chunk]:
        """Chunks by id; ids that the version does not hold, or whose document is none of `documents`, are left out."""
        same = [each for each in ids if _document_of(each) not in self._changed]
        found = self.base.store.chunks(same, documents)
        for owner in {_document_of(each) for each in ids} & self._changed.keys() & documents.keys():
            at = self._changed[owner]
            own = self.segments[at].chunks(owner) if at is not None else []
            found |= {each.chunk.id: each.chunk for each in own if each.chunk.id in ids}
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
        best = _best(self._segment.vectors @ vector, rows, limit)
        return [Hit(self._segment.chunk_ids[row], similarity) for row, similarity in best]

    def nearest_titles(self, vector: NDArray[np.float32], limit: int) -> list[Hit]:
        """The documents whose titles are most similar to a unit vector, in no particular order."""
        names = list(self._segment)
        best = _best(self._segment.titles @ vector, np.array(self._titles, np.intp), limit)
        return [Hit(names[row], similarity) for row, similarity in best]


def _best(similarities: NDArray[np.float32], rows: NDArray[np.intp], limit: int) -> list[tuple[int, float]]:
    """The best of some rows with their similarities, in no particular order."""
    if len(rows) > limit:
        rows = rows[np.argpartition(-similarities[rows], limit - 1)[:limit]] if limit else rows[:0]
    return [(int(row), float(similarities[row])) for row in rows]


def _range(rows: slice) -> range:
    return range(rows.start, rows.stop)


def _document_of(chunk_id: str) -> str:
    return chunk_id.rpartition("#")[0]
