"""The directory: every contact of every document, all of them or those that fit a need."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.ask import Ask, Reference
from assistant.contacts.called import beside_another, kept_names, named_for, of_named, of_people
from assistant.contacts.charge import in_charge
from assistant.contacts.contacts import Contacts
from assistant.contacts.need import bare
from assistant.contacts.place import is_origin, knowing_places, regions_served
from assistant.contacts.premise import asserts_place
from assistant.question import is_excluded, set_aside
from assistant.wording import Said, said
from retrieval.contacts.routing import ScoredContact, admitting, match
from retrieval.index import StoredDocument
from retrieval.language import content_terms, needs, regions
from retrieval.patterns import late_pattern
from retrieval.records import Contact, Filters
from retrieval.search import Found, Names, Subject

_NAME_SHARE = 0.6  # of the words of a team's name
_NEARLY = 0.85  # of the best score: among these the named body's own and newest entries come first
_ENTRY_SHARE = 0.2  # of a need's own words, by idf, that an entry must hold
_REQUEST = late_pattern(
    r"\b(?:tele)?phones?\b|\b(?:numbers?|call|ring|dial|contacts?|reach|e-?mails?|fax|address(?:es)?|rooms?|teams?|offices?|departments?|units?|"
    r"divisions?|bureaus?|desks?|persons?|people|someone|anyone|who|whom|which|where|what|how|do|can|should|must|need|want|would|like|"
    r"looks? after|handles?|handling|responsible|in charge|deals? with|runs?|helps?|ask|talk|speak|turn|write|get)\b",
    re.IGNORECASE,
)
_BODY = late_pattern(
    r"\b(?:Group|Office|Bureau|Agency|Corporation|Institute|Association|Center|Centre|Division|Department|Team)\b|(?:단|실|팀|국|원|공단)$"
)
_ASKS_FOR_ALL = late_pattern(
    r"\b(?:which|what) (?:are the )?(?:(?:two|three|four|five|six|seven|eight|nine|ten|\d+) )?teams (?:are|make|form|belong|does|do|of|in|has|have)\b|"
    r"\b(?:all|every|list)\b.*\b(?:phones?|phone numbers|numbers|contacts?|teams?)\b|\b(?:phones|numbers|contacts|teams)\b.*\b(?:all|every)\b",
    re.IGNORECASE,
)
_EXACT = late_pattern(r"[\d@]")  # what every phone, room and e-mail has one of
_READABLE = late_pattern(r"[^\W_]")
_FEW = 3  # words beside the request itself, with which all entries of all bodies are still what is asked for


@dataclass(frozen=True, slots=True)
class Entry:
    """A contact, the document that states it, and why it fits the need (None when none was given)."""

    contact: Contact
    document: StoredDocument
    reason: Said | None = None


def entries(contacts: Contacts, need: str | None = None) -> list[Entry]:
    """The contacts that fit `need`, best first; without one all of them, by organisation, unit and team.

    A need without a letter or a digit is for nobody.
    """
    stored = contacts.documents.stored
    if need is None or not need.strip():
        return [Entry(each, stored(each.document_id)) for each in sorted(contacts.all(), key=_place)]
    if not _READABLE.search(need):
        return []
    ask = set_aside(Ask(text=need), contacts.all)
    worded = kept_names(ask.text, contacts.reword(ask.text).text, contacts)
    found = find_contacts(worded, contacts, contacts.search(worded), excluded=ask.excluded)
    return [Entry(each.contact, stored(each.contact.document_id), _reason(each)) for each in found]


def find_contacts(
    need: str, contacts: Contacts, found: Found, filters: Filters | None = None, excluded: Sequence[Reference] = ()
) -> list[ScoredContact]:
    """The directory entries that serve a need, in the documents' words, best first: those that it gives by phone, e-mail
    or room, else those whose team it names, that stand behind what was `found` for it, or whose unit or body it names.
    None of those `excluded` is among them.

    What one body's document says of another's team never stands before that body's own entry (see `Standings`).
    """
    subjects = contacts.subjects(need)
    about = [each for each in subjects if each.documents and not (len(subjects) > 1 and is_origin(each.name, need))]
    foreign = [each for each in subjects if not each.documents and not (about and is_origin(each.name, need))]
    every = _Entries(contacts, contacts.places(filters)).without(excluded)
    near = every.of(need, found.wording.question, about, foreign)
    # A place that is only said of somebody leaves nobody out.
    claimed = near if len(near) or not asserts_place(need) else every
    scored = _exactly(need, claimed, contacts) or _meant(need, near, contacts, found) or _all(need, near, contacts)
    scored = of_people(found.wording, contacts, scored, near)
    scored = [each for each in scored if not is_excluded(each.contact, excluded, contacts.names)]
    knows, is_theirs = knowing_places(need, contacts.documents, contacts.subjects), of_named(found.wording, contacts)
    is_anothers, is_named = beside_another(found.wording, contacts), named_for(found.wording, contacts)
    scored = [
        each for each in scored if is_theirs(each) and is_named(each) and not is_anothers(each) and knows(each.contact)
    ]
    standings = contacts.standings(need)
    nearly = [each for each in scored if each.score >= _NEARLY * scored[0].score]
    nearly.sort(key=lambda each: (standings.rank(each.contact), standings.age(each.contact)))
    return standings.in_order([*nearly, *scored[len(nearly) :]], near.__contains__)


class _Entries:
    """Some of the entries of an index, by their places; all of them where `places` is None, which none has to walk."""

    def __init__(self, contacts: Contacts, places: Collection[int] | None) -> None:
        self._contacts = contacts
        self._places = places

    def __iter__(self) -> Iterator[Contact]:
        return iter(self._contacts.all() if self._places is None else self._contacts.entry_index.these(self._places))

    def __len__(self) -> int:
        return len(self._contacts.all() if self._places is None else self._places)

    def __contains__(self, contact: object) -> bool:
        return self._places is None or (
            isinstance(contact, Contact) and self._contacts.entry_index.at(contact) in self._places
        )

    def at(self, places: set[int]) -> list[Contact]:
        """Those at some places, in order."""
        kept = places if self._places is None else places.intersection(self._places)
        return self._contacts.entry_index.these(kept)

    def without(self, excluded: Sequence[Reference]) -> _Entries:
        """Those that are not excluded, by their id or as another entry for the same team."""
        index = self._contacts.entry_index
        out = {at for each in excluded for at in (*index.of_team_alike(each.label), *index.with_id(each.id))}
        if not out:
            return self
        held = range(len(self)) if self._places is None else self._places
        return _Entries(self._contacts, set(held).difference(out))

    def of(self, need: str, question: str, about: Sequence[Subject], foreign: Sequence[Subject]) -> _Entries:
        """Those of all that a need names: what documents are about, other regions, bodies by an alias, the region it is for."""
        index = self._contacts.entry_index
        conditions: list[Collection[int]] = [index.saying(each.names) for each in foreign]
        conditions += [index.serving(group) for group in _bodies(need, self._contacts.names)]
        if about:
            shared = frozenset.intersection(*(each.documents for each in about))
            theirs = shared or frozenset.union(*(each.documents for each in about))
            conditions.append(index.of_documents(theirs).union(*(index.naming(each.names) for each in about)))
        if served := regions_served(need, question):
            conditions.append(index.of_regions(served))
        if not conditions:
            return self
        held = set.intersection(*map(set, conditions))
        return _Entries(self._contacts, held if self._places is None else held.intersection(self._places))


def _meant(need: str, among: _Entries, contacts: Contacts, found: Found) -> list[ScoredContact]:
    """The entries by the name of their team, unit or body, where a need says little else; else by what they do."""
    named = match(need, among, content_terms, contacts.idf, contacts.groups_in(need), contacts.by_name)
    says_more = found.wording.unread and named and named[0].reason != "team"
    if named and not says_more:
        return _of_body_itself(named)
    admits = admitting(need, content_terms, contacts.idf, contacts.groups_in(need))
    behind = [each for each in in_charge(contacts.told(found), contacts.charges, among) if admits(each.contact)]
    return behind or _of_body_itself(named)


def _of_body_itself(named: list[ScoredContact]) -> list[ScoredContact]:
    """Where a body or unit is named, its own entry if there is one; else those of all its teams."""
    own = [each for each in named if not (each.contact.team or each.contact.person)]
    if named and named[0].reason == "organisation":
        own = [each for each in own if not each.contact.unit]
    return own or named


def _all(need: str, among: _Entries, contacts: Contacts) -> list[ScoredContact]:
    """All entries of a unit that a need names, or all that there are, when all are asked for."""
    if not asks_for_all(need):
        return []
    of_unit = among.at(contacts.entry_index.of_units(_named(need, contacts)))
    if of_unit:
        return [ScoredContact(each, 0.2, "unit", each.unit or "") for each in of_unit]
    if contacts.subjects(need) or len(set(content_terms(bare(need, contacts.subjects)))) > _FEW:
        return []
    return [ScoredContact(each, 0.0, "organisation", each.organisation or "") for each in among]


def asks_for_all(question: str) -> bool:
    """Whether all teams or numbers are wanted."""
    return bool(_ASKS_FOR_ALL.search(question))


def _named(need: str, contacts: Contacts) -> frozenset[str]:
    """The names of teams and units that a need holds, and all others for what it names."""
    return contacts.named_in(need) | {name for _, _, group in contacts.names.found_in(need) for name in group}


def _exactly(need: str, among: _Entries, contacts: Contacts) -> list[ScoredContact]:
    """The entries whose phone, e-mail or room a need gives; of them, or else of all, those whose team it names."""
    index = contacts.entry_index
    places = among.at(index.given_exactly(need)) if _EXACT.search(need) else []
    named = [each for each in among.at(index.of_teams(_named(need, contacts))) if _is_there(need, each)]
    both = [each for each in places if each in named]
    if both or (named and (places or asserts_place(need))):
        return [ScoredContact(each, 1.0, "team", each.team or "") for each in both or named]
    return [ScoredContact(each, 1.0, "team", each.team or "") for each in places]


def _is_there(need: str, contact: Contact) -> bool:
    """Whether a region that a need names is the contact's, or is only said to be."""
    said = regions(need)
    own = regions(" ; ".join(filter(None, (contact.organisation, contact.unit, contact.team, contact.address))))
    return not said or not own or bool(said & own) or asserts_place(need)


