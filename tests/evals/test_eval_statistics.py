"""How sure the figures of the evals are said to be."""

from __future__ import annotations

import pytest

from evals.running.statistics import difference, interval, noise_floor


def test_an_interval_holds_its_mean_and_narrows_with_more_cases() -> None:
    few, many = interval([1.0, 0.0] * 10), interval([1.0, 0.0] * 200)
    assert few
    assert many
    assert few.low < few.mean == 0.5 < few.high
    assert many.high - many.low < (few.high - few.low) / 3


def test_an_interval_is_that_of_the_normal_distribution_where_that_holds() -> None:
    found = interval([1.0] * 800 + [0.0] * 200)
    assert found
    assert found.low == pytest.approx(0.8 - 1.96 * 0.01265, abs=0.003)
    assert found.high == pytest.approx(0.8 + 1.96 * 0.01265, abs=0.003)


def test_values_that_are_all_the_same_leave_no_doubt_and_none_give_no_figure() -> None:
    found = interval([1.0] * 5)
    assert found
    assert (found.low, found.high) == (1.0, 1.0)
    assert interval([]) is None


def test_the_same_rows_give_the_same_figures() -> None:
    assert interval([1.0, 0.0, 0.0, 1.0, 1.0]) == interval([1.0, 0.0, 0.0, 1.0, 1.0])


def test_a_change_for_the_better_in_every_case_is_real_and_none_is_a_coin() -> None:
    before = {f"case-{i}": 0.0 for i in range(20)}
    better = difference(before, dict.fromkeys(before, 1.0))
    same = difference(before, before)
    assert better
    assert same
    assert (better.interval.mean, better.real, better.better, better.worse) == (1.0, 1.0, 20, 0)
    assert (same.interval.mean, same.real) == (0.0, 0.5)


def test_one_case_more_of_many_is_not_called_sure() -> None:
    before = {f"case-{i}": float(i % 2) for i in range(20)}
    found = difference(before, before | {"case-0": 1.0, "case-1": 0.0, "case-2": 1.0})
    assert found
    assert (found.better, found.worse) == (2, 1)
    assert 0.5 < found.real < 0.95
    assert found.interval.low < 0 < found.interval.high


def test_only_cases_that_both_runs_have_are_compared() -> None:
    found = difference({"a": 0.0, "b": 1.0}, {"b": 1.0, "c": 1.0})
    assert found
    assert found.interval.count == 1
    assert difference({"a": 1.0}, {"b": 1.0}) is None


def test_the_noise_floor_is_what_repeated_runs_differ_by() -> None:
    assert noise_floor([{"a": 1.0, "b": 0.0}, {"a": 1.0, "b": 1.0}, {"a": 1.0, "b": 0.5}]) == 0.5
    assert noise_floor([{"a": 1.0}]) == 0.0
    assert noise_floor([]) == 0.0
