"""Office files, tables, mail and archives to pieces."""

from retrieval.loading.office.docx import docx_pieces
from retrieval.loading.office.xlsx import xlsx_pieces

__all__ = ["docx_pieces", "xlsx_pieces"]
