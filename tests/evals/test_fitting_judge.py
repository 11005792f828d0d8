"""How the judge's weights are made and measured."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.evidence.judge import Thresholds, Weights
from assistant.evidence.views import ANSWER_FEATURES, FRAGMENT_FEATURES
from evals.fitting.judge import (
    BY_WORDS,
    FIRST,
    Judged,
    Question,
    Sample,
    answers,
    bereft,
    by_words,
    figures_of,
    fitted,
    judged,
)

WORDS = np.array([[0.9, 0.8, 0.1], [0.2, 0.1, 0.9]])  # of the two fragments, by interaction.NAMES
WEIGHTS = Weights(dict.fromkeys(FRAGMENT_FEATURES, 1.0), dict.fromkeys(ANSWER_FEATURES, 0.0), Thresholds(0.6, 0.3))


def sample(right: bool, group: str = "a") -> Sample:
    """Two fragments, of which the first answers where the best one's cosine is high."""
    fragments = np.zeros((2, len(FRAGMENT_FEATURES)))
    fragments[0, FRAGMENT_FEATURES.index("cosine")] = 0.9 if right else 0.2
    as_best = np.zeros((2, len(ANSWER_FEATURES)))
    as_best[:, ANSWER_FEATURES.index("bias")] = 1
    as_best[:, ANSWER_FEATURES.index("cosine")] = fragments[:, FRAGMENT_FEATURES.index("cosine")]
    asked = Question("?", group, answers=("x",) if right else ())
    return Sample(asked, FIRST, fragments, as_best, np.array([right, False]), lambda numbers: WORDS[numbers])


def test_a_fragment_answers_by_an_answer_or_by_most_of_a_quote() -> None:
    assert answers("It opened in May 2011.", Question("?", "a", answers=("may 2011",)))
    assert answers("the term of the plan is five years", Question("?", "a", quote="term of the plan: five years"))
    assert not answers("the plan is long", Question("?", "a", quote="its budget comes from three funds of the city"))


def test_what_is_fitted_is_sure_of_right_answers_and_not_of_wrong_ones() -> None:
    weights = fitted([[sample(right=True), sample(right=False)] * 10])
    good, bad = judged(sample(right=True), weights), judged(sample(right=False), weights)
    assert good.right
    assert good.rank == 0
    assert good.chance > 0.9 > 0.1 > bad.chance


def test_the_figures_count_what_became_of_each_question() -> None:
    answerable, near = Question("?", "a", answers=("x",)), Question("?", "a")
    found = [
        Judged(answerable, 0.6, 0.9, True, 0),
        Judged(answerable, 0.6, 0.9, False, 2),
        Judged(answerable, 0.5, 0.4, True, 0),
        Judged(answerable, 0.2, 0.1, False, None),
        Judged(near, 0.5, 0.7, False, None),
        Judged(Question("?", "strange 1"), 0.1, 0.2, False, None),
    ]
    figures = figures_of(found, WEIGHTS)
    assert figures["answered_rightly"] == figures["answered_wrongly"] == pytest.approx(25)
    assert figures["right_or_nearest"] == pytest.approx(50)
    assert figures["refused_though_found"] == 0
    assert figures["near_misses_answered"] == figures["strange_not_found"] == pytest.approx(100)


def test_read_word_by_word_the_best_fragments_come_first_with_more_features() -> None:
    read = by_words(sample(right=True), WEIGHTS)
    assert read.features == BY_WORDS
    assert read.fragments[:, -2:].tolist() == [[0.9, 0.8], [0.2, 0.1]]
    assert read.judged[:, -3:].tolist() == WORDS.tolist()


def test_without_what_answers_it_a_question_is_a_near_miss() -> None:
    left = bereft(sample(right=True))
    assert left is not None
    assert not left.question.is_answerable
    assert not left.answering.any()
    assert len(left.fragments) == 1
    assert left.read(np.array([0])).tolist() == [[0.2, 0.1, 0.9]]
    assert bereft(sample(right=False)) is None
