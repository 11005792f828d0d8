"""What the loaders share: files, lines, canonical text, colours."""

from retrieval.loading.pieces.canonical import Piece, assemble, clean, squeeze
from retrieval.loading.pieces.colours import BLACK, WHITE, Colour, blend, from_cmyk, look_alike
from retrieval.loading.pieces.files import (
    UnreadableFileError,
    decode,
    peek,
    read,
    read_sidecar,
    sidecar_of,
    unreadable_kind,
)
from retrieval.loading.pieces.lines import is_surely_numbered, list_marker, looks_like_heading, numbered_level
from retrieval.loading.pieces.marks import Levels, outlined
from retrieval.loading.pieces.packages import Package
from retrieval.loading.pieces.step import heard, step

__all__ = [
    "BLACK",
    "WHITE",
    "Colour",
    "Levels",
    "Package",
    "Piece",
    "UnreadableFileError",
    "assemble",
    "blend",
    "clean",
    "decode",
    "from_cmyk",
    "heard",
    "is_surely_numbered",
    "list_marker",
    "look_alike",
    "looks_like_heading",
    "numbered_level",
    "outlined",
    "peek",
    "read",
    "read_sidecar",
    "sidecar_of",
    "squeeze",
    "step",
    "unreadable_kind",
]
