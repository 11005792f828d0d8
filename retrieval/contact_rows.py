"""What one row of a table states about whom to contact."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from retrieval import contact_fields as fields
from retrieval import contact_names as names
from retrieval.contact_labels import Role, role_of, roles_of
from retrieval.contact_lines import column
from retrieval.contact_people import is_rank, named_in, person_of
from retrieval.contact_phones import faxes, phones
from retrieval.contact_said import Said, merged, texts

_REACHING: frozenset[Role] = frozenset({"phone", "email", "address", "room", "contact"})
_NAMING: frozenset[Role] = frozenset({"team", "unit", "organisation"})


def cells_of(text: str) -> list[str]:
    """The cells of a row, blank ones at its ends included."""
    padded = f"{' ' * text.startswith('|')}{text}{' ' * text.endswith('|')}"
    return [cell.strip() for cell in padded.split(" | ")]


def filled(cells: Sequence[str], roles: Sequence[frozenset[Role]], above: Sequence[str]) -> list[str]:
    """The cells of a row, a blank one under the name of a body standing for the name above it."""
    if len(above) != len(cells):
        return list(cells)
    rows = zip(cells, roles, above, strict=True)
    return [cell or (up if column_roles & _NAMING else "") for cell, column_roles, up in rows]


def read_row(cells: Sequence[str], roles: Sequence[frozenset[Role]], known: Collection[str] = ()) -> Said:
    """What a table row states, its columns known by their headers."""
    said = Said(0, len(" | ".join(cells)))
    upper = any("team" in role or "unit" in role for role in roles)
    for cell, role in zip(cells, roles, strict=True):
        for part in column(cell, role, known, table=True) if cell else ():
            said = merged(said, part)
    unknown = [cell for cell, role in zip(cells, roles, strict=True) if not role]
    for cell in unknown if not said.named else ():
        said = replace(said, named=said.named or tuple(names.whole(cell, known)[:1]))
    return said if upper or said.named else replace(said, named=())


def header_of(cells: Sequence[str]) -> list[frozenset[Role]] | None:
    """The roles of the columns when these cells are a header with a column that says how to reach somebody.

    Of two columns of departments the first holds the larger bodies.
    """
    roles = [roles_of(cell) for cell in cells]
    if len(cells) < 2 or sum(map(bool, roles)) < 2 or not any(each & _REACHING for each in roles):
        return None
    teams = [number for number, each in enumerate(roles) if each == {"team"}]
    if len(teams) > 1:
        roles[teams[0]] = frozenset({"unit"})
    return roles if not any(phones(cell) or fields.emails(cell) for cell in cells) else None


def read_pairs(cells: Sequence[str], known: Collection[str] = ()) -> Said | None:
    """What a row of label and value cells in turn states ("Phone | 053-..."); None when it is no such row."""
    roles = [roles_of(cell) for cell in cells[::2]]
    if len(cells) % 2 or not all(roles):
        return None
    said = Said(0, len(" | ".join(cells)), labelled=True, alone=True)
    for role, value in zip(roles, cells[1::2], strict=True):
        for part in column(value, role, known, table=True) if value else ():
            said = merged(said, part)
    return said


def read_cells(cells: Sequence[str], known: Collection[str] = ()) -> Said | None:
    """What a row without headers states, its cells known by the label before them or by what they hold.

    None when it holds no number beside a person or a name.
    """
    said = Said(0, len(" | ".join(cells)))
    label: Role | None = None
    for cell in filter(None, cells):
        role = role_of(cell)
        if role:
            label = role
            continue
        part = _cell(cell, label, known, said)
        said, label = merged(said, part), None
    return said if (said.phones or said.emails) and (said.person or said.named) else None


def _cell(cell: str, label: Role | None, known: Collection[str], said: Said) -> Said:
    found = Said(0, len(cell), phones=texts(cell, phones(cell)), emails=texts(cell, fields.emails(cell)))
    found = replace(found, faxes=texts(cell, faxes(cell)))
    if found.phones or found.emails or found.faxes:
        return found
    if is_rank(cell):
        return replace(found, role=cell)
    if (label == "person" or said.role) and not said.person and named_in(cell):
        person, role = person_of(cell)
        return replace(found, person=person or named_in(cell), role=role)
    if label and label not in ("person", "contact"):
        return next(iter(column(cell, frozenset({label}), known, table=True)), found)
    if named := names.whole(cell, known):
        return replace(found, named=tuple(named[:1]))
    person, role = person_of(cell)
    return replace(found, person=person, role=role) if person and not re.search(r"\d", cell) else found
