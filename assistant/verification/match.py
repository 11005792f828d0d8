"""Whether a fact of a passage bears out a fact of a sentence, beyond being written alike: labels, units, tables, counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from assistant.verification.passage import View
from assistant.verification.ranges import other_end
from assistant.verification.words import Reading, all_stems, stem
from retrieval.language.values import Value, same_noun, states, values
from retrieval.patterns import late_pattern

_FACTORS: Mapping[str, Mapping[str, int | str]] = {
    "area": {"m2": 1, "ha": 10_000, "km2": 1_000_000},
    "length": {"mm": "1/1000", "cm": "1/100", "m": 1, "km": 1000},
    "mass": {"g": 1, "kg": 1000, "t": 1_000_000},
    "power": {"W": 1, "kW": 1000, "MW": 10**6, "GW": 10**9},
    "energy": {"kWh": 1, "MWh": 1000, "GWh": 10**6, "TWh": 10**9},
    "time": {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800},
    "months": {"month": 1, "year": 12, "decade": 120},
}
_SCALES = {unit: (kind, Fraction(factor)) for kind, units in _FACTORS.items() for unit, factor in units.items()}
_MOST_COUNTED = 12  # things that a writer counts without being told
_RATE = late_pattern(
    r"\b(?:per|a|an|each|every) (?P<unit>litre|liter|kilogram|kilo|gram|tonne|ton|metre|meter|kilometre|kilometer|hectare|"
    r"kilowatt-hour|megawatt)\b",
    re.IGNORECASE,
)
_IN = late_pattern(r"(?P<first>\w+)\s+(?:in|of|out of)(?:\s+every)?\s+$")
_TIMES = {"1": "once", "2": "twice", "3": "thrice"}
_COUNTER = late_pattern(r"번|회|times?\b")
_UNITS = {
    "day": "a day|daily",
    "week": "a week|weekly",
    "month": "a month|monthly",
    "year": "a year|yearly|annual(?:ly)?",
}
_ITEMS = late_pattern(r"\s*(?:,\s*(?:and|or)\b|;\s*and\b|,|;|\band\b|\bas well as\b)\s*", re.IGNORECASE)


def bears(stated: Value, wanted: Value) -> bool:
    """Whether `stated` says `wanted`, units converted; a number used as a label ("#305") is that label ("room 305")."""
    if states(stated, wanted):
        return True
    kinds = {stated.kind, wanted.kind}
    if kinds == {"number", "ordinal"} and stated.value == wanted.value:
        return not stated.noun or not wanted.noun or same_noun(stated, wanted)
    if kinds == {"measure"}:
        return _base(stated) is not None and _base(stated) == _base(wanted)
    if kinds == {"measure", "number"} and stated.value == wanted.value:
        number, measure = (stated, wanted) if stated.kind == "number" else (wanted, stated)
        return measure.unit in number.noun
    if "percent" in kinds and kinds <= {"percent", "number"}:
        return _share(stated) is not None and _share(stated) == _share(wanted)
    return False


def bears_in_context(view: View, number: int, stated: Value, wanted: Value) -> bool:
    """Whether a fact is one with what stands around it: a cell with its unit, a month below its year, "one in three"."""
    if wanted.kind == "date" and stated.kind == "date" and wanted.value[4:] == stated.value[1:]:
        leads = [claim for lead in view.fragments[number].leads for claim in view.fragments[lead].reading.values]
        return any(each.kind == "year" and each.value == wanted.value[:4] for each in leads)
    if "/" in wanted.value and wanted.kind == "number" and stated.kind == "number":
        return _is_part(view.fragments[number].reading, stated, wanted)
    return _bears_in_table(view, number, stated, wanted)


def _is_part(reading: Reading, stated: Value, wanted: Value) -> bool:
    """Whether "one in three", of which `stated` is the last, says a third."""
    before = _IN.search(reading.text, max(0, stated.start - 24), stated.start)
    first = before and next(iter(values(f"{before['first']} parts")), None)
    return first is not None and f"{first.value}/{stated.value}" == wanted.value


def _share(claim: Value) -> Fraction | None:
    """A percentage or a part ("1/5") as a number in 0..1; None for a whole number."""
    try:
        value = Fraction(claim.value)
    except (ValueError, ZeroDivisionError):
        return None
    if claim.kind == "percent":
        return value / 100 if claim.unit == "%" else None
    return value if 0 < value < 1 else None


def shares_noun(stated: Value, wanted: Value) -> bool:
    """Whether two counts both name what they count, and it is the same."""
    return bool(set(stated.noun) & set(wanted.noun))


def _bears_in_table(view: View, number: int, stated: Value, wanted: Value) -> bool:
    """Whether a bare number says an amount or share whose unit stands in its row, its header or the lines above."""
    if stated.kind != "number" or stated.unit or wanted.kind not in ("amount", "percent", "measure"):
        return False
    fragment = view.fragments[number]
    if " | " not in fragment.reading.text:
        return False
    around = [fragment.header, *fragment.leads]
    texts = [fragment.reading.text, *(view.fragments[each].reading.text for each in around if each is not None)]
    return any(_with_unit(stated, unit, wanted) for text in texts for unit in _units(text))


def agrees(stated: Value, wanted: Value) -> bool:
    """Whether two counts name the same thing, or one of them nothing."""
    return stated.kind != "number" or wanted.kind != "number" or same_noun(stated, wanted)


def is_counted(sentence: Reading, claim: Value, views: list[View]) -> bool:
    """Whether a small count follows from what is listed: by the sentence itself, or in a cited passage.

    "One" counts as stated unless the passage counts the same thing otherwise.
    """
    if claim.kind != "number" or not claim.value.isdigit() or not 1 <= int(claim.value) <= _MOST_COUNTED:
        return False
    counted = [other for view in views for fragment in view.fragments for other in fragment.reading.values]
    if claim.noun and any(each.kind == "number" and each.noun[:1] == claim.noun[:1] for each in counted):
        return False
    number = int(claim.value)
    if number == 1:
        return not sentence.text[claim.start : claim.end].isdigit()
    return _listed(sentence.text, claim) == number or any(number in _lengths(view) for view in views)


def is_worded(sentence: Reading, claim: Value, views: list[View]) -> bool:
    """Whether a cited passage says a fact without a number: "twice" two times, "a year" one year."""
    words = ""
    if claim.kind == "number" and _COUNTER.search(sentence.text[claim.start : claim.end + 6]):
        words = _TIMES.get(claim.value, "")
    elif claim.kind == "measure" and claim.value == "1" and claim.unit in _UNITS:
        words = rf"(?:per|each|every|within a|for a) {claim.unit}|{_UNITS[claim.unit]}"
    elif claim.kind == "measure" and claim.unit == "year" and any(_lasts(view, claim.value) for view in views):
        return True
    said = re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None
    return said is not None and any(said.search(view.chunk.text) for view in views)


def _lasts(view: View, years: str) -> bool:
    """Whether a title, heading or fragment gives a period of so many years: "2024-2028" is five."""
    for reading in (view.heading, *(each.reading for each in view.fragments)):
        for claim in reading.values:
            end = other_end(reading, claim)
            both = end is not None and (claim.kind, end.kind) == ("year", "year")
            if end and both and str(int(end.value) - int(claim.value) + 1) == years:
                return True
    return False


def strange_rate(sentence: Reading, views: list[View]) -> str | None:
    """What something is counted by in the sentence ("a litre") and nowhere in the cited passages, or None."""
    for match in _RATE.finditer(sentence.text):
        unit = stem(match["unit"].lower())
        if not any(unit in all_stems(fragment.reading.text) for view in views for fragment in view.fragments):
            return match.group()
    return None


def _listed(text: str, claim: Value) -> int:
    """How many things stand after the colon or "namely" that follows a count."""
    after = text[claim.end :]
    colon = re.search(r":|\bnamely\b", after)
    return len([each for each in _ITEMS.split(after[colon.end() :]) if each.strip(" .")]) if colon else 0


def _lengths(view: View) -> set[int]:
    """How many items each list of a passage has."""
    counts: dict[tuple[tuple[int, ...], int | None], int] = {}
    for fragment in view.fragments:
        if fragment.leads or fragment.header is not None:
            key = (fragment.leads, fragment.header)
            counts[key] = counts.get(key, 0) + 1
    return set(counts.values())


def _units(text: str) -> list[str]:
    """The units that a table's header may give: "billion won", "%"."""
    found = re.findall(
        r"(?:(?:hundred|thousand|million|billion|trillion) )?(?:won|KRW|USD|euros?|dollars)|%|percent", text
    )
    return list(dict.fromkeys(found)) + re.findall(r"\b(?:km|m|MW|GW|kg|tonnes|hours|days|months|years)\b", text)


def _with_unit(stated: Value, unit: str, wanted: Value) -> bool:
    return any(bears(each, wanted) for each in values(f"{stated.value} {unit}"))


def _base(claim: Value) -> tuple[str, Fraction] | None:
    if claim.unit not in _SCALES:
        return None
    kind, factor = _SCALES[claim.unit]
    try:
        return kind, Fraction(claim.value) * factor
    except (ValueError, ZeroDivisionError):
        return None
