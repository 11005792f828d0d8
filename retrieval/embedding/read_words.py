"""The vectors of words, kept for the texts that were read last: the same sentences come up for many questions."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.embed import Embedder, WordVectors

_MOST = 2_000
"""Texts and questions that are kept, of some 50 words: 38 KB each at half precision."""

_Read = tuple[bool, str]
"""Whether it was read as a question, and the text."""


class WordReader:
    """Reads questions and texts word by word by one model. Thread-safe."""

    def __init__(self, embedder: Embedder, most: int = _MOST) -> None:
        self._embedder = embedder
        self._most = most
        self._kept: OrderedDict[_Read, NDArray[np.float16]] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, question: str, texts: Sequence[str]) -> WordVectors | None:
        """As `Embedder.embed_words`; only what is not kept costs a run of the model."""
        asked, read = (True, question), [(False, text) for text in texts]
        with self._lock:
            known = {each: self._kept[each] for each in (asked, *read) if each in self._kept}
        missing = [each for each in dict.fromkeys(read) if each not in known]
        if missing or asked not in known:
            found = self._embedder.embed_words(question, [text for _, text in missing])
            if found is None:
                return None
            known[asked] = found.question.astype(np.float16)
            known |= {each: rows.astype(np.float16) for each, rows in zip(missing, found.texts, strict=True)}
        self._keep({each: known[each] for each in (*read, asked)})
        return WordVectors(known[asked].astype(np.float32), [known[each].astype(np.float32) for each in read])

    def _keep(self, read: dict[_Read, NDArray[np.float16]]) -> None:
        with self._lock:
            for each, rows in read.items():
                self._kept[each] = rows
                self._kept.move_to_end(each)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
