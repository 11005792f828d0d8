"""Tables as plain text: cells between commas, semicolons, tabs or bars, in the encodings that offices use."""

from __future__ import annotations

import csv
import io
from typing import Any

from retrieval.loading.office.sheets import refuse_large, sheet_pieces
from retrieval.loading.pieces import Piece, UnreadableFileError, decode

_BETWEEN = ",;\t|"
_SAMPLE = 64 * 1024  # characters from which the mark between cells is told
_LONGEST_CELL = 128 * 1024


def csv_pieces(data: bytes) -> tuple[list[Piece], dict[str, Any], str]:
    """The rows of a CSV file; no metadata keys and no title. Encoding: by its mark, else UTF-8, else CP949.

    Raises UnreadableFileError.
    """
    text = decode(data).removeprefix("\ufeff")
    if text.lower().startswith("sep="):  # Excel's own first line
        text = text.partition("\n")[2]
    if "\0" in text:
        raise UnreadableFileError("is not text but binary data: save it as CSV (UTF-8)")
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_mark(text)):
            cells += len(row)
            refuse_large(cells)
            rows.append(row)
    except csv.Error as error:
        raise UnreadableFileError(
            f"cannot be split into cells (row {len(rows) + 1}): close its quotation marks, or save it anew as CSV"
        ) from error
    return sheet_pieces(rows, 1), {}, ""


def _mark(text: str) -> str:
    """What stands between the cells; a comma where that cannot be told."""
    try:
        return csv.Sniffer().sniff(text[:_SAMPLE], _BETWEEN).delimiter
    except csv.Error:
        first = text.split("\n", 1)[0]
        return max(_BETWEEN, key=first.count)
