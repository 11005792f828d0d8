"""An opened index: the store, its documents and the lexical index that fits them, ready to be searched."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from retrieval.index import generations, lexical, manifest, mirror, snapshots
from retrieval.index.faults import DamagedVersionError
from retrieval.index.files import DamagedFileError
from retrieval.index.layers import LayeredStore
from retrieval.index.lexical import LexicalIndex, LexicalIndexDamagedError
from retrieval.index.server import Server, connected
from retrieval.index.stored import StoredDocument
from retrieval.records import Chunk, PolicydeskError

_MOST = 0.5  # of the documents that may differ from an earlier lexical index for it to be brought up to date
_log = logging.getLogger(__name__)


class NothingIngestedError(PolicydeskError):
    """There is no index yet."""

    def __init__(self) -> None:
        super().__init__("Nothing has been indexed yet. Run `policydesk ingest` (or `make ingest`) first.")


@dataclass(frozen=True, slots=True)
class Location:
    """Where an index lives: below `home`, or on a Chroma server and mirrored below `home`."""

    home: Path
    chroma_url: str | None = None

    @property
    def folder(self) -> Path:
        """The versions of an embedded index, or what is mirrored of those on a Chroma server."""
        return self.home / ("on_server" if self.chroma_url else "index")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Index:
    """What a search reads. `version` names the state it was opened at. Whoever reads the store holds on to this."""

    store: LayeredStore
    lexical: LexicalIndex
    documents: Mapping[str, StoredDocument]
    version: str


class _InAState(Protocol):
    @property
    def digest(self) -> str: ...


def fingerprint(documents: Mapping[str, _InAState]) -> str:
    """A digest of which documents are indexed in which state."""
    lines = [f"{lexical.VERSION}", *(f"{i}\0{documents[i].digest}" for i in sorted(documents))]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def open_index(at: Location, model: str, dimensions: int, before: Index | None = None) -> Index:
    """Open the index in force, making the lexical part where it is missing or damaged: from an earlier one if that pays.

    What `before`, the version that was in force until now, has open is shared and not read again. Without it, where the
    version in force is damaged, the newest whole one before it is opened in its place, which the log says. What is
    damaged of a Chroma server's mirror is fetched again.

    Raises `NothingIngestedError` before the first ingest, `IndexUnusableError` when the index was made by another model
    or version, and `IndexLostError` when a Chroma server no longer holds it.
    """
    folder = _in_force(at, before)
    try:
        return _opened(folder, folder, model, dimensions, before, at.chroma_url)
    except DamagedVersionError as error:
        if at.chroma_url:
            _log.warning("%s: it is fetched again from the Chroma server.", error.fault)
            mirror.distrust(at.folder)
            folder = _in_force(at, before)
            return _opened(folder, folder, model, dimensions, before, at.chroma_url)
        older = snapshots.older_whole(at.folder, folder) if before is None else []
        for each in older:
            with suppress(DamagedVersionError):
                found = _opened(each, folder, model, dimensions, None)
                _log.warning(
                    "%s: the newest whole version, %s, is used. Run `policydesk ingest`, which puts it right.",
                    error.fault,
                    each.name,
                )
                return found
        raise


def _in_force(at: Location, opened: Index | None) -> Path:
    """The folder of the version in force, mirrored where it is a server's. Raises `NothingIngestedError`."""
    if not at.chroma_url:
        folder = snapshots.current(at.folder)
    elif opened:
        folder = mirror.follow(at.folder, Server(opened.store.base.store.client))
    else:
        with connected(at.chroma_url) as server:
            folder = mirror.follow(at.folder, server)
    if folder is None:
        raise NothingIngestedError
    return folder


def _opened(
    folder: Path, in_force: Path, model: str, dimensions: int, before: Index | None, url: str | None = None
) -> Index:
    store = generations.open_store(folder, model, dimensions, before.store if before else None, url)
    return _with_lexical(store, folder, in_force.name, before)


