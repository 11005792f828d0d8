"""The directory entries of an opened index, with all that is read of them once and asked again and again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, lru_cache

from assistant.contacts.fit import Duties
from assistant.contacts.standing import Standings, Writers
from retrieval.contacts.routing import Conflict, conflicts, is_reachable
from retrieval.records import Contact, Filters
from retrieval.search import NameFinder, Search, folded, key

_KEPT_TEXTS = 64  # texts whose named teams and units are at hand


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
        self._vectors = search.vectors
        self._all = tuple(contact for each in search.documents for contact in each.contacts)

    def all(self, filters: Filters | None = None) -> Sequence[Contact]:
        """The entries of all documents that pass the filters."""
        if filters is None or filters == Filters():
            return self._all
        allowed = set(self._allowed(filters))
        return [each for each in self._all if each.document_id in allowed]

    def named_in(self, text: str) -> frozenset[str]:
        """The names of teams and units that a text holds, as words of their own."""
        return self._named(text)

    @cached_property
    def _named(self) -> Callable[[str], frozenset[str]]:
        names = {name for each in self._all for name in (each.team, each.unit) if name}
        alike: dict[str, set[str]] = {}
        for name in names:
            alike.setdefault(folded(key(name)), set()).add(name)
        finder = NameFinder(names)

        def named(text: str) -> frozenset[str]:
            return frozenset(n for each in finder.all_in(text) for n in alike[folded(key(each.name))])

        return lru_cache(maxsize=_KEPT_TEXTS)(named)

    def naming(self, group: tuple[str, ...]) -> frozenset[int]:
        """The identities of the entries whose words have one of the names of a group of `names`."""
        return self._naming.get(group, frozenset())

    @cached_property
    def _naming(self) -> Mapping[tuple[str, ...], frozenset[int]]:
        found: dict[tuple[str, ...], set[int]] = {}
        for each in self._all:
            words = (each.organisation, each.unit, each.team, each.address, *each.duties)
            for group in self.names.mentioned_in(" ; ".join(filter(None, words))):
                found.setdefault(group, set()).add(id(each))
        return {group: frozenset(held) for group, held in found.items()}

    @cached_property
    def teams(self) -> frozenset[str]:
        """The names of all teams."""
        return frozenset(each.team for each in self._all if each.team)

    @cached_property
    def units(self) -> frozenset[str]:
        """The names of all units."""
        return frozenset(each.unit for each in self._all if each.unit)

    @cached_property
    def reached(self) -> frozenset[str]:
        """The names of all bodies, units and teams that there is a way to reach, as they are looked up."""
        reachable = (each for each in self._all if is_reachable(each))
        return frozenset(key(n) for c in reachable for n in (c.organisation, c.unit, c.team) if n)

    def teams_like(self, contact: Contact) -> Sequence[Contact]:
        """The entries whose team has one of the names of this contact's team, in the order of all."""
        wanted = {key(contact.team or ""), *map(key, self.names.group_of(contact.team or ""))}
        places = sorted(at for each in wanted for at in self._of_team.get(each, ()))
        return [self._all[at] for at in places]

    @cached_property
    def _of_team(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, each in enumerate(self._all):
            if each.team:
                found.setdefault(key(each.team), []).append(at)
        return found

    def conflicts_of(self, shown: Collection[Contact]) -> list[Conflict]:
        """The contradictions that some entries have part in."""
        places = sorted({at for each in shown for at in self._in_conflict.get(each, ())})
        return [self.conflicts[at] for at in places]

    @cached_property
    def _in_conflict(self) -> Mapping[Contact, list[int]]:
        found: dict[Contact, list[int]] = {}
        for at, conflict in enumerate(self.conflicts):
            for each in conflict.values:
                found.setdefault(each.contact, []).append(at)
        return found

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
        return Duties(self._all, self.documents, self.idf, self._embedder, self._vectors)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """All contradictions between the entries."""
        return conflicts(list(self.documents), self.names.groups)

    @cached_property
    def _writers(self) -> Writers:
        return Writers.of(self._all, self.documents)
