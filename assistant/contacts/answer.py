"""Whom to contact: directory entries quoted as published, with why they fit, and what is not stated said plainly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from assistant.ask import Ask, Choice, ContactField
from assistant.contacts.charge import grounds
from assistant.contacts.conflict import conflict_notices
from assistant.contacts.contacts import Contacts
from assistant.contacts.pick import choices_of, chosen_entries, entries_for, with_others_of
from assistant.contacts.premise import Premise, contradicted, room_in
from assistant.quoting import Part, Quote, quotes
from assistant.records import Citation, ContactCard, Noted
from assistant.wording import Said, joined, said
from retrieval.contacts.routing import Reason, Route, ScoredContact, dial, is_reachable, ways
from retrieval.language import heading_paths
from retrieval.patterns import late_pattern
from retrieval.records import Contact, Document, Filters
from retrieval.search import Documents, Found

_MOST = 6
_MOST_DUTIES = 3
_BY_DUTY: tuple[Reason, ...] = ("duty", "unit_duty")
_FIELDS: tuple[ContactField, ...] = get_args(ContactField)
_DENIED: Mapping[Premise, Said] = {
    "number": said("field-number"),
    "e-mail address": said("field-email"),
    "hours": said("field-hours"),
    "room": said("field-room"),
    "place": said("field-place"),
}
_NUMBER = late_pattern(r"\d[\d()\-. ]{6,}\d")


@dataclass(frozen=True, slots=True)
class ContactAnswer:
    """The parts of the text, the entries shown with their quotes, and the asked fields that no entry states."""

    parts: tuple[Part, ...]
    entries: tuple[tuple[Contact, Quote], ...]
    unstated: tuple[ContactField, ...]
    notices: tuple[Noted, ...] = ()
    choices: tuple[Choice, ...] = ()
    """What to choose from, when it is not clear who is meant; then nothing else is given."""

    def cards(self, citations: Sequence[Citation]) -> tuple[ContactCard, ...]:
        """The entries as cards, each with the mark of the quote that states it."""
        marks = {(c.document_id, c.start, c.end): c.n for c in citations}
        return tuple(card(contact, quote.metadata.published, marks.get(quote.place)) for contact, quote in self.entries)


def card(contact: Contact, published: date | None, citation: int | None = None) -> ContactCard:
    """A directory entry as every channel shows it; `published` is the date of its document."""
    return ContactCard(
        id=contact.id,
        organisation=contact.organisation,
        unit=contact.unit,
        team=contact.team,
        duties=contact.duties,
        unit_duties=contact.unit_duties,
        room=contact.room,
        address=contact.address,
        phone=contact.phone,
        dial=dial(contact.phone) if contact.phone else None,
        more_phones=contact.more_phones,
        more_dials=tuple(map(dial, contact.more_phones)),
        fax=contact.fax,
        email=contact.email,
        url=contact.url,
        hours=contact.hours,
        person=contact.person,
        role=contact.role,
        document_id=contact.document_id,
        published=published,
        citation=citation,
    )


def cards_of(quoted: Sequence[Quote], citations: Sequence[Citation], documents: Documents) -> tuple[ContactCard, ...]:
    """The directory entries with a way to reach somebody of which that or the name was quoted, as cards; words that merely
    stand among the lines of one are not its."""
    marks = {(c.document_id, c.start, c.end): c.n for c in citations}
    found: dict[tuple[str, int, str | None], ContactCard] = {}
    for quote in quoted:
        if quote.metadata.trust == "other":  # nobody is called by what a stranger says
            continue
        for contact in documents.stored(quote.document_id).contacts:
            within = is_reachable(contact) and contact.start <= quote.start and quote.end <= contact.end
            told = filter(None, (contact.team, contact.unit, contact.person, *ways(contact)))
            if within and any(each in quote.text for each in told):
                found.setdefault(
                    (contact.document_id, contact.start, contact.phone),
                    card(contact, quote.metadata.published, marks[quote.place]),
                )
    return tuple(found.values())


def answer_contact(
    ask: Ask, found: Found, contacts: Contacts, filters: Filters | None, *, only_duties: bool = False
) -> ContactAnswer | None:
    """The entries that serve what is asked, or None when the documents give none; `only_duties` when somebody asks who
    does something, and not for a team or a way to reach it."""
    need, asked = found.wording.text, ask.words
    chosen = chosen_entries(ask, found, contacts, filters)
    scored = chosen or entries_for(found, contacts, filters, ask.excluded)
    if not scored or (only_duties and scored[0].reason not in _BY_DUTY):
        return None
    if not is_reachable(scored[0].contact):
        return None
    close = [each for each in Route(tuple(scored)).close if is_reachable(each.contact)]
    best = with_others_of(close, contacts, filters)[:_MOST]
    choices = () if chosen else choices_of(f"{asked} {need}", best, contacts)
    if choices is None:
        return None
    if choices:
        return ContactAnswer((), (), (), choices=choices)
    documents = {i: contacts.documents.whole(i) for i in {each.contact.document_id for each in best}}
    entries = [(e.contact, _entry(e.contact, document)) for e in best if (document := documents[e.contact.document_id])]
    why = _why(best[0], found, contacts)
    shown = Part(tuple(quote for _, quote in entries), lead=_lead(best, entries, asked))
    unstated = tuple(
        field
        for field in _FIELDS
        if field in ask.fields
        and not any(getattr(c, field) or (field == "room" and room_in(q.text)) for c, q in entries)
    )
    return ContactAnswer((*why, shown), tuple(entries), unstated, _notices(entries, contacts))


def _notices(entries: Sequence[tuple[Contact, Quote]], contacts: Contacts) -> tuple[Noted, ...]:
    """Entries for one team that differ, and entries that stand in a document of another body."""
    found = []
    standings = contacts.standings()
    for contact, _ in entries:
        if claim := standings.claim(contact):
            name = contact.team or contact.unit or claim.of
            told = said("elsewhere", team=name, organisation=claim.of, other=claim.by)
            found.append(Noted(kind="unverified", said=told))
    return (*found, *conflict_notices([contact for contact, _ in entries], contacts, standings))


def _lead(best: Sequence[ScoredContact], entries: Sequence[tuple[Contact, Quote]], asked: str) -> Said | None:
    first = best[0]
    if first.reason == "team" and entries:
        stated = [replace(c, room=c.room or room_in(quote.text)) for c, quote in entries]
        denied = contradicted(asked, stated[:1]) or contradicted(asked, stated)
        if not denied:
            return None
        fields = joined("fields", (_DENIED[each] for each in denied))
        if contradicted(asked, stated):
            return said("otherwise", fields=fields, team=first.matched)
        return said("no-longer", fields=fields, team=first.matched)
    if first.reason == "unit_duty":
        unit = first.contact.unit or first.contact.organisation or said("whole-organisation")
        return said("unit-only", unit=unit)
    return None


def _why(best: ScoredContact, found: Found, contacts: Contacts) -> list[Part]:
    """What the documents say that the best entry does; nothing where its own line says it."""
    if best.reason not in _BY_DUTY:
        return []
    stated = [_without_numbers(each) for each in grounds(contacts.told(found), contacts.charges, best.contact)]
    quoted = tuple(each for each in stated if each is not None)[:_MOST_DUTIES]
    return [Part(quoted, lead=said("unit-duty"))] if quoted else []


def _without_numbers(quote: Quote) -> Quote | None:
    """A quote, if it states no numbers of others."""
    return None if _NUMBER.search(quote.text) else quote


def _entry(contact: Contact, document: Document) -> Quote:
    """The span that states an entry, as a quote."""
    section: tuple[str, ...] = ()
    page = contact.page
    for block, path in heading_paths(document):
        if block.start > contact.start:
            break
        section, page = path, block.page
    text = document.text[contact.start : contact.end]
    marker = quotes.marker_length(text)
    return Quote(
        document.id, contact.start + marker, contact.end, text[marker:], section, page, document.metadata, marker="-"
    )
