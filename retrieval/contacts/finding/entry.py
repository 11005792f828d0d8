"""A directory entry while it is read, and the headings and lines that it is read from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.contacts.finding.names import Named
from retrieval.contacts.finding.stretch import Said
from retrieval.language import ITEM_MARKER
from retrieval.patterns import late_pattern
from retrieval.records import Block, Document

MARKER = late_pattern(rf"{ITEM_MARKER}\s+")


@dataclass(slots=True)
class Entry:
    """An entry while its lines are read; offsets count in the document. `above` is what the items over it name."""

    said: Said
    path: tuple[str, ...]
    page: int | None
    start: int
    end: int
    level: int = 0
    headed: bool = False
    above: tuple[Named, ...] = ()
    block: int = 0


@dataclass(slots=True)
class Heading:
    """A heading and whom it names; one like "Contact" only leads on to the lines below it."""

    level: int
    start: int
    named: list[Named]
    leads_on: bool


def lines_of(document: Document, block: Block) -> Iterator[tuple[int, str]]:
    """Each line of a block with its offset, without the marker of the item and white space round it."""
    start = block.start
    for number, line in enumerate(document.text[block.start : block.end].split("\n")):
        marker = MARKER.match(line) if number == 0 and block.kind == "item" else None
        skipped = marker.end() if marker else len(line) - len(line.lstrip())
        if line.strip():
            yield start + skipped, line[skipped:].rstrip()
        start += len(line) + 1


def name_start(document: Document, heading: Heading) -> int:
    """Where the name in a heading starts."""
    named = heading.named[0]
    name = named.team or named.unit or named.organisation or ""
    return max(heading.start, document.text.find(name, heading.start))


def heading_above(headings: Sequence[Heading]) -> Heading | None:
    """The heading whose name the next lines belong to: the last one, or the one above a heading like "Contact"."""
    for heading in reversed(headings):
        if len(heading.named) == 1:
            return heading
        if not heading.leads_on:
            return None
    return None
