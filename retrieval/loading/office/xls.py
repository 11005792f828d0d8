"""Old Excel workbooks by calamine, cells as they are shown, merged ones filled, what is hidden left out."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from retrieval.loading.office.number_formats import Value, shown
from retrieval.loading.office.sheets import refuse_large, sheet_heading, sheet_pieces
from retrieval.loading.office.xls_looks import Looks, looks_of
from retrieval.loading.pieces import Piece, UnreadableFileError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def xls_pieces(data: bytes) -> tuple[list[Piece], dict[str, Any], str]:
    """Blocks, metadata keys (what is hidden under `not_read`) and title (none) of an .xls workbook. Raises UnreadableFileError."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    if not data.startswith(_OLE):
        raise UnreadableFileError("is named .xls but is no old Excel workbook: give it its right name")
    left_out: list[tuple[str, str]] = []
    found: list[tuple[str, list[Piece]]] = []
    looks = looks_of(data)
    cells = 0
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.visible != SheetVisibleEnum.Visible:
                left_out.append(("hidden sheet", sheet.name))
                continue
            page = workbook.get_sheet_by_name(sheet.name)
            cells += page.height * page.width
            refuse_large(cells)
            rows, hides = _filled(page, looks.get(sheet.name, Looks()))
            left_out += [("hidden rows or columns", sheet.name)] if hides else []
            found.append((sheet.name, sheet_pieces(rows, 2)))
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableFileError(
            "is damaged, or locked with a password: save it anew as an Excel workbook (.xlsx)"
        ) from error
    pieces = [piece for name, body in found if body for piece in (*sheet_heading(name, len(found)), *body)]
    return pieces, {"not_read": left_out} if left_out else {}, ""


def _filled(page: Any, looks: Looks) -> tuple[list[list[str]], bool]:
    """The cells as text, one that spans rows in each of them, hidden ones blank; and whether a hidden one holds anything."""
    rows = [
        [_shown(cell, looks.formats.get((y, x), "")) for x, cell in enumerate(row)]
        for y, row in enumerate(page.to_python(skip_empty_area=False))
    ]
    for (top, left), (bottom, _) in page.merged_cell_ranges or []:
        for row in rows[top + 1 : bottom + 1]:
            row[left] = rows[top][left]
    hides = False
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text and (y in looks.rows or x in looks.columns):
                row[x], hides = "", True
    return rows, hides


def _shown(value: Value, form: str) -> str:
    """A value in the form of its cell; without one dates and times stand as ISO 8601 writes them."""
    if form and not isinstance(value, str | bool):
        return shown(value, form)
    if isinstance(value, datetime):
        return shown(value, "yyyy-mm-dd" if value.time() == time() else "yyyy-mm-dd hh:mm")
    form = "yyyy-mm-dd" if isinstance(value, date) else "hh:mm" if isinstance(value, time) else "General"
    return shown(value, "[h]:mm" if isinstance(value, timedelta) else form)
