"""What PDFium paints of a PDF page: which letters of its texts leave ink that a reader can tell from what is around it.

A page is painted with its texts and without them. A letter whose place looks the same both times cannot be seen, whatever
the reason: its colour, a lid over it, a clip, a layer that is off, the edge of the paper. Where texts lie over each other,
each is painted alone too, so that none borrows the ink of another.
"""

from __future__ import annotations

import ctypes
import math
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pypdfium2 import PdfDocument, PdfPage

_LOCK = threading.RLock()  # PDFium may be called by one thread at a time
_SCALE = 1.5  # pixels a point: the stems of usual type are about a pixel then
_MOST_PIXELS = 6_000_000  # of one painting; a larger page is painted smaller
_THIN = 3.0  # pixels; such a letter is looked for half a pixel further
_INK = 26  # of a channel's 255; #e8e8e8 on white has a contrast of 1.2 to 1, which nobody reads
_LOWEST, _NARROWEST = 2.0, 1.0  # points of type height, and of width per em
_CROWDED = 0.3  # of a text's place under texts before it
_MOST_LAYERS = 12
_SCAN = 0.5  # of the page under pictures makes it a scan, whose invisible text is what was recognised in it
_INVISIBLE, _CLIPS = 3, 7  # render modes of text
_DEEPEST = 30  # forms in forms; PDFium itself stops there

Box = tuple[float, float, float, float]  # left, bottom, right, top in points of the page
Matrix = tuple[float, float, float, float, float, float]
Place = tuple[int, int, int, int]  # left, top, right, bottom in pixels of a painting
_UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class OutOfTimeError(Exception):
    """A page takes too long to paint."""


class Letter(NamedTuple):
    """One letter as PDFium reads it, and whether it can be seen."""

    text: str
    is_seen: bool


class PaintedText(NamedTuple):
    """What one operator shows: its letters in the order of the operator, where they begin and how high the type is."""

    letters: tuple[Letter, ...]
    x: float
    y: float
    size: float


@dataclass(slots=True)
class _Text:
    """A text object of a page, and the place of each of its letters; `tall` and `wide` are points of its type."""

    handle: Any
    boxes: list[tuple[str, Box]]
    x: float = 0.0
    y: float = 0.0
    tall: float = math.inf
    wide: float = math.inf


class Painter:
    """An open PDF. Close it, or use it in a `with`. Raises PdfiumError when PDFium cannot open it."""

    def __init__(self, data: bytes) -> None:
        from pypdfium2 import PdfDocument

        with _LOCK:
            self._document: PdfDocument = PdfDocument(data)
            self.pages = len(self._document)

    def __enter__(self) -> Painter:
        return self

    def __exit__(self, *_: object) -> None:
        with _LOCK:
            self._document.close()

    def texts(self, number: int, deadline: float) -> list[PaintedText]:
        """Every text of a page (from 0) in the order of its content. Raises OutOfTimeError after `deadline`."""
        with _LOCK:
            page = self._document[number]
            try:
                return _painted(page, deadline)
            finally:
                page.close()


def _painted(page: PdfPage, deadline: float) -> list[PaintedText]:
    texts, pictures = _contents(page)
    if not texts:
        return []
    canvas = _Canvas(page, deadline)
    seen = canvas.seen(texts)
    width, height = page.get_size()
    if sum(_area(picture, canvas.paper) for picture in pictures) >= _SCAN * width * height:
        seen = [
            [True] * len(each) if _mode(text) == _INVISIBLE else each for text, each in zip(texts, seen, strict=True)
        ]
    return [
        PaintedText(
            tuple(Letter(letter, ok) for (letter, _), ok in zip(text.boxes, each, strict=True)),
            text.x,
            text.y,
            round(min(text.tall, 1000.0), 1),
        )
        for text, each in zip(texts, seen, strict=True)
    ]


def _contents(page: PdfPage) -> tuple[list[_Text], list[Box]]:
    """The texts of a page with their letters, and the places of its pictures."""
    import pypdfium2.raw as raw

    texts: dict[bytes, _Text] = {}
    pictures: list[Box] = []
    for handle, matrix in _objects(page):
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts[bytes(handle)] = _Text(handle, [("", _bounds(handle, matrix))])
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(_bounds(handle, matrix))
    _spell(page, texts)
    return list(texts.values()), pictures


