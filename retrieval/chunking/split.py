"""Text that no structure divides: cut after lines, sentences, clauses or words, at last anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from retrieval.chunking.tokens import count_tokens
from retrieval.language import split as sentences
from retrieval.records import PolicydeskError

Span = tuple[int, int]
Ok = Callable[[int, int], bool]
"""Whether the text from the first offset to the second can be one chunk."""

_INSIDE = [r"(?<=[;:])\s+", r"(?<=[,，、])\s+", r"\s+"]  # where a sentence that is too long is cut, best first
_SMALLEST = 8  # tokens; pieces that must be smaller than this are cut anywhere
_FIRST_GUESS = 512  # characters looked at when cutting anywhere; looking at all that is left would take square time


def split(text: str, start: int, end: int, ok: Ok, max_tokens: int) -> Iterator[Span]:
    """Cut `text[start:end]` into spans that are each `ok`, in order, without white space at their ends.

    Raises PolicydeskError when not even one character is ok.
    """
    span = trim(text, start, end)
    if span is None:
        return
    if ok(*span):
        yield span
    elif max_tokens < _SMALLEST:
        yield from _anywhere(text, span, ok)
    else:
        for piece in _by_language(text, span, max_tokens):
            yield from split(text, *piece, ok, max_tokens // 2)


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends; None when nothing is left."""
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    end -= len(inside) - len(inside.rstrip())
    return (start, end) if start < end else None


def _by_language(text: str, span: Span, max_tokens: int) -> Iterator[Span]:
    """Runs of whole sentences of at most about `max_tokens`; a sentence that is longer by itself is cut inside."""
    run, size = (span[0], span[0]), 0
    for piece in pairwise([span[0], *_sentence_ends(text, span)]):
        tokens = count_tokens(text[slice(*piece)])
        if size and size + tokens > max_tokens:
            yield run
            run, size = (piece[0], piece[0]), 0
        if tokens > max_tokens:
            yield from _inside(text, piece, max_tokens)
            run, size = (piece[1], piece[1]), 0
        else:
            run, size = (run[0], piece[1]), size + tokens
    if size:
        yield run


def _sentence_ends(text: str, span: Span) -> list[int]:
    """Where sentences end, the last at the end of the span."""
    start, end = span
    return [*(start + each.end for each in sentences(text[start:end])[:-1]), end]


def _inside(text: str, span: Span, max_tokens: int) -> Iterator[Span]:
    """Pieces of a sentence, longer than `max_tokens` only where a word is."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=_INSIDE,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=max_tokens,
        chunk_overlap=0,
        length_function=count_tokens,
        strip_whitespace=False,
    )
    position = span[0]
    for piece in splitter.split_text(text[slice(*span)]):
        yield position, position + len(piece)
        position += len(piece)
    if position != span[1]:
        raise AssertionError("the splitter lost text")


def _anywhere(text: str, span: Span, ok: Ok) -> Iterator[Span]:
    """Cut a run that has no boundary left, each piece the longest that is ok, at most twice as long as the last one."""
    start, end = span
    high = _FIRST_GUESS
    while start < end:
        low, high = 0, min(end - start, high)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if ok(start, start + middle) else (low, middle - 1)
        if low == 0:
            raise PolicydeskError("The embedding model's window is too small for even one character of text.")
        if piece := trim(text, start, start + low):
            yield piece
        start += low
        high = 2 * low
