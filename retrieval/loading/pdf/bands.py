"""A page cut into bands from the top down: plain lines, columns beside each other, and tables.

What is empty on several rows at one place is a gutter (the white space of Breuel 2002, "Two geometric algorithms for layout
analysis", taken row by row). Columns of prose are read one after the other, cells of a table row by row.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from retrieval.loading.pdf.geometry import Box
from retrieval.loading.pdf.letters import Stroke
from retrieval.loading.pdf.rows import Gap, Row, common, free, rows
from retrieval.loading.pieces import list_marker

_GUTTER = 0.6  # of the type size is the least of a gutter
_FEW_ROWS, _WIDE_GUTTER = 4, 0.9  # fewer rows have a gutter by chance, unless it is that wide
_PROSE_ROWS = 3
_PROSE_WORDS, _PROSE_LETTERS = 3.5, 14  # of a line of a column; cells of tables are shorter
_FULL, _VERY_FULL = 0.6, 0.85  # of a column's width are most lines of prose
_BEGUN = 0.3  # of the lines of prose begin in small letters
_SAME_RULE = 3.0  # points; ruled lines as near as that are one
_ON_RULE = 1.0  # points that letters may reach over a ruled line
_LONGEST_MARK = 6  # characters of the mark of a list item
_FAR = 2.2  # times the usual step between the rows of a table ends it
_DEEPEST = 4  # columns in columns


@dataclass(frozen=True, slots=True)
class Band:
    """Rows that are read together: as they are, or as a table when there are `gutters`."""

    rows: list[Row]
    gutters: tuple[Gap, ...] = ()


def bands(strokes: Sequence[Stroke], rules: Sequence[Box], depth: int = 0) -> Iterator[Band]:
    """The bands of a page, or of one column of it, in the order of reading; `rules` are the ruled lines of the page."""
    for held, gutters in _stretches(rows(strokes), _upright(rules)):
        if not gutters:
            yield Band(held)
        elif depth < _DEEPEST and not _is_ruled(held, gutters, rules) and (edges := _columns(held, gutters)):
            for column in split([stroke for row in held for stroke in row.strokes], edges):
                yield from bands(column, rules, depth + 1)
        elif depth < _DEEPEST and len(parts := _apart(held)) > 1:
            for part in parts:
                yield from bands([stroke for row in part for stroke in row.strokes], rules, depth + 1)
        else:
            yield from _tables(held, gutters, rules)


def _apart(held: Sequence[Row]) -> list[list[Row]]:
    """Rows cut where far more is empty between two of them than between most: there another table begins."""
    steps = [above.y - below.y for above, below in pairwise(held)]
    usual = max(median(steps), held[0].size) if steps else 0.0
    parts = [[held[0]]]
    for step, row in zip(steps, held[1:], strict=True):
        if step > _FAR * usual:
            parts.append([])
        parts[-1].append(row)
    return parts


def split(strokes: Sequence[Stroke], gutters: Sequence[Gap]) -> list[list[Stroke]]:
    """Strokes by the side of the gutters on which they stand."""
    found: list[list[Stroke]] = [[] for _ in range(len(gutters) + 1)]
    middles = [(left + right) / 2 for left, right in gutters]
    for stroke in strokes:
        found[bisect_left(middles, (stroke.left + stroke.right) / 2)].append(stroke)
    return found


def _upright(rules: Sequence[Box]) -> list[Box]:
    return [rule for rule in rules if rule[3] - rule[1] > rule[2] - rule[0]]


def _is_ruled(held: Sequence[Row], gutters: Sequence[Gap], rules: Sequence[Box]) -> bool:
    """Whether ruled lines run between the rows from one side of the gutters to the other, as in tables only."""
    across = level_rules(rules, gutters[0][0], gutters[-1][1])
    return sum(held[-1].y < height < held[0].y for height in across) > 1


def level_rules(rules: Sequence[Box], left: float, right: float) -> list[float]:
    """The heights of level ruled lines that reach from `left` to `right`, pieces of one line taken together."""
    found: dict[int, list[Gap]] = {}
    for rule in rules:
        if rule[2] - rule[0] >= rule[3] - rule[1]:
            found.setdefault(round(rule[1] / _SAME_RULE), []).append((rule[0], rule[2]))
    heights = []
    for height, parts in sorted(found.items(), reverse=True):
        end = left + _SAME_RULE
        for start, stop in sorted(parts):
            if start <= end + _SAME_RULE:
                end = max(end, stop)
        if end >= right - _SAME_RULE:
            heights.append(height * _SAME_RULE)
    return heights


def _stretches(page: Sequence[Row], upright: Sequence[Box]) -> Iterator[tuple[list[Row], list[Gap]]]:
    """Rows that have a gutter in common, or none of them any; with their gutters."""
    held: list[Row] = []
    gaps: list[Gap] = []
    gutters: list[Gap] = []
    is_split = is_ruled = False
    left, right = math.inf, -math.inf
    for row in page:
        own = free(row.strokes)
        ruled = [(rule[0] + rule[2]) / 2 for rule in upright if rule[1] <= row.y + 0.3 * row.size <= rule[3]]
        alone = _inner((row.left, row.right), own, row.size, ruled)
        shared = common(gaps, own) if held else own
        left, right = min(left, row.left), max(right, row.right)
        inner = _inner((left, right), shared, row.size, ruled) if held else alone
        if held and ((alone and not is_split) or _ends(gutters, inner, alone)):
            yield held, _sure(held, gutters, is_ruled)
            held, shared, inner = [], own, alone
            left, right = row.left, row.right
            is_split = is_ruled = False
        held.append(row)
        gaps, gutters = shared, inner
        is_split = is_split or bool(_both([row], inner))
        is_ruled = is_ruled or bool(ruled and alone)
    if held:
        yield held, _sure(held, gutters, is_ruled)


def _ends(gutters: Sequence[Gap], inner: Sequence[Gap], alone: Sequence[Gap]) -> bool:
    """Whether a row with these gaps of its own (`alone`) begins a new stretch: it leaves `inner` of the `gutters` so far.

    A plain row that leaves some gutters and crosses others is a heading over several columns.
    """
    return bool(gutters) and (not inner or (len(inner) < len(gutters) and not alone))


def _inner(held: Gap, gaps: Sequence[Gap], size: float, ruled: Sequence[float]) -> list[Gap]:
    """The gaps that have something of what is `held` between left and right on both sides and are wide enough for a gutter; between upright ruled lines those on one."""
    left, right = held
    inside = [gap for gap in gaps if gap[0] >= left and gap[1] <= right]
    if sum(left < rule < right for rule in ruled):
        return [gap for gap in inside if any(gap[0] - _ON_RULE <= rule <= gap[1] + _ON_RULE for rule in ruled)]
    return [gap for gap in inside if gap[1] - gap[0] >= _GUTTER * size]


def _sure(held: Sequence[Row], gutters: Sequence[Gap], is_ruled: bool) -> list[Gap]:
    """Those gutters that are none by chance: ruled, wide, or between many rows, with something on both sides of several."""
    size = median(row.size for row in held)
    found = list(gutters)
    if is_ruled:
        return found
    for least in (0.0, _WIDE_GUTTER * size):
        found = [gap for gap in found if gap[1] - gap[0] >= least and not _is_margin(held, gap)]
        both = len(_both(held, found))
        if both < 2:  # lines of columns may stand at different heights throughout
            return found if found and _columns(held, found) else []
        if both >= _FEW_ROWS:
            return found
    return found


def _both(held: Sequence[Row], gutters: Sequence[Gap]) -> list[int]:
    """The places of the rows that have something on both sides of a gutter."""
    return [number for number, row in enumerate(held) if sum(map(bool, split(row.strokes, gutters))) > 1]


def _is_margin(held: Sequence[Row], gutter: Gap) -> bool:
    """Whether what stands left of a gutter is no column but the marks of list items."""
    left = (split(row.strokes, [gutter])[0] for row in held)
    marks = ["".join(stroke.text for stroke in part) for part in left if part]
    return all(len(mark) < _LONGEST_MARK and list_marker(f"{mark} x") for mark in marks)


def _columns(held: Sequence[Row], gutters: Sequence[Gap]) -> list[Gap]:
    """The gutters between columns of prose, none when the rows are those of a table."""
    parts = [rows(part) for part in split([stroke for row in held for stroke in row.strokes], gutters)]
    prose = [_is_prose(part) for part in parts]
    if sum(prose) < 2:
        return []
    return [gap for number, gap in enumerate(gutters) if prose[number] or prose[number + 1]]


def _is_prose(column: Sequence[Row]) -> bool:
    if len(column) < _PROSE_ROWS:
        return False
    width = max(row.right for row in column) - min(row.left for row in column)
    full = median(row.right - row.left for row in column) / max(width, 0.1)
    lines = [" ".join(stroke.text for stroke in row.strokes) for row in column]
    begun = sum(line[0].islower() for line in lines)
    if median(map(_letters, lines)) >= _PROSE_LETTERS:  # scripts without small letters: only full lines tell
        return full >= _VERY_FULL
    return (
        median(len(line.split()) for line in lines) >= _PROSE_WORDS and full >= _FULL and begun >= _BEGUN * len(lines)
    )


def _letters(line: str) -> int:
    """Letters of scripts whose words are short (Hangul, Han)."""
    return sum(letter >= "\u3040" for letter in line)


def _tables(held: list[Row], gutters: Sequence[Gap], rules: Sequence[Box]) -> Iterator[Band]:
    """The table of a stretch, and the plain rows above and below it, which lie on one side of its gutters.

    What stands between the table and a ruled line across it is part of the table.
    """
    both = _both(held, gutters)
    heights = level_rules(rules, gutters[0][0], gutters[-1][1])
    top, bottom = max(heights, default=-math.inf), min(heights, default=math.inf)
    first = min([both[0], *(number for number, row in enumerate(held) if bottom < row.y < top)])
    last = max([both[-1], *(number for number, row in enumerate(held) if bottom < row.y < top)]) + 1
    if held[:first]:
        yield Band(held[:first])
    yield Band(held[first:last], tuple(_needed(held[first:last], gutters)))
    if held[last:]:
        yield Band(held[last:])


def _needed(held: Sequence[Row], gutters: Sequence[Gap]) -> list[Gap]:
    """The gutters without those between columns of which no row fills both: one column, its head set apart from its cells."""
    filled = [[bool(part) for part in split(row.strokes, gutters)] for row in held]
    kept = list(gutters)
    for gutter in sorted(gutters, key=lambda gap: gap[1] - gap[0]):
        place = kept.index(gutter)
        if len(kept) > 1 and not any(row[place] and row[place + 1] for row in filled):
            filled = [[*row[:place], row[place] or row[place + 1], *row[place + 2 :]] for row in filled]
            kept.remove(gutter)
    return kept
