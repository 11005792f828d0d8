"""Quotes, how they are set out, and what has to be said beside them."""

from assistant.quoting import listed, quotes
from assistant.quoting.fragments import fragment, sources
from assistant.quoting.missing import sentence
from assistant.quoting.quotes import (
    Numbering,
    Part,
    Quote,
    escaped,
    in_document_order,
    is_marker,
    of_chunk,
    set_out,
    unescaped,
)
from assistant.quoting.titles import holds_address, said_title
from assistant.quoting.validity import OLD, notices

__all__ = [
    "OLD",
    "Numbering",
    "Part",
    "Quote",
    "escaped",
    "fragment",
    "holds_address",
    "in_document_order",
    "is_marker",
    "listed",
    "notices",
    "of_chunk",
    "quotes",
    "said_title",
    "sentence",
    "set_out",
    "sources",
    "unescaped",
]
