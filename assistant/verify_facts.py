"""Whether each fact of a sentence stands in a cited passage, and next to the same words there.

A fact that stands somewhere is still wrong when the words around it fit another fact of the same kind clearly better:
a right number from another row, the year of another project, the phone of another team.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.claims import Claim, same_noun, states
from assistant.trace import Reason
from assistant.verify_passage import Bag, View
from assistant.verify_words import Reading

MARGIN = 0.09
"""By how much another fact must fit the words around a claim better (share of their weight) to be the right one."""

_CONTACTS = frozenset({"phone", "email", "url"})
_OTHER_SEGMENT = 0.5
_NEXT_SEGMENT = 0.7
_CLAIM_WEIGHT = 1.0  # of another fact of the sentence, in idf of the rarest word
_COUNTED = frozenset({"number", "measure", "amount", "percent"})
_DATED = frozenset({"date", "year"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands: fragment `fragment` of cited passage `source`; -1 is its heading."""

    source: int
    fragment: int
    start: int
    fit: float = 0.0


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a sentence fails."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Needed:
    """A claim of the sentence with the words and the other claims around it, each with its weight."""

    claim: Claim
    words: Sequence[tuple[object, float]]
    claims: Sequence[tuple[Claim, float]]


class FactCheck:
    """The facts of one sentence against the views of its cited passages."""

    def __init__(self, sentence: Reading, views: Sequence[View], weight: Callable[[str], float]) -> None:
        self._sentence = sentence
        self._views = views
        self._weight = weight

    def run(self, is_measured: bool) -> tuple[list[list[Place]], Fault | None]:
        """For each claim the places that state it, best first, or why one fails.

        Without `is_measured` the words around a claim are not compared.
        """
        found: list[list[Place]] = []
        for claim in self._sentence.claims:
            if _is_own_count(self._sentence, claim):
                continue
            places = self._places(claim)
            if not places:
                return found, Fault(
                    _reason(claim), f"{_shown(self._sentence, claim)} does not stand in the cited passage"
                )
            if is_measured and (fault := self._contest(claim, places)):
                return found, fault
            found.append(places)
        return found, None

    def _places(self, claim: Claim) -> list[Place]:
        needed = self._needed(claim)
        places = [
            Place(at, number, stated.start, self._fit(needed, view.near(number, stated.start)))
            for at, view in enumerate(self._views)
            for number, stated in _all_claims(view)
            if states(stated, claim)
        ]
        if not places:
            places = [
                Place(at, -1, stated.start)
                for at, view in enumerate(self._views)
                for stated in view.heading.claims
                if states(stated, claim)
            ]
        return sorted(places, key=lambda each: -each.fit)

    def _contest(self, claim: Claim, places: Sequence[Place]) -> Fault | None:
        """The fault when a fact of the same kind that is another one fits the words around the claim better."""
        if places[0].fragment < 0:
            return None
        needed = self._needed(claim)
        for view in self._views:
            for number, stated in _all_claims(view):
                if not _comparable(stated, claim) or states(stated, claim) or states(claim, stated):
                    continue
                if self._fit(needed, view.near(number, stated.start)) > places[0].fit + MARGIN:
                    other = view.fragments[number].reading.text[stated.start : stated.end]
                    shown = _shown(self._sentence, claim)
                    return Fault(_reason(claim), f"{shown} stands with something else; here it is {other}")
        return None

    def _needed(self, claim: Claim) -> Needed:
        own = self._sentence.segment(claim.start)
        words = [(word, self._weight(word.stem) * _nearness(own, word.segment)) for word in self._sentence.words]
        others = [
            (other, _CLAIM_WEIGHT * _nearness(own, self._sentence.segment(other.start)))
            for other in self._sentence.claims
            if other is not claim
        ]
        return Needed(claim, words, others)

    def _fit(self, needed: Needed, bag: Bag) -> float:
        """Share of the words and facts around a claim that stand around a place, by weight, in 0..1."""
        total = said = 0.0
        for word, weight in needed.words:
            total += weight
            said += weight * bag.weight(word)  # type: ignore[arg-type]
        for claim, weight in needed.claims:
            total += weight
            said += weight * max((near for stated, near in bag.claims if states(stated, claim)), default=0.0)
        return said / total if total else 0.0


def _all_claims(view: View) -> Iterator[tuple[int, Claim]]:
    for number, fragment in enumerate(view.fragments):
        for claim in fragment.reading.claims:
            yield number, claim


def _comparable(stated: Claim, claim: Claim) -> bool:
    """Whether two facts could stand for one another: of one kind, or both times, or both counts of the same thing."""
    if stated.kind in _DATED and claim.kind in _DATED:
        return True
    if stated.kind != claim.kind:
        return False
    return not (claim.kind in _COUNTED and claim.unit and stated.unit and claim.unit != stated.unit)


def _nearness(own: int, other: int) -> float:
    return 1.0 if own == other else _NEXT_SEGMENT if abs(own - other) == 1 else _OTHER_SEGMENT


def _reason(claim: Claim) -> Reason:
    return "contact" if claim.kind in _CONTACTS else "fact"


def _shown(sentence: Reading, claim: Claim) -> str:
    return sentence.text[claim.start : claim.end]


def _is_own_count(sentence: Reading, claim: Claim) -> bool:
    """Whether a small count is followed by as many things: "three tasks: A, B and C" states nothing else."""
    if claim.kind != "number" or not isinstance(claim.value, (int, float)) or not 2 <= float(claim.value) <= 12:
        return False
    return False
