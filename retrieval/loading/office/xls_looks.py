"""What calamine does not tell of an old Excel workbook: hidden rows and columns, and the number formats of cells ([MS-XLS])."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_BEGIN, _END, _SHEET, _FORMAT, _FORM, _ROW, _COLUMNS = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x208, 0x7D
_NUMBERS = (0x203, 0x27E, 0x06)  # a number, a short one, a formula: row, column and form
_RUN = 0xBD  # short numbers side by side: row, first column, then form and number again and again
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_BIFF8 = 0x600
# The formats that every workbook has without naming them, those of dates apart (ECMA-376 part 1, 18.8.30).
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}


@dataclass(slots=True)
class Looks:
    """How a sheet shows its cells; rows and columns count from 0."""

    rows: set[int] = field(default_factory=set)
    """Hidden ones, as are `columns`."""
    columns: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    """The number formats of cells that have one."""


def looks_of(data: bytes) -> dict[str, Looks]:
    """The looks of each sheet by its name; {} for a workbook from before Excel 97, which says it otherwise."""
    stream = _stream(data)
    starts: dict[str, int] = {}
    formats, forms = dict(_BUILT_IN), list[int]()
    for kind, body in _records(stream, 0):
        if kind == _BEGIN and body[:2] != struct.pack("<H", _BIFF8):
            return {}
        if kind == _SHEET and len(body) > 8:
            starts[_text(body[6], body[7:])] = int.from_bytes(body[:4], "little")
        elif kind == _FORMAT and len(body) > 5:
            formats[_word(body, 0)] = _text(_word(body, 2), body[4:])
        elif kind == _FORM and len(body) > 4:
            forms.append(_word(body, 2))
    named = [formats.get(number, "") for number in forms]
    return {name: _sheet(stream, start, named) for name, start in starts.items()}


def _stream(data: bytes) -> bytes:
    from dochan import cfb

    try:
        with cfb.OleFileIO(io.BytesIO(data)) as ole:
            return bytes(ole.openstream("Workbook").read()) if ole.exists("Workbook") else b""
    except (OSError, ValueError, struct.error):
        return b""


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the workbook; those of charts inside it are left out."""
    depth = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 1:
            yield kind, stream[start + 4 : start + 4 + size]
        if depth < 1:
            return
        start += 4 + size


def _sheet(stream: bytes, start: int, forms: list[str]) -> Looks:
    looks = Looks()
    for kind, body in _records(stream, start):
        if kind == _ROW and len(body) > 12 and body[12] & _HIDDEN_ROW:
            looks.rows.add(_word(body, 0))
        elif kind == _COLUMNS and len(body) > 8 and body[8] & _HIDDEN_COLUMN:
            looks.columns.update(range(_word(body, 0), min(_word(body, 2), 255) + 1))
        elif kind in _NUMBERS and len(body) > 5:
            _note(looks, _word(body, 0), _word(body, 2), _word(body, 4), forms)
        elif kind == _RUN:
            for number, at in enumerate(range(4, len(body) - 2, 6)):
                _note(looks, _word(body, 0), _word(body, 2) + number, _word(body, at), forms)
    return looks


def _note(looks: Looks, row: int, column: int, form: int, forms: list[str]) -> None:
    if form < len(forms) and forms[form]:
        looks.formats[row, column] = forms[form]


def _word(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 2], "little")


def _text(length: int, body: bytes) -> str:
    """A text of so many characters behind the byte that says how wide they are."""
    wide = body[:1] == b"\x01"
    return body[1 : 1 + (2 * length if wide else length)].decode("utf-16-le" if wide else "latin-1", "replace")
