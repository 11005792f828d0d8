"""Takes out of e5's vectors what all texts of a kind share, so that a cosine of 0 means "nothing to do with each other".

Vectors of e5 lie in a narrow cone: unrelated English texts have cosines around .83, Korean and English ones .78, and a
question sits apart from passages. Subtracting the mean of its kind (Mu and Viswanath 2018, "All-but-the-Top", without
their second step) undoes that. A mean belongs to a side (question, passage, span of a passage) and a script; a text of
both scripts gets the means mixed by its share of Hangul. `evals/fitting/e5_means.py` makes the file and says from what.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.language import count_hangul

Vectors = NDArray[np.float32]
Kind = Literal["question", "passage", "span"]
TEXT_KINDS: tuple[Kind, ...] = ("question", "passage", "span")
VERSION = 1
"""Part of the model's name in the index and the vector cache: raise it with the file of means."""

MEANS_FILE = Path(__file__).parent.parent / "data" / "e5" / "means.npy"


def hangul_share(text: str) -> float:
    """The share of Hangul among the letters of a text, 0 to 1; 0 where there is no letter."""
    return count_hangul(text) / max(1, sum(map(str.isalpha, text)))


def centred(rows: Vectors, kind: Kind, share: float) -> Vectors:
    """Rows (n, 384) of unit length without the mean of their kind at this share of Hangul, of unit length again.

    Rows of zeros, which stand for what the model did not read, stay.
    """
    other, hangul = means()[TEXT_KINDS.index(kind)]
    moved = rows - ((1 - share) * other + share * hangul)
    lengths = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.asarray(np.where(rows.any(axis=-1, keepdims=True), moved / np.maximum(lengths, 1e-9), 0), np.float32)


@cache
def means() -> Vectors:
    """Shape (3, 2, 384): for each of `TEXT_KINDS` the mean of unit vectors in other scripts, then in Hangul."""
    found: Vectors = np.load(MEANS_FILE)
    return found
