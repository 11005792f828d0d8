"""How a search came about: every candidate with its scores, and what moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Embedded
from retrieval.records import Chunk, Passage
from retrieval.search.preference import Preferred
from retrieval.search.rank import FEATURES, Ranked
from retrieval.search.rewording import Wording


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of a question by number, with all that is known of each.

    `vector` has shape (dimensions,); `lexical` are BM25 scores; `order` are the numbers as the passages are given, best
    first, and `by_score` as they would be if nothing were preferred.
    """

    wording: Wording
    vector: NDArray[np.float32]
    chunks: Sequence[Chunk]
    embedded: Sequence[Embedded]
    lexical: Sequence[float]
    made: Ranked
    preferred: Preferred

    @property
    def by_score(self) -> list[int]:
        return sorted(range(len(self.chunks)), key=lambda i: (-self.made.scores[i], self.chunks[i].id))

    @property
    def order(self) -> list[int]:
        return self.preferred.order(self.by_score)

    def passage(self, i: int) -> Passage:
        """A candidate as it is given."""
        dense = float(self.embedded[i].vector @ self.vector)
        return Passage(self.chunks[i], dense, self.lexical[i], self.made.scores[i], self.preferred.on_subject[i])


@dataclass(frozen=True, slots=True)
class ExplainedPassage:
    """A candidate at its `rank`, from 1; `by_score` is the rank that its score alone would give it.

    `shares` are what each feature of the ranking adds to the score, by name: they sum to it, unless it was held in 0..1.
    """

    passage: Passage
    rank: int
    by_score: int
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage that would be given at `rank` if there were no filters, and the `filters` that keep it out."""

    passage: Passage
    rank: int
    filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """All candidates in the order in which they are given, of which the first `limit` are.

    `unknown` are the words of the question that are in no document, `preferred` the names in it whose documents come first.
    """

    wording: Wording
    limit: int
    unknown: tuple[str, ...]
    preferred: tuple[str, ...]
    candidates: tuple[ExplainedPassage, ...]
    left_out: tuple[LeftOut, ...]


def explained_passages(ranking: Ranking) -> tuple[ExplainedPassage, ...]:
    """The candidates of a ranking in the order in which they are given."""
    by_score = {i: rank for rank, i in enumerate(ranking.by_score, 1)}
    return tuple(
        ExplainedPassage(
            ranking.passage(i),
            rank,
            by_score[i],
            dict(zip(FEATURES, map(float, ranking.made.shares[i]), strict=True)),
        )
        for rank, i in enumerate(ranking.order, 1)
    )
