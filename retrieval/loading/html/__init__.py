"""HTML pages: what a reader sees of them, as text."""

from retrieval.loading.html.html import html_pieces, page_pieces

__all__ = ["html_pieces", "page_pieces"]
