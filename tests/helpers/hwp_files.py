"""Small writers of HWPX and HWP 5 files, for tests (KS X 6101; Hancom's "HWP document file format 5.0"; [MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from itertools import pairwise

from office_files import packed

_NS = (
    'xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section" xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph" '
    'xmlns:hc="http://www.hancom.co.kr/hwpml/2011/core"'
)
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_SECTOR = 512
_LEAST = 4096  # bytes of a stream that stands outside the mini stream
_MINI = 64


def line(text: str) -> str:
    """A paragraph of HWPX."""
    return f'<hp:p paraPrIDRef="0" styleIDRef="0"><hp:run charPrIDRef="0"><hp:t>{text}</hp:t></hp:run></hp:p>'


def grid(*cells: tuple[int, int, str] | tuple[int, int, str, int, int]) -> str:
    """A table of HWPX in its paragraph: cells by row, column, text, and the rows and columns that they span."""
    rows: dict[int, list[str]] = {}
    for row, column, text, *spans in cells:
        down, across = spans or (1, 1)
        inside = text if text.startswith("<") else line(text)
        rows.setdefault(row, []).append(
            f"<hp:tc><hp:subList>{inside}</hp:subList>"
            f'<hp:cellAddr colAddr="{column}" rowAddr="{row}"/><hp:cellSpan colSpan="{across}" rowSpan="{down}"/></hp:tc>'
        )
    width = max(cell[1] for cell in cells) + 1
    inside = "".join(f"<hp:tr>{''.join(rows[n])}</hp:tr>" for n in sorted(rows))
    table = f'<hp:tbl rowCnt="{len(rows)}" colCnt="{width}">{inside}</hp:tbl>'
    return f'<hp:p paraPrIDRef="0" styleIDRef="0"><hp:run charPrIDRef="0">{table}</hp:run></hp:p>'


def hwpx(body: str, preview: str = "") -> bytes:
    """An HWPX file with one section."""
    return packed(
        {
            "mimetype": "application/hwp+zip",
            "version.xml": '<version major="5"/>',
            "Contents/content.hpf": '<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:manifest>'
            '<opf:item id="section0" href="Contents/section0.xml" media-type="application/xml"/></opf:manifest>'
            '<opf:spine><opf:itemref idref="section0"/></opf:spine></opf:package>',
            "Contents/header.xml": '<hh:head xmlns:hh="http://www.hancom.co.kr/hwpml/2011/head"/>',
            "Contents/section0.xml": f"<hs:sec {_NS}>{body}</hs:sec>",
            **({"Preview/PrvText.txt": preview} if preview else {}),
        }
    )


def _record(tag: int, level: int, data: bytes) -> bytes:
    head = tag | level << 10 | min(len(data), 0xFFF) << 20
    return struct.pack("<I", head) + (struct.pack("<I", len(data)) if len(data) >= 0xFFF else b"") + data


def hwp5(lines: Sequence[str], preview: str = "", flags: int = 0) -> bytes:
    """An HWP 5 file of plain paragraphs, not compressed; `flags` are the properties of its header (2: a password)."""
    body = b""
    for number, text in enumerate(lines):
        encoded = f"{text}\r".encode("utf-16-le")
        last = 0x80000000 if number == len(lines) - 1 else 0
        body += _record(66, 0, struct.pack("<IIHBBHHHI", len(text) + 1 | last, 0, 0, 0, 0, 1, 0, 0, number))
        body += _record(67, 1, encoded)
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<BBBBI", 0, 0, 0, 5, flags)
    streams = {
        "FileHeader": header.ljust(256, b"\0"),
        "DocInfo": _record(16, 0, struct.pack("<H", 1) + bytes(24)),
        "BodyText/Section0": body,
    }
    if preview:
        streams["PrvText"] = preview.encode("utf-16-le")
    return compound(streams)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file ([MS-CFB] version 3) of these streams, in folders one deep at most."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, _FREE, _END, 0]]
    folders: dict[str, int] = {}
    chains: list[tuple[int, bytes]] = []
    for path, data in streams.items():
        folder, _, name = path.rpartition("/")
        if folder and folder not in folders:
            folders[folder] = len(entries)
            entries.append([folder, 1, _FREE, _FREE, _FREE, 0, 0])
        chains.append((len(entries), data))
        entries.append([name, 2, _FREE, _FREE, _FREE, 0, len(data)])
    for holder in (0, *folders.values()):
        inside = [n for n, e in enumerate(entries) if n and _holder(n, entries, folders, streams) == holder]
        inside.sort(key=lambda n: (len(str(entries[n][0])), str(entries[n][0]).upper()))
        entries[holder][4] = inside[0] if inside else _FREE  # each the right sibling of the one before
        for one, following in pairwise(inside):
            entries[one][3] = following
    fat: list[int] = []
    mini_fat: list[int] = []
    body = mini = b""
    for number, data in chains:
        if len(data) < _LEAST:
            entries[number][5] = _grown(mini_fat, len(data), _MINI)
            mini += data.ljust(-(-len(data) // _MINI) * _MINI, b"\0")
        else:
            entries[number][5] = _grown(fat, len(data), _SECTOR)
            body += data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0")
    entries[0][5:] = [_grown(fat, len(mini), _SECTOR), len(mini)]
    body += mini.ljust(-(-len(mini) // _SECTOR) * _SECTOR, b"\0")
    table = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    table = table.ljust(-(-len(table) // _SECTOR) * _SECTOR, b"\xff")
    mini_first = _grown(fat, len(table), _SECTOR)
    body += table
    directory = b"".join(map(_entry, entries))
    size = -(-len(directory) // _SECTOR)
    first = len(fat)
    fat += [*range(first + 1, first + size), _END]
    directory = directory.ljust(size * _SECTOR, b"\0")
    tables = 1
    while (len(fat) + tables) * 4 > tables * _SECTOR:
        tables += 1
    places = list(range(len(fat), len(fat) + tables))
    fat += [0xFFFFFFFD] * tables
    packed_fat = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * _SECTOR, b"\xff")
    head = struct.pack("<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6),
                       0, tables, first, 0, _LEAST, mini_first, len(table) // _SECTOR, _END, 0, *places[:1])  # fmt: skip
    rest = [*places[1:], *[_FREE] * (109 - tables)]
    return head + struct.pack(f"<{len(rest)}I", *rest) + body + directory + packed_fat


def _grown(fat: list[int], size: int, sector: int) -> int:
    """Put the chain of a stream of `size` bytes at the end of a table; where it begins."""
    number = -(-size // sector)
    if not number:
        return _END
    first = len(fat)
    fat += [*range(first + 1, first + number), _END]
    return first


def _holder(number: int, entries: list[list[object]], folders: Mapping[str, int], streams: Mapping[str, bytes]) -> int:
    if number in folders.values():
        return 0
    path = next(path for path in streams if path.rpartition("/")[2] == entries[number][0])
    return folders.get(path.rpartition("/")[0], 0)


def _entry(entry: list[object]) -> bytes:
    name, kind, left, right, child, start, size = entry
    encoded = f"{name}\0".encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ", encoded, len(encoded), kind, 1, left, right, child, bytes(16), 0, 0, 0, start, size
    )
