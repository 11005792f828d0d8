"""Cuts a styled text into parts that each fit a message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bots.wording.message_text import Runs, shown, sliced, stripped, whole
from retrieval.language import split as fragments

LIMIT = 4096
"""UTF-16 units of a message (core.telegram.org/bots/api#sendmessage)."""

_LEAST = 1 / 3  # of what fits: a cut before that is made only where nothing better is
_MARKS = re.compile(r"(?:\s*\[\d{1,3}\])*")
_MARK_NEXT = re.compile(r"\s*\[\d{1,3}\]")
_MARKER_BEFORE = re.compile(r"(?:^|\n) *(?:•|\d+\.)\s*$")
_MARK = re.compile(r"\[\d{1,3}\]")
_SENTENCE_END = tuple(".!?。！？…\"'”’)]»")


def split(text: Runs, fits: Callable[[Runs], bool]) -> list[Runs]:
    """The text in parts that fit, none empty: cut at a paragraph's end, else a line's, a sentence's, a blank, or anywhere.

    No cut parts a mark from what it stands behind, or a list's marker from its item. What fits has to be monotone: where
    a text does not fit, no longer one that begins with it does.
    """
    parts = []
    rest = stripped(text)
    while rest:
        cut = _cut(rest, fits)
        parts.append(stripped(sliced(rest, 0, cut)))
        rest = stripped(sliced(rest, cut, len(shown(rest))))
    return parts


def _cut(rest: Runs, fits: Callable[[Runs], bool]) -> int:
    text = shown(rest)
    if len(text) <= LIMIT and fits(rest):
        return len(text)
    most = _most(rest, min(len(text), LIMIT), fits)
    levels = [sorted(places) for places in _places(text, most)]
    for places in levels:
        if places and places[-1] >= most * _LEAST:
            return places[-1]
    return next((places[-1] for places in levels if places), _anywhere(text, most))


def _most(rest: Runs, longest: int, fits: Callable[[Runs], bool]) -> int:
    """The length of the longest beginning that fits, at least 1."""
    low, high = 1, longest
    while low < high:
        middle = (low + high + 1) // 2
        if fits(stripped(sliced(rest, 0, middle))):
            low = middle
        else:
            high = middle - 1
    return low


def _places(text: str, most: int) -> Iterator[list[int]]:
    """Where the text may be cut up to `most`, the best kind of place first."""
    seen = text[: most + 16]  # what follows has a say in whether a cut is good

    def fine(at: int) -> bool:
        return (
            0 < at <= most and not _MARK_NEXT.match(text, at) and not _MARKER_BEFORE.search(text[max(0, at - 12) : at])
        )

    yield [m.start() for m in re.finditer(r"\n\n+", seen) if fine(m.start()) and text[m.start() - 1] not in ":："]
    yield [m.start() for m in re.finditer(r"\n+", seen) if fine(m.start()) and text[m.start() - 1] not in ":："]
    yield [at for at in _sentence_ends(seen) if fine(at)]
    yield [m.start() for m in re.finditer(r"\s+", seen) if fine(m.start())]


def _sentence_ends(text: str) -> Iterator[int]:
    for fragment in fragments(text):
        if text[fragment.end - 1].endswith(_SENTENCE_END):
            marks = _MARKS.match(text, fragment.end)
            yield marks.end() if marks else fragment.end


def _anywhere(text: str, most: int) -> int:
    """In the middle of a word, but in no mark and no character."""
    for mark in _MARK.finditer(text, max(0, most - 4), most + 4):
        if mark.start() < most < mark.end():
            return mark.start() or mark.end()
    return whole(text, most)
