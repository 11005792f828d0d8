"""Words that are nobody's name: the whole-word pieces of BERT's English vocabulary (Devlin et al. 2019; Apache-2.0)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from retrieval.language.words import analyze

_SHORTEST_STEM = (
    6  # letters; what a slip of the pen leaves of a shorter word is often the stem of some word ("planing")
)
_LIST = Path(__file__).parent.parent / "data" / "words" / "english.txt"


def is_ordinary(word: str) -> bool:
    """Whether a word is one of the language: a common one, or another form of one."""
    if word.lower() in ordinary_words():
        return True
    stems = analyze(word)
    return bool(stems) and all(len(stem) >= _SHORTEST_STEM and stem in _stems() for stem in stems)


@cache
def ordinary_words() -> frozenset[str]:
    """About 22,000 common English words and names, in lower case."""
    return frozenset(_LIST.read_text("utf-8").split())


@cache
def _stems() -> frozenset[str]:
    return frozenset(analyze("\n".join(ordinary_words())))
