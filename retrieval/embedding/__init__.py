"""Texts to vectors, and the cache of those that were made."""

from retrieval.embedding.e5 import Vectors
from retrieval.embedding.embed import Embedder, open_embedder
from retrieval.embedding.sentence_vectors import embed_chunks, quotable, vectors_of
from retrieval.embedding.vector_cache import Embedded, VectorCache, key

__all__ = [
    "Embedded",
    "Embedder",
    "VectorCache",
    "Vectors",
    "embed_chunks",
    "key",
    "open_embedder",
    "quotable",
    "vectors_of",
]
