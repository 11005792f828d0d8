"""Text that nobody can read: letters whose font does not say what they are, signs in place of words, the wrong code page."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.loading.pdf.contents import Letter, Text
from retrieval.patterns import late_pattern

_MOST = 0.5  # of the letters of a text that are riddles make all of it one
_ENOUGH = 24  # letters of a page, to say that they are no words
_WORDS = 0.4  # of the signs of a page are letters or digits at least
_MISTAKEN = 0.5  # of the letters of a page that are Latin ones with accents, each beside another, and Korean as cp949
_PRIVATE = late_pattern("[\ue000-\uf8ff\U000f0000-\U0010fffd\ufffd]")
_FIRST_PRIVATE = "\ue000"
_LEADER = late_pattern(r"([^\w\s])(?:\s*\1){2,}|[\W_](?=\s|$)")  # dots that lead to a page number, marks of items
_ACCENTED = late_pattern("[\u00a1-\u00ff]{2,}")


def without_riddles(texts: Sequence[Text], seen: Sequence[Sequence[bool]]) -> tuple[list[list[bool]], int]:
    """Of the letters that are seen those that can be read, and how many cannot."""
    kept: list[list[bool]] = []
    riddles = 0
    for text, visible in zip(texts, seen, strict=True):
        marks = [_is_riddle(letter) for letter in text.letters]
        strange = sum(mark for mark, ok in zip(marks, visible, strict=False) if ok)
        if strange and strange > _MOST * sum(visible):
            riddles += sum(visible)
            kept.append([False] * len(visible))
        else:
            kept.append(list(visible))
    return kept, riddles


def _is_riddle(letter: Letter) -> bool:
    if letter.is_known and letter.text < _FIRST_PRIVATE:
        return False
    return not letter.text.isspace() and (not letter.is_known or bool(_PRIVATE.match(letter.text)))


def are_mostly_signs(lines: Sequence[str]) -> bool:
    """Whether the lines of a page are no words in any script, or Korean read in the code page of western Europe."""
    text = _LEADER.sub("", " ".join(lines))
    signs = [letter for letter in text if not letter.isspace()]
    if len(signs) < _ENOUGH:
        return False
    if sum(map(str.isalnum, signs)) < _WORDS * len(signs):
        return True
    mistaken = [each for each in _ACCENTED.findall(text) if _is_korean(each)]
    letters = sum(letter.isalpha() or "\u00a1" <= letter <= "\u00ff" for letter in signs)
    return sum(map(len, mistaken)) > _MISTAKEN * letters


def _is_korean(text: str) -> bool:
    """Whether letters of western Europe are the bytes of Korean syllables."""
    try:
        read = text.encode("latin-1")[: len(text) // 2 * 2].decode("cp949")
    except UnicodeError:
        return False
    return bool(read) and all("가" <= letter <= "힣" for letter in read)
