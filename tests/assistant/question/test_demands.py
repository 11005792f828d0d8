"""What an answer to a question must hold; every fragment here is judged by reading."""

from __future__ import annotations

import pytest

from assistant.question.demand import demands


def may_answer(question: str, text: str, around: str = "") -> bool:
    return all(holds(text, f"{around}\n{text}") for holds in demands(question))


@pytest.mark.parametrize(
    "question", ["What is the vision of the plan?", "Where was the meeting held?", "Tell me about robots", "공단 설명"]
)
def test_where_the_wording_leaves_doubt_nothing_is_demanded(question: str) -> None:
    assert demands(question) == []


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        # money
        ("How much does it cost?", "It costs KRW 190.2 billion.", True),
        ("How much does it cost?", "It costs 3억 원.", True),
        ("How much does it cost?", "It is free of charge.", True),
        ("How much does it cost?", "It has 18 places.", False),
        # year
        ("In which year did it open?", "It opened in 2015.", True),
        ("In which year did it open?", "It opened on January 13.", False),
        ("In which year did the 2030 plan open?", "The 2030 plan opened on January 13.", False),
        # counts
        ("How many guests were invited?", "More than 50 guests were invited.", True),
        ("How many guests were invited?", "The briefing lasted 50 minutes.", False),
        ("How many networks does it run?", "The group runs seven innovation networks.", True),
        # roles
        ("Who is the governor?", "Kang Seong-Jo, Vice Governor, spoke.", False),
        ("Who is the vice governor?", "Kang Seong-Jo, Vice Governor, spoke.", True),
        ("Who is the governor?", "Lee Cheol-Woo is the Governor.", True),
        ("Who is the minister?", "The Minister is Ahn Deok-geun.", True),
        # done or not
        ("Was the center finished?", "The center was completed in 2016.", True),
        ("Was the center finished?", "Center, to be built: 2011–2016", False),
    ],
)
def test_a_fragment_may_answer_only_when_it_holds_what_is_demanded(question: str, text: str, holds: bool) -> None:
    assert may_answer(question, text) is holds


def test_the_unit_of_a_row_of_figures_may_stand_above_it() -> None:
    assert may_answer("How much does the harbour cost?", "Harbour | 12", around="Item | Cost (KRW 1 billion)")
    assert not may_answer("How much does the harbour cost?", "Harbour | north", around="Item | Cost (KRW 1 billion)")


def test_what_is_said_to_be_the_source_is_not_demanded() -> None:
    assert may_answer(
        "What is the aim, according to which ministry it was spent for how much money?", "The aim is growth."
    )
