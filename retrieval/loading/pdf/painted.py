"""A second look at a PDF: all text in the order in which it is painted, seen or not."""

from __future__ import annotations

import io


def painted_text(data: bytes) -> str:
    """As pypdf gives it; "" where it cannot."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return ""
