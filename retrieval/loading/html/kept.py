"""What an extractor of main content drops and a reader needs."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.loading.pieces import Piece


def with_headings(pieces: Sequence[Piece], marked: Sequence[Piece]) -> list[Piece]:
    """Put back each heading of the page that an extractor dropped from above a block that it kept."""
    kept = {piece.text for piece in pieces}
    over: dict[str, list[Piece]] = {}
    waiting: list[Piece] = []
    for piece in marked:
        if piece.kind == "heading":
            waiting.append(piece)
        elif waiting:
            over.setdefault(_key(piece), [heading for heading in waiting if heading.text not in kept])
            waiting = []
    return [each for piece in pieces for each in (*over.pop(_key(piece), ()), piece)]


def _key(piece: Piece) -> str:
    """The text of a block; the extractor puts empty cells behind those of a row."""
    return piece.text.rstrip(" |") if piece.kind == "row" else piece.text
