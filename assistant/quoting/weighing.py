"""The found passages' fragments as evidence: which answers best, and how likely any of them answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.quoting.quotes import Quote, of_chunk
from retrieval.embedding import quotable
from retrieval.language import Span
from retrieval.search import Found, Source, evidence

_OWN = 0.5
"""What a follow-up's own words count beside all that is searched for. Of 105 last turns of conversations the fragments that the
judge would show hold the answer in 59 without them, and in 63 to 65 for any weight from 0.25 to 1.5."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A fragment: the characters `span` of passage number `passage`; a higher `score` more likely answers."""

    passage: int
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Every fragment, best first, and how likely it is (0..1) that the best of them answer the question."""

    fragments: tuple[Weighed, ...]
    answerable: float


@dataclass(frozen=True, slots=True)
class Own:
    """The words of a follow-up without the topic that the conversation supplies, and their unit vector, shape (dimensions,)."""

    text: str
    vector: NDArray[np.float32]


def weigh(found: Found, idf: Callable[[str], float], own: Own | None = None) -> Evidence:
    """Weigh the fragments of all passages; for a follow-up, by its `own` words besides all that was searched for."""
    spans = [quotable(passage.chunk) for passage in found.passages]
    within = sources(found)
    weighed = evidence.weigh(found.wording.text, found.vector, within, idf, found.canonical)
    scores = {(each.source, each.fragment): each.score for each in weighed.fragments}
    if own:
        alone = evidence.weigh(own.text, own.vector, within, idf, found.canonical)
        both = {(e.source, e.fragment): scores[e.source, e.fragment] + _OWN * e.score for e in alone.fragments}
        scale = max(scores.values(), default=0.0) / (max(both.values(), default=0.0) or 1.0)
        scores = {place: scale * score for place, score in both.items()}
    order = sorted(scores, key=lambda place: (-scores[place], place))
    fragments = [Weighed(i, spans[i][j], scores[i, j]) for i, j in order]
    return Evidence(tuple(fragments), weighed.answerable)


def fragment(found: Found, passage: int, number: int) -> Quote:
    """The fragment with a number among those of a passage."""
    chunk = found.passages[passage].chunk
    return of_chunk(chunk, quotable(chunk)[number])


def sources(found: Found) -> list[Source]:
    """The passages as what is quoted from, in their order."""
    return [
        Source(
            passage.score,
            f"{passage.chunk.metadata.title}\n{passage.chunk.heading}",
            [passage.chunk.text[start:end] for start, end in quotable(passage.chunk)],
            vectors,
        )
        for passage, vectors in zip(found.passages, found.sentences, strict=True)
    ]
