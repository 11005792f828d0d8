"""Strokes of a page put in rows: what stands on one height of the paper, from left to right, with the gaps between."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.loading.pdf.letters import Stroke

_BELOW, _ABOVE = 0.2, 0.75  # of the type size, round the base line
_SHARED = 0.5  # of the lower of two strokes: with that much on one height they stand in one row
_LOOK_BACK = 8  # rows; no stroke reaches further up than that
Gap = tuple[float, float]


@dataclass(slots=True)
class Row:
    """Strokes on one height. `y` is the base line and `size` the type size of most of their letters."""

    strokes: list[Stroke]
    y: float
    size: float
    left: float
    right: float


def rows(strokes: Iterable[Stroke]) -> list[Row]:
    """Rows from the top down, the strokes of each from left to right."""
    open_rows: list[tuple[float, float, list[Stroke]]] = []
    for stroke in sorted(strokes, key=lambda each: -each.y):
        low, high = stroke.y - _BELOW * stroke.size, stroke.y + _ABOVE * stroke.size
        best, most, below, above, held = -1, 0.0, 0.0, 0.0, []
        for number in range(len(open_rows) - 1, max(len(open_rows) - _LOOK_BACK, 0) - 1, -1):
            bottom, top, strokes_there = open_rows[number]
            shared = (high if high < top else top) - (low if low > bottom else bottom)
            if shared > most:
                best, most, below, above, held = number, shared, bottom, top, strokes_there
        if best >= 0 and most >= _SHARED * min(high - low, above - below):
            held.append(stroke)
            taller = high - low > above - below
            open_rows[best] = (low, high, held) if taller else (below, above, held)
        else:
            open_rows.append((low, high, [stroke]))
    return sorted((_row(held) for _, _, held in open_rows), key=lambda row: -row.y)


def _row(strokes: Sequence[Stroke]) -> Row:
    letters: Counter[tuple[float, float]] = Counter()
    for stroke in strokes:
        letters[stroke.y, stroke.size] += len(stroke.text)
    (y, size), _ = letters.most_common(1)[0]
    placed = sorted(strokes, key=lambda each: each.left)
    return Row(placed, y, size, placed[0].left, max(stroke.right for stroke in placed))


def free(strokes: Iterable[Stroke]) -> list[Gap]:
    """Where a row is empty, from left to right, the paper before its first stroke and after its last one included."""
    found: list[Gap] = []
    end = -math.inf
    for stroke in strokes:
        if stroke.left > end:
            found.append((end, stroke.left))
        end = max(end, stroke.right)
    return [*found, (end, math.inf)]


def common(one: Sequence[Gap], other: Sequence[Gap]) -> list[Gap]:
    """What is empty in both."""
    found: list[Gap] = []
    i = j = 0
    while i < len(one) and j < len(other):
        left, right = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if right > left:
            found.append((left, right))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return found
