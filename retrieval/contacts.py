"""The directory entries that a document states: whom to contact, for what, and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from retrieval import contact_lines as lines
from retrieval import contact_names as names
from retrieval.contact_duties import Directory, directory
from retrieval.contact_fields import hinted
from retrieval.contact_match import ScoredContact, match
from retrieval.contact_names import Named
from retrieval.contact_said import Said, merged
from retrieval.outline import heading_paths
from retrieval.records import Block, Contact, Document

__all__ = ["ScoredContact", "find", "match"]

_MARKER = re.compile(r"(?:[-*+•‣◦▪●○∙]|\(?\d{1,3}[.)]|[①-⑳])\s+")
_FARTHEST = 1500
"""Characters from a heading to the line that states a phone, beyond which the heading is not part of the entry."""


def find(document: Document) -> tuple[Contact, ...]:
    """The entries of a document, in the order in which it states them, each once.

    An entry is a place in the text that states a phone, an e-mail, a room or an address for a team, a unit or an
    organisation that the text names. Every field is the document's own words, or None where they do not state it.
    """
    if not hinted(document.text):
        return ()
    about = directory(document)
    reader = _Reader(document, about)
    for block, path in heading_paths(document):
        reader.read(block, path)
    reader.close()
    contacts = [contact for entry in reader.entries for contact in _contacts(document, about, entry)]
    once: dict[tuple[str | None, ...], Contact] = {}
    for contact in contacts:
        key = (contact.organisation, contact.unit, contact.team, contact.phone or contact.email or contact.address)
        once.setdefault(key, contact)
    return tuple(once.values())


@dataclass(slots=True)
class _Entry:
    """An entry while its lines are read; offsets count in the document."""

    said: Said
    path: tuple[str, ...]
    page: int | None
    start: int
    end: int
    level: int = 0
    headed: bool = False


@dataclass(slots=True)
class _Heading:
    level: int
    start: int
    named: list[Named]
    leads_on: bool


@dataclass(slots=True)
class _Reader:
    """Goes through the blocks once; an entry stays open while lines below it can belong to it."""

    document: Document
    about: Directory
    entries: list[_Entry] = field(default_factory=list)
    open: _Entry | None = None
    headings: list[_Heading] = field(default_factory=list)
    header: list[frozenset[names.Role]] | None = None
    in_table: bool = False

    def read(self, block: Block, path: tuple[str, ...]) -> None:
        """Take in the next block; `path` is the headings above it."""
        if block.kind != "row":
            self.in_table, self.header = False, None
        if block.kind == "heading":
            self._heading(block, path[-1])
            return
        if block.kind == "row":
            self._row(block, path)
            return
        for start, line in _lines(self.document, block):
            self._said(lines.read_line(line, self.about.units), start, block, path)

    def close(self) -> None:
        """End the open entry and keep it when it says how to reach somebody."""
        if self.open and self.open.said.reaches:
            self.entries.append(self.open)
        self.open = None

    def _heading(self, block: Block, text: str) -> None:
        self.close()
        while self.headings and self.headings[-1].level >= block.level:
            self.headings.pop()
        named = names.heading(text, self.about.units)
        leads_on = not named and bool(names.roles_of(text))
        self.headings.append(_Heading(block.level, block.start, named, leads_on))

    def _row(self, block: Block, path: tuple[str, ...]) -> None:
        text = self.document.text[block.start : block.end]
        cells = f"{' ' * text.startswith('|')}{text}{' ' * text.endswith('|')}".split(" | ")
        if not self.in_table:
            self.in_table, self.header = True, lines.header_of(cells)
            if self.header:
                self.close()
                return
        if self.header and len(self.header) == len(cells):
            self.close()
            self._said([lines.read_row(cells, self.header, self.about.units)], block.start, block, path)
            self.close()
        elif said := lines.read_pairs(cells, self.about.units):
            self._said([said], block.start, block, path)
        else:
            self.close()
            self._said(lines.read_line(text, self.about.units), block.start, block, path)

    def _said(self, found: list[Said], start: int, block: Block, path: tuple[str, ...]) -> None:
        for said in found:
            if said.named:
                self._named(said, start, block, path)
            elif said.reaches or (said.duties and self.open):
                self._nameless(said, start, block, path)
            elif self.open and not said.labelled:
                self._aside(said, start, block)

    def _named(self, said: Said, start: int, block: Block, path: tuple[str, ...]) -> None:
        if not said.reaches and not said.alone and not said.duties:
            return
        if self.open and self.open.said.named == said.named and said.reaches and not self._repeats(said):
            if merged(self.open.said, said) != self.open.said:
                self._extend(said, start)
            return
        self.close()
        if len(said.named) == 1:
            self.open = _Entry(said, path, block.page, start + said.start, start + said.end, block.level)

    def _nameless(self, said: Said, start: int, block: Block, path: tuple[str, ...]) -> None:
        if self.open and not self._repeats(said):
            self._extend(said, start)
            return
        self.close()
        entry = _Entry(said, path, block.page, start + said.start, start + said.end, block.level)
        heading = self._heading_above()
        if heading and start - heading.start <= _FARTHEST:
            entry.start, entry.headed = _name_start(self.document, heading), True
        self.open = entry

    def _heading_above(self) -> _Heading | None:
        """The heading whose name the next lines belong to: the last one, or the one above a heading like "Contact"."""
        for heading in reversed(self.headings):
            if len(heading.named) == 1:
                return heading
            if not heading.leads_on:
                return None
        return None

    def _repeats(self, said: Said) -> bool:
        kept = self.open.said if self.open else said
        pairs = ((kept.phones, said.phones), (kept.emails, said.emails), (kept.address, said.address))
        return any(a and b and a != b for a, b in pairs)

    def _extend(self, said: Said, start: int) -> None:
        if self.open:
            self.open.said = replace(merged(self.open.said, said), named=self.open.said.named or said.named)
            self.open.end = max(self.open.end, start + said.end)

    def _aside(self, said: Said, start: int, block: Block) -> None:
        """A line that reaches nobody: a duty where it stands in the list below the entry, else the entry's end."""
        if self.open and block.kind == "item" and block.level > self.open.level > 0:
            duty = self.document.text[start + said.start : start + said.end]
            self.open.said = replace(self.open.said, duties=(*self.open.said.duties, duty))
        elif self.open and not self.open.headed:
            self.close()


