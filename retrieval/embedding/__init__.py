"""Texts to vectors, and the cache of those that were made."""

from retrieval.embedding.centring import MEANS_FILE, TEXT_KINDS
from retrieval.embedding.e5 import E5, Vectors
from retrieval.embedding.embed import Embedder, WordVectors, open_embedder, words
from retrieval.embedding.read_words import WordReader
from retrieval.embedding.sentence_vectors import embed_chunks, quotable, vectors_of
from retrieval.embedding.vector_cache import Embedded, VectorCache, key

__all__ = [
    "E5",
    "MEANS_FILE",
    "TEXT_KINDS",
    "Embedded",
    "Embedder",
    "VectorCache",
    "Vectors",
    "WordReader",
    "WordVectors",
    "embed_chunks",
    "key",
    "open_embedder",
    "quotable",
    "vectors_of",
    "words",
]
