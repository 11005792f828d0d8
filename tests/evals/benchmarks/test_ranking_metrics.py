"""Figures of rankings, worked out by hand."""

from __future__ import annotations

import math

import pytest

from evals.benchmarks.ranking_metrics import area_under_curve, best_first, convex, reciprocal_rank_fusion
from evals.running.ranking import ranking_scores


def test_ndcg_discounts_by_place_and_divides_by_the_best_order() -> None:
    # Gains 1 at place 2 and 3 at place 3: 1 / log2(3) + 3 / log2(4); best: 3 / log2(2) + 1 / log2(3).
    expected = (1 / math.log2(3) + 1.5) / (3 + 1 / math.log2(3))
    found = ranking_scores(["x", "b", "a"], {"a": 3, "b": 1})
    assert found == pytest.approx({"ndcg@10": expected, "recall@5": 1, "recall@10": 1, "mrr": 0.5})


def test_what_stands_too_deep_is_not_recalled() -> None:
    found = ranking_scores([*"0123456", "a"], {"a": 1, "b": 2, "3": 0})
    assert (found["recall@5"], found["recall@10"], found["mrr"]) == (0, 0.5, 1 / 8)


def test_nothing_relevant_has_no_figure_and_nothing_found_has_zero() -> None:
    assert ranking_scores(["a"], {}) == {}
    assert set(ranking_scores([], {"a": 1}).values()) == {0.0}


def test_the_area_is_the_share_of_pairs_in_order_and_ties_count_half() -> None:
    # Pairs: (3,1) yes, (3,2) yes, (2,1) yes, (2,2) half.
    assert area_under_curve([3, 2], [1, 2]) == pytest.approx(3.5 / 4)
    assert math.isnan(area_under_curve([], [1]))


def test_rank_fusion_adds_reciprocal_ranks() -> None:
    # a: 1/61 + 1/63, b: 1/62 + 1/61, c: 1/62.
    assert reciprocal_rank_fusion(["a", "b"], ["b", "c", "a"]) == ["b", "a", "c"]


def test_convex_fusion_scales_each_list_to_its_own_range() -> None:
    # a: 1 + 0, b: 0.5 + 1, c: 0 + 0.5 (scaled within 10..30 and 1..3).
    assert convex({"a": 30, "b": 20, "c": 10}, {"a": 1, "b": 3, "c": 2}) == ["b", "a", "c"]
    assert convex({"a": 1}, {}) == ["a"]


def test_equal_scores_are_ordered_by_name() -> None:
    assert best_first({"b": 1, "a": 1, "c": 2}) == ["c", "a", "b"]
