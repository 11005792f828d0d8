"""What directory entries contradict each other in: said in a sentence, and as notices beside the entries of an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.contacts.contacts import Contacts
from assistant.contacts.standing import Standings
from assistant.quoting import said_title
from assistant.records import Noted
from assistant.wording import Said, joined, said
from retrieval.contacts.routing import Conflict, Field, Stated, dial, phones
from retrieval.records import Contact
from retrieval.search import Documents

FIELDS: Mapping[Field, Said] = {
    "phone": said("conflict-phone"),
    "room": said("conflict-room"),
    "address": said("conflict-address"),
}


def conflict_said(conflict: Conflict) -> Said:
    """What contradicts what, as a sentence: every value with its document and date, the newest first."""
    first = conflict.values[0]
    if conflict.kind == "shared":
        holders = joined("list", (_stated_in(", ".join(each.names), each) for each in conflict.values))
        return said("conflict-shared", value=first.value, stated=holders)
    values = joined("list", (_stated_in(each.value, each) for each in conflict.values))
    name, field = ", ".join(first.names), FIELDS[conflict.field]
    if conflict.kind == "changed":
        return said("conflict-changed", field=field, name=name, stated=values)
    return said("conflict-differs", field=field, name=name, stated=values)


def conflict_notices(shown: Collection[Contact], contacts: Contacts, standings: Standings) -> list[Noted]:
    """A notice for each contradiction that an entry shown has part in.

    What another body says of a team contradicts nothing, unless it is shown too: nobody may cast doubt on another's number.
    """
    heard: list[Conflict] = []
    for conflict in contacts.conflicts_of(shown):
        values = tuple(v for v in conflict.values if v.contact in shown or not standings.claim(v.contact))
        if _differ(conflict, values):
            heard.append(replace(conflict, values=values))
    told = {each.contact for conflict in heard for each in conflict.values}
    heard += [each for each in _claimed(shown, contacts, standings) if not {v.contact for v in each.values} <= told]
    return [Noted(kind="conflict", said=conflict_said(each)) for each in heard]


def _claimed(shown: Collection[Contact], contacts: Contacts, standings: Standings) -> Iterator[Conflict]:
    """Phones that another body's document gives for a team, against the team's own."""
    for other in shown:
        claim = standings.claim(other)
        for own in shown if claim and other.phone else ():
            of_it = claim is not None and contacts.names.same(own.organisation or "", claim.of)
            if own is other or own.team != other.team or not of_it or standings.claim(own):
                continue
            if not set(map(_dialled, phones(own))) & set(map(_dialled, phones(other))):
                values = (_stated(each, value, contacts.documents) for each in (own, other) for value in phones(each))
                yield Conflict("differs", "phone", tuple(values))


def _dialled(phone: str) -> str:
    return dial(phone) or phone


def _stated(contact: Contact, value: str, documents: Documents) -> Stated:
    metadata = documents.stored(contact.document_id).metadata
    return Stated(value, contact, metadata.title, metadata.published)


def _differ(conflict: Conflict, values: Sequence[Stated]) -> bool:
    """Whether what is left of a contradiction still is one."""
    if conflict.kind == "shared":
        return len({each.names for each in values}) > 1
    return len({each.value for each in values}) > 1


def _stated_in(value: str, stated: Stated) -> Said:
    """A value with the document that it stands in."""
    title = said_title(stated.title, stated.contact.document_id)
    when = stated.published or said("no-date")
    page = stated.contact.page
    if page is None:
        return said("stated-in", value=value, title=title, date=when)
    return said("stated-in-page", value=value, title=title, page=page, date=when)
