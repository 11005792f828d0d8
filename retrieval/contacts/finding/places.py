"""Teams of one name in several places: what the document says to tell them apart becomes their unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from retrieval.contacts.finding import names
from retrieval.contacts.finding.labels import roles_of
from retrieval.language import heading_paths
from retrieval.patterns import late_pattern
from retrieval.records import Contact, Document

_LONGEST = 40
_AFTER = late_pattern(r"\s*(?:\((?P<b>[^()\d:@]{2,40})\)|(?:in|at|of) (?P<i>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}))")
_PLACE = late_pattern(r"[A-Z][\w'’-]*(?: (?:of|and|the|[A-Z][\w'’-]*)){0,4}|[가-힣]{2,10}(?: [가-힣]{2,10})?")


def told_apart(document: Document, contacts: Sequence[Contact]) -> tuple[Contact, ...]:
    """The contacts, those that share team, unit and organisation with another number each with the place as unit.

    The place stands behind the name ("Planning Team (Northport)") or is the heading above. Where it is not given for all
    of them, or is the same for two, nothing is changed.
    """
    groups: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(contacts):
        if one.team and not one.unit:
            groups[one.organisation, one.team].append(number)
    several = [g for g in groups.values() if len({_reached(contacts[n]) for n in g}) == len(g) > 1]
    if not several:
        return tuple(contacts)
    found = list(contacts)
    headings = _headings(document, [contacts[n].start for group in several for n in group])
    for group in several:
        places = {n: _place(document, contacts[n], headings[contacts[n].start]) for n in group}
        if all(places.values()) and len(set(places.values())) == len(group):
            for n in group:
                found[n] = replace(contacts[n], unit=places[n])
    return tuple(found)


def _reached(contact: Contact) -> str | None:
    return contact.phone or contact.email


def _place(document: Document, contact: Contact, above: tuple[str, ...]) -> str | None:
    text, team = document.text, contact.team or ""
    at = text.find(team, contact.start, contact.end)
    behind = _AFTER.match(text, at + len(team)) if at >= 0 else None
    stated = [behind["b"] or behind["i"]] if behind else []
    stated += [heading for heading in reversed(above) if all(one.team != team for one in names.heading(heading))]
    place = stated[0] if stated else ""
    return place if len(place) <= _LONGEST and _PLACE.fullmatch(place) and not roles_of(place) else None


def _headings(document: Document, starts: list[int]) -> dict[int, tuple[str, ...]]:
    """The headings below the title over each place."""
    found: dict[int, tuple[str, ...]] = {}
    waiting = sorted(set(starts), reverse=True)
    path: tuple[str, ...] = ()
    for block, path in heading_paths(document):
        while waiting and waiting[-1] < block.end:
            found[waiting.pop()] = path[1:]
    return found | dict.fromkeys(waiting, path[1:])
