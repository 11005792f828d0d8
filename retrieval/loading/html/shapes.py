"""Where transforms and clips leave an element: flat, turned away, moved far, or cut to nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from retrieval.loading.html.values import amount, significant, split, tokens, word

if TYPE_CHECKING:
    from tinycss2.ast import Node

Row = tuple[float, float, float, float]
Matrix = tuple[Row, Row, Row]
_STILL: Matrix = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0))
_FLAT = 0.005  # of the area an element had: that of letters at a fourteenth of their size
_WHOLE = 1000.0  # what 100% counts as in a clip
_SLIT = 2.0  # pixels of width or height, in which cut-off text shows nothing


class Placing(NamedTuple):
    """Where an element comes to lie: moved by pixels, `is_flat` or with its back to the reader."""

    right: float = 0.0
    down: float = 0.0
    is_flat: bool = False
    is_turned: bool = False


def placing(style: Mapping[str, str], em: float, percent: float) -> Placing:
    """What `translate`, `rotate`, `scale` and `transform` do together; `percent` is what 100% of a move counts as."""
    said = [style.get(name, "none") for name in ("translate", "rotate", "scale", "transform")]
    return Placing() if all(each == "none" for each in said) else _placing(*said, em, percent)


@lru_cache(4096)
def _placing(translate: str, rotate: str, scale: str, transform: str, em: float, percent: float) -> Placing:
    matrix = _STILL
    for name, value in (("translate3d", translate), ("rotate", rotate), ("scale3d", scale)):
        parts = tokens(value)
        axis = next((word(node) for node in parts if node.type == "ident" and value != "none"), "")
        numbers = [amount([node], em, percent) or 0.0 for node in parts if node.type != "ident"]
        if numbers:
            matrix = _multiplied(matrix, _matrix(name + axis, numbers))
    for node in tokens(transform):
        if node.type == "function":
            unit = 1.0 if node.lower_name.startswith(("scale", "matrix")) else percent
            numbers = [amount(part, em, unit) or 0.0 for part in split(node.arguments, ",")]
            matrix = _multiplied(matrix, _matrix(node.lower_name, numbers))
    (a, c, e, right), (b, d, f, down), (g, h, i, _) = matrix
    area = a * d - b * c
    volume = a * (d * i - f * h) - c * (b * i - f * g) + e * (b * h - d * g)
    return Placing(right, down, abs(area) < _FLAT, area * volume < 0)


def _matrix(name: str, n: Sequence[float]) -> Matrix:
    """The matrix of one transform function (CSS Transforms 1 and 2); skews change nothing that matters."""
    n = [*n, *[n[0] if name == "scale" or (name == "scale3d" and len(n) == 1) else 0.0] * 3] if len(n) < 3 else n
    cosine, sine = math.cos(n[0] * math.tau), math.sin(n[0] * math.tau)
    moves = {"translate": n[:2], "translate3d": n[:2], "translatex": [n[0], 0.0], "translatey": [0.0, n[0]]}
    scales = {"scale": n[:2], "scale3d": n[:2], "scalex": [n[0], 1.0], "scaley": [1.0, n[0]]}
    if name in moves:
        return (1, 0, 0, moves[name][0]), (0, 1, 0, moves[name][1]), (0, 0, 1, 0)
    if name in scales:
        return (scales[name][0], 0, 0, 0), (0, scales[name][1], 0, 0), (0, 0, 1, 0)
    if name == "rotatex":
        return (1, 0, 0, 0), (0, cosine, -sine, 0), (0, sine, cosine, 0)
    if name == "rotatey":
        return (cosine, 0, sine, 0), (0, 1, 0, 0), (-sine, 0, cosine, 0)
    if name in {"rotate", "rotatez"}:
        return (cosine, -sine, 0, 0), (sine, cosine, 0, 0), (0, 0, 1, 0)
    if name == "matrix" and len(n) == 6:
        return (n[0], n[2], 0, n[4]), (n[1], n[3], 0, n[5]), (0, 0, 1, 0)
    if name == "matrix3d" and len(n) == 16:
        return (n[0], n[4], n[8], n[12]), (n[1], n[5], n[9], n[13]), (n[2], n[6], n[10], n[14])
    return _STILL


def _multiplied(one: Matrix, other: Matrix) -> Matrix:
    first, second, third = (
        (*(sum(row[k] * other[k][column] for k in range(3)) + (row[3] if column == 3 else 0) for column in range(4)),)
        for row in one
    )
    return first, second, third  # type: ignore[return-value]  # rows of four, which a generator does not say


@lru_cache(4096)
def is_clipped_away(value: str, em: float) -> bool:
    """Whether a `clip-path` or `clip` leaves next to nothing of a box, whose size is not known."""
    node = next((node for node in tokens(value) if node.type == "function"), None)
    if node is None:
        return False
    inside = significant(node.arguments)
    numbers = [amount([part], em, _WHOLE) for part in _until(inside, "at", "round") if word(part) != ","]
    n = [number for number in numbers if number is not None]
    if not n or len(n) < len(numbers):
        return False
    if node.lower_name == "inset":
        top, right, bottom, left = (n * 4)[:4] if len(n) != 3 else [*n, n[1]]
        return max(top + bottom, left + right) > _WHOLE - _SLIT
    if node.lower_name == "rect" and len(n) == 4:
        top, right, bottom, left = n
        return min(right - left, bottom - top) < _SLIT
    if node.lower_name == "polygon":
        return abs(_area(list(zip(n[::2], n[1::2], strict=False)))) < _SLIT * _SLIT
    return node.lower_name in {"circle", "ellipse", "xywh"} and min(n[-2:]) < _SLIT


def _until(nodes: Sequence[Node], *words: str) -> Sequence[Node]:
    return next((nodes[:place] for place, node in enumerate(nodes) if word(node) in words), nodes)


def _area(points: Sequence[tuple[float, float]]) -> float:
    closed = [*points, *points[:1]]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(closed)) / 2
