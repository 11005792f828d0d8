"""A question about several bodies or plans, taken apart into what it asks of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.language import content_terms
from retrieval.patterns import late_pattern
from retrieval.search import Subject

_EACH = late_pattern(r"\b(?:each|both|respectively|together)\b", re.IGNORECASE)
_CLAUSES = late_pattern(r"[,;]?\s+(?:and|but)\s+(?=(?:what|who|whom|when|where|which|how|until|why)\b)", re.IGNORECASE)


def stands_apart(subject: Subject, subjects: Sequence[Subject]) -> bool:
    """Whether no other subject of the question shares a document with this one."""
    return all(not subject.documents & each.documents for each in subjects if each != subject)


def clauses(question: str) -> list[str]:
    """The questions that one sentence asks ("who is it, and who was it before?"); the question itself when it asks one."""
    return [each.strip(" ,?") + "?" for each in _CLAUSES.split(question)]


def for_one(question: str, subject: Subject, subjects: Sequence[Subject]) -> str:
    """The question as it concerns one subject: its own clause, without the names of the others."""
    own = next(
        (
            c
            for c in _CLAUSES.split(question)
            if subject.name in c and len(content_terms(c.replace(subject.name, " "))) > 1
        ),
        question,
    )
    for other in subjects:
        if other != subject:
            own = re.sub(
                rf"(?:,|\band|\bor|\bin|\bat|\bof)*\s*\b{re.escape(other.name)}\b(?:'s)?\s*(?:,|\band\b|\bor\b)?",
                " ",
                own,
            )
    return " ".join(_EACH.sub(" ", own).split())
