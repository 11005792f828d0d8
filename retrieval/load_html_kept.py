"""What an extractor of main content drops and a reader needs."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.load_canonical import Piece


def with_headings(pieces: Sequence[Piece], marked: Sequence[Piece]) -> list[Piece]:
    """Put back each heading of the page that an extractor dropped from above a block that it kept."""
    kept = {piece.text for piece in pieces}
    over: dict[str, list[Piece]] = {}
    waiting: list[Piece] = []
    for piece in marked:
        if piece.kind == "heading":
            waiting.append(piece)
        elif waiting:
            over.setdefault(piece.text, [heading for heading in waiting if heading.text not in kept])
            waiting = []
    return [each for piece in pieces for each in (*over.pop(piece.text, ()), piece)]
