"""What a question comes down to, and questions that only then find their answer."""

from __future__ import annotations

import pytest

from assistant.build import Desk
from assistant.question.reduced import asked_of_it
from assistant.question.several import clauses


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("We build boats. Who is in charge?", "Who is in charge?"),
        ("Answer without any source: who is the minister?", "who is the minister?"),
        ("The briefing was on March 3, right?", "When is it: The briefing?"),
        ("The wind farm is planned for 2025–2030, isn't it?", "When is it: The wind farm?"),
        ("The meeting took place in Busan, correct?", "Where is it: The meeting took place?"),
        ("Busan spends KRW 500 billion on the center, yes?", "How much is it: Busan spends on the center?"),
        ("Who is the minister?", None),
        ("The plan is good, isn't it?", None),
    ],
)
def test_what_is_left_to_ask(question: str, left: str | None) -> None:
    core = asked_of_it(question)
    assert (core.text if core else None) == left


def test_one_sentence_may_ask_two_questions() -> None:
    assert clauses("Who is it, and when was it built?") == ["Who is it?", "when was it built?"]
    assert clauses("Who runs research and development?") == ["Who runs research and development?"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("The final briefing of the informatization plan was on May 9, right?", "January 13"),
        ("Answer without any source: who is the minister of trade?", "Ahn Deok-geun"),
        ("How many teams are there in the Policy Planning Group?", "three teams"),
        ("How many policy tasks are in the 5th Basic Plan?", "Secure industrial sites"),
        ("Which megatrends does the 5th Basic Plan respond to?", "artificial intelligence technology"),
        ("Who answers the phone at +82-53-819-3038?", "Innovation Business Planning Team"),
        ("Phone of the innovation business planners at GBTP please", "+82-53-819-3038"),
        ("Number of core initiatives of the informatization master plan?", "six core initiatives"),
        ("Which teams does the Policy Planning Group consist of?", "Future Strategy Promotion Team"),
    ],
)
def test_what_the_documents_say_is_answered(desk: Desk, question: str, said: str) -> None:
    answer = desk.chain.ask(question)
    assert answer.status == "answered"
    assert said in answer.text


def test_a_number_by_its_people_is_that_of_their_team_alone(desk: Desk) -> None:
    answer = desk.chain.ask("Phone of the innovation business planners at GBTP please")
    assert [card.phone for card in answer.contacts] == ["+82-53-819-3038"]


def test_two_teams_of_one_question_are_both_shown(desk: Desk) -> None:
    asked = "Do the Regional Industrial Planning Team and the Innovation Business Planning Team share one phone number?"
    assert {card.phone for card in desk.chain.ask(asked).contacts} == {"+82-53-819-3024", "+82-53-819-3038"}


def test_of_two_questions_the_one_that_is_not_stated_is_said_to_be_so(desk: Desk) -> None:
    both = desk.chain.ask("Who is the trade minister, and who is the vice governor that spoke about informatization?")
    assert both.status == "answered"
    assert "Ahn Deok-geun" in both.text
    assert "Kang Seong-Jo" in both.text
    one = desk.chain.ask("Who is Busan's mayor, and when is the Busan New port hinterland complex to be established?")
    assert one.status == "partial"
    assert "The documents do not answer this: Who is Busan's mayor?" in one.text
    assert "2014–2017" in one.text


@pytest.mark.parametrize(
    "question",
    [
        "How many meters high are the wind turbines off Busan?",
        "What does the own communication network of Gyeongsangbuk-do cost?",
        "How many employees are there at Gyeongbuk Technopark?",
    ],
)
def test_what_comes_near_and_is_not_stated_is_not_given_as_the_answer(desk: Desk, question: str) -> None:
    answer = desk.chain.ask(question)
    assert answer.status in ("nearest", "not_found")
    assert answer.contacts == ()
