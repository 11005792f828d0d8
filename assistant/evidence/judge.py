"""Orders the fragments of passages as answers to a question, and says how likely the best of them answers it.

Two linear models over `views`. The first orders fragments: fitted as a softmax over the fragments of a question (ListNet,
Cao et al. 2007). The second, a logistic regression, gives the chance that what is shown of them answers; it is fitted
to whether it did, so fragments that are near and wrong count as much as a question that nothing answers.
`evals/fitting/judge.py` makes both, and writes its figures beside them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from assistant.evidence.views import Asked, View
from retrieval.search import Source

Outcome = Literal["answered", "nearest", "not_found"]
WEIGHTS_FILE = Path(__file__).parent.parent / "data" / "judge" / "weights.json"
MOST_SHOWN = 3
CLOSE = 0.9
"""Of the best fragment's score: what comes this close is shown with it. On evals/unprepared the right text is then among
2.0 fragments for 51% of the questions, with the best alone for 39%, with all of the first three for 56%."""
_FARTHEST = 50.0  # logits beyond are as sure as can be


@dataclass(frozen=True, slots=True)
class Weights:
    """What the features count, and the chances from which on the best fragment answers, or is at least near.

    Below `answered` it is only the nearest; below `near` nothing comes near.
    """

    fragment: Mapping[str, float]
    answer: Mapping[str, float]
    answered: float
    near: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """Fragment number `fragment` of source number `source`; a higher `score` (about 0..1) more likely answers."""

    source: int
    fragment: int
    score: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """All fragments, best first, and the chance (0..1) that those shown answer."""

    fragments: tuple[Ranked, ...]
    answered: float
    outcome: Outcome

    @property
    def shown(self) -> tuple[Ranked, ...]:
        """The best fragment and those that come close to it: what the chance is about."""
        least = CLOSE * self.fragments[0].score if self.fragments else 0.0
        return tuple(each for each in self.fragments[:MOST_SHOWN] if each.score >= least)


class Judge:
    """Judges fragments by weights; those that ship unless others are given."""

    def __init__(self, weights: Weights | None = None) -> None:
        self._weights = weights

    def judge(self, asked: Asked, sources: Sequence[Source]) -> Judgement:
        """Order every fragment of `sources` and judge whether those shown answer. Takes some milliseconds for 8 passages."""
        by = self._weights or shipped()
        views = [View(asked, each) for each in sources]
        ranked = _ranked(views, by.fragment)
        if not ranked:
            return Judgement((), 0.0, "not_found")
        chance = _chance(linear(answer_features(views, ranked), by.answer))
        outcome: Outcome = "answered" if chance >= by.answered else "nearest" if chance >= by.near else "not_found"
        return Judgement(ranked, chance, outcome)


def answer_features(views: Sequence[View], ranked: Sequence[Ranked]) -> Mapping[str, float]:
    """The features of the best of ordered fragments."""
    best = ranked[0]
    scores = [view.source.score for view in views]
    return views[best.source].answer_features(
        best.fragment,
        best.score,
        best.score - sum(each.score for each in ranked) / len(ranked),
        views[best.source].source.score - sum(scores) / len(scores),
    )


def linear(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The sum of features by their weights."""
    return sum(weight * features[name] for name, weight in weights.items())


@cache
def shipped() -> Weights:
    """The weights in force."""
    stored = json.loads(WEIGHTS_FILE.read_text("utf-8"))
    return Weights(stored["fragment"], stored["answer"], stored["answered"], stored["near"])


def _ranked(views: Sequence[View], weights: Mapping[str, float]) -> tuple[Ranked, ...]:
    total = sum(weights.values()) or 1.0
    found = [
        Ranked(i, j, linear(features, weights) / total)
        for i, view in enumerate(views)
        for j, features in enumerate(view.fragment_features())
    ]
    return tuple(sorted(found, key=lambda each: (-each.score, each.source, each.fragment)))


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-_FARTHEST, min(_FARTHEST, logit))))
