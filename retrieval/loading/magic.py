"""What the bytes of a file say it is, whatever its name says."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from contextlib import suppress

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # an empty one
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"HWP Document File V3.00 \x1a", "hwp3"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"BZh91AY&SY", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"ALZ\x01", "archive"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"SQLite format 3\0", "database"),
    (b"\x1aE\xdf\xa3", "media"),
)
# Letters that a text may begin with too: not without a zero behind.
_SHORT = (
    (b"MZ", "program"),
    (b"BM", "image"),
    (b"II*", "image"),
    (b"MM\0*", "image"),
    (b"\0\0\1\0", "image"),
    (b"EGGA", "archive"),
    (b"ID3", "media"),
    (b"OggS", "media"),
)
_INSIDE = (
    (b"ftyphei", 4, "image"),
    (b"ftyp", 4, "media"),
    (b"WEBP", 8, "image"),
    (b"WAVE", 8, "media"),
    (b"AVI ", 8, "media"),
)
_BINARY = 1024  # bytes in which a file that is no text has a zero
_LEADING = codecs.BOM_UTF8 + b" \t\r\n"

# Streams of OLE files (MS-CFB); a directory entry of 128 bytes begins with the name in UTF-16 and holds its length.
_STREAMS = (
    ("FileHeader", "hwp"),
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)
_ENTRY, _LENGTH_AT = 128, 64

# Members of zip archives (ECMA-376, KS X 6101, OpenDocument 1.3, EPUB OCF 3.3).
_MEMBERS = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("Contents/header.xml", "hwpx"),
    ("Contents/content.hpf", "hwpx"),
    ("META-INF/container.xml", "epub"),
)
_OOXML = "[Content_Types].xml"
_MIMETYPES = ((b"application/hwp+zip", "hwpx"), (b"application/epub", "epub"), (b"application/vnd.oasis", "odf"))

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)
_CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32)) + b"\x0b\x7f"
_HEAD = 4096
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def kind(data: bytes) -> str:
    """Which kind of file `data` is, as `Format.kind`; empty where only a person, or its name, can tell: text and noise."""
    found = signature(data)
    if found == "zip":
        return _zip_kind(data)
    return _ole_kind(data) if found == "ole" else found


def signature(head: bytes) -> str:
    """As `kind`, from the first bytes alone; "zip" and "ole" stand for whatever comes in these containers."""
    start = head[:_BINARY].lstrip(_LEADING)
    for mark, found in _SIGNATURES:
        if start.startswith(mark):
            return found
    if b"\0" in head[:_BINARY] and not head.startswith(_WIDE):
        short = (found for mark, found in _SHORT if head.startswith(mark))
        inside = (found for mark, at, found in _INSIDE if head[at : at + len(mark)] == mark)
        return next(short, None) or next(inside, "")
    return "html" if _HTML.match(_readable(head[:_HEAD])) else ""


def is_plain_text(data: bytes) -> bool:
    """Whether `data`, which may end within a character, is UTF-8 without control characters."""
    if data.translate(None, _CONTROLS) != data:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _readable(head: bytes) -> str:
    """Markup is ASCII in every encoding but UTF-16, which says so by its first bytes."""
    if head.startswith(_WIDE):
        return head.decode("utf-16", "ignore")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _zip_kind(data: bytes) -> str:
    with suppress(zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        if names and names[0] == "mimetype":
            # It is the first member and not compressed, so that it can be told like this; some programs do compress it.
            return next((found for mark, found in _MIMETYPES if mark in data[:_BINARY]), _by_member(names))
        return _by_member(names)
    return "zip"


def _by_member(names: list[str]) -> str:
    known = [(start, found) for start, found in _MEMBERS if not start.endswith("/") or _OOXML in names]
    return next((found for start, found in known if any(name.startswith(start) for name in names)), "zip")


def _ole_kind(data: bytes) -> str:
    return next((found for name, found in _STREAMS if _has_stream(data, name)), "ole")


def _has_stream(data: bytes, name: str) -> bool:
    written = f"{name}\0".encode("utf-16-le")
    length = len(written).to_bytes(2, "little")
    at = data.find(written)
    while at >= 0:
        if at % _ENTRY == 0 and data[at + _LENGTH_AT : at + _LENGTH_AT + 2] == length:
            return True
        at = data.find(written, at + 1)
    return False
