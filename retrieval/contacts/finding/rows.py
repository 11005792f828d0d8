"""What one row of a table states about whom to contact."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from retrieval.contacts.finding import fields, names
from retrieval.contacts.finding.cells import counts_otherwise, header_roles, phones_in, without_marks
from retrieval.contacts.finding.labels import Role, role_of, roles_of
from retrieval.contacts.finding.lines import column
from retrieval.contacts.finding.names import Named
from retrieval.contacts.finding.people import is_rank, named_in, people, person_of
from retrieval.contacts.finding.phones import faxes, phones
from retrieval.contacts.finding.stretch import Said, joined, merged, texts
from retrieval.patterns import late_pattern

_REACHING: frozenset[Role] = frozenset({"phone", "email", "address", "room", "contact"})
NAMING: frozenset[Role] = frozenset({"team", "unit", "organisation"})
_TEAMS = late_pattern(r"\bteam\b.*\bteam\Z|팀\s.*팀\Z", re.I)
_FEWEST = 7  # digits of a whole number; fewer are dialled only inside a house


def cells_of(text: str) -> list[str]:
    """The cells of a row, blank ones at its ends included."""
    padded = f"{' ' * text.startswith('|')}{text}{' ' * text.endswith('|')}"
    return [cell.strip() for cell in padded.split(" | ")]


def read_row(cells: Sequence[str], roles: Sequence[frozenset[Role]], known: Collection[str] = ()) -> Said:
    """What a table row states, its columns known by their headers."""
    said = Said(0, len(" | ".join(cells)))
    upper = any("team" in role or "unit" in role for role in roles)
    cells = [without_marks(cell) if role & NAMING else cell for cell, role in zip(cells, roles, strict=True)]
    for cell, role in zip(cells, roles, strict=True):
        for part in column(cell, role, known, table=True) if cell else ():
            said = merged(said, _own(part, cell, role, known))
    free: tuple[frozenset[Role], ...] = (frozenset(), frozenset({"duties"}))  # "담당" heads duties or who has them
    for cell in [cell for cell, role in zip(cells, roles, strict=True) if role in free] if not said.named else ():
        if not said.named and (named := names.whole(cell, known)):
            said = replace(said, named=tuple(named[:1]), duties=tuple(duty for duty in said.duties if duty != cell))
    whole = sorted(said.phones, key=lambda number: sum(map(str.isdigit, number)) < _FEWEST)
    said = replace(said, phones=tuple(whole), named=tuple(map(_lowered, said.named)))
    return said if upper or said.named else replace(said, named=())


def _own(part: Said, cell: str, role: frozenset[Role], known: Collection[str]) -> Said:
    """What a cell states for its row: no phone of another team that it names, no one of several persons."""
    if role == {"phone"}:
        return replace(part, phones=() if names.names(cell, known) else phones_in(cell))
    if role == {"person"} and len(people(cell)) > 1:
        return replace(part, person=None, role=None)
    return part


def _lowered(named: Named) -> Named:
    """A team that stands in the column of units, over the empty one of teams."""
    is_lower = named.unit and not named.team and names.is_team(named.unit)
    return Named(named.organisation, None, named.unit) if is_lower else named


def header_of(cells: Sequence[str]) -> list[frozenset[Role]] | None:
    """The roles of the columns when these cells are a header with a column that says how to reach somebody.

    Of two columns of departments the first holds the larger bodies.
    """
    roles = [header_roles(cell) for cell in cells]
    if len(cells) < 2 or sum(map(bool, roles)) < 2 or not any(each & _REACHING for each in roles):
        return None
    if _is_pairs(cells, [bool(each) for each in roles]):
        return None
    bare = [re.sub(r"\([^)]*\)", "", cell) for cell in cells]
    roles = [
        role or (frozenset({"person"}) if is_rank(cell) else role) for role, cell in zip(roles, cells, strict=True)
    ]
    return roles if not any(phones(cell) or fields.emails(cell) for cell in bare) else None


def counts_of(cells: Sequence[str]) -> list[bool] | None:
    """Which columns hold numbers that are no phones, when these cells are a header that says so of one at least."""
    filled = [cell for cell in cells if cell]
    others = [counts_otherwise(cell) for cell in cells]
    known = [other or bool(header_roles(cell)) for cell, other in zip(cells, others, strict=True)]
    if len(filled) < 2 or not any(others) or 2 * sum(known) < len(filled) or _is_pairs(cells, known):
        return None
    return others if not any(re.search(r"\d|@", cell) for cell in cells) else None


def is_shifted(cells: Sequence[str], roles: Sequence[frozenset[Role]], known: Collection[str] = ()) -> bool:
    """Whether a cell holds what belongs in another column, or several teams, so that nobody knows whose a number is."""
    for cell, role in zip(cells, roles, strict=True):
        bare = not re.search(r"[^\W\d_]", cell)
        reaches = bool(phones(cell, labelled=True) or fields.emails(cell))
        team = any(one.team and names.is_team(one.team) for one in names.whole(cell, known))
        if (role == {"person"} and (team or (reaches and bare))) or (role == {"phone"} and team):
            return True
        if role & NAMING and len(role) == 1 and ((reaches and bare) or _TEAMS.search(cell)):
            return True
    return False


def _is_pairs(cells: Sequence[str], known: Sequence[bool]) -> bool:
    """Whether labels and values stand in turn ("Phone | none | Room | hall")."""
    return not len(cells) % 2 and all(known[::2]) and not any(known[1::2])


def without_counts(text: str, others: Sequence[bool] | None) -> str:
    """A row with the numbers blanked out that are no phones by their column's header or by the label before them."""
    left, right = text.startswith("|"), text.endswith("|")
    parts = f"{' ' * left}{text}{' ' * right}".split(" | ")
    if others and len(others) != len(parts):
        others = [True] * len(parts)
    for number, part in enumerate(parts):
        before = number and counts_otherwise(parts[number - 1])
        if before or (others and others[number]):
            parts[number] = re.sub(r"[\d@]", " ", part)
    joined_up = " | ".join(parts)
    return joined_up[left : len(joined_up) - right]


