"""Broad questions ("tell me about ...", "what does the plan say about ..."): the section that the topic names, in short."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.quoting import Part, Quote, quotes
from retrieval.language import content_terms, heading_paths, split
from retrieval.patterns import late_pattern
from retrieval.records import Block, Document

_BROAD = late_pattern(
    r"\b(?:tell (?:me|us)(?: more)? about|what about|says? (?:about|on)|explain|describe|summari[sz]e|summary of|overview of|"
    r"introduc(?:e|tion)|information (?:about|on)|more (?:about|on)|details? (?:about|on|of))\b|에 대해|설명|소개|요약",
    re.IGNORECASE,
)
_ABOUT = late_pattern(r"\b(?:about|on|of|explain|describe|summari[sz]e)\b(?P<topic>.*)$", re.IGNORECASE | re.DOTALL)
_NAMED = 0.99  # share of a heading's words that the topic must hold
_SENTENCES = 3
_ITEMS = 12


def is_broad(question: str) -> bool:
    """Whether someone wants to hear about a topic and not one thing of it."""
    return _BROAD.search(question) is not None


def named_section(question: str, documents: Sequence[Document]) -> Part | None:
    """The opening of the section whose heading a broad question names in full, or None."""
    match = _ABOUT.search(question)
    topic = set(content_terms(match["topic"] if match else question))
    best: tuple[int, Document, tuple[str, ...]] | None = None
    for document in documents:
        for block, path in heading_paths(document):
            terms = set(content_terms(path[-1])) if block.kind == "heading" else set()
            if terms and len(terms & topic) >= _NAMED * len(terms) and (best is None or len(terms) > best[0]):
                best = (len(terms), document, path)
    if best is None or best[0] < min(2, len(topic)):
        return None
    found = tuple(_opening(best[1], best[2]))
    return Part(found) if found else None


def _opening(document: Document, path: tuple[str, ...]) -> Iterator[Quote]:
    """The first sentences and the first items below a heading and its sub-headings."""
    sentences = items = 0
    for block, here in heading_paths(document):
        if here[: len(path)] != path or block.kind == "heading":
            continue
        if block.kind == "paragraph":
            for quote in _sentences(document, block, here):
                if sentences == _SENTENCES:
                    break
                sentences += 1
                yield quote
        elif items < _ITEMS:
            items += 1
            yield quotes.of_block(document, block, here)


def _sentences(document: Document, block: Block, path: tuple[str, ...]) -> Iterator[Quote]:
    text = document.text[block.start : block.end]
    for span in split(text):
        whole = quotes.of_block(document, block, path)
        yield quotes.narrowed(whole, span)
