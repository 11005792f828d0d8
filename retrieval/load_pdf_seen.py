"""Which text of a PDF page a reader can see: everything else is kept from the reading of the page.

Left out is text in the colour of what is behind it, without ink, opacity or size, and off the page. Not looked at are
pictures (text on one counts as seen), soft masks, optional layers, and what is painted over text later.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from retrieval.load_colours import Colour, blend, look_alike
from retrieval.load_pdf_ground import Box, Ground, Matrix, Point, moved, multiply
from retrieval.load_pdf_state import Canvas, Pen

if TYPE_CHECKING:
    from pypdf import PageObject

_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_LOWEST, _NARROWEST = 2.0, 1.0  # points of type height, and of width per em
_FAINTEST = 0.1  # of full opacity
_INVISIBLE, _CLIP_ONLY = 3, 7  # render modes; letters that clip are filled by what is painted through them
_FILLED, _STROKED = {0, 2, 4, 6}, {1, 2, 5, 6}
_ADVANCE = 0.5  # em that a byte of text is wide on average; letters of two bytes are one em
_SHARES = (0.1, 0.4, 0.7)  # of a text's width: the places where its ground is looked at
_LONG_WAY = 5000.0  # thousandths of an em between strings, which no kerning is
_SCAN = 0.5  # of the page under pictures makes it a scan, whose invisible text is what was recognised in it
_ODD = (TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError, OverflowError)


@dataclass(slots=True)
class _Run:
    """Strings of one operator that stand together: their places in it, bytes, and shifts in thousandths of an em."""

    places: list[int] = field(default_factory=list)
    size: int = 0
    kerned: float = 0.0
    before: float = 0.0


class Sight:
    """Follows the painting of one page and takes out text that cannot be seen, before it is read.

    `hidden` counts the bytes of text taken out, `invisible` those of them in the invisible render mode. With
    `reads_invisible`, these stay.
    """

    def __init__(self, page: PageObject, *, reads_invisible: bool = False) -> None:
        edges = (page.cropbox, page.mediabox)
        crop, media = (Box(*(float(e) for e in (b.left, b.bottom, b.right, b.top))) for b in edges)
        self._page = crop.cut(media)
        self._canvas = Canvas(Ground(self._page), _resources(page), Pen(self._page))
        self._reads_invisible = reads_invisible
        self.hidden = 0
        self.invisible = 0

    @property
    def is_scan(self) -> bool:
        return self._canvas.pictures >= _SCAN * self._page.area

    def before(self, operator: bytes, operands: list[Any], _cm: list[float], _tm: list[float]) -> None:
        """Look at an operator before it is read; pypdf reads `operands` afterwards, so text taken out is not there."""
        try:
            self._canvas.do(operator, operands)
            if operator in _SHOWS:
                parts = operands[-1] if operator == b"TJ" else operands[-1:]
                for run in _runs(parts):
                    if size := self._pass(run):
                        self.hidden += size
                        for place in run.places:
                            parts[place] = b""
                operands[-1:] = [parts] if operator == b"TJ" else parts
        except _ODD:  # operands of a wrong kind: viewers pass over such operators too
            return

    def after(self, operator: bytes, _operands: list[Any], _cm: list[float], _tm: list[float]) -> None:
        if operator == b"Do":
            self._canvas.leave_form()

    def _pass(self, run: _Run) -> int:
        """Move on behind a run of text; gives its size in bytes when it cannot be seen, else 0."""
        canvas, pen, size = self._canvas, self._canvas.pen, run.size
        canvas.run -= pen.stretch * pen.size * run.before / 1000
        width = pen.stretch * (pen.size * (_ADVANCE * size - run.kerned / 1000) + pen.spacing * size)
        start, canvas.run = canvas.run, canvas.run + width
        at = multiply(canvas.text, pen.matrix)
        if pen.mode == _INVISIBLE and size:
            self.invisible += 0 if self._reads_invisible else size
            return 0 if self._reads_invisible else size
        height = 0.3 * pen.size + pen.rise
        places = [moved(at, start + share * width, height) for share in _SHARES]
        ends = [moved(at, start, height), moved(at, start + 2 * width, height)]
        seen = _is_large(pen, at) and _is_within(ends, pen) and self._is_inked(pen, places)
        return 0 if seen else size

    def _is_inked(self, pen: Pen, places: list[Point]) -> bool:
        if pen.mode >= _CLIP_ONLY:
            return True
        filled = pen.mode in _FILLED and self._stands_out(pen.fill, pen.fill_opacity, places)
        return filled or (pen.mode in _STROKED and self._stands_out(pen.stroke, pen.stroke_opacity, places))

    def _stands_out(self, ink: Colour | None, opacity: float, places: list[Point]) -> bool:
        """Whether ink differs from what is behind it, in most places."""
        if opacity < _FAINTEST:
            return False
        if ink is None:
            return True
        grounds = [self._canvas.ground.at(*place) for place in places]
        different = [
            each is None or any(not look_alike(blend(ink, ground, opacity), ground) for ground in each)
            for each in grounds
        ]
        return 2 * sum(different) > len(different)


def _runs(parts: Sequence[Any]) -> list[_Run]:
    """The runs of text in what one operator shows; a long way between two strings parts them."""
    runs = [_Run()]
    for place, part in enumerate(parts):
        run = runs[-1]
        if isinstance(part, (str, bytes)):
            run.places.append(place)
            run.size += len(part)
        elif not isinstance(part, (int, float)):
            continue  # a viewer passes over it too
        elif abs(part) < _LONG_WAY and run.places:
            run.kerned += float(part)
        else:
            runs.append(_Run(before=float(part)))
    return runs


def _is_large(pen: Pen, at: Matrix) -> bool:
    if pen.font is not None and pen.font.get("/Subtype") == "/Type3":
        return True  # its letters have sizes of their own, which the size of the font does not tell
    size = abs(pen.size)
    tall, wide = size * math.hypot(at[2], at[3]), size * abs(pen.stretch) * math.hypot(at[0], at[1])
    return tall >= _LOWEST and wide >= _NARROWEST


def _is_within(ends: list[Point], pen: Pen) -> bool:
    """Whether a text from one end to the other may show on the page and inside the clip."""
    (x1, y1), (x2, y2) = ends
    margin = 1.0
    left, right, bottom, top = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    across = right >= pen.clip.left - margin and left <= pen.clip.right + margin
    return across and top >= pen.clip.bottom - margin and bottom <= pen.clip.top + margin


def _resources(page: PageObject) -> Any:
    holder: Any = page
    while "/Resources" not in holder and "/Parent" in holder:
        holder = holder["/Parent"].get_object()
    return holder["/Resources"].get_object() if "/Resources" in holder else {}


def read_seen(page: PageObject, collect: Callable[[], Callable[..., None]]) -> int:
    """Read the text of a page that can be seen; gives the bytes of text that cannot.

    `collect` begins a reading and gives pypdf's `visitor_text`. It is called again where a page turns out to be a scan.
    """
    sight = Sight(page)
    page.extract_text(visitor_text=collect(), visitor_operand_before=sight.before, visitor_operand_after=sight.after)
    if sight.invisible and sight.is_scan:
        sight = Sight(page, reads_invisible=True)
        page.extract_text(
            visitor_text=collect(), visitor_operand_before=sight.before, visitor_operand_after=sight.after
        )
    return sight.hidden
