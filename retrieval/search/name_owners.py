"""Whose a name is: no document may make its own name a synonym of a name that another document owns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import combinations

from retrieval.index import StoredDocument
from retrieval.language import region_names as regions
from retrieval.patterns import late_pattern
from retrieval.search.rewording import key, merge

# What is added to a region's name without naming anything else.
_REGION_WORD = late_pattern(
    r"\b(?:special|self-governing|metropolitan|city|province|state|do|si)\b|특별|자치|광역|시|도|\W+", re.IGNORECASE
)


class NameOwners:
    """The names that each body's documents own, and which of them may stand in one group of aliases.

    A body owns its documents' organisation, region and title, and the units and teams of its own directory entries. Two
    names that are owned may be linked only when every body that owns one of them links them itself.
    """

    def __init__(self, documents: Sequence[StoredDocument]) -> None:
        # Where two documents claim one name, the older keeps it; pages without a date are mostly old.
        self._documents = sorted(documents, key=lambda each: each.metadata.published or date.min)
        self._owners: dict[str, frozenset[str]] = {}
        linked: dict[str, list[tuple[str, ...]]] = {}
        for document in self._documents:
            body = _body(document)
            linked.setdefault(body, []).extend(document.metadata.aliases)
            for name in _own_names(document):
                self._owners[key(name)] = self.owners(name) | {body}
        self._linked = {body: [frozenset(map(key, each)) for each in merge(of)] for body, of in linked.items()}

    def owners(self, name: str) -> frozenset[str]:
        """The bodies that own a name."""
        return self._owners.get(key(name), frozenset())

    def may_link(self, names: Collection[str]) -> bool:
        """Whether names may stand for the same thing."""
        owned = [name for name in names if self.owners(name)]
        return all(self._agreed(one, other) for one, other in combinations(owned, 2))

    def groups(self) -> Iterator[tuple[str, ...]]:
        """The alias groups of all documents, those that link too much without the names that are not their document's."""
        for document in self._documents:
            own = {_body(document)}
            for group in document.metadata.aliases:
                if self.may_link(group):
                    yield group
                else:
                    yield tuple(name for name in group if self.owners(name) <= own)

    def _agreed(self, one: str, other: str) -> bool:
        pair = {key(one), key(other)}
        if len(pair) == 1 or ((region := _region(one)) and region == _region(other)):
            return True
        owners = self.owners(one) | self.owners(other)
        return all(any(pair <= group for group in self._linked[body]) for body in owners)


def _body(document: StoredDocument) -> str:
    """Who publishes a document; one that does not say stands for itself."""
    return key(document.metadata.organisation or "") or document.id


def _own_names(document: StoredDocument) -> Iterator[str]:
    metadata = document.metadata
    own = [contact for contact in document.contacts if key(contact.organisation or "") == _body(document)]
    names = (metadata.organisation, metadata.region, metadata.title)
    entries = (name for contact in own for name in (contact.unit, contact.team))
    return (name for name in (*names, *entries) if name and key(name))


def _region(name: str) -> str | None:
    """The region that a name is nothing but a name of."""
    found = regions.regions(name)
    if len(found) != 1:
        return None
    (region,) = found
    rest = re.sub("|".join(regions.names(region)), "", name, flags=re.IGNORECASE)
    return region if not _REGION_WORD.sub("", rest) else None
