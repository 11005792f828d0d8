"""Plain text to pieces: paragraphs from blank lines, headings from underlines and numbers, list items from markers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from retrieval.loading.pieces import (
    Levels,
    Piece,
    clean,
    list_marker,
    looks_like_heading,
    numbered_level,
    outlined,
    squeeze,
)
from retrieval.loading.wrapping import columns, is_field, is_wrapped, is_wrapping

_UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,}|\*{3,})\s*$")
_TAB_AFTER_MARKER = re.compile(r"(?m)^([ \t]*(?:[^\w\s]|\(?\w{1,3}[.)]))\t+")
_TAB_BETWEEN_CELLS = re.compile(r"(?<=\S) *\t+ *(?=\S)")
_CELLS = " | "
_LISTED = 3  # lines: of so many wrapped lines of prose one begins in small letters
_SAID = 4  # words: a line of as many says something, and is no name or part of an address
_SAID_IN_HANGUL = 2  # words, of lines under a heading
_ABOUT = re.compile("[A-Za-z]{4,}|[가-힣]{2,}")  # words that say what a text is about
_LONGEST_TITLE = 120  # characters
_PROSE = 6  # such words, from which a block is more than a label


def text_pieces(text: str) -> list[Piece]:
    """Blocks of a plain text, in time linear in its length."""
    lines = [
        line.rstrip()
        for line in clean("\n".join(_with_cells(_TAB_AFTER_MARKER.sub(r"\1 ", text).splitlines()))).split("\n")
    ]
    groups, doubled = _groups(lines)
    wraps = is_wrapping(line for line in lines if _CELLS not in line)
    pieces: list[Piece] = []
    levels = Levels()
    for number, group in enumerate(groups):
        heading, rest = _heading(group, groups[number + 1 : number + 3], pieces, wraps=wraps)
        if not heading and group[0].strip() in doubled:
            heading, rest = [Piece("heading", group[0].strip(), 2)], group[1:]
        pieces += heading
        levels = Levels() if heading else levels
        for part in _parts(rest, wraps=wraps):
            pieces += [part] if isinstance(part, Piece) else _body(part, levels, wraps=wraps, headed=_is_headed(pieces))
            levels = Levels() if pieces[-1].kind in {"heading", "paragraph"} else levels
    return outlined(_titled(pieces))


def _titled(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the first heading as title that the text takes up again; those before it are what stood around the page.

    "Go to the main text" is a link that a copy of a page begins with, and no sentence of the page speaks of it.
    """
    said = [piece.kind != "heading" and len(_ABOUT.findall(piece.text)) >= _PROSE for piece in pieces]
    prose = " ".join(piece.text for piece, is_prose in zip(pieces, said, strict=True) if is_prose)
    known = {word.lower() for word in _ABOUT.findall(prose)}
    for number, piece in enumerate(pieces):
        if said[number]:
            break
        words = [word.lower() for word in _ABOUT.findall(piece.text)] if piece.kind == "heading" else []
        taken_up = sum(word in known or (not word.isascii() and word in prose) for word in words)
        if taken_up and 2 * taken_up >= len(words):
            around = [Piece("paragraph", each.text) if each.kind == "heading" else each for each in pieces[:number]]
            return [*around, Piece("heading", piece.text, 1), *pieces[number + 1 :]] if piece.level > 1 else pieces
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


def _groups(lines: list[str]) -> tuple[list[list[str]], set[str]]:
    """Runs of lines without a blank line between them, and the lines said twice, one below the other: they stand once.

    A copy of a page says the text of a picture and its caption, or the title of a page and its heading.
    """
    groups: list[list[str]] = [[]]
    doubled: set[str] = set()
    for line in lines:
        if not line.strip():
            groups.append([])
        elif not groups[-1] or len(line.split()) == 1 or line.strip() != _unmarked(groups[-1][-1]):
            groups[-1].append(line)
        elif not list_marker(groups[-1][-1].strip()) and len(line) <= _LONGEST_TITLE:
            doubled.add(line.strip())
    return [group for group in groups if group], doubled


def _is_headed(pieces: list[Piece]) -> bool:
    return bool(pieces) and pieces[-1].kind == "heading"


def _unmarked(line: str) -> str:
    marker = list_marker(line.strip())
    return marker.rest if marker else line.strip()


def _heading(
    group: list[str], following: list[list[str]], before: list[Piece], *, wraps: bool
) -> tuple[list[Piece], list[str]]:
    """The heading that a group of lines begins with, if any, and the lines after it."""
    line = group[0].strip()
    if len(group) > 1 and _UNDERLINE.match(group[1].strip()) and len(line) <= 2 * len(group[1].strip()):
        return [Piece("heading", line, 1 if group[1].strip()[0] == "=" else 2)], group[2:]
    if level := numbered_level(line):
        if _stands_alone(group, following):
            return [Piece("heading", line, level)], group[1:]
    elif following and _is_title(line):
        lone = [len(each) == 1 and _is_title(each[0].strip()) for each in following]
        if len(group) == 1 and (not before or not all(lone)):
            is_top = not before or (lone[0] and all(piece.kind != "heading" for piece in before))
            return [Piece("heading", line, 1 if is_top else 2)], []
        if not before and not wraps:  # the title of an article, above the line with its date
            return [Piece("heading", line, 1)], group[1:]
    return [], group


