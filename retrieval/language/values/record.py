"""One checkable fact of a text: what every finder of values gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from retrieval.patterns import late_pattern

ValueKind = Literal[
    "number",
    "ordinal",
    "percent",
    "amount",
    "measure",
    "date",
    "year",
    "time",
    "phone",
    "email",
    "url",
    "article",
]

_YEAR = late_pattern(r"(?:early-|mid-|late-)?(\d{4})")


@dataclass(frozen=True, slots=True)
class Value:
    """A fact as written at `start` to `end` of its text; `value` and `unit` are equal for equal facts.

    value: numbers without separators ("2500000000000", "0.5", "1/3"); dates as in ISO 8601 with what is not given left
    out ("2025-01-22", "2025-01", "--01-22", "--01", "---22"), quarters and halves ("2025-Q3", "H1"), decades
    ("mid-2020s"); times "18:00"; phones in E.164 ("+82538193024", ";ext=12", a series as
    first "~" last, several extensions as "12,14~16"); articles by their parts ("12/3").
    unit: a currency code, a unit's symbol, "%", "%p", "article", "act"; "" for counts and all else.
    noun: for numbers and ordinals the stems of up to three content words that follow.
    """

    kind: ValueKind
    value: str
    unit: str
    noun: tuple[str, ...]
    start: int
    end: int

    @property
    def year(self) -> int | None:
        """The year that a date, a period or a year names; the first one of a decade."""
        named = _YEAR.match(self.value) if self.kind in {"date", "year"} else None
        return int(named[1]) if named else None
