"""Canonical text: what every format becomes before an offset is counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from retrieval.records import Block, BlockKind

INDENT = "  "
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Control and format characters (tags, zero width, bidi, soft hyphen, byte order mark) and lone surrogates go: a reader
# sees none of them, so they could carry text to a model that no person checked, and they break word matching. Variation
# selectors have a mark's category but allow the same.
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}  # not undone by NFC
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before it has a place: `text` in one role. Level and page as in `retrieval.records.Block`."""

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None


def clean(text: str) -> str:
    """Make `text` plain: one kind of line end and space, no invisible characters, NFC."""
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    if not text.isascii():
        text = _VARIATION.sub("", text).translate(_LIGATURES)
    if not text.isprintable():
        text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """`text` on one line: every run of white space becomes one space."""
    return " ".join(text.split())


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Join pieces to the canonical text and tell where each one stands in it.

    Items and rows follow each other on the next line, everything else after a blank line. The marker of a list item is
    part of its block, the indentation in front of it is not.
    """
    out: list[str] = []
    blocks: list[Block] = []
    position = 0
    before: Piece | None = None
    for piece in _cleaned(pieces):
        gap = _gap(before, piece)
        start = position + len(gap)
        position = start + len(piece.text)
        out += [gap, piece.text]
        blocks.append(Block(piece.kind, start, position, piece.level, piece.page))
        before = piece
    return "".join(out), tuple(blocks)


def _cleaned(pieces: Iterable[Piece]) -> Iterable[Piece]:
    for piece in pieces:
        text = "\n".join(line.rstrip() for line in clean(piece.text).split("\n")).strip()
        if text:
            yield replace(piece, text=text)


def _gap(before: Piece | None, piece: Piece) -> str:
    indent = INDENT * max(piece.level - 1, 0) if piece.kind == "item" else ""
    if before is None:
        return indent
    together = piece.kind in {"item", "row"} and before.kind == piece.kind
    return ("\n" if together else "\n\n") + indent
