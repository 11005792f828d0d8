"""Sentences of the tables in the language of the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.wording.language import Language
from assistant.wording.particles import particle
from assistant.wording.sentence import Said
from retrieval.patterns import late_pattern

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

TABLES: Mapping[Language, Path] = {
    "en": Path(__file__).with_name("english.ftl"),
    "ko": Path(__file__).with_name("korean.ftl"),
}
_ENTRY = late_pattern(r"^(-?[a-z][a-z0-9-]*) *=.*\n(?:(?:[ }].*)?\n)*", re.MULTILINE)
_REFERENCE = late_pattern(r"\{\s*(-?[a-z][a-z0-9-]*)\s*[}(]")
_LONGEST = 2_000  # characters of a value; Fluent takes no part of more than 2,500


def say(said: Said | str, language: Language, shown: Callable[[str], str] = str) -> str:
    """What is said, in a language; a name or a text as it is. `shown` is what becomes of each value that is a text.

    A value is put in as it stands, whatever it holds. Raises KeyError for a sentence that no table has, and
    ValueError when a value is missing.
    """
    if isinstance(said, str):
        return shown(said)
    long: dict[str, str] = {}
    values = {name: _value(name, each, language, shown, long) for name, each in said.values.items()}
    held = _table(language)
    text, errors = held.bundle.format_pattern(held.pattern(said.key), values)
    if errors:
        raise ValueError(f'The sentence "{said.key}" cannot be said: {errors[0]}.')
    for stand_in, value in long.items():
        text = str(text).replace(stand_in, value)
    return str(text)


def _value(
    name: str, value: str | int | Said, language: Language, shown: Callable[[str], str], long: dict[str, str]
) -> Any:
    if isinstance(value, int):
        from fluent.runtime.types import fluent_number

        return fluent_number(value, useGrouping=False)
    text = shown(value) if isinstance(value, str) else say(value, language, shown)
    if len(text) <= _LONGEST:
        return text
    long[stand_in := f"\ue000{name}\ue001"] = text
    return stand_in


class _Table:
    """The sentences of a language, each parsed when it is first said: to parse all of them takes a tenth of a second."""

    def __init__(self, language: Language) -> None:
        from fluent.runtime import FluentBundle

        functions: dict[str, Any] = {"PARTICLE": particle}
        self.bundle: FluentBundle = FluentBundle([language], functions=functions, use_isolating=False)
        self._entries = {match[1]: match[0] for match in _ENTRY.finditer(TABLES[language].read_text("utf-8") + "\n")}
        self._read: set[str] = set()

    def pattern(self, key: str) -> Any:
        """The sentence with a key. Raises KeyError."""
        if key not in self._read:
            self._add(key)
        return self.bundle.get_message(key).value

    def _add(self, key: str) -> None:
        """Parse an entry, and before it those that it refers to. Two threads may do so at the same time."""
        from fluent.runtime import FluentResource

        entry = self._entries[key]
        for other in _REFERENCE.findall(entry):
            if other in self._entries and other not in self._read:
                self._add(other)
        self.bundle.add_resource(FluentResource(entry))
        self._read.add(key)


@cache
def _table(language: Language) -> _Table:
    """The table of a language, read at its first use."""
    return _Table(language)
