"""Excel workbooks by openpyxl: cells as they are shown, merged ones filled, what is hidden left out."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any

from retrieval.loading.office.number_formats import shown
from retrieval.loading.office.sheets import refuse_large, sheet_heading, sheet_pieces
from retrieval.loading.pieces import Package, Piece, UnreadableFileError, squeeze

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_KIND = "an Excel workbook (.xlsx)"
_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_NO_VALUE = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?>[^<]*</(?:\w+:)?f>\s*(?:<v\s*/>|<v></v>)?\s*</(?:\w+:)?c>")
_MAILTO = "mailto:"
_WHITE = "FFFFFF"


def xlsx_pieces(data: bytes) -> tuple[list[Piece], dict[str, Any], str]:
    """Blocks, metadata keys (what was left out under `not_read`) and title of a workbook. Raises UnreadableFileError."""
    package = Package(data, _KIND)
    left_out = _formulas(package)
    workbook = _opened(data)
    visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    left_out += [("hidden sheet", sheet.title) for sheet in workbook.worksheets if sheet not in visible]
    pieces: list[Piece] = []
    for sheet in visible:
        rows = _Sheet(sheet)
        body = sheet_pieces(rows.cells(), 2) + rows.notes
        pieces += sheet_heading(sheet.title, len(visible)) + body if body else []
        left_out += [("hidden rows or columns", sheet.title)] if rows.hides else []
    return pieces, {"not_read": left_out} if left_out else {}, _title(workbook, pieces)


def _formulas(package: Package) -> list[tuple[str, str]]:
    """Look at the sheets before they are opened: how large they are, and which hold formulas that were never calculated."""
    cells, empty = 0, []
    for name in package:
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            data = package.read(name)
            cells += sum(1 for _ in _CELL.finditer(data))
            refuse_large(cells)
            if _NO_VALUE.search(data):
                empty.append(("formulas without a value", name.rpartition("/")[2].removesuffix(".xml")))
        elif name.startswith("xl/") and name.endswith(".xml"):
            package.read(name)  # it is not too large, and whole
    return empty


def _opened(data: bytes) -> Any:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl would lose when it wrote the file
        try:
            return openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        except Exception as error:  # it raises whatever a broken part leads to
            raise UnreadableFileError(
                f"is damaged or is not {_KIND}: open it with its program and save it anew"
            ) from error


class _Sheet:
    """The visible cells of a sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._rows = {n for n, row in sheet.row_dimensions.items() if row.hidden or row.height == 0}
        self._columns = {
            n
            for column in sheet.column_dimensions.values()
            if column.hidden or column.width == 0
            for n in range(column.min or 0, min(column.max or 0, sheet.max_column) + 1)
        }
        self._looks: dict[int, tuple[str, bool]] = {}
        self.hides = False
        self.notes: list[Piece] = []  # those on visible cells; behind the rows, so that these stay one table

    def cells(self) -> list[list[str]]:
        """The cells row by row as they are shown; a cell that spans rows stands in each of them."""
        refuse_large(self._sheet.max_row * self._sheet.max_column)
        merged = {
            (row, area.min_col): (area.min_row, area.min_col)
            for area in self._sheet.merged_cells.ranges
            for row in range(area.min_row + 1, min(area.max_row, self._sheet.max_row) + 1)
        }
        texts: dict[tuple[int, int], str] = {}
        found = []
        for row in self._sheet.iter_rows():
            line = []
            for cell in row:
                place = (cell.row or 0, cell.column or 0)
                text = texts.get(merged[place], "") if place in merged else self._text(cell)
                texts[place] = text
                is_hidden = place[0] in self._rows or place[1] in self._columns
                self.hides = self.hides or (is_hidden and bool(text))
                line.append("" if is_hidden else text)
                if cell.comment and not is_hidden:
                    said = cell.comment.text.removeprefix(f"{cell.comment.author}:")
                    self.notes.append(Piece("paragraph", squeeze(said)))
            found.append(line)
        return found

    def _text(self, cell: Cell) -> str:
        value = cell.value
        if value is None or cell.data_type == "e":
            return ""
        form, is_white = self._look(cell)
        return "" if is_white else squeeze(shown(value, form)) + _address(cell)

    def _look(self, cell: Cell) -> tuple[str, bool]:
        """The number format of a cell, and whether it is white on white."""
        key = cell.style_id
        if key not in self._looks:
            colour = cell.font.color.rgb if cell.font and cell.font.color else None
            is_white = isinstance(colour, str) and colour[-6:].upper() == _WHITE and not cell.fill.fill_type
            self._looks[key] = (cell.number_format or "General", is_white)
        return self._looks[key]


def _address(cell: Cell) -> str:
    """The e-mail address of a link, where the words of the cell do not say it."""
    target = (cell.hyperlink.target if cell.hyperlink else None) or ""
    address = target.removeprefix(_MAILTO).partition("?")[0]
    return f" ({address})" if target.startswith(_MAILTO) and address not in str(cell.value) else ""


def _title(workbook: Any, pieces: list[Piece]) -> str:
    """The title of the properties where a cell holds it too; else the heading that the first sheet begins with."""
    stated = squeeze(workbook.properties.title or "")
    if stated and any(stated in piece.text for piece in pieces[:20]):
        return stated
    return next((piece.text for piece in pieces[:2] if piece.kind == "heading" and piece.level == 2), "")