def _objects(page: PdfPage) -> Iterator[tuple[Any, Matrix]]:
    """Every text and picture of a page, forms opened, in the order of painting, with the matrix that places it."""
    import pypdfium2.raw as raw

    def inside(count: Any, get: Any, holder: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
        for number in range(count(holder)):
            handle = get(holder, number)
            if raw.FPDFPageObj_GetType(handle) != raw.FPDF_PAGEOBJ_FORM:
                yield handle, matrix
            elif depth < _DEEPEST:
                placed = _multiplied(_matrix(handle), matrix)
                yield from inside(raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, handle, placed, depth + 1)

    return inside(raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, page, _UPRIGHT, 0)


def _spell(page: PdfPage, texts: dict[bytes, _Text]) -> None:
    """Put the letters of a page to their texts; a text without letters (a copy of another one) keeps its whole place."""
    import pypdfium2.raw as raw

    spelled = page.get_textpage()
    try:
        edges = [ctypes.c_double() for _ in range(4)]
        left, right, bottom, top = edges
        begun: set[bytes] = set()
        for number in range(spelled.count_chars()):
            address = bytes(raw.FPDFText_GetTextObject(spelled, number))  # of the object, not of ours
            text = texts.get(address)
            if text is None or raw.FPDFText_IsGenerated(spelled, number) == 1:
                continue
            if address not in begun:
                begun.add(address)
                text.boxes.clear()
                _measure(spelled, number, text)
            raw.FPDFText_GetCharBox(spelled, number, *edges)
            letter = chr(raw.FPDFText_GetUnicode(spelled, number) or 0xFFFD)
            text.boxes.append((letter, (left.value, bottom.value, right.value, top.value)))
    finally:
        spelled.close()


def _measure(spelled: Any, number: int, text: _Text) -> None:
    import pypdfium2.raw as raw

    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    if raw.FPDFText_GetCharOrigin(spelled, number, x, y):
        text.x, text.y = x.value, y.value
    if raw.FPDFText_GetMatrix(spelled, number, matrix):
        size = abs(raw.FPDFText_GetFontSize(spelled, number))
        text.tall, text.wide = size * math.hypot(matrix.c, matrix.d), size * math.hypot(matrix.a, matrix.b)


class _Canvas:
    """Paintings of one page; letters are looked up in them by their boxes."""

    def __init__(self, page: PdfPage, deadline: float) -> None:
        self._page = page
        self._deadline = deadline
        width, height = page.get_size()
        self._scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
        self._size = max(math.ceil(width * self._scale), 1), max(math.ceil(height * self._scale), 1)
        self._to_pixels = self._placing()
        self.paper: Box = page.get_bbox()

    def seen(self, texts: Sequence[_Text]) -> list[list[bool]]:
        """For each letter of each text whether it can be seen."""
        places = self._places(texts)
        whole = self._paint()
        self._show(texts, False)
        bare = self._paint()
        ink = _ink(whole, bare)
        found = [_inked(ink, each) for each in places]
        layers = self._layers(places)
        if max(layers, default=0):
            for layer in range(max(layers) + 1):
                members = [number for number, each in enumerate(layers) if each == layer]
                self._show([texts[number] for number in members], True)
                alone = _ink(self._paint(), bare)
                self._show([texts[number] for number in members], False)
                for number in members:
                    both = zip(found[number], _inked(alone, places[number]), strict=True)
                    found[number] = [one and other for one, other in both]
        return [_judged(text, each, place, whole) for text, each, place in zip(texts, found, places, strict=True)]

    def _layers(self, places: Sequence[Sequence[Place]]) -> list[int]:
        """Sort texts so that those of one layer do not lie over each other; gives the layer of each."""
        import numpy as np

        taken: list[NDArray[np.bool_]] = []
        found: list[int] = []
        for each in places:
            lefts, tops, rights, bottoms = zip(*each, strict=True)
            rows, columns = slice(min(tops), max(bottoms)), slice(min(lefts), max(rights))
            layer = 0
            while layer < len(taken) and layer < _MOST_LAYERS and _is_crowded(taken[layer][rows, columns]):
                layer += 1
            if layer == len(taken):
                taken.append(np.zeros((self._size[1], self._size[0]), dtype=bool))
            taken[layer][rows, columns] = True
            found.append(layer)
        return found

    def _show(self, texts: Sequence[_Text], shown: bool) -> None:
        import pypdfium2.raw as raw

        for text in texts:
            raw.FPDFPageObj_SetIsActive(text.handle, shown)

    def _paint(self) -> NDArray[np.uint8]:
        import pypdfium2.raw as raw
        from pypdfium2 import PdfBitmap

        late = raw.IFSDK_PAUSE(version=1)
        look = type(late.NeedToPauseNow)(lambda _: time.monotonic() > self._deadline)
        late.NeedToPauseNow = look
        width, height = self._size
        bitmap = PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRx)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            state = raw.FPDF_RenderPageBitmap_Start(
                bitmap, self._page, 0, 0, width, height, 0, raw.FPDF_ANNOT, ctypes.byref(late)
            )
            raw.FPDF_RenderPage_Close(self._page)
            if state == raw.FPDF_RENDER_TOBECONTINUED:
                raise OutOfTimeError
            pixels: NDArray[np.uint8] = bitmap.to_numpy().copy()
            return pixels
        finally:
            bitmap.close()

    def _placing(self) -> Matrix:
        """The matrix from points of the page to pixels, rotation and crop of the page in it."""
        import pypdfium2.raw as raw

        def at(x: float, y: float) -> tuple[float, float]:
            across, down = ctypes.c_int(), ctypes.c_int()
            raw.FPDF_PageToDevice(self._page, 0, 0, *self._size, 0, x, y, across, down)
            return across.value, down.value

        far = 10_000.0  # points, so that whole pixels say the matrix exactly enough
        (e, f), (right, right_down), (up_across, up) = at(0, 0), at(far, 0), at(0, far)
        return (right - e) / far, (right_down - f) / far, (up_across - e) / far, (up - f) / far, e, f

    def _places(self, texts: Sequence[_Text]) -> list[list[Place]]:
        """The pixels of each letter of each text: one at least each way, none off the paper."""
        import numpy as np

        boxes = np.array([box for text in texts for _, box in text.boxes])
        a, b, c, d, e, f = self._to_pixels
        xs = boxes[:, 0::2, None] * a + boxes[:, None, 1::2] * c + e
        ys = boxes[:, 0::2, None] * b + boxes[:, None, 1::2] * d + f
        edges = []
        for corners, most in ((xs, self._size[0]), (ys, self._size[1])):
            low, high = np.nan_to_num(corners.min(axis=(1, 2))), np.nan_to_num(corners.max(axis=(1, 2)))
            slack = np.where(high - low < _THIN, 0.5, 0.0)  # the edge of a thin stroke may fall into the next pixel
            first, last = np.rint(low.clip(0, most) - slack), np.rint(high.clip(0, most) + slack)
            last = np.where((high < 0) | (low > most), first, np.maximum(last, first + 1))
            edges += [first.clip(0, most), last.clip(0, most)]
        left, right, top, bottom = edges
        rows = iter(map(tuple, np.stack([left, top, right, bottom], axis=1).astype(int).tolist()))
        return [[next(rows) for _ in text.boxes] for text in texts]


