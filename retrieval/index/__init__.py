"""What is stored: vectors and texts, words, whole versions, opening."""

from retrieval.index import snapshots, vectors
from retrieval.index.index import (
    Index,
    Location,
    NothingIngestedError,
    open_index,
    pointer_fault,
    version_in_force,
    write_lexical,
)
from retrieval.index.stored import StoredChunk, StoredDocument
from retrieval.index.vectors import VectorStore

__all__ = [
    "Index",
    "Location",
    "NothingIngestedError",
    "StoredChunk",
    "StoredDocument",
    "VectorStore",
    "open_index",
    "pointer_fault",
    "snapshots",
    "vectors",
    "version_in_force",
    "write_lexical",
]
