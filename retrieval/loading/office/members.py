"""Files inside files, the entries of an archive and what is attached to a mail: read one after the other, within one limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from retrieval.loading.pieces import Piece, UnreadableFileError

Read = tuple[list[Piece], dict[str, Any], str]
Holder = Callable[[bytes, "Members"], Read]
"""Reads a file that holds others."""

DEEPEST = 2  # an archive in an archive is read, one in that one is not
_MOST_BYTES = 200 * 2**20  # unpacked, of all files inside one
_MOST_FILES = 500
_DEEPEST_HEADING = 6


@dataclass(slots=True)
class Members:
    """What is read of the files inside one, at any depth.

    `reader` gives the reader of a file by its name and bytes, and the one that is to be used instead where it holds others;
    it raises UnreadableFileError where there is none.
    """

    reader: Callable[[str, bytes], tuple[Callable[[bytes], Read], Holder | None]]
    depth: int = 0
    left_bytes: int = _MOST_BYTES
    left_files: int = _MOST_FILES
    not_read: list[tuple[str, str]] = field(default_factory=list)

    def spend(self, size: int) -> None:
        """Count a file of so many bytes before it is unpacked. Raises UnreadableFileError beyond the limits."""
        self.left_bytes -= size
        self.left_files -= 1
        if self.left_bytes < 0 or self.left_files < 0:
            raise UnreadableFileError(
                f"holds more than {_MOST_FILES} files or {_MOST_BYTES // 2**20} MB unpacked: put its files into the folder instead"
            )

    def pieces(self, name: str, data: bytes, level: int) -> list[Piece]:
        """A heading of `level` with the name of a file, and its blocks below it; [] where it cannot be read."""
        try:
            pieces, keys, _ = self._read(name, data)
        except UnreadableFileError as error:
            self.not_read.append((name, str(error)))
            return []
        self.not_read += [(kind, f"{name}: {what}" if what else name) for kind, what in keys.get("not_read", ())]
        lowered = [
            replace(
                piece,
                page=None,
                level=min(piece.level + level, _DEEPEST_HEADING) if piece.kind == "heading" else piece.level,
            )
            for piece in pieces
        ]
        return [Piece("heading", name, level), *lowered]

    def _read(self, name: str, data: bytes) -> Read:
        read, holder = self.reader(name, data)
        if holder is None:
            return read(data)
        if self.depth >= DEEPEST:
            raise UnreadableFileError("lies too deep inside other archives: put it into the folder itself")
        self.depth += 1
        try:
            return holder(data, self)
        finally:
            self.depth -= 1
