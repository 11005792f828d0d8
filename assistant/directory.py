"""The directory: every contact of every document, all of them or those that fit a need."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.contacts import ScoredContact, match
from retrieval.lexical import content_terms
from retrieval.records import Contact, Filters
from retrieval.search import Search
from retrieval.stored import StoredDocument

_PHONE_DIGITS = 8  # from the end: a number without its country and area codes, and one more


@dataclass(frozen=True, slots=True)
class Entry:
    """A contact, the document that states it, and why it fits the need (None when none was given)."""

    contact: Contact
    document: StoredDocument
    reason: str | None = None


def entries(search: Search, need: str | None = None) -> list[Entry]:
    """The contacts that fit `need`, best first; without one all of them, by organisation, unit and team."""
    documents = search.index.documents
    if need is None or not need.strip():
        return [Entry(each, documents[each.document_id]) for each in sorted(search.contacts(), key=_place)]
    found = find_contacts(search.reword(need).text, search)
    return [Entry(each.contact, documents[each.contact.document_id], _reason(each)) for each in found]


def find_contacts(need: str, search: Search, filters: Filters | None = None) -> list[ScoredContact]:
    """The directory entries that serve a need, in the documents' words, best first: those that it gives by phone, e-mail
    or room, else those that match by team, duty, unit or organisation."""
    contacts = search.contacts(filters)
    exact = [ScoredContact(each, 1.0, "team", each.team or "") for each in contacts if _is_named_exactly(need, each)]
    if exact:
        return exact
    lexical = search.index.lexical
    return match(need, contacts, content_terms, lexical.idf, aliases=search.names.groups)


def _is_named_exactly(need: str, contact: Contact) -> bool:
    """Whether a need gives a contact's own phone, e-mail or room."""
    digits = re.sub(r"\D", "", contact.phone or "")
    if len(digits) >= _PHONE_DIGITS and digits[-_PHONE_DIGITS:] in re.sub(r"\D", "", need):
        return True
    if contact.email and contact.email.lower() in need.lower():
        return True
    room = re.sub(r"\D", "", contact.room or "")
    return (
        bool(room)
        and re.search(rf"(?:\brooms?\s*(?:no\.?|number)?\s*#?|#){room}\b|\b{room} ?호", need, re.IGNORECASE) is not None
    )


def _reason(found: ScoredContact) -> str:
    match found.reason:
        case "duty":
            return f"Its stated duty: {found.matched}"
        case "unit_duty":
            return f"A stated duty of its unit: {found.matched}"
        case "team" | "unit" | "organisation":
            return f"Named: {found.matched}"


def _place(contact: Contact) -> tuple[str, str, str, int]:
    return (contact.organisation or "", contact.unit or "", contact.team or "", contact.start)
