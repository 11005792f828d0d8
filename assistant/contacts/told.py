"""The fragments of what was found for a need that tell whose work something is, as the evidence judge orders them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.evidence import READ, Judgement
from assistant.quoting import Quote, fragment, sources
from retrieval.search import Found, Source


@dataclass(frozen=True, slots=True)
class Told:
    """A fragment of the found passages, and how likely (about 0..1) it is what the question is about."""

    quote: Quote
    score: float


def read_told(
    found: Found, tells_whose: Callable[[Quote], bool], judged: Callable[[Found, Sequence[Source]], Judgement]
) -> Iterator[Told]:
    """The fragments that tell whose work something is, best first, at most READ."""
    whole = sources(found)
    numbers = [
        [n for n in range(len(each.fragments)) if tells_whose(fragment(found, at, n))] for at, each in enumerate(whole)
    ]
    among = [
        replace(each, fragments=[each.fragments[n] for n in kept], vectors=each.vectors[kept])
        for each, kept in zip(whole, numbers, strict=True)
    ]
    for each in judged(found, among).fragments[:READ]:
        yield Told(fragment(found, each.source, numbers[each.source][each.fragment]), each.score)
