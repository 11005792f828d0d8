"""Finds the names of a dictionary in a text: the time follows the text's length, not how many names there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from retrieval.language import has_hangul
from retrieval.patterns import late_pattern

_PIECE = late_pattern(r"\w+|[\s\-]+|.", re.DOTALL)
_WORD = late_pattern(r"\w")
_PARTING = late_pattern(r"[\s\-]+")
# Letters that a pattern which ignores case takes for these, and whose lower case is another.
_FOLDED = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"})


@dataclass(frozen=True, slots=True)
class Place:
    """Characters `start` to `end` of a text, which are `name`."""

    start: int
    end: int
    name: str


class NameFinder:
    """A dictionary of names. Case makes no difference, and neither do white space and hyphens.

    A Latin name is found as words of its own; a Korean one may carry particles, and be written without its blanks. Latin
    names are looked up by their first word, Korean ones by their first two characters, each with the lengths that occur.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._latin: dict[tuple[str, ...], str] = {}
        self._lengths: dict[str, set[int]] = {}
        self._korean: dict[str, dict[str, re.Pattern[str]]] = {}
        for name in names:
            if has_hangul(name):
                self._add_korean(name)
            elif pieces := _plain_pieces(name):
                self._latin.setdefault(pieces, name)
                self._lengths.setdefault(pieces[0], set()).add(len(pieces))

    def _add_korean(self, name: str) -> None:
        parts = [part for part in _PARTING.split(name) if part]
        pattern = re.compile(r"[\s\-]*".join(map(re.escape, parts)), re.IGNORECASE)
        self._korean.setdefault(folded("".join(parts))[:2], {}).setdefault(name, pattern)

    def all_in(self, text: str) -> Iterator[Place]:
        """Every name at every place, those within other names too; in no order."""
        yield from self._latin_in(text)
        yield from self._korean_in(text)

    def longest_in(self, text: str) -> list[Place]:
        """Names in order, the longest where several begin, none that begins within another."""
        found = sorted(self.all_in(text), key=lambda each: (each.start, -len(each.name), each.name))
        kept: list[Place] = []
        for each in found:
            if not kept or each.start >= kept[-1].end:
                kept.append(each)
        return kept

    def _latin_in(self, text: str) -> Iterator[Place]:
        if not self._latin:
            return
        plain = folded(text)
        places = [m.span() for m in _PIECE.finditer(text)]
        pieces = [_plain_piece(plain[start:end]) for start, end in places]
        for at, piece in enumerate(pieces):
            for length in self._lengths.get(piece, ()):
                name = self._latin.get(tuple(pieces[at : at + length]))
                if name is not None and at + length <= len(pieces) and _stands_alone(pieces, at, at + length):
                    yield Place(places[at][0], places[at + length - 1][1], name)

    def _korean_in(self, text: str) -> Iterator[Place]:
        if not self._korean:
            return
        plain = [(i, letter) for i, letter in enumerate(folded(text)) if not (letter.isspace() or letter == "-")]
        for (at, letter), (_, following) in pairwise([*plain, (0, "")]):
            for key in {letter, letter + following}:
                for name, pattern in self._korean.get(key, {}).items():
                    if match := pattern.match(text, at):
                        yield Place(at, match.end(), name)


def folded(text: str) -> str:
    """A text in lower case, character by character."""
    low = text.translate(_FOLDED).lower()
    return low if len(low) == len(text) else "".join(each.lower()[:1] for each in text.translate(_FOLDED))


def _plain_piece(piece: str) -> str:
    """A folded piece; what parts words is one blank."""
    return " " if piece[0] == "-" or piece[0].isspace() else piece


def _plain_pieces(name: str) -> tuple[str, ...]:
    return tuple(map(_plain_piece, _PIECE.findall(folded(name.strip(" \t\n\r\f\v-")))))


def _stands_alone(pieces: list[str], start: int, end: int) -> bool:
    """Whether no word ends right before pieces or begins right after them."""
    before, after = pieces[start - 1 : start], pieces[end : end + 1]
    return not any(_WORD.match(each[0]) for each in (*before, *after))
