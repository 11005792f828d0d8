"""What a search gives by the API and as JSON on the command line."""

from __future__ import annotations

from pydantic import BaseModel

from assistant.ask import AlsoSearched
from assistant.http.models import PassageFields, passage_fields
from retrieval.records import Passage
from retrieval.search import Explained, ExplainedPassage, LeftOut, Wording


class CandidateFields(BaseModel):
    """A candidate: `by_score` is the rank that its score alone would give it, `rank` the one that it has, as passages that
    concern what the query names come first. `shares`: what each feature adds to the score."""

    rank: int
    by_score: int
    shares: dict[str, float]
    passage: PassageFields


class LeftOutFields(BaseModel):
    """A passage that would be given at `rank` without filters, and the `filters` that keep it out."""

    rank: int
    filters: list[str]
    passage: PassageFields


class ExplainedFields(BaseModel):
    """How the passages were found. `searched_by_meaning` and `searched_by_words` are the query as the two indexes get it.

    `unknown_words` of the query are in no document; documents about what is `preferred` come first.
    """

    searched_by_meaning: str
    searched_by_words: str
    unknown_words: list[str]
    preferred: list[str]
    candidates: list[CandidateFields]
    left_out: list[LeftOutFields]


class SearchResult(BaseModel):
    """`also_searched`: words near those of the query that no document has."""

    query: str
    also_searched: list[AlsoSearched] = []
    passages: list[PassageFields]
    explained: ExplainedFields | None = None


def search_result(query: str, wording: Wording, passages: tuple[Passage, ...]) -> SearchResult:
    """What was found for a query, best first."""
    also = [AlsoSearched(word=each.word, searched=each.searched) for each in wording.mended]
    return SearchResult(query=query, also_searched=also, passages=[passage_fields(each) for each in passages])


def explained_result(query: str, made: Explained) -> SearchResult:
    """The same with how it was found."""
    given = tuple(each.passage for each in made.candidates[: made.limit])
    explained = ExplainedFields(
        searched_by_meaning=made.wording.meant,
        searched_by_words=made.wording.words,
        unknown_words=list(made.unknown),
        preferred=list(made.preferred),
        candidates=[_candidate(each) for each in made.candidates],
        left_out=[_left_out(each) for each in made.left_out],
    )
    return search_result(query, made.wording, given).model_copy(update={"explained": explained})


def _candidate(each: ExplainedPassage) -> CandidateFields:
    passage = passage_fields(each.passage)
    return CandidateFields(rank=each.rank, by_score=each.by_score, shares=dict(each.shares), passage=passage)


def _left_out(each: LeftOut) -> LeftOutFields:
    return LeftOutFields(rank=each.rank, filters=list(each.filters), passage=passage_fields(each.passage))
