"""An opened index: the store, its documents and the lexical index that fits them, ready to be searched."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from retrieval.index import generations, lexical, snapshots, vectors
from retrieval.index.faults import DamagedVersionError, IndexChangingError, IndexMissingError
from retrieval.index.layers import LayeredStore
from retrieval.index.lexical import LexicalIndex, LexicalIndexDamagedError
from retrieval.index.stored import StoredDocument
from retrieval.index.vectors import VectorStore
from retrieval.records import Chunk, PolicydeskError

Store = VectorStore | LayeredStore
_log = logging.getLogger(__name__)


class NothingIngestedError(PolicydeskError):
    """There is no index yet."""

    def __init__(self) -> None:
        super().__init__("Nothing has been indexed yet. Run `policydesk ingest` (or `make ingest`) first.")


@dataclass(frozen=True, slots=True)
class Location:
    """Where an index lives: below `home`, or on a Chroma server with its derived part below `home`."""

    home: Path
    chroma_url: str | None = None

    @property
    def folder(self) -> Path:
        """The versions of an embedded index."""
        return self.home / "index"

    @property
    def lexical(self) -> Path:
        """The derived part of an index on a Chroma server."""
        return self.home / snapshots.DERIVED


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Index:
    """What a search reads. `version` names the state it was opened at. Whoever reads the store holds on to this."""

    store: Store
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
    """Open the index in force, building the lexical part anew where it is missing, damaged or out of date.

    What `before`, the version that was in force until now, has open is shared and not read again. Without it, where the
    version in force is damaged, the newest whole one before it is opened in its place, which the log says.

    Raises `NothingIngestedError` before the first ingest, `vectors.IndexUnusableError` when the index was made by
    another model or version, and `vectors.IndexChangingError` while it is being made on a Chroma server.
    """
    if at.chroma_url:
        try:
            store = vectors.open_server(at.chroma_url, model, dimensions)
        except IndexMissingError as error:
            raise NothingIngestedError from error
        if not store.opened_at:
            store.close()
            raise IndexChangingError
        return _with_lexical(store, at.lexical, store.opened_at)
    folder = snapshots.current(at.folder)
    if folder is None:
        raise NothingIngestedError
    try:
        return _opened(folder, folder, model, dimensions, before)
    except DamagedVersionError as error:
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


def _opened(folder: Path, in_force: Path, model: str, dimensions: int, before: Index | None) -> Index:
    open_now = before.store if before and isinstance(before.store, LayeredStore) else None
    store = generations.open_store(folder, model, dimensions, open_now)
    return _with_lexical(store, folder / snapshots.DERIVED, in_force.name, before.lexical if before else None)


def version_in_force(at: Location, opened: Index | None = None) -> str | None:
    """The name of the newest version, to be compared with `Index.version`; None before the first ingest.

    With a Chroma server, `opened` asks it in one small request; without one, "" says that it has to be opened first.
    Raises PolicydeskError when the Chroma server does not answer or its index is being made anew.
    """
    if at.chroma_url:
        return opened.store.version_in_force() if opened and isinstance(opened.store, VectorStore) else ""
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
    before: generations.Generation, after: generations.Generation, gone: Collection[str], chunks: Sequence[Chunk]
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
        with closing(generations.open_store(after.version, None, 0)) as store:
            documents = store.documents()
            write_lexical(store.all_chunks(documents), target, documents)


def _with_lexical(store: Store, folder: Path, version: str, before: LexicalIndex | None = None) -> Index:
    try:
        documents = store.documents()
        found = _fitting(folder, fingerprint(documents), before)
        if found is None:
            write_lexical(store.all_chunks(documents), folder, documents)
            found = LexicalIndex(folder)
        return Index(store, found, documents, version)
    except BaseException:
        store.close()
        raise


def _fitting(folder: Path, wanted: str, before: LexicalIndex | None) -> LexicalIndex | None:
    """The lexical index, or None when it has to be built: missing, damaged or of another state."""
    try:
        found = LexicalIndex(folder, before)
    except LexicalIndexDamagedError:
        return None
    return found if found.fingerprint == wanted else None