def _bodies(need: str, names: Names) -> list[tuple[str, ...]]:
    """The groups, offices and institutes that a need names by an alias, each with all its names."""
    named = [group for _, _, group in names.found_in(need)]
    return [group for group in named if any(_BODY.search(name) for name in group)]


def is_meant(contact: Contact, entry: str, need: str, contacts: Contacts) -> bool:
    """Whether a need is for this contact by its words: it uses most of the team's name, or words of the entry.

    An entry that merely looks like what is asked for must never be given for it: its number would send someone wrong.
    """
    name = set(content_terms(contact.team or "")) - {"team"}
    called = len(name & set(content_terms(need))) > _NAME_SHARE * len(name) if name else False
    return called or _entry_share("\n".join((entry, *contact.duties)), need, contacts) >= _ENTRY_SHARE


def _entry_share(entry: str, need: str, contacts: Contacts) -> float:
    """How much of a need, by idf, the words of an entry hold: 0 to 1.

    What a need asks about (bodies, places), and the words of any such request, count for nothing.
    """
    text = need
    for subject in contacts.subjects(text):
        text = text.replace(subject.name, " ")
    idf = contacts.idf
    weight = {each: min(map(idf, each)) for each in needs(_REQUEST.sub(" ", text))}
    held = set(content_terms(entry))
    return sum(value for each, value in weight.items() if each & held) / (sum(weight.values()) or 1.0)


def _reason(found: ScoredContact) -> Said:
    match found.reason:
        case "duty":
            return said("fits-duty", duty=found.matched)
        case "unit_duty":
            return said("fits-unit-duty", duty=found.matched)
        case "team" | "unit" | "organisation":
            return said("fits-name", name=found.matched)


def _place(contact: Contact) -> tuple[str, str, str, int]:
    return (contact.organisation or "", contact.unit or "", contact.team or "", contact.start)