def read_pairs(cells: Sequence[str], known: Collection[str] = ()) -> Said | None:
    """What a row of label and value cells in turn states ("Phone | 053-..."); None when it is no such row."""
    if len(cells) % 2 and role_of(cells[0]) and role_of(cells[1]):
        cells = cells[1:]  # "Contact | Phone | 053-...", the first cell over several rows
    roles = [roles_of(cell) for cell in cells[::2]]
    if len(cells) % 2 or not all(roles):
        return None
    said = Said(0, len(" | ".join(cells)), labelled=True, alone=True)
    for role, value in zip(roles, cells[1::2], strict=True):
        for part in column(value, role, known, table=True) if value else ():
            said = merged(said, part)
    return said


def read_cells(cells: Sequence[str], known: Collection[str] = ()) -> list[Said] | None:
    """What a row without headers states, its cells known by the label before them or by what they hold.

    One record for each team or person; none where nobody can tell whose a number is, and None where the row holds no
    number beside a name.
    """
    empty = Said(0, len(" | ".join(cells)))
    found, said = [], empty
    label: Role | None = None
    for cell in filter(None, cells):
        role = role_of(cell)
        if role:
            label = role
            continue
        part, label = _cell(cell, label, known, said), None
        if (part.phones or part.emails) and names.names(cell, known):
            return None
        if _is_next(said, part):
            if not (said.phones or said.emails):
                return [] if any(phones(cell) or fields.emails(cell) for cell in cells) else None
            found.append(said)
            said = replace(empty, named=() if part.named else said.named)
        said = merged(said, part)
    found.append(said)
    kept = [one for one in found if (one.phones or one.emails) and (one.person or one.named)]
    if len(found) > 1:
        return [] if _reaches_first(cells) else kept
    return kept or None


def _is_next(said: Said, part: Said) -> bool:
    """Whether a cell names somebody else than the cells before it."""
    if said.person and part.person and said.person != part.person:
        return True
    return bool(said.named and part.named and joined(said.named[0], part.named[0]) is None)


def _reaches_first(cells: Sequence[str]) -> bool:
    first = next(filter(None, cells), "")
    return bool(phones(first) or fields.emails(first))


def _cell(cell: str, label: Role | None, known: Collection[str], said: Said) -> Said:
    found = Said(0, len(cell), phones=texts(cell, phones(cell)), emails=texts(cell, fields.emails(cell)))
    if label == "fax":
        return Said(0, len(cell), faxes=texts(cell, faxes(cell, labelled=True)))
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
    is_word = re.fullmatch(r"[가-힣]{2}", cell) is not None  # names of two syllables look like any other word
    return replace(found, person=person, role=role) if person and not is_word and not re.search(r"\d", cell) else found
