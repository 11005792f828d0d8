"""PDF files: the lines that a reader sees, as text."""

from retrieval.loading.pdf.painted import painted_text
from retrieval.loading.pdf.pdf import pdf_pieces

__all__ = ["painted_text", "pdf_pieces"]
