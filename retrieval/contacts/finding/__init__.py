"""The directory entries that a document states."""

from retrieval.contacts.finding import fields, names
from retrieval.contacts.finding.finder import find

__all__ = ["fields", "find", "names"]
