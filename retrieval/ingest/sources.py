"""Which files an ingest reads, under which ids, and what comes of each: a document, nothing new, or a failure."""

from __future__ import annotations

import hashlib
import logging
import os
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.chunking import CHUNKER_VERSION, fitted
from retrieval.contacts.finding import find
from retrieval.embedding import Embedder
from retrieval.ingest.plan import Known, ReadDocument
from retrieval.ingest.seen import SeenFiles, state_of
from retrieval.loading import SUPPORTED, UnreadableFileError, check_type, discover, document_id
from retrieval.loading.pieces import read, read_sidecar, sidecar_of, unreadable_kind
from retrieval.loading.worker import Reading, Worker, WorkerError
from retrieval.records import Failure, PolicydeskError, Remark
from retrieval.sources import NO_SOURCES, Source, Sources, spoken_for

_log = logging.getLogger(__name__)
VERSION = 11  # raise when loading or contact finding changes what is stored


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of an ingest: `done` of `total` files read or chunks indexed."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read, under the id that it has in the index, and the source that it belongs to where one is set up."""

    path: Path
    root: str
    id: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What reading gave; `roots` is document id -> folder, `failed` pairs ids with reasons, `remarks` are of `documents`."""

    documents: tuple[ReadDocument, ...]
    roots: Mapping[str, str]
    unchanged: tuple[str, ...]
    failed: tuple[tuple[str, Failure], ...]
    remarks: tuple[Remark, ...] = ()


def find_sources(
    paths: Sequence[Path],
    stored: Mapping[str, Known],
    others: Mapping[str, str],
    *,
    force: bool = False,
    configured: Sources = NO_SOURCES,
) -> tuple[list[str], list[SourceFile], list[Failure]]:
    """Folders whose missing files leave, files to read, and files whose id another folder has taken.

    `others` is document id -> folder of what was ingested before and is to be read again. With `force`, a folder that
    is gone but was ingested before counts as empty. What was fetched for a source that is not `configured` is left out.
    Raises PolicydeskError when a path is missing or a folder is empty.
    """
    known = {*others.values(), *(each.root for each in stored.values())}
    roots: list[str] = []
    sources: dict[str, SourceFile] = {}
    clashes: list[Failure] = []
    for path in dict.fromkeys(Path(os.path.realpath(each)) for each in paths):
        reason = None if path.is_dir() else unreadable_kind(path)
        if reason:
            clashes.append(Failure(_printable(path), reason))
            continue
        files = _files(path, known=str(path) in known, force=force or path == configured.web)
        files = [each for each in files if not configured.left_out(each)]
        if not path.is_file():
            roots.append(str(path))
        root = _root_of(path, known) if path.is_file() else path
        for file in files:
            if reason := _unusable_name(file):
                clashes.append(Failure(_printable(file), reason))
                continue
            source = _file(file, str(root), document_id(file, root), configured)
            holder = _holder(source, sources, stored)
            if holder is None:
                sources.setdefault(source.id, source)
            else:
                clashes.append(_clash(file, holder))
    for again in (_file(Path(folder, i), folder, i, configured) for i, folder in others.items() if folder not in roots):
        holder = _holder(again, sources, {})
        if holder is None:
            sources[again.id] = again
        elif again.path.exists():
            clashes.append(_clash(again.path, holder))
    return roots, list(sources.values()), clashes


def _printable(file: Path) -> str:
    return str(file).encode("utf-8", "backslashreplace").decode()


def _unusable_name(file: Path) -> str | None:
    """Why a file cannot be cited by its name, if so."""
    if any("\udc80" <= character <= "\udcff" for character in str(file)):
        return "has a name that is not Unicode: rename it"
    if any(unicodedata.category(character) == "Cc" for character in file.name):
        return "has a line break or another control character in its name: rename it"
    return None


def _clash(file: Path, holder: str) -> Failure:
    return Failure(
        str(file), f"has the same name as a document from {holder}: rename one, or remove the other folder's"
    )


def _file(path: Path, root: str, document: str, configured: Sources) -> SourceFile:
    return SourceFile(path, root, document, configured.of(path))


def _files(path: Path, *, known: bool, force: bool) -> list[Path]:
    if known and not path.exists():
        if force:
            return []
        raise PolicydeskError(
            f"The folder {path} is gone. Bring it back, or run again with --force to remove what was indexed from it."
        )
    files = discover(path)
    if not files and not force:
        raise PolicydeskError(
            f"{path} holds no documents ({', '.join(SUPPORTED)}). Put some there, or run again with --force to remove "
            "what was indexed from it."
        )
    return files


def _root_of(file: Path, folders: Iterable[str]) -> Path:
    """The folder that a single file is named from: one that was ingested before, else its own."""
    known = [Path(each) for each in folders]
    above = [root for root in known if root in file.parents]
    return max(above, key=lambda root: len(root.parts), default=file.parent)


def _holder(source: SourceFile, sources: Mapping[str, SourceFile], stored: Mapping[str, Known]) -> str | None:
    """The other folder that has this id already; a folder that is gone from the disk has given its ids up."""
    now = sources.get(source.id)
    if now is not None and now.path != source.path:
        return now.root
    before = stored.get(source.id)
    if before is not None and before.root != source.root and Path(before.root).exists():
        return before.root
    return None


def read_sources(
    sources: Sequence[SourceFile],
    stored: Mapping[str, Known],
    embedder: Embedder,
    progress: Callable[[Progress], None],
    seen: SeenFiles | None = None,
) -> Read:
    """Read every file that is new or changed. Whatever goes wrong with one is its own failure and stops no other.

    A file that is as it was when `seen` noted it is not opened. Raises WorkerError when no file at all can be read.
    """
    documents: list[ReadDocument] = []
    unchanged: list[str] = []
    failed: list[tuple[str, Failure]] = []
    remarks: list[Remark] = []
    with Worker() as worker:
        for done, source in enumerate(sources):
            progress(Progress("Reading", done, len(sources)))
            try:
                found = _read_source(source, stored.get(source.id), embedder, seen, worker, progress)
            except WorkerError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever one file does to its reader, the others are indexed
                failed.append((source.id, Failure(str(source.path), reason_of(error, source.path))))
                continue
            if found is None:
                unchanged.append(source.id)
            else:
                documents.append(found)
                remarks += (Remark(str(source.path), words) for words in found.document.remarks)
    progress(Progress("Reading", len(sources), len(sources)))
    roots = {source.id: source.root for source in sources}
    return Read(tuple(documents), roots, tuple(unchanged), tuple(failed), tuple(remarks))


def _read_source(
    source: SourceFile,
    before: Known | None,
    embedder: Embedder,
    seen: SeenFiles | None,
    worker: Worker,
    progress: Callable[[Progress], None],
) -> ReadDocument | None:
    """The document of a file; None when it is stored as it is."""
    digest = _digest_by(seen, source, embedder.name, before)
    if before is not None and before.digest == digest and before.root == source.root:
        return None
    read = worker.read(source.path, source.id, lambda *step: progress(Progress(*step)))
    reading = _as_spoken_for(read, source.source)
    chunks = fitted(reading.document, reading.chunks, embedder.fits)  # the embedder is in this process
    return ReadDocument(reading.document, digest, chunks, reading.contacts)


def _as_spoken_for(reading: Reading, source: Source | None) -> Reading:
    """A reading of a file as far as its source may say of whom it is; contacts are looked for anew where that changes."""
    metadata = spoken_for(reading.document.metadata, source)
    if metadata == reading.document.metadata:
        return reading
    document = replace(reading.document, metadata=metadata)
    return Reading(document, find(document), tuple(replace(each, metadata=metadata) for each in reading.chunks))


def reason_of(error: Exception, path: Path) -> str:
    """What went wrong with a file and what to do, in words that go on from its name."""
    if isinstance(error, UnreadableFileError):
        return str(error)
    if isinstance(error, RecursionError):
        return "is nested too deeply to be read: simplify it"
    if isinstance(error, MemoryError):
        return "needs more memory than there is: split it into parts"
    _log.info("%s could not be made into a document.", path, exc_info=error)
    said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"could not be made into a document ({said}): save it in another form, e.g. as plain text, and report this"


def _digest_by(seen: SeenFiles | None, file: SourceFile, model: str, before: Known | None) -> str:
    """The digest of a file, which is opened unless it was seen in this state before and is stored like that."""
    if seen is None:
        return _digest(file, model)
    state = state_of(file.path, sidecar_of(file.path))
    state = state and f"{file.source.fingerprint if file.source else ''}{state}"
    digest = seen.digest(str(file.path), state)
    if digest is None or before is None or before.digest != digest:
        digest = _digest(file, model)
        seen.note(str(file.path), state, digest)
    return digest


def seen_files(home: Path, model: str) -> SeenFiles:
    """What is known of files that were read before for this model."""
    return SeenFiles(home / "files.sqlite", f"{VERSION} {CHUNKER_VERSION} {model}")


def _digest(file: SourceFile, model: str) -> str:
    """SHA-256 of the file, its sidecar, and everything else that decides what is stored for it."""
    check_type(file.path)
    found = hashlib.sha256(f"{VERSION}\0{CHUNKER_VERSION}\0{model}\0".encode())
    found.update(read(file.path))
    sidecar = read_sidecar(file.path)
    if sidecar is not None:
        found.update(b"\0" + sidecar)
    if file.source and file.source.fingerprint:
        found.update(f"\0\0{file.source.fingerprint}".encode())
    return found.hexdigest()
