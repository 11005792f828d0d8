"""Quantities of a text: numbers with what they measure or count, ordinals, and all digits that are nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from retrieval.language.scripts import is_hangul
from retrieval.language.values.nouns import nouns
from retrieval.language.values.numbers import numbers
from retrieval.language.values.record import Value, ValueKind
from retrieval.language.values.said_numbers import Written
from retrieval.language.values.units import COUNTERS, CURRENCIES, unit_at
from retrieval.patterns import late_pattern

_COUNTER = late_pattern(COUNTERS)
_YEAR = late_pattern(r"1[5-9]\d\d|2[01]\d\d")
_YEAR_WORD = late_pattern(r"\s?년(?:도|대)?")
_COUNTED = late_pattern(
    r"\s(?:people|persons|participants|compan\w+|firms|jobs|workers|employees|students|households|businesses|enterprises|patents|"
    r"units|vehicles|houses|homes|residents|visitors|members|experts|farms|schools|items|cases|startups|start-ups|villages)\b"
    r"|\s?(?:명|개|건|곳|가구|세대|여|대\b)",
    re.I,
)
_TOKEN = late_pattern(r"[A-Za-z][A-Za-z0-9]*")
_RANGE = late_pattern(r"\s?(?:[-–~]|to|or|and|내지|에서|부터)\s?", re.I)
_IN = late_pattern(r"\b(?:in|since|during|by|until|of|for)\s$", re.I)  # "in 2024 to 40 billion won" is no range
_BETWEEN = late_pattern(r"\bbetween\s$", re.I)


def find_quantities(text: str) -> Iterator[Value]:
    """Numbers with units, both ends of a range with the unit that stands once; no digit is left out."""
    found: list[Value] = []
    last: Written | None = None
    for number in numbers(text):
        if found and number.end <= found[-1].end:  # a digit of a name such as "5x7"
            continue
        if found and number.start < found[-1].end:
            number = replace(number, start=found[-1].end)
        value = _value(text, number)
        if last and _is_range(text, found[-1], value):
            found[-1], value = _shared(found[-1], last, value, number)
        found.append(value)
        last = number
    yield from found


def shown(value: Fraction | str) -> str:
    """A number as the value of a Value: whole, decimal where that is exact, else as a fraction."""
    if isinstance(value, str):
        return value
    below = value.denominator
    if below == 1:
        return str(value.numerator)
    for places in range(1, 41):
        if 10**places % below == 0:
            digits = str(abs(value.numerator) * 10**places // below).rjust(places + 1, "0")
            return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"
    return f"{value.numerator}/{below}"


def _value(text: str, number: Written) -> Value:
    start, end, value = number.start, number.end, shown(number.value)
    glued = _TOKEN.match(text, end)
    unit, after = unit_at(text, end)
    if year := _year(text, number, value, unit if not glued else "glued"):
        return year
    if number.currency:
        return Value("amount", value, number.currency, (), start, after if unit in CURRENCIES else end)
    if unit:
        return Value(_kind(unit), value, unit, (), start, after)
    if glued:
        return Value("number", text[start : glued.end()].lower(), "", nouns(text, glued.end()), start, glued.end())
    counter = _COUNTER.match(text, end) if is_hangul(text[end : end + 2].lstrip()[:1]) else None
    after = counter.end() if counter else end
    return Value("number", value, "", nouns(text, after, counter[0] if counter else ""), start, after)


def _year(text: str, number: Written, value: str, unit: str) -> Value | None:
    if not number.plain or number.currency or not _YEAR.fullmatch(value) or unit not in {"", "year"}:
        return None
    word = _YEAR_WORD.match(text, number.end)
    if not word and (unit or _COUNTED.match(text, number.end)):
        return None
    return Value("year", value, "", (), number.start, word.end() if word else number.end)


def _kind(unit: str) -> ValueKind:
    return "amount" if unit in CURRENCIES else "percent" if unit in {"%", "%p"} else "measure"


def _is_range(text: str, first: Value, second: Value) -> bool:
    between = _RANGE.fullmatch(text, first.end, second.start) if second.start - first.end < 6 else None
    of_a_time = first.kind == "year" and _IN.search(text, max(0, first.start - 8), first.start) is not None
    if not between or (of_a_time and second.kind != "year"):
        return False
    return (
        between[0].strip().lower() != "and" or _BETWEEN.search(text, max(0, first.start - 9), first.start) is not None
    )


def _shared(a: Value, x: Written, b: Value, y: Written) -> tuple[Value, Value]:
    """The two ends of a range, where only one has the unit or the scale."""
    if isinstance(x.value, str) or isinstance(y.value, str):
        return a, b
    scale = y.scaled if x.scaled == 1 and y.scaled > 1 and x.value < y.value / y.scaled else 1
    bare = a.kind in {"number", "year"} and x.end == a.end
    if bare and b.unit and b.kind != "year":
        return replace(a, kind=b.kind, unit=b.unit, noun=(), value=shown(x.value * scale)), b
    if a.kind == "amount" and b.kind == "number" and x.currency:
        return replace(a, value=shown(x.value * scale)), replace(b, kind="amount", unit=a.unit, noun=())
    if (a.kind, a.unit) == (b.kind, b.unit):
        noun = a.noun if a.noun else b.noun
        return replace(a, value=shown(x.value * scale), noun=noun) if scale > 1 or a.kind == "number" else a, b
    return a, b
