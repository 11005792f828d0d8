"""What one line of a document, or one row of its tables, states about whom to contact."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from retrieval import contact_fields as fields
from retrieval import contact_names as names
from retrieval.contact_names import Kind, Label, Name, Named, Role
from retrieval.contact_said import Said, merged, moved, paired, shared, texts
from retrieval.sentences import LONGEST as SENTENCE_LONGEST
from retrieval.sentences import split

_EDGE = " \t\n,;:：|/·-–—("
_NAMING: frozenset[Role] = frozenset({"team", "unit", "organisation"})
_REACHING: frozenset[Role] = frozenset({"phone", "email", "address", "room", "contact"})
_LEAD = (re.compile(r"[:：;|]"), re.compile(r"\s[-–—]\s"), re.compile(r"[(#]"), re.compile(r","))
_POINTS_BACK = re.compile(
    r"(?:its|their|it|they|the (?:team|division|office|phone|number|e-?mail|address)|phone|tel|e-?mail|전화|연락처|이메일)\b",
    re.I,
)
# What stands before a phone that is not a name: the matter that the phone is for.
_PURPOSE = re.compile(r"([^\W\d][^:：|;@#]{2,60}?)\s?[:：]\s")
_OFFICE = re.compile(r"\b(?:located|office|address|is in)\b|위치|소재|주소|사무실", re.I)
_STATEMENT = re.compile(r"\b(?:is|are|was|has|can|please|the)\b|니다|하다", re.I)


def read_line(line: str, known: Collection[str] = ()) -> list[Said]:
    """What a line states, one record for each team that it names.

    Of several sentences each is read alone, so that a phone goes to the team of its own sentence, or to that of the
    sentence before where it says so ("Its phone is ...").
    """
    sentences = split(line) if _STATEMENT.search(line) or len(line) > SENTENCE_LONGEST else []
    if len(sentences) > 1:
        return _in_prose(
            [moved(said, s.start) for s in sentences for said in _read(line[s.start : s.end], known)], line
        )
    return _read(line, known)


def _read(line: str, known: Collection[str]) -> list[Said]:
    labels = names.labels(line)
    if any(label.role in _NAMING for label in labels):
        return [replace(_labelled(line, labels, known), alone=True)]
    if not (fields.hinted(line) or labels or len(line) <= names.LONGEST):
        return []
    chain, rest = _lead(line, known)
    chains = ([chain] if chain else []) + _chains(line, rest, known)
    if len(chains) > 1:
        return paired(line, chains)
    named = tuple(names.resolve(chains[0])) if chains else ()
    alone = bool(chain) and not _STATEMENT.search(line)
    if labels:
        said = _labelled(line, labels, known, head=rest)
        return [replace(said, named=named or said.named, alone=alone)]
    said = _free(line, rest)
    lead = _PURPOSE.match(line) if not named and said.reaches else None
    return shared(replace(said, alone=alone, duties=(lead[1],) if lead else ()), named)


def _in_prose(found: list[Said], line: str) -> list[Said]:
    """The sentences that say how to reach somebody, one that points back joined to the one before it."""
    kept: list[Said] = []
    for before, said in zip([None, *found], found, strict=False):
        points_back = before and len(before.named) == 1 and not said.named and _POINTS_BACK.match(line, said.start)
        if said.reaches and before and points_back:
            kept = [one for one in kept if one is not before]
            kept.append(replace(merged(before, said), end=said.end))
        elif said.reaches:
            kept.append(said)
    return kept


def read_row(cells: Sequence[str], roles: Sequence[frozenset[Role]], known: Collection[str] = ()) -> Said:
    """What a table row states, its columns known by their headers."""
    said = Said(0, len(" | ".join(cells)))
    for cell, column in zip(cells, roles, strict=True):
        for part in _column(cell, column, known) if cell.strip() else ():
            said = merged(said, part)
    unknown = [cell for cell, column in zip(cells, roles, strict=True) if not column]
    for cell in unknown if not said.named else ():
        said = replace(said, named=said.named or tuple(names.whole(cell.strip(), known)[:1]))
    return said


def header_of(cells: Sequence[str]) -> list[frozenset[Role]] | None:
    """The roles of the columns when these cells are a header with a column that says how to reach somebody."""
    roles = [names.roles_of(cell) for cell in cells]
    if len(cells) < 2 or sum(map(bool, roles)) < 2 or not any(column & _REACHING for column in roles):
        return None
    return roles if not any(fields.phones(cell) or fields.emails(cell) for cell in cells) else None


def read_pairs(cells: Sequence[str], known: Collection[str] = ()) -> Said | None:
    """What a row of label and value cells in turn states ("Phone | 053-..."); None when it is no such row."""
    roles = [names.roles_of(cell) for cell in cells[::2]]
    if len(cells) % 2 or not all(roles):
        return None
    said = Said(0, len(" | ".join(cells)), labelled=True, alone=True)
    for role, value in zip(roles, cells[1::2], strict=True):
        for part in _column(value, role, known) if value.strip() else ():
            said = merged(said, part)
    return said


def _column(cell: str, roles: frozenset[Role], known: Collection[str]) -> list[Said]:
    """A cell (or the value of a label) read by what its header says that it holds."""
    cell, size = cell.strip(_EDGE + ")") if not roles & {"phone"} else cell.strip(), len(cell)
    if "fax" in roles and "phone" not in roles:
        return []
    said = Said(0, size)
    if naming := next((role for role in ("team", "unit", "organisation") if role in roles), None):
        chain, rest = _lead(cell, known)
        if len(roles) > 1 and chain:
            return [replace(_free(cell, rest), named=tuple(names.resolve(chain)))]
        return [replace(said, named=tuple(names.as_role(naming, cell, known)))]
    if roles == {"duties"}:
        return [replace(said, duties=(cell,))]
    if "contact" in roles:
        return read_line(cell, known)
    if roles & {"address", "room"}:
        place = fields.place(cell, labelled=roles <= {"address", "room"})
        room = cell if roles == {"room"} else place.room
        said = replace(said, room=room, address=None if roles == {"room"} else place.address)
    if not roles:
        return []
    labelled = "phone" in roles
    return [
        replace(
            said, phones=texts(cell, fields.phones(cell, labelled=labelled)), emails=texts(cell, fields.emails(cell))
        )
    ]


def _labelled(line: str, labels: list[Label], known: Collection[str], head: int = 0) -> Said:
    said = replace(_free(line[: labels[0].start], head), start=0, end=len(line), labelled=True)
    for label in labels:
        value = line[label.value_start : label.value_end].strip(" ,;|/·")
        if value:
            for part in _column(value, frozenset({label.role}), known):
                said = merged(said, part)
    return said


def _free(line: str, rest: int) -> Said:
    """Fields of a line without labels, its name ending at `rest`."""
    text = line[rest:]
    phones, emails = texts(line, fields.phones(line)), texts(line, fields.emails(line))
    place = fields.Place(None, None)
    if not _STATEMENT.search(text) or phones or _OFFICE.search(text):
        place = fields.place(text)
    return Said(0, len(line), (), place.room, place.address, phones, emails)


def _chains(line: str, rest: int, known: Collection[str]) -> list[list[Name]]:
    """Chains of names after `rest`, those inside an address left out."""
    address = fields.place(line[rest:]).address
    at = line.find(address, rest) if address else len(line)
    found = [n for n in names.names(line, known) if n.start >= rest and not at <= n.start < at + len(address or "")]
    return names.chains(line, found)


def _lead(line: str, known: Collection[str]) -> tuple[list[Name], int]:
    """The name that a line begins with, and where it ends; ([], 0) when it begins with something else."""
    first = min((s.start for s in [*fields.phones(line), *fields.emails(line)]), default=len(line))
    ends = [m.start() for m in (cut.search(line) for cut in _LEAD) if m] + [first]
    if hangul := re.match(r"[가-힣A-Za-z0-9·]*[가-힣](?=\s)", line):
        ends.append(hangul.end())
    for end in ends:
        text = line[:end].strip(_EDGE)
        if text and line.startswith(text) and (whole := names.whole(text, known)):
            return _as_chain(whole, text), end
    chains = names.chains(line, names.names(line, known))
    if chains and chains[0][0].start == 0 and not _STATEMENT.search(line):
        return chains[0], chains[0][-1].end
    return [], 0


def _as_chain(named: list[Named], text: str) -> list[Name]:
    found: dict[str, Name] = {}
    for one in named:
        parts: tuple[tuple[Kind, str | None], ...] = (
            ("team", one.team),
            ("unit", one.unit),
            ("organisation", one.organisation),
        )
        for kind, name in parts:
            if name and name not in found:
                start = text.find(name)
                found[name] = Name(start, start + len(name), kind, name)
    return sorted(found.values(), key=lambda name: name.start)
