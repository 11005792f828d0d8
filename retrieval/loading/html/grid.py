"""The cells of an HTML table put where a browser shows them, so that every row can be read alone."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from retrieval.loading.pieces import UnreadableFileError

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

COLLAPSED = "visibility"  # the attribute of a `col` that says whether its cells are shown; HTML has none of that name
_MOST_COLUMNS = 1000  # as in browsers (HTML standard, 4.9.11)
_MOST_ROWS = 65534
_MOST_CELLS = 500_000  # of a table once every cell stands wherever it is shown


def level(table: HtmlElement) -> None:
    """Copy a cell that spans rows into each of them, and put empty cells where one spans columns.

    A row that is one cell over all columns stays one cell. Tables that hold tables lay out a page and keep their cells.
    """
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    if next(table.iterdescendants("table"), None) is not None:
        return
    held: dict[int, tuple[HtmlElement, int, bool]] = {}
    group: HtmlElement | None = None
    left = _MOST_CELLS
    for row in rows:
        if row.getparent() is not group:
            group, held = row.getparent(), {}
        held = _place(row, held, left)
        left -= len(row)
    widest = max((len(row) for row in rows), default=0)
    for column in sorted(_collapsed(table), reverse=True):
        for row in rows:
            if column < len(row) and (len(row) > 1 or widest == 1):  # one cell over several columns stays
                row.remove(row[column])


def _collapsed(table: HtmlElement) -> set[int]:
    """The numbers of the columns that are not shown (CSS 2.2, 17.6: `visibility: collapse`)."""
    found: set[int] = set()
    start = 0
    for group in table.iterchildren("col", "colgroup"):
        for column in group.findall("col") or [group]:
            width = _span(column, "span", _MOST_COLUMNS)
            if "collapse" in {column.get(COLLAPSED), group.get(COLLAPSED)}:
                found.update(range(start, start + width))
            start += width
    return found


def _place(
    row: HtmlElement, held: dict[int, tuple[HtmlElement, int, bool]], most: int
) -> dict[int, tuple[HtmlElement, int, bool]]:
    """Fill one row from the cells above that reach into it; which cells reach into the next one.

    `held` gives for a column the cell, how many more rows it reaches into, and whether the cell begins in that column.
    Raises `UnreadableFileError` beyond `most` cells.
    """
    own = list(row.iterchildren("td", "th"))
    whole = len(own) == 1 and not held
    placed: list[HtmlElement] = []
    below: dict[int, tuple[HtmlElement, int, bool]] = {}
    while own or any(column >= len(placed) for column in held):
        column = len(placed)
        if column > most:
            raise UnreadableFileError(
                f"has a table of more than {_MOST_CELLS:,} cells, counting those that its cells span: lower its rowspan and "
                "colspan, or split it"
            )
        if column in held:
            cell, more, first = held[column]
            placed.append(_copied(cell) if first else _empty(cell))
            if more > 1:
                below[column] = (cell, more - 1, first)
        elif own:
            cell = own.pop(0)
            width, height = _span(cell, "colspan", _MOST_COLUMNS), _span(cell, "rowspan", _MOST_ROWS)
            for number in range(1 if whole else width):
                if number and column + number in held:
                    break
                placed.append(_empty(cell) if number else cell)
                if height > 1:
                    below[column + number] = (cell, height - 1, number == 0)
        else:
            placed.append(row.makeelement("td"))
    row.extend(placed)
    return below


def _span(cell: HtmlElement, name: str, most: int) -> int:
    """How many columns or rows a cell takes; a rowspan of 0 goes to the end of its group."""
    written = (cell.attrib.pop(name, "") or "1").strip()
    number = int(written) if written.isdecimal() and len(written) < 7 else 1
    return min(number or (most if name == "rowspan" else 1), most)


def _copied(cell: HtmlElement) -> HtmlElement:
    copied = deepcopy(cell)
    copied.tail = None
    return copied


def _empty(cell: HtmlElement) -> HtmlElement:
    return cell.makeelement(cell.tag)
