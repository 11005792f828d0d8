"""A sentence of the product's own, as its key in the tables and the values that it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict

Plain = str | int | date


class Said(BaseModel):
    """What is said, in no language yet. A value may be a sentence or name of the product's own, too. Turns into JSON."""

    model_config = ConfigDict(frozen=True)

    key: str
    values: Mapping[str, str | int | Said] = {}

    def __hash__(self) -> int:
        return hash((self.key, tuple(sorted(self.values))))


def said(key: str, /, **values: Plain | Said) -> Said:
    """The sentence `key` with its values; a date is kept as it is written (2030-12-31), so that JSON changes nothing."""
    kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return Said(key=key, values=kept)


def joined(key: str, parts: Iterable[Plain | Said]) -> Plain | Said:
    """Several values as one, by a sentence of the tables that joins a `first` and the `rest`. Raises ValueError for none."""
    *before, found = parts
    for each in reversed(before):
        found = said(key, first=each, rest=found)
    return found
