"""Which directory entries a contact answer shows: those that serve the need, unless others fit better or it is unclear which."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.ask import Ask, Choice, Reference
from assistant.contacts.body import names_unreachable
from assistant.contacts.contacts import Contacts
from assistant.contacts.directory import asks_for_all, find_contacts
from assistant.contacts.need import bare
from assistant.contacts.premise import numbers_in
from assistant.question import asks_about_team, asks_for_contact, is_excluded, without
from assistant.quoting import Quote, weigh
from retrieval.contacts.routing import ScoredContact, is_reachable, parts
from retrieval.language import content_terms, regions, split
from retrieval.patterns import late_pattern
from retrieval.records import Contact, Filters
from retrieval.search import Documents, Found, key, mentions

_SEVERAL = late_pattern(
    r"\b(?:both|all|each|every|teams|numbers|contacts|phones|rooms|offices|units|list)\b|모두|둘 ?다|전부",
    re.IGNORECASE,
)
_NEAR = 0.08  # how much less than the best a duty may fit to be quoted beside it
_MOST_DUTIES = 3
_RIVALS = 3  # fragments of other documents that are held against a duty
_CLEARLY = 0.05
_SOMEWHAT = 0.02  # what the same document says of another body outweighs a duty sooner: it is about the same matters
_CALLED = late_pattern(r"\b(?P<words>[\w-]+) (?:team|desk|section)\b", re.IGNORECASE)
_PEOPLE = late_pattern(
    r"\b(?P<words>(?:[\w-]+ ){1,2}[\w-]+) (?:people|folks|planners|guys|staff|colleagues)\b", re.IGNORECASE
)
_FEWEST_WORDS = 2  # of a team's name by which its people are called
_CALLED_ALIKE = 0.8  # the score of a team that is called by a part of its name


def states_number(quoted: Sequence[Quote], documents: Documents) -> bool:
    """Whether quotes state a number or address of directory entries; who was not found for a need is not shown for it."""
    for quote in quoted:
        for contact in documents.stored(quote.document_id).contacts:
            ways = (contact.phone, contact.email, contact.fax, *contact.more_phones)
            if any(way and way in quote.text for way in ways):
                return True
    return False


def is_rivalled(scored: Sequence[ScoredContact], found: Found, contacts: Contacts) -> bool:
    """Whether something fits the need clearly better than the duty that was found: what another document says, or what the
    same one says of a body that it gives no way to reach."""
    duties = contacts.duties
    need = bare(found.wording.text, contacts.subjects)
    own = {each.contact.document_id for each in scored}
    fragments = weigh(found, contacts.idf).fragments[:_RIVALS]
    texts = [
        (chunk.document_id, chunk.text[each.span.start : each.span.end])
        for each in fragments
        for chunk in (found.passages[each.passage].chunk,)
    ]
    others = [text for i, text in texts if i not in own]
    beside = [text for i, text in texts if i in own and names_unreachable(text, contacts)]
    own_parts = parts(scored[0].matched)
    fits = duties.fit_of(need, [*own_parts, *others, *beside])
    best, rest = max(fits[: len(own_parts)]), fits[len(own_parts) :]
    clearly = any(each > best + _CLEARLY for each in rest[: len(others)])
    return clearly or any(each > best + _SOMEWHAT for each in rest[len(others) :])


def names_entry(asked: str, need: str, contacts: Contacts) -> bool:
    """Whether a question is about a team that it names by any of its names or by its number, or about all teams of a unit
    that it names."""
    numbers = numbers_in(asked)
    if numbers and contacts.entry_index.gives_number(numbers):
        return True
    aliases = {key(name) for _, _, group in contacts.names.found_in(need) for name in group}
    if asks_about_team(asked) and (contacts.named_in(need) & contacts.teams or aliases & contacts.team_keys):
        return True
    return asks_for_all(asked) and bool(contacts.named_in(need) & contacts.units or aliases & contacts.unit_keys)


def choices_of(asked: str, best: Sequence[ScoredContact], contacts: Contacts) -> tuple[Choice, ...]:
    """The teams that fit alike, when one is asked for and it does not tell which.

    Names of one team are one; what a document says of another body's team is no choice.
    """
    if best[0].reason not in ("team", "duty") or _SEVERAL.search(asked):
        return ()
    standings = contacts.standings()
    teams: dict[str, list[str]] = {}
    for each in best:
        team = each.contact.team
        if team is None:
            return ()
        if standings.claim(each.contact):
            continue
        known = next((other for other in teams if contacts.names.same(team, other)), team)
        teams.setdefault(known, []).append(each.contact.id)
    if len(teams) < 2 or all(mentions(asked, team) for team in teams):
        return ()
    return tuple(Choice(name=team, ids=tuple(ids)) for team, ids in teams.items())


def duties_of(best: ScoredContact, need: str, contacts: Contacts) -> list[str]:
    """The duty that fits and those of the same contact that fit nearly as well."""
    if best.reason not in ("duty", "unit_duty"):
        return []
    fitting = contacts.duties.fits(bare(need, contacts.subjects))
    own = best.contact.duties if best.reason == "duty" else best.contact.unit_duties
    near = [
        each
        for each in own
        if each != best.matched and fitting.get(each, 0.0) >= fitting.get(best.matched, 9.0) - _NEAR
    ]
    near.sort(key=lambda each: -fitting[each])
    return [best.matched, *near[: _MOST_DUTIES - 1]]


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
            if id(other) not in held and is_reachable(other) and not standings.claim(other):
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

    held = contacts.named_in(need) & contacts.teams
    whole = own(held) if len(held) > 1 else []
    if len({c.team for c in whole}) > 1:
        return [ScoredContact(c, 1.0, "team", c.team or "") for c in whole]
    for called in _PEOPLE.finditer(need):
        words = set(content_terms(called["words"]))
        meant = own(contacts.teams_with(words) if len(words) >= _FEWEST_WORDS else ())
        if len({c.team for c in meant}) == 1:
            return [ScoredContact(c, 1.0, "team", c.team or "") for c in meant]
    return []


def chosen_entries(ask: Ask, contacts: Contacts, filters: Filters | None) -> list[ScoredContact]:
    """The entries that a question refers to by their ids, in its order; of one team the newest that has the best word first."""
    allowed = contacts.places(filters)
    places = (at for each in ask.chosen for at in contacts.entry_index.with_id(each.id))
    kept = [at for at in places if allowed is None or at in allowed]
    held = {each.id: each for each in contacts.entry_index.these(kept)}
    found = [held[each.id] for each in ask.chosen if each.id in held]
    labels = [each.label for each in ask.chosen if each.id in held]
    standings = contacts.standings()
    order = sorted(
        range(len(found)), key=lambda i: (labels.index(labels[i]), standings.rank(found[i]), standings.age(found[i]))
    )
    return [ScoredContact(found[i], 1.0, "team", found[i].team or labels[i]) for i in order]


def entries_for(
    need: str, contacts: Contacts, filters: Filters | None, excluded: Sequence[Reference] = ()
) -> list[ScoredContact]:
    """The entries that the need matches as a whole, or one of its sentences alone, but for those excluded."""
    sentences = [need[span.start : span.end] for span in split(need)]
    asking = [each for each in sentences if len(sentences) > 1 and asks_for_contact(each)]
    places = list(dict.fromkeys((*(subject.name for subject in contacts.subjects(need)), *sorted(regions(need)))))
    tried = [need, *(" ".join((each, *(p for p in places if not mentions(each, p)))) for each in asking)]
    together = _named_together(need, contacts, filters)
    if kept := [each for each in together if not is_excluded(each.contact, excluded, contacts.names)]:
        return kept
    found = next((scored for each in tried if (scored := find_contacts(each, contacts, filters, excluded))), [])
    if found and found[0].reason not in ("unit", "organisation"):
        return found
    named = [each.contact for each in found] or without(_of_named(need, contacts, filters), excluded, contacts.names)
    alike = called_alike(need, named)
    return alike if alike and (found or len(alike) > 1) else found


def _of_named(need: str, contacts: Contacts, filters: Filters | None) -> list[Contact]:
    """The entries of the documents that are about all bodies and places that a need names; none when it names none."""
    named = contacts.subjects(need)
    shared = frozenset.intersection(*(each.documents for each in named)) if named else frozenset[str]()
    places, allowed = contacts.entry_index.of_documents(shared), contacts.places(filters)
    return contacts.entry_index.these(places if allowed is None else places.intersection(allowed))
