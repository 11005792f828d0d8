"""Raised and lowered text in a line: powers stay powers, and the numbers of notes stay apart from figures and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.loading.pieces import squeeze
from retrieval.patterns import late_pattern

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_EXPONENT = late_pattern(r"[+-−]?\d{1,3}[+-−]?")
_BASE = late_pattern(r"(?:(?<![\d.,])10|(?<![^\W\d_])[A-Za-zµμΩ]{1,3})\Z")  # a power of ten, a unit, an ion
_MARK = late_pattern(r"[\[(]?\s*([\d,\s]{1,9})\s*([\])]?)")
_LONGEST_SUFFIX = 3  # letters: "th", "nd", "TM"; more is a note


def raised(before: str, element: HtmlElement) -> str:
    """What stands for a `<sup>` behind the text `before`: 10⁶, m², 5th, and a note's number with a space before it."""
    text = squeeze(element.text_content())
    is_note = next(element.iter("a"), None) is not None
    if not is_note and _EXPONENT.fullmatch(text) and _BASE.search(before):
        return text.translate(_RAISED)
    if mark := _MARK.fullmatch(text):
        return f" {mark[1].strip().translate(_RAISED)}{'⁾' if mark[2] == ')' and not text.startswith('(') else ''}"
    if not text or not text[:1].isalnum() or (text.isascii() and text.isalpha() and len(text) <= _LONGEST_SUFFIX):
        return text
    return f" ({text.strip('()')})" if before.strip() else text


def lowered(before: str, element: HtmlElement) -> str:
    """What stands for a `<sub>`: plain behind letters ("CO2"), and lowered where it would lengthen a figure."""
    text = squeeze(element.text_content())
    return text.translate(_LOWERED) if before[-1:].isdigit() and text[:1].isdigit() else text
