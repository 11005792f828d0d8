"""Text that no person can read: what a file's fonts or a wrong encoding made of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from retrieval.language import count_hangul
from retrieval.loading.pieces import Piece

_STRANGE = 0.5  # of the characters of a piece, not counting blanks
_LETTERS = 0.2  # of the characters of a long piece, at least
_LONG = 40  # characters
_DRAWN = 4  # different signs that a drawn line has at most
_WRITTEN, _MEANT = ("cp1252", "latin-1"), ("utf-8", "cp949")
_HANGUL = 1 / 4  # of the characters that bytes taken for letters would be, from which they are


def without_unreadable(pieces: Sequence[Piece]) -> tuple[list[Piece], int]:
    """The pieces that a person could read, and how many were none."""
    kept = [each for each in pieces if is_readable(each.text)]
    return kept, len(pieces) - len(kept)


def is_readable(text: str) -> bool:
    """Whether a text is one: not mostly characters of a font's own (private use), replaced ones or symbols, and not bytes of
    Hangul that were taken for Latin letters."""
    bare = [each for each in text if not each.isspace()]
    strange = sum(each == "\ufffd" or "\ue000" <= each <= "\uf8ff" or each >= "\U000f0000" for each in bare)
    letters = sum(each.isalnum() for each in bare)
    if strange > _STRANGE * len(bare):
        return False
    if len(bare) >= _LONG and letters < _LETTERS * len(bare):
        return len({each for each in bare if not each.isalnum()}) <= _DRAWN
    return text.isascii() or not _is_mojibake(text)


def _is_mojibake(text: str) -> bool:
    """Whether Latin letters are the bytes of Hangul, in UTF-8 or CP949."""
    if count_hangul(text):
        return False
    for written in _WRITTEN:
        for meant in _MEANT:
            with suppress(UnicodeError):
                right = text.encode(written).decode(meant)
                if count_hangul(right) >= max(2, _HANGUL * sum(each.isalpha() for each in right)):
                    return True
    return False
