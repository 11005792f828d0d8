"""Old Excel workbooks by calamine, which gives values and no number formats."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from retrieval.loading.office.number_formats import Value, shown
from retrieval.loading.office.sheets import refuse_large, sheet_heading, sheet_pieces
from retrieval.loading.pieces import Piece, UnreadableFileError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def xls_pieces(data: bytes) -> tuple[list[Piece], dict[str, Any], str]:
    """Blocks, metadata keys (hidden sheets under `not_read`) and title (none) of an .xls workbook.

    Numbers stand without the form of their cells: a phone that is stored as a number lacks its dashes and its zero.
    Raises UnreadableFileError.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    if not data.startswith(_OLE):
        raise UnreadableFileError("is named .xls but is no old Excel workbook: give it its right name")
    left_out: list[tuple[str, str]] = []
    found: list[tuple[str, list[Piece]]] = []
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
            found.append((sheet.name, sheet_pieces(_filled(page), 2)))
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableFileError(
            "is damaged, or locked with a password: save it anew as an Excel workbook (.xlsx)"
        ) from error
    pieces = [piece for name, body in found if body for piece in (*sheet_heading(name, len(found)), *body)]
    return pieces, {"not_read": left_out} if left_out else {}, ""


def _filled(page: Any) -> list[list[str]]:
    """The cells as text; one that spans rows stands in each of them."""
    rows = [[_shown(cell) for cell in row] for row in page.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _) in page.merged_cell_ranges or []:
        for row in rows[top + 1 : bottom + 1]:
            row[left] = rows[top][left]
    return rows


def _shown(value: Value) -> str:
    if isinstance(value, datetime):
        return shown(value, "yyyy-mm-dd" if value.time() == time() else "yyyy-mm-dd hh:mm")
    form = "yyyy-mm-dd" if isinstance(value, date) else "hh:mm" if isinstance(value, time) else "General"
    return shown(value, "[h]:mm" if isinstance(value, timedelta) else form)
