"""The state of a PDF page as its content is painted: matrices, colours, text and clip (ISO 32000-2, 8.4 and 9.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from retrieval.load_colours import BLACK, Colour
from retrieval.load_pdf_colours import colour_in, device_colour, first_colour
from retrieval.load_pdf_ground import Box, Ground, Matrix, Paint, Point, box_of, moved, multiply

_UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FILLS = {b"f": False, b"F": False, b"f*": True, b"B": False, b"B*": True, b"b": False, b"b*": True}
_ENDS = {*_FILLS, b"S", b"s", b"n"}


@dataclass(slots=True)
class Pen:
    """What `q` keeps and `Q` brings back. A colour that is not known (a pattern) is None."""

    clip: Box
    matrix: Matrix = _UPRIGHT
    is_loose: bool = False  # the clip is no rectangle, so that less than `clip` may be painted
    fill: Colour | None = BLACK
    stroke: Colour | None = BLACK
    fill_space: Any = None
    stroke_space: Any = None
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    mode: int = 0
    size: float = 0.0
    font: Any = None
    stretch: float = 1.0
    leading: float = 0.0
    spacing: float = 0.0
    rise: float = 0.0


@dataclass(slots=True)
class Canvas:
    """A page while it is painted; `resources` are those of the form that is open, or of the page."""

    ground: Ground
    resources: Any
    pen: Pen
    kept: list[Pen] = field(default_factory=list)
    forms: list[tuple[Any, Pen, list[Pen]] | None] = field(default_factory=list)
    path: list[list[Point]] = field(default_factory=list)
    clips: bool = False
    text: Matrix = _UPRIGHT  # where the line of text begins
    run: float = 0.0  # how far the text has run on that line, in units of its matrix
    pictures: float = 0.0  # area of the page under pictures, square points

    def do(self, operator: bytes, operands: Sequence[Any]) -> None:
        """Follow one operator; raises what operands of a wrong kind raise."""
        if operator in _ENDS:
            self._end_path(operator)
        elif action := _ACTIONS.get(operator):
            action(self, operands)

    def look_up(self, kind: str, name: Any) -> Any:
        return self.resources[kind].get_object()[name].get_object()

    def leave_form(self) -> None:
        before = self.forms.pop() if self.forms else None
        if before:
            self.resources, self.pen, self.kept = before

    def _point(self, x: Any, y: Any) -> Point:
        return moved(self.pen.matrix, float(x), float(y))

    def _end_path(self, operator: bytes) -> None:
        path = [points for points in self.path if len(points) > 2]
        if path and operator in _FILLS:
            box = box_of(point for points in path for point in points).cut(self.pen.clip)
            self._paint(Paint(box, path, _FILLS[operator], self.pen.fill, self.pen.fill_opacity, self.pen.is_loose))
        if self.clips:
            points = [point for part in self.path for point in part]
            box = box_of(points) if points else Box(0, 0, 0, 0)
            self.pen.clip = self.pen.clip.cut(box)
            self.pen.is_loose = self.pen.is_loose or not _is_upright_rectangle(self.path)
        self.path, self.clips = [], False

    def _paint(self, paint: Paint) -> None:
        self.ground.add(paint)

    def move(self, operands: Sequence[Any]) -> None:
        self.path.append([self._point(*operands[:2])])

    def line(self, operands: Sequence[Any]) -> None:
        self.path[-1].append(self._point(*operands[-2:]))  # a curve is taken as the line to its end

    def rectangle(self, operands: Sequence[Any]) -> None:
        x, y, width, height = (float(each) for each in operands)
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.path.append([self._point(*corner) for corner in corners])

    def clip_path(self, operands: Sequence[Any]) -> None:
        self.clips = True

    def shade(self, operands: Sequence[Any]) -> None:
        self._cover(self.pen.clip)

    def keep(self, operands: Sequence[Any]) -> None:
        self.kept.append(copy(self.pen))

    def bring_back(self, operands: Sequence[Any]) -> None:
        if self.kept:
            self.pen = self.kept.pop()

    def transform(self, operands: Sequence[Any]) -> None:
        self.pen.matrix = multiply(_matrix(operands), self.pen.matrix)

    def use(self, operands: Sequence[Any]) -> None:
        """Paint an image, or open a form, which `leave_form` closes."""
        self.forms.append(None)
        thing = self.look_up("/XObject", operands[0])
        if thing["/Subtype"] == "/Image":
            self.picture(operands)
            return
        self.forms[-1] = (self.resources, copy(self.pen), self.kept)
        self.kept = []
        self.resources = thing.get("/Resources", self.resources).get_object()
        if "/Matrix" in thing:
            self.transform(thing["/Matrix"])
        left, bottom, right, top = (float(each) for each in thing["/BBox"])
        corners = [self._point(x, y) for x, y in ((left, bottom), (left, top), (right, bottom), (right, top))]
        self.pen.clip = self.pen.clip.cut(box_of(corners))

    def picture(self, operands: Sequence[Any]) -> None:
        box = box_of(self._point(x, y) for x, y in ((0, 0), (0, 1), (1, 0), (1, 1))).cut(self.pen.clip)
        self.pictures += box.area
        self._cover(box)

    def _cover(self, box: Box) -> None:
        corners = [(box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top)]
        self._paint(Paint(box, [corners], False, None, 1.0, self.pen.is_loose))

    def set_state(self, operands: Sequence[Any]) -> None:
        state = self.look_up("/ExtGState", operands[0])
        self.pen.fill_opacity = float(state.get("/ca", self.pen.fill_opacity))
        self.pen.stroke_opacity = float(state.get("/CA", self.pen.stroke_opacity))
        if "/Font" in state:
            font, size = state["/Font"]
            self.pen.font, self.pen.size = font.get_object(), float(size)

    def set_font(self, operands: Sequence[Any]) -> None:
        self.pen.size = float(operands[1])
        self.pen.font = self.look_up("/Font", operands[0])

    def begin_text(self, operands: Sequence[Any]) -> None:
        self.text, self.run = _UPRIGHT, 0.0

    def set_text(self, operands: Sequence[Any]) -> None:
        self.text, self.run = _matrix(operands), 0.0

    def next_line(self, operands: Sequence[Any]) -> None:
        x, y = (float(each) for each in operands)
        self.text, self.run = multiply((1.0, 0.0, 0.0, 1.0, x, y), self.text), 0.0

    def next_line_led(self, operands: Sequence[Any]) -> None:
        self.pen.leading = -float(operands[1])
        self.next_line(operands)

    def lead(self, operands: Sequence[Any]) -> None:
        self.next_line((0.0, -self.pen.leading))

    def choose(self, operands: Sequence[Any], which: str) -> None:
        space = operands[0]
        if "/ColorSpace" in self.resources and space in (named := self.resources["/ColorSpace"].get_object()):
            space = named[space].get_object()
        setattr(self.pen, f"{which}_space", space)
        setattr(self.pen, which, first_colour(space))

    def colour(self, operands: Sequence[Any], which: str) -> None:
        setattr(self.pen, which, None)
        space = getattr(self.pen, f"{which}_space")
        parts = [float(each) for each in operands]
        setattr(self.pen, which, device_colour(parts) if space is None else colour_in(space, parts))

    def device(self, operands: Sequence[Any], which: str) -> None:
        setattr(self.pen, f"{which}_space", None)
        setattr(self.pen, which, device_colour(operands))


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in operands)
    return a, b, c, d, e, f


def _is_upright_rectangle(path: Sequence[Sequence[Point]]) -> bool:
    if len(path) != 1:
        return not path
    xs, ys = ({round(value, 2) for value in values} for values in zip(*path[0], strict=True))
    return len(xs) <= 2 and len(ys) <= 2


def _setting(name: str, scale: float = 1.0) -> Callable[[Canvas, Sequence[Any]], None]:
    return lambda canvas, operands: setattr(canvas.pen, name, float(operands[0]) * scale)


def _both(method: Callable[[Canvas, Sequence[Any], str], None], which: str) -> Callable[[Canvas, Sequence[Any]], None]:
    return lambda canvas, operands: method(canvas, operands, which)


_ACTIONS: dict[bytes, Callable[[Canvas, Sequence[Any]], None]] = {
    **{b"m": Canvas.move, b"re": Canvas.rectangle, b"W": Canvas.clip_path, b"W*": Canvas.clip_path},
    **dict.fromkeys((b"l", b"c", b"v", b"y"), Canvas.line),
    **{b"q": Canvas.keep, b"Q": Canvas.bring_back, b"cm": Canvas.transform, b"gs": Canvas.set_state},
    **{b"Do": Canvas.use, b"INLINE IMAGE": Canvas.picture, b"sh": Canvas.shade},
    **{b"BT": Canvas.begin_text, b"Tm": Canvas.set_text, b"Td": Canvas.next_line, b"TD": Canvas.next_line_led},
    **{b"T*": Canvas.lead, b"'": Canvas.lead, b'"': Canvas.lead, b"Tf": Canvas.set_font},
    **{b"Tr": _setting("mode"), b"TL": _setting("leading"), b"Tz": _setting("stretch", 0.01)},
    **{b"Tc": _setting("spacing"), b"Ts": _setting("rise")},
    **dict.fromkeys((b"g", b"rg", b"k"), _both(Canvas.device, "fill")),
    **dict.fromkeys((b"G", b"RG", b"K"), _both(Canvas.device, "stroke")),
    **dict.fromkeys((b"sc", b"scn"), _both(Canvas.colour, "fill")),
    **dict.fromkeys((b"SC", b"SCN"), _both(Canvas.colour, "stroke")),
    **{b"cs": _both(Canvas.choose, "fill"), b"CS": _both(Canvas.choose, "stroke")},
}
