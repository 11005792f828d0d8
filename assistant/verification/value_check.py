"""Whether each fact of a sentence stands in a cited passage, and next to the same words there.

A fact that stands somewhere is still wrong when the words around it fit another fact of the same kind clearly better:
a right number from another row, the year of another project, the phone of another team.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from assistant.trace import Reason
from assistant.verification.match import (
    agrees,
    bears,
    bears_in_context,
    is_counted,
    is_worded,
    shares_noun,
    strange_rate,
)
from assistant.verification.passage import Bag, View, nearness
from assistant.verification.ranges import apart, as_fine, turned
from assistant.verification.words import Reading, Word
from retrieval.language.values import Value

MARGIN = 0.08
"""By how much another fact must fit the words around a claim better (share of their weight) to be the right one."""

_MOST_FACTS = 16  # in one sentence
_MOST_PLACES = 60  # that are compared for one fact
_CONTACTS = frozenset({"phone", "email", "url"})
_DATED = frozenset({"date", "year"})
_ANOTHER_KIND = 1.0  # weight of another fact of the sentence, in idf of the rarest word
_SAME_KIND = 0.25  # a pair of wrong years must not bear each other out
_OTHER_NOUN = 0.2  # what a count of another thing loses


_Context = tuple[list[tuple[Word, float]], list[tuple[Value, float]]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands: fragment `fragment` of cited passage `source`; -1 is its heading. `fit` is 0..1."""

    source: int
    fragment: int
    claim: Value
    fit: float = 0.0


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a sentence fails."""

    reason: Reason
    detail: str


class FactCheck:
    """The facts of one sentence against the views of its cited passages."""

    def __init__(self, sentence: Reading, views: Sequence[View], weight: Callable[[str], float]) -> None:
        self._sentence = sentence
        self._views = list(views)
        self._words = [(word, weight(word.stem)) for word in sentence.words]
        self._contexts: dict[int, _Context] = {}

    def run(self, *, contacts_only: bool = False) -> tuple[list[list[Place]], Fault | None]:
        """For each claim the places that state it, best first; or why one fails.

        `contacts_only` compares the words around contacts only: where the passage is in another language.
        """
        found: list[list[Place]] = []
        if len(self._sentence.values) > _MOST_FACTS:
            return found, Fault("unsupported", "the sentence states more facts than can be compared")
        for claim in self._sentence.values:
            places = self._places(claim)
            contested = claim.kind in _CONTACTS or not contacts_only
            if places and contested and (rival := self._rival(claim, places[0])):
                return found, Fault(
                    _reason(claim), f"{self._shown(claim)} stands with something else, not with {rival}"
                )
            if places:
                found.append(places)
            elif not (is_counted(self._sentence, claim, self._views) or is_worded(self._sentence, claim, self._views)):
                return found, Fault(_reason(claim), f"{self._shown(claim)} does not stand in the cited passage")
        if rate := strange_rate(self._sentence, self._views):
            return found, Fault("fact", f"{rate} does not stand in the cited passage")
        return found, None

    def _places(self, claim: Value) -> list[Place]:
        places = [
            Place(at, number, stated, self._fit(claim, self._near(at, number, stated)) - _odds(stated, claim))
            for at, number, stated in self._stated()
            if self._bears(at, number, stated, claim)
        ][:_MOST_PLACES]
        places += [] if places else self._ranked(claim)
        headings = [
            Place(at, -1, stated)
            for at, view in enumerate(self._views)
            for stated in view.heading.values
            if claim.kind not in _CONTACTS and bears(stated, claim)
        ]
        return sorted(places, key=lambda each: -each.fit) or headings

    def _ranked(self, claim: Value) -> list[Place]:
        """The items of lists that an ordinal ("the third task") may number: those that stand there in their list."""
        if claim.kind != "ordinal":
            return []
        items = [
            Place(at, number, replace(claim, start=0, end=0), self._fit(claim, self._views[at].bags[number]))
            for at, view in enumerate(self._views)
            for number, fragment in enumerate(view.fragments)
            if fragment.rank
        ]
        best = max((each.fit for each in items), default=0.0)
        return [each for each in items if self._rank(each) == claim.value and each.fit >= best - MARGIN]

    def _rank(self, place: Place) -> str:
        return str(self._views[place.source].fragments[place.fragment].rank)

    def _rival(self, claim: Value, own: Place) -> str | None:
        """Another fact of the same kind that the words around a claim fit better, as written, or None."""
        if own.fragment < 0 or own.claim.end == 0:
            return None
        for at, number, stated in islice(self._rivals(claim, own), _MOST_PLACES):
            partner = self._partner(at, number, stated)
            if (shares_noun(own.claim, claim) and not shares_noun(stated, claim)) or self._in_run(claim, partner):
                continue
            if partner and own.source == at and own.fragment == number:
                there = self._views[at].fragments[number].reading
                is_turned = turned(self._sentence, claim, partner, there, own.claim, stated)
                if is_turned:
                    return there.text[stated.start : stated.end]
                if is_turned is False:
                    continue
            bag = self._near(at, number, stated)
            lead = self._fit(claim, bag) - _odds(stated, claim) - own.fit
            if lead > MARGIN:
                lead += self._lead_of_partner(partner, bag, own) if partner else 0.0
            if lead > MARGIN:
                return self._views[at].fragments[number].reading.text[stated.start : stated.end]
        return None

    def _rivals(self, claim: Value, own: Place) -> Iterator[tuple[int, int, Value]]:
        for at, number, stated in self._stated():
            if (
                _comparable(stated, own.claim)
                and as_fine(stated, claim)
                and not bears(stated, claim)
                and not bears(claim, stated)
            ):
                yield at, number, stated

    def _lead_of_partner(self, partner: Value, bag: Bag, own: Place) -> float:
        """What the sentence's own mention of the rival gains when the two trade places."""
        there = self._near(own.source, own.fragment, own.claim)
        return self._fit(partner, there) - self._fit(partner, bag)

    def _fit(self, claim: Value, bag: Bag) -> float:
        """Share of the words and facts around a claim that stand around a place, by weight, in 0..1."""
        words, others = self._context(claim)
        total = sum(weight for _, weight in (*words, *others))
        said = sum(weight * bag.weight(word) for word, weight in words)
        for other, weight in others:
            near = (near for stated, near in bag.values[:_MOST_PLACES] if bears(stated, other))
            said += weight * max(near, default=0.0)
        return said / total if total else 0.0

    def _context(self, claim: Value) -> _Context:
        """The words and other facts of the sentence with the weights that they have for a claim."""
        if claim.start not in self._contexts:
            text, starts = self._sentence, _starts(self._sentence, claim)
            words = [(word, w * nearness(text, word.start, claim.start, starts)) for word, w in self._words]
            others = [
                (other, _weight(other, claim) * nearness(text, other.start, claim.start, starts))
                for other in text.values
                if other is not claim
            ]
            self._contexts[claim.start] = words, others
        return self._contexts[claim.start]

    def _bears(self, at: int, number: int, stated: Value, wanted: Value) -> bool:
        return bears(stated, wanted) or bears_in_context(self._views[at], number, stated, wanted)

    def _partner(self, at: int, number: int, stated: Value) -> Value | None:
        """The claim of the sentence that a fact bears out, if it does one."""
        return next((each for each in self._sentence.values if self._bears(at, number, stated, each)), None)

    def _in_run(self, claim: Value, partner: Value | None) -> bool:
        """Whether two claims are named in one breath: "80, 36 and 9 companies"."""
        if partner is None:
            return False
        first, last = sorted((claim, partner), key=lambda each: each.start)
        between = self._sentence.text[first.end : last.start]
        return not any(each.isalpha() for each in between.replace("and", "")) or first.end > last.start

    def _near(self, at: int, number: int, stated: Value) -> Bag:
        others = _starts(self._views[at].fragments[number].reading, stated)
        return self._views[at].near(number, stated.start, others)

    def _stated(self) -> Iterator[tuple[int, int, Value]]:
        for at, view in enumerate(self._views):
            for number, fragment in enumerate(view.fragments):
                for claim in fragment.reading.values:
                    yield at, number, claim

    def _shown(self, claim: Value) -> str:
        return self._sentence.text[claim.start : claim.end]


def _starts(reading: Reading, claim: Value) -> list[int]:
    """Where the facts of a text stand that could stand for another one of it."""
    others = [each for each in reading.values if each is not claim and _comparable(each, claim)]
    return apart(reading, claim, others[:_MOST_PLACES])


def _weight(other: Value, claim: Value) -> float:
    return _SAME_KIND if _comparable(other, claim) else _ANOTHER_KIND


def _comparable(stated: Value, claim: Value) -> bool:
    """Whether two facts could stand for one another: both times, or of one kind and unit."""
    if stated.kind in _DATED and claim.kind in _DATED:
        return True
    return (stated.kind, stated.unit) == (claim.kind, claim.unit)


def _odds(stated: Value, claim: Value) -> float:
    return 0.0 if agrees(stated, claim) else _OTHER_NOUN


def _reason(claim: Value) -> Reason:
    return "contact" if claim.kind in _CONTACTS else "fact"
