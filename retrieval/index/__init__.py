"""What is stored: vectors and texts, words, versions of which each change writes only what changed, opening."""

from retrieval.index import generations, snapshots, vectors
from retrieval.index.faults import IndexUnusableError, check_model
from retrieval.index.index import (
    Index,
    Location,
    NothingIngestedError,
    extend_lexical,
    open_index,
    pointer_fault,
    version_in_force,
    write_lexical,
)
from retrieval.index.stored import StoredChunk, StoredDocument
from retrieval.index.vectors import VectorStore

__all__ = [
    "Index",
    "IndexUnusableError",
    "Location",
    "NothingIngestedError",
    "StoredChunk",
    "StoredDocument",
    "VectorStore",
    "check_model",
    "extend_lexical",
    "generations",
    "open_index",
    "pointer_fault",
    "snapshots",
    "vectors",
    "version_in_force",
    "write_lexical",
]
