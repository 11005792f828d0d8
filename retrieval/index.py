"""An opened index: the store, its documents and the lexical index that fits them, ready to be searched."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval import lexical, snapshots, vectors
from retrieval.lexical import LexicalIndex, LexicalIndexDamagedError
from retrieval.records import PolicydeskError
from retrieval.stored import StoredDocument
from retrieval.vectors import VectorStore


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


@dataclass(frozen=True, slots=True)
class Index:
    """What a search reads. `version` names the state it was opened at."""

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

    Raises `NothingIngestedError` before the first ingest and `vectors.IndexUnusableError` when the index was made
    by another model or version.
    """
    if at.chroma_url:
        store = vectors.open_server(at.chroma_url, model, dimensions)
        return _with_lexical(store, at.home / "lexical", "server")
    folder = snapshots.current(at.folder)
    if folder is None:
        raise NothingIngestedError
    return _with_lexical(vectors.open_folder(folder / "chroma", model, dimensions), folder / "lexical", folder.name)


def version_in_force(at: Location) -> str | None:
    """The name of the newest version, to be compared with `Index.version`; None before the first ingest."""
    if at.chroma_url:
        return "server"
    folder = snapshots.current(at.folder)
    return folder.name if folder else None


def _with_lexical(store: VectorStore, folder: Path, version: str) -> Index:
    documents = store.documents()
    wanted = fingerprint(documents)
    try:
        found = LexicalIndex(folder)
        if found.fingerprint == wanted:
            return Index(store, found, documents, version)
    except LexicalIndexDamagedError:
        pass  # built anew below, which is what the person would have to do by hand
    lexical.build(folder, store.all_chunks(documents), wanted)
    return Index(store, LexicalIndex(folder), documents, version)
