"""Which text of a PDF page a reader can see: everything else is kept from the reading of the page.

pypdf reads the text, PDFium says which of it leaves ink (`paint`); both go through the texts of a page in the order
of its content. Two things cannot be told: whether a font in the file draws the letters that it names, and what a scan's
invisible text has to do with its picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from retrieval.loading.pdf.paint import PaintedText

if TYPE_CHECKING:
    from pypdf import PageObject

_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})


class Sight:
    """Takes the text that cannot be seen out of what pypdf is about to read.

    `hidden` counts the letters taken out. `is_lost` says that the page has other texts than were painted.
    """

    def __init__(self, texts: Sequence[PaintedText]) -> None:
        self._texts = texts
        self._next = 0
        self._is_odd = False
        self.hidden = 0

    @property
    def is_lost(self) -> bool:
        return self._is_odd or self._next != len(self._texts)

    def before(self, operator: bytes, operands: list[Any], _cm: list[float], _tm: list[float]) -> None:
        """Look at an operator before it is read; pypdf reads `operands` afterwards, so text taken out is not there."""
        if operator not in _SHOWS or not operands:
            return
        parts = operands[-1] if operator == b"TJ" else operands
        places = [place for place, part in enumerate(parts) if _is_text(part)] if isinstance(parts, list) else []
        places = places if operator == b"TJ" else places[-1:]
        size = sum(len(parts[place]) for place in places)
        if not size:
            return
        if self._next == len(self._texts):
            self._is_odd = True
            return
        seen = _by_byte([letter.is_seen for letter in self._texts[self._next].letters], size)
        self._next += 1
        self.hidden += seen.count(False)
        ends = [0]
        for place in places:
            ends.append(ends[-1] + len(parts[place]))
        for place, (start, end) in zip(places, pairwise(ends), strict=True):
            if not all(seen[start:end]):
                parts[place] = _kept(parts[place], seen[start:end])


def _is_text(part: Any) -> bool:
    from pypdf.generic import NameObject

    return isinstance(part, (str, bytes)) and not isinstance(part, NameObject)


def _by_byte(letters: Sequence[bool], size: int) -> list[bool]:
    """What holds for each byte of a text; where bytes and letters do not go together, what holds for most letters."""
    width, rest = divmod(size, max(len(letters), 1))
    if letters and not rest and width in {1, 2}:
        return [seen for seen in letters for _ in range(width)]
    return [2 * sum(letters) > len(letters)] * size


def _kept(text: Any, seen: Sequence[bool]) -> bytes:
    raw = text if isinstance(text, bytes) else getattr(text, "original_bytes", text.encode("latin-1", "replace"))
    if len(raw) != len(seen):
        return raw if all(seen) else b""
    return bytes(byte for byte, ok in zip(raw, seen, strict=True) if ok)


def read_seen(page: PageObject, texts: Sequence[PaintedText], collect: Callable[..., None]) -> Sight:
    """Read the text of a page that can be seen; `collect` is pypdf's `visitor_text`."""
    sight = Sight(texts)
    page.extract_text(visitor_text=collect, visitor_operand_before=sight.before)
    return sight
