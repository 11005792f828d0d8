"""Needed facts and whether a text states one."""

from __future__ import annotations

import pytest

from retrieval.language.fact_kinds import Fact, needed_fact, states


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Which team handles planning, and what is its phone?", Fact.PHONE),
        ("What is the telephone number of the bureau?", Fact.PHONE),
        ("What is the e-mail of the centre?", Fact.EMAIL),
        ("How many initiatives does the plan have?", Fact.COUNT),
        ("How much does the project cost?", Fact.AMOUNT),
        ("What is the total area of the complex?", Fact.AMOUNT),
        ("What percentage is funded?", Fact.AMOUNT),
        ("When does the plan end?", Fact.DATE),
        ("Until when does this run?", Fact.DATE),
        ("In what year was it set up?", Fact.DATE),
        ("Who runs the second part?", Fact.PERSON),
        ("Whom do I contact about parks?", Fact.PERSON),
        ("Which bureau leads the smart farm project?", Fact.PERSON),
        ("Where is the complex?", Fact.PLACE),
        ("In which city is the technopark?", Fact.PLACE),
        ("계획은 언제 끝나나요?", Fact.DATE),
        ("사업비는 얼마인가요?", Fact.AMOUNT),
        ("누가 담당하나요?", Fact.PERSON),
        ("어디에 있나요?", Fact.PLACE),
        ("초기 과제는 몇 개인가요?", Fact.COUNT),
        ("전화번호가 무엇인가요?", Fact.PHONE),
        ("What does the plan set out to do?", None),
        ("What happens when a plan expires?", None),
        ("Why was it changed?", None),
        ("", None),
    ],
)
def test_the_needed_fact_follows_from_the_question_word(question: str, fact: Fact | None) -> None:
    assert needed_fact(question) == fact


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Fact.PHONE, "Call +82-53-819-3000."),
        (Fact.PHONE, "Phone: 053-819-3000"),
        (Fact.PHONE, "(053) 819 3000"),
        (Fact.PHONE, "Tel. 1544-1234"),
        (Fact.PHONE, "In Gwangju dial 120."),
        (Fact.EMAIL, "Write to plan@gtp.or.kr."),
        (Fact.DATE, "The first period was 2014-2018."),
        (Fact.DATE, "It will be done by the end of the month."),
        (Fact.DATE, "They met on January 13."),
        (Fact.DATE, "2030년까지 추진한다."),
        (Fact.AMOUNT, "It covers 660,000 square metres."),
        (Fact.AMOUNT, "KRW 190.2 billion is invested."),
        (Fact.AMOUNT, "About half of it is paid back."),
        (Fact.COUNT, "It has six core initiatives."),
        (Fact.PERSON, "Vice Governor Kang Seong-Jo said so."),
        (Fact.PERSON, "It is led by the Welfare and Health Bureau."),
        (Fact.PERSON, "the planning team is in charge."),
        (Fact.PLACE, "It stands in Gyeongsan."),
        (Fact.PLACE, "room 301 on the third floor"),
    ],
)
def test_whatever_could_be_the_fact_is_accepted(fact: Fact, text: str) -> None:
    assert states(fact, text)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Fact.PHONE, "The first period was 2014-2018, with KRW 190,200,000,000 and 660,000 square metres."),
        (Fact.PHONE, "It was published on 2025-01-22."),
        (Fact.EMAIL, "The address is given on the page."),
        (Fact.DATE, "The plan supports companies and their technology."),
        (Fact.AMOUNT, "The plan supports companies and their technology."),
        (Fact.COUNT, "The plan has core initiatives."),
        (Fact.PERSON, "The plan supports technology."),
        (Fact.PLACE, "The plan supports technology."),
    ],
)
def test_a_text_without_the_fact_is_recognised(fact: Fact, text: str) -> None:
    assert not states(fact, text)


def test_what_the_question_itself_says_states_nothing() -> None:
    assert not states(Fact.DATE, "The 2030 plan is broad.", "When does the 2030 plan begin?")
    assert states(Fact.DATE, "The 2030 plan began in 2025.", "When does the 2030 plan begin?")
    assert not states(Fact.PERSON, "Gyeongbuk is broad.", "Who leads Gyeongbuk?")
