"""Orders candidates: one absolute score from what the two indexes found and from how the words of the question lie.

A linear sum of features that each lie in about 0..1 and mean the same for every question, so that scores of different
questions can be compared and a floor can be set. Dense and lexical evidence are added convexly (Bruch et al. 2023, "An
Analysis of Fusion Functions for Hybrid Retrieval", with BM25 over its upper bound for the question in place of the
observed maximum). Term proximity follows Rasolofo and Savoy 2003 (pairs of neighbouring question terms, by distance). The
weights stand in `retrieval/data/ranking/weights.json`, with what they were made by.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Idf = Callable[[str], float]

FEATURES = ("dense", "lexical", "proximity", "sentence", "heading_coverage", "heading_precision")
"""The columns of `features`, in order."""

WEIGHTS_FILE = Path(__file__).parent.parent / "data" / "ranking" / "weights.json"
_K1, _B = 1.2, 0.75  # BM25 as in the lexical index


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


@dataclass(frozen=True, slots=True)
class Ranked:
    """Scores in 0..1, `features` as that function gives them, and what each adds to the scores before they are held in
    0..1; both of shape (candidates, features)."""

    scores: list[float]
    features: NDArray[np.float64]
    shares: NDArray[np.float64]


@cache
def weights() -> Mapping[str, float]:
    """What each feature counts, by its name."""
    stored: dict[str, float] = json.loads(WEIGHTS_FILE.read_text("utf-8"))["features"]
    return {name: float(stored[name]) for name in FEATURES}


def rerank(
    question: Question,
    candidates: Sequence[Candidate],
    idf: Idf,
    canonical: Mapping[str, str] | None = None,
    leading: Sequence[bool] | None = None,
) -> list[float]:
    """A score in 0..1 for each candidate; higher is better, and comparable between questions.

    Costs about 0.03 ms a candidate. See `features` for what is passed in.
    """
    return ranked(question, candidates, idf, canonical, leading).scores


def ranked(
    question: Question,
    candidates: Sequence[Candidate],
    idf: Idf,
    canonical: Mapping[str, str] | None = None,
    leading: Sequence[bool] | None = None,
) -> Ranked:
    """The scores of `rerank`, and what they are made of."""
    by_name = np.array([*weights().values()])
    found = features(question, candidates, idf, canonical, leading)
    shares = found * (by_name / by_name.sum())
    return Ranked(np.clip(shares.sum(axis=1), 0.0, 1.0).tolist(), found, shares)


def features(
    question: Question,
    candidates: Sequence[Candidate],
    idf: Idf,
    canonical: Mapping[str, str] | None = None,
    leading: Sequence[bool] | None = None,
) -> NDArray[np.float64]:
    """The evidence for each candidate, each feature in about 0..1, shape (candidates, features), columns as `FEATURES`.

    `canonical` maps terms of other names for a thing to the question's own term for it. The average length is that of the
    `leading` candidates, if there are any: what is of another subject says nothing of how they are written.
    """
    if not candidates:
        return np.zeros((0, len(FEATURES)))
    asked = _Asked(question, idf, canonical or {})
    heard = [i for i, leads in enumerate(leading or ()) if leads] or list(range(len(candidates)))
    average = max(sum(len(candidates[i].terms) for i in heard) / len(heard), 1.0)
    return np.array([_evidence(asked, each, average) for each in candidates])


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


def _evidence(asked: _Asked, candidate: Candidate, average: float) -> tuple[float, ...]:
    """A row of `features`."""
    places = asked.places(candidate.terms)
    return (
        float(candidate.vector @ asked.vector),
        _bm25(asked, places, len(candidate.terms) / average),
        _proximity(asked, places),
        float((candidate.sentences @ asked.vector).max()) if len(candidate.sentences) else 0.0,
        _coverage(asked, candidate.headings),
        max((_precision(asked, each) for each in candidate.headings), default=0.0),
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
