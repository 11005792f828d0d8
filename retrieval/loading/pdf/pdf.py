"""PDF files to pieces with page numbers: PDFium gives lines of letters that can be seen, `layout` makes blocks of them."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from retrieval.loading.pdf.document import PageText, Paper
from retrieval.loading.pdf.forms import prepare
from retrieval.loading.pdf.layout import lay_out
from retrieval.loading.pdf.ocr import DPI, NoOcrError, program, recognise
from retrieval.loading.pdf.sight import OutOfTimeError
from retrieval.loading.pieces import Piece, UnreadableFileError, clean, squeeze, step

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_PAGES = 5000
_SLOW = "takes too long to read and is probably damaged: export it anew"
_SECONDS = 60  # and one more for each page; a page takes some 10 ms
_NO_TITLE = re.compile(  # what programs write when nobody chose a title
    r"(?:untitled|microsoft|document\s?\d*$|.*\.(?:docx?|hwpx?|indd|pdf|tex|pptx?|xlsx?)$|\S+$|[\W\d_]*$)",
    re.IGNORECASE,
)
_OCR_SECONDS = 900  # for all pages of a file that are read from their pictures; one takes one to five
_ELSEWHERE = "run OCR first and save it with its text"
_NOTHING_FOUND = "Tesseract finds no text there either; scan it anew if there is some"
_FEW_RIDDLES = 8  # letters of a page; fewer are signs and ornaments


def pdf_pieces(data: bytes) -> tuple[list[Piece], dict[str, Any], str]:
    """Blocks of a PDF in reading order, metadata keys and its title (may be empty).

    Under the key `not_read` stand pairs of what was left out and where, under `read_by_ocr` pairs of a page and how sure
    (0 to 100) Tesseract was of the words that it read there.

    Raises UnreadableFileError for a PDF that asks for a password, is damaged, or holds no text that can be seen and read.
    """
    from pypdf.errors import PyPdfError

    try:
        reader = _open(data)
        deadline = time.monotonic() + _SECONDS + len(reader.pages)
        with Paper(_honest(reader, data, deadline)) as paper:
            pages = [_page(paper, number, deadline) for number in range(1, len(reader.pages) + 1)]
            advice = _recognised(paper, pages)
        lines = [line for page in pages for line in page.lines]
        if not lines:
            raise UnreadableFileError(_nothing(pages, advice))
        return lay_out(lines), _keys(pages, advice), _title(reader)
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


def _honest(reader: PdfReader, data: bytes, deadline: float) -> bytes:
    """The PDF, without maps to letters that its fonts do not draw."""
    has_changed = False
    for page in reader.pages:
        _check_time(deadline)
        has_changed |= prepare(page)
    if not has_changed:
        return data
    from pypdf import PdfWriter

    copy = io.BytesIO()
    PdfWriter(clone_from=reader).write(copy)
    return copy.getvalue()


def _page(paper: Paper, number: int, deadline: float) -> PageText:
    _check_time(deadline)
    return paper.read(number, deadline)


def _recognised(paper: Paper, pages: Sequence[PageText]) -> str:
    """Read the pages without text from their pictures; what to do where that is not possible."""
    without = [number for number, page in enumerate(pages, 1) if not page.lines and (page.is_picture or page.riddles)]
    if not without:
        return _ELSEWHERE
    try:
        path = program()
    except NoOcrError as error:
        return str(error)
    deadline = time.monotonic() + _OCR_SECONDS
    for done, number in enumerate(without, 1):
        left = deadline - time.monotonic()
        found = recognise(path, paper.picture(number, DPI), number, left) if left > 0 else None
        if found:
            page = pages[number - 1]
            page.lines, page.confidence = found
            page.is_picture, page.riddles = False, 0
        step("Pages by OCR", done, len(without))
    return _NOTHING_FOUND


def _nothing(pages: Sequence[PageText], advice: str) -> str:
    """Why a PDF without a line of text is refused, and what to do about it."""
    if any(page.riddles for page in pages):
        return f"holds text that cannot be read (its fonts do not say which letters they draw): {advice}"
    if any(page.hidden for page in pages):
        return "holds no text that can be seen: make its text visible or remove the file"
    return f"has no text layer ({_pages(len(pages))} of images): {advice}"


def _keys(pages: Sequence[PageText], advice: str) -> dict[str, Any]:
    """What there is to tell of a PDF that has some text."""
    pictures = [number for number, page in enumerate(pages, 1) if page.is_picture]
    riddles = [number for number, page in enumerate(pages, 1) if page.riddles >= _FEW_RIDDLES]
    told = [
        ("page that is a picture", pictures),
        ("text whose fonts do not say which letters they draw", riddles),
    ]
    left_out = [(kind, f"{_counted(numbers)}, {advice}") for kind, numbers in told if numbers]
    sure = [(number, page.confidence) for number, page in enumerate(pages, 1) if page.confidence is not None]
    return {key: found for key, found in (("not_read", left_out), ("read_by_ocr", sure)) if found}


def _counted(numbers: Sequence[int]) -> str:
    """Page numbers as a reader writes them: "page 2", "6 pages (2-7)"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    spans = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"page {spans}" if len(numbers) == 1 else f"{len(numbers)} pages ({spans})"


def _check_time(deadline: float) -> None:
    """A crafted file can keep the parser busy for ever; this is called for every page and piece of text."""
    if time.monotonic() > deadline:
        raise UnreadableFileError(_SLOW)


def _title(reader: PdfReader) -> str:
    information = reader.metadata
    title = information.title if information else None
    title = squeeze(clean(title)) if isinstance(title, str) else ""
    return "" if len(title) < 4 or _NO_TITLE.match(title) else title


def _pages(number: int) -> str:
    return "1 page" if number == 1 else f"{number} pages"
