"""The rows of a table read together: which are headers, which are entries, and what a row takes from the one above."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile

from retrieval.contacts.finding import names, rows
from retrieval.contacts.finding.cells import counts_otherwise, header_roles, is_ditto, is_nothing
from retrieval.contacts.finding.fields import emails
from retrieval.contacts.finding.headers import REACHING, Columns, columns_of, transposed
from retrieval.contacts.finding.labels import Role, labels
from retrieval.contacts.finding.lines import read_line
from retrieval.contacts.finding.names import Named
from retrieval.contacts.finding.officials import read_officials
from retrieval.contacts.finding.phones import numbers
from retrieval.contacts.finding.stretch import Said, over
from retrieval.patterns import late_pattern
from retrieval.records import Block, Document

_NOTE = late_pattern(r"[※*†‡#]|\(?(?:주|비고|note)\)?\s?[\d:)]|\d\)", re.I)
_SIGNS = " \t■□▣◆◇○●▶▷※*[]<>【】〈〉《》-–—:："


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be read: what it states, or its text where that is to be read as a line (`said` is None).

    Numbers in `text` that are no phones are blanked out; its length is that of the row.
    """

    text: str
    said: tuple[Said, ...] | None = None


def table_at(document: Document, block: Block, known: frozenset[str] = frozenset()) -> dict[int, Row]:
    """The rows of the table that begins with a block, by the start of their blocks."""
    first = bisect_left(document.blocks, block.start, key=lambda each: each.start)
    run = list(takewhile(lambda each: each.kind == "row", islice(document.blocks, first, None)))
    starts = [each.start for each in run]
    texts = [document.text[each.start : each.end] for each in run]
    return dict(zip(starts, read_table(texts, starts, known), strict=True))


def read_table(texts: Sequence[str], starts: Sequence[int], known: frozenset[str] = frozenset()) -> list[Row]:
    """Each row of a table, `starts` being where they begin in the document.

    What a row states may reach up to the row that a ditto sign in it repeats, or over all rows of a table that has its
    headers at the left.
    """
    table = _Table(known)
    cells = [rows.cells_of(text) for text in texts]
    found: list[Row] = []
    while len(found) < len(texts):
        at = len(found)
        roles = transposed(cells[at:], known)
        if last := at + len(roles) - 1 if roles else 0:
            said = _sideways(cells[at : last + 1], roles, starts[last] + len(texts[last]) - starts[at], known)
            found += [Row(texts[at], said), *(Row(text, ()) for text in texts[at + 1 : last + 1])]
            table = _Table(known)
        else:
            found.append(table.read(texts[at], cells[at], starts[at]))
    return found


def _sideways(
    cells: Sequence[Sequence[str]], roles: Sequence[frozenset[Role]], length: int, known: frozenset[str]
) -> tuple[Said, ...]:
    """The entries of rows that hold one field each, the entries standing side by side."""
    read = [
        rows.read_row(["" if is_nothing(cell) else cell for cell in entry], roles, known)
        for entry in list(zip(*cells, strict=True))[1:]
    ]
    return tuple(replace(said, end=length) for said in read if said.named or said.person)


