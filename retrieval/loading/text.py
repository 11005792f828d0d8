"""Plain text to pieces: paragraphs from blank lines, headings from underlines and numbers, list items from markers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from unicodedata import east_asian_width

from retrieval.loading.pieces import Piece, clean, list_marker, looks_like_heading, numbered_level, squeeze

_UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,}|\*{3,})\s*$")
_TAB_AFTER_MARKER = re.compile(r"(?m)^([ \t]*(?:[^\w\s]|\(?\w{1,3}[.)]))\t+")
_TAB_BETWEEN_CELLS = re.compile(r"(?<=\S) *\t+ *(?=\S)")
_CELLS = " | "
_FIELD = re.compile(r"[^\W\d_][^:\n|]{0,30}: ?\S")  # "Phone: 053-..." starts a line of its own
_SHORTEST_WRAP = 50  # columns; nobody wraps paragraphs narrower
_WRAPPED = 0.7  # of the widest line: a shorter one was ended on purpose
_FITS = 0.9  # of the widest line: where the next word would have fitted so far, the line was ended on purpose
_LISTED = 3  # lines: of so many wrapped lines of prose one begins in small letters
_SAID = 4  # words: a line of as many says something, and is no name or part of an address


def text_pieces(text: str) -> list[Piece]:
    """Blocks of a plain text, in time linear in its length."""
    lines = _with_cells(_TAB_AFTER_MARKER.sub(r"\1 ", text).splitlines())
    groups = _groups([line.rstrip() for line in clean("\n".join(lines)).split("\n")])
    pieces: list[Piece] = []
    for number, group in enumerate(groups):
        following = groups[number + 1] if number + 1 < len(groups) else []
        heading, rest = _heading(group, following, first=not pieces)
        pieces += heading
        pieces += _body(rest)
    return pieces


def _with_cells(lines: Iterable[str]) -> Iterator[str]:
    """The lines, tabs between the cells of tables as bars."""
    for tabbed, run in groupby(lines, lambda line: _TAB_BETWEEN_CELLS.search(line) is not None):
        together = list(run)
        yield from _rows(together) if tabbed else together


def _rows(lines: Sequence[str]) -> Iterator[str]:
    """Lines with tabs as rows. Two tabs are an empty cell below a first line without any, where none has more cells than it;
    elsewhere several tabs only bring cells below one another."""
    cells = [line.split("\t") for line in lines]
    if all(map(str.strip, cells[0])) and max(map(len, cells)) <= len(cells[0]):
        yield from (_CELLS.join(each) for each in cells)
    else:
        yield from (_TAB_BETWEEN_CELLS.sub(_CELLS, line) for line in lines)


def _groups(lines: list[str]) -> list[list[str]]:
    """Runs of lines without a blank line between them."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _heading(group: list[str], following: list[str], *, first: bool) -> tuple[list[Piece], list[str]]:
    """The heading that a group of lines begins with, if any, and the lines after it."""
    line = group[0].strip()
    if len(group) > 1 and _UNDERLINE.match(group[1].strip()) and len(line) <= 2 * len(group[1].strip()):
        return [Piece("heading", line, 1 if group[1].strip()[0] == "=" else 2)], group[2:]
    if level := numbered_level(line):
        if _stands_alone(group, following):
            return [Piece("heading", line, level)], group[1:]
    elif len(group) == 1 and _is_title(line) and following and (first or not _is_lone_title(following)):
        return [Piece("heading", line, 1 if first else 2)], []
    return [], group


def _stands_alone(group: list[str], following: list[str]) -> bool:
    """Whether a numbered line is a heading and not an item: no wrapped sentence and no second item comes after it."""
    after = (group[1:] or following or [""])[0].strip()
    if not after or (list_marker(after) and numbered_level(after) < 2):
        return False
    return len(group) == 1 or not after[0].islower()


def _is_title(line: str) -> bool:
    return (
        looks_like_heading(line)
        and not list_marker(line)
        and not line[0].islower()
        and _CELLS not in line
        and not _FIELD.match(line)
        and sum(map(str.isdigit, line)) * 3 < len(line)
    )


def _is_lone_title(group: list[str]) -> bool:
    return len(group) == 1 and _is_title(group[0].strip())


def _body(lines: list[str]) -> list[Piece]:
    """Paragraphs, items and rows of lines that hold no heading."""
    pieces: list[Piece] = []
    indents: list[int] = []
    listed = _is_list(lines)
    if listed and all(len(line.split()) >= _SAID and not _FIELD.match(line.strip()) for line in lines):
        return [Piece("item", f"- {squeeze(line)}", 1) for line in lines]
    width = 0 if listed else max(map(_columns, lines), default=0)
    open_lines: list[str] = []
    for line in lines:
        if list_marker(line.strip()) or _CELLS in line or (open_lines and _is_below(open_lines, line, width)):
            pieces += _ended(open_lines, indents, width)
            open_lines = []
        if _CELLS in line:
            pieces.append(Piece("row", _CELLS.join(map(squeeze, line.split(_CELLS)))))
        else:
            open_lines.append(line)
    return pieces + _ended(open_lines, indents, width)


def _is_list(lines: Sequence[str]) -> bool:
    """Whether lines are a list without markers, each ended on purpose: of wrapped prose some begin in small letters."""
    plain = [line.strip() for line in lines]
    if any(_CELLS in line for line in lines):
        return False
    return len(plain) >= _LISTED and all(line[0].isupper() and not list_marker(line) for line in plain)


def _is_below(item: Sequence[str], line: str, width: int) -> bool:
    """Whether a line begins something new below an open item: it stands further out than the item's marker, or it neither
    stands further in nor goes on from a full line."""
    first, marker = item[0].lstrip(), list_marker(item[0].strip())
    if not marker or line.strip()[0].islower():
        return False
    begins, indent = len(item[0]) - len(first), len(line) - len(line.lstrip())
    return indent < begins or (indent == begins and not _is_wrapped(item[-1], line, width))


def _ended(lines: list[str], indents: list[int], width: int) -> list[Piece]:
    """The item or paragraph that `lines` are, its wrapped lines joined; `indents` are those of the items around it."""
    if not lines:
        return []
    parts: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        if parts:
            parts.append(" " if _is_wrapped(before, line, width) else "\n")
        parts.append(squeeze(line))
    text = "".join(parts)
    marker = list_marker(text)
    if not marker:
        return [Piece("paragraph", text)]
    return [Piece("item", f"{marker.text} {marker.rest}", _level(lines[0], indents))]


def _is_wrapped(before: str, line: str, width: int) -> bool:
    """Whether a line goes on from the one before, which broke only because it was full."""
    filled, following = _columns(before), _columns(line.split(maxsplit=1)[0])
    full = filled >= _WRAPPED * width and filled + 1 + following >= _FITS * width
    return ((full and width >= _SHORTEST_WRAP) or line.strip()[0].islower()) and not _FIELD.match(line.strip())


def _columns(line: str) -> int:
    """How wide a line stands in a terminal or an editor: Hangul and other wide characters take two columns."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in line)


def _level(line: str, indents: list[int]) -> int:
    """How deep an item is nested, by its indentation under the items before it (`indents` is updated)."""
    indent = len(line) - len(line.lstrip())
    while indents and indents[-1] >= indent:
        indents.pop()
    indents.append(indent)
    return len(indents)
