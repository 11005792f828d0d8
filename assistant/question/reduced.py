"""What a question comes down to, when it cannot be answered as it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.language import split
from retrieval.patterns import late_pattern

_TAG = late_pattern(
    r"[,;]?\s*(?:(?:is|was|are|were|does|do|did|has|have|had|will|would)(?:n['’]?t| not)?\s+(?:it|he|she|they|there|that)(?:\s+not)?|"
    r"right|correct|true|yes|no|is that (?:right|correct|true)|(?:am|are) (?:i|we) right|맞(?:죠|지요|나요|습니까))\s*\?\s*$",
    re.IGNORECASE,
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = r"(?:19|20)\d{2}"
_CLAIMED = (
    ("How much", late_pattern(r"\b(?:about |around )?(?:(?:KRW|USD|EUR|won|₩|\$)\s*[\d.,]+(?:\s*(?:million|billion|trillion))?|[\d.,]+\s*(?:million|billion|trillion)?\s*(?:won|KRW|USD|dollars?))", re.IGNORECASE)),
    ("When", late_pattern(rf"\b(?:(?:in|on|from|for|by|until|since|between)\s+)?(?:the\s+)?(?:{_YEAR}\s*(?:[-–—~]|to|and)\s*{_YEAR}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:\s+{_YEAR})?|{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?(?:,?\s+{_YEAR})?(?![a-z])|{_YEAR})")),
    ("Where", late_pattern(r"\b(?:in|at|near)\s+(?:the\s+)?(?:[A-Z][\w-]+\s?)+$")),
)  # fmt: skip
_LINKS = late_pattern(r"\s+(?:is|was|are|were|will be|takes|took|costs|is planned|was planned)\s*$", re.IGNORECASE)
_ORDERED = late_pattern(r"^[^:?]{3,80}:\s+(?P<rest>.+\?)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Core:
    """What is left to ask, and whether it is what a claim leaves open."""

    text: str
    of_claim: bool = False


def asked_of_it(question: str) -> Core | None:
    """What is left to ask when a question finds no answer: of a story the sentence that asks, of "do this and that: ...?"
    what stands behind the colon, and of a claim to be confirmed what it claims ("it was in May, right?": when was it?)."""
    if part := _asking_sentence(question) or _behind_colon(question):
        return Core(part)
    claimed = _claimed(question)
    return Core(claimed, of_claim=True) if claimed else None


def _asking_sentence(question: str) -> str | None:
    sentences = [question[span.start : span.end] for span in split(question)]
    asking = [each for each in sentences if each.endswith("?")]
    return asking[-1] if asking and len(sentences) > 1 else None


def _behind_colon(question: str) -> str | None:
    ordered = _ORDERED.match(question)
    return ordered["rest"] if ordered else None


def _claimed(question: str) -> str | None:
    """The open question behind a claim: without the amount, time or place that it claims."""
    claim = _TAG.sub("", question)
    if claim == question:
        return None
    for word, pattern in _CLAIMED:
        if match := pattern.search(claim):
            rest = " ".join(f"{claim[: match.start()]} {claim[match.end() :]}".split())
            return f"{word} is it: {_LINKS.sub('', rest)}?"
    return None
