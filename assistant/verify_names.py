"""Whether the persons, bodies, places and programmes that a sentence names stand in the cited passages.

A name is a run of capitalised words, an acronym, or a name that the documents have another name for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from assistant.verify_passage import View
from assistant.verify_words import Reading, glue, stem
from retrieval import regions
from retrieval.minilm import ordinary_words
from retrieval.sentences import STARTERS

_TOKEN = re.compile(r"[^\W_]+(?:[-.&][^\W_]+)*")
_JOINING = frozenset("of for the on in de & at".split())
_COMPOUND = re.compile(r"-(?:based|friendly|led|driven|related|wide|style|owned|funded|run|level|type|specific|own)$")
_ENGLISH = re.compile(
    r"(?:non|un|sub|would)\w{2,}|\w{3,}(?:able|ible|ances?|ences?|tions?|ings?|ities|ments?|ness|less|ously|ers|ised|ized)$"
)
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday mondays tuesdays wednesdays thursdays fridays".split())
_SHORTEST_HOST = 5  # letters
_HOST = re.compile(
    r"(?<![\w@.-])(?:https?://)?[a-z0-9-]+(?:\.[a-z0-9-]{2,}){1,6}(?:/[^\s,;)]*)?(?![\w@])", re.IGNORECASE
)
_SKIPPED = 3  # words that a name may leave out, or that stand between its parts
_TITLES = frozenset(
    "president governor mayor professor minister director chairman chair chairwoman chairperson vice deputy doctor dr mr "
    "mrs ms prof head chief city province metropolitan district county island republic state region ministry room no "
    "article annex phase goal track team korean korea".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a text uses, `start` to `end`, as lower-case tokens; `group` is its group of names, -1 for none."""

    text: str
    tokens: tuple[str, ...]
    start: int
    end: int
    group: int = -1


@lru_cache(maxsize=4_000)
def names(reading: Reading) -> tuple[Name, ...]:
    """The names of a text in order: those with a group that are capitalised, and the runs of capitalised words between.

    Runs go on over "of" and the like. Words of facts are left out.
    """
    grouped = _grouped(reading)
    taken = [(claim.start, claim.end) for claim in reading.claims] + [(name.start, name.end) for name in grouped]
    found = list(grouped)
    run: list[re.Match[str]] = []
    previous_end = 0
    for match in _TOKEN.finditer(reading.text):
        breaks = bool(reading.text[previous_end : match.start()].strip(" \t&.")) or previous_end != match.start() - 1
        free = not any(start <= match.start() < end for start, end in taken)
        is_name = match.group()[0].isupper() and free
        if run and (breaks or not free or not (is_name or match.group() in _JOINING)):
            found += _closed(reading.text, run)
            run = []
        if is_name or (run and match.group() in _JOINING):
            run.append(match)
        previous_end = match.end()
    return tuple(sorted([*found, *_closed(reading.text, run)], key=lambda name: name.start))


def _grouped(reading: Reading) -> list[Name]:
    found: list[Name] = []
    for group, words in groupby((word for word in reading.words if word.name >= 0), key=lambda word: word.name):
        of_group = list(words)
        start, end = of_group[0].start, of_group[-1].end
        if any(word.text[0].isupper() or word.text[0] >= "가" for word in of_group):
            text = reading.text[start:end]
            found.append(Name(text, tokens_of(text), start, end, group))
    return found


