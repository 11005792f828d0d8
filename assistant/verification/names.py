"""The persons, bodies, places and programmes that a text names, and where a name stands in another text.

A name is a run of capitalised words, an acronym, or a name that the documents have another name for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from assistant.verification.words import Reading, stem
from retrieval.patterns import late_pattern

_TOKEN = late_pattern(r"[^\W_]+(?:[-.&][^\W_]+)*")
_JOINING = frozenset("of for the on in de & at".split())
TYPES = frozenset(
    "bureau team division department office institute university college group track station agency foundation committee "
    "centre center ministry corporation company association exchange council forum network branch desk".split()
)
"""Words that a body's name ends with."""

_COMPOUND = late_pattern(r"-(?:based|friendly|led|driven|related|wide|style|owned|funded|run|level|type|specific|own)$")
_JOINED = late_pattern(rf"\s+(?:{'|'.join(sorted(_JOINING))})(?:\s+(?:{'|'.join(sorted(_JOINING))}))*\s+")
_SKIPPED = 3  # words that a name may leave out, or that stand between its parts


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
    taken = [(claim.start, claim.end) for claim in reading.values] + [(name.start, name.end) for name in grouped]
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


def parts_of(name: Name) -> tuple[tuple[str, ...], ...]:
    """The parts of a name between "of", "the", "in" and the like, each as tokens."""
    return tuple(tokens for part in _JOINED.split(name.text) if (tokens := tokens_of(part)))


def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, as names are compared."""
    return tuple(_plain(match.group()) for match in _TOKEN.finditer(text))


def _plain(token: str) -> str:
    return re.sub(r"\W", "", _COMPOUND.sub("", token)).lower()


def in_order(tokens: Sequence[str], scope: Sequence[str]) -> bool:
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
