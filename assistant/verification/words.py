"""A text as verification reads it: words with stems and places, what it names, the facts it states, its segments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.verification.vocabulary import GLUE, SYNONYMS
from retrieval.language import QUESTION_WORDS, analyze, count_hangul, glossary, has_hangul
from retrieval.language.values import Value, values
from retrieval.patterns import late_pattern
from retrieval.search import Names

LONGEST = 4_000
"""Characters of a text that are read; fragments and sentences are shorter, headings too."""

_WORD = late_pattern(r"[^\W_]+(?:[.,][0-9]+)*")
_BREAK = late_pattern(r"[,;:()|\n/]|\s[–—-]\s|\b(?:and|while|whereas|but|or)\b|\bto\b(?=\s[\d₩$])", re.IGNORECASE)
_PARTICLE = late_pattern(
    r"(?<=[A-Za-z])(?=(?:은|는|이|가|을|를|의|에|와|과|로|도|만|까지|부터|께|이나|나|이란|란|처럼|보다|마다|조차|밖에|"
    r"에서|에게|으로|에는|에서는|에게는|으로는|로는|에도|과의|와의|에서의|으로의|로부터|으로부터|(?:이|가)?\s?(?:며|고|라고|라는|인|입니다|였습니다|다))"
    r"(?![가-힣]))"
)


@cache
def stem(word: str) -> str:
    """The stem of one word as the index has it; a word that the index would drop stands for itself."""
    return next(iter(analyze(word)), word.lower())


@lru_cache(maxsize=4_000)
def all_stems(text: str) -> frozenset[str]:
    """The stems of all words of a text, those without matter and those of facts too."""
    return frozenset(analyze(text))


@cache
def glue() -> frozenset[str]:
    """Stems that carry no matter of their own."""
    return frozenset(stem(word) for word in (*GLUE.split(), *QUESTION_WORDS))


@cache
def synonyms() -> Mapping[str, frozenset[int]]:
    """For each stem the numbers of the groups of synonyms that it is in."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(SYNONYMS.splitlines()):
        for word in line.split():
            for part in analyze(word):
                found.setdefault(part, set()).add(number)
    return {each: frozenset(groups) for each, groups in found.items()}


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries matter. `name` is the number of the group of names that it is part of, or -1."""

    stem: str
    text: str
    start: int
    end: int
    segment: int
    name: int = -1


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: readings are kept, and hashed often
class Reading:
    """A text with its words (those of facts and without matter left out), facts and the groups of names it uses.

    `breaks` are the places at which segments end: commas, brackets, cells, "and". In `text` a blank parts a Latin word
    from the Korean particle that is stuck to it.
    """

    text: str
    words: tuple[Word, ...]
    stems: frozenset[str]
    names: frozenset[int]
    values: tuple[Value, ...]
    breaks: tuple[int, ...]

    def segment(self, place: int) -> int:
        """The number of the segment that holds a place."""
        return bisect_right(self.breaks, place)


class Reader:
    """Reads texts; what was read before is at hand. Thread-safe."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._numbers = {name: number for number, group in enumerate(names.groups) for name in group}
        self.read = lru_cache(maxsize=4_000)(self._read)

    def group(self, number: int) -> tuple[str, ...]:
        """The names of a group."""
        return tuple(self._names.groups[number])

    def _read(self, text: str) -> Reading:
        text = _PARTICLE.sub(" ", text[:LONGEST]) if has_hangul(text) else text[:LONGEST]
        found = tuple(values(text))
        named = [(start, end, self._numbers[group[0]]) for start, end, group in self._names.found_in(text)]
        breaks = tuple(match.start() for match in _BREAK.finditer(text) if not _inside(match.start(), found))
        words = tuple(_words(text, found, named, breaks))
        stems = frozenset(word.stem for word in words)
        return Reading(text, words, stems, frozenset(number for *_, number in named), found, breaks)


def is_korean(text: str) -> bool:
    """Whether a text is Korean, be there names in Latin letters in it: a syllable counts as three letters."""
    return 3 * count_hangul(text) > sum(each.isascii() and each.isalpha() for each in text)


def in_english(text: str) -> str:
    """The known Korean words of a text, in English."""
    return " ".join(english for korean, english in glossary().items() if korean in text)


def _inside(place: int, found: tuple[Value, ...]) -> bool:
    return any(each.start <= place < each.end for each in found)


def _words(
    text: str, found: tuple[Value, ...], named: list[tuple[int, int, int]], breaks: tuple[int, ...]
) -> list[Word]:
    taken = bytearray(len(text) + 1)
    for claim in found:
        taken[claim.start : claim.end] = b"\x01" * (claim.end - claim.start)
    group_at = {place: number for start, end, number in named for place in range(start, end)}
    return [
        Word(stem(word), word, match.start(), match.end(), bisect_right(breaks, match.start()), group)
        for match in _WORD.finditer(text)
        if not taken[match.start()]
        and (
            (group := group_at.get(match.start(), -1)) >= 0
            or (stem(match.group()) not in glue() and len(match.group()) > 1)
        )
        and (word := match.group())
    ]
