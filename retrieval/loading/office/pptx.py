"""PowerPoint slides by python-pptx: shapes in the order in which they are read, tables, charts, diagrams and notes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from retrieval.loading.office.sheets import refuse_large
from retrieval.loading.pieces import Package, Piece, UnreadableFileError, list_marker, looks_like_heading, squeeze

_KIND = "a PowerPoint presentation (.pptx)"
_LARGEST_XML = 16 * 2**20  # bytes of a part; a slide has some ten thousand
_DEEPEST = 16  # groups inside groups
_LINE = 190_500  # EMU, 15 points: what stands less apart from the top is on one line
_CELLS = " | "
_BODIES = ("BODY", "OBJECT", "VERTICAL_BODY", "VERTICAL_OBJECT")
_TITLES = ("TITLE", "CENTER_TITLE", "VERTICAL_TITLE")
_FRAMES = ("SLIDE_NUMBER", "DATE", "FOOTER")


def pptx_pieces(data: bytes) -> tuple[list[Piece], dict[str, Any], str]:
    """Blocks with the number of the slide as page, metadata keys (hidden slides under `not_read`) and title (none).

    Raises UnreadableFileError.
    """
    package = Package(data, _KIND)
    for name in package:
        if name.endswith(".xml"):
            package.read(name, _LARGEST_XML)
    pieces: list[Piece] = []
    left_out: list[tuple[str, str]] = []
    deck = _opened(data)
    for number, slide in enumerate(_slides(deck), start=1):
        if slide._element.get("show") in ("0", "false"):
            left_out.append(("hidden slide", str(number)))
            continue
        reading = _Slide(deck.slide_width or 0, deck.slide_height or 0)
        reading.take(slide)
        pieces += [replace(piece, page=number) for piece in reading.pieces]
        left_out += [("beside the slide", str(number))] if reading.is_beside else []
    return pieces, {"not_read": left_out} if left_out else {}, ""


def _opened(data: bytes) -> Any:
    import pptx

    try:
        return pptx.Presentation(io.BytesIO(data))
    except Exception as error:  # it raises whatever a broken part leads to
        raise _damaged() from error


def _slides(deck: Any) -> Iterator[Any]:
    try:
        yield from deck.slides
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise _damaged() from error


def _damaged() -> UnreadableFileError:
    return UnreadableFileError(f"is damaged or is not {_KIND}: open it with its program and save it anew")


@dataclass(slots=True)
class _Slide:
    """One slide while it is read."""

    width: int
    height: int
    pieces: list[Piece] = field(default_factory=list)
    is_beside: bool = False

    def take(self, slide: Any) -> None:
        title = next((shape for shape in slide.shapes if _holds(shape) in _TITLES and _text(shape)), None)
        if title is not None:
            self.pieces.append(Piece("heading", _text(title), 1))
        for shape in _in_order(slide.shapes):
            if title is None or shape.shape_id != title.shape_id:
                self._shape(shape, slide.part, 0)
        if (
            title is None
            and self.pieces
            and self.pieces[0].kind == "paragraph"
            and looks_like_heading(self.pieces[0].text)
        ):
            self.pieces[0] = Piece("heading", self.pieces[0].text, 1)
        if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
            self.pieces += [Piece("paragraph", squeeze(each.text)) for each in frame.paragraphs if each.text.strip()]

    def _shape(self, shape: Any, part: Any, depth: int) -> None:
        if _is_hidden(shape) or _holds(shape) in _FRAMES:
            return
        if depth == 0 and self._stands_beside(shape):
            self.is_beside = self.is_beside or bool(_text(shape))
        elif hasattr(shape, "shapes"):
            for inner in _in_order(shape.shapes) if depth < _DEEPEST else ():
                self._shape(inner, part, depth + 1)
        elif getattr(shape, "has_table", False):
            self.pieces += [Piece("row", _CELLS.join(row)) for row in _table(shape.table) if any(row)]
        elif getattr(shape, "has_chart", False):
            self.pieces += _chart(shape)
        elif shape.has_text_frame:
            self.pieces += _paragraphs(shape)
        else:
            self.pieces += _diagram(shape, part)

    def _stands_beside(self, shape: Any) -> bool:
        """Whether a shape lies wholly outside the slide, where nobody sees it."""
        edges: list[Any] = [getattr(shape, name, None) for name in ("left", "top", "width", "height")]
        left, top, width, height = edges
        if None in edges or not self.width:
            return False
        return bool(left >= self.width or top >= self.height or left + width <= 0 < width or top + height <= 0 < height)


def _in_order(shapes: Any) -> list[Any]:
    """Shapes from the top down, those on one line from the left; those without a place keep to the end."""

    def place(shape: Any) -> tuple[bool, int, int]:
        top, left = getattr(shape, "top", None), getattr(shape, "left", None)
        return top is None, (top or 0) // _LINE, left or 0

    return sorted(shapes, key=place)


def _is_hidden(shape: Any) -> bool:
    return any(each.get("hidden") in ("1", "true") for each in shape._element.iterfind("*/{*}cNvPr"))


def _holds(shape: Any) -> str:
    """The kind of a placeholder; "" for other shapes. Shapes that python-pptx does not know have none."""
    kind = shape.placeholder_format.type if getattr(shape, "is_placeholder", False) else None
    return "" if kind is None else str(kind.name)


def _text(shape: Any) -> str:
    return squeeze(shape.text_frame.text) if getattr(shape, "has_text_frame", False) else ""


def _paragraphs(shape: Any) -> Iterator[Piece]:
    """The paragraphs of a shape; those with bullets or numbers, and several ones of the body of a slide, are items."""
    lines = [each for each in shape.text_frame.paragraphs if each.text.strip()]
    is_list = _holds(shape) in _BODIES and len(lines) > 1
    counts: dict[int, int] = {}
    for line in lines:
        text = squeeze(line.text)
        properties = line._p.pPr
        own = {child.tag.rpartition("}")[2] for child in properties} if properties is not None else set()
        counts = {level: count for level, count in counts.items() if level <= line.level}
        counts[line.level] = counts.get(line.level, 0) + 1 if "buAutoNum" in own else 0
        marker = list_marker(text)
        if marker and not counts[line.level]:
            yield Piece("item", f"{marker.text} {marker.rest}", line.level + 1)
        elif counts[line.level]:
            yield Piece("item", f"{counts[line.level]}. {text}", line.level + 1)
        elif "buChar" in own or (is_list and "buNone" not in own):
            yield Piece("item", f"- {text}", line.level + 1)
        else:
            yield Piece("paragraph", text)


def _table(table: Any) -> list[list[str]]:
    """The cells of a table; one that spans rows stands in each of them."""
    refuse_large(len(table.rows) * len(table.columns))
    rows: list[list[str]] = []
    for row in table.rows:
        cells = list(row.cells)
        above = rows[-1] if rows else []
        rows.append(
            [above[n] if cell._tc.vMerge and n < len(above) else squeeze(cell.text) for n, cell in enumerate(cells)]
        )
    return rows


def _chart(shape: Any) -> list[Piece]:
    """The numbers of a chart as a table: a row for each category."""
    try:
        plot = shape.chart.plots[0]
        series = list(plot.series)
        heads = ["", *(squeeze(each.name) for each in series)]
        rows = [
            heads,
            *([squeeze(str(c)), *(_number(s.values[n]) for s in series)] for n, c in enumerate(plot.categories)),
        ]
    except (KeyError, IndexError, ValueError, AttributeError, NotImplementedError):
        return []
    return [Piece("row", _CELLS.join(row)) for row in rows]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def _diagram(shape: Any, part: Any) -> Iterator[Piece]:
    """The texts of a diagram (SmartArt), which stand in a part of their own, and of shapes that python-pptx does not know."""
    from lxml import etree  # type: ignore[import-untyped]

    root = shape._element
    for mark in shape._element.iter("{*}relIds"):
        target = next((value for key, value in mark.items() if key.endswith("}dm")), "")
        if target in part.rels:
            root = etree.fromstring(
                part.related_part(target).blob, etree.XMLParser(resolve_entities=False, no_network=True)
            )
    for line in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
        text = squeeze("".join(each.text or "" for each in line.iter("{*}t")))
        if text:
            yield Piece("paragraph", text)
