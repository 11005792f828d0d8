"""Goes through a document once and gathers its directory entries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from retrieval.contacts.finding import fields, lines, names, rows
from retrieval.contacts.finding.duties import Directory
from retrieval.contacts.finding.entry import Entry, Heading, heading_above, lines_of, name_start
from retrieval.contacts.finding.forms import read_foot
from retrieval.contacts.finding.labels import labels, roles_of
from retrieval.contacts.finding.lead import STATEMENT
from retrieval.contacts.finding.names import Named
from retrieval.contacts.finding.people import is_rank, person_of
from retrieval.contacts.finding.stretch import Said, joined, merged
from retrieval.contacts.finding.table import Row, table_at
from retrieval.language import regions
from retrieval.records import Block, Document

_FARTHEST = 1500
"""Characters from a heading to the line that states a phone, beyond which the heading is not part of the entry."""


@dataclass(slots=True)
class Reader:
    """Takes the blocks in order; an entry stays open while lines below it can belong to it."""

    document: Document
    about: Directory
    entries: list[Entry] = field(default_factory=list)
    open: Entry | None = None
    headings: list[Heading] = field(default_factory=list)
    items: list[tuple[int, Named]] = field(default_factory=list)
    table: dict[int, Row] = field(default_factory=dict)
    """The rows of the table that is read, by the start of their blocks."""
    person: tuple[str | None, str | None, int] | None = None
    """A person alone on the line before, their position and where the line starts: whom the next lines are about."""
    maybe: tuple[str, int] | None = None
    """A heading that is a person's name if a position stands below it, and where it starts."""
    foot: Entry | None = None
    """The entry of the part that wrote a letter, while its foot is read."""
    unreached: int | None = None
    """The block that names a team or unit for which no line said how to reach it, before words that may be of another."""

    def read(self, block: Block, path: tuple[str, ...]) -> None:
        """Take in the next block; `path` is the headings above it."""
        if block.kind != "row":
            self.table.clear()
        if block.kind != "item":
            self.items.clear()
        if block.kind == "heading":
            self._heading(block, path[-1])
        elif block.kind == "row":
            self._row(block, path)
        else:
            self._lines(block, path)

    def close(self) -> None:
        """End the open entry and keep it when it says how to reach somebody."""
        if self.open and (self.open.said.reaches or self.open.said.faxes):
            self.entries.append(self.open)
        if self.open and self._awaits_number(self.open):
            self.unreached = self.open.block
        self.open = None

    def _awaits_number(self, entry: Entry) -> bool:
        """Whether an entry names a part of a body for which nothing said how to call or write to it."""
        said = entry.said
        return any(each.team or each.unit for each in said.named) and not (said.phones or said.emails)

    def _lines(self, block: Block, path: tuple[str, ...]) -> None:
        while block.kind == "item" and self.items and self.items[-1][0] >= block.level:
            self.items.pop()
        for number, (start, line) in enumerate(lines_of(self.document, block)):
            found = lines.read_line(line, self.about.units)
            if self._is_foot([line], start, block, path):
                continue
            if block.kind == "item" and number == 0:
                named = found[0].named if len(found) == 1 else tuple(names.whole(line, self.about.units))
                self._said(found, start, block, path)
                if len(named) == 1:
                    self.items.append((block.level, named[0]))
            elif not self._is_person(line, start):
                self._said(found, start, block, path)

    def _is_person(self, line: str, start: int) -> bool:
        """Note a line that is nothing but a person, or the position of the one before."""
        if is_rank(line) and self._ranked(line):
            return True
        person, role = person_of(line) if len(line) <= 40 and not re.search(r"[\d:@]", line) else (None, None)
        rest = line.replace(person or "", "").replace(role or "", "").strip(" ,()")
        if not person or rest not in {"", "Ms", "Mr", "Dr"} or (not role and names.whole(line, self.about.units)):
            return False
        if not (role or "-" in person or re.fullmatch(r"[가-힣 ]{2,5}", person)):
            return False
        if self.open and not self.open.said.person and not self.open.said.reaches:
            self._extend(Said(0, len(line), person=person, role=role), start)
        else:
            self.close()
            self.person = (person, role, start)
        return True

    def _ranked(self, line: str) -> bool:
        person, role, start = self.person or (None, None, 0)
        if self.maybe and not person:
            (person, start), self.maybe = self.maybe, None
        if not person or role:
            return False
        self.person = (person, line, start)
        return True

    def _heading(self, block: Block, text: str) -> None:
        self.close()
        self.person = self.maybe = None
        while self.headings and self.headings[-1].level >= block.level:
            self.headings.pop()
        named = names.heading(text, self.about.units)
        leads_on = not named and bool(roles_of(text) or all(map(roles_of, text.split())))
        self.headings.append(Heading(block.level, block.start, named, leads_on))
        if not named and not leads_on and not self._is_person(text, block.start):
            person, _ = person_of(text)
            self.maybe = (text, block.start) if person == text else None

    def _is_foot(self, cells: list[str], start: int, block: Block, path: tuple[str, ...]) -> bool:
        """Read a line of the foot of an official letter, whose number says which part of the body wrote it."""
        said = read_foot(cells, below=self.open is not None and self.open is self.foot)
        if said and said.named:
            self.close()
            self.person = None
            self._start(said, start, block, path)
            self.foot = self.open
        elif said:
            self._extend(said, start)
            if said.phones:
                self.close()
        return said is not None

    def _row(self, block: Block, path: tuple[str, ...]) -> None:
        if self._is_foot(rows.cells_of(self.document.text[block.start : block.end]), block.start, block, path):
            return
        if block.start not in self.table:
            self.table = table_at(self.document, block, self.about.units)
        row = self.table[block.start]
        cells = rows.cells_of(row.text)
        if row.said is not None:
            self.close()
            for said in row.said:
                self._said([said], block.start, block, path)
                self.close()
        elif len(cells) == 1:
            self._lines(block, path)
        elif said_pairs := rows.read_pairs(cells, self.about.units):
            self._said([said_pairs], block.start, block, path)
        elif not (len(cells) == 2 and is_rank(cells[1]) and self._is_person(" ".join(cells), block.start)):
            found = lines.read_line(row.text, self.about.units)
            if any(said.named for said in found) or not (labels(row.text) or fields.emails(row.text)):
                self.close()  # no line of a signature or a footer with bars in it
            self._said(found, block.start, block, path)

    def _said(self, found: list[Said], start: int, block: Block, path: tuple[str, ...]) -> None:
        for said in found:
            if said.named:
                self._named(said, start, block, path)
            elif said.reaches or (self.open and (said.duties or said.adds)):
                self._nameless(said, start, block, path)
            elif self.open and not said.labelled:
                self._aside(said, start, block)

    def _named(self, said: Said, start: int, block: Block, path: tuple[str, ...]) -> None:
        if not said.reaches and not said.alone and not said.duties:
            return
        if said.alone and not said.reaches and all(map(_is_body_itself, said.named)):
            self.close()  # "Headquarters" over an address says where the body is
            return
        if self.open and not self._repeats(said, block) and len(said.named) == 1:
            here = self.open.said
            if here.named == said.named and said.reaches:
                if merged(here, said) != here:
                    self._extend(said, start)
                return
            both = joined(here.named[0], said.named[0]) if here.named and said.alone and not here.reaches else None
            if both and not (block.kind == "item" and block.level > self.open.level):
                self.open.said = replace(here, named=(both,))
                self._extend(replace(said, named=(both,)), start)
                return
        self.close()
        if len(said.named) == 1:
            self._start(said, start, block, path)

    def _start(self, said: Said, start: int, block: Block, path: tuple[str, ...]) -> None:
        above = tuple(named for _, named in reversed(self.items))
        entry = Entry(
            said,
            path,
            block.page,
            start + said.start,
            min(start + said.end, block.end),  # blank cells at the ends of a row count more characters than it has
            block.level,
            above=above,
            block=block.start,
        )
        if self.person:
            person, role, entry.start = self.person
            entry.said = replace(said, person=said.person or person, role=said.role or role)
            self.person = None
        self.open = entry

    def _nameless(self, said: Said, start: int, block: Block, path: tuple[str, ...]) -> None:
        if self.open and not self._repeats(said, block):
            self._extend(said, start)
            return
        same = self.open.said.named if self.open and said.person and not self.open.headed else ()
        self.close()
        if self.unreached == block.start and not same:
            return  # whether it is of the part named above it or of the whole body, nobody can tell
        self._start(replace(said, named=same), start, block, path)
        heading = heading_above(self.headings)
        if self.open and not same and not self.items and heading and start - heading.start <= _FARTHEST:
            self.open.start, self.open.headed = name_start(self.document, heading), True

    def _repeats(self, said: Said, block: Block) -> bool:
        kept = self.open.said if self.open else said
        more = said.labelled and not said.named and self.open is not None and self.open.block == block.start
        pairs = (
            ((), ()) if more else (kept.phones, said.phones),
            (kept.emails, said.emails),
            (kept.address, said.address),
        )
        return any(a and b and a != b for a, b in (*pairs, (kept.person, said.person)))

    def _extend(self, said: Said, start: int) -> None:
        if self.open:
            self.open.said = replace(merged(self.open.said, said), named=self.open.said.named or said.named)
            self.open.end = min(max(self.open.end, start + said.end), len(self.document.text))

    def _aside(self, said: Said, start: int, block: Block) -> None:
        """A line that reaches nobody: a duty where it stands in the list below the entry, else the entry's end."""
        if not self.open:
            return
        text = self.document.text[start + said.start : start + said.end]
        if is_rank(text) and not self.open.said.role:
            self._extend(replace(said, role=text), start)
        elif block.kind == "item" and block.level > self.open.level > 0:
            self.open.said = replace(self.open.said, duties=(*self.open.said.duties, text))
        elif not (self.open.headed or self._is_place(text, block)):
            self.close()

    def _is_place(self, text: str, block: Block) -> bool:
        """Whether a line goes on with where the part named above it is ("Jeju 63100"), before the line with its number."""
        here = self.open is not None and self.open.block == block.start and self._awaits_number(self.open)
        return here and (any(map(str.isdigit, text)) or bool(regions(text))) and not STATEMENT.search(text)


def _is_body_itself(named: Named) -> bool:
    """Whether a name says only what kind of part it is."""
    return all(map(names.is_generic, filter(None, (named.organisation, named.unit, named.team))))