@dataclass(slots=True)
class _Table:
    known: frozenset[str]
    columns: Columns | None = None
    counts: list[bool] | None = None
    above: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    """Where each value of `above` stands in the document, those repeated by ditto signs included."""
    group: Named | None = None
    """The body that a row of its own names over the rows below it."""
    headed: bool = False
    is_named: bool = False
    """Whether a row under this header named a body, in whatever column."""
    part: tuple[Named, ...] = ()
    """The part of a body that the last row with a label for one names."""
    named: tuple[Named, ...] = ()
    named_at: tuple[int, int] = (0, 0)

    def read(self, text: str, cells: list[str], start: int) -> Row:
        filled = [cell for cell in cells if cell]
        if len(filled) <= 1 and (self.columns or len(cells) > 1):
            return self._lone(text, filled[0] if filled else "")
        if header := rows.header_of(cells):
            self._head(columns_of(cells, header, self.columns if self.headed else None))
            self.headed = True
            return Row(text, ())
        self.headed = False
        if counts := rows.counts_of(cells):
            self._head(None)
            self.counts = counts
            return Row(text, ())
        if self.columns and len(cells) == len(self.columns.roles):
            return Row(text, self._entries(cells, start, len(text)))
        return self._free(rows.without_counts(text, self._counted()))

    def _head(self, columns: Columns | None) -> None:
        self.columns, self.counts, self.is_named = columns, None, False
        self.above, self.group, self.named, self.named_at, self.part = [], None, (), (0, 0), ()

    def _counted(self) -> Sequence[bool] | None:
        return self.columns.counts if self.columns and any(self.columns.counts) else self.counts

    def _lone(self, text: str, cell: str) -> Row:
        """A row with one cell filled: a body over the rows below it, a note, or nothing."""
        self.above, self.named = [], ()
        if not self.columns:
            return Row(text)
        if numbers(cell) or emails(cell):
            return Row(text, self._note(text, cell))
        found = names.heading(cell.strip(_SIGNS), self.known)
        self.group = found[0] if len(found) == 1 else None
        if self.group and self.columns.naming and self.group.team and names.is_team(self.group.team):
            self.group = None
        return Row(text, ())

    def _note(self, text: str, cell: str) -> tuple[Said, ...]:
        found = read_line(cell, self.known)
        at = text.find(cell)
        kept = [said for said in found if said.named or (said.labelled and not _NOTE.match(cell))]
        return tuple(replace(said, start=at + said.start, end=at + said.end) for said in kept)

    def _entries(self, cells: list[str], start: int, length: int) -> tuple[Said, ...]:
        columns = self.columns
        if not columns:
            return ()
        dittos = [is_ditto(cell) for cell in cells]
        above = self.above or [""] * len(cells)
        before = self.origins if self.above else [start] * len(cells)
        origins = [old if ditto else start for ditto, old in zip(dittos, before, strict=True)]
        cells = [up if ditto else cell for cell, ditto, up in zip(cells, dittos, above, strict=True)]
        cells = self._filled(cells, columns, above)
        self.above, self.origins = cells, origins
        cells = ["" if is_nothing(cell) else cell for cell in cells]
        found: list[Said] = []
        for part in columns.parts:
            said = self._entry([cells[n] for n in part], [columns.roles[n] for n in part])
            if said:
                first = min([origins[n] for n in part if columns.roles[n] & REACHING and cells[n]], default=start)
                found.append(replace(said, start=first - start, end=length))
        return tuple(found)

    def _filled(self, cells: list[str], columns: Columns, above: list[str]) -> list[str]:
        """A blank cell under the name of a body stands for that name where the row is plainly one more of the same.

        That is a person of the same team, or a team of the same unit. Any other blank says nothing.
        """
        if len(columns.parts) > 1:
            return cells
        filled = list(cells)
        persons = [n for n, role in enumerate(columns.roles) if "person" in role]
        has_person = any(cells[n] and not is_nothing(cells[n]) for n in persons)
        for n in columns.naming:
            same = all(filled[left] == above[left] for left in columns.naming if left < n)
            lower = [right for right in columns.naming if right > n and cells[right]]
            if not cells[n] and same and (has_person or any(self._is_below(cells[right]) for right in lower)):
                filled[n] = above[n]
        return filled

    def _is_below(self, name: str) -> bool:
        """Whether a name may be that of a part of another body."""
        found = names.whole(name, self.known)
        return not found or found[0].team is not None

    def _entry(self, cells: list[str], roles: list[frozenset[Role]]) -> Said | None:
        if rows.is_shifted(cells, roles, self.known):
            return None
        said = rows.read_row(cells, roles, self.known)
        naming = [cell for cell, role in zip(cells, roles, strict=True) if role & rows.NAMING]
        who = naming or [cell for cell, role in zip(cells, roles, strict=True) if "person" in role]
        if self.group:
            named = said.named or ((Named(),) if not naming else ())
            said = replace(said, named=tuple(self._below_group(one) for one in named))
        if not said.named and not said.person and (who or self.is_named):
            return None
        self.is_named = self.is_named or bool(said.named)
        return said

    def _below_group(self, named: Named) -> Named:
        group = self.group or Named()
        if named.team and not names.is_team(named.team):
            return named
        if named.team and not group.unit and group.team:
            group = Named(group.organisation, group.team)
        return named if named.unit else over(named, group)

    def _free(self, text: str) -> Row:
        """A row that no header explains."""
        cells = rows.cells_of(text)
        if officials := read_officials(cells, self.part, self.known):
            self.part = officials.named
            if officials.said or officials.persons:
                return Row(text, tuple(officials.said))
        if rows.read_pairs(cells, self.known):
            return Row(text)
        found = rows.read_cells(cells, self.known)
        self._name(cells, found or [])
        if found is None:
            return Row(text, () if counts_otherwise(cells[0]) or self._is_one_more(cells) else None)
        return Row(text, tuple(said if said.named else replace(said, named=self.named) for said in found))

    def _is_one_more(self, cells: list[str]) -> bool:
        """Whether a row without headers holds numbers and names nobody, as one of figures or of a table of teams does."""
        labelled = any(header_roles(cell) for cell in cells) or labels(" ".join(cells))
        reaching = [cell for cell in cells if numbers(cell) or emails(cell)]
        bare = [cell for cell in reaching if numbers(cell) and not re.search(r"[^\W\d_]", cell)]
        return not labelled and (len(bare) > 1 or (bool(reaching) and self.named_at[0] == len(cells)))

    def _name(self, cells: list[str], found: list[Said]) -> None:
        """Note whom a row without headers names, and forget it where the cell of the name holds anything else."""
        filled = [n for n, cell in enumerate(cells) if cell and not header_roles(cell)]
        named = tuple(names.whole(cells[filled[0]], self.known)[:1]) if filled else ()
        if found and found[0].named:
            named = found[0].named
        if len(found) > 1:
            self.named = ()
        elif named:
            self.named, self.named_at = named, (len(cells), filled[0])
        elif self.named and (self.named_at[0] != len(cells) or cells[self.named_at[1]]):
            self.named = ()
