"""The checkable facts of a text, normalised, so that a fact of a sentence can be looked for in its source."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from retrieval.language.values import laws, periods
from retrieval.language.values.finders import finders
from retrieval.language.values.nouns import STAGE
from retrieval.language.values.phone_numbers import bears_out_phone
from retrieval.language.values.plain import Plain, plain
from retrieval.language.values.record import Value, ValueKind
from retrieval.language.values.units import IN_BASE
from retrieval.patterns import late_pattern

_EXACT = late_pattern(r"-?\d{1,40}(?:\.\d{1,40})?(?:/[1-9]\d{0,20})?")
_LOCAL = {(3, 4), (4, 4)}  # digits of the two groups of a number without its area
_HYPHENS = {"-", "–", "."}
_CENTRE = late_pattern(r"1[568]\d{6}")
_SHORT_NUMBER = late_pattern(r"1\d{2,3}")
_HIDDEN = "\x00"
_SHORT = 600  # characters of a text that is kept for the next who asks


def values(text: str, *kinds: ValueKind) -> list[Value]:
    """The facts of `text` in order, none overlapping; every digit of the text lies in one of them.

    With `kinds` only those of these kinds, which is faster where they are phones or addresses. A list marker ("1. ") and
    a citation mark ("[1]") are read as numbers too: take them off first.
    """
    return list(_cached(text, kinds) if len(text) <= _SHORT else _values(text, kinds))


@lru_cache(maxsize=4096)  # the readers of one line and of one sentence ask one after another
def _cached(text: str, kinds: tuple[ValueKind, ...]) -> tuple[Value, ...]:
    return _values(text, kinds)


def _values(text: str, kinds: tuple[ValueKind, ...]) -> tuple[Value, ...]:
    page = plain(text)
    left, found = page.text, list[Value]()
    for find in finders(page.text, kinds):
        if new := list(find(left)):
            left = _without(left, new)
            found += new
    found.sort(key=lambda value: value.start)
    calendar = periods.with_neighbours(page.text, [each for each in found if each.kind == "date"])
    filled = {each.start: each for each in calendar}
    placed = _placed(page, [filled.get(each.start, each) for each in found])
    return tuple(each for each in placed if not kinds or each.kind in kinds)


def phones(text: str, *, labelled: bool = False) -> list[Value]:
    """The phones of a text, in order.

    With `labelled` something else says that it holds phones (a column's header, a question about a number): then
    ungrouped numbers, numbers without their area ("819-3024") and a short one that stands alone ("1355") count too.
    """
    if not labelled:
        return values(text, "phone")
    found: list[Value] = []
    for value in values(text):
        before = found.pop() if found and _is_local(text, found[-1], value) else None
        found.append(_as_phone(text, before or value, value))
    return [each for each in found if each.kind == "phone"]


def _is_local(text: str, first: Value, second: Value) -> bool:
    """Whether two numbers side by side have the shape of a phone without its area."""
    one, other = _digits(text, first), _digits(text, second)
    if plain(text[first.end : second.start]).text not in _HYPHENS or "0" in one[:1]:
        return False
    is_plain = first.kind == second.kind == "number" and (len(one), len(other)) in _LOCAL
    return is_plain or _CENTRE.fullmatch(one + other) is not None  # "1588-2024" reads as years without a label


def _as_phone(text: str, first: Value, last: Value) -> Value:
    digits = _digits(text, last) if first is last else _digits(text, first) + _digits(text, last)
    alone = first is last and not text[: first.start].strip() and not text[last.end :].strip()
    if first is not last or _CENTRE.fullmatch(digits) or (alone and _SHORT_NUMBER.fullmatch(digits)):
        value = f"+82{digits}" if _CENTRE.fullmatch(digits) else digits
        return Value("phone", value, "", (), first.start, last.end)
    return first


def _digits(text: str, value: Value) -> str:
    """The digits of a number or a year that is written in digits alone; "" for all else."""
    written = plain(text[value.start : value.end]).text if value.kind in {"number", "year"} else ""
    return written if written.isdigit() else ""


def states(stated: Value, wanted: Value) -> bool:
    """Whether `stated`, found in a source, bears out `wanted`, found in a sentence.

    A fuller fact bears out a coarser one (a date its year, an article with its paragraph the article), never the other
    way. What is counted is not compared: see `same_noun`.
    """
    if wanted.kind in {"date", "year"} and stated.kind in {"date", "year"}:
        return wanted.value in periods.borne_out(stated.value)
    if stated.kind != wanted.kind:
        return _across(stated, wanted)
    if stated.kind == "phone":
        return bears_out_phone(stated.value, wanted.value)
    if stated.kind == "article":
        return stated.unit == wanted.unit and laws.bears_out_article(stated.value, wanted.value)
    if stated.kind == "measure" and stated.unit != wanted.unit:
        return _size(stated) is not None and _size(stated) == _size(wanted)
    return (stated.value, stated.unit) == (wanted.value, wanted.unit)


def same_noun(stated: Value, wanted: Value) -> bool:
    """Whether two numbers may count the same: they share a word, or one of them names nothing."""
    return not stated.noun or not wanted.noun or bool(set(stated.noun) & set(wanted.noun))


def _size(measure: Value) -> tuple[str, Fraction] | None:
    base, factor = IN_BASE.get(measure.unit, ("", Fraction(0)))
    return (base, Fraction(measure.value) * factor) if base and _EXACT.fullmatch(measure.value) else None


def _across(stated: Value, wanted: Value) -> bool:
    """Facts of different kinds that say the same: "the 21st" and a 21st, "half" and 50%, "3단계" and "phase 3"."""
    kinds = {stated.kind, wanted.kind}
    if kinds == {"date", "ordinal"}:
        day, ordinal = (stated, wanted) if stated.kind == "date" else (wanted, stated)
        known = periods.borne_out(day.value) if stated is day else {day.value}
        return not ordinal.noun and f"---{ordinal.value:0>2}" in known
    if kinds == {"number", "percent"}:
        number, percent = (stated, wanted) if stated.kind == "number" else (wanted, stated)
        return percent.unit == "%" and (number.value, percent.value) in {("0.5", "50"), ("0.25", "25"), ("0.75", "75")}
    if kinds == {"number", "ordinal"}:
        number, ordinal = (stated, wanted) if stated.kind == "number" else (wanted, stated)
        return number.value == ordinal.value and number.noun[:1] == (STAGE,)
    return False


def _without(text: str, found: list[Value]) -> str:
    pieces, at = [], 0
    for value in found:
        pieces += [text[at : value.start], _HIDDEN * (value.end - value.start)]
        at = value.end
    return "".join([*pieces, text[at:]])


def _placed(page: Plain, found: list[Value]) -> list[Value]:
    """Values at their places in the text as written; two that end up on one written character are cut apart."""
    placed: list[Value] = []
    for value in found:
        start, end = page.span(value.start, value.end)
        start = max(start, placed[-1].end if placed else 0)
        if start < end:
            moved = (start, end) != (value.start, value.end)
            placed.append(replace(value, start=start, end=end) if moved else value)
    return placed
