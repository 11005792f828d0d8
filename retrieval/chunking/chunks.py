"""Documents to chunks: cut where the structure allows, sized for the embedder, every offset exact."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import ceil

from retrieval.chunking.split import Ok, Span, split
from retrieval.chunking.tokens import count_tokens
from retrieval.chunking.units import Unit, units
from retrieval.language import heading_paths
from retrieval.records import Block, Chunk, Document, Metadata

CHUNKER_VERSION = 5
"""Part of every chunk digest: raise it whenever the same document would be cut differently."""
MAX_TOKENS = 190
"""o200k_base tokens of a chunk's own text; with its headings it stays well inside the 512 tokens of the embedding model."""

Fits = Callable[[str], bool]
_CHARACTERS = 40  # per token at most; a longer text is not counted but taken to be too long
_SHORT_HEADING = 60  # characters that are left of a heading in a path that is too long
_SLACK = 1.25  # over an even share, since units are not all of one size
_PROBE = 48  # characters of text for which there must be room below the heading path


@dataclass(slots=True)
class _Part:
    """A heading with its own blocks, then the parts of its subheadings. The root has no heading."""

    path: tuple[str, ...] = ()
    level: int = 0
    blocks: list[Block] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)

    @property
    def body(self) -> list[Block]:
        return self.blocks[1:] if self.level else self.blocks


def chunk(document: Document, fits: Fits = lambda _: True, max_tokens: int = MAX_TOKENS) -> list[Chunk]:
    """Cut a document into chunks that are in order, do not overlap, and hold all text but headings and white space.

    Headings are each chunk's `section`; those with nothing below them are part of a chunk's text. Each
    chunk has at most `max_tokens` tokens and passes `fits(chunk.embedded_text)`, the embedder's own test of its window.
    A heading path (in the extreme a title) that would leave no room for text is shortened in the chunk.
    Raises PolicydeskError when the window is too small for any text.
    """
    chunks: list[Chunk] = []
    page_at = _pages(document)
    for path, stretch in _stretches(document.text, _tree(document), max_tokens):
        probe = document.text[stretch[0].start : stretch[0].start + _PROBE]
        blank = _with_room(_blank(document, path, stretch[0].start), probe, fits)

        def ok(start: int, end: int, blank: Chunk = blank) -> bool:
            whole = replace(blank, text=document.text[start:end])
            return _are_small(document.text, start, end, max_tokens) and fits(whole.embedded_text)

        for start, end in _pack(document.text, stretch, ok, max_tokens):
            place = replace(blank, position=len(chunks), start=start, end=end, page=page_at(start))
            chunks.append(replace(place, text=document.text[start:end]))
    return chunks


def fitted(document: Document, chunks: Sequence[Chunk], fits: Fits, max_tokens: int = MAX_TOKENS) -> tuple[Chunk, ...]:
    """Chunks that were cut without an embedder (see `chunk`), those cut further that it cannot take whole."""
    page_at = _pages(document)
    found: list[Chunk] = []
    for each in chunks:
        if fits(each.embedded_text):
            found.append(replace(each, position=len(found)))
            continue
        probe = document.text[each.start : min(each.start + _PROBE, each.end)]
        blank = _with_room(replace(each, text=""), probe, fits)

        def ok(start: int, end: int, blank: Chunk = blank) -> bool:
            return fits(replace(blank, text=document.text[start:end]).embedded_text)

        for start, end in split(document.text, each.start, each.end, ok, max_tokens):
            place = replace(blank, position=len(found), start=start, end=end, page=page_at(start))
            found.append(replace(place, text=document.text[start:end]))
    return tuple(found)


def _tree(document: Document) -> _Part:
    """The document by its headings, each part below the nearest heading of a higher level before it."""
    root = _Part()
    open_parts = [root]
    for block, path in heading_paths(document):
        if block.kind == "heading":
            while open_parts[-1].level >= block.level and len(open_parts) > 1:
                open_parts.pop()
            part = _Part(path, max(block.level, 1))
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        open_parts[-1].blocks.append(block)
    return root


