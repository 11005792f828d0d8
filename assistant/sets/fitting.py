"""Rows by their Values: which fit an operation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.sets.operation import Operation
from retrieval.language import analyze
from retrieval.language.values import values
from retrieval.patterns import late_pattern
from retrieval.search import List, Row

Held = Callable[[frozenset[str]], frozenset[str]]
"""The terms of a question that are among some stems."""
_UNIT = late_pattern(r"\(([^()]*[^\W\d_][^()]*)\)")  # of a column: "(KRW million)"
_SIZES = ("amount", "percent", "measure")


def fitting(wanted: Operation, each: List, held: Held) -> tuple[Row, ...] | None:
    """The rows of a list that fit; None where its rows do not state what decides."""
    if wanted.timed is not None:
        timed = any(row.years for row in each.rows)
        return tuple(row for row in each.rows if (row.years is not None) == wanted.timed) if timed else None
    if wanted.extreme:
        best = extreme_of(wanted, [(each, row) for row in each.rows], held)
        return tuple(row for _, row in best) or None
    if wanted.bound:
        return _bounded(wanted, each, held)
    if not any(row.years for row in each.rows):
        return None
    return tuple(row for row in each.rows if row.years and _in_time(wanted, *row.years))


def extreme_of(wanted: Operation, rows: Sequence[tuple[List, Row]], held: Held) -> list[tuple[List, Row]]:
    """The rows that state the most, or the least, of what is measured."""
    stated = [(pair, size) for pair in rows if (size := _size(wanted, *pair, held)) is not None]
    if len(stated) < 2:
        return []
    best = max(size * wanted.extreme for _, size in stated)
    return [pair for pair, size in stated if size * wanted.extreme == best]


def _size(wanted: Operation, each: List, row: Row, held: Held) -> float | None:
    if wanted.measure == "length":
        return float(row.years[1] - row.years[0]) if row.years and row.years[0] < row.years[1] else None
    if wanted.measure == "date":
        return float(row.years[0 if wanted.begins else 1]) if row.years else None
    return _amount(each, row, held)


def _bounded(wanted: Operation, each: List, held: Held) -> tuple[Row, ...] | None:
    bound = wanted.bound
    limit = _number(bound.value) if bound else None
    sizes = {row: _amount(each, row, held) for row in each.rows}
    if limit is None or all(size is None for size in sizes.values()):
        return None
    return tuple(
        row for row, size in sizes.items() if size is not None and (size > limit if wanted.over else size < limit)
    )


def _amount(each: List, row: Row, held: Held) -> float | None:
    """What a row states in the column that the question names, else in the first that states an amount; in full units."""
    units = [match[1] for name in each.columns if (match := _UNIT.search(name))]
    cells = [cell for cell in row.cells if cell[0] and held(frozenset(analyze(cell[0])))]
    cells = sorted(cells, key=lambda cell: -len(held(frozenset(analyze(cell[0])))))
    for name, text in (*cells, *row.cells):
        unit = _UNIT.search(name)
        written = f"{text}{unit[1] if unit else units[0] if units else ''}" if row.columns else text
        stated = [value for value in values(written) if value.kind in _SIZES]
        stated = stated or [value for value in values(text) if value.kind == "number" and row.columns]
        if stated and (number := _number(stated[0].value)) is not None:
            return number
    return None


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _in_time(wanted: Operation, first: int, last: int) -> bool:
    year = wanted.year or 0
    if wanted.begins or wanted.ends:
        stated = first if wanted.begins else last
        return stated == year if wanted.side == 0 else stated > year if wanted.side > 0 else stated <= year
    if wanted.side > 0:
        return last > year
    return first <= year <= last
