"""Orders candidates: one absolute score from what the two indexes found and from how the words of the question lie.

A linear sum of features that each lie in about 0..1 and mean the same for every question, so that scores of different
questions can be compared and a floor can be set. Dense and lexical evidence are added convexly (Bruch et al. 2023, "An
Analysis of Fusion Functions for Hybrid Retrieval", with BM25 over its upper bound for the question in place of the
observed maximum). Term proximity follows Rasolofo and Savoy 2003 (pairs of neighbouring question terms, by distance),
feedback Rocchio 1971 in the dense space. Weights were chosen on four sets, each also judged with itself left out
(evals/results/).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Idf = Callable[[str], float]

_DENSE = 1.5
_LEXICAL = 0.7
_PROXIMITY = 0.5
_SENTENCE = 0.25
_HEADING_COVERAGE = 0.25
_HEADING_PRECISION = 0.25
_FEEDBACK = 0.1
_TOTAL = _DENSE + _LEXICAL + _PROXIMITY + _SENTENCE + _HEADING_COVERAGE + _HEADING_PRECISION + _FEEDBACK

_K1, _B = 1.2, 0.75  # BM25 as in the lexical index
_FEEDBACK_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Question:
    """`terms` are all stems of the question in order, `content` those that carry its matter; `vector` (dimensions,)."""

    terms: Sequence[str]
    content: Sequence[str]
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk to be ranked. Terms are stems as the lexical index has them, in order.

    `vector` (dimensions,) and the rows of `sentences` (sentences, dimensions) are of unit length; `terms` are those of
    the embedded text; `headings` those of the title and of each heading above the chunk.
    """

    vector: Vectors
    sentences: Vectors
    terms: Sequence[str]
    headings: Sequence[Sequence[str]] = ()


def rerank(
    question: Question,
    candidates: Sequence[Candidate],
    idf: Idf,
    canonical: Mapping[str, str] | None = None,
    leading: Sequence[bool] | None = None,
) -> list[float]:
    """A score in 0..1 for each candidate; higher is better, and comparable between questions.

    `canonical` maps terms of other names for a thing to the question's own term for it. Average length and feedback are
    taken of the `leading` candidates, if there are any: what is of another subject says nothing of how they are written.
    Costs about 0.03 ms a candidate.
    """
    if not candidates:
        return []
    asked = _Asked(question, idf, canonical or {})
    heard = [i for i, leads in enumerate(leading or ()) if leads] or list(range(len(candidates)))
    average = max(sum(len(candidates[i].terms) for i in heard) / len(heard), 1.0)
    scores = np.array([_score(asked, each, average) for each in candidates])
    matrix = np.stack([candidate.vector for candidate in candidates])
    nearest = sorted(heard, key=lambda i: -scores[i])[:_FEEDBACK_PASSAGES]
    best = matrix[nearest].sum(axis=0)
    scores += _FEEDBACK * (matrix @ (best / max(float(np.linalg.norm(best)), 1e-9)))
    return [float(score) for score in np.clip(scores / _TOTAL, 0.0, 1.0)]


class _Asked:
    """A question's content terms with their weights, and its pairs of neighbouring terms."""

    def __init__(self, question: Question, idf: Idf, canonical: Mapping[str, str]) -> None:
        self.vector = question.vector
        self.idf = cache(idf)  # headings repeat from candidate to candidate
        self.weights = {term: idf(term) for term in question.content}
        self.total = sum(self.weights.values()) or 1.0
        self.own = {**canonical, **{term: term for term in question.terms}}
        self.pairs = {
            (one, two): (self.weights[one] + self.weights[two]) / 2
            for one, two in pairwise(question.content)
            if one != two
        }
        self.pairs_total = sum(self.pairs.values()) or 1.0

    def places(self, terms: Sequence[str]) -> dict[str, list[int]]:
        """Where in a text the content terms stand."""
        found: dict[str, list[int]] = {}
        for place, own in [(place, self.own[term]) for place, term in enumerate(terms) if term in self.own]:
            if own in self.weights:
                found.setdefault(own, []).append(place)
        return found


def _score(asked: _Asked, candidate: Candidate, average: float) -> float:
    places = asked.places(candidate.terms)
    sentence = float((candidate.sentences @ asked.vector).max()) if len(candidate.sentences) else 0.0
    return (
        _DENSE * float(candidate.vector @ asked.vector)
        + _LEXICAL * _bm25(asked, places, len(candidate.terms) / average)
        + _PROXIMITY * _proximity(asked, places)
        + _SENTENCE * sentence
        + _HEADING_COVERAGE * _coverage(asked, candidate.headings)
        + _HEADING_PRECISION * max((_precision(asked, each) for each in candidate.headings), default=0.0)
    )


def _bm25(asked: _Asked, places: Mapping[str, Sequence[int]], length: float) -> float:
    """BM25 (Robertson and Zaragoza 2009) over the most that a text could reach; `length` is in average lengths."""
    norm = _K1 * (1 - _B + _B * length)
    return sum(asked.weights[term] * len(at) / (len(at) + norm) for term, at in places.items()) / asked.total


def _proximity(asked: _Asked, places: Mapping[str, Sequence[int]]) -> float:
    """Share of the question's neighbouring pairs that the text has, by idf, each over its shortest distance there."""
    found = 0.0
    for (one, two), weight in asked.pairs.items():
        if one in places and two in places:
            found += weight / min(abs(a - b) for a in places[one] for b in places[two])
    return found / asked.pairs_total


def _coverage(asked: _Asked, headings: Sequence[Sequence[str]]) -> float:
    """Share of the question's content, by idf, that the headings name."""
    named = {asked.own.get(term) for heading in headings for term in heading}
    return sum(weight for term, weight in asked.weights.items() if term in named) / asked.total


def _precision(asked: _Asked, heading: Sequence[str]) -> float:
    """Share of a heading, by idf, that the question names; headings that are questions keep their question words."""
    weights = {term: asked.idf(term) for term in heading}
    return sum(weight for term, weight in weights.items() if term in asked.own) / (sum(weights.values()) or 1.0)
