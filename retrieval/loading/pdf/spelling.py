"""Strokes of one line put together to its text: spaces by the gaps, raised and lowered figures kept apart from the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from retrieval.loading.pdf.letters import Stroke
from retrieval.patterns import late_pattern

_GAP = 0.15  # of the larger type size between two strokes is a space, where PDFium saw none
_WIDE_GAP = 1.2  # of it between two that follow each other, for which PDFium tells narrower spaces
_SMALL = 0.82  # of the size beside it is the size of a raised or lowered figure
_RAISED, _LOWERED = 0.12, 0.04  # of the size beside it
_NEAR = 0.4  # of the size beside it, between a word and its raised figure
_HIGH = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_LOW = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_UNIT = late_pattern(r"(?:^|[\s\d(/·])(?:[kcmdµμn]?m|ft|in|yd|mi|s|㎞|㎝|㎜)$")
_POWER_OF_TEN = late_pattern(r"(?:^|[^\d.,])10$")
_FIGURES = late_pattern(r"[-+−]?\d{1,3}$")


def spell(line: Sequence[Stroke]) -> str:
    """The text of strokes that stand on one line, from left to right.

    A raised figure after a unit stays raised ("m²"), one on a ten is its power ("10^6"), every other one is the mark of a
    note and stands in brackets ("1,200 (3)"), so that no figure grows by it.
    """
    text = ""
    before: Stroke | None = None
    main: Stroke | None = None
    marks = _marks(line)
    for place, group in groupby(zip(line, marks, strict=True), key=lambda each: each[1]):
        parts = [stroke for stroke, _ in group]
        if place == "":
            for stroke in parts:
                text += (" " if before and _is_apart(before, stroke) else "") + stroke.text
                before = main = stroke
            continue
        written = _written(parts)
        if place == "_":
            text += written.translate(_LOW) if text[-1:].isdigit() else written
        else:
            text += _raised(text, written, is_near=main is not None)
            if not main:
                text += " "
        before = parts[-1]
    return text


def _written(parts: Sequence[Stroke]) -> str:
    text = ""
    for before, stroke in zip([None, *parts[:-1]], parts, strict=True):
        text += (" " if before and _is_apart(before, stroke) else "") + stroke.text
    return text


def _raised(text: str, mark: str, *, is_near: bool) -> str:
    if not any(letter.isdigit() for letter in mark):
        return mark  # a star, a dagger, the "th" of "5th"
    if _FIGURES.match(mark) and _UNIT.search(text):
        return mark.translate(_HIGH)
    if _FIGURES.match(mark) and _POWER_OF_TEN.search(text):
        return f"^{mark}"
    bare = mark.strip("()[]")
    return f" ({bare})" if is_near else f"({bare})"


def _marks(line: Sequence[Stroke]) -> Iterator[str]:
    """For each stroke "^" when it is raised above what is beside it, "_" when lowered, else nothing."""
    main: Stroke | None = None
    for number, stroke in enumerate(line):
        beside = main or next((each for each in line[number + 1 :] if _SMALL * each.size >= stroke.size), None)
        mark = _mark(stroke, beside, line[number - 1] if number else None)
        if not mark:
            main = stroke
        yield mark


def _mark(stroke: Stroke, beside: Stroke | None, before: Stroke | None) -> str:
    if beside is None or stroke.size > _SMALL * beside.size:
        return ""
    gap = stroke.left - before.right if before else beside.left - stroke.right
    if not -_NEAR * beside.size <= gap <= _NEAR * beside.size:
        return ""
    if stroke.y - beside.y >= _RAISED * beside.size:
        return "^"
    return "_" if beside.y - stroke.y >= _LOWERED * beside.size else ""


def _is_apart(before: Stroke, stroke: Stroke) -> bool:
    small, large = sorted((stroke.size, before.size))
    if stroke.before == " " and small > _SMALL * large:  # beside raised figures PDFium sees spaces where there are none
        return True
    gap = (stroke.left - before.right) / max(large, 0.1)
    follows = stroke.before == "" and stroke.first == before.last + 1
    return gap > (_WIDE_GAP if follows else _GAP)
