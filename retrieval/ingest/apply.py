"""Documents into the index: load, chunk, compare, embed what is new, write beside the old index, switch, report."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from retrieval.embedding import Embedder, VectorCache, embed_chunks, key, vectors_of
from retrieval.index import Location, StoredDocument, VectorStore, snapshots, vectors, write_lexical
from retrieval.ingest.plan import Plan, ReadDocument, plan, refuse_if_too_much
from retrieval.ingest.sources import Progress, Read, find_sources, note_folders, noted_folders, read_sources
from retrieval.records import Chunk, Failure, PolicydeskError, Report

_log = logging.getLogger(__name__)
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
    named in the report. Whatever interrupts an ingest, the index stays as it was (on a Chroma server: each chunk is
    old or new, and the next ingest does the rest). `rebuild` reads all that was ever ingested into an empty index;
    `force` also carries out what would remove most of the index.

    Raises PolicydeskError: a path is missing, another ingest runs, `at.home` cannot be written, the index belongs to
    another model, or too much would be removed.
    """
    began = time.perf_counter()
    with _disk_errors(at.home):
        at.home.mkdir(parents=True, exist_ok=True)
        with snapshots.exclusive(at.home), _cache(at.home) as cache:
            if not at.chroma_url:
                _tidy(at.folder, rebuild)
            planned, read, failed = _compare(paths, at, embedder, force, rebuild, progress)
            embedded = 0
            if rebuild or not planned.empty or not _finished(at, embedder):
                embedded = _write(planned, read, at, embedder, cache, rebuild, progress)
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


def _tidy(index: Path, rebuild: bool) -> None:
    """Put a damaged pointer right before anything is deleted."""
    if fault := snapshots.mend(index, anew=rebuild):
        _log.warning("%s", fault)
    snapshots.remove_leftovers(index)


def _compare(
    paths: Sequence[Path],
    at: Location,
    embedder: Embedder,
    force: bool,
    rebuild: bool,
    progress: Callable[[Progress], None],
) -> tuple[Plan, Read, list[Failure]]:
    """What is to be done, what was read for it, and every file that failed, before anything is written."""
    others = _known(at) if rebuild else {}
    with _stored(at, embedder, empty=rebuild) as store:
        stored = store.documents() if store else {}
        roots, sources, clashes = find_sources(paths, stored, others, force=force)
        read = read_sources(sources, stored, embedder, progress)
        again = [each.document.id for each in read.documents if each.document.id in stored]
        digests = {each: store.chunk_digests(each) for each in again} if store else {}
    planned = plan(stored, digests, read.documents, read.unchanged, [i for i, _ in read.failed], roots)
    if not force:
        refuse_if_too_much(planned, stored)
    return planned, read, [*clashes, *(failure for _, failure in read.failed)]


def _exists(at: Location) -> bool:
    return at.chroma_url is not None or snapshots.current(at.folder) is not None


def _finished(at: Location, embedder: Embedder) -> bool:
    """Whether the last ingest got to its end."""
    if at.chroma_url is None:
        return _exists(at)
    with closing(_open(at, embedder, None, create=True)) as store:
        return store.finished


@contextmanager
def _stored(at: Location, embedder: Embedder, *, empty: bool) -> Iterator[VectorStore | None]:
    """The index in force, to compare with; None when there is none or it is not to be looked at."""
    if empty or not _exists(at):
        yield None
        return
    with closing(_open(at, embedder, snapshots.current(at.folder), create=at.chroma_url is not None)) as store:
        yield store


def _known(at: Location) -> dict[str, str]:
    """Document id -> folder in the old index, whatever model made it, so that a rebuild brings all documents back."""
    folder = snapshots.current(at.folder)
    try:
        if at.chroma_url:
            store = vectors.open_server(at.chroma_url, None, 0)
        elif folder:
            store = vectors.open_folder(folder / "chroma", None, 0)
        else:
            return {i: root for each in snapshots.versions_noted(at.folder) for i, root in noted_folders(each).items()}
        with closing(store):
            return {each.id: each.root for each in store.documents().values()}
    except vectors.IndexUnusableError:  # too damaged or too old to say; what the last ingest noted beside it can
        return noted_folders(at.home if at.chroma_url else folder or at.home)


def _open(at: Location, embedder: Embedder, folder: Path | None, *, create: bool, anew: bool = False) -> VectorStore:
    if at.chroma_url:
        return vectors.open_server(at.chroma_url, embedder.name, embedder.dimensions, create=create, anew=anew)
    assert folder is not None  # noqa: S101 - the callers made sure
    return vectors.open_folder(folder / "chroma", embedder.name, embedder.dimensions, create=create)


# --- writing ---


def _write(
    planned: Plan,
    read: Read,
    at: Location,
    embedder: Embedder,
    cache: VectorCache,
    rebuild: bool,
    progress: Callable[[Progress], None],
) -> int:
    """Carry the plan out; returns the number of chunks embedded."""
    kept: list[str] = []
    if at.chroma_url:
        with closing(_open(at, embedder, None, create=True, anew=rebuild)) as store, store.writing():
            embedded = _apply(planned, read, store, embedder, cache, at.home, kept, progress)
    else:
        with (
            snapshots.draft(at.folder, empty=rebuild) as folder,
            closing(_open(at, embedder, folder, create=True)) as store,
        ):
            embedded = _apply(planned, read, store, embedder, cache, folder, kept, progress)
    cache.keep_only(kept)  # not before the switch: until then a server answers from the old version
    return embedded


def _apply(
    planned: Plan,
    read: Read,
    store: VectorStore,
    embedder: Embedder,
    cache: VectorCache,
    folder: Path,
    kept: list[str],
    progress: Callable[[Progress], None],
) -> int:
    """Chunks first, then what they replace, then the documents' records, whose digests say that all is done.

    What is derived goes to `folder`, the cache keys of all chunks to `kept`.
    """
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
    if store.count() != sum(each.chunks for each in documents.values()):
        store.delete_orphans(documents)
    store.settle()
    note_folders(folder, {each.id: each.root for each in documents.values()})
    total = store.count()
    progress(Progress("Indexing words", 0, total))
    chunks = _noting(store.all_chunks(documents), kept, embedder.name)
    write_lexical(chunks, folder / snapshots.DERIVED, documents)
    progress(Progress("Indexing words", total, total))
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
        contacts=read.contacts,
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
            "another folder. No document is lost from the index."
        ) from error
