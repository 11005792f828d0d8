"""Lines of PDF pages, and which of them belong to the paper and not to the text: running heads and page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

_MARGIN = 0.1  # of the page height, at its top and bottom
_WIDE_MARGIN = 0.2  # within which the first and last two lines of a page are looked at too
_REPEATS = 0.4  # of the pages; left and right pages often have heads of their own
_ENOUGH_PAGES = 4  # to call a line that repeats in one place of the page, outside the margins, a running head
_LONGEST_HEAD = 60  # characters of such a line; a longer one is a table head or a form
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.?)?\s*[-–—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
_OUTER_NUMBER = re.compile(r"^\d{1,4}(?=\s)|(?<=\s)\d{1,4}$")


class Line(NamedTuple):
    """A line of text on a page: `x` and `y` of its start and type `size` in points, `height` from 0 (bottom) to 1.

    `full` is how many characters a full line has where this one stands, 0 until that is known.
    """

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool
    height: float
    full: int = 0


def without_running_heads(lines: Sequence[Line]) -> list[Line]:
    """Lines without those that repeat (numbers aside) in the margins of many pages, and without page numbers.

    Where most pages would be left with nothing, what repeats is the text (certificates, forms) and all of it stays.
    """
    pages = len({line.page for line in lines})
    placed = {i for i, line in enumerate(lines) if not _MARGIN < line.height < 1 - _MARGIN}
    marginal = placed | _first_and_last(lines)
    dropped = {i for i in marginal if _PAGE_NUMBER.fullmatch(lines[i].text)}
    dropped |= _repeated(((_shape(lines[i]), lines[i].page, i) for i in marginal), pages)
    numbers = ((int(match[0]), i) for i in placed for match in _OUTER_NUMBER.finditer(lines[i].text))
    dropped |= _repeated(((number - lines[i].page, lines[i].page, i) for number, i in numbers), pages)
    if pages >= _ENOUGH_PAGES:
        short = [i for i, line in enumerate(lines) if len(line.text) <= _LONGEST_HEAD]
        dropped |= _repeated((((_shape(lines[i]), round(lines[i].y)), lines[i].page, i) for i in short), pages)
    kept = [line for i, line in enumerate(lines) if i not in dropped]
    return kept if 2 * len({line.page for line in kept}) >= pages else list(lines)


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _first_and_last(lines: Sequence[Line]) -> set[int]:
    """Numbers of the first and last two lines of each page, for pages whose margins are wide."""
    found: set[int] = set()
    for _, page in groupby(range(len(lines)), key=lambda i: lines[i].page):
        numbers = list(page)
        found.update(i for i in numbers[:2] if lines[i].height > 1 - _WIDE_MARGIN)
        found.update(i for i in numbers[-2:] if lines[i].height < _WIDE_MARGIN)
    return found


def _repeated(keyed: Iterable[tuple[Hashable, int, int]], pages: int) -> set[int]:
    """Of (key, page, line number): the numbers of lines whose key is on many of the pages."""
    found: dict[Hashable, list[int]] = defaultdict(list)
    on: dict[Hashable, set[int]] = defaultdict(set)
    for key, page, number in keyed:
        found[key].append(number)
        on[key].add(page)
    most = max(2, round(_REPEATS * pages))
    return {number for key, numbers in found.items() if len(on[key]) >= most for number in numbers}
