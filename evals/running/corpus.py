"""The documents that cases are about, as the index holds them: whole texts and chunks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from evals.running.judge import says
from retrieval.language.values import values
from retrieval.records import Chunk
from retrieval.search import Search


@dataclass(frozen=True)
class Corpus:
    """Document id -> text, and every chunk."""

    texts: dict[str, str]
    chunks: tuple[Chunk, ...]
    version: str

    @cached_property
    def phones(self) -> frozenset[str]:
        """Every phone number that stands in a document, normalised."""
        return frozenset(chain.from_iterable(map(phones, self.texts.values())))

    @cached_property
    def aliases(self) -> tuple[tuple[str, ...], ...]:
        """The groups of names for the same thing that the documents give."""
        return tuple(dict.fromkeys(group for each in self.chunks for group in each.metadata.aliases))

    def chunk_at(self, document_id: str, start: int) -> Chunk | None:
        """The chunk that begins at this character of a document."""
        return self._places.get((document_id, start))

    def is_verbatim(self, document_id: str, start: int, end: int, quote: str) -> bool:
        """Whether the characters `start` to `end` of a document are the quote."""
        return self.texts.get(document_id, "")[start:end] == quote

    def gains(self, groups: Iterable[tuple[str, ...]], documents: Iterable[str]) -> dict[str, int]:
        """Chunk id -> how many of the facts it holds, for the chunks of the documents (of all, where none is named)."""
        wanted, named = list(groups), set(documents)
        found = {
            each.id: sum(holds(each.embedded_text, group) for group in wanted)
            for each in self.chunks
            if not named or each.document_id in named
        }
        return {name: gain for name, gain in found.items() if gain}

    @cached_property
    def _places(self) -> dict[tuple[str, int], Chunk]:
        return {(each.document_id, each.start): each for each in self.chunks}


def corpus_of(search: Search) -> Corpus:
    """The documents and chunks of an open index."""
    documents = {each.id: each for each in search.documents}
    texts = {name: found.text for name in sorted(documents) if (found := search.documents.whole(name))}
    chunks = sorted(search.index.store.all_chunks(documents), key=lambda each: (each.document_id, each.position))
    return Corpus(texts, tuple(chunks), search.index.lexical.fingerprint)


def holds(text: str, group: Iterable[str]) -> bool:
    """Whether any one of the accepted forms stands in the text, as the judge compares."""
    return any(says(text, words) for words in group)


def phones(text: str) -> set[str]:
    """The phone numbers of a text, normalised as answers are checked."""
    return {each.value for each in values(text) if each.kind == "phone"}
