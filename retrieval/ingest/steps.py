"""What every index is given: chunks with their vectors, a batch at a time, and the records of the documents read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Embedder, VectorCache, embed_chunks, vectors_of
from retrieval.index import StoredChunk, StoredDocument, VectorStore
from retrieval.ingest.plan import ReadDocument
from retrieval.ingest.sources import Progress, Read

_BATCH = 512  # chunks between two writes to the store


@dataclass(slots=True)
class Embedding:
    """Chunks to vectors through the cache; counts those that were computed, and tells how far it is."""

    embedder: Embedder
    cache: VectorCache
    progress: Callable[[Progress], None]
    computed: int = 0

    def batches(self, chunks: Sequence[StoredChunk]) -> Iterator[tuple[Sequence[StoredChunk], NDArray[np.float32]]]:
        """The chunks in batches, each with its vectors of shape (chunks, dimensions)."""
        done = 0

        def advance(more: int) -> None:
            nonlocal done
            done += more
            self.progress(Progress("Embedding", done, len(chunks)))

        for at in range(0, len(chunks), _BATCH):
            batch = chunks[at : at + _BATCH]
            found, computed = embed_chunks([each.chunk for each in batch], self.embedder, self.cache, advance)
            self.computed += computed
            yield batch, vectors_of(found, self.embedder.dimensions)

    def titles(self, read: Read) -> NDArray[np.float32]:
        """The vectors of the titles of the documents read, shape (documents, dimensions)."""
        return self.embedder.embed([each.document.metadata.title for each in read.documents])


def write_into(store: VectorStore, chunks: Sequence[StoredChunk], read: Read, embedding: Embedding) -> None:
    """Chunks and records of all documents that were read."""
    for batch, vectors in embedding.batches(chunks):
        store.write_chunks(batch, vectors)
    for each, title in zip(read.documents, embedding.titles(read), strict=True):
        store.write_document(each.document, record(each, read.roots), title)


def record(read: ReadDocument, roots: Mapping[str, str]) -> StoredDocument:
    """What the index keeps of a document beside its text."""
    document = read.document
    return StoredDocument(
        id=document.id,
        digest=read.digest,
        root=roots[document.id],
        chunks=len(read.chunks),
        metadata=document.metadata,
        contacts=read.contacts,
    )
