"""Patterns that are compiled when they are first used: to compile all of them takes half a second of a program's start."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
_FACTS = ("pattern", "flags", "groups", "groupindex")


def late_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, later: a text that is no pattern raises `re.error` at the first use. Thread-safe.

    What is given has the methods and facts of a compiled pattern, but is not one to the functions of `re`.
    """
    return cast("re.Pattern[str]", _Pattern(text, flags))


class _Pattern:
    def __init__(self, text: str, flags: int) -> None:
        self._source = text, flags

    def __getattr__(self, name: str) -> Any:
        """Called for what is not there yet; afterwards all of it is there, as fast as on the pattern itself."""
        if name not in (*_METHODS, *_FACTS):
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        vars(self).update({each: getattr(compiled, each) for each in (*_METHODS, *_FACTS)})
        return getattr(compiled, name)
