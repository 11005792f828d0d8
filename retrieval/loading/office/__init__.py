"""Office files, tables, mail and archives to pieces."""

from retrieval.loading.office.archive import zip_pieces
from retrieval.loading.office.csv import csv_pieces
from retrieval.loading.office.docx import docx_pieces
from retrieval.loading.office.mail import mail_pieces
from retrieval.loading.office.members import Holder, Members
from retrieval.loading.office.pptx import pptx_pieces
from retrieval.loading.office.xls import xls_pieces
from retrieval.loading.office.xlsx import xlsx_pieces

__all__ = [
    "Holder",
    "Members",
    "csv_pieces",
    "docx_pieces",
    "mail_pieces",
    "pptx_pieces",
    "xls_pieces",
    "xlsx_pieces",
    "zip_pieces",
]
