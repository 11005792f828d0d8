"""Directory entries that contradict each other: for staff, who can find out which one holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from retrieval.contacts.routing.dialling import dial
from retrieval.index import StoredDocument
from retrieval.language import has_hangul, look
from retrieval.patterns import late_pattern
from retrieval.records import Contact, Metadata

Kind = Literal["differs", "changed", "shared"]
Field = Literal["phone", "room", "address"]

_FIELDS: tuple[Field, ...] = ("phone", "room", "address")
_ROOM_WORDS = frozenset({"room", "no", "number", "호", "호실"})
_ROOM_SUFFIX = late_pattern(r"(?<=\d)호실?$")
_POSTAL = late_pattern(r"\b\d{5}\b")
_WORD = late_pattern(r"\w+")


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as one entry writes it, with the entry and the document that states it."""

    value: str
    contact: Contact
    title: str
    published: date | None

    @property
    def names(self) -> tuple[str, ...]:
        """Whose value it is, from the person outwards."""
        contact = self.contact
        return tuple(filter(None, (contact.person, contact.team, contact.unit, contact.organisation)))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values that cannot all hold, those of the newest document first and those without a date last; after all of them what
    documents say for which nobody vouches.

    "differs": one team has several; "changed": the same, and one document is newer than all others; "shared": one phone
    stands under teams of different units or bodies.
    """

    kind: Kind
    field: Field
    values: tuple[Stated, ...]


@dataclass(frozen=True, slots=True)
class _Who:
    """Whose an entry is, as names look; None where it does not say."""

    organisation: str | None
    unit: str | None
    team: str | None
    person: str | None


@dataclass(frozen=True, slots=True)
class _Entry:
    who: _Who
    contact: Contact
    metadata: Metadata

    def values(self, field: Field) -> tuple[str, ...]:
        """What the entry writes in a field."""
        if field == "phone":
            return phones(self.contact)
        written = self.contact.room if field == "room" else self.contact.address
        return (written,) if written else ()

    def stated(self, value: str) -> Stated:
        return Stated(value, self.contact, self.metadata.title, self.metadata.published)


def phones(contact: Contact) -> tuple[str, ...]:
    """Every phone of an entry as written, the first one first."""
    return tuple(filter(None, (contact.phone, *contact.more_phones)))


def conflicts(documents: Iterable[StoredDocument], aliases: Sequence[Sequence[str]] = ()) -> tuple[Conflict, ...]:
    """What the entries of all documents contradict each other in: one team's values first, then shared phones.

    Names are the same when they look the same (`lookalike.look`) or stand in one group of `aliases`. Several phones of one
    entry, the phones of several persons of a team, and a phone that the teams of one unit share are no conflicts.
    """
    name = _namer(aliases)
    read = [_Entry(_who(c, name), c, each.metadata) for each in documents for c in each.contacts]
    entries = _resolved(read)
    return (*_differing(entries), *_shared(entries))


def _namer(aliases: Sequence[Sequence[str]]) -> Callable[[str | None], str | None]:
    first = {look(other): look(group[0]) for group in aliases for other in group}

    def name(written: str | None) -> str | None:
        seen = look(written) if written else ""
        return first.get(seen, seen) or None

    return name


def _who(contact: Contact, name: Callable[[str | None], str | None]) -> _Who:
    person = contact.person or contact.role
    return _Who(name(contact.organisation), name(contact.unit), name(contact.team), name(person))


def _resolved(entries: Sequence[_Entry]) -> list[_Entry]:
    """The entries of a team with the body and unit that they leave out, where all others of its name agree on one."""
    bodies: dict[str, set[str | None]] = {}
    units: dict[tuple[str, str | None], set[str | None]] = {}
    for who in (each.who for each in entries if each.who.team):
        bodies.setdefault(who.team or "", set()).add(who.organisation)
        units.setdefault((who.team or "", who.organisation), set()).add(who.unit)

    def whole(who: _Who) -> _Who:
        if who.team is None:
            return who
        body = who.organisation or _only(bodies[who.team])
        unit = who.unit or _only(units.get((who.team, None), set()) | units.get((who.team, body), set()))
        return _Who(body, unit, who.team, who.person)

    return [_Entry(whole(each.who), each.contact, each.metadata) for each in entries]


def _only(names: Iterable[str | None]) -> str | None:
    found = {name for name in names if name}
    return found.pop() if len(found) == 1 else None


def _differing(entries: Sequence[_Entry]) -> Iterator[Conflict]:
    of: dict[_Who, list[_Entry]] = {}
    for entry in entries:
        if entry.who.organisation or entry.who.unit or entry.who.team:
            of.setdefault(entry.who, []).append(entry)
    for who, group in of.items():
        for field in _FIELDS:
            if len(group) > 1 and _disagree(who, group, field):
                yield _conflict(group, field)


def _disagree(who: _Who, group: Sequence[_Entry], field: Field) -> bool:
    by_document: dict[str, list[_Entry]] = {}
    for entry in group:
        if entry.values(field):
            by_document.setdefault(entry.contact.document_id, []).append(entry)
    stated = [[value for entry in each for value in entry.values(field)] for each in by_document.values()]
    if not _agree(stated, field):
        return True
    if field != "phone" or not (who.team or who.unit):
        return False  # a body has many phones
    return any(_disagree_within(each) for each in by_document.values())


def _disagree_within(entries: Sequence[_Entry]) -> bool:
    """Whether the phones of one team in one document differ; an entry with another room is another place of the team."""
    at: dict[tuple[frozenset[str], ...], list[tuple[str, ...]]] = {}
    for entry in entries:
        place = tuple(_words(" ".join(entry.values(each)), each) for each in ("room", "address"))
        at.setdefault(place, []).append(entry.values("phone"))
    nowhere = at.get((frozenset(), frozenset()), [])
    return any(not _agree([*here, *nowhere], "phone") for here in at.values())


def _agree(sides: Sequence[Sequence[str]], field: Field) -> bool:
    """Whether one of the sides holds all that the others state. An address in two scripts cannot be compared."""
    if field == "address":
        scripts = [[[v for v in side if has_hangul(v) is one] for side in sides] for one in (True, False)]
        return all(_one_holds_all([[_words(v, field) for v in side] for side in script]) for script in scripts)
    return _one_holds_all([[_words(v, field) for v in side] for side in sides])


def _one_holds_all(sides: Sequence[Sequence[frozenset[str]]]) -> bool:
    widest = max(sides, key=lambda side: (len(side), sum(map(len, side))), default=())
    return all(any(one <= other or other <= one for other in widest) for side in sides for one in side)


def _words(text: str, field: Field) -> frozenset[str]:
    """What tells a value from another: one that only says less does not contradict it."""
    if field == "phone":
        return frozenset((dial(text) or re.sub(r"\D", "", text)).split(";"))  # an extension is said besides
    if field == "address":
        return frozenset(look(word) for word in _WORD.findall(_POSTAL.sub(" ", text)))
    return frozenset(look(_ROOM_SUFFIX.sub("", word)) for word in _WORD.findall(text)) - _ROOM_WORDS


def _shared(entries: Sequence[_Entry]) -> Iterator[Conflict]:
    of: dict[str, list[tuple[_Entry, str]]] = {}
    for entry in entries:
        for value in entry.values("phone"):
            if number := dial(value):
                of.setdefault(number, []).append((entry, value))
    for held in of.values():
        once = {each[0].who: each for each in sorted(held, key=_age, reverse=True)}
        if _apart(once):
            values = sorted(once.values(), key=_age)
            yield Conflict("shared", "phone", tuple(entry.stated(value) for entry, value in values))


def _apart(holders: Iterable[_Who]) -> bool:
    """Whether some are known to belong to different bodies, or to different units of one body.

    Names in two scripts that no alias joins may be one body's, so only names in one script are held against each other.
    """
    units: dict[str | None, set[str]] = {}
    for who in holders:
        units.setdefault(who.organisation, set()).update({who.unit} if who.unit else ())
    return _several(each for each in units if each) or any(_several(each) for each in units.values())


def _several(names: Iterable[str]) -> bool:
    written = list(names)
    korean = sum(has_hangul(each) for each in written)
    return max(korean, len(written) - korean) > 1


def _conflict(group: Sequence[_Entry], field: Field) -> Conflict:
    stated = sorted(((entry, value) for entry in group for value in entry.values(field)), key=_age)
    dates = [entry.metadata.published for entry, _ in stated]
    latest = {entry.contact.document_id for entry, _ in stated if entry.metadata.published == dates[0]}
    vouched = all(entry.metadata.trust != "other" for entry, _ in stated)
    changed = vouched and None not in dates and len(latest) == 1 and dates[-1] != dates[0]
    return Conflict("changed" if changed else "differs", field, tuple(entry.stated(value) for entry, value in stated))


def _age(held: tuple[_Entry, str]) -> tuple[bool, int, str, int]:
    """Newest documents first; those without a date last, and behind them those that nobody vouches for."""
    contact = held[0].contact
    is_strange = held[0].metadata.trust == "other"
    return (is_strange, -(held[0].metadata.published or date.min).toordinal(), contact.document_id, contact.start)
