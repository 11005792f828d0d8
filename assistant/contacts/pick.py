"""Which directory entries a contact answer shows: those that serve the need, unless others fit better or it is unclear which."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.ask import Ask, Choice, Reference
from assistant.contacts.charge import of_own_line
from assistant.contacts.contacts import Contacts
from assistant.contacts.directory import asks_for_all, find_contacts
from assistant.contacts.premise import numbers_in
from assistant.question import asks_about_team, is_excluded, without
from assistant.quoting import Quote
from retrieval.contacts.routing import ScoredContact, is_reachable
from retrieval.language import content_terms
from retrieval.language.values import values
from retrieval.patterns import late_pattern
from retrieval.records import Contact, Filters
from retrieval.search import Documents, Found, key, mentions

_SEVERAL = late_pattern(
    r"\b(?:both|all|each|every|teams|numbers|contacts|phones|rooms|offices|units|list)\b|모두|둘 ?다|전부",
    re.IGNORECASE,
)
_CALLED = late_pattern(r"\b(?P<words>[\w-]+) (?:team|desk|section)\b", re.IGNORECASE)
_PEOPLE = late_pattern(
    r"\b(?P<words>(?:[\w-]+ ){1,2}[\w-]+) (?:people|folks|planners|guys|staff|colleagues)\b", re.IGNORECASE
)
_FEWEST_WORDS = 2  # of a team's name by which its people are called
_CALLED_ALIKE = 0.8  # the score of a team that is called by a part of its name


def states_number(quoted: Sequence[Quote], documents: Documents) -> bool:
    """Whether quotes state a number or address, of directory entries or any other: it would be called for what it is not for."""
    for quote in quoted:
        if values(quote.text, "phone", "email"):
            return True
        for contact in documents.stored(quote.document_id).contacts:
            ways = (contact.phone, contact.email, contact.fax, *contact.more_phones)
            if any(way and way in quote.text for way in ways):
                return True
    return False


def names_entry(asked: str, need: str, contacts: Contacts) -> bool:
    """Whether a question is about a team or a person that it names, or about a number, or about all teams of a unit that it
    names."""
    numbers = numbers_in(asked)
    if numbers and contacts.entry_index.gives_number(numbers):
        return True
    aliases = {key(name) for _, _, group in contacts.names.found_in(need) for name in group}
    named = contacts.named_in(need)
    if asks_about_team(asked) and (named & contacts.teams or named & contacts.people or aliases & contacts.team_keys):
        return True
    return asks_for_all(asked) and bool(named & contacts.units or aliases & contacts.unit_keys)


def choices_of(asked: str, best: Sequence[ScoredContact], contacts: Contacts) -> tuple[Choice, ...] | None:
    """Those who fit alike, when one is asked for and it does not tell which; None when they have no names to tell them apart.

    Names of one team are one; what a document says of another body's team is no choice.
    """
    by_duty = len({each.matched for each in best}) > 1 and best[0].reason in ("duty", "unit_duty")
    by_name = best[0].reason == "team" and not _SEVERAL.search(asked)
    if not (by_duty or by_name):
        return ()
    standings = contacts.standings()
    names: dict[str, list[str]] = {}
    for each in best:
        name = _called(each, asked)
        if name is None:
            return None
        if standings.claim(each.contact):
            continue
        known = next((other for other in names if contacts.names.same(name, other)), name)
        names.setdefault(known, []).append(each.contact.id)
    if len(names) < 2 or all(mentions(asked, name) for name in names):
        return ()
    return tuple(Choice(name=name, ids=tuple(ids)) for name, ids in names.items())


def _called(scored: ScoredContact, asked: str) -> str | None:
    """What an entry is called among others: its team, or the unit or body that is asked for or whose duty it was found by; of
    one person, the person."""
    each = scored.contact
    if scored.reason == "unit_duty":
        return each.unit or each.organisation
    if each.unit and not each.team and mentions(asked, each.unit):
        return each.unit
    return each.team or each.person or each.unit or each.organisation


def with_others_of(found: Sequence[ScoredContact], contacts: Contacts, filters: Filters | None) -> list[ScoredContact]:
    """Entries with all others that their body's documents have of the same team, when they were found by its name or duty:
    the newest of a team comes first, as the room or number of an older one may no longer hold."""
    if not found or found[0].reason not in ("team", "duty"):
        return list(found)
    standings = contacts.standings()
    held = {id(each.contact) for each in found}
    whole = [*found]
    index, allowed = contacts.entry_index, contacts.places(filters)
    for each in found:
        same = index.of_same_team(each.contact) if each.contact.team else set[int]()
        for other in index.these(same if allowed is None else same.intersection(allowed)):
            same_person = other.person == each.contact.person
            if id(other) not in held and same_person and is_reachable(other) and not standings.claim(other):
                held.add(id(other))
                whole.append(replace(each, contact=other))
    first: dict[str, int] = {}
    for at, each in enumerate(whole):
        first.setdefault(each.matched, at)
    if len(whole) == len(found):
        return whole
    return sorted(
        whole, key=lambda each: (first[each.matched], standings.rank(each.contact), standings.age(each.contact))
    )


def called_alike(need: str, contacts: Sequence[Contact]) -> list[ScoredContact]:
    """The teams that a need calls by words that their names share ("planning team"), when it names none as a whole."""
    found: dict[str, ScoredContact] = {}
    for called in _CALLED.finditer(need):
        words = set(content_terms(called["words"].split()[-1]))
        for each in contacts:
            if each.team and words and words <= set(content_terms(each.team)) and is_reachable(each):
                found.setdefault(each.team, ScoredContact(each, _CALLED_ALIKE, "team", each.team))
    return list(found.values())


def _named_together(need: str, contacts: Contacts, filters: Filters | None) -> list[ScoredContact]:
    """The teams of a need that names several as a whole, or whose people it calls by most of one team's name."""
    standings = contacts.standings()
    index, allowed = contacts.entry_index, contacts.places(filters)

    def own(names: Collection[str]) -> list[Contact]:
        places = index.of_teams(names)
        called = index.these(places if allowed is None else places.intersection(allowed))
        return [c for c in called if is_reachable(c) and not standings.claim(c)]

    held = _in_no_other(need, contacts.named_in(need) & contacts.teams)
    whole = own(held) if len(held) > 1 else []
    if len({c.team for c in whole}) > 1:
        return [ScoredContact(c, 1.0, "team", c.team or "") for c in whole]
    for called in _PEOPLE.finditer(need):
        words = set(content_terms(called["words"]))
        meant = own(contacts.teams_with(words) if len(words) >= _FEWEST_WORDS else ())
        if len({c.team for c in meant}) == 1:
            return [ScoredContact(c, 1.0, "team", c.team or "") for c in meant]
    return []


