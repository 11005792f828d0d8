"""A document as answering walks through it: its blocks by place, and its lists."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from retrieval.language import analyze, heading_paths
from retrieval.records import Block, Document
from retrieval.search.rows import Row, rows_of


@dataclass(frozen=True, eq=False)
class List:
    """Items of one list in a document, the paragraph that leads into it, and the headings above."""

    document: Document
    items: tuple[Block, ...]
    lead: Block | None
    section: tuple[str, ...]

    @property
    def start(self) -> int:
        """Where its first item begins."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Where its last item ends."""
        return self.items[-1].end

    @property
    def introduction(self) -> str:
        """The words that say what it lists: the headings below the title and the lead."""
        lead = self.document.text[self.lead.start : self.lead.end] if self.lead else ""
        return "\n".join((*(self.section[1:] or self.section), lead))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of a table's columns; a list has none."""
        return rows_of(self.document.text, self.items)[0]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Its items, of a table without the first row, which names the columns."""
        return rows_of(self.document.text, self.items)[1]

    @cached_property
    def named(self) -> frozenset[str]:
        """The terms that say what it lists: of its introduction and its columns."""
        return frozenset(analyze("\n".join((self.introduction, *self.columns))))


class Reading:
    """A document with what is looked up in it again and again, found once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lists = tuple(lists(document))
        self._starts = [block.start for block in document.blocks]
        self._list_starts = [each.start for each in self.lists]

    def block_at(self, place: int) -> Block | None:
        """The block that character `place` stands in."""
        at = bisect_right(self._starts, place) - 1
        block = self.document.blocks[at] if at >= 0 else None
        return block if block is not None and place < block.end else None

    def list_at(self, place: int) -> List | None:
        """The list that has character `place` in one of its items."""
        at = bisect_right(self._list_starts, place) - 1
        found = self.lists[at] if at >= 0 else None
        return found if found is not None and place < found.end else None

    def is_header(self, place: int) -> bool:
        """Whether character `place` stands in the first row of a table, which tells nothing alone."""
        found = self.list_at(place)
        return found is not None and found.items[0].kind == "row" and place < found.items[0].end

    def parents(self, place: int) -> list[Block]:
        """What a row or a nested item cannot be read without: the table's first row, the items that it is nested in."""
        found = self.list_at(place)
        if found is None:
            return []
        here = next(item for item in reversed(found.items) if item.start <= place)
        if here.kind == "row":
            return [] if self.is_header(place) else [found.items[0]]
        above: list[Block] = []
        for item in reversed([each for each in found.items if each.start < here.start]):
            if item.kind == "item" and item.level < (above[-1].level if above else here.level):
                above.append(item)
        return above[::-1]

    def lists_led_by(self, place: int) -> list[List]:
        """The lists whose lead has character `place`."""
        return [each for each in self.lists if each.lead and each.lead.start <= place < each.lead.end]


def lists(document: Document) -> Iterator[List]:
    """Every run of two or more items or rows with nothing between them, in document order."""
    run: list[Block] = []
    lead: Block | None = None
    path: tuple[str, ...] = ()
    previous: Block | None = None
    for block, section in heading_paths(document):
        if block.kind in ("item", "row"):
            if not run:
                lead = previous if previous is not None and previous.kind == "paragraph" else None
                path = section
            run.append(block)
        else:
            if len(run) > 1:
                yield List(document, tuple(run), lead, path)
            run = []
        previous = block
    if len(run) > 1:
        yield List(document, tuple(run), lead, path)
