"""The sentence that answers best, with those around it in its paragraph that are about what is asked nearly as much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.evidence import Ranked
from assistant.extractive.led import leads_into_list
from assistant.quoting import Quote, holds_address
from retrieval.records import Chunk

BESIDE = 0.7
"""Of the best sentence's score: what stands beside it and comes so near is told with it."""
_LONGEST = 600  # characters told as one quote


def in_context(given: Sequence[tuple[Quote, Ranked]], chunk: Chunk) -> Quote:
    """The first of some fragments, best first, and its neighbours as one quote; `chunk` is what it stands in.

    None of them is a way to reach somebody, which would be taken for that of whoever is asked about, or leads into a list.
    """
    best, first = given[0]
    told = {first.fragment: best}
    near = {
        each.fragment: quote
        for quote, each in given
        if each.source == first.source and each.score >= BESIDE * first.score and _only_tells(quote)
    }
    order = {number: place for place, number in enumerate(near)}
    while _only_tells(best) and (
        beside := [
            n
            for n in (min(told) - 1, max(told) + 1)
            if n in near and _one_paragraph(_between(chunk, (*told.values(), near[n])))
        ]
    ):
        number = min(beside, key=order.__getitem__)
        told[number] = near[number]
    start, end = min(each.start for each in told.values()), max(each.end for each in told.values())
    return replace(best, start=start, end=end, text=_between(chunk, told.values()))


def _only_tells(quote: Quote) -> bool:
    return not (holds_address(quote.text) or leads_into_list(quote))


def _one_paragraph(text: str) -> bool:
    return "\n" not in text and len(text) <= _LONGEST


def _between(chunk: Chunk, quotes: Iterable[Quote]) -> str:
    """The text of a chunk from the first to the last of some quotes of it."""
    places = [(each.start - chunk.start, each.end - chunk.start) for each in quotes]
    return chunk.text[min(start for start, _ in places) : max(end for _, end in places)]
