"""Orders the fragments of passages as answers to a question, and says how likely the best of them answers it.

Two linear models over `views`. The first orders fragments: fitted as a softmax over the fragments of a question (ListNet,
Cao et al. 2007). The second, a logistic regression, gives the chance that what is shown of them answers; it is fitted
to whether it did, so fragments that are near and wrong count as much as a question that nothing answers.
Both are used twice: the first ones see a question and a fragment as wholes, the second ones the best fragments word by
word as well (`interaction`), where the embedding model gives vectors of words.
`evals/fitting/judge.py` makes all four, and writes their figures beside them.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.interaction import interaction
from assistant.evidence.views import Asked, View
from retrieval.embedding import WordVectors
from retrieval.embedding import words as word_places
from retrieval.patterns import late_pattern
from retrieval.search import Source

Outcome = Literal["answered", "nearest", "not_found"]
WEIGHTS_FILE = Path(__file__).parent.parent / "data" / "judge" / "weights.json"
MOST_SHOWN = 3
CLOSE = 0.88
"""Of the best fragment's score: what comes this close is shown with it."""
LIKELY = 0.5
"""From here on it is more likely than not that something is asked for that does not stand there."""
_CLEARLY = 0.2  # of a chance that something is unstated
READ = 8
"""Fragments that are looked at word by word: the best ones by the rest."""
_ALL = 0.99  # of a question's content, by idf
_MOST_READ = 900  # characters of each, its headings before it
_PART = late_pattern(r"\s*[;|]\s+|(?<=[^\W\d]{3})[.?!]\s+")  # what stands between the parts of a row or a line
_FARTHEST = 50.0  # logits beyond are as sure as can be


