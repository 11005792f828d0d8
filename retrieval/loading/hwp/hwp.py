"""HWP 5 and HWPX files by dochan, whose silence is not taken for success."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from retrieval.loading.hwp.blocks import model_pieces
from retrieval.loading.hwp.second import memos, missing, preview_of_hwp, preview_of_hwpx
from retrieval.loading.pieces import Package, Piece, UnreadableFileError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD = b"HWP Document File V"
_SAVE = "open it with Hancom Office and save it anew as HWPX"
_LOCKED = ("암호", "DRM")  # what dochan says of files that need a password


def hwp_pieces(data: bytes) -> tuple[list[Piece], dict[str, Any], str]:
    """Blocks, metadata keys (what was left out under `not_read`) and title (none) of an HWP or HWPX file.

    Which of the two it is is told by its first bytes. Tracked changes are read as if accepted. Raises UnreadableFileError.
    """
    if data.startswith(_OLD):
        raise UnreadableFileError(f"is of HWP 3, before 2002: {_SAVE}")
    if data.startswith(b"PK"):
        return _hwpx(data)
    if not data.startswith(_OLE):
        raise UnreadableFileError(f"is no HWP or HWPX file, whatever its name says: give it its right name, or {_SAVE}")
    pieces, left_out = _read(data, ".hwp")
    return pieces, _keys(left_out, missing(preview_of_hwp(data), _text(pieces))), ""


def _hwpx(data: bytes) -> tuple[list[Piece], dict[str, Any], str]:
    package = Package(data, "an HWPX document")
    if not any(name.startswith("Contents/") for name in package):
        raise UnreadableFileError("is a zip archive and no HWPX document: give it its right name")
    pieces, left_out = _read(data, ".hwpx")
    keys = _keys(left_out, missing(preview_of_hwpx(package), _text(pieces)))
    return pieces + memos(package), keys, ""


def _keys(left_out: list[tuple[str, str]], lost: str) -> dict[str, Any]:
    left_out = left_out + ([("words of the preview", lost)] if lost else [])
    return {"not_read": left_out} if left_out else {}


def _text(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _read(data: bytes, suffix: str) -> tuple[list[Piece], list[tuple[str, str]]]:
    """The blocks, and what dochan warns of. It raises nothing for a broken file: its errors and an empty text are refusals."""
    from dochan import Dochan

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file{suffix}")
        path.write_bytes(data)
        try:
            document = Dochan(str(path), revision_mode="final").doc
        except ValueError as error:
            raise UnreadableFileError(f"is damaged or no HWP document: {_SAVE}") from error
    errors = [error for error in document.errors if error.startswith("ERR")]
    if any(word in error for error in errors for word in _LOCKED):
        raise UnreadableFileError("is locked with a password: save it without one")
    if errors:
        raise UnreadableFileError(f"is damaged, or of a kind that cannot be read: {_SAVE}")
    pieces = model_pieces(document.sections)
    if not any(piece.text.strip() for piece in pieces):
        raise UnreadableFileError(f"holds no text, only pictures or what cannot be read: {_SAVE}, or as PDF with text")
    return pieces, [("damaged part", error) for error in document.errors]
