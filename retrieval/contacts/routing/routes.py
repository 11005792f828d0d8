"""The entries for a need in order, and which of them fit as well as the first."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.contacts.routing.matching import Reason, ScoredContact
from retrieval.records import Contact

_NAMED = 0.999  # the score of what a need names outright
_CLOSE = 0.85  # of the best score
_BY_DUTY = frozenset[Reason](("duty", "unit_duty"))


@dataclass(frozen=True, slots=True)
class Route:
    """The contacts for a need, best first; empty when none serves it."""

    ranked: tuple[ScoredContact, ...] = ()

    @property
    def close(self) -> tuple[ScoredContact, ...]:
        """The first and those that fit for the same reason and nearly as well."""
        if not self.ranked:
            return ()
        first = self.ranked[0]
        if first.score >= _NAMED:
            return tuple(e for e in self.ranked if e.score >= _NAMED)
        return tuple(e for e in self.ranked if _alike(e.reason, first.reason) and e.score >= _CLOSE * first.score)


def _alike(reason: Reason, other: Reason) -> bool:
    return reason == other or {reason, other} <= _BY_DUTY


def is_reachable(contact: Contact) -> bool:
    """Whether an entry states any way to its team; a body that is only named as responsible has none."""
    return bool(ways(contact))


def ways(contact: Contact) -> tuple[str, ...]:
    """All ways to its team that an entry states, as written."""
    one_each = (contact.phone, contact.email, contact.address, contact.room, contact.fax, contact.url)
    return (*filter(None, one_each), *contact.more_phones)
