"""The parts of a question that something else of the same sort may take the place of, from sentences written by hand."""

from __future__ import annotations

import pytest

from assistant.question.slots import is_value, matter, parts, replaced
from retrieval.search.rewording import Names

NAMES = Names([("Gwangju", "광주"), ("Busan", "부산"), ("robots", "robot industry"), ("shipbuilding", "조선")])
PLACES = {"Gwangju", "Busan", "부산", "광주"}


def best(question: str, new: str) -> str | None:
    found = replaced(question, new, NAMES, PLACES.__contains__, lambda _, others: [float(len(each)) for each in others])
    return found[0][1] if found else None


def test_the_matter_of_a_question_is_what_it_says_beside_asking() -> None:
    assert matter("When will the north quay of Busan be dredged?") == "north quay of Busan dredged"
    assert matter("부산의 성장산업은 무엇인가요?") == "부산의 성장산업은"


def test_parts_are_runs_of_words_and_what_connects_them() -> None:
    question = "Who dredges the harbour of Old Town?"
    assert {question[start:end] for start, end in parts(question)} == {
        "dredges", "dredges the harbour", "dredges the harbour of Old Town", "harbour", "harbour of Old Town", "Old Town",
    }  # fmt: skip


def test_a_name_of_several_words_is_one_part() -> None:
    question = "How much did Road to Sea cost?"
    assert {question[start:end] for start, end in parts(question)} == {"Road to Sea", "Road to Sea cost"}


@pytest.mark.parametrize(
    ("question", "new", "asked"),
    [
        ("What does Busan want from robots?", "Gwangju", "What does Gwangju want from robots?"),
        ("What does Busan want from robots?", "shipbuilding", "What does Busan want from shipbuilding?"),
        ("부산의 성장산업은?", "광주", "광주의 성장산업은?"),
        ("Which quays open in 2018?", "2019", "Which quays open in 2019?"),
        ("How do tides work?", "2019", None),
    ],
)
def test_a_thing_takes_the_place_of_its_like(question: str, new: str, asked: str | None) -> None:
    assert best(question, new) == asked


def test_a_korean_part_keeps_its_particle() -> None:
    assert best("방파제는 언제 열리나요?", "등대") == "등대는 언제 열리나요?"


def test_a_value_is_one_and_nothing_else() -> None:
    assert is_value("2019")
    assert not is_value("the quays of 2019")
