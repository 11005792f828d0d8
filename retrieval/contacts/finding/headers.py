"""The headers of a directory table: what its columns hold, and whether several entries stand side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from retrieval.contacts.finding import names
from retrieval.contacts.finding.cells import counts_otherwise, header_roles
from retrieval.contacts.finding.labels import Role

REACHING: frozenset[Role] = frozenset({"phone", "fax", "email", "address", "room", "contact"})
_NAMING: frozenset[Role] = frozenset({"team", "unit", "organisation"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The roles of the columns, and the columns of each entry where a row holds several side by side (`parts`).

    `naming` are the columns that name bodies, `counts` says which hold numbers that are no phones.
    """

    roles: tuple[frozenset[Role], ...]
    parts: tuple[tuple[int, ...], ...]
    texts: tuple[str, ...]
    counts: tuple[bool, ...]

    @property
    def naming(self) -> tuple[int, ...]:
        return tuple(number for number, role in enumerate(self.roles) if role & _NAMING)


def columns_of(cells: Sequence[str], roles: Sequence[frozenset[Role]], over: Columns | None) -> Columns:
    """The columns under a header; `over` is the row of headers directly above it, if there is one.

    Of two columns of departments in one entry the first holds the larger bodies.
    """
    texts = list(cells)
    kept = list(roles)
    if over and len(over.roles) == len(kept):
        texts = [cell or up for cell, up in zip(texts, over.texts, strict=True)]
        kept = [role or (up if not cell else role) for cell, role, up in zip(cells, kept, over.roles, strict=True)]
    parts = _parts(texts, kept)
    for part in parts:
        teams = [number for number in part if kept[number] == {"team"}]
        if len(teams) > 1:
            kept[teams[0]] = frozenset({"unit"})
    return Columns(tuple(kept), parts, tuple(texts), tuple(map(counts_otherwise, texts)))


def _parts(texts: Sequence[str], roles: Sequence[frozenset[Role]]) -> tuple[tuple[int, ...], ...]:
    """The columns of each entry: more than one entry where a header returns after a full set of headers."""
    whole = (tuple(range(len(texts))),)
    if persons := _by_person(roles):
        return persons
    times = Counter(text for text in texts if text)
    key = next((text for text in texts if times[text] > 1), None)
    if key is None:
        return whole
    starts = [number for number, text in enumerate(texts) if text == key]
    ends = [*starts[1:], len(texts)]
    parts = tuple(tuple(range(start, end)) for start, end in zip(starts, ends, strict=True))
    return parts if all(_is_full([roles[number] for number in part]) for part in parts) else whole


def _by_person(roles: Sequence[frozenset[Role]]) -> tuple[tuple[int, ...], ...]:
    """The columns of each person where a row names a body once and then several persons with a phone each."""
    starts = [number for number, role in enumerate(roles) if role == {"person"}]
    shared = [number for number in range(len(roles)) if starts and number < starts[0]]
    ends = [*starts[1:], len(roles)]
    parts = [[*shared, *range(start, end)] for start, end in zip(starts, ends, strict=False)]
    alone = all(any("phone" in roles[n] for n in part[len(shared) :]) for part in parts)
    named = any(role & _NAMING for start in starts[:1] for role in roles[start:])
    return tuple(map(tuple, parts)) if len(parts) > 1 and alone and not named else ()


def _is_full(roles: Sequence[frozenset[Role]]) -> bool:
    named = any(role & _NAMING or "person" in role for role in roles)
    return named and any(role & REACHING for role in roles)


def transposed(cells: Sequence[Sequence[str]], known: Collection[str] = ()) -> tuple[frozenset[Role], ...]:
    """The roles of the rows, from the first on, that hold one field each of entries standing side by side.

    Empty where the entries do not stand side by side. The row of the names may be without a label.
    """
    width = len(cells[0])
    roles: list[frozenset[Role]] = []
    for row in cells if width > 2 else ():
        role = header_roles(row[0])
        if not roles and not role and all(len(names.whole(cell, known)) == 1 for cell in row[1:]):
            role = frozenset({"team"})
        elif len(row) != width or not _is_field(row):
            break
        roles.append(role)
    named = [row for row, role in zip(cells, roles, strict=False) if role & _NAMING or "person" in role]
    whole = bool(named) and all(named[0][1:])
    return tuple(roles) if whole and any(role & REACHING for role in roles) else ()


def _is_field(row: Sequence[str]) -> bool:
    """Whether a row is a label and values, none of which is a label."""
    labels = bool(header_roles(row[0])) or counts_otherwise(row[0])
    return labels and any(row[1:]) and not any(header_roles(cell) or counts_otherwise(cell) for cell in row[1:])
