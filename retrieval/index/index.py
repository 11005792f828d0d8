"""An opened index: the store, its documents and the lexical index that fits them, ready to be searched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.index import lexical, snapshots, vectors
from retrieval.index.lexical import LexicalIndex, LexicalIndexDamagedError
from retrieval.index.stored import StoredDocument
from retrieval.index.vectors import IndexChangingError, IndexMissingError, VectorStore
from retrieval.records import Chunk, PolicydeskError


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

    store: VectorStore
    lexical: LexicalIndex
    documents: Mapping[str, StoredDocument]
    version: str


def fingerprint(documents: Mapping[str, StoredDocument]) -> str:
    """A digest of which documents are indexed in which state."""
    lines = [f"{lexical.VERSION}", *(f"{each.id}\0{each.digest}" for _, each in sorted(documents.items()))]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def open_index(at: Location, model: str, dimensions: int) -> Index:
    """Open the index in force, building the lexical part anew where it is missing, damaged or out of date.

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
    store = vectors.open_folder(folder / "chroma", model, dimensions)
    return _with_lexical(store, folder / snapshots.DERIVED, folder.name)


def version_in_force(at: Location, opened: Index | None = None) -> str | None:
    """The name of the newest version, to be compared with `Index.version`; None before the first ingest.

    With a Chroma server, `opened` asks it in one small request; without one, "" says that it has to be opened first.
    Raises PolicydeskError when the Chroma server does not answer or its index is being made anew.
    """
    if at.chroma_url:
        return opened.store.version_in_force() if opened else ""
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


def _with_lexical(store: VectorStore, folder: Path, version: str) -> Index:
    try:
        documents = store.documents()
        found = _fitting(folder, fingerprint(documents))
        if found is None:
            write_lexical(store.all_chunks(documents), folder, documents)
            found = LexicalIndex(folder)
        return Index(store, found, documents, version)
    except BaseException:
        store.close()
        raise


def _fitting(folder: Path, wanted: str) -> LexicalIndex | None:
    """The lexical index, or None when it has to be built: missing, damaged or of another state."""
    try:
        found = LexicalIndex(folder)
    except LexicalIndexDamagedError:
        return None
    return found if found.fingerprint == wanted else None
