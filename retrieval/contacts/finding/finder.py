"""The directory entries that a document states: whom to contact, for what, and the words that say so; of an entry that states
no duty, what its paragraph says beside its fields."""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.contacts.finding.bodies import bodies
from retrieval.contacts.finding.duties import Directory, directory
from retrieval.contacts.finding.entry import MARKER, Entry
from retrieval.contacts.finding.fields import hinted
from retrieval.contacts.finding.names import Named, is_generic, is_team
from retrieval.contacts.finding.places import told_apart
from retrieval.contacts.finding.reader import Reader
from retrieval.language import heading_paths
from retrieval.patterns import late_pattern
from retrieval.records import Contact, Document

_LEAD = late_pattern(r"[,;:]?\s*(?:\b(?:(?:tele)?phones?|e-?mail):?\s*)?\Z", re.IGNORECASE)
_LONGEST_LEAD = 24  # characters of the word and the marks before a number or an address
_FEWEST_LETTERS = 8


def find(document: Document) -> tuple[Contact, ...]:
    """The entries of a document, in the order in which it states them, each once; those that reach nobody come last.

    An entry is a place in the text that states a phone, an e-mail, a room or an address for a team, a unit or an
    organisation that the text names, or that names a body as responsible for a matter. Every field is the document's
    own words, or None where they do not state it.
    """
    about = directory(document)
    found: list[Contact] = []
    if hinted(document.text):
        reader = Reader(document, about)
        for block, path in heading_paths(document):
            reader.read(block, path)
        reader.close()
        found = [contact for entry in reader.entries if (contact := _contact(document, about, entry))]
    once: dict[tuple[str | None, ...], Contact] = {}
    for contact in found:
        key = (contact.organisation, contact.unit, contact.team, contact.person)
        once.setdefault((*key, contact.phone or contact.email or contact.address or contact.fax), contact)
    reached = told_apart(document, tuple(once.values()))
    return (*reached, *bodies(document, about, reached))


def _contact(document: Document, about: Directory, entry: Entry) -> Contact | None:
    said = entry.said
    nameless = Named() if said.person else None
    named = about.complete(said.named[0] if said.named else nameless, entry.path, entry.start, entry.above)
    whom = named.team or named.unit or said.person
    if named.team or said.person:
        named = replace(named, unit=None if is_generic(named.unit) else named.unit)
    if (
        named == Named()
        or any(map(is_generic, (named.team, named.unit)))
        or not (whom or said.phones or said.emails or said.address)
    ):
        return None
    duties, unit_duties = about.duties_of(named)
    if named.team and not named.unit and not is_team(named.team):
        named = Named(named.organisation, named.team)
    return Contact(
        document_id=document.id,
        organisation=named.organisation,
        unit=named.unit,
        team=named.team,
        room=said.room,
        address=said.address,
        phone=next(iter(said.phones), None),
        email=next(iter(said.emails), None),
        start=entry.start,
        end=entry.end,
        duties=_once(said.duties + duties),
        unit_duties=_once(unit_duties),
        page=entry.page,
        person=said.person,
        role=said.role if said.person else None,
        more_phones=said.phones[1:],
        fax=next(iter(said.faxes), None),
        url=said.url,
        hours=said.hours,
    )


def _once(duties: tuple[str, ...]) -> tuple[str, ...]:
    """Each duty once, in its first wording; marker, case, white space and the full stop make no other duty of it."""
    found: dict[str, str] = {}
    for duty in duties:
        plain = re.sub(r"\s+", " ", MARKER.sub("", duty.strip(), count=1)).rstrip(" .;,。").casefold()
        found.setdefault(plain, duty)
    return tuple(found.values())
