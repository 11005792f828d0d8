"""Quotes, how they are set out, and what has to be said beside them."""

from assistant.quoting import listed, quotes
from assistant.quoting.absence import ABSENCE
from assistant.quoting.missing import fact, sentence
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
from assistant.quoting.weighing import Evidence, Own, fragment, sources, weigh

__all__ = [
    "ABSENCE",
    "OLD",
    "Evidence",
    "Numbering",
    "Own",
    "Part",
    "Quote",
    "escaped",
    "fact",
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
    "weigh",
]