def _in_no_other(need: str, names: Collection[str]) -> frozenset[str]:
    """Of names that a need holds those that stand there by themselves: "Harbour Planning Team" names no "Planning Team"."""
    rest, kept = key(need), set[str]()
    for name in sorted(names, key=len, reverse=True):
        if key(name) in rest or not any(key(name) in key(other) for other in kept):
            kept.add(name)
            rest = rest.replace(key(name), "\n")
    return frozenset(kept)


def chosen_entries(ask: Ask, found: Found, contacts: Contacts, filters: Filters | None) -> list[ScoredContact]:
    """The entries that a question refers to by their ids, in its order; of one team the newest that has the best word first.

    Of several people the one who does what it asks about.
    """
    allowed = contacts.places(filters)
    places = (at for each in ask.chosen for at in contacts.entry_index.with_id(each.id))
    kept = [at for at in places if allowed is None or at in allowed]
    held = {each.id: each for each in contacts.entry_index.these(kept)}
    if len({each.person for each in held.values()}) == len(held) > 1:
        one = of_own_line(list(held.values()), contacts.told(found), contacts.charges)
        held = {one.id: one} if one else held
    meant = [held[each.id] for each in ask.chosen if each.id in held]
    labels = [each.label for each in ask.chosen if each.id in held]
    standings = contacts.standings()
    order = sorted(
        range(len(meant)), key=lambda i: (labels.index(labels[i]), standings.rank(meant[i]), standings.age(meant[i]))
    )
    return [ScoredContact(meant[i], 1.0, "team", meant[i].team or labels[i]) for i in order]


def entries_for(
    found: Found, contacts: Contacts, filters: Filters | None, excluded: Sequence[Reference] = ()
) -> list[ScoredContact]:
    """The entries that serve what is needed, but for those excluded."""
    need = found.wording.text
    together = _named_together(need, contacts, filters)
    if kept := [each for each in together if not is_excluded(each.contact, excluded, contacts.names)]:
        return kept
    scored = find_contacts(need, contacts, found, filters, excluded)
    if scored and scored[0].reason == "team":
        return scored
    of_named = without(_of_named(need, contacts, filters), excluded, contacts.names)
    alike = called_alike(need, of_named or [each.contact for each in scored])
    return alike if alike and (scored or len(alike) > 1) else scored


def _of_named(need: str, contacts: Contacts, filters: Filters | None) -> list[Contact]:
    """The entries of the documents that are about all bodies and places that a need names; none when it names none."""
    named = contacts.subjects(need)
    shared = frozenset.intersection(*(each.documents for each in named)) if named else frozenset[str]()
    places, allowed = contacts.entry_index.of_documents(shared), contacts.places(filters)
    return contacts.entry_index.these(places if allowed is None else places.intersection(allowed))
