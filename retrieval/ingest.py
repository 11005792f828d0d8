"""Documents into the index: load, chunk, compare, embed what is new, write beside the old index, switch, report."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from retrieval import lexical, snapshots, vectors
from retrieval.contacts import find
from retrieval.embed import Embedder
from retrieval.embedding import embed_chunks, vectors_of
from retrieval.index import Location, fingerprint
from retrieval.plan import Plan, ReadDocument, plan, refuse_if_too_much
from retrieval.records import Chunk, PolicydeskError, Report
from retrieval.sources import Progress, Read, find_sources, read_sources, refuse_empty
from retrieval.stored import StoredDocument
from retrieval.vector_cache import VectorCache, key
from retrieval.vectors import VectorStore

_BATCH = 512  # chunks between two writes to the store


def ingest(
    paths: Sequence[Path],
    at: Location,
    embedder: Embedder,
    *,
    force: bool = False,
    rebuild: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Report:
    """Bring the index in line with the files and folders in `paths`.

    A folder's documents that are gone from it leave the index; a file that cannot be read keeps its old chunks and is
    named in the report. Whatever interrupts an ingest, the index stays as it was. `rebuild` starts from nothing;
    `force` also carries out what would remove most of the index.

    Raises PolicydeskError: a path is missing, another ingest runs, `at.home` cannot be written, the index belongs to
    another model, or too much would be removed.
    """
    began = time.perf_counter()
    with _disk_errors(at.home):
        at.home.mkdir(parents=True, exist_ok=True)
        with snapshots.exclusive(at.home), _cache(at.home) as cache:
            if rebuild:
                paths = [*paths, *_other_roots(at)]
            stored, digests = _stored(at, embedder, empty=rebuild)
            roots, sources, clashes = find_sources(paths, stored)
            read = read_sources(sources, stored, embedder, progress)
            failed = [*clashes, *(failure for _, failure in read.failed)]
            chunk_digests = {each.document.id: digests(each.document.id) for each in read.documents}
            planned = plan(stored, chunk_digests, read.documents, read.unchanged, [i for i, _ in read.failed], roots)
            if not force:
                refuse_empty(roots, sources)
                refuse_if_too_much(planned, stored)
            embedded = 0
            if rebuild or not planned.empty or not _exists(at):
                embedded = _write(planned, read, stored, at, embedder, cache, rebuild, progress)
            return Report(
                planned.added,
                planned.changed,
                planned.unchanged,
                planned.removed,
                tuple(failed),
                chunks=len(planned.write),
                embedded=embedded,
                seconds=time.perf_counter() - began,
            )


def _exists(at: Location) -> bool:
    return at.chroma_url is not None or snapshots.current(at.folder) is not None


def _stored(
    at: Location, embedder: Embedder, *, empty: bool
) -> tuple[dict[str, StoredDocument], Callable[[str], dict[str, str]]]:
    """The documents in the index, and a look-up of the digests of a document's chunks."""
    if empty or not _exists(at):
        return {}, lambda _: {}
    store = _open(at, embedder, snapshots.current(at.folder))
    documents = store.documents()

    def digests(document: str) -> dict[str, str]:
        return store.chunk_digests(document) if document in documents else {}

    return documents, digests


def _other_roots(at: Location) -> list[Path]:
    """The folders of the old index, whatever model made it, so that a rebuild brings their documents back too."""
    folder = snapshots.current(at.folder)
    if at.chroma_url or folder is None:
        return []
    try:
        store = vectors.open_folder(folder / "chroma", None, 0)
        roots = {Path(each.root) for each in store.documents().values()}
        store.close()
    except vectors.IndexUnusableError:
        return []  # too damaged to say; what the person named is rebuilt
    return sorted(root for root in roots if root.is_dir())


def _open(at: Location, embedder: Embedder, folder: Path | None) -> VectorStore:
    if at.chroma_url:
        return vectors.open_server(at.chroma_url, embedder.name, embedder.dimensions, create=True)
    assert folder is not None  # noqa: S101 - the callers made sure
    return vectors.open_folder(folder / "chroma", embedder.name, embedder.dimensions, create=True)


# --- writing ---


def _write(
    planned: Plan,
    read: Read,
    stored: Mapping[str, StoredDocument],
    at: Location,
    embedder: Embedder,
    cache: VectorCache,
    rebuild: bool,
    progress: Callable[[Progress], None],
) -> int:
    """Carry the plan out; returns the number of chunks embedded."""
    if at.chroma_url:
        store = _open(at, embedder, None)
        if rebuild:
            store.delete_documents(list(store.documents()))
        return _apply(planned, read, store, embedder, cache, at.home / "lexical", progress)
    with snapshots.draft(at.folder, empty=rebuild) as folder:
        store = _open(at, embedder, folder)
        try:
            return _apply(planned, read, store, embedder, cache, folder / "lexical", progress)
        finally:
            store.close()


def _apply(
    planned: Plan,
    read: Read,
    store: VectorStore,
    embedder: Embedder,
    cache: VectorCache,
    lexical_folder: Path,
    progress: Callable[[Progress], None],
) -> int:
    """Chunks first, then what they replace, then the documents' records, whose digests say that all is done."""
    embedded = done = 0

    def advance(chunks: int) -> None:
        nonlocal done
        done += chunks
        progress(Progress("Embedding", done, len(planned.write)))

    for at in range(0, len(planned.write), _BATCH):
        batch = planned.write[at : at + _BATCH]
        found, computed = embed_chunks([each.chunk for each in batch], embedder, cache, advance)
        embedded += computed
        store.write_chunks(batch, vectors_of(found, embedder.dimensions))
    store.delete_chunks(planned.delete)
    titles = embedder.embed([each.document.metadata.title for each in read.documents])
    for each, title in zip(read.documents, titles, strict=True):
        store.write_document(each.document, _record(each, read.roots), title)
    store.delete_documents(planned.removed)
    documents = store.documents()
    total = store.count()
    progress(Progress("Indexing words", 0, total))
    kept: list[str] = []
    lexical.build(
        lexical_folder,
        _noting(store.all_chunks(documents), kept, embedder.name),
        fingerprint(documents),
    )
    progress(Progress("Indexing words", total, total))
    cache.keep_only(kept)
    return embedded


def _noting(chunks: Iterable[Chunk], kept: list[str], model: str) -> Iterator[Chunk]:
    for each in chunks:
        kept.append(key(model, each.embedded_text))
        yield each


def _record(read: ReadDocument, roots: Mapping[str, str]) -> StoredDocument:
    document = read.document
    return StoredDocument(
        id=document.id,
        digest=read.digest,
        root=roots[document.id],
        chunks=len(read.chunks),
        metadata=document.metadata,
        contacts=find(document),
    )


# --- what surrounds it ---


@contextmanager
def _cache(home: Path) -> Iterator[VectorCache]:
    cache = VectorCache(home / "vectors.sqlite")
    try:
        yield cache
    finally:
        cache.close()


@contextmanager
def _disk_errors(home: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PolicydeskError(
            f"{home} cannot be written ({reason}): free some space or mend its permissions, or set POLICYDESK_HOME to "
            "another folder. The index is as it was."
        ) from error
