"""What directory entries contradict each other in: said in a sentence, and as notices beside the entries of an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from assistant.records import Notice
from assistant.standing import Standings
from assistant.titles import said_title
from retrieval.contact_conflicts import Conflict, Field, Kind, Stated, conflicts, phones
from retrieval.contact_dial import dial
from retrieval.records import Contact
from retrieval.search import Search

PLURAL: Mapping[Field, str] = {"phone": "phones", "room": "rooms", "address": "addresses"}
_ADVICE: Mapping[Kind, str] = {
    "changed": "The newest document comes first; check before you use one.",
    "differs": "Check before you use one.",
}
_found: WeakKeyDictionary[Search, tuple[Conflict, ...]] = WeakKeyDictionary()


def conflicts_of(search: Search) -> tuple[Conflict, ...]:
    """All contradictions of an index, found once."""
    if search not in _found:
        _found[search] = conflicts(search.documents, search.names.groups)
    return _found[search]


def conflict_text(conflict: Conflict) -> str:
    """What contradicts what, in a sentence: every value with its document and date, the newest first."""
    first = conflict.values[0]
    if conflict.kind == "shared":
        holders = "; ".join(f"{', '.join(each.names)} ({_stands_in(each)})" for each in conflict.values)
        return f"The phone {first.value} stands under several teams: {holders}. Check before you use it."
    values = "; ".join(f"{each.value} ({_stands_in(each)})" for each in conflict.values)
    return f"The documents give different {PLURAL[conflict.field]} for {', '.join(first.names)}: {values}. {_ADVICE[conflict.kind]}"


def conflict_notices(shown: Collection[Contact], search: Search, standings: Standings) -> list[Notice]:
    """A notice for each contradiction that an entry shown has part in.

    What another body says of a team contradicts nothing, unless it is shown too: nobody may cast doubt on another's number.
    """
    heard: list[Conflict] = []
    for conflict in conflicts_of(search):
        if not any(each.contact in shown for each in conflict.values):
            continue
        values = tuple(v for v in conflict.values if v.contact in shown or not standings.claim(v.contact))
        if _differ(conflict, values):
            heard.append(replace(conflict, values=values))
    told = {each.contact for conflict in heard for each in conflict.values}
    heard += [each for each in _claimed(shown, search, standings) if not {v.contact for v in each.values} <= told]
    return [Notice(kind="conflict", text=conflict_text(each)) for each in heard]


def _claimed(shown: Collection[Contact], search: Search, standings: Standings) -> Iterator[Conflict]:
    """Phones that another body's document gives for a team, against the team's own."""
    for other in shown:
        claim = standings.claim(other)
        for own in shown if claim and other.phone else ():
            of_it = claim is not None and search.names.same(own.organisation or "", claim.of)
            if own is other or own.team != other.team or not of_it or standings.claim(own):
                continue
            if not set(map(_dialled, phones(own))) & set(map(_dialled, phones(other))):
                values = (_stated(each, value, search) for each in (own, other) for value in phones(each))
                yield Conflict("differs", "phone", tuple(values))


def _dialled(phone: str) -> str:
    return dial(phone) or phone


def _stated(contact: Contact, value: str, search: Search) -> Stated:
    metadata = search.index.documents[contact.document_id].metadata
    return Stated(value, contact, metadata.title, metadata.published)


def _differ(conflict: Conflict, values: Sequence[Stated]) -> bool:
    """Whether what is left of a contradiction still is one."""
    if conflict.kind == "shared":
        return len({each.names for each in values}) > 1
    return len({each.value for each in values}) > 1


def _stands_in(stated: Stated) -> str:
    page = f", page {stated.contact.page}" if stated.contact.page is not None else ""
    title = said_title(stated.title, stated.contact.document_id)
    return f"{title}{page}, {stated.published or 'no date'}"
