"""What is stored: vectors and texts, words, versions of which each change writes only what changed, opening."""

from retrieval.index import generations, manifest, mirror, server, snapshots, vectors
from retrieval.index.faults import IndexChangingError, IndexLostError, IndexUnusableError, OvertakenError, check_model
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
    "IndexChangingError",
    "IndexLostError",
    "IndexUnusableError",
    "Location",
    "NothingIngestedError",
    "OvertakenError",
    "StoredChunk",
    "StoredDocument",
    "VectorStore",
    "check_model",
    "extend_lexical",
    "generations",
    "manifest",
    "mirror",
    "open_index",
    "pointer_fault",
    "server",
    "snapshots",
    "vectors",
    "version_in_force",
    "write_lexical",
]
