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
from retrieval.loading.pdf.sight import OutOfTimeError
from retrieval.loading.pieces import Piece, UnreadableFileError, clean, squeeze

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_PAGES = 5000
_SLOW = "takes too long to read and is probably damaged: export it anew"
_SECONDS = 60  # and one more for each page; a page takes some 10 ms
_NO_TITLE = re.compile(  # what programs write when nobody chose a title
    r"(?:untitled|microsoft|document\s?\d*$|.*\.(?:docx?|hwpx?|indd|pdf|tex|pptx?|xlsx?)$|\S+$|[\W\d_]*$)",
    re.IGNORECASE,
)
_FEW_RIDDLES = 8  # letters of a page; fewer are signs and ornaments


def pdf_pieces(data: bytes) -> tuple[list[Piece], dict[str, Any], str]:
    """Blocks of a PDF in reading order, metadata keys (what was left out under `not_read`) and its title (may be empty).

    Raises UnreadableFileError for a PDF that asks for a password, is damaged, or holds no text that can be seen and read.
    """
    from pypdf.errors import PyPdfError

    try:
        reader = _open(data)
        deadline = time.monotonic() + _SECONDS + len(reader.pages)
        with Paper(_honest(reader, data, deadline)) as paper:
            pages = [_page(paper, number, deadline) for number in range(1, len(reader.pages) + 1)]
        lines = [line for page in pages for line in page.lines]
        if not lines:
            raise UnreadableFileError(_nothing(pages))
        left_out = _left_out(pages)
        return lay_out(lines), {"not_read": left_out} if left_out else {}, _title(reader)
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


def _nothing(pages: Sequence[PageText]) -> str:
    """Why a PDF without a line of text is refused, and what to do about it."""
    if any(page.riddles for page in pages):
        return "holds text that cannot be read (its fonts do not say which letters they draw): run OCR on it first"
    if any(page.hidden for page in pages):
        return "holds no text that can be seen: make its text visible or remove the file"
    return f"has no text layer ({_pages(len(pages))} of images): run OCR first and save it with its text"


def _left_out(pages: Sequence[PageText]) -> list[tuple[str, str]]:
    """What was not read of a PDF that has some text: kinds of pages, and which ones."""
    pictures = [number for number, page in enumerate(pages, 1) if page.is_picture]
    riddles = [number for number, page in enumerate(pages, 1) if page.riddles >= _FEW_RIDDLES]
    said = [
        ("page that is a picture", pictures),
        ("text whose fonts do not say which letters they draw", riddles),
    ]
    return [(kind, f"{_counted(numbers)}, run OCR on it first") for kind, numbers in said if numbers]


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
