"""The cells of a sheet to blocks: rows of one width, titles over tables as headings. Shared by all formats with sheets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from retrieval.loading.pieces import Piece, UnreadableFileError, looks_like_heading, squeeze

MOST_CELLS = 600_000  # of a file; openpyxl takes some 15 seconds for them
_CELLS = " | "
_DEFAULT = re.compile(r"(?:sheet|시트|worksheet)\s?\d*", re.IGNORECASE)


def sheet_pieces(rows: Sequence[Sequence[str]], level: int) -> list[Piece]:
    """The rows of a sheet, empty rows and columns left out. A short text alone over a table is a heading of `level`."""
    cells = [[squeeze(cell) for cell in row] for row in rows]
    width = max(map(len, cells), default=0)
    used = [n for n in range(width) if any(n < len(row) and row[n] for row in cells)]
    trimmed = [[row[n] if n < len(row) else "" for n in used] for row in cells]
    regions = [list(run) for is_filled, run in groupby(trimmed, any) if is_filled]
    pieces: list[Piece] = []
    for region, below in zip(regions, [*regions[1:], []], strict=False):
        pieces += _region(region, (region[1:] or below)[:1], level)
    return pieces


def _region(rows: list[list[str]], below: list[list[str]], level: int) -> list[Piece]:
    """Rows without an empty one between them; `below` is the row below the first, if there is one."""
    first = [cell for cell in rows[0] if cell]
    over_table = any(len(list(filter(None, row))) > 1 for row in below)
    if len(first) == 1 and looks_like_heading(first[0]) and over_table:
        return [Piece("heading", first[0], level), *map(_row, rows[1:])]
    return list(map(_row, rows))


def _row(cells: list[str]) -> Piece:
    filled = [cell for cell in cells if cell]
    return Piece("row", filled[0] if len(filled) == 1 and cells[0] else _CELLS.join(cells))


def sheet_heading(name: str, number: int) -> list[Piece]:
    """The name of a sheet as the heading over it; none where it is only the program's own name for one of `number`."""
    return [] if number == 1 and _DEFAULT.fullmatch(name.strip()) else [Piece("heading", name, 1)]


def refuse_large(cells: int) -> None:
    """Raise UnreadableFileError when a file holds more cells than are read."""
    if cells > MOST_CELLS:
        raise UnreadableFileError(
            f"has over {MOST_CELLS:,} cells, which is data and no document: keep the sheets that people read, or split it"
        )
