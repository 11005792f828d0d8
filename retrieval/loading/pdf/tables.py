"""Rows of a table to one text each, its cells joined by bars; cells that go on over several lines are put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from retrieval.loading.pdf.bands import Band, level_rules, split
from retrieval.loading.pdf.geometry import Box
from retrieval.loading.pdf.rows import Row
from retrieval.loading.pdf.spelling import spell

CELLS = " | "
LINES = "\n"  # between the lines of a cell; `layout` puts them together
_CLOSE = 1.15  # times the least step between lines: steps up to that are inside a row
_LOOSE = 1.3  # times the least step: with longer ones between rows, rows can be told from lines
_TIGHT = 1.6  # times the type size: lines that are further apart are rows of their own
_FEW_ROWS = 4
_MOST_LINES = 5.0  # of a row between two ruled lines; above that they only frame the table


def table_rows(band: Band, rules: Sequence[Box]) -> Iterator[tuple[Row, str]]:
    """The rows of a table, each as its first line and its text; `rules` are the ruled lines of the page.

    A cell that reaches over several rows, as ruled lines tell, stands in each of them.
    """
    if (words := _figures(band)) is not None:
        yield from zip(band.rows, words, strict=True)
        return
    above: list[str] = []
    height = 0.0
    for lines in _by_rule(band, rules) or _by_step(band):
        columns = zip(*(_cells(row, band) for row in lines), strict=True)
        cells = [LINES.join(filter(None, column)) for column in columns]
        if above:
            cells = list(_filled(cells, above, band, rules, (lines[0].y, height)))
        above, height = cells, lines[-1].y
        yield lines[0], CELLS.join(cells) if any(cells[1:]) else cells[0]


def _figures(band: Band) -> list[str] | None:
    """The rows by their words, where each has as many as the others but the gutters leave cells empty: a table whose heads
    stand to the left and whose figures to the right of their columns."""
    words = [spell(row.strokes).split() for row in band.rows]
    whole = sum(all(split(row.strokes, band.gutters)) for row in band.rows)
    if len({len(each) for each in words}) > 1 or len(words) < _FEW_ROWS or 2 * whole > len(words):
        return None
    return [CELLS.join(each) for each in words]


def _filled(
    cells: Sequence[str], above: Sequence[str], band: Band, rules: Sequence[Box], between: tuple[float, float]
) -> Iterator[str]:
    """Cells, those that are empty filled from the row above where other columns have a ruled line between and they none."""
    edges = [band.rows[0].left, *(sum(gap) / 2 for gap in band.gutters), max(row.right for row in band.rows)]
    lined = [
        any(between[0] < rule < between[1] for rule in level_rules(rules, left, right))
        for left, right in pairwise(edges)
    ]
    for cell, upper, has_line in zip(cells, above, lined, strict=True):
        yield upper if not cell and any(lined) and not has_line else cell


def _cells(row: Row, band: Band) -> list[str]:
    """The cells of one line; what crosses a gutter is one cell that reaches over several columns."""
    middles = [(left + right) / 2 for left, right in band.gutters]
    if any(stroke.left < middle < stroke.right for stroke in row.strokes for middle in middles):
        return [spell(row.strokes), *("" for _ in middles)]
    return [spell(part) for part in split(row.strokes, band.gutters)]


def _by_rule(band: Band, rules: Sequence[Box]) -> list[list[Row]]:
    """Lines of the table between two ruled lines that cross its gutters; none where hardly any row is ruled."""
    heights = level_rules(rules, band.gutters[0][0], band.gutters[-1][1])
    groups: dict[int, list[Row]] = {}
    for row in band.rows:
        groups.setdefault(sum(height > row.y for height in heights), []).append(row)
    among = sum(band.rows[-1].y < height < band.rows[0].y for height in heights)
    if among < 2 or len(band.rows) / len(groups) > _MOST_LINES:
        return []
    return list(groups.values())


def _by_step(band: Band) -> Iterator[list[Row]]:
    """Lines of the table by the steps between them: in a row they are closer than between rows."""
    steps = [above.y - below.y for above, below in pairwise(band.rows)]
    least = min(steps, default=0.0)
    filled = [sum(map(bool, split(row.strokes, band.gutters))) for row in band.rows]
    inner = [number for number, step in enumerate(steps, 1) if step <= _CLOSE * least]
    is_spaced = (
        any(step > _LOOSE * least for step in steps)
        and least < _TIGHT * band.rows[0].size
        and 2 * sum(filled[number] < max(filled) for number in inner) > len(inner)
    )
    for group in _grouped(band, steps, least if is_spaced else None):
        yield from [group] if len(group) <= _MOST_LINES else ([row] for row in group)


def _grouped(band: Band, steps: Sequence[float], least: float | None) -> Iterator[list[Row]]:
    """Lines with those that go on from them: all that are no further apart than `least`, or that continue a cell."""
    group = [band.rows[0]]
    for step, row in zip(steps, band.rows[1:], strict=True):
        goes_on = step <= _CLOSE * least if least is not None else _goes_on(row, band) and step <= _TIGHT * row.size
        if goes_on:
            group.append(row)
        else:
            yield group
            group = [row]
    yield group


def _goes_on(row: Row, band: Band) -> bool:
    """Whether a line only continues a cell of the row above: its first cell is empty, and most others are."""
    filled = [bool(part) for part in split(row.strokes, band.gutters)]
    return not filled[0] and 2 * sum(filled) <= len(filled)
