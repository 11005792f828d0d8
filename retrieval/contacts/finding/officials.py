"""The rows by which public bodies in Korea name who is in charge: label cells beside value cells, several persons in a row.

"담당부서 | 산업정책과 | 책임자 | 과 장 | 홍길동 | (044-...)", "담당과장 | 홍길동(044-...) | 담 당 자 | 김철수 사무관(044-...)".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from retrieval.contacts.finding import fields, names
from retrieval.contacts.finding.cells import is_nothing
from retrieval.contacts.finding.labels import RANKED, Role, folded, role_of
from retrieval.contacts.finding.names import Named
from retrieval.contacts.finding.people import is_rank, people, person_of
from retrieval.contacts.finding.phones import faxes, phones
from retrieval.contacts.finding.stretch import Said, texts
from retrieval.patterns import late_pattern

_BETWEEN = " \t,;:/·|()[]☎☏"
_GIVEN = late_pattern(r"[가-힣]{2,5}|[가-힣] [가-힣]{1,3}")
_WAYS: tuple[Role, ...] = ("team", "unit", "organisation", "phone", "fax", "email", "position", "contact")
_OF_BODY = late_pattern(r"(?:대표|교환)")  # a number that a label calls so is nobody's own


@dataclass(slots=True)
class Officials:
    """What a row states: the part of a body that it names by a label or before the first person, and its persons."""

    named: tuple[Named, ...] = ()
    said: list[Said] = field(default_factory=list)
    persons: int = 0
    """How many of its cells are labels of persons."""


def read_officials(cells: Sequence[str], above: tuple[Named, ...], known: Collection[str] = ()) -> Officials | None:
    """What such a row states, `above` being the part that a row above it names by a label; None when it is no such row.

    Each number is that of the person that stands before it, in the same cell or in the cells up to the next label; where a
    cell between them says anything else it is nobody's.
    """
    reading = _Reading(known, Said(0, len(" | ".join(cells))), Officials(above))
    for cell in filter(None, cells):
        reading.take(cell)
    reading.flush()
    found = reading.found
    if not found.persons:
        return found if reading.is_labelled else None
    return found if found.said or reading.is_lost or found.persons > 1 else None


@dataclass(slots=True)
class _Reading:
    known: Collection[str]
    empty: Said
    found: Officials
    label: Role | None = None
    is_labelled: bool = False
    """Whether a label said which part of a body the row is about."""
    is_lost: bool = False
    """Whether a number stands where nobody can tell whose it is."""
    now: Said | None = None
    """Who is read; None where the last cell was about nobody."""

    def take(self, cell: str) -> None:
        """Read the next cell."""
        role = role_of(cell)
        if is_nothing(cell):
            self.flush()
        elif role:
            self._take_label(cell, role)
        elif self.label in ("team", "unit", "organisation"):
            self.flush()
            self.found.named, self.is_labelled, self.label = self._whom(cell), True, None
        elif self.found.persons:
            self._take_value(cell)
        elif named := names.whole(cell, self.known):
            self.found.named = _one(named)

    def _take_label(self, cell: str, role: Role) -> None:
        if role == "person":
            self.flush()
            self.now = replace(self.empty, role=cell if RANKED.fullmatch(folded(cell)) else None)
            self.found.persons += 1
        elif role not in _WAYS:
            self.flush()
        elif _OF_BODY.match(folded(cell)) and self.found.persons:
            self.flush()
            self.now = replace(self.empty, named=self.found.named)
        self.label = role

    def _whom(self, cell: str) -> tuple[Named, ...]:
        """The part of a body in the cell of its label; a number behind its name is its own."""
        spans = phones(cell, labelled=True)
        name = cell[: min((span.start for span in spans), default=len(cell))].strip(_BETWEEN)
        if not name or re.search(r"\d{3}|@", name):
            self.is_lost = self.is_lost or bool(spans)
            return ()
        named = _one(names.as_role("team" if self.label == "team" else "unit", name, self.known))
        if spans:
            self.found.said.append(replace(self.empty, named=named, phones=texts(cell, spans)))
        return named

    def _take_value(self, cell: str) -> None:
        label, self.label = self.label, None
        if label == "fax":
            self._add(replace(self.empty, faxes=texts(cell, faxes(cell, labelled=True))))
            return
        is_ranked = self.now is not None and self.now.role is not None and not self.now.person
        parts = list(_parts(cell, self.known, is_ranked))
        if None in parts or label not in (None, *_WAYS, "person") or (not label and self._is_stray(parts)):
            self.is_lost = self.is_lost or bool(phones(cell) or fields.emails(cell))
            self.flush()
            return
        for part in filter(None, parts):
            now = self.now
            if now and (now.named or now.person) and (part.person or (part.role and now.role)):
                self.flush()
                self.now = replace(self.empty, person=part.person, role=part.role, named=part.named)
            else:
                self._add(part)

    def _is_stray(self, parts: Sequence[Said | None]) -> bool:
        """Whether a cell that no label explains, behind a person, holds a word that may be no other person."""
        words = [part.person for part in parts if part and part.person and not part.role]
        is_behind = bool(self.now and self.now.person)
        return is_behind and any(len(parts) == 1 or person_of(word)[0] != word for word in words)

    def _add(self, part: Said) -> None:
        now = self.now
        if now is None:  # behind a cell that is about something else
            self.is_lost = self.is_lost or bool(part.phones or part.emails)
            return
        self.now = replace(
            now,
            named=now.named or part.named,
            person=now.person or part.person,
            role=(part.role or now.role) if not now.person else (now.role or part.role),
            phones=tuple(dict.fromkeys(now.phones + part.phones)),
            emails=tuple(dict.fromkeys(now.emails + part.emails)),
            faxes=tuple(dict.fromkeys(now.faxes + part.faxes)),
        )

    def flush(self) -> None:
        """Keep who was read when it is said how to reach them."""
        now, self.now, self.label = self.now, None, None
        if now and (now.phones or now.emails):
            named = now.named or self.found.named
            if now.person or named:
                self.found.said.append(replace(now, named=named, role=now.role if now.person else None))
            else:
                self.is_lost = True


def _one(named: Sequence[Named]) -> tuple[Named, ...]:
    """Of a name of two levels ("경제정책국 지역경제정책과") both as one."""
    if len(named) == 2 and all(each.team and not (each.unit or each.organisation) for each in named):
        return (Named(unit=named[0].team, team=named[1].team),)
    return tuple(named[:1])


def _parts(cell: str, known: Collection[str], is_ranked: bool) -> Iterator[Said | None]:
    """Each person of a cell with the numbers behind the name; None for words that are neither. Behind a position, which
    `is_ranked` tells, a name may look like that of a body."""
    far = faxes(cell)
    spans = sorted([*phones(cell, labelled=True), *far, *fields.emails(cell)])
    at = 0
    for start, end in [*((span.start, span.end) for span in spans), (len(cell), len(cell))]:
        words = cell[at:start].strip(_BETWEEN)
        if words and not role_of(words):
            yield _whose(words, known, is_ranked)
        if start < end:
            way = (cell[start:end],)
            if "@" in way[0]:
                yield Said(0, 0, emails=way)
            else:
                yield Said(0, 0, faxes=way) if any(each.start == start for each in far) else Said(0, 0, phones=way)
        at = end


def _whose(words: str, known: Collection[str], is_ranked: bool) -> Said | None:
    """A position, a person, or both, and the part of a body before them."""
    if is_rank(words):
        return Said(0, 0, role=words)
    body = names.whole(words, known)
    if body and not (person_of(words)[0] == words and (is_ranked or body[0].organisation)):
        return None  # "임채원" ends as bodies do, and is a name
    several = re.split(r"\s*[,·/]\s*", words)
    if len(several) > 1:
        return Said(0, 0, person=words) if all(each and _is_person(each) for each in several) else None
    found = people(words)
    if len(found) == 1 and not words[found[0].end :].strip(_BETWEEN):
        before = words[: found[0].start].strip(_BETWEEN)
        named = _one(names.whole(before, known)) if before else ()
        return Said(0, 0, named=named, person=found[0].person, role=found[0].role) if named or not before else None
    return Said(0, 0, person=words) if _is_person(words) else None


def _is_person(words: str) -> bool:
    """Whether words behind a label of persons are nothing but a name, and one position with it at most."""
    person, role = person_of(words)
    if person is None and role is None:
        return _GIVEN.fullmatch(words) is not None
    return person is not None and not words.replace(person, "").replace(role or "", "").strip(_BETWEEN)
