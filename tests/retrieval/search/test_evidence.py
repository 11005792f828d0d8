"""Evidence: which fragment answers, and whether any does."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.search.evidence import (
    ANSWER_FEATURES,
    FRAGMENT_FEATURES,
    Asked,
    Evidence,
    Source,
    View,
    Weighed,
    floor,
    weigh,
)

NORTH = np.array([1.0, 0.0], np.float32)
PLAIN = (
    "The plan was published in 2021.",
    "It costs KRW 190.2 billion over five years.",
    "The welfare bureau takes part.",
)


def idf(term: str) -> float:
    return 2.0


def source(*fragments: str, heading: str = "Master Plan", score: float = 0.5) -> Source:
    """Fragments that are all equally near to the question."""
    return Source(score, heading, fragments, np.tile(NORTH * np.float32(0.5), (len(fragments), 1)))


def weighed(question: str, *sources: Source) -> Evidence:
    return weigh(question, NORTH, sources, idf)


def signs(question: str, *fragments: str, best: int = 0, heading: str = "Master Plan") -> dict[str, float]:
    view = View(Asked(question, NORTH, idf, {}), source(*fragments, heading=heading))
    return dict(view.answer_features(Weighed(0, best, 0.5)))


def test_the_features_have_exactly_the_names_of_the_weights() -> None:
    view = View(Asked("What is it?", NORTH, idf, {}), source(*PLAIN))
    assert all(tuple(features) == FRAGMENT_FEATURES for features in view.fragment_features())
    assert tuple(view.answer_features(Weighed(0, 0, 0.5))) == ANSWER_FEATURES


def test_the_fragment_that_states_the_needed_fact_comes_first() -> None:
    assert weighed("How much does it cost?", source(*PLAIN)).fragments[0].fragment == 1
    assert weighed("When was the plan published?", source(*PLAIN)).fragments[0].fragment == 0


def test_the_fragment_nearer_in_meaning_comes_first_among_equals() -> None:
    vectors = np.array([[0.2, 0.0], [0.9, 0.0]], np.float32)
    evidence = weigh("What is it?", NORTH, [Source(0.5, "", ["one thing", "other thing"], vectors)], idf)
    assert [each.fragment for each in evidence.fragments] == [1, 0]


def test_the_fragment_of_the_better_passage_comes_first_among_equals() -> None:
    evidence = weighed("What is it?", source("a thing", score=0.3), source("a thing", score=0.6))
    assert [each.source for each in evidence.fragments] == [1, 0]


def test_a_fragment_is_helped_by_its_heading_and_the_one_before_it() -> None:
    view = View(Asked("Which part of the welfare plan", NORTH, idf, {}), source("welfare", "x", "y", heading="Plan"))
    # Content: part, welfar, plan, of weight 2 each; plan from the heading, welfare from itself or the one before.
    assert [f["coverage_around"] for f in view.fragment_features()] == pytest.approx([2 / 3, 2 / 3, 1 / 3])


def test_proximity_is_the_share_of_neighbouring_pairs_over_their_distance() -> None:
    view = View(Asked("master plan cost", NORTH, idf, {}), source("master x plan"))
    assert view.fragment_features()[0]["proximity"] == pytest.approx(1 / 2 / 2)


def test_another_name_for_a_thing_counts_as_the_questions_name() -> None:
    asked = Asked("the Gyeongbuk plan", NORTH, idf, {"gyeongsangbuk": "gyeongbuk"})
    [features] = View(asked, source("Gyeongsangbuk plan", heading="")).fragment_features()
    assert features["coverage"] == 1


def test_a_number_that_the_passage_lacks_is_a_sign_against() -> None:
    assert signs("What did the 2030 plan cost?", *PLAIN)["number_missing"] == 1
    assert signs("What did the 2021 plan cost?", *PLAIN)["number_missing"] == 0


def test_a_name_that_is_not_near_is_a_sign_against() -> None:
    assert signs("Does the plan concern Busan?", *PLAIN)["name_missing"] == 1
    assert signs("Does the plan concern Busan?", *PLAIN, heading="Busan plan")["name_missing"] == 0
    assert signs("Does the plan concern Busan?", "x", "y", "Busan", best=0)["name_missing"] == 1
    assert signs("Does the plan concern Busan?", "x", "Busan", best=0)["name_missing"] == 0


def test_opposites_negation_and_replacement_are_signs_against() -> None:
    assert signs("What is the largest part?", "The smallest part is this.")["opposite"] == 1
    assert signs("What is unstable here?", "This is stable here.")["negated_form"] == 1
    assert signs("What is not covered?", "Costs are covered.")["negation_lost"] == 1
    assert signs("What is not covered?", "Costs are not covered.")["negation_kept"] == 1
    assert signs("the first welfare plan", "the second welfare plan")["replaced"] == 1
    assert not any(signs("What is covered?", "Costs are covered.")[name] for name in ("opposite", "negation_lost"))


def test_what_is_missing_is_weighed_by_how_rare_it_is() -> None:
    # Content: welfar, plan, dragon; the passage has the first two.
    found = signs("welfare plan dragon", "welfare plan")
    assert found["missing"] == pytest.approx(1 / 3)
    assert found["rarest_missing"] == 1


def test_a_question_in_the_texts_words_is_answerable_and_an_unrelated_one_is_not() -> None:
    near = Source(0.6, "Master Plan", PLAIN, np.tile(NORTH * np.float32(0.7), (3, 1)))
    far = Source(0.1, "Master Plan", PLAIN, np.tile(NORTH * np.float32(0.05), (3, 1)))
    assert weighed("When was the plan published?", near).answerable > 0.8
    strange = "Which dragons live on the moon?"
    assert weighed(strange, far).fragments[0].score < floor(strange, PLAIN[0])


def test_scores_lie_in_0_to_1() -> None:
    evidence = weighed("When was the plan published?", source(*PLAIN), source("x"))
    assert all(0 <= each.score <= 1 for each in evidence.fragments)


def test_nothing_to_quote_is_no_evidence() -> None:
    empty = Source(0.5, "", (), np.zeros((0, 2), np.float32))
    assert weighed("What?") == weighed("What?", empty) == Evidence((), 0.0)
