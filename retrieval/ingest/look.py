"""A look at documents before anything of them is indexed: what can be read, what is lost, what a reader would miss."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from retrieval.ingest.sources import Progress, find_sources, reason_of
from retrieval.loading.worker import Worker, WorkerError
from retrieval.records import Document, Failure
from retrieval.sources import NO_SOURCES, Sources, spoken_for


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was read: its document, and how many contacts it gives."""

    path: str
    document: Document
    contacts: int


@dataclass(frozen=True, slots=True)
class Look:
    """What a look gave: `failed` cannot be read, `remarks` go on from the path of a file."""

    read: tuple[Looked, ...]
    failed: tuple[Failure, ...]
    remarks: tuple[tuple[str, str], ...]


def look(
    paths: Sequence[Path],
    today: date,
    *,
    configured: Sources = NO_SOURCES,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Look:
    """Read every document below `paths` and say what there is to say of each on the day `today`; nothing is written.

    Raises PolicydeskError when a path is missing or a folder is empty, WorkerError when no file at all can be read.
    """
    _, files, clashes = find_sources(paths, {}, {}, configured=configured)
    read: list[Looked] = []
    failed = list(clashes)
    with Worker() as worker:
        for done, file in enumerate(files):
            progress(Progress("Reading", done, len(files)))
            try:
                reading = worker.read(file.path, file.id, lambda *step: progress(Progress(*step)))
            except WorkerError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever one file does to its reader, the others are looked at
                failed.append(Failure(str(file.path), reason_of(error, file.path)))
                continue
            document = replace(reading.document, metadata=spoken_for(reading.document.metadata, file.source))
            read.append(Looked(str(file.path), document, len(reading.contacts)))
    progress(Progress("Reading", len(files), len(files)))
    remarks = [
        (each.path, words) for each in read for words in (*each.document.remarks, *_missed(each.document, today))
    ]
    return Look(tuple(read), tuple(failed), (*remarks, *_twice(read)))


def _missed(document: Document, today: date) -> Iterator[str]:
    """What answers will have to say of a document, or cannot say."""
    said = document.metadata
    if said.published is None:
        yield "has no `published` date: answers say that it may be out of date"
    if said.valid_until and said.valid_until < today:
        yield f"ran until {said.valid_until}: answers say that it is over"
    if said.organisation is None:
        yield "names no `organisation`: whose it is has to be told from its text"


def _twice(read: Sequence[Looked]) -> Iterator[tuple[str, str]]:
    first: dict[bytes, str] = {}
    for each in read:
        digest = hashlib.sha256("".join(each.document.text.split()).encode("utf-8", "replace")).digest()
        if (other := first.setdefault(digest, each.path)) != each.path:
            yield each.path, f"has the same text as {other}: keep one of them"
