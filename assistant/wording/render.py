"""Sentences of the tables in the language of the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.wording.language import Language
from assistant.wording.particles import particle
from assistant.wording.sentence import Said

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

TABLES: Mapping[Language, Path] = {
    "en": Path(__file__).with_name("english.ftl"),
    "ko": Path(__file__).with_name("korean.ftl"),
}
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
    held = bundle(language)
    pattern = held.get_message(said.key).value
    text, errors = held.format_pattern(pattern, values)  # type: ignore[arg-type]  # no key without a text
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


@cache
def bundle(language: Language) -> FluentBundle:
    """The table of a language, read at its first use, which takes a tenth of a second."""
    from fluent.runtime import FluentBundle, FluentResource

    functions: dict[str, Any] = {"PARTICLE": particle}
    found = FluentBundle([language], functions=functions, use_isolating=False)
    found.add_resource(FluentResource(TABLES[language].read_text("utf-8")))
    return found
