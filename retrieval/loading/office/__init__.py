"""Office files, tables, mail and archives to pieces."""

from retrieval.loading.office.docx import docx_pieces

__all__ = ["docx_pieces"]
