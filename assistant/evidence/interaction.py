"""A question and a text compared word by word, each word by its vector in its context.

Late interaction (Khattab and Zaharia 2020, "ColBERT"): for each word of the question the cosine of the text's nearest word.
It finds a word again in another form, in a synonym and in another language, and shows the one word that has no like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

NAMES = ("word_mean", "word_least", "word_gap")


@dataclass(frozen=True, slots=True)
class Interaction:
    """`mean` is by the words' weights, `least` the smallest cosine of a word that has one, `gap` (0..2) what a heavy word lacks."""

    mean: float = 0.0
    least: float = 0.0
    gap: float = 0.0

    def features(self) -> Mapping[str, float]:
        """By `NAMES`."""
        return dict(zip(NAMES, (self.mean, self.least, self.gap), strict=True))


def interaction(question: Vectors, weights: Sequence[float], text: Vectors) -> Interaction:
    """Of words as unit rows (words, dimensions); a question's word of weight 0 is left out."""
    weighed = np.asarray(weights, np.float32)
    told = weighed > 0
    if not told.any() or not len(text):
        return Interaction()
    weighed = weighed[told]
    nearest = (question[told] @ text.T).max(axis=1)
    return Interaction(
        float(nearest @ weighed / weighed.sum()),
        float(nearest.min()),
        float(((1 - nearest) * weighed).max() / weighed.max()),
    )
