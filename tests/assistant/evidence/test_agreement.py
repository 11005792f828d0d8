"""Whether a text states the kind of Value that is asked for."""

from __future__ import annotations

import pytest

from assistant.evidence.agreement import NEUTRAL, agreement, are_stated, kinds, required, stated, unstated, wants_value
from assistant.question.types import QuestionType, TypeChances

NOTHING = dict.fromkeys(QuestionType, 0.0)


def asks(**chances: float) -> TypeChances:
    return TypeChances({**NOTHING, **{QuestionType(name): chance for name, chance in chances.items()}})


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("money", "It costs KRW 190.2 billion."),
        ("amount", "It costs KRW 190.2 billion."),
        ("amount", "총사업비는 190억 원이다."),
        ("time", "It ends on 31 December 2029."),
        ("time", "신청은 3월 5일까지 받는다."),
        ("time", "The course takes three weeks."),
        ("count", "There are 24 seats."),
        ("contact", "Call 051-888-1234."),
    ],
)
def test_a_text_with_the_value_agrees_and_one_without_does_not(kind: str, text: str) -> None:
    assert agreement(asks(**{kind: 1.0}), kinds(text, ())) == 1
    assert agreement(asks(**{kind: 1.0}), kinds("The sea is wide.", ())) == 0


def test_a_number_of_things_is_no_sum_of_money() -> None:
    assert agreement(asks(money=1.0), kinds("The plan names four industries.", ())) == 0


def test_a_question_that_asks_for_no_value_agrees_with_any_text_alike() -> None:
    assert agreement(asks(reason=1.0), kinds("It costs 5 euros.", ())) == NEUTRAL
    assert agreement(asks(reason=1.0), kinds("The sea is wide.", ())) == NEUTRAL


def test_what_the_question_states_itself_answers_nothing() -> None:
    known = stated("What happened in 2017?")
    assert agreement(asks(time=1.0), kinds("It was built in 2017.", known)) == 0
    assert agreement(asks(time=1.0), kinds("It was built in 2018.", known)) == 1


def test_unsure_types_agree_in_part() -> None:
    # .6 of a count that is stated, .2 of a phone that is not, .2 of what no Value answers, at a half.
    assert agreement(asks(count=0.6, contact=0.2, place=0.2), kinds("24 seats", ())) == pytest.approx(0.7)


def test_how_likely_a_value_is_wanted_is_told_by_the_types_that_values_answer() -> None:
    assert wants_value(asks(count=0.4, time=0.3, place=0.3)) == pytest.approx(0.7)


def test_what_is_unstated_is_the_chance_of_the_kinds_that_a_text_lacks() -> None:
    assert unstated(asks(count=0.6, contact=0.2, place=0.2), kinds("24 seats", ())) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("in January", "on 13 January"),
        ("in January", "on 13 January 2025"),
        ("in 2025", "on 2025-01-13"),
        ("in 2025", "from 2025 to 2029"),
        ("the two plans", "a plan"),
    ],
)
def test_a_date_may_stand_in_a_fuller_one_and_a_number_in_letters_is_not_looked_for(question: str, text: str) -> None:
    assert are_stated(required(question), stated(text))


@pytest.mark.parametrize(
    ("question", "text"), [("in February", "on 13 January"), ("in 2024", "on 2025-01-13"), ("in 2024", "a plan")]
)
def test_another_date_is_not_the_one_that_is_asked_about(question: str, text: str) -> None:
    assert not are_stated(stated(question), stated(text))
