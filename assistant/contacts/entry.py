"""A directory entry with its document, as the API, the command line and vCards give it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel

from assistant.contacts.answer import card
from assistant.contacts.contacts import Contacts
from assistant.contacts.directory import Entry, entries
from assistant.quoting import OLD
from assistant.records import ContactCard
from assistant.wording import Language, say


class ContactEntry(ContactCard):
    """A directory entry, where it stands, and why it fits the need.

    `source` is where the document says that it comes from; `old` is true when the document is older than two years or
    has no known date.
    """

    document_title: str
    source: str | None
    page: int | None
    start: int
    end: int
    reason: str | None
    old: bool


class ContactList(BaseModel):
    contacts: list[ContactEntry]


def is_old(published: date | None, today: date) -> bool:
    """Whether a document of this date has to be checked before it is relied on."""
    return published is None or today - published > OLD


def contact_entry(entry: Entry, today: date, language: Language = "en") -> ContactEntry:
    """A contact as a card with its document; why it fits is said in a language."""
    contact, document = entry.contact, entry.document.metadata
    return ContactEntry(
        **card(contact, document.published).model_dump(),
        document_title=document.title,
        source=document.source,
        page=contact.page,
        start=contact.start,
        end=contact.end,
        reason=say(entry.reason, language) if entry.reason else None,
        old=is_old(document.published, today),
    )


def contact_entries(
    contacts: Contacts,
    today: date,
    need: str | None = None,
    organisation: str | None = None,
    language: Language = "en",
) -> list[ContactEntry]:
    """The entries that fit a need, best first, or without one all of them; of an organisation by any of its names."""
    found: Iterable[Entry] = entries(contacts, need)
    if organisation:
        found = (each for each in found if contacts.names.same(organisation, _body(each)))
    return [contact_entry(each, today, language) for each in found]


def contact_by_id(contacts: Contacts, contact_id: str, today: date) -> ContactEntry | None:
    """The entry with this id, or None."""
    found = contacts.by_id(contact_id)
    return contact_entry(Entry(found, contacts.documents.stored(found.document_id)), today) if found else None


def _body(entry: Entry) -> str:
    """Whose entry it is; where it does not say, its document's organisation."""
    return entry.contact.organisation or entry.document.metadata.organisation or ""
