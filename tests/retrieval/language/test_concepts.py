from __future__ import annotations

import pytest

from retrieval.language.concepts import needs
from retrieval.language.words import analyze


def stems(*words: str) -> set[str]:
    return {stem for word in words for stem in analyze(word)}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What does it set out to do?", "vision"),
        ("Who took part in the meeting?", "participants"),
        ("Who is in charge of quays?", "responsible"),
        ("How much money is it?", "budget"),
        ("How do I reach the team?", "phone"),
        ("Until when does it run?", "period"),
        ("What is wrong with the quays?", "problem"),
    ],
)
def test_what_a_question_asks_for_may_be_said_in_the_documents_words(question: str, said: str) -> None:
    assert any(stems(said) <= group for group in needs(question))


def test_words_of_no_concept_stand_for_themselves() -> None:
    assert frozenset(stems("quays")) in needs("the quays")


def test_a_question_without_matter_needs_nothing() -> None:
    assert needs("?!") == []
    assert needs("") == []
