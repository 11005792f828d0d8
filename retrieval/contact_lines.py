"""What one line of a document, or one row of its tables, states about whom to contact."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from retrieval import contact_fields as fields
from retrieval import contact_names as names
from retrieval.contact_names import Kind, Label, Name, Named, Role
from retrieval.sentences import Span, split

_EDGE = " \t\n,;:：|/·-–—("
_NAMING: frozenset[Role] = frozenset({"team", "unit", "organisation"})
_REACHING: frozenset[Role] = frozenset({"phone", "email", "address", "room", "contact"})
_LEAD = (re.compile(r"[:：;|]"), re.compile(r"\s[-–—]\s"), re.compile(r"[(#]"), re.compile(r","))
# What may stand between a name and the phone or e-mail that is its own.
_OWN = re.compile(
    r"[\s,;:：()\[\]·/|–—-]*(?:(?:at|on|by|via|through|is|and|or|can be reached|phone|tel|telephone|number|e-?mail|call|"
    r"contact|전화|전화번호|문의|연락처|이메일|으로|로|에|은|는|의)\b[\s.,;:：()/|–—-]*)*",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"\b(?:located|office|address|is in)\b|위치|소재|주소|사무실", re.I)
_STATEMENT = re.compile(r"\b(?:is|are|was|has|can|please|the)\b|니다|하다", re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """What a stretch of a line states; `start` and `end` count from the start of the line.

    `labelled` tells that a label says what the line holds, even where that is nothing we keep (a fax, a person).
    """

    start: int
    end: int
    named: tuple[Named, ...] = ()
    room: str | None = None
    address: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    labelled: bool = False

    @property
    def reaches(self) -> bool:
        """Whether it says how to reach somebody."""
        return bool(self.phones or self.emails or self.address or self.room)


def read_line(line: str, known: Collection[str] = ()) -> list[Said]:
    """What a line states, one record for each team that it names; a line of several sentences is read by sentence
    where it names several."""
    labels = names.labels(line)
    if any(label.role in _NAMING for label in labels):
        return [_labelled(line, labels, known)]
    chain, rest = _lead(line, known)
    chains = ([chain] if chain else []) + _chains(line, rest, known)
    if len(chains) > 1:
        sentences = split(line)
        if len(sentences) > 1:
            return [_moved(said, s.start) for s in sentences for said in read_line(line[s.start : s.end], known)]
        return _paired(line, chains)
    named = tuple(names.resolve(chains[0])) if chains else ()
    if labels:
        said = _labelled(line, labels, known, head=rest)
        return [replace(said, named=named or said.named)]
    return _shared(_free(line, rest), named)


def read_row(cells: Sequence[str], roles: Sequence[frozenset[Role]], known: Collection[str] = ()) -> Said:
    """What a table row states, its columns known by their headers."""
    said = Said(0, len(" | ".join(cells)))
    for cell, column in zip(cells, roles, strict=True):
        for part in _column(cell, column, known) if cell.strip() else ():
            said = merged(said, part)
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
    said = Said(0, len(" | ".join(cells)), labelled=True)
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
            said, phones=_texts(cell, fields.phones(cell, labelled=labelled)), emails=_texts(cell, fields.emails(cell))
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
    phones, emails = _texts(line, fields.phones(line)), _texts(line, fields.emails(line))
    place = fields.Place(None, None)
    if not _STATEMENT.search(text) or phones or _OFFICE.search(text):
        place = fields.place(text)
    return Said(0, len(line), (), place.room, place.address, phones, emails)


def _shared(said: Said, named: tuple[Named, ...]) -> list[Said]:
    """Several teams of one line share a single phone; with more phones nobody can say whose is whose."""
    if len(named) > 1 and max(len(said.phones), len(said.emails)) > 1:
        return []
    return [replace(said, named=(one,)) for one in named] or [said]


def _paired(line: str, chains: list[list[Name]]) -> list[Said]:
    """Give each phone and e-mail of a line with several names to the name that it stands beside, or to none."""
    spans = sorted([*fields.phones(line), *fields.emails(line)])
    owned: dict[int, list[Span]] = {}
    for span in spans:
        owner = _owner(line, chains, spans, span)
        if owner is not None:
            owned.setdefault(owner, []).append(span)
    found: list[Said] = []
    for number, mine in owned.items():
        chain = chains[number]
        start, end = min(chain[0].start, mine[0].start), max(chain[-1].end, mine[-1].end)
        place = fields.place(line[chain[-1].end : end])
        phones = _texts(line, [span for span in mine if "@" not in line[span.start : span.end]])
        emails = _texts(line, [span for span in mine if "@" in line[span.start : span.end]])
        said = Said(start, end, (), place.room, place.address, phones, emails)
        found += _shared(said, tuple(names.resolve(chain)))
    return found


def _owner(line: str, chains: list[list[Name]], spans: list[Span], span: Span) -> int | None:
    following = next((n for n, chain in enumerate(chains) if chain[0].start >= span.end), None)
    if following is not None and re.fullmatch(r"\s*\(\s*", line[span.end : chains[following][0].start]):
        return following
    before = [n for n, chain in enumerate(chains) if chain[-1].end <= span.start]
    if not before:
        return None
    start = chains[before[-1]][-1].end
    gap = line[start : span.start]
    for other in reversed([s for s in spans if start <= s.start < span.start]):
        gap = gap[: other.start - start] + gap[other.end - start :]
    place = fields.place(gap)
    for part in (place.address, place.room):
        gap = gap.replace(part, "") if part else gap
    return before[-1] if _OWN.fullmatch(gap) else None


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


def merged(said: Said, more: Said) -> Said:
    """Both statements as one; what is stated twice keeps its first wording."""
    named = said.named
    if more.named:
        named = tuple(_over(a, more.named[0]) for a in named) or more.named
    return replace(
        said,
        named=named,
        room=said.room or more.room,
        address=said.address or more.address,
        phones=tuple(dict.fromkeys(said.phones + more.phones)),
        emails=tuple(dict.fromkeys(said.emails + more.emails)),
        duties=tuple(dict.fromkeys(said.duties + more.duties)),
    )


def _over(a: Named, b: Named) -> Named:
    return Named(a.organisation or b.organisation, a.unit or b.unit, a.team or b.team)


def _moved(said: Said, by: int) -> Said:
    return replace(said, start=said.start + by, end=said.end + by)


def _texts(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[span.start : span.end] for span in spans))