def _ink(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The pixels that two paintings show in colours that can be told apart."""
    import numpy as np

    apart = np.maximum(one, other) - np.minimum(one, other) >= _INK
    pixels = apart.view("<u4")[:, :, 0]  # the four bytes of a pixel as one number; the last is no colour
    found: NDArray[np.bool_] = pixels & 0xFFFFFF != 0
    return found


def _is_crowded(taken: NDArray[np.bool_]) -> bool:
    return bool(taken.sum() > _CROWDED * taken.size)


def _inked(ink: NDArray[np.bool_], places: Sequence[Place]) -> list[bool]:
    return [bool(ink[top:bottom, left:right].any()) for left, top, right, bottom in places]


def _judged(text: _Text, seen: list[bool], places: Sequence[Place], whole: NDArray[np.uint8]) -> list[bool]:
    """Whether each letter of a text is seen: by itself and its neighbours, since a dot alone says little."""
    if text.tall < _LOWEST or text.wide < _NARROWEST:
        return [False] * len(seen)
    if _mode(text) == _CLIPS:  # letters that only clip are filled by what is painted through them
        seen = [_varies(whole, place) for place in places]
    letters = [number for number, (letter, _) in enumerate(text.boxes) if not letter.isspace()]
    judged = [False] * len(seen)
    for place, number in enumerate(letters):
        near = letters[max(place - 1, 0)], number, letters[min(place + 1, len(letters) - 1)]
        judged[number] = sum(seen[each] for each in near) > 1
    for number, (letter, _) in enumerate(text.boxes):
        if letter.isspace():
            judged[number] = any(judged[max(number - 1, 0) : number + 2])
    return judged


def _varies(whole: NDArray[np.uint8], place: Place) -> bool:
    left, top, right, bottom = place
    part = whole[top:bottom, left:right, :3].reshape(-1, 3)
    return bool(len(part)) and int((part.max(axis=0) - part.min(axis=0)).max()) >= _INK


def _mode(text: _Text) -> int:
    import pypdfium2.raw as raw

    return int(raw.FPDFTextObj_GetTextRenderMode(text.handle))


def _matrix(handle: Any) -> Matrix:
    import pypdfium2.raw as raw

    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, found):
        return _UPRIGHT
    return found.a, found.b, found.c, found.d, found.e, found.f


def _multiplied(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that does `m` first and then `n` (ISO 32000-2, 8.3.4)."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _moved(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def _bounds(handle: Any, matrix: Matrix) -> Box:
    import pypdfium2.raw as raw

    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(handle, *edges):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    corners = [_moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _area(box: Box, paper: Box) -> float:
    """Square points of a box on the paper."""
    width = min(box[2], paper[2]) - max(box[0], paper[0])
    height = min(box[3], paper[3]) - max(box[1], paper[1])
    return max(width, 0.0) * max(height, 0.0)
