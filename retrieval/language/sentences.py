"""Cuts a text into the fragments that an answer may quote: sentences, list items and table rows, by offset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from retrieval.language.scripts import is_hangul
from retrieval.language.values import values
from retrieval.patterns import late_pattern

LONGEST = 600
"""Characters of the longest fragment; what is longer is cut at a space."""

SHORT_LINE = 60
"""A line shorter than this was not broken by a page's width: what follows with a capital is a new fragment."""

ITEM_MARKER = r"(?:[-*+•‣◦▪●○∙]|\(?\d{1,3}[.)]|\(?[a-z][.)]|[①-⑳]|\(?[가나다라마바사아자차카타파하][.)])"
"""A pattern of the marks that list items begin with, in English and Korean."""
_MARKER = late_pattern(rf"[ \t]*{ITEM_MARKER}[ \t]+(?=\S)")
_HASHES = late_pattern(r"#{1,6}[ \t]+(?=\S)")
_END = late_pattern(r"[.!?。！？…]+(?:[\"'”’)\]»]|\[\d+\])*(?=\s)")
_LONGEST_DATE = 24
_DATED = late_pattern(r"(?:['’‘´＇]?\d{1,4}\.?)+")  # the last word of a date in digits, or all of it
_YEAR = late_pattern(r"[12]\d{3}")
_MONTH = late_pattern(r"0?[1-9]|1[0-2]")
_DAY_NEXT = late_pattern(r"(?:0?[1-9]|[12]\d|3[01])\.")
_DAY_BEFORE = late_pattern(r"(?:0?[1-9]|1[0-2])\.")
_OPENING = "\"'“‘([«"
_WORD_AFTER = late_pattern(r"\w+")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Followed by a name or more of the same phrase: a full stop after these ends nothing.
_NEVER_LAST = _words(
    "dr mr mrs ms prof rev hon st mt ft gen gov sen rep col lt capt sgt maj cmdr pres messrs vs cf al approx est ca "
    "eg ie e.g i.e viz esp incl resp tel dept univ"
)
# Followed by a number: "No. 3", "Art. 12", "Aug. 4".
_BEFORE_NUMBER = _words(
    "no nos art arts sec secs fig figs vol vols ch chap p pp para eq ref tab jan feb mar apr jun jul aug sep sept oct "
    "nov dec c v r ext"
)
# May end a sentence or not: the next word decides.
_MAYBE_LAST = _words("inc ltd co corp jr sr etc bros ave blvd rd assn bldg a.m p.m ph.d b.c a.d u.s u.k")
STARTERS = _words(
    "a an the this that these those it its he she they we you i his her their our there here in on at by for from to "
    "with as if when while after before during since until although though because however moreover but and or so yet "
    "also some many most all each both no not one two other others what who why how where which under over between "
    "among despite unlike today now then later thus hence"
)
"""Words that a sentence may begin with and a name does not."""


class Span(NamedTuple):
    """A half-open range of characters: `text[start:end]`."""

    start: int
    end: int


def split(text: str) -> list[Span]:
    """The quotable fragments of `text`, in order, none overlapping, none with white space at its ends.

    A table row is one fragment. Paragraphs and list items are cut at sentence ends; a list marker belongs to no
    fragment. Takes time linear in the text; no fragment is longer than LONGEST characters.
    """
    return [piece for block in _blocks(text) for sentence in _sentences(text, block) for piece in _cap(text, sentence)]


def _blocks(text: str) -> Iterator[Span]:
    """Rows, items and paragraphs: runs of lines that belong together, without list marker."""
    start = end = 0
    previous = ""
    for line_start, line in _lines(text):
        marker = _MARKER.match(line) or _HASHES.match(line)
        if end > start and not (marker is None and _continues(previous, line)):
            yield Span(start, end)
            start = end
        if line.strip():
            if end <= start:
                start = line_start + (marker.end() if marker else 0)
            end = line_start + len(line)
        previous = line
    if end > start:
        yield Span(start, end)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start < len(text):
        newline = text.find("\n", start)
        stop = len(text) if newline < 0 else newline
        yield start, text[start:stop]
        start = stop + 1


