"""Lines of PDF pages to blocks: running heads dropped, headings told by type size, broken lines and words mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from retrieval.loading.pdf.lines import Line, with_heads_once
from retrieval.loading.pdf.tables import CELLS, LINES
from retrieval.loading.pieces import Piece, is_surely_numbered, list_marker, looks_like_heading, numbered_level
from retrieval.records import BlockKind

_LARGER = 1.12  # times the body size is a heading
_GAP = 1.5  # times the usual line pitch is the end of a paragraph
_FULL = 0.72  # of a full line's characters; a shorter line was ended on purpose
_NARROW = 0.5  # of the usual full line; columns and notes narrower than that do not count as wrapped text
_AROUND = 6  # lines before and after, to see how wide the column is
_FIGURES = 0.4  # of the words of a line; with that many numbers it is a row of a table
_LONGEST_HEADING = 200  # characters, after joining its lines
_SENTENCE_END = re.compile(r"[.!?。？！:;][\"'”’)\]]*$")
_NUMBER = re.compile(r"[-+−$€₩£(]*\d(?:[\d.,:/-]*\d)?[%)]*|N/A|[-–—]")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-‐]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")


def lay_out(lines: Sequence[Line]) -> list[Piece]:
    """Blocks of a document from the lines of all its pages in reading order."""
    lines = with_heads_once(lines)
    if not lines:
        return []
    page = _measure(lines)
    lines = _with_widths(lines, page)
    words = {word.lower() for line in lines for word in _WORD.findall(line.text)}
    return [_piece(group, words) for group in _groups(lines, page)]


@dataclass(frozen=True, slots=True)
class _Page:
    """What is usual in this document: size of body type, pitch of its lines, characters of a full one, heading levels."""

    size: float
    pitch: float
    full: int
    levels: dict[tuple[float, bool], int]


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


def _with_widths(lines: Sequence[Line], page: _Page) -> list[Line]:
    """Lines with their `full`: the longest of the lines around, in the bounds that wrapped text has in this document."""
    widths = [len(line.text) for line in lines]
    around = (max(widths[max(i - _AROUND, 0) : i + _AROUND + 1]) for i in range(len(lines)))
    bounds = (min(page.full, max(round(_NARROW * page.full), width)) for width in around)
    return [line._replace(full=full) for line, full in zip(lines, bounds, strict=True)]


class _Group(NamedTuple):
    """Lines that are one block, and its kind and level."""

    lines: list[Line]
    kind: BlockKind
    level: int = 0


def _groups(lines: Sequence[Line], page: _Page) -> list[_Group]:
    groups: list[_Group] = []
    indents: list[float] = []
    for line in lines:
        last = groups[-1] if groups else None
        kind, level = _kind(line, page)
        if last and _goes_on(last, line, kind, level, page):
            last.lines.append(line)
            continue
        if kind == "item":
            level = _item_level(line, last, indents, page)
        else:
            indents.clear()
        groups.append(_Group([line], kind, level))
    return groups


def _kind(line: Line, page: _Page) -> tuple[BlockKind, int]:
    """What a line would begin if it does not go on from the one before; the level is known for headings only."""
    if line.is_row:
        return "row", 0
    if level := _heading_level(line, page):
        return "heading", level
    if list_marker(line.text):
        return "item", 0
    return ("row" if _is_row(line.text) else "paragraph"), 0


def _is_row(text: str) -> bool:
    """Whether a line is a row of figures; its cells cannot be told apart, but rows are better not run together."""
    words = text.split()
    numbers = sum(bool(_NUMBER.fullmatch(word)) for word in words)
    return numbers >= 2 and numbers >= _FIGURES * len(words)


def _heading_level(line: Line, page: _Page) -> int:
    if not any(map(str.isalpha, line.text)) or len(line.text) > _LONGEST_HEADING:
        return 0
    level = page.levels.get((line.size, line.bold), 0)
    if level and line.size < _LARGER * page.size and not looks_like_heading(line.text):
        return 0  # bold words of body size are a heading only on a short line
    if not level and is_surely_numbered(line.text) and not _is_full(line):
        return min(len(page.levels) + numbered_level(line.text), 6)
    return level


def _goes_on(group: _Group, line: Line, kind: BlockKind, level: int, page: _Page) -> bool:
    """Whether a line belongs to the block before it."""
    last = group.lines[-1]
    near = line.page == last.page and 0 <= last.y - line.y <= _GAP * max(page.pitch, 1.2 * last.size)
    if "heading" in {kind, group.kind}:
        style = (line.size, line.bold) == (last.size, last.bold)
        return (kind, level) == (group.kind, group.level) and style and near and not numbered_level(line.text)
    if kind == "item" or "row" in {kind, group.kind} or abs(line.size - last.size) > 0.2 * page.size:
        return False
    if near:
        return group.kind == "item" or not _ends(last, line, page)
    # The next column or page: only a sentence under way goes on there.
    moved = line.page == last.page + 1 or (line.page == last.page and line.y > last.y)
    return moved and not _SENTENCE_END.search(last.text) and (line.text[0].islower() or _is_full(last))


def _ends(last: Line, line: Line, page: _Page) -> bool:
    """Whether a paragraph ends between two lines that follow each other: the first is short or the second indented."""
    if _SENTENCE_END.search(last.text):
        return not _is_full(last) or line.x > last.x + 0.7 * page.size
    return not _is_full(last) and not (line.text[0].islower() and 2 * len(last.text) > last.full)


def _is_full(line: Line) -> bool:
    return len(line.text) >= _FULL * line.full


def _item_level(line: Line, last: _Group | None, indents: list[float], page: _Page) -> int:
    """How deep an item is nested, by its place to the right of the items before it (`indents` is updated)."""
    before = last.lines[0] if last and last.kind == "item" else None
    if before and (line.page != before.page or line.y > before.y):
        # In a new column all places have moved; the list goes on where it was.
        moved = line.x - indents[-1]
        indents[:] = [x + moved for x in indents]
    while indents and indents[-1] > line.x - 0.4 * page.size:
        indents.pop()
    indents.append(line.x)
    return len(indents)


def _piece(group: _Group, words: set[str]) -> Piece:
    if group.lines[0].is_row:
        cells = group.lines[0].text.split(CELLS)
        return Piece("row", CELLS.join(_mended(cell.split(LINES), words) for cell in cells), 0, group.lines[0].page)
    text = _mended([line.text for line in group.lines], words)
    marker = list_marker(text) if group.kind == "item" else None
    return Piece(group.kind, f"{marker.text} {marker.rest}" if marker else text, group.level, group.lines[0].page)


def _mended(lines: Iterable[str], words: set[str]) -> str:
    """Lines as one: a word broken by a hyphen is joined, unless the document writes it with the hyphen elsewhere."""
    text = ""
    for line in lines:
        broken = _BROKEN_WORD.search(text)
        if not text:
            text = line
        elif broken and line[:1].islower():
            rest = _WORD.match(line)
            compound = f"{broken[1]}-{rest[0] if rest else ''}".lower()
            text = (text if compound in words else text[:-1]) + line
        else:
            text = f"{text} {line}"
    return text
