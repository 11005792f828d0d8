"""The vectors of what questions ask, each text embedded once and several in one run of the model."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from retrieval.embedding import Embedder, Vectors

_KEPT = 1_024  # texts; a vector of 384 numbers takes 1.5 KB


class QuestionVectors:
    """Embeds questions and remembers the last of them. Thread-safe."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, text: str) -> Vectors:
        """The vector of one text, shape (dimensions,), of unit length. Raises PolicydeskError when the model fails."""
        vector: Vectors = self.of_all([text])[0]
        return vector

    def of_all(self, texts: Sequence[str]) -> Vectors:
        """A unit row for each text, shape (len(texts), dimensions); those that are new go to the model together."""
        with self._lock:
            known = {each: self._known[each] for each in texts if each in self._known}
        missing = [each for each in dict.fromkeys(texts) if each not in known]
        if len(missing) == 1:
            known[missing[0]] = self._embedder.embed_question(missing[0])
        elif missing:
            known |= dict(zip(missing, self._embedder.embed_questions(missing), strict=True))
        with self._lock:
            for each in texts:
                self._known[each] = known[each]
                self._known.move_to_end(each)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return np.array([known[each] for each in texts], np.float32).reshape(len(texts), self._embedder.dimensions)
