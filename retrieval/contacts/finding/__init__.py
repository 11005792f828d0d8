"""The directory entries that a document states."""

from collections.abc import Sequence

from retrieval.contacts.finding import names
from retrieval.records import Contact, Document

__all__ = ["find", "names", "with_sentences"]


def find(document: Document) -> tuple[Contact, ...]:
    """The entries of a document, as `finder.find` gives them; its patterns are made at the first use, by an ingest."""
    from retrieval.contacts.finding import finder

    return finder.find(document)


def with_sentences(contacts: Sequence[Contact], document: Document) -> tuple[Contact, ...]:
    """Entries of a document, those that state no duty with what their paragraph says."""
    from retrieval.contacts.finding import finder

    return finder.with_sentences(contacts, document)