def _stretches(text: str, part: _Part, max_tokens: int) -> Iterator[tuple[tuple[str, ...], list[Unit]]]:
    """Stretches of units that may share chunks, each with its heading path, in document order.

    What stands below a heading has chunks of its own, as the heading says what it is about.
    """
    body = units(text, part.body)
    for bare, group in groupby(part.parts, key=_is_bare):
        children = list(group)
        run = [_whole(text, child) for child in children] if bare else []
        if run and body and _are_small(text, body[0].start, run[-1].end, max_tokens):
            body, run = [*body, *run], []
        for stretch in filter(None, (body, run)):
            yield part.path, stretch
        body = []
        for child in children if not bare else ():
            yield from _stretches(text, child, max_tokens)
    if body:
        yield part.path, body


def _is_bare(part: _Part) -> bool:
    """Whether it is a heading with nothing below it."""
    return not part.parts and not part.body


def _whole(text: str, part: _Part) -> Unit:
    return Unit(part.blocks[0].start, part.blocks[-1].end, tuple(units(text, part.blocks)))


def _are_small(text: str, start: int, end: int, tokens: int) -> bool:
    return end - start <= _CHARACTERS * tokens and count_tokens(text[start:end]) <= tokens


def _pack(text: str, stretch: Sequence[Unit], ok: Ok, max_tokens: int) -> Iterator[Span]:
    """Fill chunks with units in order; one that fits nowhere falls into its parts, at last into sentences."""
    even = _even_share(text, stretch, max_tokens)
    held: Span | None = None
    for unit in stretch:
        if held and _are_small(text, held[0], unit.end, even) and ok(held[0], unit.end):
            held = held[0], unit.end
            continue
        if held:
            yield held
        if ok(unit.start, unit.end):
            held = unit.start, unit.end
            continue
        if unit.parts:
            *full, held = _pack(text, unit.parts, ok, max_tokens)
        else:
            *full, held = split(text, unit.start, unit.end, ok, max_tokens)
        yield from full
    if held:
        yield held


def _even_share(text: str, stretch: Sequence[Unit], max_tokens: int) -> int:
    """How many tokens to aim at, so that a stretch just over the limit gives two middling chunks and no crumb."""
    start, end = stretch[0].start, stretch[-1].end
    if end - start > _CHARACTERS * max_tokens:
        return max_tokens
    tokens = count_tokens(text[start:end])
    return min(max_tokens, ceil(_SLACK * tokens / ceil(tokens / max_tokens)))


def _blank(document: Document, path: tuple[str, ...], start: int) -> Chunk:
    return Chunk(document.id, 0, start, start, "", path, None, document.metadata)


def _with_room(blank: Chunk, probe: str, fits: Fits) -> Chunk:
    """The chunk with as much of its heading path and title as leaves room for `probe`."""
    for shorter in _ever_shorter(blank):
        blank = shorter
        if fits(replace(blank, text=probe).embedded_text):
            break
    return blank


def _ever_shorter(blank: Chunk) -> Iterator[Chunk]:
    yield blank
    path = tuple(_cut(heading) for heading in blank.section)
    for first in range(len(path) + 1):
        yield replace(blank, section=path[first:])
    metadata: Metadata = replace(blank.metadata, title=_cut(blank.metadata.title))
    yield replace(blank, section=(), metadata=metadata)


def _cut(heading: str) -> str:
    return heading if len(heading) <= _SHORT_HEADING else f"{heading[: _SHORT_HEADING - 1].rstrip()}…"


def _pages(document: Document) -> Callable[[int], int | None]:
    """A look-up from an offset to the page of the block that holds it."""
    starts = [block.start for block in document.blocks]
    return lambda offset: document.blocks[max(bisect_right(starts, offset) - 1, 0)].page
