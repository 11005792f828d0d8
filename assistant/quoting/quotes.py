"""Verbatim fragments of documents, and how they are set out: quotes joined by fixed templates, each with its mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.records import Citation
from assistant.wording import Language, Said, say
from retrieval.language import ITEM_MARKER, Span
from retrieval.patterns import late_pattern
from retrieval.records import Block, Chunk, Document, Metadata

_MARKUP = late_pattern(r"\[(?=\d{1,3}\])|\*(?=\*)|<(?=[A-Za-z/!])|\](?=\()")
_MARKER = late_pattern(ITEM_MARKER)
_ESCAPED = late_pattern(r"\\([\[*<\]])")


@dataclass(frozen=True, slots=True)
class Quote:
    """`text` is characters `start` to `end` of the document; `marker` is "-" or "1." for an item of a list or table."""

    document_id: str
    start: int
    end: int
    text: str
    section: tuple[str, ...]
    page: int | None
    metadata: Metadata
    marker: str = ""

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands; two quotes with one place are the same."""
        return self.document_id, self.start, self.end


@dataclass(frozen=True, slots=True)
class Part:
    """Quotes, or names to list (`items`), under an optional line of our own (`lead`) or of the document's (`heading`)."""

    quotes: tuple[Quote, ...] = ()
    lead: Said | None = None
    heading: str = ""
    items: tuple[str, ...] = ()


def of_chunk(chunk: Chunk, span: Span) -> Quote:
    """A fragment of a chunk; its place in the document follows from the chunk's."""
    before = chunk.text[: span.start].rpartition("\n")[2]
    return Quote(
        document_id=chunk.document_id,
        start=chunk.start + span.start,
        end=chunk.start + span.end,
        text=chunk.text[span.start : span.end],
        section=chunk.section,
        page=chunk.page,
        metadata=chunk.metadata,
        marker=_shown(before) if is_marker(before) else "-" if " | " in chunk.text[span.start : span.end] else "",
    )


def of_block(document: Document, block: Block, section: tuple[str, ...]) -> Quote:
    """A whole block of a document without its list marker."""
    text = document.text[block.start : block.end]
    length = marker_length(text) if block.kind == "item" else 0
    return Quote(
        document_id=document.id,
        start=block.start + length,
        end=block.end,
        text=text[length:],
        section=section,
        page=block.page,
        metadata=document.metadata,
        marker=_shown(text[:length]) or ("-" if block.kind in ("item", "row") else ""),
    )


def narrowed(quote: Quote, span: Span) -> Quote:
    """A part of a quote; the span counts characters of its text."""
    return replace(
        quote, start=quote.start + span.start, end=quote.start + span.end, text=quote.text[span.start : span.end]
    )


def is_marker(text: str) -> bool:
    """Whether a text is nothing but the marker of a list item, e.g. "- " or "12. "."""
    return _MARKER.fullmatch(text.strip()) is not None


def _shown(marker: str) -> str:
    """A marker as Markdown has it: numbers as they are, any other as a dash."""
    bare = marker.strip()
    return bare if not bare or (bare[:-1].isdigit() and bare.endswith(".")) else "-"


def marker_length(item: str) -> int:
    """Characters of the marker (and the blank after it) that an item begins with."""
    words = item.split(" ", 1)
    return len(words[0]) + 1 if len(words) == 2 and is_marker(words[0]) else 0


class Numbering:
    """The citations of an answer, numbered in reading order; a repeated quote keeps its number."""

    def __init__(self) -> None:
        self._citations: dict[tuple[str, int, int], Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Those numbered so far."""
        return tuple(self._citations.values())

    def mark(self, quote: Quote) -> str:
        """The mark of a quote, e.g. "[1]"."""
        if quote.place not in self._citations:
            self._citations[quote.place] = _citation(quote, len(self._citations) + 1)
        return f"[{self._citations[quote.place].n}]"


def set_out(parts: Sequence[Part], language: Language = "en") -> tuple[str, tuple[Citation, ...]]:
    """The answer's Markdown, its own sentences in a language, and its citations."""
    numbering = Numbering()
    blocks: list[str] = []
    for part in parts:
        marked = [(quote.marker, f"{escaped(quote.text)} {numbering.mark(quote)}") for quote in part.quotes]
        blocks += [say(part.lead, language, escaped)] if part.lead else []
        blocks += [f"**{escaped(part.heading)}**"] if part.heading else []
        blocks += _paragraphs_and_lists(marked)
        blocks += ["\n".join(f"- {escaped(each)}" for each in part.items)] if part.items else []
    return "\n\n".join(blocks), numbering.citations


def escaped(text: str) -> str:
    """Words of a document on one line, with what would read as a mark, bold, a link or HTML behind a backslash."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def unescaped(text: str) -> str:
    """Back from `escaped`."""
    return _ESCAPED.sub(r"\1", text)


def in_document_order(quotes: Iterable[Quote]) -> list[Quote]:
    """Each quote once, by document (in the order of first use) and place, none inside another."""
    given = list(quotes)
    order = {document: n for n, document in enumerate(dict.fromkeys(q.document_id for q in given))}
    kept: list[Quote] = []
    for quote in sorted(given, key=lambda q: (order[q.document_id], q.start, -q.end)):
        last = kept[-1] if kept else None
        if last is None or last.document_id != quote.document_id or quote.start >= last.end:
            kept.append(quote)
    return kept


def _paragraphs_and_lists(marked: Sequence[tuple[str, str]]) -> list[str]:
    blocks = []
    for is_list, group in groupby(marked, key=lambda each: bool(each[0])):
        each_on = "\n" if is_list else " "
        blocks.append(each_on.join(f"{marker} {text}" if marker else text for marker, text in group))
    return blocks


def _citation(quote: Quote, n: int) -> Citation:
    source = quote.metadata.source or ""
    return Citation(
        n=n,
        document_id=quote.document_id,
        title=quote.metadata.title,
        organisation=quote.metadata.organisation,
        section=" > ".join(quote.section),
        page=quote.page,
        quote=quote.text,
        start=quote.start,
        end=quote.end,
        published=quote.metadata.published,
        url=source if source.startswith(("http://", "https://")) else None,
    )
