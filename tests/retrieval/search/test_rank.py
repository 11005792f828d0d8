"""Ranking: what each kind of evidence adds, by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from retrieval.search.rank import FEATURES, Candidate, Question, features, ranked, rerank, weights

NORTH = np.array([1.0, 0.0], np.float32)
EAST = np.array([0.0, 1.0], np.float32)
NOTHING = np.zeros((0, 2), np.float32)
WEIGHTS = weights()
TOTAL = sum(WEIGHTS.values())


def idf(term: str) -> float:
    return {"the": 0.0, "rare": 4.0}.get(term, 2.0)


def asked(*content: str, terms: Sequence[str] = ()) -> Question:
    return Question([*terms, *content], content, NORTH)


def unlike(*terms: str, headings: Sequence[Sequence[str]] = ()) -> Candidate:
    """A candidate without any dense evidence."""
    return Candidate(EAST, NOTHING, terms, headings)


def test_dense_evidence_alone_counts_cosine() -> None:
    [score] = rerank(asked("plan"), [Candidate(NORTH, NOTHING, ["other"])], idf)
    assert score == pytest.approx(WEIGHTS["dense"] / TOTAL)


def test_lexical_evidence_is_bm25_over_its_upper_bound() -> None:
    # One of two terms, weights 4 and 2; once, in a text of average length: 4 * 1 / (1 + 1.2) / 6.
    [score] = rerank(asked("rare", "plan"), [unlike("rare", "x", "y")], idf)
    assert score == pytest.approx(WEIGHTS["lexical"] * (4 / 2.2) / 6 / TOTAL)


def test_a_longer_text_needs_more_to_score_the_same() -> None:
    # Average length 3: the norm is 1.2 * (0.25 + 0.75 * 2 / 3) = 0.9 for two words, 1.2 * (0.25 + 0.75 * 4 / 3) = 1.5.
    short, long = rerank(asked("plan"), [unlike("plan", "x"), unlike("plan", "x", "y", "z")], idf)
    assert short == pytest.approx(WEIGHTS["lexical"] / 1.9 / TOTAL)
    assert long == pytest.approx(WEIGHTS["lexical"] / 2.5 / TOTAL)


def test_neighbours_of_the_question_count_by_their_distance() -> None:
    near, far = rerank(asked("master", "plan"), [unlike("master", "plan", "x"), unlike("master", "x", "plan")], idf)
    assert near - far == pytest.approx(WEIGHTS["proximity"] * (1 - 1 / 2) / TOTAL)


def test_the_best_sentence_counts_beside_the_whole() -> None:
    both = np.stack([EAST, NORTH])
    without, with_sentence = rerank(asked("q"), [unlike("x"), Candidate(EAST, both, ["x"])], idf)
    assert with_sentence - without == pytest.approx(WEIGHTS["sentence"] / TOTAL)


def test_a_heading_counts_by_what_it_covers_and_by_how_little_else_it_says() -> None:
    # Coverage 4 / 6 over all headings; precision 4 / 6 of the better heading, (rare, other).
    plain, headed = rerank(asked("rare", "plan"), [unlike("x"), unlike("x", headings=[["rare", "other"], ["y"]])], idf)
    assert headed - plain == pytest.approx((WEIGHTS["heading_coverage"] + WEIGHTS["heading_precision"]) * 4 / 6 / TOTAL)


def test_a_heading_that_is_a_question_is_met_by_question_words_too() -> None:
    question = asked("plan", terms=["how"])
    plain, headed = rerank(question, [unlike("x"), unlike("x", headings=[["how", "y"]])], idf)
    assert headed - plain == pytest.approx(WEIGHTS["heading_precision"] * 2 / 4 / TOTAL)


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


def test_length_is_measured_by_the_candidates_that_lead() -> None:
    # Alone the first has average length and its own direction: that of the second must not change its score.
    own, other = Candidate(NORTH, NOTHING, ["plan", "x"]), Candidate(EAST, NOTHING, ["plan"] * 9)
    [alone] = rerank(asked("plan"), [own], idf)
    assert rerank(asked("plan"), [own, other], idf, leading=[True, False])[0] == pytest.approx(alone)
    assert rerank(asked("plan"), [own, other], idf, leading=[False, False]) == rerank(asked("plan"), [own, other], idf)


def test_no_candidates_give_no_scores() -> None:
    assert rerank(asked("plan"), [], idf) == []


def test_features_are_columns_in_the_order_of_their_names() -> None:
    # Both words, next to each other, once in a text of average length; the heading covers all and says nothing else.
    candidate = Candidate(NORTH, EAST[None], ["rare", "plan"], [["rare", "plan"]])
    [row] = features(asked("rare", "plan"), [candidate], idf)
    expected = {"dense": 1.0, "lexical": 1 / 2.2, "proximity": 1.0, "sentence": 0.0}
    headings = {"heading_coverage": 1.0, "heading_precision": 1.0}
    assert dict(zip(FEATURES, row, strict=True)) == pytest.approx(expected | headings)


def test_what_each_feature_adds_sums_to_the_score_by_the_weights_of_the_data_file() -> None:
    made = ranked(asked("plan"), [unlike("plan"), Candidate(NORTH, NOTHING, ["x"])], idf)
    assert made.shares.sum(axis=1) == pytest.approx(made.scores)
    assert made.shares[1][FEATURES.index("dense")] == pytest.approx(WEIGHTS["dense"] / TOTAL)


def test_no_candidates_have_no_features() -> None:
    assert features(asked("plan"), [], idf).shape == (0, len(FEATURES))
