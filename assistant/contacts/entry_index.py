"""The directory entries of an index by what a need can name of them, so that no need walks them all."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from assistant.contacts.place import where
from assistant.contacts.premise import digits
from retrieval.language import regions
from retrieval.patterns import late_pattern
from retrieval.records import Contact
from retrieval.search import Documents, Names, key, mentions

_PHONE_DIGITS = 8  # from the end: a number without its country and area codes, and one more
_ROOM = late_pattern(r"(?:\brooms?\s*(?:no\.?|number)?\s*#?|#)(\d+)\b|\b(\d+) ?호", re.IGNORECASE)

_PARTS = ("_of_document", "_of_team", "_of_team_key", "_of_unit", "_of_team_and_body", "_of_phone", "_of_room", "_of_region", "_naming")  # fmt: skip

K = TypeVar("K")
Places = frozenset[int]
_NONE: Places = frozenset()


class EntryIndex:
    """Entries by their place among all; each part is made once, when it is first asked for."""

    def __init__(self, entries: Sequence[Contact], documents: Documents, names: Names) -> None:
        self._entries = entries
        self._documents = documents
        self._names = names
        self._at = {id(each): at for at, each in enumerate(entries)}
        self._saying: dict[tuple[str, ...], Places] = {}

    def warm_up(self) -> None:
        """Make every part now."""
        for part in _PARTS:
            getattr(self, part)

    def at(self, contact: Contact) -> int | None:
        """The place of one of these very entries."""
        return self._at.get(id(contact))

    def these(self, places: Iterable[int]) -> list[Contact]:
        """The entries at some places, in order."""
        return [self._entries[at] for at in sorted(places)]

    def of_documents(self, ids: Iterable[str]) -> set[int]:
        """Those of some documents."""
        return {at for each in ids for at in self._of_document.get(each, ())}

    def of_teams(self, names: Iterable[str]) -> set[int]:
        """Those whose team has one of these names, as it is written."""
        return {at for each in names for at in self._of_team.get(each, ())}

    def of_units(self, names: Iterable[str]) -> set[int]:
        """Those whose unit has one of these names, as it is written."""
        return {at for each in names for at in self._of_unit.get(each, ())}

    def of_people(self, names: Iterable[str]) -> set[int]:
        """Those of people of these names, as they are written."""
        return {at for each in names for at in self._of_person.get(each, ())}

    def of_same_team(self, contact: Contact) -> set[int]:
        """Those of the same team of the same body, by any of their names."""
        teams, bodies = self._keys_of(contact.team or ""), self._keys_of(contact.organisation or "")
        return {at for team in teams for body in bodies for at in self._of_team_and_body.get((team, body), ())}

    def of_team_alike(self, label: str) -> set[int]:
        """Those whose team has this name or another of the same group."""
        return {at for team in self._keys_of(label) for at in self._of_team_key.get(team, ())}

    def with_id(self, contact_id: str) -> Sequence[int]:
        """The places of the entries with an id: one, unless a document states the same entry twice."""
        return self._with_id.get(contact_id, ())

    def naming(self, group: tuple[str, ...]) -> Places:
        """Those whose words, but for what only their unit does, have one of the names of a group of names."""
        return self._naming[0].get(group, _NONE)

    def serving(self, group: tuple[str, ...]) -> Places:
        """Those of, or for, what a group of names stands for: by their body, unit, team and all duties."""
        return self._naming[1].get(group, _NONE)

    def saying(self, names: tuple[str, ...]) -> Places:
        """Those whose body, unit, team or address has one of some names; names are those of regions, so there is an end of
        them."""
        if names not in self._saying:
            said = (" ".join(filter(None, (c.organisation, c.unit, c.team, c.address))) for c in self._entries)
            found = (at for at, each in enumerate(said) if any(mentions(each, name) for name in names))
            self._saying[names] = frozenset(found)
        return self._saying[names]

    def of_regions(self, asked: Collection[str]) -> set[int]:
        """Those of one of some regions, by their words and by what their document is about, and those that are of none."""
        return {at for each in (None, *asked) for at in self._of_region.get(each, ())}

    def given_exactly(self, need: str) -> set[int]:
        """Those whose own phone, e-mail or room a need gives."""
        number = digits(need)
        ends = {number[at : at + _PHONE_DIGITS] for at in range(len(number) - _PHONE_DIGITS + 1)}
        rooms = {one or other for one, other in _ROOM.findall(need)}
        low = need.lower()
        mails = [each for each in self._of_email if each in low] if "@" in need else []
        parts = ((self._of_phone, ends), (self._of_room, rooms), (self._of_email, mails))
        return {at for held, wanted in parts for each in wanted for at in held.get(each, ())}

    def gives_number(self, numbers: Collection[str]) -> bool:
        """Whether an entry has a phone with these last digits."""
        if all(len(each) == _PHONE_DIGITS for each in numbers):
            return any(each in self._phone_ends for each in numbers)
        return any(end.endswith(each) for end in self._phone_ends for each in numbers)

    def _keys_of(self, name: str) -> set[str]:
        return {key(name), *map(key, self._names.group_of(name))}

    def _by(self, keys: Callable[[Contact], Iterable[K]]) -> Mapping[K, list[int]]:
        found: dict[K, list[int]] = {}
        for at, each in enumerate(self._entries):
            for one in keys(each):
                found.setdefault(one, []).append(at)
        return found

    @cached_property
    def _of_document(self) -> Mapping[str, list[int]]:
        return self._by(lambda each: (each.document_id,))

    @cached_property
    def _of_team(self) -> Mapping[str, list[int]]:
        return self._by(lambda each: (each.team,) if each.team else ())

    @cached_property
    def _of_team_key(self) -> Mapping[str, list[int]]:
        return self._by(lambda each: (key(each.team),) if each.team else ())

    @cached_property
    def _of_unit(self) -> Mapping[str, list[int]]:
        return self._by(lambda each: (each.unit,) if each.unit else ())

    @cached_property
    def _of_person(self) -> Mapping[str, list[int]]:
        return self._by(lambda each: (each.person,) if each.person else ())

    @cached_property
    def _of_team_and_body(self) -> Mapping[tuple[str, str], list[int]]:
        return self._by(lambda each: ((key(each.team), key(each.organisation or "")),) if each.team else ())

    @cached_property
    def _with_id(self) -> Mapping[str, list[int]]:
        return self._by(lambda each: (each.id,))

    @cached_property
    def _of_phone(self) -> Mapping[str, list[int]]:
        def end(contact: Contact) -> tuple[str, ...]:
            number = digits(contact.phone or "")
            return (number[-_PHONE_DIGITS:],) if len(number) >= _PHONE_DIGITS else ()

        return self._by(end)

    @cached_property
    def _phone_ends(self) -> frozenset[str]:
        written = (phone for c in self._entries for phone in (c.phone, *c.more_phones) if phone)
        return frozenset(digits(each)[-_PHONE_DIGITS:] for each in written)

    @cached_property
    def _of_room(self) -> Mapping[str, list[int]]:
        return self._by(lambda each: tuple(filter(None, (digits(each.room or ""),))))

    @cached_property
    def _of_email(self) -> Mapping[str, list[int]]:
        return self._by(lambda each: (each.email.lower(),) if each.email else ())

    @cached_property
    def _of_region(self) -> Mapping[str | None, list[int]]:
        def own(contact: Contact) -> Iterable[str | None]:
            about = self._documents.stored(contact.document_id).metadata
            named = regions(" ; ".join(filter(None, (about.title, about.organisation, about.region))))
            return where(contact) | named or (None,)

        return self._by(own)

    @cached_property
    def _naming(self) -> tuple[Mapping[tuple[str, ...], Places], Mapping[tuple[str, ...], Places]]:
        groups_of: dict[str, set[tuple[str, ...]]] = {}

        def groups(texts: Iterable[str | None]) -> set[tuple[str, ...]]:
            found: set[tuple[str, ...]] = set()
            for text in filter(None, texts):
                if text not in groups_of:
                    groups_of[text] = self._names.mentioned_in(text)
                found |= groups_of[text]
            return found

        named = self._by(lambda c: groups((c.organisation, c.unit, c.team, c.address, *c.duties)))
        served = self._by(lambda c: groups((c.organisation, c.unit, c.team, *c.duties, *c.unit_duties)))
        return (
            {group: frozenset(places) for group, places in named.items()},
            {group: frozenset(places) for group, places in served.items()},
        )