ReadWords = Callable[[Sequence[str]], WordVectors | None]
"""Gives the vectors of the words of the question and of texts; None where the model has none."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the outcomes part.

    `answered` is the chance from which on the best fragments answer; else they are only the nearest. Where the best score
    is below `near`, nothing comes near; nor does it where the documents hold no word of a question in their language.
    """

    answered: float
    near: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What the features count, and the thresholds that were fitted with them."""

    fragment: Mapping[str, float]
    answer: Mapping[str, float]
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Ranked:
    """Fragment number `fragment` of source number `source`; a higher `score` (about 0..1) more likely answers.

    `unstated` is how likely (0..1) a Value is asked for of which it has none.
    """

    source: int
    fragment: int
    score: float
    unstated: float = 0.0

    def states_as_much(self, unstated: float) -> bool:
        """Whether it is about as likely to state what is asked for as one of which this is `unstated`."""
        return self.unstated <= unstated + _CLEARLY


@dataclass(frozen=True, slots=True)
class Judgement:
    """All fragments, best first, and the chance (0..1) that the first and those that come close to it (`CLOSE`) answer."""

    fragments: tuple[Ranked, ...]
    answered: float
    outcome: Outcome


class Judge:
    """Judges fragments by weights, and by others once it has looked at words; those that ship unless others are given."""

    def __init__(
        self,
        first: Weights | None = None,
        by_words: Weights | None = None,
        *,
        thresholds: Thresholds | None = None,
        by_part: bool = False,
    ) -> None:
        """`thresholds` count in place of those of the weights. `by_part` looks at each task or cell of a fragment alone, and
        takes the one that comes nearest."""
        self._first = first
        self._by_words = by_words
        self._thresholds = thresholds
        self._by_part = by_part

    def judge(self, asked: Asked, sources: Sequence[Source], read: ReadWords = lambda _: None) -> Judgement:
        """Order every fragment of `sources` and judge whether those shown answer.

        Takes some milliseconds for 8 passages, and a run of the embedder over READ fragments where `read` has words.
        """
        views = [View(asked, each) for each in sources]
        by = self._first or shipped().first
        ranked = _ranked(views, by.fragment)
        if not ranked:
            return Judgement((), 0.0, "not_found")
        if ranked_anew := self._by_word(asked, views, ranked[:READ], read):
            by, ranked = self._by_words or shipped().by_words, (*ranked_anew, *_behind(ranked[READ:], ranked_anew[-1]))
        features = answer_features(views, ranked[:READ])
        chance = _chance(linear(features, by.answer))
        strange = asked.unknown >= _ALL and not features["foreign"]
        at = self._thresholds or by.thresholds
        if strange or ranked[0].score < at.near:
            return Judgement(ranked, chance, "not_found")
        best = ranked[0]
        answers = chance >= at.answered and views[best.source].lacks(best.fragment) < LIKELY
        return Judgement(ranked, chance, "answered" if answers else "nearest")

    def _by_word(
        self, asked: Asked, views: Sequence[View], ranked: Sequence[Ranked], read: ReadWords
    ) -> tuple[Ranked, ...]:
        """The fragments in their order once they were looked at word by word; none where there are no words."""
        texts = [text_read(views[each.source].source, each.fragment) for each in ranked]
        words = read(texts)
        if words is None:
            return ()
        for each, text, rows in zip(ranked, texts, words.texts, strict=True):
            parts = parts_of(text, rows) if self._by_part else [rows]
            found = (interaction(words.question, asked.word_weights, part) for part in parts)
            views[each.source].interactions[each.fragment] = max(found, key=lambda one: one.mean)
        weights = (self._by_words or shipped().by_words).fragment
        features = (views[each.source].features_of(each.fragment) for each in ranked)
        total = sum(weights.values()) or 1.0
        scored = [replace(each, score=linear(own, weights) / total) for each, own in zip(ranked, features, strict=True)]
        return tuple(sorted(scored, key=lambda each: -each.score))


def parts_of(text: str, rows: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """The words of each part of a text that lists several things, as rows (words, dimensions); all of them where it is one."""
    ends = [each.end() for each in _PART.finditer(text)]
    numbers = np.searchsorted(ends, [place.start for place in word_places(text)][: len(rows)], side="right")
    parts = [rows[: len(numbers)][numbers == n] for n in range(len(ends) + 1)]
    return [each for each in parts if len(each)] or [rows]


def text_read(source: Source, fragment: int) -> str:
    """What is read of a fragment word by word: its headings and its words."""
    headings = source.heading.replace("\n", " > ")
    return f"{headings}: {source.fragments[fragment]}"[:_MOST_READ]


def _behind(rest: Sequence[Ranked], last: Ranked) -> Sequence[Ranked]:
    """What was not looked at, in its order, behind what was."""
    return [replace(each, score=min(each.score, last.score)) for each in rest]


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


@dataclass(frozen=True, slots=True)
class Shipped:
    """The weights in force: without words, and with them."""

    first: Weights
    by_words: Weights


@cache
def shipped() -> Shipped:
    """Read once from WEIGHTS_FILE."""
    stored = json.loads(WEIGHTS_FILE.read_text("utf-8"))
    return Shipped(_weights(stored["first"]), _weights(stored["by_words"]))


def _weights(stored: Mapping[str, Any]) -> Weights:
    return Weights(stored["fragment"], stored["answer"], Thresholds(**stored["thresholds"]))


def shipped_thresholds(*, with_words: bool) -> Thresholds:
    """Those that ship, for embedding models that give vectors of words or for others."""
    return (shipped().by_words if with_words else shipped().first).thresholds


def weights_version() -> str:
    """A name of the weights that ship, another one once anything of them is another."""
    return hashlib.sha256(json.dumps(asdict(shipped()), sort_keys=True).encode()).hexdigest()[:12]


def _ranked(views: Sequence[View], weights: Mapping[str, float]) -> tuple[Ranked, ...]:
    total = sum(weights.values()) or 1.0
    found = [
        Ranked(i, j, linear(features, weights) / total, view.unstated(j))
        for i, view in enumerate(views)
        for j, features in enumerate(view.fragment_features())
    ]
    return tuple(sorted(found, key=lambda each: (-each.score, each.source, each.fragment)))


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-_FARTHEST, min(_FARTHEST, logit))))
