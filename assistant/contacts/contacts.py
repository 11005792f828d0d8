"""The directory entries of an opened index, with all that is read of them once and asked again and again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from assistant.contacts.fit import Duties
from assistant.contacts.standing import Standings, Writers
from retrieval.contacts.routing import Conflict, conflicts
from retrieval.records import Contact, Filters
from retrieval.search import Search


class Contacts:
    """What answering may use of the directory. Made once for each opened index, its parts when they are first used.

    Thread-safe: two threads may make a part at the same time, and then one of the two equal parts is kept.
    """

    def __init__(self, search: Search) -> None:
        self.documents = search.documents
        self.names = search.names
        self.idf = search.idf
        self.subjects = search.subjects
        self.reword = search.reword
        self._allowed = search.allowed
        self._embedder = search.embedder
        self._all = tuple(contact for each in search.documents for contact in each.contacts)

    def all(self, filters: Filters | None = None) -> Sequence[Contact]:
        """The entries of all documents that pass the filters."""
        if filters is None or filters == Filters():
            return self._all
        allowed = set(self._allowed(filters))
        return [each for each in self._all if each.document_id in allowed]

    def by_id(self, contact_id: str) -> Contact | None:
        """The entry with this id, or None."""
        return next((each for each in self._all if each.id == contact_id), None)

    def of(self, document_id: str) -> Sequence[Contact]:
        """The entries of a document. Raises KeyError."""
        return self.documents.stored(document_id).contacts

    def standings(self, need: str = "") -> Standings:
        """Whose word each entry is, for a need where there is one."""
        return Standings(self.documents, self.names, self._writers, need)

    @cached_property
    def duties(self) -> Duties:
        """The duties that the entries state."""
        return Duties(self._all, self.documents, self.idf, self._embedder)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """All contradictions between the entries."""
        return conflicts(list(self.documents), self.names.groups)

    @cached_property
    def _writers(self) -> Writers:
        return Writers.of(self._all, self.documents)
