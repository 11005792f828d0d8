"""Weighs the fragments of passages as answers to a question, and whether any of them answers it at all.

Two linear models over features that mean the same for every question. The first orders fragments: it is fitted as a
softmax over the fragments of a question (ListNet, Cao et al. 2007). The second, a logistic regression, looks at the best
fragment and at signs of a near miss (`retrieval.language.mismatch`). `evals/fitting/evidence.py` fits both.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.language import is_korean, mismatch, needed_fact, states
from retrieval.search.stems import PassageStems, QuestionStems

Vectors = NDArray[np.float32]


FRAGMENT_FEATURES = ("cosine", "coverage", "coverage_around", "proximity", "passage", "fact")
ANSWER_FEATURES = (
    "bias",
    "best",
    "missing",
    "rarest_missing",
    "number_missing",
    "name_missing",
    "opposite",
    "negated_form",
    "negation_lost",
    "negation_kept",
    "replaced",
    "foreign",
)
WEIGHTS_FILE = Path(__file__).parent.parent / "data" / "evidence" / "weights.json"
"""Made by `evals/fitting/evidence.py`, with its figures."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the features count, and the scores below which nothing answers.

    `floor` is of the score of a best fragment in the question's language, `foreign_floor` of one in another, as words of two
    languages do not meet; `likely` is of `Evidence.answerable`.
    """

    fragment: Mapping[str, float]
    answer: Mapping[str, float]
    floor: float
    foreign_floor: float
    likely: float


@cache
def weights() -> Weights:
    """The weights in force."""
    stored = json.loads(WEIGHTS_FILE.read_text("utf-8"))
    return Weights(stored["fragment"], stored["answer"], stored["floor"], stored["foreign_floor"], stored["likely"])


@dataclass(frozen=True, slots=True)
class Source:
    """A passage to quote from: its final score, its title and headings, its fragments in order with unit vectors.

    `vectors` has shape (len(fragments), dimensions); a row of zeros stands for a fragment that the model did not read.
    """

    score: float
    heading: str
    fragments: Sequence[str]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Weighed:
    """Fragment `fragment` of source `source`; `score` in 0..1 is higher for what more likely holds the answer."""

    source: int
    fragment: int
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """All fragments, best first, and how likely it is (0..1) that the best passages answer the question."""

    fragments: tuple[Weighed, ...]
    answerable: float


def weigh(
    question: str,
    vector: Vectors,
    sources: Sequence[Source],
    idf: Callable[[str], float],
    canonical: Mapping[str, str] | None = None,
) -> Evidence:
    """Order every fragment of `sources` and judge whether `question`, with unit vector `vector`, is answered.

    `canonical` maps stems of other names for a thing to the question's own stem for it. Takes some 4 ms for 8 passages.
    """
    asked = Asked(question, vector, idf, canonical or {})
    views = [View(asked, source) for source in sources]
    by = weights()
    total = sum(by.fragment.values())
    weighed = [
        Weighed(i, j, _linear(features, by.fragment) / total)
        for i, view in enumerate(views)
        for j, features in enumerate(view.fragment_features())
    ]
    if not weighed:
        return Evidence((), 0.0)
    weighed.sort(key=lambda each: (-each.score, each.source, each.fragment))
    best = weighed[0]
    logit = _linear(views[best.source].answer_features(best), by.answer)
    return Evidence(tuple(weighed), 1 / (1 + math.exp(-max(-50.0, min(50.0, logit)))))


def floor(question: str, fragment: str) -> float:
    """The score below which a best fragment has nothing to do with a question."""
    return weights().foreign_floor if is_foreign(question, fragment) else weights().floor


def is_foreign(question: str, fragment: str) -> bool:
    """Whether one is in Korean and the other is not."""
    return is_korean(question) != is_korean(fragment)


class Asked(QuestionStems):
    """A question as stems, weights and signs."""

    def __init__(
        self, question: str, vector: Vectors, idf: Callable[[str], float], canonical: Mapping[str, str]
    ) -> None:
        super().__init__(question, idf, canonical)
        self.vector = vector
        self.fact = needed_fact(question)
        self.numbers = mismatch.numbers(question)
        self.names = mismatch.names(question)
        self.negated = mismatch.is_negated(question)


class View(PassageStems):
    """One passage as a question sees it."""

    def __init__(self, asked: Asked, source: Source) -> None:
        super().__init__(asked, source.heading, source.fragments)
        self.asked = asked
        self.source = source

    def fragment_features(self) -> list[Mapping[str, float]]:
        """For each fragment, features by the names in FRAGMENT_FEATURES."""
        cosines = self.source.vectors @ self.asked.vector
        return [
            {
                "cosine": float(cosines[at]),
                "coverage": self.asked.share(self.sets[at]),
                "coverage_around": self.asked.share(self.around(at, 0)),
                "proximity": self.proximity(at),
                "passage": self.source.score,
                "fact": self._fact(at),
            }
            for at in range(len(self.stems))
        ]

    def answer_features(self, best: Weighed) -> Mapping[str, float]:
        """Features of the best fragment by the names in ANSWER_FEATURES."""
        asked, at = self.asked, best.fragment
        text = self.source.fragments[at]
        around = self.around(at, 1)
        negated = mismatch.is_negated(text)
        missing = [weight for term, weight in asked.weights.items() if term not in around]
        return {
            "bias": 1.0,
            "best": best.score,
            "missing": 1 - asked.share(self.whole),
            "rarest_missing": max(missing, default=0.0) / asked.heaviest,
            "number_missing": float(bool(asked.numbers - self._numbers)),
            "name_missing": float(any(not any(stem in around for stem in stems) for stems in asked.names)),
            "opposite": float(mismatch.has_opposite(asked.terms, self.sets[at])),
            "negated_form": float(mismatch.has_negated_form(asked.weights.keys(), self.sets[at])),
            "negation_lost": float(asked.negated and not negated),
            "negation_kept": float(asked.negated and negated),
            "replaced": float(mismatch.is_replaced(asked.weights.keys(), asked.terms, self.stems[at])),
            "foreign": float(is_foreign(asked.text, text)),
        }

    def _fact(self, at: int) -> float:
        """Whether the fragment states the kind of fact that is asked for; a half where none is certain."""
        fact = self.asked.fact
        return 0.5 if fact is None else float(states(fact, self.source.fragments[at], self.asked.text))

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return mismatch.numbers("\n".join((self.source.heading, *self.source.fragments)))


def _linear(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weight * features[name] for name, weight in weights.items())