def _continues(previous: str, line: str) -> bool:
    """Whether `line` goes on with the sentence or item of the line before it, rather than starting another."""
    if not line.strip() or not previous.strip() or " | " in line or " | " in previous or _HASHES.match(previous):
        return False
    if line[0] in " \t" or line[0].islower():
        return True
    return len(previous) >= SHORT_LINE


def _sentences(text: str, block: Span) -> Iterator[Span]:
    if " | " in text[block.start : block.end].partition("\n")[0]:
        yield from _trim(text, block)
        return
    start = block.start
    for match in _END.finditer(text, block.start, block.end):
        if _is_end(text, match, block):
            yield from _trim(text, Span(start, match.end()))
            start = match.end()
    yield from _trim(text, Span(start, block.end))


def _is_end(text: str, match: re.Match[str], block: Span) -> bool:
    """Whether the punctuation in `match` ends a sentence, from the words on both sides of it."""
    following = text[match.end() : min(match.end() + 40, block.end)].lstrip()
    following = following.lstrip(_OPENING)
    if match.start() > block.start and text[match.start() - 1].isspace():
        return True  # punctuation set apart by spaces, as in tokenised text
    if not following or following[0].islower():
        return not following
    if match.group()[0] != "." or match.group().startswith(".."):
        return True
    before = text[max(block.start, match.start() - _LONGEST_DATE) : match.start()].split()
    if not before:
        return True
    word = before[-1].lstrip(_OPENING + "-–—/~∼～")
    if _is_abbreviation(word, following):
        return False
    if _MONTH.fullmatch(word) and _DAY_NEXT.match(following):
        return False  # "3. 27." without a year
    if len(before) > 1 and _DATED.fullmatch(word) and _DAY_BEFORE.fullmatch(before[-2]) and is_hangul(following[0]):
        return False  # "3. 27. 까지"
    after_year = _YEAR.fullmatch(word) and following[:2].isascii() and following[:2].istitle()  # "until 2030. The"
    return bool(after_year) or not (_DATED.fullmatch(word) and _in_date(text, match, block))


def _in_date(text: str, match: re.Match[str], block: Span) -> bool:
    """Whether a full stop belongs to a date in digits ("2026. 2. 10.", "'24.") and a sentence goes on after it."""
    start = max(block.start, match.start() - _LONGEST_DATE)
    window, at = text[start : min(match.end() + _LONGEST_DATE, block.end)], match.start() - start
    for value in values(window, "date", "year"):
        if value.kind == "date" and value.start < at < value.end - 1:
            return True
        written = window[value.start : value.end]
        in_digits = not any(map(str.isalpha, written)) and ("." in written or written[0] in "'’‘´＇")
        if value.end in {at, at + 1} and in_digits:
            after = _WORD_AFTER.match(window[at + 1 :].lstrip().lstrip(_OPENING))
            return after is None or not (
                after[0].isascii() and after[0].istitle()
            )  # "MOU 체결" goes on, "More" does not
    return False


def _is_abbreviation(word: str, following: str) -> bool:
    lower = word.lower()
    if lower in _NEVER_LAST:
        return True
    if following[0].isdigit() and lower in _BEFORE_NUMBER:
        return True
    initial = len(word) == 1 and word.isalpha() and word.isascii()
    dotted = "." in word and all(1 <= len(part) <= 2 and part.isalpha() for part in word.split("."))  # no address
    if initial or dotted or lower in _MAYBE_LAST:
        after = _WORD_AFTER.match(following)
        return after is not None and after.group().lower() not in STARTERS
    return False


def _trim(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(character.isalnum() for character in text[start:end]):
        yield Span(start, end)


def _cap(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > LONGEST:
        space = max(text.rfind(mark, start + 1, start + LONGEST + 1) for mark in (" ", "\n", "\t"))
        cut = space if space > start else start + LONGEST
        yield from _trim(text, Span(start, cut))
        start = cut
    yield from _trim(text, Span(start, end))
