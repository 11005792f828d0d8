"""Short texts to vectors through the cache, each once for good: what contacts do, and the words of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval.embedding.e5 import Vectors
from retrieval.embedding.embed import Embedder
from retrieval.embedding.vector_cache import Embedded, VectorCache, key


def text_key(model: str, text: str) -> str:
    """The name of the vector of a text by itself; a chunk that reads the same has another, for its sentences."""
    return key(f"{model}\0text", text)


class TextVectors:
    """Gives the vectors of texts and remembers them. Thread-safe: two threads may embed the same text, to the same end."""

    def __init__(self, embedder: Embedder, cache: VectorCache) -> None:
        self._embedder = embedder
        self._cache = cache
        self._known: dict[str, Vectors] = {}

    def of(self, texts: Sequence[str]) -> Vectors:
        """A unit row for each text, shape (len(texts), dimensions). Raises PolicydeskError when the model fails.

        Those that an ingest has not put into the cache are embedded in one run of the model.
        """
        wanted = [each for each in dict.fromkeys(texts) if each not in self._known]
        if wanted:
            self._known |= self._read(wanted)
        return np.array([self._known[each] for each in texts], np.float32).reshape(-1, self._embedder.dimensions)

    def _read(self, texts: Sequence[str]) -> dict[str, Vectors]:
        keys = {each: text_key(self._embedder.name, each) for each in texts}
        cached = self._cache.get(list(keys.values()))
        found = {each: cached[k].vector for each, k in keys.items() if k in cached}
        missing = [each for each in texts if each not in found]
        if missing:
            fresh = dict(zip(missing, self._embedder.embed(missing), strict=True))
            none = np.zeros((0, self._embedder.dimensions), np.float32)
            self._cache.put({keys[each]: Embedded(vector, none) for each, vector in fresh.items()})
            found |= fresh
        return found
