"""The vectors of words, kept for the texts that were read last: the same sentences come up for many questions."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.embed import Embedder, WordVectors

_MOST = 2_000
"""Texts that are kept, of some 50 words: 38 KB each at half precision."""


class WordReader:
    """Reads questions and texts word by word by one model. Thread-safe."""

    def __init__(self, embedder: Embedder, most: int = _MOST) -> None:
        self._embedder = embedder
        self._most = most
        self._kept: OrderedDict[str, NDArray[np.float16]] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, question: str, texts: Sequence[str]) -> WordVectors | None:
        """As `Embedder.embed_words`; only what is not kept costs a run of the model."""
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        found = self._embedder.embed_words(question, missing)
        if found is None:
            return None
        known |= {text: rows.astype(np.float16) for text, rows in zip(missing, found.texts, strict=True)}
        self._keep({text: known[text] for text in texts})
        return WordVectors(found.question, [known[text].astype(np.float32) for text in texts])

    def _keep(self, read: dict[str, NDArray[np.float16]]) -> None:
        with self._lock:
            for text, rows in read.items():
                self._kept[text] = rows
                self._kept.move_to_end(text)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
