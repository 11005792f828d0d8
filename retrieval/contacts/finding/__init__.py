"""The directory entries that a document states."""

from retrieval.contacts.finding import names
from retrieval.records import Contact, Document

__all__ = ["find", "names"]


def find(document: Document) -> tuple[Contact, ...]:
    """The entries of a document, as `finder.find` gives them; its patterns are made at the first use, by an ingest."""
    from retrieval.contacts.finding import finder

    return finder.find(document)
