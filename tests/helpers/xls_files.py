"""A small writer of old Excel workbooks, for tests ([MS-XLS]: BIFF8 in a compound file)."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from hwp_files import compound


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, width: str) -> bytes:
    return struct.pack(f"<{width}B", len(text), 1) + text.encode("utf-16-le")


def xls(
    sheets: Mapping[str, Sequence[Sequence[str | float]]],
    hidden: Sequence[str] = (),
    number_format: str = "",
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
) -> bytes:
    """A workbook of these sheets, their rows holding texts and numbers, these in `number_format`; rows and columns hidden in
    each sheet count from 0."""
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    if number_format:
        begin += _record(0x41E, struct.pack("<H", 164) + _text(number_format, "H"))
    begin += _record(0xE0, struct.pack("<HH", 0, 164 if number_format else 0) + bytes(16))
    looks = b"".join(_record(0x7D, struct.pack("<HHHHHH", n, n, 0, 0, 1, 0)) for n in hidden_columns)
    looks += b"".join(_record(0x208, struct.pack("<HHHHHHI", n, 0, 1, 0, 0, 0, 0x20)) for n in hidden_rows)
    pages = [_page(rows, looks) for rows in sheets.values()]
    entries = [struct.pack("<IBB", 0, int(name in hidden), 0) + _text(name, "B") for name in sheets]
    at = len(begin) + sum(len(entry) + 4 for entry in entries) + 4
    index = b""
    for entry, page in zip(entries, pages, strict=True):
        index += _record(0x85, struct.pack("<I", at) + entry[4:])
        at += len(page)
    return compound({"Workbook": begin + index + _record(0x0A, b"") + b"".join(pages)})


def _page(rows: Sequence[Sequence[str | float]], looks: bytes) -> bytes:
    out = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + looks
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            place = struct.pack("<HHH", y, x, 0)
            if isinstance(value, str):
                out += _record(0x204, place + _text(value, "H"))
            else:
                out += _record(0x203, place + struct.pack("<d", value))
    return out + _record(0x0A, b"")
