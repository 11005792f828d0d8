"""Documents into the index: load, chunk, compare, embed what is new, write beside the old index, switch, report."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from retrieval.embedding import Embedder, VectorCache
from retrieval.index import Location, snapshots
from retrieval.ingest.changes import Texts
from retrieval.ingest.plan import Plan, plan, refuse_if_too_much
from retrieval.ingest.sources import Progress, Read, find_sources, read_sources, seen_files
from retrieval.ingest.versioned import VersionedIndex
from retrieval.records import Failure, PolicydeskError, Report
from retrieval.sources import NO_SOURCES, Sources


def ingest(
    paths: Sequence[Path],
    at: Location,
    embedder: Embedder,
    *,
    force: bool = False,
    rebuild: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
    configured: Sources = NO_SOURCES,
) -> Report:
    """Bring the index in line with the files and folders in `paths`, each file as its `configured` source may speak.

    A folder's documents that are gone from it leave the index; a file that cannot be read keeps its old chunks and is
    named in the report. Whatever interrupts an ingest, the index stays as it was. `rebuild` reads all that was ever ingested into an empty index;
    `force` also carries out what would remove most of the index.

    Raises PolicydeskError: a path is missing, another ingest runs or, on a Chroma server, ended first, `at.home` cannot be
    written, the index belongs to another model, or too much would be removed.
    """
    began = time.perf_counter()
    with _disk_errors(at.home):
        at.home.mkdir(parents=True, exist_ok=True)
        with snapshots.exclusive(at.home), _cache(at.home) as cache:
            index = VersionedIndex(at, embedder, rebuild=rebuild)
            planned, read, failed = _compare(paths, at, index, embedder, force, progress, configured)
            held, embedded = set(index.documents), 0
            if rebuild or not planned.empty or index.unfinished:
                embedded = index.write(planned, read, cache, progress)
            texts = Texts(at.home / "texts.sqlite")
            changes = texts.changes(((each.document, each.contacts) for each in read.documents), held, planned.removed)
            return Report(
                planned.added,
                planned.changed,
                planned.unchanged,
                planned.removed,
                tuple(failed),
                chunks=len(planned.write),
                embedded=embedded,
                seconds=time.perf_counter() - began,
                remarks=read.remarks,
                changes=changes,
            )


def _compare(
    paths: Sequence[Path],
    at: Location,
    index: VersionedIndex,
    embedder: Embedder,
    force: bool,
    progress: Callable[[Progress], None],
    configured: Sources,
) -> tuple[Plan, Read, list[Failure]]:
    """What is to be done, what was read for it, and every file that failed, before anything is written."""
    stored = index.documents
    roots, sources, clashes = find_sources(paths, stored, index.others, force=force, configured=configured)
    with closing(seen_files(at.home, embedder.name)) as seen:
        read = read_sources(sources, stored, embedder, progress, seen)
    digests = index.digests([each.document.id for each in read.documents if each.document.id in stored])
    failed = [i for i, _ in read.failed]
    planned = plan(stored, digests, read.documents, read.unchanged, failed, roots, configured.is_gone)
    if not force:
        refuse_if_too_much(planned, stored)
    return planned, read, [*clashes, *(failure for _, failure in read.failed)]


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
