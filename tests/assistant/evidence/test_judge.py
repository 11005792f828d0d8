"""The judge: which fragment comes first, and what becomes of the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.evidence.interaction import NAMES
from assistant.evidence.judge import READ, Judge, Thresholds, Weights, shipped
from assistant.evidence.views import ANSWER_FEATURES, FRAGMENT_FEATURES, Asked
from assistant.question.types import QuestionType, TypeChances
from retrieval.embedding import WordVectors
from retrieval.search import Source

NORTH = np.array([1.0, 0.0], np.float32)
EAST = np.array([0.0, 1.0], np.float32)
TIME = TypeChances({each: float(each is QuestionType.TIME) for each in QuestionType})
BY_COSINE = Weights(
    {**dict.fromkeys(FRAGMENT_FEATURES, 0.0), "cosine": 1.0},
    {**dict.fromkeys(ANSWER_FEATURES, 0.0), "bias": -2.0, "cosine": 4.0},
    Thresholds(answered=0.6, near=0.3),
)


def source(cosines: list[float], texts: list[str] | None = None, score: float = 0.5) -> Source:
    rows = np.array([[each, 0.0] for each in cosines], np.float32)
    return Source(score, "", texts or ["a thing"] * len(cosines), rows)


REASON = TypeChances({each: float(each is QuestionType.REASON) for each in QuestionType})


def asked(text: str = "What is the harbour?", type_: TypeChances = REASON) -> Asked:
    return Asked(text, NORTH, type_, lambda term: 2.0 if term == "\x00" else 1.0, {})


def test_fragments_come_best_first_over_all_passages() -> None:
    judgement = Judge(BY_COSINE).judge(asked(), [source([0.1, 0.9]), source([0.5])])
    assert [(each.source, each.fragment) for each in judgement.fragments] == [(0, 1), (1, 0), (0, 0)]


@pytest.mark.parametrize(
    ("cosine", "chance", "outcome"),
    # The logit is 4 * cosine - 2: 0 at a half, where the chance is a half.
    [(0.5, 0.5, "nearest"), (0.9, 0.832, "answered"), (0.2, 0.231, "not_found")],
)
def test_the_chance_of_the_best_fragment_parts_answers_and_its_score_what_is_not_even_near(
    cosine: float, chance: float, outcome: str
) -> None:
    judgement = Judge(BY_COSINE).judge(asked(), [source([cosine, 0.0])])
    assert judgement.answered == pytest.approx(chance, abs=0.001)
    assert judgement.outcome == outcome


def test_nothing_found_is_not_found() -> None:
    assert Judge(BY_COSINE).judge(asked(), []).outcome == "not_found"


def test_fragments_that_are_equally_good_keep_their_order() -> None:
    judgement = Judge(BY_COSINE).judge(asked(), [source([0.5, 0.5])])
    assert [each.fragment for each in judgement.fragments] == [0, 1]


def test_with_the_weights_that_ship_the_fragment_that_states_the_time_comes_first() -> None:
    texts = ["The harbour is wide.", "The harbour opened on 3 May 2011.", "The harbour is deep."]
    judgement = Judge().judge(asked("When did the harbour open?", TIME), [source([0.5, 0.5, 0.5], texts)])
    assert judgement.fragments[0].fragment == 1


def test_the_weights_that_ship_name_every_feature() -> None:
    first, by_words = shipped().first, shipped().by_words
    assert tuple(first.fragment) == FRAGMENT_FEATURES
    assert tuple(first.answer) == ANSWER_FEATURES
    assert tuple(by_words.fragment) == (*FRAGMENT_FEATURES, "word_mean", "word_least")
    assert tuple(by_words.answer) == (*ANSWER_FEATURES, *NAMES)
    assert all(0 < at.near < 1 and 0 < at.answered < 1 for at in (first.thresholds, by_words.thresholds))


def read(texts: Sequence[str]) -> WordVectors:
    """The question's two words point north; of a text, "crane" does, and any other word east."""
    rows = [[NORTH if word == "crane" else EAST for word in text.split()[-2:]] for text in texts]
    return WordVectors(np.array([NORTH, NORTH]), [np.array(each, np.float32) for each in rows])


def test_words_that_are_found_again_bring_a_fragment_forward() -> None:
    by_words = replace(BY_COSINE, fragment={"cosine": 1.0, "word_mean": 1.0})
    fragments = source([0.5, 0.4], ["a ship", "a crane"])
    judgement = Judge(BY_COSINE, by_words).judge(asked("wharf crane"), [fragments], read)
    assert [each.fragment for each in judgement.fragments] == [1, 0]
    assert [each.score for each in judgement.fragments] == pytest.approx([(0.4 + 1) / 2, 0.5 / 2])


def test_what_is_not_read_word_by_word_stays_behind_what_is() -> None:
    by_words = replace(BY_COSINE, fragment={"cosine": 1.0})
    fragments = source([0.9 - 0.01 * at for at in range(READ + 2)])
    judgement = Judge(BY_COSINE, by_words).judge(asked("wharf crane"), [fragments], read)
    assert [each.fragment for each in judgement.fragments] == list(range(READ + 2))


def test_where_a_time_is_asked_for_a_text_that_states_none_is_only_near() -> None:
    timeless, timed = source([0.9]), source([0.9], ["It opened in 2011."])
    assert Judge(BY_COSINE).judge(asked(type_=TIME), [timeless]).outcome == "nearest"
    assert Judge(BY_COSINE).judge(asked(type_=TIME), [timed]).outcome == "answered"
