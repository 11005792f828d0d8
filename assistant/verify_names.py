"""Whether the persons, bodies, places and programmes that a sentence names stand in the cited passages.

A name is a run of capitalised words, an acronym, or a name that the documents have another name for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.verify_passage import View
from assistant.verify_words import Reading, glue, stem
from retrieval import regions
from retrieval.minilm import ordinary_words
from retrieval.sentences import STARTERS

_TOKEN = re.compile(r"[^\W_]+(?:[-.&][^\W_]+)*")
_JOINING = frozenset("of and for the on in de & at".split())
_SKIPPED = 3  # words that a name may leave out, or that stand between its parts
_TITLES = frozenset(
    "president governor mayor professor minister director chairman chair chairwoman chairperson vice deputy doctor dr mr "
    "mrs ms prof head chief city province metropolitan district county island republic state region ministry room no "
    "article annex phase goal track team korean korea".split()
)
_TYPES = frozenset(
    "bureau team division department office institute university college group track station agency foundation committee "
    "centre center ministry corporation company association exchange council forum network act plan programme program "
    "complex".split()
)
_PERSON = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?-[a-z]+\b|\b[A-Z][a-z]+-[A-Z][a-z]+\b")
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words of a text, `start` to `end`, as lower-case tokens."""

    text: str
    tokens: tuple[str, ...]
    start: int
    end: int

    @property
    def type(self) -> str:
        """What kind of body it is by its own words ("bureau"), or empty."""
        return next((each for each in reversed(self.tokens) if each in _TYPES), "")


def names(reading: Reading) -> list[Name]:
    """The runs of capitalised words of a text, joined over "of", "and" and the like; words of facts left out."""
    taken = [(claim.start, claim.end) for claim in reading.claims]
    found: list[Name] = []
    run: list[re.Match[str]] = []
    previous_end = 0
    for match in _TOKEN.finditer(reading.text):
        between = reading.text[previous_end : match.start()]
        word = match.group()
        is_name = word[0].isupper() and not any(start <= match.start() < end for start, end in taken)
        breaks = bool(between.strip(" \t'’&.")) or "\n" in between or (between.strip() in {"'", "’"} and word == "s")
        if run and (breaks or not (is_name or word in _JOINING)):
            found += _closed(reading.text, run)
            run = []
        if is_name or (run and word in _JOINING and not breaks):
            run.append(match)
        previous_end = match.end()
    return found + _closed(reading.text, run)


def _closed(text: str, run: list[re.Match[str]]) -> list[Name]:
    while run and not run[-1].group()[0].isupper():
        run = run[:-1]
    if not run:
        return []
    start, end = run[0].start(), run[-1].end()
    tokens = tuple(token for match in run if (token := _plain(match.group())) not in _JOINING)
    return [Name(text[start:end], tokens, start, end)]


