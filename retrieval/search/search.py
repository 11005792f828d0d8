"""Questions to passages: dense and lexical candidates, fused, reranked, filtered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Embedded, Embedder, VectorCache, embed_chunks, ordinary_words
from retrieval.index import Index, StoredDocument
from retrieval.language import analyze, content_terms
from retrieval.records import Chunk, Filters, Metadata, Passage
from retrieval.search.documents import Documents
from retrieval.search.name_owners import NameOwners
from retrieval.search.preference import Preference
from retrieval.search.question_vectors import QuestionVectors
from retrieval.search.rank import Candidate, Question, rerank
from retrieval.search.rewording import Names, Vocabulary, Wording, reword
from retrieval.search.subjects import Subjects, subjects_of

CANDIDATES = 50  # chunks taken from each of the two indexes before fusion, at least
RANKED = 30  # of them, best fused first, that are ranked by all features, at least
_TAKEN_FOR_EACH = 2  # chunks taken from each index for each that is asked for
_KEPT_FILTERS = 64  # whose documents are at hand
_KEPT_STEMS = 2_000  # chunks whose stems are at hand for ranking


@dataclass(frozen=True, slots=True)
class Found:
    """Passages best first, what the question was understood as, and the vectors that answering builds on.

    `vector` has shape (dimensions,), `sentences[i]` holds a unit row for each quotable span of passage i. `canonical`
    maps the stems of other names for what the question names to the question's own.
    """

    wording: Wording
    vector: NDArray[np.float32]
    passages: tuple[Passage, ...]
    sentences: tuple[NDArray[np.float32], ...]
    canonical: Mapping[str, str]

    @property
    def on_subject(self) -> Found:
        """The same with only the passages that concern what the question names: an answer about one body is never taken
        from another's."""
        kept = [i for i, each in enumerate(self.passages) if each.on_subject]
        return replace(
            self, passages=tuple(self.passages[i] for i in kept), sentences=tuple(self.sentences[i] for i in kept)
        )


