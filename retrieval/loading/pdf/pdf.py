"""PDF files to pieces with page numbers: pypdf gives placed fragments, `layout` makes blocks of them."""

from __future__ import annotations

import io
import logging
import math
import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from retrieval.loading.pdf.forms import prepare
from retrieval.loading.pdf.layout import lay_out
from retrieval.loading.pdf.lines import Line
from retrieval.loading.pdf.paint import OutOfTimeError, PaintedText, Painter
from retrieval.loading.pdf.visible import read_seen
from retrieval.loading.pieces import Piece, UnreadableFileError, clean, squeeze

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES = 5000
_SLOW = "takes too long to read and is probably damaged: export it anew"
_SECONDS = 60  # and one more for each page; a page takes some 10 ms
_NO_TITLE = re.compile(  # what programs write when nobody chose a title
    r"(?:untitled|microsoft|document\s?\d*$|.*\.(?:docx?|hwpx?|indd|pdf|tex|pptx?|xlsx?)$|\S+$|[\W\d_]*$)",
    re.IGNORECASE,
)
_BOLD = re.compile("bold|black|heavy|semibd|demi", re.IGNORECASE)


def pdf_pieces(data: bytes) -> tuple[list[Piece], str]:
    """Blocks of a PDF in reading order, and its title (may be empty).

    Raises UnreadableFileError for a PDF that asks for a password, is damaged, or holds images of text or hidden text only.
    """
    from pypdf.errors import PyPdfError

    try:
        reader = _open(data)
        deadline = time.monotonic() + _SECONDS + len(reader.pages)
        with Painter(data) as painter:
            pages = [_lines(page, number, painter, deadline) for number, page in enumerate(reader.pages, 1)]
        lines = [line for page, _ in pages for line in page]
        if not lines and any(hidden for _, hidden in pages):
            raise UnreadableFileError("holds no text that can be seen: make its text visible or remove the file")
        if not lines:
            raise UnreadableFileError(
                f"has no text layer ({_pages(len(reader.pages))} of images): run OCR first and save it with its text"
            )
        return lay_out(lines), _title(reader)
    except (UnreadableFileError, MemoryError):
        raise
    except OutOfTimeError:
        raise UnreadableFileError(_SLOW) from None
    except RecursionError as error:
        raise UnreadableFileError(
            "is a damaged PDF (its parts refer to each other in a circle): export it anew"
        ) from error
    except Exception as error:  # pypdf says of itself that broken files may raise anything
        what = str(error) if isinstance(error, PyPdfError) else f"{type(error).__name__}: {error}"
        raise UnreadableFileError(f"is a damaged PDF ({squeeze(what)[:120]}): export it anew") from error


def _open(data: bytes) -> PdfReader:
    from pypdf import PasswordType, PdfReader

    # It logs each oddity that it could mend; what it could not mend is raised.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data))
    # Many files are encrypted with an empty password only to forbid printing; anyone may read those.
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise UnreadableFileError("is protected by a password: save a copy without one")
    if len(reader.pages) > _MOST_PAGES:
        raise UnreadableFileError(f"has {len(reader.pages)} pages (at most {_MOST_PAGES}): split it into parts")
    return reader


def _lines(page: PageObject, number: int, painter: Painter, deadline: float) -> tuple[list[Line], int]:
    """The lines of one page in the order of its content stream, and how many letters on it cannot be seen.

    Writers make the order of the content stream the reading order.
    """
    lines: list[list[_Fragment]] = [[]]

    def collect(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        _check_time(deadline)
        for part_number, part in enumerate(text.split("\n")):
            if part_number:
                lines.append([])
            if part:
                lines[-1].append(_fragment(part, cm, tm, font, size))

    _check_time(deadline)
    prepare(page)
    texts = painter.texts(number - 1, deadline)
    sight = read_seen(page, texts, collect)
    found = _painted_lines(texts) if sight.is_lost else lines
    bottom, top = float(page.mediabox.bottom), float(page.mediabox.top)
    placed = (_line(fragments, number, bottom, top) for fragments in found)
    return [line for line in placed if line], sight.hidden


def _painted_lines(texts: Iterable[PaintedText]) -> list[list[_Fragment]]:
    """The lines of a page by where its texts are painted, where pypdf finds other texts than PDFium."""
    lines: list[list[_Fragment]] = [[]]
    before: _Fragment | None = None
    for text in texts:
        shown = "".join(letter.text for letter in text.letters if letter.is_seen)
        if before and abs(before.y - text.y) > 0.5 * text.size:
            lines.append([])
        elif before and shown:
            shown = f" {shown}"
        before = _Fragment(shown, text.x, text.y, text.size, False)
        lines[-1].append(before)
    return lines


def _check_time(deadline: float) -> None:
    """A crafted file can keep the parser busy for ever; this is called for every page and piece of text."""
    if time.monotonic() > deadline:
        raise UnreadableFileError(_SLOW)


class _Fragment(NamedTuple):
    text: str
    x: float
    y: float
    size: float
    bold: bool


def _fragment(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> _Fragment:
    """A fragment in page coordinates (points): text matrix times transformation matrix, ISO 32000-2, 9.4.4."""
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    up = tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3]
    name = str((font or {}).get("/BaseFont", ""))
    return _Fragment(text, x, y, round(abs(size) * math.hypot(*up), 1), bool(_BOLD.search(name)))


def _line(fragments: list[_Fragment], page: int, bottom: float, top: float) -> Line | None:
    text = squeeze(clean("".join(fragment.text for fragment in fragments)))
    seen = [fragment for fragment in fragments if fragment.text.strip()]
    if not text or not seen:
        return None
    longest = max(seen, key=lambda fragment: len(fragment.text))
    height = (seen[0].y - bottom) / (top - bottom) if top > bottom else 0.5
    bold = sum(len(fragment.text) for fragment in seen if fragment.bold) > 0.8 * sum(len(f.text) for f in seen)
    return Line(text, page, seen[0].x, seen[0].y, longest.size, bold, height)


def _title(reader: PdfReader) -> str:
    information = reader.metadata
    title = information.title if information else None
    title = squeeze(clean(title)) if isinstance(title, str) else ""
    return "" if len(title) < 4 or _NO_TITLE.match(title) else title


def _pages(number: int) -> str:
    return "1 page" if number == 1 else f"{number} pages"
