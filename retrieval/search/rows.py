"""Rows: list items and table rows as records, with their cells, Values, years and stems, each found when it is first looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from retrieval.language import analyze
from retrieval.language.values import Value, values
from retrieval.records import Block

_YEARS = range(1900, 2101)
_BETWEEN = " | "


@dataclass(frozen=True, eq=False)
class Row:
    """An item of a list, or a row of a table whose `columns` name its `cells`; an item is one cell without a name."""

    block: Block
    text: str
    columns: tuple[str, ...] = ()

    @cached_property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Each cell with the name of its column before it."""
        texts = self.text.split(_BETWEEN) if self.block.kind == "row" else [self.text]
        return tuple((name, text) for name, text in zip_longest(self.columns, texts, fillvalue=""))

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The Values that it states."""
        return tuple(values(self.text))

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year that it names."""
        named = [year for each in self.values if (year := each.year) is not None and year in _YEARS]
        return (min(named), max(named)) if named else None

    @cached_property
    def stems(self) -> frozenset[str]:
        """Its terms."""
        return frozenset(analyze(self.text))


def rows_of(text: str, items: tuple[Block, ...]) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """The names of a table's columns (its first row), none for a list, and the rows below them."""
    columns: tuple[str, ...] = ()
    if items and items[0].kind == "row":
        columns = tuple(each.strip() for each in text[items[0].start : items[0].end].split(_BETWEEN))
        items = items[1:]
    return columns, tuple(Row(each, text[each.start : each.end], columns) for each in items)
