"""The outline of a document: which headings stand above which block."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.records import Block, Document, Section


def heading_paths(document: Document) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """Each block with the headings above it, from the top down; a heading's own path ends with itself."""
    open_headings: list[tuple[int, str]] = []
    for block in document.blocks:
        if block.kind == "heading":
            while open_headings and open_headings[-1][0] >= block.level:
                open_headings.pop()
            open_headings.append((block.level, " ".join(document.text[block.start : block.end].split())))
        yield block, tuple(text for _, text in open_headings)


def sections(document: Document) -> tuple[Section, ...]:
    """Every heading with the span from it to the end of all below it, in document order."""
    found: list[Section] = []
    headings = [(block, path) for block, path in heading_paths(document) if block.kind == "heading"]
    ends = _ends(document, [block for block, _ in headings])
    for (block, path), end in zip(headings, ends, strict=True):
        found.append(Section(path, block.start, end, block.page))
    return tuple(found)


def _ends(document: Document, headings: list[Block]) -> list[int]:
    """Where each heading's section ends: before the next heading of its level or above, white space left out."""
    ends = [len(document.text.rstrip())] * len(headings)
    waiting: list[int] = []
    for number, heading in enumerate(headings):
        end = len(document.text[: heading.start].rstrip()) if waiting else 0
        while waiting and headings[waiting[-1]].level >= heading.level:
            ends[waiting.pop()] = end
        waiting.append(number)
    return ends
