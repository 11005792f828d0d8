"""The letters of a PDF page that a reader sees, as strokes: pieces of words on one line, where they stand on the paper."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from retrieval.loading.pdf.contents import Letter, Text
from retrieval.loading.pdf.geometry import Matrix, moved, multiplied, placed

_APART = 1.2  # of the type size between two letters ends a stroke; PDFium tells spaces that are narrower
_BACK = 0.5  # of the type size back ends one too
_SAME_LINE = 0.1  # of the type size
_SAME_SIZE = 0.1
_TURN = math.radians(15)  # lines whose directions differ by less are read together
_LEVEL = 1e-3  # of a matrix: less than that moves no letter sideways
_OVER = 0.14  # of the type size: the same letter as near as that is printed over itself, to look bold


@dataclass(frozen=True, slots=True)
class Stroke:
    """Letters without a space between them, all of one size: from `left` to `right` on the base line `y`, in points.

    `first` and `last` are their places among the letters of the page, `before` what PDFium puts in front of the first: a
    space, a new line or nothing. `turn` is the direction of the line in steps of 15 degrees; all places are in the axes of
    that direction.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    is_bold: bool
    first: int
    last: int
    before: str
    turn: int = 0


class Shown(NamedTuple):
    """One letter that can be seen, in the axes of its line; `source` tells the text that it belongs to."""

    letter: Letter
    left: float
    right: float
    y: float
    size: float
    is_bold: bool
    source: int


def strokes(texts: Sequence[Text], seen: Sequence[Sequence[bool]], view: Matrix) -> list[Stroke]:
    """Strokes of a page in the order of painting; `view` brings points of the page to those of the paper as it is shown."""
    found: list[Stroke] = []
    for turn, shown in _by_turn(texts, seen, view).items():
        found += _joined(_once(sorted(shown, key=lambda each: each.letter.number)), turn)
    return found


def _by_turn(texts: Sequence[Text], seen: Sequence[Sequence[bool]], view: Matrix) -> dict[int, list[Shown]]:
    turned = math.atan2(view[1], view[0])
    groups: dict[int, list[Shown]] = {}
    for text, visible in zip(texts, seen, strict=True):
        if not text.letters or not any(visible):
            continue
        turn = round((text.angle + turned) / _TURN) % round(math.tau / _TURN)
        axes = multiplied(view, _axes(turn))
        base = moved(axes, text.x, text.y)[1]
        size = round(min(text.tall, 1000.0), 1)
        is_level = axes[0] > 0 and abs(axes[2]) < _LEVEL
        group = groups.setdefault(turn, [])
        for letter, ok in zip(text.letters, visible, strict=True):
            if ok:
                left, _, right, _ = letter.box if is_level else placed(letter.box, axes)
                if is_level:
                    left, right = left * axes[0] + axes[4], right * axes[0] + axes[4]
                group.append(Shown(letter, left, right, base, size, text.is_bold, id(text)))
    return groups


def _axes(turn: int) -> Matrix:
    """The matrix that lays lines of one direction level."""
    angle = -turn * _TURN
    return math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), 0.0, 0.0


def _once(shown: Sequence[Shown]) -> Iterator[Shown]:
    """Letters without those that are printed over themselves. Two of one text at one place are those of a ligature."""
    printed: dict[tuple[str, int], list[Shown]] = {}
    last: Shown | None = None
    for each in shown:
        text, left = each.letter.text, each.left
        if text.isspace():
            yield each
            continue
        near = max(_OVER * each.size, 0.1)
        column = int(left // near)
        others = [
            *printed.get((text, column - 1), ()),
            *printed.get((text, column), ()),
            *printed.get((text, column + 1), ()),
        ]
        is_joined = last is not None and last.source == each.source and last.letter.box == each.letter.box
        last = each
        if others and not is_joined and any(abs(o.left - left) < near and abs(o.y - each.y) < near for o in others):
            continue
        printed.setdefault((text, column), []).append(each)
        yield each


def _joined(shown: Iterator[Shown], turn: int) -> Iterator[Stroke]:
    run: list[Shown] = []
    start, pending = "", ""
    for each in shown:
        space = each.letter.text.isspace()
        if run and (space or not _goes_on(run[-1], each)):
            yield _stroke(run, start, turn)
            run = []
        if space:
            pending = " "
            continue
        if not run:
            start = pending or each.letter.before
        pending = ""
        run.append(each)
    if run:
        yield _stroke(run, start, turn)


def _goes_on(last: Shown, each: Shown) -> bool:
    if each.letter.before or each.is_bold != last.is_bold:
        return False
    size = max(last.size, 0.1)
    is_level = each.source == last.source or (
        abs(each.y - last.y) <= _SAME_LINE * size and abs(each.size - last.size) <= _SAME_SIZE * size
    )
    return is_level and -_BACK * size < each.left - last.right < _APART * size


def _stroke(run: Sequence[Shown], before: str, turn: int) -> Stroke:
    first, last = run[0], run[-1]
    text = "".join(each.letter.text for each in run)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    right = max(each.right for each in run)
    return Stroke(
        text,
        first.left,
        right,
        first.y,
        first.size,
        first.is_bold,
        first.letter.number,
        last.letter.number,
        before,
        turn,
    )
