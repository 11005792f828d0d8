"""Words that are nobody's name: the whole-word pieces of BERT's English vocabulary (Devlin et al. 2019; Apache-2.0)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_LIST = Path(__file__).parent.parent / "data" / "words" / "english.txt"


@cache
def ordinary_words() -> frozenset[str]:
    """About 22,000 common English words and names, in lower case."""
    return frozenset(_LIST.read_text("utf-8").split())
