"""Signs of a near miss."""

from __future__ import annotations

import pytest

from retrieval.language import mismatch
from retrieval.language.words import analyze


def test_numbers_are_compared_without_separators_and_as_words() -> None:
    assert mismatch.numbers("In 2030, 190,200 firms (3.5 %), the sixth of six.") == {
        "2030",
        "190200",
        "3.5",
        "sixth",
        "six",
    }


def test_names_are_the_capitalised_words_after_the_first() -> None:
    assert mismatch.names("Did Busan's port beat Incheon? What about Ulsan") == [["busan"], ["incheon"], ["ulsan"]]


@pytest.mark.parametrize(
    ("text", "negated"),
    [("It isn't stated.", True), ("It cannot be.", True), ("without cost", True), ("It is noted.", False)],
)
def test_negation_is_a_word_not_a_part_of_one(text: str, negated: bool) -> None:
    assert mismatch.is_negated(text) == negated


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


def test_a_negating_prefix_is_seen_in_either_direction() -> None:
    assert mismatch.has_negated_form(["legal"], ["illegal", "act"])
    assert mismatch.has_negated_form(["unstable"], ["stable", "act"])
    assert not mismatch.has_negated_form(["stable"], ["stable", "unstable"])
    assert not mismatch.has_negated_form(["able"], ["table"])


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
