"""The directory: every contact of every document, all of them or those that fit a need."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.contacts import ScoredContact, match
from retrieval.lexical import content_terms
from retrieval.records import Contact
from retrieval.search import Search
from retrieval.stored import StoredDocument


@dataclass(frozen=True, slots=True)
class Entry:
    """A contact, the document that states it, and why it fits the need (None when none was given)."""

    contact: Contact
    document: StoredDocument
    reason: str | None = None


def entries(search: Search, need: str | None = None) -> list[Entry]:
    """The contacts that fit `need`, best first; without one all of them, by organisation, unit and team."""
    documents = search.index.documents
    contacts = [contact for each in documents.values() for contact in each.contacts]
    if need is None or not need.strip():
        return [Entry(each, documents[each.document_id]) for each in sorted(contacts, key=_place)]
    aliases = [group for each in documents.values() for group in each.metadata.aliases]
    found = match(need, contacts, content_terms, search.index.lexical.idf, aliases=aliases)
    return [Entry(each.contact, documents[each.contact.document_id], _reason(each)) for each in found]


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
