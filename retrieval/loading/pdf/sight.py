"""Which letters of a PDF page leave ink that a reader can tell from what is around it.

A page is painted with its texts and without them. A letter whose place looks the same both times cannot be seen, whatever
the reason: its colour, a lid over it, a clip, a layer that is off, the edge of the paper. Where texts lie over each other,
each is painted alone too, so that none borrows the ink of another. Two things cannot be told: whether a font in the file
draws the letters that it names, and what a scan's invisible text has to do with its picture.
"""

from __future__ import annotations

import ctypes
import math
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from retrieval.loading.pdf.contents import Contents, Text
from retrieval.loading.pdf.geometry import Box, Matrix, area

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pypdfium2 import PdfPage

_SCALE = 1.5  # pixels a point: the stems of usual type are about a pixel then
_MOST_PIXELS = 6_000_000  # of one painting; a larger page is painted smaller
_THIN = 3.0  # pixels; such a letter is looked for half a pixel further
_INK = 26  # of a channel's 255; #e8e8e8 on white has a contrast of 1.2 to 1, which nobody reads
_LOWEST, _NARROWEST = 2.0, 1.0  # points of type height, and of width per em
_CROWDED = 0.3  # of a text's place under texts before it
_MOST_LAYERS = 12
_SCAN = 0.5  # of the page under pictures makes it a scan, whose invisible text is what was recognised in it
_INVISIBLE, _CLIPS = 3, 7  # render modes of text

Place = tuple[int, int, int, int]  # left, top, right, bottom in pixels of a painting


class OutOfTimeError(Exception):
    """A page takes too long to paint."""


def seen_letters(page: PdfPage, canvas: Canvas, found: Contents) -> list[list[bool]]:
    """For each letter of each text of a page whether it can be seen. Raises OutOfTimeError."""
    texts = found.texts
    if not texts:
        return []
    seen = canvas.seen(texts)
    width, height = page.get_size()
    if sum(area(picture, canvas.paper) for picture in found.pictures) >= _SCAN * width * height:
        seen = [
            [True] * len(each) if _mode(text) == _INVISIBLE else each for text, each in zip(texts, seen, strict=True)
        ]
    _lend_copies(texts, seen)
    return seen


def _lend_copies(texts: Sequence[Text], seen: list[list[bool]]) -> None:
    """A text that is painted anew over its own copy is seen if the copy is: PDFium spells out only the first of them."""
    copies = [text.box for text, each in zip(texts, seen, strict=True) if not text.letters and any(each)]
    for number, text in enumerate(texts):
        if copies and text.letters and not any(seen[number]):
            own = max(area(text.box, text.box), 1.0)
            if any(area(text.box, copy) > 0.9 * own and area(copy, copy) < 1.3 * own for copy in copies):
                seen[number] = [True] * len(seen[number])


class Canvas:
    """Paintings of one page; letters are looked up in them by their boxes."""

    def __init__(self, page: PdfPage, deadline: float) -> None:
        self._page = page
        self._deadline = deadline
        width, height = page.get_size()
        self.scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
        self.size = max(math.ceil(width * self.scale), 1), max(math.ceil(height * self.scale), 1)
        self.to_pixels = self._placing()
        self.paper: Box = page.get_bbox()

    @property
    def view(self) -> Matrix:
        """The matrix from points of the page to those of the paper as it is shown, from the left and from below."""
        a, b, c, d, e, f = (each / self.scale for each in self.to_pixels)
        return a, -b, c, -d, e, self.size[1] / self.scale - f

    def seen(self, texts: Sequence[Text]) -> list[list[bool]]:
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
                taken.append(np.zeros((self.size[1], self.size[0]), dtype=bool))
            taken[layer][rows, columns] = True
            found.append(layer)
        return found

    def _show(self, texts: Sequence[Text], shown: bool) -> None:
        import pypdfium2.raw as raw

        for text in texts:
            raw.FPDFPageObj_SetIsActive(text.handle, shown)

    def _paint(self) -> NDArray[np.uint8]:
        import pypdfium2.raw as raw
        from pypdfium2 import PdfBitmap

        late = raw.IFSDK_PAUSE(version=1)
        look = type(late.NeedToPauseNow)(lambda _: time.monotonic() > self._deadline)
        late.NeedToPauseNow = look
        width, height = self.size
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
            raw.FPDF_PageToDevice(self._page, 0, 0, *self.size, 0, x, y, across, down)
            return across.value, down.value

        far = 10_000.0  # points, so that whole pixels say the matrix exactly enough
        (e, f), (right, right_down), (up_across, up) = at(0, 0), at(far, 0), at(0, far)
        return (right - e) / far, (right_down - f) / far, (up_across - e) / far, (up - f) / far, e, f

    def _places(self, texts: Sequence[Text]) -> list[list[Place]]:
        """The pixels of each letter of each text: one at least each way, none off the paper."""
        import numpy as np

        boxes = np.array([box for text in texts for box in text.boxes])
        a, b, c, d, e, f = self.to_pixels
        xs = boxes[:, 0::2, None] * a + boxes[:, None, 1::2] * c + e
        ys = boxes[:, 0::2, None] * b + boxes[:, None, 1::2] * d + f
        edges = []
        for corners, most in ((xs, self.size[0]), (ys, self.size[1])):
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

    # The four bytes of a pixel as one number first: few pixels differ at all.
    differ = np.flatnonzero(one.view("<u4") != other.view("<u4"))
    here, there = (each.reshape(-1, 4)[differ, :3] for each in (one, other))  # the last byte is no colour
    found = np.zeros(one.shape[0] * one.shape[1], dtype=bool)
    found[differ] = (np.maximum(here, there) - np.minimum(here, there) >= _INK).any(axis=1)
    return found.reshape(one.shape[:2])


def _is_crowded(taken: NDArray[np.bool_]) -> bool:
    return bool(taken.sum() > _CROWDED * taken.size)


def _inked(ink: NDArray[np.bool_], places: Sequence[Place]) -> list[bool]:
    return [bool(ink[top:bottom, left:right].any()) for left, top, right, bottom in places]


def _judged(text: Text, seen: list[bool], places: Sequence[Place], whole: NDArray[np.uint8]) -> list[bool]:
    """Whether each letter of a text is seen: by itself and its neighbours, since a dot alone says little."""
    if text.tall < _LOWEST or text.wide < _NARROWEST:
        return [False] * len(seen)
    if _mode(text) == _CLIPS:  # letters that only clip are filled by what is painted through them
        seen = [_varies(whole, place) for place in places]
    spaces = [letter.text.isspace() for letter in text.letters] or [False]
    letters = [number for number, is_space in enumerate(spaces) if not is_space]
    inked = [seen[number] for number in letters]
    if all(inked):
        return [True] * len(seen) if letters else [False] * len(seen)
    judged = [False] * len(seen)
    for number, *near in zip(letters, [inked[0], *inked], inked, [*inked[1:], inked[-1]], strict=False):
        judged[number] = sum(near) > 1
    for number, is_space in enumerate(spaces):
        if is_space:
            judged[number] = any(judged[max(number - 1, 0) : number + 2])
    return judged


def _varies(whole: NDArray[np.uint8], place: Place) -> bool:
    left, top, right, bottom = place
    part = whole[top:bottom, left:right, :3].reshape(-1, 3)
    return bool(len(part)) and int((part.max(axis=0) - part.min(axis=0)).max()) >= _INK


def _mode(text: Text) -> int:
    import pypdfium2.raw as raw

    return int(raw.FPDFTextObj_GetTextRenderMode(text.handle))
