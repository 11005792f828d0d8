"""Ranking: what each kind of evidence adds, by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from retrieval.search.rank import Candidate, Question, rerank

NORTH = np.array([1.0, 0.0], np.float32)
EAST = np.array([0.0, 1.0], np.float32)
NOTHING = np.zeros((0, 2), np.float32)
TOTAL = 1.5 + 0.7 + 0.5 + 0.25 + 0.25 + 0.25 + 0.1
FEEDBACK = 0.1  # what each gets where all candidates have the same vector


def idf(term: str) -> float:
    return {"the": 0.0, "rare": 4.0}.get(term, 2.0)


def asked(*content: str, terms: Sequence[str] = ()) -> Question:
    return Question([*terms, *content], content, NORTH)


def unlike(*terms: str, headings: Sequence[Sequence[str]] = ()) -> Candidate:
    """A candidate without any dense evidence."""
    return Candidate(EAST, NOTHING, terms, headings)


def test_dense_evidence_alone_counts_cosine_and_its_share_of_feedback() -> None:
    [score] = rerank(asked("plan"), [Candidate(NORTH, NOTHING, ["other"])], idf)
    assert score == pytest.approx((1.5 + FEEDBACK) / TOTAL)


def test_lexical_evidence_is_bm25_over_its_upper_bound() -> None:
    # One of two terms, weights 4 and 2; once, in a text of average length: 4 * 1 / (1 + 1.2) / 6.
    [score] = rerank(asked("rare", "plan"), [unlike("rare", "x", "y")], idf)
    assert score == pytest.approx((0.7 * (4 / 2.2) / 6 + FEEDBACK) / TOTAL)


def test_a_longer_text_needs_more_to_score_the_same() -> None:
    # Average length 3: the norm is 1.2 * (0.25 + 0.75 * 2 / 3) = 0.9 for two words, 1.2 * (0.25 + 0.75 * 4 / 3) = 1.5.
    short, long = rerank(asked("plan"), [unlike("plan", "x"), unlike("plan", "x", "y", "z")], idf)
    assert short == pytest.approx((0.7 / 1.9 + FEEDBACK) / TOTAL)
    assert long == pytest.approx((0.7 / 2.5 + FEEDBACK) / TOTAL)


def test_neighbours_of_the_question_count_by_their_distance() -> None:
    near, far = rerank(asked("master", "plan"), [unlike("master", "plan", "x"), unlike("master", "x", "plan")], idf)
    assert near - far == pytest.approx(0.5 * (1 - 1 / 2) / TOTAL)


def test_the_best_sentence_counts_beside_the_whole() -> None:
    both = np.stack([EAST, NORTH])
    without, with_sentence = rerank(asked("q"), [unlike("x"), Candidate(EAST, both, ["x"])], idf)
    assert with_sentence - without == pytest.approx(0.25 / TOTAL)


def test_a_heading_counts_by_what_it_covers_and_by_how_little_else_it_says() -> None:
    # Coverage 4 / 6 over all headings; precision 4 / 6 of the better heading, (rare, other).
    plain, headed = rerank(asked("rare", "plan"), [unlike("x"), unlike("x", headings=[["rare", "other"], ["y"]])], idf)
    assert headed - plain == pytest.approx((0.25 + 0.25) * 4 / 6 / TOTAL)


def test_a_heading_that_is_a_question_is_met_by_question_words_too() -> None:
    question = asked("plan", terms=["how"])
    plain, headed = rerank(question, [unlike("x"), unlike("x", headings=[["how", "y"]])], idf)
    assert headed - plain == pytest.approx(0.25 * 2 / 4 / TOTAL)


def test_another_name_counts_as_the_name_in_the_question() -> None:
    question = asked("gyeongbuk", "plan")
    same, other = rerank(
        question, [unlike("gyeongbuk", "plan"), unlike("gyeongsangbuk", "plan")], idf, {"gyeongsangbuk": "gyeongbuk"}
    )
    assert same == other > rerank(question, [unlike("gyeongsangbuk", "plan")], idf)[0]


def test_scores_lie_in_0_to_1_and_reach_it_only_with_every_evidence() -> None:
    opposite = Candidate(-NORTH, NOTHING, [])
    perfect = Candidate(NORTH, NORTH[None], ["rare", "plan"] * 50, [["rare", "plan"]])
    low, high = rerank(asked("rare", "plan"), [opposite, perfect], idf)
    assert low == 0
    assert 0.9 < high <= 1


@pytest.mark.parametrize("question", [asked(), asked("the"), asked("unknown", "words")])
def test_a_question_without_weight_is_ranked_by_what_is_left(question: Question) -> None:
    worse, better = rerank(question, [unlike(), Candidate(NORTH, NOTHING, [])], idf)
    assert better > worse


def test_length_and_feedback_are_measured_by_the_candidates_that_lead() -> None:
    # Alone the first has average length and its own direction: that of the second must not change its score.
    own, other = Candidate(NORTH, NOTHING, ["plan", "x"]), Candidate(EAST, NOTHING, ["plan"] * 9)
    [alone] = rerank(asked("plan"), [own], idf)
    assert rerank(asked("plan"), [own, other], idf, leading=[True, False])[0] == pytest.approx(alone)
    assert rerank(asked("plan"), [own, other], idf, leading=[False, False]) == rerank(asked("plan"), [own, other], idf)


def test_no_candidates_give_no_scores() -> None:
    assert rerank(asked("plan"), [], idf) == []
