"""The index as an ingest sees it: a new version beside the old, of which only changes are written.

On a Chroma server it is the same, written below HOME, but for bases, and told to the server as the last step.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import numpy as np

from retrieval.embedding import Embedder, VectorCache, key
from retrieval.index import (
    IndexChangingError,
    IndexLostError,
    IndexUnusableError,
    Location,
    OvertakenError,
    StoredChunk,
    check_model,
    extend_lexical,
    generations,
    manifest,
    mirror,
    server,
    snapshots,
    vectors,
    write_lexical,
)
from retrieval.ingest.folders import noted_folders
from retrieval.ingest.plan import Known, Plan, digest
from retrieval.ingest.sources import Progress, Read
from retrieval.ingest.steps import Embedding, record, write_into
from retrieval.records import Chunk, PolicydeskError

_log = logging.getLogger(__name__)


class VersionedIndex:
    """Whatever interrupts writing it, the index stays as it was."""

    def __init__(self, at: Location, embedder: Embedder, *, rebuild: bool) -> None:
        self._folder = at.folder
        self._url = at.chroma_url
        self._embedder = embedder
        self._next = self._follow(rebuild=rebuild) if self._url else None
        if fault := snapshots.mend(self._folder, anew=rebuild):
            _log.warning("%s", fault)
        snapshots.remove_leftovers(self._folder)
        self._before: generations.Generation | None = None
        self._damaged: list[Path] = []
        self.others: Mapping[str, str] = {}
        if rebuild:
            self.others = self._noted()
            return
        try:
            self._before, self._damaged = generations.newest(self._folder, self._url)
            self._check()
        except IndexLostError as error:
            _log.warning("%s", error)
            self._before, self.others = None, self._noted()
            return
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
        with self._draft() as folder:
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
        extend_lexical(before, after, gone, [each.chunk for each in chunks], self._url)
        embedding.progress(Progress("Indexing words", total, total))

    def _write_base(self, folder: Path, planned: Plan, read: Read, embedding: Embedding) -> list[str]:
        """A version that holds all by itself; gives the cache keys of all chunks."""
        name, dimensions, kept = self._embedder.name, self._embedder.dimensions, list[str]()
        with closing(vectors.open_base(folder, self._url, name, dimensions, create=True)) as store:
            if self._before:
                with closing(generations.open_store(self._before.version, name, dimensions, url=self._url)) as old:
                    old.copy_into(store, {*planned.changed, *planned.removed})
            write_into(store, _chunks_of(read), read, embedding)
            store.settle()
            documents = store.documents()
            total = store.count()
            embedding.progress(Progress("Indexing words", 0, total))
            with generations.ledger_of(folder, name, dimensions, documents) as note:
                chunks = _noting(store.stored_chunks(documents), note, kept, name)
                write_lexical(chunks, folder / snapshots.DERIVED, documents)
            generations.write_segment(folder, store)
            embedding.progress(Progress("Indexing words", total, total))
            if self._url:
                store.seal()
                manifest.write(folder, manifest.Manifest(folder.name, {}, {}))
        return kept

    def _follow(self, *, rebuild: bool) -> str:
        """Mirror what is in force on the server; gives the name of the version after it."""
        with server.connected(str(self._url)) as there:
            try:
                last = mirror.follow(self._folder, there)
            except IndexUnusableError:
                if not rebuild:
                    raise
                last = None
            number = (
                max([0, *(each.number for each in there.versions())])
                if last is None
                else snapshots.number_of(last.name)
            )
        return f"v{number + 1}.{uuid.uuid4().hex[:8]}"

    def _check(self) -> None:
        """Raises `IndexUnusableError` when the base is of another model, `IndexLostError` when a server lost it."""
        if self._before is None:
            return
        base = self._before.base
        check_model(base.model, base.dimensions, self._embedder.name, self._embedder.dimensions)
        if self._url:
            version = self._before.version.with_name(self._before.manifest.base)
            with closing(vectors.open_base(version, self._url, base.model, base.dimensions)) as store:
                store.probe()

    @contextmanager
    def _draft(self) -> Iterator[Path]:
        """The folder of the next version, which comes into force at the end, on the server first."""
        if not self._url:
            with snapshots.draft(self._folder) as folder:
                yield folder
            return
        with server.connected(self._url) as there:
            try:
                with snapshots.draft(self._folder, self._next, there.publish) as folder:
                    yield folder
            except IndexChangingError as error:  # swept away by one that ended first
                raise OvertakenError from error
            except BaseException:
                with suppress(PolicydeskError):  # the next ingest sweeps it away
                    there.discard(str(self._next))
                raise

    def _noted(self) -> dict[str, str]:
        """Document id -> folder, whatever model made the index and however damaged it is."""
        in_force = snapshots.current(self._folder)
        try:
            found, damaged = generations.newest(self._folder, self._url)
            known = {i: each.root for i, each in found.documents.items()} if found else None
        except IndexUnusableError:
            known, damaged = None, [in_force] if in_force else []
        if known is None and self._url:
            with server.connected(self._url) as there:
                known = there.folders(in_force)
        known = known or {}
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