class Search:
    """Searches one opened index. Thread-safe; holds no state of a question."""

    def __init__(self, index: Index, embedder: Embedder, cache: VectorCache) -> None:
        self.index = index
        self.embedder = embedder
        self.documents = Documents(index)
        self.vectors = QuestionVectors(embedder)
        self._cache = cache
        self._stems = lru_cache(maxsize=_KEPT_STEMS)(_stems)
        self._allowed = lru_cache(maxsize=_KEPT_FILTERS)(self._passing)

    @cached_property
    def names(self) -> Names:
        """The aliases of all documents, but for those that link names which are another document's own."""
        owners = NameOwners(list(self.documents))
        return Names(owners.groups(), owners.may_link)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the index."""
        return Vocabulary(self.index.lexical.words(), ordinary_words().__contains__)

    @cached_property
    def subjects(self) -> Subjects:
        """What finds the bodies, places and plans that a text names."""
        return subjects_of(list(self.documents), self.names)

    @property
    def idf(self) -> Callable[[str], float]:
        """How rare a stem is in the documents."""
        return self.index.lexical.idf

    def knows(self, word: str) -> bool:
        """Whether any document uses a word, or a form of it."""
        return word in self.vocabulary or self.index.lexical.holds(word)

    def allowed(self, filters: Filters) -> list[str]:
        """The documents that pass filters, by id."""
        return list(self._allowed(filters))

    def _passing(self, filters: Filters) -> tuple[str, ...]:
        return tuple(each.id for each in self.documents if _passes(each.metadata, filters, self.names))

    def reword(self, question: str) -> Wording:
        """The question in the documents' words."""
        return reword(question, self.names, self.vocabulary)

    def search(
        self, question: str, *, filters: Filters | None = None, within: Collection[str] | None = None, limit: int = 8
    ) -> Found:
        """The best passages for a question, best first: `limit` of them wherever so many chunks pass the filters.

        `within` narrows the search to some documents. Passages that concern the bodies, places and plans that the question
        names come before all others (`Passage.on_subject`), those of several by turns.
        """
        wording = self.reword(question)
        vector = self.vectors.of(wording.text)
        allowed = None if filters is None or filters == Filters() else self.allowed(filters)
        if within is not None:
            allowed = [each for each in (self.index.documents if allowed is None else allowed) if each in within]
        preference = Preference(self.subjects(wording.text) if within is None else ())
        lexical = self._candidates(wording, vector, allowed, limit)
        for about in preference.documents:
            own = about.intersection(self.index.documents if allowed is None else allowed)
            lexical |= self._candidates(wording, vector, sorted(own), limit)
        found = self.index.store.chunks(list(lexical), self.index.documents)
        chunks = [found[i] for i in lexical if i in found]
        embedded, _ = embed_chunks(chunks, self.embedder, self._cache)
        preferred = preference.of(chunks)
        scores = self._scores(wording, vector, chunks, embedded, preferred.on_subject)
        order = preferred.order(sorted(range(len(chunks)), key=lambda i: (-scores[i], chunks[i].id)))[:limit]
        passages = tuple(
            Passage(
                chunks[i],
                float(embedded[i].vector @ vector),
                lexical[chunks[i].id],
                scores[i],
                preferred.on_subject[i],
            )
            for i in order
        )
        return Found(wording, vector, passages, tuple(embedded[i].sentences for i in order), _canonical(wording))

    def _candidates(
        self, wording: Wording, vector: NDArray[np.float32], allowed: list[str] | None, limit: int
    ) -> dict[str, float]:
        """The chunks worth ranking by id, `limit` or more where there are, with their BM25 score (0 for those that only
        the vectors found).

        The nearest of either index, fused convexly; of a chunk that one of them did not give, its lowest counts.
        """
        taken = max(CANDIDATES, _TAKEN_FOR_EACH * limit)
        near = {e.chunk_id: e.similarity for e in self.index.store.nearest(vector, taken, allowed)}
        other_names = [each.others for each in wording.names if each.others]
        found = self.index.lexical.search(wording.text, taken, synonyms=other_names, document_ids=allowed)
        worded = {each.chunk_id: each.score for each in found}
        dense, lexical = _share(near), _share(worded)
        fused = {i: dense.get(i, 0.0) + lexical.get(i, 0.0) for i in near | worded}
        return {i: worded.get(i, 0.0) for i in nlargest(max(RANKED, limit), fused, key=lambda i: (fused[i], i))}

    def _scores(
        self,
        wording: Wording,
        vector: NDArray[np.float32],
        chunks: Sequence[Chunk],
        embedded: Sequence[Embedded],
        leading: Sequence[bool],
    ) -> list[float]:
        question = Question(analyze(wording.text), list(dict.fromkeys(content_terms(wording.text))), vector)
        candidates = [
            Candidate(
                each.vector,
                each.sentences,
                *self._stems(chunk.embedded_text, (chunk.metadata.title, *chunk.section)),
            )
            for chunk, each in zip(chunks, embedded, strict=True)
        ]
        return rerank(question, candidates, self.idf, _canonical(wording), leading)

    def nearest_documents(self, vector: NDArray[np.float32], limit: int) -> list[StoredDocument]:
        """The documents whose titles are nearest to a question's vector."""
        hits = self.index.store.nearest_documents(vector, limit)
        known = (self.index.documents.get(hit.chunk_id) for hit in hits)  # another program may have just added one
        return [each for each in known if each is not None]


def _share(scores: Mapping[str, float]) -> dict[str, float]:
    """Each score between the lowest (0) and the highest (1) of its index."""
    low, high = (min(scores.values()), max(scores.values())) if scores else (0.0, 0.0)
    return {i: (score - low) / (high - low) if high > low else 1.0 for i, score in scores.items()}


def _stems(text: str, headings: tuple[str, ...]) -> tuple[list[str], list[list[str]]]:
    return analyze(text), [_heading(heading) for heading in headings]


@lru_cache(maxsize=_KEPT_STEMS)
def _heading(heading: str) -> list[str]:
    return analyze(heading)


def _canonical(wording: Wording) -> dict[str, str]:
    return {
        term: own[-1]
        for named in wording.names
        if (own := analyze(named.name))
        for other in named.others
        for term in analyze(other)
        if term not in own
    }


def _passes(metadata: Metadata, filters: Filters, names: Names) -> bool:
    wanted = ((filters.organisation, metadata.organisation), (filters.region, metadata.region))
    if any(want and not (have and names.same(want, have)) for want, have in wanted):
        return False
    if filters.kind and filters.kind.lower() != (metadata.kind or "").lower():
        return False
    day = filters.as_of
    if day is None:
        return True
    begins = metadata.valid_from or metadata.published
    return (begins is None or begins <= day) and (metadata.valid_until is None or day <= metadata.valid_until)
