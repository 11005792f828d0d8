"""What is done with rows, from the words of a question."""

from __future__ import annotations

import pytest

from assistant.sets import Operation, operation

THIS_YEAR = 2026


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which ferries end in 2031?", (2031, False, True, 0)),
        ("Which ferries start in 2031?", (2031, True, False, 0)),
        ("Which courses finish by 2031?", (2031, False, True, -1)),
        ("Which courses begin after 2031?", (2031, True, False, 1)),
        ("Which courses were still running in 2031?", (2031, False, False, 0)),
        ("2031년에 끝나는 강좌는?", (2031, False, True, 0)),
        ("2031년에 시작하는 강좌는?", (2031, True, False, 0)),
        ("2031년까지 이어지는 강좌는?", (2031, False, True, 0)),
    ],
)
def test_a_year_is_read_with_what_happens_in_it(question: str, expected: tuple[int, bool, bool, int]) -> None:
    found = operation(question, THIS_YEAR)
    assert (found.year, found.begins, found.ends, found.side) == expected


def test_what_still_runs_runs_this_year() -> None:
    assert operation("Which ferries are still running?", THIS_YEAR).year == THIS_YEAR


@pytest.mark.parametrize(
    ("question", "extreme", "measure"),
    [
        ("Which lease is the longest?", 1, "length"),
        ("Which ferry starts last?", 1, "date"),
        ("Which school gets the least money?", -1, "amount"),
        ("기간이 가장 짧은 강좌는?", -1, "length"),
        ("예산이 제일 많은 학교는?", 1, "amount"),
    ],
)
def test_superlatives_say_what_is_measured(question: str, extreme: int, measure: str) -> None:
    found = operation(question, THIS_YEAR)
    assert (found.extreme, found.measure) == (extreme, measure)


@pytest.mark.parametrize(
    ("question", "value", "over"),
    [
        ("Which schools get more than KRW 300 million?", "300000000", True),
        ("Which schools get less than KRW 300 million?", "300000000", False),
        ("3억 원이 넘는 학교는?", "300000000", True),
        ("3억 원 미만인 학교는?", "300000000", False),
    ],
)
def test_an_amount_with_a_comparison_is_a_bound(question: str, value: str, over: bool) -> None:
    found = operation(question, THIS_YEAR)
    assert found.bound is not None
    assert (found.bound.value, found.over) == (value, over)


@pytest.mark.parametrize(
    ("question", "excluded"),
    [
        ("Apart from Leeds, which towns have a zoo?", "Leeds"),
        ("동물원을 뺀 시설은?", "동물원을"),
    ],
)
def test_what_is_excluded_is_what_the_negation_governs(question: str, excluded: str) -> None:
    assert operation(question, THIS_YEAR).excluded == excluded


def test_a_question_without_any_of_it_wants_rows_as_they_are() -> None:
    found = operation("Which towns have a zoo?", THIS_YEAR)
    assert isinstance(found, Operation)
    assert not found.is_exact
    assert not found.counts
    assert found.excluded == ""
