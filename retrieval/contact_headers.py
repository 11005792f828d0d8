"""The headers of a directory table: what its columns hold, and whether several entries stand side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.contact_cells import counts_otherwise, header_roles
from retrieval.contact_labels import Role

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
    times = Counter(text for text in texts if text)
    key = next((text for text in texts if times[text] > 1), None)
    if key is None:
        return whole
    starts = [number for number, text in enumerate(texts) if text == key]
    ends = [*starts[1:], len(texts)]
    parts = tuple(tuple(range(start, end)) for start, end in zip(starts, ends, strict=True))
    return parts if all(_is_full([roles[number] for number in part]) for part in parts) else whole


def _is_full(roles: Sequence[frozenset[Role]]) -> bool:
    names = any(role & _NAMING or "person" in role for role in roles)
    return names and any(role & REACHING for role in roles)


def transposed(cells: Sequence[Sequence[str]]) -> int:
    """How many of these rows, from the first on, hold one field each of entries that stand side by side; 0 for none."""
    count = 0
    width = len(cells[0])
    for row in cells if width > 2 else ():
        if len(row) != width or not _is_field(row):
            break
        count += 1
    roles = [header_roles(row[0]) for row in cells[:count]]
    named = [row for row, role in zip(cells, roles, strict=False) if role & _NAMING or "person" in role]
    whole = bool(named) and all(named[0][1:])
    return count if whole and any(role & REACHING for role in roles) else 0


def _is_field(row: Sequence[str]) -> bool:
    """Whether a row is a label and values, none of which is a label."""
    labels = bool(header_roles(row[0])) or counts_otherwise(row[0])
    return labels and any(row[1:]) and not any(header_roles(cell) or counts_otherwise(cell) for cell in row[1:])
