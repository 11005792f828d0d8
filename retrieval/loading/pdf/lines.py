"""Lines of PDF pages, and which of them belong to the paper and not to the text: running heads and page numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from retrieval.patterns import late_pattern

_MARGIN = 0.1  # of the page height, at its top and bottom
_WIDE_MARGIN = 0.2  # within which the first and last two lines of a page are looked at too
_REPEATS = 0.4  # of the pages; left and right pages often have heads of their own
_LABELLED_NUMBER = late_pattern(
    r"(?i)(?:page|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s*(?:of|/)\s*\d{1,4}"
    r"|[-–—]?\s*[ivxl]{1,6}\s*[-–—]?"
)
_OUTER_NUMBER = late_pattern(r"^[-–—]?\s*(\d{1,6})\s*[-–—]?(?=\s|$)|(?<=\s)[-–—]?\s*(\d{1,6})\s*[-–—]?$")


class Line(NamedTuple):
    """A line of text on a page: `x` and `y` of its start and type `size` in points, `height` from 0 (bottom) to 1.

    `is_row`: whether it is a row of a table. `full` is how many characters a full line has where this one stands, 0 until
    that is known.
    """

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool
    height: float
    full: int = 0
    is_row: bool = False


def with_heads_once(lines: Sequence[Line]) -> list[Line]:
    """Lines without page numbers; what repeats word for word in the margins of many pages stands once.

    A head stands before the first line of the text, a foot behind the last one, so that neither parts a sentence that goes
    on over a page. Lines that differ in a figure are no running heads, but for the number of their own page. Where most
    pages would be left with nothing, what repeats is the text (certificates, forms) and all of it stays.
    """
    pages = len({line.page for line in lines})
    marginal = [i for i in _first_and_last(lines) if not lines[i].is_row]
    numbers = _numbering(lines, marginal, pages)
    dropped = {i for i in marginal if i in numbers and not numbers[i]}
    heads: list[Line] = []
    feet: list[Line] = []
    for found in _repeated([(numbers.get(i, lines[i].text), i) for i in marginal], lines, pages):
        dropped.update(found)
        first, last = found[0], found[-1]
        if lines[first].height > 0.5:
            heads.append(lines[first]._replace(text=numbers.get(first, lines[first].text), page=lines[0].page))
        else:
            feet.append(lines[last]._replace(text=numbers.get(last, lines[last].text), page=lines[-1].page))
    kept = [line for i, line in enumerate(lines) if i not in dropped]
    if 2 * len({line.page for line in kept}) < pages:
        return list(lines)
    return [*(_apart(line) for line in heads), *kept, *(_apart(line) for line in feet)]


def _apart(line: Line) -> Line:
    """A line in no type of the text, so that it is joined to nothing and is no heading."""
    return line._replace(size=0.0, bold=False)


def _first_and_last(lines: Sequence[Line]) -> list[int]:
    """The places of lines in the margins, and of the first and last two lines of each page, for pages whose margins are wide."""
    found = {i for i, line in enumerate(lines) if not _MARGIN < line.height < 1 - _MARGIN}
    for _, page in groupby(range(len(lines)), key=lambda i: lines[i].page):
        places = sorted(page, key=lambda i: -lines[i].height)
        found.update(i for i in places[:2] if lines[i].height > 1 - _WIDE_MARGIN)
        found.update(i for i in places[-2:] if lines[i].height < _WIDE_MARGIN)
    return sorted(found)


def _numbering(lines: Sequence[Line], marginal: Sequence[int], pages: int) -> dict[int, str]:
    """Of lines that bear the number of their page: what they say beside it, which may be nothing."""
    found: dict[int, str] = {}
    counted: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for i in marginal:
        text = lines[i].text
        if _LABELLED_NUMBER.fullmatch(text) or text == str(lines[i].page):
            found[i] = ""
            continue
        for match in _OUTER_NUMBER.finditer(text):
            rest = f"{text[: match.start()]} {text[match.end() :]}".strip()
            counted[int(match[1] or match[2]) - lines[i].page, rest].append((i, rest))
    for group in counted.values():
        if len({lines[i].page for i, _ in group}) >= _many(pages):
            found.update(group)
    return found


def _repeated(marginal: Sequence[tuple[str, int]], lines: Sequence[Line], pages: int) -> Iterator[list[int]]:
    """Places of lines that say the same at about the same height of many pages, in the order of the first of each."""
    found: dict[tuple[str, float, bool], list[int]] = defaultdict(list)
    for text, i in marginal:
        if text:
            found[text, round(lines[i].size), lines[i].height > 0.5].append(i)
    yield from (places for places in found.values() if len({lines[i].page for i in places}) >= _many(pages))


def _many(pages: int) -> int:
    return max(2, round(_REPEATS * pages))
