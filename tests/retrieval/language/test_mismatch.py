"""Signs of a near miss."""

from __future__ import annotations

import pytest

from retrieval.language import mismatch
from retrieval.language.words import analyze


def test_names_are_the_capitalised_words_after_the_first() -> None:
    assert mismatch.names("Did Busan's port beat Incheon? What about Ulsan") == [["busan"], ["incheon"], ["ulsan"]]


@pytest.mark.parametrize(
    ("question", "text", "opposite"),
    [
        ("What is the highest tower?", "It is the lowest tower.", True),
        ("Who rejected the plan?", "The council approved the plan.", True),
        ("What is the highest tower?", "It is the highest tower, not the lowest.", False),
        ("What is the tower?", "It is the lowest tower.", False),
    ],
)
def test_an_opposite_counts_only_where_the_text_lacks_the_questions_word(
    question: str, text: str, opposite: bool
) -> None:
    assert mismatch.has_opposite(analyze(question), analyze(text)) == opposite


@pytest.mark.parametrize(
    ("question", "text", "replaced"),
    [
        ("three fundamental interactions", "four fundamental interactions", False),  # no neighbour on the left
        ("on three fundamental interactions", "on four fundamental interactions", True),
        ("on four fundamental interactions", "on four fundamental interactions", False),
        ("on three basic interactions", "on four fundamental interactions", False),
        ("in busan of", "in ulsan of", False),  # the neighbours carry no matter
    ],
)
def test_another_word_between_the_same_neighbours_is_a_replacement(question: str, text: str, replaced: bool) -> None:
    terms = analyze(question)
    assert mismatch.is_replaced(set(terms), terms, analyze(text)) == replaced
