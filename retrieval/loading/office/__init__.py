"""Office files, tables, mail and archives to pieces."""

from retrieval.loading.office.csv import csv_pieces
from retrieval.loading.office.docx import docx_pieces
from retrieval.loading.office.pptx import pptx_pieces
from retrieval.loading.office.xls import xls_pieces
from retrieval.loading.office.xlsx import xlsx_pieces

__all__ = [
    "csv_pieces",
    "docx_pieces",
    "pptx_pieces",
    "xls_pieces",
    "xlsx_pieces",
]
