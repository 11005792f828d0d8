"""What a question takes for granted about a team that the documents state otherwise: a number, a room, a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from retrieval.language import regions
from retrieval.language.values import ValueKind, phones, values
from retrieval.patterns import late_pattern
from retrieval.records import Contact

Premise = Literal["number", "e-mail address", "hours", "room", "place"]

_ROOM = late_pattern(r"(?:\brooms?\s*(?:no\.?|number)?\s*#?|#)(\d+)\b|\b(\d+) ?호", re.IGNORECASE)
_ASSERTED = late_pattern(r"\b(?:is|are|has|have|sits?|moved|relocated|located)\b", re.IGNORECASE)
_WRITTEN: tuple[tuple[Premise, ValueKind, str, str], ...] = (
    ("e-mail address", "email", "@", "email"),
    ("hours", "time", ":", "hours"),
)  # what is said to be denied, the kind of its Value, a sign in it ("2 p.m." is when one wants to come), its field
_LAST = 8  # digits of a phone number that tell it from others


def contradicted(asked: str, contacts: Sequence[Contact]) -> tuple[Premise, ...]:
    """What of a question no entry of `contacts` states: "number", "e-mail address", "hours", "room" or "place"; () when
    nothing is contradicted."""
    found: list[Premise] = []
    numbers = numbers_in(asked)
    known = [each for c in contacts for each in (c.phone, c.fax, *c.more_phones) if each]
    if numbers and known and not any(is_number(each, numbers) for each in known):
        found.append("number")
    for name, kind, sign, stated_as in _WRITTEN:
        written = {each.value for each in values(asked, kind) if sign in asked[each.start : each.end]}
        held = " ".join(value for c in contacts if (value := getattr(c, stated_as)))
        if written and held and not written & {each.value for each in values(held, kind)}:
            found.append(name)
    rooms = {one or other for one, other in _ROOM.findall(asked)}
    stated = {digits(c.room) for c in contacts if c.room}
    if rooms and stated and not rooms & stated:
        found.append("room")
    places = {
        region for c in contacts for region in regions(" ; ".join(filter(None, (c.organisation, c.unit, c.address))))
    }
    asserted = _ASSERTED.search(asked)
    if asserted and places and (said := regions(asked[asserted.start() :])) and not said & places:
        found.append("place")
    return tuple(found)


def numbers_in(asked: str) -> frozenset[str]:
    """The last digits of the phones that a question gives, by which one is told from others."""
    return frozenset(digits(re.split("[~;]", each.value)[0])[-_LAST:] for each in phones(asked, labelled=True))


def is_number(written: str, numbers: Iterable[str]) -> bool:
    """Whether a phone as written is one of those whose last digits are given."""
    return any(digits(written)[-_LAST:].endswith(each) for each in numbers)


def room_in(text: str) -> str | None:
    """The first room that a text gives, as "room 412", "#305" or "204호" does; None when it gives none."""
    found = _ROOM.search(text)
    return (found[1] or found[2]) if found else None


def asserts_place(after: str) -> bool:
    """Whether words after a team's name say where it is."""
    verb = _ASSERTED.search(after)
    return verb is not None and bool(regions(after[verb.start() :]))


def digits(text: str) -> str:
    """The digits of a text."""
    return re.sub(r"\D", "", text)
