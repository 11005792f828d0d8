"""Whether a fact of a passage bears out a fact of a sentence, beyond being written alike: labels, units, tables, counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from assistant.claims import Claim, claims, same_noun, states
from assistant.verify_passage import View
from assistant.verify_words import Reading

_FACTORS: Mapping[str, Mapping[str, int | str]] = {
    "area": {"m2": 1, "ha": 10_000, "km2": 1_000_000},
    "length": {"mm": "1/1000", "cm": "1/100", "m": 1, "km": 1000},
    "mass": {"g": 1, "kg": 1000, "t": 1_000_000},
    "power": {"W": 1, "kW": 1000, "MW": 10**6, "GW": 10**9},
    "energy": {"kWh": 1, "MWh": 1000, "GWh": 10**6, "TWh": 10**9},
    "clock": {"second": 1, "minute": 60, "hour": 3600},
    "days": {"day": 1, "week": 7},
    "months": {"month": 1, "year": 12, "decade": 120},
}
_SCALES = {unit: (kind, Fraction(factor)) for kind, units in _FACTORS.items() for unit, factor in units.items()}
_MOST_COUNTED = 12  # things that a writer counts without being told
_ITEMS = re.compile(r"\s*(?:,\s*(?:and|or)\b|;\s*and\b|,|;|\band\b|\bas well as\b)\s*", re.IGNORECASE)


def bears(stated: Claim, wanted: Claim) -> bool:
    """Whether `stated` says `wanted`, units converted; a number used as a label ("#305") is that label ("room 305")."""
    if states(stated, wanted):
        return True
    kinds = {stated.kind, wanted.kind}
    if kinds == {"number", "ordinal"} and stated.value == wanted.value:
        return not stated.noun or not wanted.noun or same_noun(stated, wanted)
    if kinds == {"measure"}:
        return _base(stated) is not None and _base(stated) == _base(wanted)
    return False


def bears_in_table(view: View, number: int, stated: Claim, wanted: Claim) -> bool:
    """Whether a bare number says an amount or share whose unit stands in its row, its header or the lines above."""
    if stated.kind != "number" or stated.unit or wanted.kind not in ("amount", "percent", "measure"):
        return False
    fragment = view.fragments[number]
    if " | " not in fragment.reading.text:
        return False
    around = [fragment.header, *fragment.leads]
    texts = [fragment.reading.text, *(view.fragments[each].reading.text for each in around if each is not None)]
    return any(_with_unit(stated, unit, wanted) for text in texts for unit in _units(text))


def agrees(stated: Claim, wanted: Claim) -> bool:
    """Whether two counts name the same thing, or one of them nothing."""
    return stated.kind != "number" or wanted.kind != "number" or same_noun(stated, wanted)


def is_counted(sentence: Reading, claim: Claim, views: list[View]) -> bool:
    """Whether a small count follows from what is listed: by the sentence itself, or in a cited passage.

    "One" counts as stated unless the passage counts the same thing otherwise.
    """
    if claim.kind != "number" or not claim.value.isdigit() or not 1 <= int(claim.value) <= _MOST_COUNTED:
        return False
    counted = [other for view in views for fragment in view.fragments for other in fragment.reading.claims]
    if claim.noun and any(each.kind == "number" and each.noun[:1] == claim.noun[:1] for each in counted):
        return False
    number = int(claim.value)
    if number == 1:
        return not sentence.text[claim.start : claim.end].isdigit()
    return _listed(sentence.text, claim) == number or any(number in _lengths(view) for view in views)


def _listed(text: str, claim: Claim) -> int:
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


def _with_unit(stated: Claim, unit: str, wanted: Claim) -> bool:
    return any(bears(each, wanted) for each in claims(f"{stated.value} {unit}"))


def _base(claim: Claim) -> tuple[str, Fraction] | None:
    if claim.unit not in _SCALES:
        return None
    kind, factor = _SCALES[claim.unit]
    try:
        return kind, Fraction(claim.value) * factor
    except (ValueError, ZeroDivisionError):
        return None
