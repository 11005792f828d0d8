"""The fragments of found passages, as what is quoted from."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.quoting.quotes import Quote, of_chunk
from retrieval.embedding import quotable
from retrieval.records import Chunk
from retrieval.search import Found, Source, Subject, mentioned, mentioned_by_most


def fragment(found: Found, passage: int, number: int) -> Quote:
    """The fragment with a number among those of a passage."""
    chunk = found.passages[passage].chunk
    return of_chunk(chunk, quotable(chunk)[number])


def _above(chunk: Chunk) -> str:
    """What stands above a passage: whose document it is, its title, its headings."""
    return "\n".join(filter(None, (chunk.metadata.organisation, chunk.metadata.title, chunk.heading)))


def sources(found: Found, subjects: Sequence[Subject] = ()) -> list[Source]:
    """The passages as what is quoted from, in their order.

    Of `subjects` that no document says it is about, those that most of a document's passages mention stand above them all.
    """
    chunks, unowned = [each.chunk for each in found.passages], [each for each in subjects if not each.documents]
    most = mentioned_by_most(chunks, mentioned(chunks, unowned))
    return [
        Source(
            passage.score,
            "\n".join((*(unowned[i].name for i in sorted(most[passage.chunk.document_id])), _above(passage.chunk))),
            [passage.chunk.text[start:end] for start, end in quotable(passage.chunk)],
            vectors,
        )
        for passage, vectors in zip(found.passages, found.sentences, strict=True)
    ]