def version_in_force(at: Location, opened: Index | None = None) -> str | None:
    """The name of the newest version, to be compared with `Index.version`; None before the first ingest.

    With a Chroma server, `opened` asks it in one small request; without one, "" says that it has to be opened first.
    Raises PolicydeskError when the Chroma server does not answer.
    """
    if at.chroma_url:
        if opened is None:
            return ""
        newest = Server(opened.store.base.store.client).newest()
        return newest.name if newest else None
    folder = snapshots.current(at.folder)
    return folder.name if folder else None


def pointer_fault(at: Location) -> str | None:
    """What is wrong with the pointer to the version in force, in a sentence; None when nothing is."""
    return None if at.chroma_url else snapshots.in_force(at.folder).fault


def write_lexical(chunks: Iterable[Chunk], folder: Path, documents: Mapping[str, StoredDocument]) -> None:
    """Make the lexical index of `documents` from their chunks. Raises PolicydeskError when it cannot be written."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with snapshots.in_turn(folder):
            lexical.build(folder, chunks, fingerprint(documents))
    except OSError as error:
        raise PolicydeskError(
            f"The lexical index in {folder} cannot be written ({error.strerror or error}): free some space or mend its "
            "permissions."
        ) from error


def extend_lexical(
    before: generations.Generation,
    after: generations.Generation,
    gone: Collection[str],
    chunks: Sequence[Chunk],
    url: str | None = None,
) -> None:
    """Make the lexical index of a new version from that of the one before, without the documents `gone`.

    Where there is none that fits it is made from all chunks. Raises OSError when it cannot be written.
    """
    target = after.version / snapshots.DERIVED
    try:
        source = before.version / snapshots.DERIVED
        lexical.extend(source, target, gone, chunks, fingerprint(before.documents), fingerprint(after.documents))
    except LexicalIndexDamagedError:
        shutil.rmtree(target, ignore_errors=True)
        with closing(generations.open_store(after.version, None, 0, url=url)) as store:
            documents = store.documents()
            write_lexical(store.all_chunks(documents), target, documents)


def _with_lexical(store: LayeredStore, version: Path, name: str, before: Index | None) -> Index:
    folder = version / snapshots.DERIVED
    try:
        documents = store.documents()
        found = _fitting(folder, fingerprint(documents), before)
        if found is None:
            with snapshots.in_turn(folder):  # another process may be at it
                found = _fitting(folder, fingerprint(documents), before) or _caught_up(store, version, before)
        if found is None:
            write_lexical(store.all_chunks(documents), folder, documents)
            found = LexicalIndex(folder)
        return Index(store, found, documents, name)
    except BaseException:
        store.close()
        raise


def _fitting(folder: Path, wanted: str, before: Index | None) -> LexicalIndex | None:
    """The lexical index, or None when it has to be made: missing, damaged or of another state."""
    try:
        found = LexicalIndex(folder, before.lexical if before else None)
    except LexicalIndexDamagedError:
        return None
    return found if found.fingerprint == wanted else None


def _caught_up(store: LayeredStore, version: Path, before: Index | None) -> LexicalIndex | None:
    """The lexical index made from an earlier one by what has changed since; None where there is none or it does not pay."""
    documents, folder = store.documents(), version / snapshots.DERIVED
    for source, known in _earlier(store, version, before):
        new = [i for i, each in documents.items() if i not in known or known[i].digest != each.digest]
        gone = [i for i in known if i not in documents] + [i for i in new if i in known]
        if len(new) + len(gone) > _MOST * len(documents):
            continue
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(LexicalIndexDamagedError):
            chunks = store.chunks_of(new)
            lexical.extend(source, folder, gone, chunks, fingerprint(known), fingerprint(documents))
        if found := _fitting(folder, fingerprint(documents), before):
            return found
    return None


def _earlier(
    store: LayeredStore, version: Path, before: Index | None
) -> Iterator[tuple[Path, Mapping[str, _InAState]]]:
    """Lexical indexes of other versions, the most like it first, with the state of each document."""
    if before:
        yield before.lexical.folder, before.documents
    for each in snapshots.older_whole(version.parent, version):
        with suppress(DamagedFileError):
            described = manifest.read(each)
            if described and described.base == store.base.version.name:
                same = {i: one for i, one in store.base.documents.items() if i not in described.changed}
                yield each / snapshots.DERIVED, same | {i: one for i, one in described.changed.items() if one}
