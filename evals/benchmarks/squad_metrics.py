"""Exact match and token F1 of SQuAD (Rajpurkar et al. 2016): case, articles and punctuation make no difference."""

from __future__ import annotations

import re
from collections import Counter

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = re.compile(r"[^\w\s]")


def exact_match(text: str, answer: str) -> float:
    """1 where both are the same once normalised, else 0."""
    return float(_tokens(text) == _tokens(answer))


def token_f1(text: str, answer: str) -> float:
    """Harmonic mean of the precision and recall of the text's words in the answer, 0..1."""
    said, wanted = _tokens(text), _tokens(answer)
    if not said or not wanted:
        return float(said == wanted)
    shared = sum((Counter(said) & Counter(wanted)).values())
    return 2 * shared / (len(said) + len(wanted))


def _tokens(text: str) -> list[str]:
    return _ARTICLES.sub(" ", _PUNCTUATION.sub("", text.lower())).split()
