"""Questions to passages: dense and lexical candidates, fused, reranked, filtered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Embedded, Embedder, VectorCache, embed_chunks
from retrieval.index import Index, StoredDocument
from retrieval.language import analyze, content_terms, content_words, is_ordinary, korean_stems, without_hangul
from retrieval.records import Chunk, Filters, Passage
from retrieval.search.documents import Documents
from retrieval.search.explained import Explained, LeftOut, Ranking, explained_passages
from retrieval.search.filtering import failing, passes
from retrieval.search.known import H, best_of_known
from retrieval.search.name_owners import NameOwners
from retrieval.search.preference import Preference
from retrieval.search.question_vectors import QuestionVectors
from retrieval.search.rank import Candidate, Question, Ranked, ranked
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

    `vector`, that of the question in the documents' words, has shape (dimensions,), and `sentences[i]` a unit row for each
    quotable span of passage i. `canonical` maps the stems of other names for what the question names to the question's own.
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
    """Searches one opened index, or some documents of it. Thread-safe; holds no state of a question."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        cache: VectorCache,
        known: Mapping[str, StoredDocument] | None = None,
    ) -> None:
        """`known` are the documents of the index that there are for this search; left out, all."""
        self.index = index
        self.embedder = embedder
        self.documents = Documents(index, known)
        self.vectors = QuestionVectors(embedder)
        self._known = index.documents if known is None else known
        self._cache = cache
        self._stems = lru_cache(maxsize=_KEPT_STEMS)(_stems)
        self._allowed = lru_cache(maxsize=_KEPT_FILTERS)(self._passing)

    @cached_property
    def vouched(self) -> Search:
        """The same without the documents that nobody vouches for, as though the index did not hold them; itself when it
        holds none."""
        kept = {each.id: each for each in self.documents if each.metadata.trust != "other"}
        if len(kept) == len(self.documents):
            return self
        return Search(self.index, self.embedder, self._cache, kept)

    @cached_property
    def names(self) -> Names:
        """The aliases of all documents, but for those that link names which are another document's own."""
        owners = NameOwners(list(self.documents))
        return Names(owners.groups(), owners.may_link)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the index; those that a document has in another form are as right as those of the language."""
        holds = self.index.lexical.holds
        return Vocabulary(self.index.lexical.words(), lambda word: is_ordinary(word) or holds(word))

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
        return tuple(each.id for each in self.documents if passes(each.metadata, filters, self.names))

    def reword(self, question: str) -> Wording:
        """A question, and what is searched for it."""
        return reword(question, self.names, self.vocabulary)

    def search(
        self, question: str, *, filters: Filters | None = None, within: Collection[str] | None = None, limit: int = 8
    ) -> Found:
        """The best passages for a question, best first: `limit` of them wherever so many chunks pass the filters.

        `within` narrows the search to some documents. Passages that concern the bodies, places and plans that the question
        names come before all others (`Passage.on_subject`), those of several by turns.
        """
        ranking = self.ranking(question, self._within(filters, within), limit, prefers=within is None)
        order = ranking.order[:limit]
        return Found(
            ranking.wording,
            self.vectors.of(ranking.wording.text),
            tuple(map(ranking.passage, order)),
            tuple(ranking.embedded[i].sentences for i in order),
            _canonical(ranking.wording),
        )

    def explain(self, question: str, *, filters: Filters | None = None, limit: int = 8) -> Explained:
        """How `search` finds what it gives. Where there are filters it searches once more, without them."""
        ranking = self.ranking(question, self._within(filters, None), limit)
        return Explained(
            ranking.wording,
            limit,
            self.unknown_words(question),
            tuple(dict.fromkeys(each.name for each in self.subjects(ranking.wording.text) if each.documents)),
            explained_passages(ranking),
            self._left_out(question, filters, limit) if filters and filters != Filters() else (),
        )

    def unknown_words(self, question: str) -> tuple[str, ...]:
        """The words of a question that are in no document, in any form, each once; words of any question aside."""
        latin = [word for word in content_words(without_hangul(question)) if not self.knows(word)]
        said = (word for word in korean_stems.words(question) if not korean_stems.is_form(word))
        korean = [word for word in said if not self.vocabulary.uses_korean(korean_stems.stem(word))]
        return tuple(dict.fromkeys((*latin, *korean)))

    def _left_out(self, question: str, filters: Filters, limit: int) -> tuple[LeftOut, ...]:
        free = self.ranking(question, None, limit)
        ranked = ((rank, free.passage(i)) for rank, i in enumerate(free.order[:limit], 1))
        kept_out = ((rank, each, self._failing(each, filters)) for rank, each in ranked)
        return tuple(LeftOut(each, rank, failing) for rank, each, failing in kept_out if failing)

    def _failing(self, passage: Passage, filters: Filters) -> tuple[str, ...]:
        return tuple(failing(passage.chunk.metadata, filters, self.names))

    def _within(self, filters: Filters | None, within: Collection[str] | None) -> list[str] | None:
        """The documents to search, or None for all."""
        allowed = None if filters is None or filters == Filters() else self.allowed(filters)
        if within is None:
            return allowed
        return [each for each in (self._known if allowed is None else allowed) if each in within]

    def ranking(
        self, question: str, allowed: list[str] | None = None, limit: int = 8, *, prefers: bool = True
    ) -> Ranking:
        """All candidates of a question in the documents `allowed` (None for all), with what they are ranked by."""
        wording = self.reword(question)
        vector = self.vectors.of_all([wording.meant, wording.text])[0]  # in one run; answering needs the other
        preference = Preference(self.subjects(wording.text) if prefers else ())
        lexical = self._candidates(wording, vector, allowed, limit)
        for about in preference.documents:
            own = about.intersection(self._known if allowed is None else allowed)
            lexical |= self._candidates(wording, vector, sorted(own), limit)
        found = self.index.store.chunks(list(lexical), self.index.documents)
        chunks = [found[i] for i in lexical if i in found]
        embedded, _ = embed_chunks(chunks, self.embedder, self._cache)
        preferred = preference.of(chunks)
        made = self._ranked(wording, vector, chunks, embedded, preferred.on_subject)
        return Ranking(wording, vector, chunks, embedded, [lexical[each.id] for each in chunks], made, preferred)

    def _candidates(
        self, wording: Wording, vector: NDArray[np.float32], allowed: list[str] | None, limit: int
    ) -> dict[str, float]:
        """The chunks worth ranking by id, `limit` or more where there are, with their BM25 score (0 for those that only
        the vectors found).

        The nearest of either index, fused convexly; of a chunk that one of them did not give, its lowest counts.
        """
        taken = max(CANDIDATES, _TAKEN_FOR_EACH * limit)
        others = [each.others for each in wording.names if each.others]
        find_near, find_words = self.index.store.nearest, self.index.lexical.search
        nearest = self._of_known(lambda most, ids: find_near(vector, most, ids), taken, allowed)
        near = {each.chunk_id: each.similarity for each in nearest}
        found = self._of_known(
            lambda most, ids: find_words(wording.words, most, synonyms=others, document_ids=ids), taken, allowed
        )
        worded = {each.chunk_id: each.score for each in found}
        dense, lexical = _share(near), _share(worded)
        fused = {i: dense.get(i, 0.0) + lexical.get(i, 0.0) for i in near | worded}
        return {i: worded.get(i, 0.0) for i in nlargest(max(RANKED, limit), fused, key=lambda i: (fused[i], i))}

    def _of_known(
        self, best: Callable[[int, list[str] | None], Sequence[H]], taken: int, allowed: list[str] | None
    ) -> Sequence[H]:
        """The best in the documents `allowed`, where that is None in all that there are for this search."""
        if allowed is not None or self._known is self.index.documents:
            return best(taken, allowed)
        return best_of_known(best, taken, self._known, lambda: list(self._known))

    def _ranked(
        self,
        wording: Wording,
        vector: NDArray[np.float32],
        chunks: Sequence[Chunk],
        embedded: Sequence[Embedded],
        leading: Sequence[bool],
    ) -> Ranked:
        question = Question(analyze(wording.text), list(dict.fromkeys(content_terms(wording.text))), vector)
        candidates = [
            Candidate(
                each.vector,
                each.sentences,
                *self._stems(chunk.embedded_text, (chunk.metadata.title, *chunk.section)),
            )
            for chunk, each in zip(chunks, embedded, strict=True)
        ]
        return ranked(question, candidates, self.idf, _canonical(wording), leading)

    def nearest_documents(self, vector: NDArray[np.float32], limit: int) -> list[StoredDocument]:
        """The documents whose titles are nearest to a question's vector."""
        hits = self.index.store.nearest_documents(vector, limit)
        known = (self._known.get(hit.chunk_id) for hit in hits)  # another program may have just added one
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
