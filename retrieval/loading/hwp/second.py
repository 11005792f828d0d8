"""A second look at an HWP file beside dochan: the preview that the program stored, and the memos that dochan leaves out."""

from __future__ import annotations

import io
import re

from retrieval.loading.pieces import Package, Piece, squeeze

_WORD = re.compile(r"[가-힣]+|[A-Za-z]+|\d+")
_LEAST = 0.95  # of the words of the preview, that must be in what was read
_FEWEST = 10  # words, of which a share says something
_LONGEST_PREVIEW = 64 * 1024  # bytes; programs store two kilobytes


def preview_of_hwp(data: bytes) -> str:
    """The stream PrvText of an HWP 5 file; "" where it has none."""
    from dochan import cfb

    with cfb.OleFileIO(io.BytesIO(data)) as ole:
        if not ole.exists("PrvText"):
            return ""
        stored: bytes = ole.openstream("PrvText").read(_LONGEST_PREVIEW)
    return stored.decode("utf-16-le", "ignore")


def preview_of_hwpx(package: Package) -> str:
    """The part Preview/PrvText.txt of an HWPX file; "" where it has none."""
    name = "Preview/PrvText.txt"
    return package.read(name, _LONGEST_PREVIEW).decode("utf-8", "ignore") if name in package else ""


def missing(preview: str, text: str) -> str:
    """Which share of the words of a preview was not read ("12%"); "" where it is small. Pieces of words count as read."""
    words = _WORD.findall(preview)
    whole = re.sub(r"\s+", "", text)
    lost = sum(word not in whole for word in words)
    return f"{lost / len(words):.0%}" if len(words) >= _FEWEST and lost > (1 - _LEAST) * len(words) else ""


def memos(package: Package) -> list[Piece]:
    """The memos of an HWPX file: what its readers see beside the page."""
    found: list[Piece] = []
    for name in package:
        if re.fullmatch(r"Contents/section\d+\.xml", name):
            fields = (each for each in package.xml(name).iter("{*}fieldBegin") if each.get("type") == "MEMO")
            lines = (paragraph for memo in fields for paragraph in memo.iter("{*}p"))
            texts = (squeeze("".join(t for each in line.iter("{*}t") for t in each.itertext())) for line in lines)
            found += [Piece("paragraph", text) for text in texts if text]
    return found
