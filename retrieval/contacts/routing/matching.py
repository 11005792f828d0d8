"""Which directory entries a need names: by their team, or by their unit and organisation."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from retrieval.contacts.finding import names
from retrieval.language import has_hangul, is_hangul, is_region, regions
from retrieval.patterns import late_pattern
from retrieval.records import Contact

if TYPE_CHECKING:
    from retrieval.contacts.routing.candidates import ContactIndex

Reason = Literal["team", "duty", "unit_duty", "unit", "organisation"]
"""Why an entry serves a need: it is named, its own line or duty or its unit's says what is needed."""
Terms = Callable[[str], list[str]]

_BASE: dict[Reason, float] = {"team": 0.8, "unit": 0.2, "organisation": 0.0}
_BAND = 0.2
NAME_RECALL = 0.6
"""Share (by idf) of a name's words that a need must hold to mean it."""
_COVERAGE = 0.5
"""Share (by idf) of a need's words that the name of a team holds that is not named in full."""
_PART = 0.5
"""Strength of a part of a name ("the planning team"), when nothing else is asked for."""
_APART = 2
"""Other words that may stand between those of a name."""
NAME_COVERAGE = 0.7
"""The same for the name of a unit or organisation: what else is asked for is then not known to be its work."""

# Words of any request for a contact; they say nothing of what it is for.
_ASKING = (
    "phone telephone number numbers contact contacts call reach address addresses room rooms email e-mail mail person "
    "people team teams office offices department departments division in charge responsible handle handles handling "
    "deal deals dealing work works talk speak ask help need want who whom find located location get know details "
    "information about regarding for responsible someone anyone group unit please street every each all send full exact "
    "fax hours opening times time current direct official postal mailing line desk main general sit sits sitting based whereabouts visit "
    "list give show tell told connect ring dial line lines through looking called"
)
_ASKING_HANGUL = late_pattern(
    r"(?:대표|담당)?(?:전화|번호|연락|주소|이메일|메일|담당|부서|팀|누구|어디|문의|알려|위치|호실|무엇|무슨|어느|어떤|뭐|관련|대해|대한|하는|하고|싶)"
)
_GOVERNMENT = late_pattern(r"(?:(?:central|local|provincial|national|city|state) )?governments?", re.IGNORECASE)
_SAYS_TEAM = late_pattern(r"\b(?:team|unit|office|division|department|desk|group|bureau)s?\b|팀|부서", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ScoredContact:
    """A contact for a need. `score` in 0..1; `matched` is the team's name or the duty, verbatim, that made it fit."""

    contact: Contact
    score: float
    reason: Reason
    matched: str


def match(
    need: str,
    contacts: Collection[Contact],
    terms: Callable[[str], list[str]],
    idf: Callable[[str], float],
    aliases: Sequence[Sequence[str]] = (),
    index: ContactIndex | None = None,
) -> list[ScoredContact]:
    """The contacts that `need` names, best first; [] when it names none.

    `terms` gives the stems of the content words of a text and `idf` the weight of a stem; `aliases` are groups of names
    for the same thing. A contact of another organisation or region than the need names is left out. An `index` of these very
    objects, and maybe of others, changes nothing but the time that it takes.
    """
    wanted = Need.of(need, terms, idf, aliases)
    kept: Iterable[Contact] = (each for each in index.near(wanted) if each in contacts) if index else contacts
    scored = (_score(wanted, each) for each in kept if wanted.admits(each))
    return sorted((one for one in scored if one), key=lambda one: -one.score)


def admitting(
    need: str, terms: Terms, idf: Callable[[str], float], aliases: Sequence[Sequence[str]]
) -> Callable[[Contact], bool]:
    """Tells whether a contact is of a region and an organisation that a need may mean; the arguments are those of `match`."""
    return Need.of(need, terms, idf, aliases).admits


@dataclass(frozen=True)
class Need:
    """A need, read once. `topic` is its stems without `asking`, those that any request for a contact has."""

    text: str
    topic: frozenset[str]
    asking: frozenset[str]
    groups: tuple[tuple[str, ...], ...]
    regions: frozenset[str]
    organisations: frozenset[str]
    terms: Terms
    idf: Callable[[str], float]
    order: tuple[str, ...] = ()
    read: dict[str, frozenset[str]] = field(default_factory=dict)
    """What `found_in` gave for a text: teams of one unit share its duties."""
    strengths: dict[tuple[str, frozenset[str]], float] = field(default_factory=dict)
    """How well the name of a team fits, and what around it: many bodies have a team of the same name."""

    @classmethod
    def of(cls, text: str, terms: Terms, idf: Callable[[str], float], aliases: Sequence[Sequence[str]]) -> Need:
        ask = asking(terms)
        topic = {t for t in terms(text) if len(t) > 1 and t not in ask and not _ASKING_HANGUL.match(t)}
        low = text.casefold()
        named = tuple(
            tuple(group) for group in aliases if any(name.casefold() in low and _holds(text, name) for name in group)
        )
        written = {n.text for n in names.names(text) if n.kind == "organisation" and not is_region(n.text)}
        written |= {n for group in named if _is_organisation(group) for n in group if _holds(text, n)}
        order = tuple(terms(text))
        return cls(text, frozenset(topic), ask, named, regions(text), frozenset(written), terms, idf, order)

    def admits(self, contact: Contact) -> bool:
        """Whether the contact is of a region and an organisation that the need may mean."""
        theirs = regions(" ; ".join(filter(None, (contact.organisation, contact.unit, contact.team, contact.address))))
        if self.regions and theirs and not self.regions & theirs:
            return False
        own = contact.organisation
        return not own or not self.organisations or any(self.equal(own, name) for name in self.organisations)

    def equal(self, name: str, other: str) -> bool:
        """Whether two names are the same, or names of one alias group."""
        if name.casefold() == other.casefold():
            return True
        return any({name.casefold(), other.casefold()} <= {one.casefold() for one in group} for group in self.groups)

    def names_outright(self, name: str) -> bool:
        """Whether the need holds the name itself, or an alias of it."""
        return _holds(self.text, name) or any(name in group for group in self.groups)

    @cached_property
    def korean(self) -> frozenset[str]:
        """The topic's Korean stems, which may carry particles that nobody took off."""
        return frozenset(t for t in self.topic if is_hangul(t[:1]))

    def found_in(self, text: str) -> frozenset[str]:
        """The topic's stems that `text` holds, itself or by an alias."""
        if text not in self.read:
            self.read[text] = self._found_in(text)
        return self.read[text]

    def _found_in(self, text: str) -> frozenset[str]:
        there = set(self.terms(text))
        found = self.topic & there | {t for t in self.korean if any(_akin(t, other) for other in there)}
        for group in self.groups:
            if any(_holds(text, name) for name in group):
                found |= {t for name in group for t in self.topic & set(self.terms(name))}
                found |= {t for name in group for t in self.topic if has_hangul(t) and t.startswith(name)}
        return frozenset(found)

    def weight(self, stems: Iterable[str]) -> float:
        return sum(self.idf(stem) for stem in stems)

    def coverage(self, stems: frozenset[str], aside: frozenset[str] = frozenset()) -> float:
        """The share of the topic that `stems` make up; `aside` is what names the unit or the organisation."""
        asked = self.weight(self.topic - aside)
        return self.weight(stems - aside) / asked if asked else 0.0

    def together(self, name: str) -> bool:
        """Whether the words of a name stand near one another, as those of a name do."""
        own = set(self.terms(name))
        places = [i for i, stem in enumerate(self.order) if stem in own]
        return any(
            len({self.order[i] for i in places if start <= i <= start + len(own) + _APART - 1})
            >= len({self.order[i] for i in places})
            for start in places
        )

    def recall(self, name: str) -> float:
        """The share of a name's own words that the need holds."""
        own = set(self.terms(name)) - self.asking
        total = self.weight(own)
        return self.weight(t for t in own if t in self.topic) / total if total else 0.0


@lru_cache(maxsize=8)
def asking(terms: Terms) -> frozenset[str]:
    """The stems of the words of any request for a contact."""
    return frozenset(stem for word in _ASKING.split() for stem in terms(word))


def _score(need: Need, contact: Contact) -> ScoredContact | None:
    around = need.found_in(contact.organisation or "") | need.found_in(contact.unit or "")
    if contact.team and (strength := _name_strength(need, contact.team, around)):
        return _scored(contact, "team", strength, contact.team)
    covered = need.coverage(around)
    if contact.unit and need.found_in(contact.unit) and covered >= NAME_COVERAGE and need.names_outright(contact.unit):
        return _scored(contact, "unit", covered, contact.unit)
    own = contact.organisation
    if own and need.names_outright(own) and covered >= NAME_COVERAGE:
        return _scored(contact, "organisation", covered, own)
    return None


def _name_strength(need: Need, team: str, around: frozenset[str]) -> float:
    known = need.strengths.get((team, around))
    if known is None:
        known = need.strengths[team, around] = _strength(need, team, around)
    return known


def _strength(need: Need, team: str, around: frozenset[str]) -> float:
    if need.names_outright(team):
        return 1.0
    found = need.found_in(team)
    recall = need.recall(team)
    coverage = need.coverage(found, around)
    if recall >= NAME_RECALL and (recall > 0.99 or coverage >= _COVERAGE) and need.together(team):
        return recall * coverage
    return _PART if need.topic and need.topic <= found and _SAYS_TEAM.search(need.text) else 0.0


def _scored(contact: Contact, reason: Reason, strength: float, matched: str) -> ScoredContact:
    return ScoredContact(contact, _BASE[reason] + _BAND * min(strength, 1.0), reason, matched)


def _is_organisation(group: Sequence[str]) -> bool:
    """Whether a group of names is of a body; a region is where one is, and no body of its own."""
    if any(is_region(name) or _GOVERNMENT.fullmatch(name) for name in group):
        return False
    return any(len(found := names.whole(name)) == 1 and found[0].organisation == name for name in group)


def _holds(text: str, name: str) -> bool:
    """Whether `text` holds `name` as whole words; after a Korean name a particle may follow."""
    if name.casefold() not in text.casefold():
        return False
    return has_hangul(name) or re.search(rf"(?<!\w){re.escape(name)}(?![a-z0-9])", text, re.I) is not None


def _akin(stem: str, other: str) -> bool:
    """Whether two Korean words are one but for their particle, which has two syllables at most."""
    if not (is_hangul(stem[:1]) and is_hangul(other[:1])):
        return False
    short, long = sorted((stem, other), key=len)
    return len(short) > 1 and len(long) - len(short) <= 2 and long.startswith(short)
