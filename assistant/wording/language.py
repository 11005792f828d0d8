"""The languages that the product speaks, and which of them to speak."""

from __future__ import annotations

import re
from typing import Literal

from retrieval.language import has_hangul
from retrieval.patterns import late_pattern

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = ("en", "ko")

_ENGLISH = late_pattern(
    r"\b(?:who|whom|what|which|where|when|how|is|are|do|does|did|can|the|of|for|at|in|to|about|me|please)\b",
    re.IGNORECASE,
)


def language_of(question: str, chosen: str | None = None, client: str | None = None) -> Language:
    """The language to speak: the one chosen, else the question's, else the client's (an IETF tag, or None).

    A question is Korean when it has more Korean words than English ones that hold a sentence together: an English question
    may name a team in Korean, and a Korean one in English.
    """
    if chosen in ("en", "ko"):
        return "ko" if chosen == "ko" else "en"
    korean = sum(has_hangul(word) for word in re.findall(r"\w+", question))
    if korean > len(_ENGLISH.findall(question)):
        return "ko"
    if any(letter.isalpha() for letter in question):
        return "en"
    return "ko" if (client or "").lower().partition("-")[0] == "ko" else "en"
