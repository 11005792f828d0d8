"""The two ends of a range and what surrounds them: "from 2024 to 2028" is one place, in one order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.verification.words import Reading
from retrieval.language.values import Value
from retrieval.patterns import late_pattern

_TO = late_pattern(r"\s*(?:[-–—~∼]|to|and|through|till|until|up to|부터|에서)\s*(?:on\s+|the\s+)?", re.IGNORECASE)


@lru_cache(maxsize=4_000)
def other_end(reading: Reading, claim: Value) -> Value | None:
    """The other end of the range that a fact of a text is an end of, or None."""
    for first, second in zip(reading.values, reading.values[1:], strict=False):
        if claim in (first, second) and _TO.fullmatch(reading.text, first.end, second.start):
            return second if claim == first else first
    return None


def turned(sentence: Reading, one: Value, other: Value, stated: Reading, at_one: Value, at_other: Value) -> bool | None:
    """Whether a range of a sentence runs the other way in the passage; None when both are no ranges."""
    if other_end(sentence, one) != other or other_end(stated, at_one) != at_other:
        return None
    return (one.start < other.start) != (at_one.start < at_other.start)


def apart(reading: Reading, claim: Value, others: Sequence[Value]) -> list[int]:
    """Where the others stand, the other end of the same range left out."""
    end = other_end(reading, claim)
    return [each.start for each in others if each != end]


def as_fine(stated: Value, claim: Value) -> bool:
    """Whether a date could stand for another: a month without a year stands for no year, and the other way round."""
    return not any(
        one.kind == "year" and other.kind == "date" and other.value.startswith("--")
        for one, other in ((stated, claim), (claim, stated))
    )
