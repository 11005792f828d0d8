"""Text in plain characters, for finding facts, with the way back to the offsets of the text as written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from retrieval.patterns import late_pattern

_LETTERS = late_pattern("[A-Za-z]+")
_REACH = 60  # characters after a word in which what it belongs to ends
_JAMO = r"[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾"
_ODD = late_pattern(rf"{_JAMO}| ?[{_RAISED}]+|[^\x00-\x7f가-힣]")
# The en dash stays: between a year and two digits it makes a range where a hyphen makes a month.
_SAME = {
    **dict.fromkeys("‐‑‒−﹣－", "-"),
    **dict.fromkeys("‘’‛´′｀＇", "'"),
    **dict.fromkeys("〜∼～˜", "~"),
    **dict.fromkeys("—―⸺﹘", "–"),
    "⁄": "/",
    "∕": "/",
    "ㆍ": "·",
}


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` with digits, signs and spaces in their plain forms; `span` maps its offsets to the text as written."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets, in the text as written, of a part that is not empty."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


def plain(text: str) -> Plain:
    """NFKC (Unicode Annex 15) character by character; any script's digits as ASCII; invisible characters dropped.

    A raised digit behind a figure or a space is the number of a note and left out ("45⁴ billion" are 45 billion), but for
    powers of ten ("10⁶"); a circled digit behind a figure is kept apart from it.
    """
    if text.isascii():
        return Plain(text, (), ())
    pieces: list[str] = []
    moved: list[tuple[int, int, int]] = []
    at = 0
    for match in _ODD.finditer(text):
        start, end = match.span()
        if start > at:
            pieces.append(text[at:start])
        if match[0][-1] in _RAISED:
            piece = "" if _is_note(text, start) else "".join(map(_plain, match[0]))
        else:
            piece = _plain(match[0])
        if piece and piece[0].isdigit() and pieces and pieces[-1][-1:].isdigit() and not text[start].isdecimal():
            piece = f"^{piece}"
        pieces.append(piece)
        if len(piece) != end - start:
            moved.append((start, end, len(piece)))
        at = end
    pieces.append(text[at:])
    return Plain("".join(pieces), *_offsets(len(text), moved))


def near(pattern: re.Pattern[str], text: str, words: Set[str], before: int = 0) -> Iterator[re.Match[str]]:
    """The matches of a pattern around one of `words` (lower case), as `finditer` gives them but without trying each place.

    A match begins at most `before` characters ahead of the word.
    """
    at = 0
    for word in _LETTERS.finditer(text):
        if word[0].lower() in words:
            end = min(len(text), word.end() + _REACH)
            while match := pattern.search(text, max(at, word.start() - before), end):
                if match.start() > word.end():  # it belongs to a later word, and this window may cut it short
                    break
                yield match
                at = match.end()


def _offsets(size: int, moved: list[tuple[int, int, int]]) -> tuple[Sequence[int], Sequence[int]]:
    if not moved:
        return (), ()
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end, length in moved:
        starts += [*range(at, start), *[start] * length]
        ends += [*range(at + 1, start + 1), *[end] * length]
        at = end
    return [*starts, *range(at, size)], [*ends, *range(at + 1, size + 1)]


@lru_cache(maxsize=4096)
def _plain(written: str) -> str:
    if written in _SAME:
        return _SAME[written]
    category = unicodedata.category(written[0])
    if category in {"Cf", "Mn", "Me"}:
        return ""
    folded = "".join(_digit(_SAME.get(c, c)) for c in unicodedata.normalize("NFKC", written))
    raised = "<super>" in unicodedata.decomposition(written[0]) or "<sub>" in unicodedata.decomposition(written[0])
    if category in {"No", "Nl"} and folded.isascii() and not raised and not folded.isalpha():
        return f" {folded} " if "/" not in folded else f" {folded}"
    return folded


def _is_note(text: str, at: int) -> bool:
    """Whether a run of raised signs is a note's number: it stands behind a figure, or behind no word."""
    before = text[max(at - 3, 0) : at]
    if text[at] == " " or not before or before[-1] in "\n|":
        return True
    is_power = before.endswith("10") and not (before[:-2].isdecimal() or before[:-2] in {",", "."})
    return before[-1].isdecimal() and not is_power


def _digit(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdigit() else character