def _lines(document: Document, block: Block) -> Iterator[tuple[int, str]]:
    """Each line of a block with its offset, without the marker of the item and white space round it."""
    start = block.start
    for number, line in enumerate(document.text[block.start : block.end].split("\n")):
        marker = _MARKER.match(line) if number == 0 and block.kind == "item" else None
        skipped = marker.end() if marker else len(line) - len(line.lstrip())
        if line.strip():
            yield start + skipped, line[skipped:].rstrip()
        start += len(line) + 1


def _name_start(document: Document, heading: _Heading) -> int:
    named = heading.named[0]
    name = named.team or named.unit or named.organisation or ""
    return max(heading.start, document.text.find(name, heading.start))


def _contacts(document: Document, about: Directory, entry: _Entry) -> list[Contact]:
    """One contact for each phone of an entry (one without a phone where it states none)."""
    said = entry.said
    named = about.complete(said.named[0] if said.named else None, entry.path, entry.start)
    if named == Named():
        return []
    duties, unit_duties = about.duties_of(named)
    first = Contact(
        document_id=document.id,
        organisation=named.organisation,
        unit=named.unit,
        team=named.team,
        room=said.room,
        address=said.address,
        phone=None,
        email=said.emails[0] if said.emails else None,
        start=entry.start,
        end=entry.end,
        duties=tuple(dict.fromkeys(said.duties + duties)),
        unit_duties=unit_duties,
        page=entry.page,
    )
    return [replace(first, phone=phone) for phone in said.phones] or [first]
