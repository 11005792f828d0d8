"""The readers of the formats, by one signature; the libraries behind each are imported when a file asks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from retrieval.loading import metadata
from retrieval.loading.pieces import Piece, decode

Content = tuple[list[Piece], dict[str, Any], str]
"""Blocks, metadata keys and title (may be empty) as a file itself gives them. Under the key `not_read` stand pairs: a kind
of thing that was left out, and which one."""
Reader = Callable[[bytes], Content]
"""Raises UnreadableFileError, whose message goes on from the file's name."""


def pdf(data: bytes) -> Content:
    from retrieval.loading.pdf import pdf_pieces

    return pdf_pieces(data)


def html(data: bytes) -> Content:
    from retrieval.loading.html import page_pieces

    return page_pieces(_characters(data))


def markdown(data: bytes) -> Content:
    from retrieval.loading.markdown import markdown_pieces

    keys, body = metadata.split_front_matter(_characters(data))
    return markdown_pieces(body), keys, ""


def text(data: bytes) -> Content:
    from retrieval.loading.text import text_pieces

    keys, body = metadata.split_front_matter(_characters(data))
    return text_pieces(body), keys, ""


def docx(data: bytes) -> Content:
    from retrieval.loading.office import docx_pieces

    return docx_pieces(data)


def xlsx(data: bytes) -> Content:
    from retrieval.loading.office import xlsx_pieces

    return xlsx_pieces(data)


def xls(data: bytes) -> Content:
    from retrieval.loading.office import xls_pieces

    return xls_pieces(data)


def pptx(data: bytes) -> Content:
    from retrieval.loading.office import pptx_pieces

    return pptx_pieces(data)


def csv(data: bytes) -> Content:
    from retrieval.loading.office import csv_pieces

    return csv_pieces(data)


def hwp(data: bytes) -> Content:
    from retrieval.loading.hwp import hwp_pieces

    return hwp_pieces(data)


def _characters(data: bytes) -> str:
    return decode(data).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
