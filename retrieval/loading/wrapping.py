"""Lines that a text was broken into because they were full, told from lines that were ended on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import east_asian_width

_FIELD = re.compile(r"[^\W\d_][^:\n|]{0,30}: ?\S")  # "Phone: 053-..." starts a line of its own
_SHORTEST_WRAP = 50  # columns; nobody wraps paragraphs narrower
_WRAPPED = 0.7  # of the widest line: a shorter one was ended on purpose
_FITS = 0.9  # of the widest line: where the next word would have fitted so far, the line was ended on purpose
_WIDEST_WRAP = 160  # columns; with wider lines in it a text has one line for each paragraph


def is_wrapping(lines: Iterable[str]) -> bool:
    """Whether a text of these lines breaks its paragraphs into several."""
    return all(columns(line) <= _WIDEST_WRAP for line in lines)


def is_wrapped(before: str, line: str, width: int) -> bool:
    """Whether a line goes on from the one before, which broke only because it was full: `width` is that of the widest."""
    filled, following = columns(before), columns(line.split(maxsplit=1)[0])
    full = filled >= _WRAPPED * width and filled + 1 + following >= _FITS * width
    return ((full and width >= _SHORTEST_WRAP) or line.strip()[0].islower()) and not is_field(line)


def is_field(line: str) -> bool:
    """Whether a line begins with a label and a colon."""
    return _FIELD.match(line.strip()) is not None


def columns(line: str) -> int:
    """How wide a line stands in a terminal or an editor: Hangul and other wide characters take two columns."""
    if line.isascii():
        return len(line)
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in line)
