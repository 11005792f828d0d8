"""Features of fragments as a question sees them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from assistant.evidence.interaction import NAMES
from assistant.evidence.views import ANSWER_FEATURES, FRAGMENT_FEATURES, Asked, View
from assistant.question.types import QuestionType, TypeChances
from retrieval.search import Source

NORTH = np.array([1.0, 0.0], np.float32)
EVEN = TypeChances(dict.fromkeys(QuestionType, 1 / len(QuestionType)))


def idf(term: str) -> float:
    """Rare is what stands in no document: here "unicorn" and the empty term."""
    return 4.0 if term in ("unicorn", "\x00") else 2.0


def view(question: str, *fragments: str, heading: str = "", vectors: list[list[float]] | None = None) -> View:
    rows = np.array(vectors or [[0.5, 0.0]] * len(fragments), np.float32)
    return View(Asked(question, NORTH, EVEN, idf, {}), Source(0.5, heading, fragments, rows))


def best(question: str, *fragments: str, heading: str = "") -> Mapping[str, float]:
    return view(question, *fragments, heading=heading).answer_features(0, 0.5, 0.1, 0.0)


def test_the_features_have_exactly_the_names_of_the_weights() -> None:
    seen = view("What is the harbour?", "a harbour", "a ship")
    assert all(tuple(features) == (*FRAGMENT_FEATURES, *NAMES) for features in seen.fragment_features())
    assert tuple(seen.answer_features(0, 0.5, 0.1, 0.0)) == (*ANSWER_FEATURES, *NAMES)


def test_a_fragment_has_the_cosine_of_its_own_and_of_what_stands_around_it() -> None:
    features = view("x", "a", "b", "c", vectors=[[0.2, 0], [0.4, 0], [0.9, 0]]).fragment_features()
    assert [each["cosine"] for each in features] == pytest.approx([0.2, 0.4, 0.9])
    assert [each["cosine_around"] for each in features] == pytest.approx([0.3, 0.5, 0.65])


def test_coverage_is_the_share_of_the_questions_words_and_headings_lend_theirs() -> None:
    plain, headed = view("harbour crane", "a crane"), view("harbour crane", "a crane", heading="Harbour")
    assert plain.fragment_features()[0]["coverage"] == 0.5
    assert plain.fragment_features()[0]["coverage_around"] == 0.5
    assert headed.fragment_features()[0]["coverage_around"] == 1


def test_a_word_that_no_document_has_is_unknown() -> None:
    assert best("harbour unicorn", "a harbour")["unknown"] == pytest.approx(4 / 6)
    assert best("harbour crane", "a harbour")["unknown"] == 0


def test_a_number_or_a_year_of_the_question_that_stands_nowhere_is_missed() -> None:
    assert best("What was built in 2017?", "It was built in 2018.")["values_missing"] > 0.9
    assert best("What was built in 2017?", "It was built.", "That was in 2017.")["values_missing"] == 0


def test_a_name_of_the_question_that_stands_nowhere_near_is_missed() -> None:
    assert best("Where is the Busan office?", "The Daegu office")["names_missing"] == 1
    assert best("Where is the Busan office?", "The office", heading="Busan")["names_missing"] == 0


def test_an_answer_in_another_script_is_foreign() -> None:
    assert best("항구는 어디에 있나요?", "The harbour is in the south.")["foreign"] == 1
    assert best("항구는 어디에 있나요?", "항구는 남쪽에 있다.")["foreign"] == 0