def _parts(lines: list[str], *, wraps: bool) -> Iterator[Piece | list[str]]:
    """The lines of a group, those that stand over marked ones as headings: one or two of them, without a mark."""
    heads = [number for number in range(len(lines)) if _is_over_items(lines, number, wraps=wraps)]
    tops = {number - 1 for number in heads if number and _is_head(lines, number - 1, wraps=wraps)}
    at = 0
    for number in sorted({*heads, *tops}):
        if lines[at:number]:
            yield lines[at:number]
        yield Piece("heading", lines[number].strip(), 3 if number in tops or not tops else 4)
        at = number + 1
    if lines[at:]:
        yield lines[at:]


def _is_over_items(lines: list[str], number: int, *, wraps: bool) -> bool:
    following = lines[number + 1].strip() if number + 1 < len(lines) else ""
    if not list_marker(following) or _CELLS in following or not _is_title(lines[number].strip()):
        return False
    return _is_head(lines, number, wraps=wraps) or (number > 0 and _is_head(lines, number - 1, wraps=wraps))


def _is_head(lines: list[str], number: int, *, wraps: bool) -> bool:
    """Whether a line can stand over others: it begins a group, or ends the list above it and goes on from no full line."""
    if not _is_title(lines[number].strip()):
        return False
    width = max(map(columns, lines)) if wraps else 0
    above = lines[number - 1] if number else ""
    if not above:
        return True
    is_outside = len(lines[number]) - len(lines[number].lstrip()) <= len(above) - len(above.lstrip())
    return is_outside and bool(list_marker(above.strip())) and not is_wrapped(above, lines[number], width)


def _stands_alone(group: list[str], following: list[list[str]]) -> bool:
    """Whether a numbered line is a heading and not an item: no wrapped sentence and no second item comes after it."""
    after = (group[1:] or [line for each in following[:1] for line in each] or [""])[0].strip()
    if not after or (list_marker(after) and numbered_level(after) < 2):
        return False
    return len(group) == 1 or not after[0].islower()


def _is_title(line: str) -> bool:
    return (
        looks_like_heading(line)
        and not list_marker(line)
        and not line[0].islower()
        and _CELLS not in line
        and not is_field(line)
        and sum(map(str.isdigit, line)) * 3 < len(line)
    )


def _body(lines: list[str], levels: Levels, *, wraps: bool, headed: bool) -> list[Piece]:
    """Paragraphs, items and rows of lines that hold no heading."""
    pieces: list[Piece] = []
    width = max(map(columns, lines), default=0) if wraps else 0
    if _is_cased_list(lines):
        width = 0
        if all(len(line.split()) >= _SAID and not is_field(line) for line in lines):
            return [Piece("item", f"- {squeeze(line)}", 1) for line in lines]
    elif headed and _is_hangul_list(lines, width):
        return [Piece("item", f"- {squeeze(line)}", 1) for line in lines]
    open_lines: list[str] = []
    for line in lines:
        if list_marker(line.strip()) or _CELLS in line or (open_lines and _is_below(open_lines, line, width)):
            pieces += _ended(open_lines, levels, width)
            open_lines = []
        if _CELLS in line:
            pieces.append(Piece("row", _CELLS.join(map(squeeze, line.split(_CELLS)))))
        else:
            open_lines.append(line)
    return pieces + _ended(open_lines, levels, width)


def _is_cased_list(lines: Sequence[str]) -> bool:
    """Whether lines are a list without markers, each ended on purpose: of wrapped prose some begin in small letters."""
    plain = [line.strip() for line in lines]
    if any(_CELLS in line for line in lines):
        return False
    return len(plain) >= _LISTED and all(line[0].isupper() and not list_marker(line) for line in plain)


def _is_hangul_list(lines: Sequence[str], width: int) -> bool:
    """The same of lines below a heading in a script without small letters: none is full, none ends as a sentence does."""
    plain = [line.strip() for line in lines]
    return (
        len(plain) >= _LISTED
        and all(_is_title(line) and "가" <= line[0] <= "힣" and len(line.split()) >= _SAID_IN_HANGUL for line in plain)
        and not any(is_wrapped(before, line, width) for before, line in pairwise(lines))
    )


def _is_below(item: Sequence[str], line: str, width: int) -> bool:
    """Whether a line begins something new below an open item: it stands further out than the item's marker, or it neither
    stands further in nor goes on from a full line."""
    first, marker = item[0].lstrip(), list_marker(item[0].strip())
    if not marker or line.strip()[0].islower():
        return False
    begins, indent = len(item[0]) - len(first), len(line) - len(line.lstrip())
    return indent < begins or (indent == begins and not is_wrapped(item[-1], line, width))


def _ended(lines: list[str], levels: Levels, width: int) -> list[Piece]:
    """The item or paragraph that `lines` are, its wrapped lines joined; `levels` are those of the items around it."""
    if not lines:
        return []
    parts: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        if parts:
            parts.append(" " if is_wrapped(before, line, width) else "\n")
        parts.append(squeeze(line))
    text = "".join(parts)
    marker = list_marker(text)
    if not marker:
        return [Piece("paragraph", text)]
    indent = len(lines[0]) - len(lines[0].lstrip())
    return [Piece("item", f"{marker.text} {marker.rest}", levels.of(indent, text))]
