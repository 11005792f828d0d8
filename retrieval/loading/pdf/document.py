"""A PDF opened by PDFium, one page at a time: what a reader sees on it, as lines."""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from retrieval.loading.pdf.bands import Band, bands
from retrieval.loading.pdf.contents import contents
from retrieval.loading.pdf.geometry import Box, area, placed
from retrieval.loading.pdf.letters import Stroke, strokes
from retrieval.loading.pdf.lines import Line
from retrieval.loading.pdf.rows import Row
from retrieval.loading.pdf.sight import Canvas, seen_letters
from retrieval.loading.pdf.spelling import spell
from retrieval.loading.pdf.tables import table_rows
from retrieval.loading.pdf.unreadable import are_mostly_signs, without_riddles
from retrieval.loading.pieces import clean, squeeze

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_LOCK = threading.RLock()  # PDFium may be called by one thread at a time
_PICTURE = 0.3  # of the page under pictures, and no text: the text is in the pictures
_MOST_DOTS = 40_000_000  # of a picture of a page; A3 at 300 dots an inch has 17 million
_BOLD = 0.8  # of the letters of a line
_HIDDEN = 2 | 32  # flags of annotations that are not shown: ISO 32000-2, table 167


@dataclass(slots=True)
class PageText:
    """What was read of one page: `hidden` letters cannot be seen, `riddles` are letters that nothing says how to read,
    `confidence` (0 to 100) is that of Tesseract, which read the page from its picture."""

    lines: list[Line] = field(default_factory=list)
    hidden: int = 0
    riddles: int = 0
    is_picture: bool = False
    confidence: float | None = None


class Paper:
    """An open PDF. Close it, or use it in a `with`. Raises PdfiumError when PDFium cannot open it."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2.raw as raw
        from pypdfium2 import PdfDocument

        with _LOCK:
            self._document: PdfDocument = PdfDocument(data)
            if self._document.get_formtype() != raw.FORMTYPE_NONE:
                self._document.init_forms()

    def __enter__(self) -> Paper:
        return self

    def __exit__(self, *_: object) -> None:
        with _LOCK:
            self._document.close()

    def read(self, number: int, deadline: float) -> PageText:
        """The text of a page (from 1). Raises OutOfTimeError after `deadline`."""
        with _LOCK:
            page = self._document[number - 1]
            try:
                notes, is_filled = _annotations(page)
                if is_filled:
                    page = self._flattened(page, number)
                return _read(page, number, notes, deadline)
            finally:
                page.close()

    def picture(self, number: int, dpi: int) -> bytes:
        """A page (from 1) in shades of grey, as a PGM file with `dpi` dots an inch, fewer for a page of unusual size."""
        with _LOCK:
            page = self._document[number - 1]
            try:
                width, height = page.get_size()
                scale = min(dpi / 72, math.sqrt(_MOST_DOTS / max(width * height, 1.0)))
                bitmap = page.render(scale=scale, grayscale=True)
                try:
                    dots = bitmap.to_numpy()[:, : bitmap.width]
                    return b"P5\n%d %d\n255\n" % (bitmap.width, bitmap.height) + bytes(dots.tobytes())
                finally:
                    bitmap.close()
            finally:
                page.close()

    def _flattened(self, page: PdfPage, number: int) -> PdfPage:
        """The page with what stands in its form fields and boxes of text as part of it."""
        import pypdfium2.raw as raw

        page.flatten(raw.FLAT_NORMALDISPLAY)
        page.close()
        return self._document[number - 1]


def _read(page: PdfPage, number: int, notes: Sequence[str], deadline: float) -> PageText:
    found = contents(page)
    canvas = Canvas(page, deadline)
    width, height = page.get_size()
    view = canvas.view
    seen = seen_letters(page, canvas, found)
    shown, riddles = without_riddles(found.texts, seen)
    hidden = sum(len(each) - sum(each) for text, each in zip(found.texts, seen, strict=True) if text.letters)
    rules = [placed(rule, view) for rule in found.rules]
    lines = list(_lines(strokes(found.texts, shown, view), rules, number, height))
    if are_mostly_signs([line.text for line in lines]):
        riddles += sum(len(line.text) for line in lines)
        lines = []
    lines += [Line(note, number, 0.0, 0.0, 0.0, False, 0.5) for note in notes]
    pictured = sum(area(placed(picture, view), (0, 0, width, height)) for picture in found.pictures)
    return PageText(lines, hidden, riddles, not lines and not riddles and pictured >= _PICTURE * width * height)


def _lines(found: Sequence[Stroke], rules: Sequence[Box], page: int, height: float) -> Iterator[Line]:
    """The lines of a page in the order of reading; those that do not run level come last."""
    turns: dict[int, list[Stroke]] = {}
    for stroke in found:
        turns.setdefault(stroke.turn, []).append(stroke)
    for turn in sorted(turns):
        for band in bands(turns[turn], rules if turn == 0 else ()):
            for row, text in _texts(band, rules if turn == 0 else ()):
                text = clean(text) if band.gutters else squeeze(clean(text))
                if text:
                    share = row.y / height if turn == 0 and height > 0 else 0.5
                    yield Line(text, page, row.left, row.y, row.size, _is_bold(row), share, is_row=bool(band.gutters))


def _texts(band: Band, rules: Sequence[Box]) -> Iterator[tuple[Row, str]]:
    if band.gutters:
        yield from table_rows(band, rules)
    else:
        yield from ((row, spell(row.strokes)) for row in band.rows)


def _is_bold(row: Row) -> bool:
    letters = sum(len(stroke.text) for stroke in row.strokes)
    return sum(len(stroke.text) for stroke in row.strokes if stroke.is_bold) > _BOLD * letters


def _annotations(page: PdfPage) -> tuple[list[str], bool]:
    """The notes of a page that a reader can open, and whether it has fields or boxes of text that are painted on it."""
    import pypdfium2.raw as raw

    notes: list[str] = []
    is_filled = False
    links = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP}
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        handle = raw.FPDFPage_GetAnnot(page, number)
        try:
            kind = raw.FPDFAnnot_GetSubtype(handle)
            if kind in links or raw.FPDFAnnot_GetFlags(handle) & _HIDDEN:
                continue
            is_painted = kind in {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_STAMP} or (
                kind == raw.FPDF_ANNOT_FREETEXT and bool(_string(raw.FPDFAnnot_GetAP, handle, 0))
            )
            is_filled |= is_painted
            if not is_painted:
                notes.append(squeeze(clean(_string(raw.FPDFAnnot_GetStringValue, handle, b"Contents"))))
        finally:
            raw.FPDFPage_CloseAnnot(handle)
    return list(filter(None, notes)), is_filled


def _string(get: Any, handle: Any, what: Any) -> str:
    """A string of an annotation, in the UTF-16 that PDFium gives."""
    size = get(handle, what, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    get(handle, what, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")
