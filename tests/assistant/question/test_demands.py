"""What an answer to a question must hold; every fragment here is judged by reading."""

from __future__ import annotations

import pytest

from assistant.question.demand import demands
from assistant.quoting.missing import fact
from assistant.wording import say


def may_answer(question: str, text: str, around: str = "") -> bool:
    return all(demand.holds(text, f"{around}\n{text}") for demand in demands(question))


def first_label(question: str) -> str:
    return say(fact(demands(question)[0].wanted), "en")


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("How much does the computer center cost?", "an amount of money"),
        ("What is the budget of the plan?", "an amount of money"),
        ("In which year was the briefing?", "a year"),
        ("Until when does the plan run?", "any end date"),
        ("How many guests came to the meeting?", "a number of guests"),
        ("How long did the briefing take?", "any duration"),
        ("Who leads the group?", "any leader"),
        ("Who is the governor of the province?", "the name of the governor"),
        ("Was the center finished on time?", "whether it was done"),
        ("Which contractor is building the quay?", "any contractor"),
        ("When was the plan announced?", "a date"),
        ("What is the e-mail of the office?", "an e-mail address"),
        ("Where was the meeting held?", "a place"),
        ("몇 년에 시작하나요?", "a year"),
        ("예산은 얼마인가요?", "an amount of money"),
        ("언제까지인가요?", "any end date"),
    ],
)
def test_the_most_telling_demand_says_what_is_wanted(question: str, label: str) -> None:
    assert first_label(question) == label


@pytest.mark.parametrize(
    "question", ["What is the vision of the plan?", "Why was it delayed by rain?", "Tell me about robots", "공단 설명"]
)
def test_where_the_wording_leaves_doubt_no_kind_of_fact_is_demanded(question: str) -> None:
    labels = {say(fact(demand.wanted), "en") for demand in demands(question)}
    assert labels <= {"whether it was done"}


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        # money
        ("How much does it cost?", "It costs KRW 190.2 billion.", True),
        ("How much does it cost?", "It costs 3억 원.", True),
        ("How much does it cost?", "It has 18 places.", False),
        # year
        ("In which year did it open?", "It opened in 2015.", True),
        ("In which year did it open?", "It opened on January 13.", False),
        ("In which year did the 2030 plan open?", "The 2030 plan opened on January 13.", False),
        # until when
        ("Until when does it run?", "It runs until December 2028.", True),
        ("Until when does it run?", "Offshore wind: 2013–2017", True),
        ("Until when does it run?", "It began in 2013.", False),
        ("사업은 언제까지인가요?", "2017년까지 진행한다.", True),
        # counts
        ("How many guests were invited?", "More than 50 guests were invited.", True),
        ("How many guests were invited?", "The briefing lasted 50 minutes.", False),
        ("How many networks does it run?", "The group runs seven innovation networks.", True),
        # duration
        ("How long did the briefing take?", "The final briefing lasted two hours.", True),
        ("How long did the briefing take?", "The final briefing was held in the hall.", False),
        # roles
        ("Who is the governor?", "Kang Seong-Jo, Vice Governor, spoke.", False),
        ("Who is the vice governor?", "Kang Seong-Jo, Vice Governor, spoke.", True),
        ("Who is the governor?", "Lee Cheol-Woo is the Governor.", True),
        ("Who is the minister?", "The Minister is Ahn Deok-geun.", True),
        # leading
        ("Who leads the project?", "The Welfare and Health Bureau is in charge of it.", True),
        ("Who leads the project?", "The project has three parts.", False),
        # done or not
        ("Was the center finished?", "The center was completed in 2016.", True),
        ("Was the center finished?", "Center, to be built: 2011–2016", False),
        # place
        ("Where was the meeting held?", "It was held at the Korea Technology Center.", True),
    ],
)
def test_a_fragment_may_answer_only_when_it_holds_what_is_demanded(question: str, text: str, holds: bool) -> None:
    assert may_answer(question, text) is holds


def test_a_kind_of_thing_may_be_named_above_the_fragment() -> None:
    question = "Which professors attended?"
    assert may_answer(question, "Nam Ki-beom, Seoul City University", around="Professors at the meeting:")
    assert not may_answer("Which contractor is building it?", "Cloud data center: 2014–2018", around="Projects:")


def test_what_is_said_to_be_the_source_is_not_demanded() -> None:
    assert may_answer("What is the aim, according to which ministry?", "The aim is growth.")


def test_the_same_question_has_the_same_demands() -> None:
    question = "How many guests came, and until when?"
    assert [each.wanted for each in demands(question)] == [each.wanted for each in demands(question)]
