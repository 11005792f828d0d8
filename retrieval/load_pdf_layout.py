"""Lines of PDF pages to blocks: running heads dropped, headings told by type size, broken lines and words mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from retrieval.load_canonical import Piece
from retrieval.load_lines import list_marker, looks_like_heading, numbered_level

_MARGIN = 0.1  # of the page height, at its top and bottom
_REPEATS = 0.4  # of the pages; left and right pages often have heads of their own
_LARGER = 1.12  # times the body size is a heading
_GAP = 1.5  # times the usual line pitch is the end of a paragraph
_FULL = 0.72  # of a full line's characters; a shorter line was ended on purpose
_LONGEST_HEADING = 200  # characters, after joining its lines
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.?)?\s*[-–—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?。？！:;][\"'”’)\]]*$")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-‐]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")


class Line(NamedTuple):
    """A line of text on a page: `x` and `y` of its start and type `size` in points, `height` from 0 (bottom) to 1."""

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool
    height: float


def lay_out(lines: Sequence[Line]) -> list[Piece]:
    """Blocks of a document from the lines of all its pages in reading order."""
    lines = _without_running_heads(lines)
    if not lines:
        return []
    page = _measure(lines)
    words = {word.lower() for line in lines for word in _WORD.findall(line.text)}
    return [_piece(group, page, words) for group in _groups(lines, page)]


def _without_running_heads(lines: Sequence[Line]) -> list[Line]:
    """Lines without those in the margins that repeat (numbers aside) on many pages, and without page numbers."""
    marginal = _marginal(lines)
    pages = len({line.page for line in lines})
    seen = Counter(key for key, _ in groupby(sorted((_key(lines[i]), lines[i].page) for i in marginal)))
    repeats = Counter(key for key, _ in seen)
    most = max(2, round(_REPEATS * pages))
    return [
        line
        for i, line in enumerate(lines)
        if i not in marginal or not (repeats[_key(line)] >= most or _PAGE_NUMBER.fullmatch(line.text))
    ]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _marginal(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines at the top or bottom of their page, by place or as the first or last two of it."""
    found = {i for i, line in enumerate(lines) if not _MARGIN < line.height < 1 - _MARGIN}
    for _, page in groupby(range(len(lines)), key=lambda i: lines[i].page):
        numbers = list(page)
        found.update(numbers[:2] + numbers[-2:])
    return found


@dataclass(frozen=True, slots=True)
class _Page:
    """What is usual in this document: body type size, pitch of lines, characters of a full line, heading levels."""

    size: float
    pitch: float
    full: int
    levels: dict[tuple[float, bool], int] = field(default_factory=dict)


def _measure(lines: Sequence[Line]) -> _Page:
    sizes: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        sizes[line.size, line.bold] += len(line.text)
    (size, bold), _ = sizes.most_common(1)[0]
    body = [line for line in lines if line.size == size]
    steps = Counter(
        round(before.y - after.y, 1)
        for before, after in pairwise(body)
        if before.page == after.page and 0 < before.y - after.y < 4 * size
    )
    lengths = sorted(len(line.text) for line in body)
    headings = {(s, b) for s, b in sizes if s >= _LARGER * size or (b and not bold and s >= 0.95 * size)}
    ranked = sorted(headings, reverse=True)
    return _Page(
        size,
        steps.most_common(1)[0][0] if steps else 1.2 * size,
        lengths[int(0.9 * (len(lengths) - 1))],
        {style: min(rank, 6) for rank, style in enumerate(ranked, 1)},
    )


class _Group(NamedTuple):
    """Lines that are one block, and what they are: a heading's level, a list item's level, or neither."""

    lines: list[Line]
    heading: int
    item: int


def _groups(lines: Sequence[Line], page: _Page) -> list[_Group]:
    groups: list[_Group] = []
    indents: list[float] = []
    for line in lines:
        heading = _heading_level(line, page)
        marker = None if heading else list_marker(line.text)
        last = groups[-1] if groups else None
        if last and _goes_on(last, line, heading, bool(marker), page):
            last.lines.append(line)
        elif marker:
            groups.append(_Group([line], 0, _level(line.x, indents, page)))
        else:
            groups.append(_Group([line], heading, 0))
    return groups


def _heading_level(line: Line, page: _Page) -> int:
    if not any(map(str.isalpha, line.text)) or len(line.text) > _LONGEST_HEADING:
        return 0
    level = page.levels.get((line.size, line.bold), 0)
    if level and line.size < _LARGER * page.size and not looks_like_heading(line.text):
        return 0  # bold words of body size are a heading only on a short line
    return level


def _goes_on(group: _Group, line: Line, heading: int, marked: bool, page: _Page) -> bool:
    """Whether a line belongs to the block before it."""
    last = group.lines[-1]
    near = line.page == last.page and 0 <= last.y - line.y <= _GAP * max(page.pitch, 1.2 * last.size)
    if heading or group.heading:
        style = (line.size, line.bold) == (last.size, last.bold)
        return heading == group.heading and style and near and not numbered_level(line.text)
    if marked:
        return False
    if abs(line.size - last.size) > 0.2 * page.size:
        return False
    if near:
        return group.item > 0 or not _ends(last, line, page)
    # The next column or page: only a sentence under way goes on there.
    moved = line.page == last.page + 1 or (line.page == last.page and line.y > last.y)
    return moved and not _SENTENCE_END.search(last.text) and (line.text[0].islower() or _is_full(last, page))


def _ends(last: Line, line: Line, page: _Page) -> bool:
    """Whether a paragraph ends between two lines that follow each other: last line short, or next one indented."""
    if not _SENTENCE_END.search(last.text):
        return not _is_full(last, page) and not line.text[0].islower()
    return not _is_full(last, page) or line.x > last.x + 0.7 * page.size


def _is_full(line: Line, page: _Page) -> bool:
    return len(line.text) >= _FULL * page.full


def _level(x: float, indents: list[float], page: _Page) -> int:
    while indents and indents[-1] > x - 0.4 * page.size:
        indents.pop()
    indents.append(x)
    return len(indents)


def _piece(group: _Group, page: _Page, words: set[str]) -> Piece:
    number = group.lines[0].page
    text = _mended([line.text for line in group.lines], words)
    if group.heading:
        return Piece("heading", text, group.heading, number)
    marker = list_marker(text) if group.item else None
    if marker:
        return Piece("item", f"{marker.text} {marker.rest}", group.item, number)
    return Piece("paragraph", text, 0, number)


def _mended(lines: Iterable[str], words: set[str]) -> str:
    """Lines as one: a word broken by a hyphen is joined, unless the document writes it with the hyphen elsewhere."""
    text = ""
    for line in lines:
        broken = _BROKEN_WORD.search(text)
        if not text:
            text = line
        elif broken and line[0].islower():
            rest = _WORD.match(line)
            compound = f"{broken[1]}-{rest[0] if rest else ''}".lower()
            text = (text if compound in words else text[:-1]) + line
        else:
            text = f"{text} {line}"
    return text
