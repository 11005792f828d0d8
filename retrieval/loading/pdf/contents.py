"""What stands on a PDF page, as PDFium reads it: texts with the letters of each, pictures, and ruled lines."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from retrieval.loading.pdf.geometry import UPRIGHT, Box, Matrix, bounds, matrix_of, multiplied, placed
from retrieval.patterns import late_pattern

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_DEEPEST = 30  # forms in forms; PDFium itself stops there
_THIN = 2.0  # points; what is thinner and longer is a ruled line
_SHORTEST_RULE = 8.0
_MOST_SEGMENTS = 400  # of one path that is looked at for ruled lines
_MOST_RULES = 4000  # of one page
_BOLD = late_pattern(r"(?i)bold|black|heavy|semibd|demi")
_FORCED_BOLD = 1 << 18  # a flag of a font: ISO 32000-2, 9.8.2
_BLANK, _SPACE = (0, 10, 13, 32), 32  # what PDFium puts in by itself
_PROBE = 6  # letters
_HYPHENS = {"\x02", "\ufffe"}  # what PDFium gives for a hyphen at the end of a line


class Letter(NamedTuple):
    """One letter: its place among those of the page, whether a space or a new line is before it and its font says what it
    is (`is_known`)."""

    text: str
    box: Box
    number: int
    before: str
    is_known: bool


@dataclass(slots=True)
class Text:
    """What one operator shows. `x` and `y` are where it begins, `tall` and `wide` the points of its type, `angle` the
    direction of its line in radians. Of its first letters `known` had a map; after a few, the others are not asked about.
    Without letters it is a copy of another one, whose letters stand for both."""

    handle: Any
    box: Box
    letters: list[Letter] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    tall: float = math.inf
    wide: float = math.inf
    angle: float = 0.0
    is_bold: bool = False
    known: int = 0

    @property
    def boxes(self) -> list[Box]:
        return [letter.box for letter in self.letters] or [self.box]


@dataclass(slots=True)
class Contents:
    """A page's texts in the order of painting, the boxes of its pictures, and of its ruled lines."""

    texts: list[Text]
    pictures: list[Box]
    rules: list[Box]


def contents(page: PdfPage) -> Contents:
    """Everything on a page that has to do with its text."""
    import pypdfium2.raw as raw

    texts: dict[bytes, Text] = {}
    pictures: list[Box] = []
    rules: list[Box] = []
    for handle, matrix in _objects(page):
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts[bytes(handle)] = Text(handle, bounds(handle, matrix))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(bounds(handle, matrix))
        elif kind == raw.FPDF_PAGEOBJ_PATH and len(rules) < _MOST_RULES:
            rules += _rules(handle, matrix)
    _spell(page, texts)
    return Contents(list(texts.values()), pictures, rules)


def _objects(page: PdfPage) -> Iterator[tuple[Any, Matrix]]:
    """Every object of a page, forms opened, in the order of painting, with the matrix that places it."""
    import pypdfium2.raw as raw

    def inside(count: Any, get: Any, holder: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
        for number in range(count(holder)):
            handle = get(holder, number)
            if raw.FPDFPageObj_GetType(handle) != raw.FPDF_PAGEOBJ_FORM:
                yield handle, matrix
            elif depth < _DEEPEST:
                below = multiplied(matrix_of(handle), matrix)
                yield from inside(raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, handle, below, depth + 1)

    return inside(raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, page, UPRIGHT, 0)


def _rules(handle: Any, matrix: Matrix) -> Iterator[Box]:
    """The ruled lines that a path draws: itself when it is thin, or its straight pieces along the edges of the paper."""
    import pypdfium2.raw as raw

    whole = bounds(handle, matrix)
    width, height = whole[2] - whole[0], whole[3] - whole[1]
    if min(width, height) <= _THIN:
        if max(width, height) >= _SHORTEST_RULE:
            yield whole
        return
    count = raw.FPDFPath_CountSegments(handle)
    if count > _MOST_SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    full = multiplied(matrix_of(handle), matrix)
    before: tuple[float, float] | None = None
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(handle, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = x.value, y.value
        if before and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            line = placed((before[0], before[1], point[0], point[1]), full)
            across, up = line[2] - line[0], line[3] - line[1]
            if min(across, up) <= _THIN and max(across, up) >= _SHORTEST_RULE:
                yield line
        before = point


def _spell(page: PdfPage, texts: dict[bytes, Text]) -> None:
    """Put the letters of a page to their texts."""
    import pypdfium2.raw as raw

    opened = page.get_textpage()
    spelled = opened.raw
    try:
        left, right, bottom, top = edges = [ctypes.c_double() for _ in range(4)]
        ends = [ctypes.pointer(edge) for edge in edges]  # made once: these are the calls that take the time
        get_unicode, get_text, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetTextObject, raw.FPDFText_GetCharBox
        fonts: dict[bytes, bool] = {}
        before = "\n"
        for number in range(opened.count_chars()):
            code = get_unicode(spelled, number)
            if code in _BLANK and raw.FPDFText_IsGenerated(spelled, number) == 1:
                before = "\n" if code != _SPACE or before == "\n" else " "
                continue
            text = texts.get(bytes(get_text(spelled, number)))  # of the object, not of ours
            if text is None:
                continue
            if not text.letters:
                _measure(spelled, number, text, fonts)
            get_box(spelled, number, *ends)
            box = left.value, bottom.value, right.value, top.value
            is_known = bool(code)
            if is_known and text.known < _PROBE:
                is_known = raw.FPDFText_HasUnicodeMapError(spelled, number) != 1
                text.known += is_known
            letter = chr(code or 0xFFFD)
            text.letters.append(Letter("-" if letter in _HYPHENS else letter, box, number, before, is_known))
            before = ""
    finally:
        opened.close()


def _measure(spelled: Any, number: int, text: Text, fonts: dict[bytes, bool]) -> None:
    import pypdfium2.raw as raw

    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    if raw.FPDFText_GetCharOrigin(spelled, number, x, y):
        text.x, text.y = x.value, y.value
    if raw.FPDFText_GetMatrix(spelled, number, matrix):
        size = abs(raw.FPDFText_GetFontSize(spelled, number))
        text.tall, text.wide = size * math.hypot(matrix.c, matrix.d), size * math.hypot(matrix.a, matrix.b)
        text.angle = math.atan2(matrix.b, matrix.a)
    font = raw.FPDFTextObj_GetFont(text.handle)
    key = bytes(font) if font else b""
    if key not in fonts:
        fonts[key] = bool(font) and _is_bold(font)
    text.is_bold = fonts[key]


def _is_bold(font: Any) -> bool:
    import pypdfium2.raw as raw

    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    name = ctypes.create_string_buffer(max(length, 1))
    raw.FPDFFont_GetBaseFontName(font, name, length)
    return bool(_BOLD.search(name.value.decode("utf-8", "replace"))) or bool(
        max(raw.FPDFFont_GetFlags(font), 0) & _FORCED_BOLD
    )
