"""The fragments of found passages, as what is quoted from."""

from __future__ import annotations

from assistant.quoting.quotes import Quote, of_chunk
from retrieval.embedding import quotable
from retrieval.records import Chunk
from retrieval.search import Found, Source


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
