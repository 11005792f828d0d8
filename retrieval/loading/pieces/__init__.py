"""What the loaders share: files, lines, canonical text, colours."""

from retrieval.loading.pieces.canonical import Piece, assemble, clean, squeeze
from retrieval.loading.pieces.colours import BLACK, WHITE, Colour, blend, from_cmyk, look_alike
from retrieval.loading.pieces.files import (
    UnreadableFileError,
    check_content,
    check_text,
    decode,
    read,
    read_sidecar,
    sidecar_of,
    unreadable_kind,
)
from retrieval.loading.pieces.lines import is_surely_numbered, list_marker, looks_like_heading, numbered_level
from retrieval.loading.pieces.marks import Levels, outlined

__all__ = [
    "BLACK",
    "WHITE",
    "Colour",
    "Levels",
    "Piece",
    "UnreadableFileError",
    "assemble",
    "blend",
    "check_content",
    "check_text",
    "clean",
    "decode",
    "from_cmyk",
    "is_surely_numbered",
    "list_marker",
    "look_alike",
    "looks_like_heading",
    "numbered_level",
    "outlined",
    "read",
    "read_sidecar",
    "sidecar_of",
    "squeeze",
    "unreadable_kind",
]
