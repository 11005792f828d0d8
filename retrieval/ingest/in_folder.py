"""The index in a folder of this machine, as an ingest sees it: a new version beside the old, of which only changes are written."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from retrieval.embedding import Embedder, VectorCache, key
from retrieval.index import (
    IndexUnusableError,
    Location,
    StoredChunk,
    check_model,
    extend_lexical,
    generations,
    snapshots,
    vectors,
    write_lexical,
)
from retrieval.ingest.plan import Known, Plan, digest
from retrieval.ingest.sources import Progress, Read, noted_folders
from retrieval.ingest.steps import Embedding, record, write_into
from retrieval.records import Chunk

_log = logging.getLogger(__name__)


class FolderIndex:
    """Whatever interrupts writing it, the index stays as it was."""

    def __init__(self, at: Location, embedder: Embedder, *, rebuild: bool) -> None:
        self._folder = at.folder
        self._embedder = embedder
        if fault := snapshots.mend(self._folder, anew=rebuild):
            _log.warning("%s", fault)
        snapshots.remove_leftovers(self._folder)
        self._before: generations.Generation | None = None
        self._damaged: list[Path] = []
        self.others: Mapping[str, str] = {}
        if rebuild:
            self.others = self._noted()
            return
        self._before, self._damaged = generations.newest(self._folder)
        if self._before:
            base = self._before.base
            check_model(base.model, base.dimensions, embedder.name, embedder.dimensions)
            self.others = self._lost()

    @property
    def documents(self) -> Mapping[str, Known]:
        """What the index holds, to compare with."""
        return self._before.documents if self._before else {}

    @property
    def unfinished(self) -> bool:
        """Whether a new version is needed although no file changed."""
        return self._before is None or bool(self._damaged)

    def digests(self, ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """Document id -> chunk id -> digest of what is stored."""
        return {each: self._before.digests(each) for each in ids} if self._before else {}

    def write(self, planned: Plan, read: Read, cache: VectorCache, progress: Callable[[Progress], None]) -> int:
        """Carry the plan out; returns the number of chunks embedded."""
        embedding = Embedding(self._embedder, cache, progress)
        counts = [(each.document.id, len(each.chunks)) for each in read.documents]
        with snapshots.draft(self._folder) as folder:
            if self._before and not self._before.is_due(counts, planned.removed):
                self._write_change(folder, self._before, planned, read, embedding)
                kept = None
            else:
                kept = self._write_base(folder, planned, read, embedding)
        for each in self._damaged:
            snapshots.set_aside(each)
        if kept is not None:
            cache.keep_only(kept)  # not before the switch: until then a server answers from the old version
        return embedding.computed

    def _write_change(
        self, folder: Path, before: generations.Generation, planned: Plan, read: Read, embedding: Embedding
    ) -> None:
        """A version that says what differs from the one before."""
        chunks = _chunks_of(read)
        rows = [vectors for _, vectors in embedding.batches(chunks)]
        found = np.concatenate(rows) if rows else np.zeros((0, self._embedder.dimensions), np.float32)
        documents, begin = [], 0
        for each, title in zip(read.documents, embedding.titles(read), strict=True):
            end = begin + len(each.chunks)
            stored = record(each, read.roots)
            documents.append(generations.packed(each.document, stored, chunks[begin:end], title, found[begin:end]))
            begin = end
        after = generations.write_change(folder, before, documents, planned.removed)
        total = len(chunks)
        embedding.progress(Progress("Indexing words", 0, total))
        gone = [*planned.changed, *planned.removed]
        extend_lexical(before, after, gone, [each.chunk for each in chunks])
        embedding.progress(Progress("Indexing words", total, total))

    def _write_base(self, folder: Path, planned: Plan, read: Read, embedding: Embedding) -> list[str]:
        """A version that holds all by itself; gives the cache keys of all chunks."""
        name, dimensions, kept = self._embedder.name, self._embedder.dimensions, list[str]()
        with closing(vectors.open_folder(folder / "chroma", name, dimensions, create=True)) as store:
            if self._before:
                with closing(generations.open_store(self._before.version, name, dimensions)) as old:
                    old.copy_into(store, {*planned.changed, *planned.removed})
            write_into(store, _chunks_of(read), replace(planned, delete=(), removed=()), read, embedding)
            store.settle()
            documents = store.documents()
            total = store.count()
            embedding.progress(Progress("Indexing words", 0, total))
            with generations.ledger_of(folder, name, dimensions, documents) as note:
                chunks = _noting(store.stored_chunks(documents), note, kept, name)
                write_lexical(chunks, folder / snapshots.DERIVED, documents)
            generations.write_segment(folder, store)
            embedding.progress(Progress("Indexing words", total, total))
        return kept

    def _noted(self) -> dict[str, str]:
        """Document id -> folder, whatever model made the index and however damaged it is."""
        in_force = snapshots.current(self._folder)
        try:
            found, damaged = generations.newest(self._folder)
            known = {i: each.root for i, each in found.documents.items()} if found else {}
        except IndexUnusableError:
            known, damaged = {}, [in_force] if in_force else []
        for each in snapshots.versions_noted(self._folder) or reversed(damaged):
            known |= noted_folders(each) | generations.roots(each)
        return known

    def _lost(self) -> dict[str, str]:
        """Document id -> folder of what versions hold that turned out to be damaged: it is read again."""
        return {i: root for each in self._damaged for i, root in generations.roots(each).items()}


def _chunks_of(read: Read) -> list[StoredChunk]:
    return [StoredChunk(chunk, digest(chunk)) for each in read.documents for chunk in each.chunks]


def _noting(
    chunks: Iterable[StoredChunk], note: Callable[[StoredChunk], None], kept: list[str], model: str
) -> Iterator[Chunk]:
    for each in chunks:
        note(each)
        kept.append(key(model, each.chunk.embedded_text))
        yield each.chunk