class NameCheck:
    """The names of one sentence against the views of its cited passages."""

    def __init__(self, sentence: Reading, views: Sequence[View]) -> None:
        self._sentence = sentence
        self._views = views
        self._scope = [tokens for view in views for tokens in _scope(view)]
        self._known = frozenset(number for view in views for number in view.all.names)
        self._grams = frozenset(token for tokens in self._scope for token in tokens)
        self._acronyms = frozenset(_initials(tokens) for view in views for tokens in _runs(view))

    def missing(self, groups: Sequence[Sequence[str]]) -> str | None:
        """The first name that does not stand there, or None. `groups` are the other names of what the sentence names."""
        for number, group in zip(sorted(self._sentence.names), groups, strict=True):
            if number not in self._known and not any(self._holds(_tokens(name)) for name in group):
                return group[0] if not (own := self._written(number)) else own
        foreign = regions.regions(self._sentence.text) - self._regions()
        if foreign:
            return sorted(foreign)[0]
        return next((name.text for name in names(self._sentence) if not self._stands(name)), None)

    def _written(self, number: int) -> str:
        words = [word.text for word in self._sentence.words if word.name == number]
        return " ".join(words)

    def _regions(self) -> frozenset[str]:
        return frozenset(each for view in self._views for each in _regions(view))

    def _stands(self, name: Name) -> bool:
        if self._is_known(name):
            return True
        tokens = name.tokens
        if self._holds(tokens):
            return True
        if name.start == 0 or self._sentence.text[: name.start].strip(" \"'“‘(") == "":
            first, *rest = tokens
            if _is_word(first) or first in self._grams:
                return not rest or self._holds(tuple(rest)) or self._parts(rest)
            return False
        return self._parts(tokens)

    def _parts(self, tokens: Sequence[str]) -> bool:
        """Whether a run holds apart from titles and kinds of place, or is several names in a row."""
        own = tuple(token for token in tokens if token not in _TITLES)
        return not own or self._holds(own) or "".join(token[0] for token in own) in self._grams

    def _is_known(self, name: Name) -> bool:
        """Whether all of a run is names that the documents have other names for, and those stand there."""
        covered = {word.start for word in self._sentence.words if word.name in self._known}
        inside = [word for word in self._sentence.words if name.start <= word.start < name.end]
        return bool(inside) and all(word.start in covered for word in inside)

    def _holds(self, tokens: Sequence[str]) -> bool:
        if not tokens:
            return True
        if len(tokens) == 1:
            token = tokens[0]
            return token in self._grams or stem(token) in self._stems() or token in self._acronyms
        return any(_in_order(tokens, scope) for scope in self._scope)

    def _stems(self) -> frozenset[str]:
        return frozenset(each for view in self._views for each in view.all.stems) | frozenset(
            stem(token) for token in self._grams
        )


def rivals(name: Name, view: View) -> Iterator[tuple[int, Name]]:
    """Other names of the passage that could be meant in place of this one: of the same type, or persons both."""
    for number, fragment in enumerate(view.fragments):
        for other in fragment_names(fragment.reading):
            same = name.type and other.type == name.type or (_is_person(name) and _is_person(other))
            if same and not set(name.tokens) <= set(other.tokens) and not set(other.tokens) <= set(name.tokens):
                yield number, other


@lru_cache(maxsize=4_000)
def fragment_names(reading: Reading) -> tuple[Name, ...]:
    """`names`, kept."""
    return tuple(names(reading))


def _is_person(name: Name) -> bool:
    return _PERSON.search(name.text) is not None


@lru_cache(maxsize=512)
def _scope_of(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(_tokens(text) for text in texts)


def _scope(view: View) -> tuple[tuple[str, ...], ...]:
    return _scope_of((*view.heading.text.split("\n"), *(each.reading.text for each in view.fragments)))


def _runs(view: View) -> Iterator[tuple[str, ...]]:
    for reading in (view.heading, *(each.reading for each in view.fragments)):
        for name in fragment_names(reading):
            yield name.tokens


def _regions(view: View) -> frozenset[str]:
    return regions.regions("\n".join((view.heading.text, view.chunk.text)))


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_plain(match.group()) for match in _TOKEN.finditer(text))


def _plain(token: str) -> str:
    return re.sub(r"[^\w]", "", token).lower()


def _initials(tokens: Sequence[str]) -> str:
    return "".join(token[0] for token in tokens)


def _is_word(token: str) -> bool:
    """Whether a capitalised first word of a sentence is an ordinary word and no name."""
    return token in STARTERS or stem(token) in glue() or token in ordinary_words()


def _in_order(tokens: Sequence[str], scope: Sequence[str]) -> bool:
    """Whether the tokens stand in `scope` in their order, or the last first, with few words between."""
    turned = (tokens[-1], *tokens[:-1])
    return any(_runs_through(order, scope) for order in (tokens, turned))


def _runs_through(tokens: Sequence[str], scope: Sequence[str]) -> bool:
    reach = len(tokens) + _SKIPPED
    for at, token in enumerate(scope):
        if _alike(token, tokens[0]):
            left = iter(scope[at : at + reach])
            if all(any(_alike(other, wanted) for other in left) for wanted in tokens):
                return True
    return False


def _alike(one: str, other: str) -> bool:
    return one == other or stem(one) == stem(other)
