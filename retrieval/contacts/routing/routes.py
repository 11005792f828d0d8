"""Whom a need belongs to: directory entries in order, each with the words that made it fit and for whom they are stated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from retrieval.contacts.routing.candidates import ContactIndex
from retrieval.contacts.routing.matching import Need, ScoredContact, Terms, match_need
from retrieval.records import Contact

Stated = Literal["team", "unit", "named"]

FLOOR = 0.475
"""Cosine and half the overlap of words, below which a need is no duty's. Chosen on evals/contact_routing/bundled.jsonl."""
_OVERLAP = 0.5  # what the share of words counts beside the cosine
_NAMED = 0.999  # the score of what a need names outright
_CLOSE_FIT = 0.95  # of the best fit
_CLOSE = 0.9  # of the best score
_DUTY, _UNIT_DUTY = 0.6, 0.4  # from here on, as in `contact_match`
_BAND = 0.2
_MOST = 1.5  # the highest that cosine and overlap give


@dataclass(frozen=True, slots=True)
class Route:
    """The contacts for a need, best first; empty when none serves it."""

    ranked: tuple[ScoredContact, ...] = ()

    @property
    def stated(self) -> Stated | None:
        """For whom the matched words stand: the team itself, only its unit, or a body that is named without a way to it."""
        if not self.ranked:
            return None
        first = self.ranked[0]
        if not is_reachable(first.contact):
            return "named"
        return "unit" if first.reason == "unit_duty" else "team"

    @property
    def close(self) -> tuple[ScoredContact, ...]:
        """The first and those that fit for the same reason and nearly as well."""
        if not self.ranked:
            return ()
        first = self.ranked[0]
        if first.score >= _NAMED:
            return tuple(e for e in self.ranked if e.score >= _NAMED)
        return tuple(e for e in self.ranked if e.reason == first.reason and e.score >= _CLOSE * first.score)


def is_reachable(contact: Contact) -> bool:
    """Whether an entry states any way to its team; a body that is only named as responsible has none."""
    ways = (contact.phone, contact.email, contact.address, contact.room, contact.fax, contact.url)
    return any(ways) or bool(contact.more_phones)


def route(
    need: str,
    contacts: Sequence[Contact],
    terms: Terms,
    idf: Callable[[str], float],
    aliases: Sequence[Sequence[str]] = (),
    fits: Mapping[str, float] | None = None,
    index: ContactIndex | None = None,
) -> Route:
    """The contacts that serve `need`: by their names and the words of their duties, else by what duties mean.

    `fits` gives for each duty, verbatim, how well it fits the need (see `fit`); below `FLOOR` it serves nobody. An
    `index` of these very objects, and maybe of others, changes nothing but the time that it takes.
    """
    wanted = Need.of(need, terms, idf, aliases)
    by_words = match_need(wanted, index.kept(contacts, index.near(wanted)) if index else contacts)
    if fits is None or (by_words and by_words[0].reason == "team"):
        return Route(tuple(by_words))
    stating = index.kept(contacts, index.stating(fits)) if index else contacts
    by_meaning = _by_meaning([each for each in stating if wanted.admits(each)], fits)
    named = [each for each in by_words if each.reason not in ("duty", "unit_duty")]
    return Route(tuple(by_meaning or named))


def fit(cosine: float, overlap: float) -> float:
    """How well a duty fits a need: the cosine of their vectors, and the share of the need's words that the duty holds."""
    return cosine + _OVERLAP * overlap


def _by_meaning(contacts: Sequence[Contact], fits: Mapping[str, float]) -> list[ScoredContact]:
    found: list[ScoredContact] = []
    for contact in contacts:
        own, unit = _best(contact.duties, fits), _best(contact.unit_duties, fits)
        if own and (not unit or fits[own] >= fits[unit]):
            found.append(ScoredContact(contact, fits[own], "duty", own))
        elif unit:
            found.append(ScoredContact(contact, fits[unit], "unit_duty", unit))
    best = max((each.score for each in found), default=0.0)
    if best < FLOOR:
        return []
    nearest = [each for each in found if each.score >= _CLOSE_FIT * best]
    nearest.sort(key=lambda each: -each.score)
    return [replace(each, score=_scaled(each)) for each in nearest]


def _best(duties: Sequence[str], fits: Mapping[str, float]) -> str | None:
    return max((each for each in duties if each in fits), key=lambda each: fits[each], default=None)


def _scaled(each: ScoredContact) -> float:
    base = _DUTY if each.reason == "duty" else _UNIT_DUTY
    return base + _BAND * min(each.score / _MOST, 1.0)
