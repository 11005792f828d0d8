"""What is painted on a PDF page, so that the colours behind a letter are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from retrieval.load_colours import WHITE, Colour, blend

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
_BAND = 20.0  # points of height; paint is looked up by the bands of the page that it touches
_MOST = 60_000  # pieces of paint on a page; of what is more, the colour is taken as unknown
_OPAQUE = 0.99


class Box(NamedTuple):
    """A rectangle on the page, in points."""

    left: float
    bottom: float
    right: float
    top: float

    def cut(self, other: Box) -> Box:
        """What lies in both; of no area where nothing does."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        return Box(left, bottom, max(min(self.right, other.right), left), max(min(self.top, other.top), bottom))

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        across = self.left - margin <= x <= self.right + margin
        return across and self.bottom - margin <= y <= self.top + margin

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)


def box_of(points: Iterable[Point]) -> Box:
    """The smallest box round points; raises ValueError when there is none."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that does `m` first and then `n` (ISO 32000-2, 8.3.4)."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def moved(m: Matrix, x: float, y: float) -> Point:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


class Paint(NamedTuple):
    """A filled area: `colour` None is a picture or pattern; where `is_loose`, it may be cut to less than its outline."""

    box: Box
    outline: Sequence[Sequence[Point]]
    even_odd: bool
    colour: Colour | None
    opacity: float
    is_loose: bool


@dataclass(slots=True)
class Ground:
    """The paint on a page so far, the last on top, on white paper."""

    page: Box
    bands: dict[int, list[Paint]] = field(default_factory=lambda: defaultdict(list))
    pieces: int = 0

    def add(self, paint: Paint) -> None:
        box = paint.box.cut(self.page)
        if box.area <= 0:
            return
        self.pieces += 1
        for band in range(int(box.bottom // _BAND), int(box.top // _BAND) + 1):
            self.bands[band].append(paint)

    def at(self, x: float, y: float) -> list[Colour] | None:
        """The colours that may lie at a place; None where that is not known."""
        if self.pieces > _MOST:
            return None
        glazes: list[Paint] = []
        for paint in reversed(self.bands.get(int(y // _BAND), ())):
            if not paint.box.holds(x, y) or not _is_inside(paint, x, y):
                continue
            if paint.colour is None:
                return None
            glazes.append(paint)
            if paint.opacity >= _OPAQUE and not paint.is_loose:
                break
        colours = [WHITE]
        for paint in reversed(glazes):
            over = [blend(paint.colour or WHITE, colour, paint.opacity) for colour in colours]
            colours = list(dict.fromkeys(colours + over if paint.is_loose else over))[:8]
        return colours


def _is_inside(paint: Paint, x: float, y: float) -> bool:
    """Whether a place is inside an outline, by its winding number or by even and odd (ISO 32000-2, 8.5.3.3)."""
    winding = crossings = 0
    for points in paint.outline:
        for (x1, y1), (x2, y2) in pairwise([*points, points[0]]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
                winding += 1 if y2 > y1 else -1
    return crossings % 2 == 1 if paint.even_odd else winding != 0
