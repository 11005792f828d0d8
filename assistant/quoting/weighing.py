"""The found passages' fragments as evidence: which answers best, and how likely any of them answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.quoting.quotes import Quote, of_chunk
from retrieval.embedding import quotable
from retrieval.language import Span
from retrieval.records import Chunk
from retrieval.search import Found, Source, evidence


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


def weigh(found: Found, idf: Callable[[str], float]) -> Evidence:
    """Weigh the fragments of all passages."""
    spans = [quotable(passage.chunk) for passage in found.passages]
    weighed = evidence.weigh(found.wording.text, found.vector, sources(found), idf, found.canonical)
    fragments = [Weighed(each.source, spans[each.source][each.fragment], each.score) for each in weighed.fragments]
    return Evidence(tuple(fragments), weighed.answerable)


def fragment(found: Found, passage: int, number: int) -> Quote:
    """The fragment with a number among those of a passage."""
    chunk = found.passages[passage].chunk
    return of_chunk(chunk, quotable(chunk)[number])


def _above(chunk: Chunk) -> str:
    """What stands above a passage: whose document it is, its title, its headings."""
    return "\n".join(filter(None, (chunk.metadata.organisation, chunk.metadata.title, chunk.heading)))


def sources(found: Found) -> list[Source]:
    """The passages as what is quoted from, in their order."""
    return [
        Source(
            passage.score,
            _above(passage.chunk),
            [passage.chunk.text[start:end] for start, end in quotable(passage.chunk)],
            vectors,
        )
        for passage, vectors in zip(found.passages, found.sentences, strict=True)
    ]
