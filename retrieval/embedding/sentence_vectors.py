"""Chunks to vectors through the cache: what the model has seen before is read back, the rest is computed and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.embed import Embedder
from retrieval.embedding.vector_cache import Embedded, VectorCache, key
from retrieval.language import Span, split
from retrieval.records import Chunk

_BATCH = 32  # texts for the model at once: enough to sort by length, few enough to keep progress and a crash cheap
_KEPT = 1_024  # chunks whose spans are at hand: every reader of a passage asks for them


def quotable(chunk: Chunk) -> Sequence[Span]:
    """The spans of `chunk.text` that an answer may quote."""
    return _spans(chunk.text)


@lru_cache(maxsize=_KEPT)
def _spans(text: str) -> tuple[Span, ...]:
    return tuple(split(text))


def embed_chunks(
    chunks: Sequence[Chunk], embedder: Embedder, cache: VectorCache, progress: Callable[[int], None] = lambda _: None
) -> tuple[list[Embedded], int]:
    """Vectors of the chunks, in order, with those of their quotable spans, and how many were computed anew.

    `progress` is called with the number of chunks just done.
    """
    keys = [key(embedder.name, chunk.embedded_text) for chunk in chunks]
    found = cache.get(list(dict.fromkeys(keys)))
    progress(sum(each in found for each in keys))
    missing = {k: chunk for k, chunk in zip(keys, chunks, strict=True) if k not in found}
    items = list(missing.items())
    for at in range(0, len(items), _BATCH):
        batch = items[at : at + _BATCH]
        computed = _compute([chunk for _, chunk in batch], embedder)
        fresh = dict(zip([k for k, _ in batch], computed, strict=True))
        cache.put(fresh)
        found |= fresh
        progress(len(batch))
    return [found[k] for k in keys], len(items)


def vectors_of(embedded: Sequence[Embedded], dimensions: int) -> NDArray[np.float32]:
    """The chunk vectors as one array (len(embedded), dimensions)."""
    return np.array([each.vector for each in embedded], np.float32).reshape(len(embedded), dimensions)


def _compute(chunks: Sequence[Chunk], embedder: Embedder) -> list[Embedded]:
    texts = [chunk.embedded_text for chunk in chunks]
    spans = []
    for chunk, text in zip(chunks, texts, strict=True):
        shift = len(text) - len(chunk.text)
        spans.append([Span(span.start + shift, span.end + shift) for span in quotable(chunk)])
    vectors, sentences = embedder.embed_with_sentences(texts, spans)
    return [Embedded(vector, of_text) for vector, of_text in zip(vectors, sentences, strict=True)]