def _closed(text: str, run: list[re.Match[str]]) -> list[Name]:
    while run and _plain(run[-1].group()) in _JOINING:
        run = run[:-1]
    while run and _plain(run[0].group()) in _JOINING:
        run = run[1:]
    if not run:
        return []
    start, end = run[0].start(), run[-1].end()
    tokens = tuple(token for match in run if (token := _plain(match.group())) not in _JOINING)
    return [Name(text[start:end], tokens, start, end)] if tokens else []


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
        capitalised = {name.group for name in names(self._sentence)}
        for number, group in zip(sorted(self._sentence.names), groups, strict=True):
            if (
                number in capitalised
                and number not in self._known
                and not any(self._holds(tokens_of(name)) for name in group)
            ):
                return group[0] if not (own := self._written(number)) else own
        host = next((each for each in self._hosts() if not self._writes(each)), None)
        if host:
            return host
        foreign = regions.regions(self._sentence.text) - self._regions()
        if foreign:
            return sorted(foreign)[0]
        return next((name.text for name in names(self._sentence) if not self._stands(name)), None)

    def _hosts(self) -> Iterator[str]:
        """What looks like a web address, whatever it ends with."""
        taken = [(claim.start, claim.end) for claim in self._sentence.claims]
        for match in _HOST.finditer(self._sentence.text):
            free = not any(start < match.end() and match.start() < end for start, end in taken)
            if free and sum(each.isalpha() for each in match.group()) > _SHORTEST_HOST and match.group().islower():
                yield match.group()

    def _writes(self, host: str) -> bool:
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", host)
        return any(bare in view.chunk.text.lower() or bare in view.heading.text.lower() for view in self._views)

    def _written(self, number: int) -> str:
        words = [word.text for word in self._sentence.words if word.name == number]
        return " ".join(words)

    def _regions(self) -> frozenset[str]:
        return frozenset(each for view in self._views for each in _regions(view))

    def _stands(self, name: Name) -> bool:
        if name.group >= 0 or self._is_known(name):
            return True  # names with a group were looked for before
        tokens = name.tokens
        if self._holds(tokens):
            return True
        if name.start == 0 or self._sentence.text[: name.start].strip(" \"'“‘(") == "":
            first, *rest = tokens
            if name.text.split()[0].rstrip("'’s").isupper() and len(first) > 1:
                return first in self._grams and self._parts(rest)
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
            if token in self._grams or stem(token) in self._stems() or token in self._acronyms:
                return True
            return (token in _WEEKDAYS and "weekdays" in self._grams) or any(
                _spells(token, each) for each in self._scope
            )
        return any(_in_order(tokens, scope) for scope in self._scope)

    def _stems(self) -> frozenset[str]:
        return frozenset(each for view in self._views for each in view.all.stems) | frozenset(
            stem(token) for token in self._grams
        )


@lru_cache(maxsize=512)
def _scope_of(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tokens_of(text) for text in texts)


def _scope(view: View) -> tuple[tuple[str, ...], ...]:
    return _scope_of((*view.heading.text.split("\n"), *(each.reading.text for each in view.fragments)))


def _runs(view: View) -> Iterator[tuple[str, ...]]:
    for reading in (view.heading, *(each.reading for each in view.fragments)):
        for name in names(reading):
            yield name.tokens


def _regions(view: View) -> frozenset[str]:
    return regions.regions("\n".join((view.heading.text, view.chunk.text)))


def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, as names are compared."""
    return tuple(_plain(match.group()) for match in _TOKEN.finditer(text))


def _plain(token: str) -> str:
    return re.sub(r"\W", "", _COMPOUND.sub("", token)).lower()


def _initials(tokens: Sequence[str]) -> str:
    return "".join(token[0] for token in tokens)


def _is_word(token: str) -> bool:
    """Whether a capitalised first word of a sentence is an ordinary word and no name."""
    if token in STARTERS or stem(token) in glue():
        return True
    known = _ordinary_stems()
    return token in known or stem(token) in known or _ENGLISH.fullmatch(token) is not None


@cache
def _ordinary_stems() -> frozenset[str]:
    return frozenset(ordinary_words()) | frozenset(map(stem, ordinary_words()))


def _in_order(tokens: Sequence[str], scope: Sequence[str]) -> bool:
    """Whether the tokens stand in `scope` in their order, or the last first, with few words between."""
    return _place(tokens, scope) is not None


def _place(tokens: Sequence[str], scope: Sequence[str]) -> int | None:
    turned = (tokens[-1], *tokens[:-1])
    return next((at for order in (tokens, turned) if (at := _runs_through(order, scope)) is not None), None)


def _runs_through(tokens: Sequence[str], scope: Sequence[str]) -> int | None:
    reach = len(tokens) + _SKIPPED
    for at, token in enumerate(scope):
        if _alike(token, tokens[0]):
            left = iter(scope[at : at + reach])
            if all(any(_alike(other, wanted) for other in left) for wanted in tokens):
                return at
    return None


def _alike(one: str, other: str) -> bool:
    return one == other or stem(one) == stem(other)


def place_in(name: Name, reading: Reading) -> int | None:
    """Where a name, or another one of its group, begins in a text; None where it does not."""
    if name.group >= 0 and name.group in reading.names:
        return next((word.start for word in reading.words if word.name == name.group), None)
    found = _placed(reading)
    scope = tuple(token for token, _ in found)
    at = _place(name.tokens, scope)
    return None if at is None else found[at][1]


@lru_cache(maxsize=4_000)
def _placed(reading: Reading) -> tuple[tuple[str, int], ...]:
    return tuple((_plain(match.group()), match.start()) for match in _TOKEN.finditer(reading.text))


def _spells(acronym: str, scope: Sequence[str]) -> bool:
    """Whether words in a row begin with the letters of an acronym: "VAT", value added tax."""
    size = len(acronym)
    if not 3 <= size <= 6:
        return False
    letters = "".join(token[0] for token in scope)
    return acronym in letters
