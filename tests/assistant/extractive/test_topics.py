"""Broad questions: the section that the topic names, in short."""

from __future__ import annotations

import pytest

from assistant.extractive.topic_parts import is_broad, named_section
from retrieval.loading.pieces.canonical import Piece, assemble
from retrieval.records import Document, Metadata


def a_document(name: str, *pieces: Piece) -> Document:
    text, blocks = assemble(pieces)
    return Document(name, text, blocks, Metadata(name))


PLAN = a_document(
    "plan.md",
    Piece("heading", "Harbour Plan", 1),
    Piece("heading", "Container quays", 2),
    Piece("paragraph", "The city builds quays. They are long. They are deep. They are costly."),
    *(Piece("item", f"- quay {n}", 1) for n in range(1, 15)),
    Piece("heading", "Cranes", 3),
    Piece("paragraph", "Cranes are high."),
    Piece("heading", "Pilots", 2),
    Piece("paragraph", "Pilots are few."),
)


@pytest.mark.parametrize(
    "question",
    [
        "Tell me about the quays",
        "What does the plan say about pilots?",
        "Summarize the plan",
        "give me an overview of it",
        "What about the cranes?",
        "항만계획에 대해 알려주세요",
        "요약해 주세요",
    ],
)
def test_a_question_about_a_topic_is_broad(question: str) -> None:
    assert is_broad(question)


@pytest.mark.parametrize("question", ["How long are the quays?", "Who is the pilot?", "부두는 언제 짓나요?"])
def test_a_question_for_one_thing_is_not(question: str) -> None:
    assert not is_broad(question)


def test_the_named_section_gives_three_sentences_and_twelve_items_by_offset() -> None:
    part = named_section("Tell me about container quays", [PLAN])
    assert part is not None
    assert [each.text for each in part.quotes[:3]] == ["The city builds quays.", "They are long.", "They are deep."]
    assert [each.text for each in part.quotes[3:]] == [f"quay {n}" for n in range(1, 13)]
    assert all(PLAN.text[each.start : each.end] == each.text for each in part.quotes)


def test_a_section_is_named_by_all_words_of_its_heading_in_any_form() -> None:
    assert named_section("Tell me about the quay for containers", [PLAN]) is not None
    assert named_section("Tell me about container ships", [PLAN]) is None


def test_the_heading_with_the_most_named_words_is_taken_from_whichever_document() -> None:
    other = a_document("other.md", Piece("heading", "Deep container quays", 1), Piece("paragraph", "Deep ones."))
    part = named_section("What does it say about deep container quays?", [PLAN, other])
    assert part is not None
    assert [each.text for each in part.quotes] == ["Deep ones."]


def test_a_single_word_names_a_section_only_when_nothing_else_is_asked() -> None:
    alone = named_section("Tell me about pilots", [PLAN])
    assert alone is not None
    assert [each.text for each in alone.quotes] == ["Pilots are few."]
    assert named_section("Tell me about pilots of the Antarctic", [PLAN]) is None


def test_a_heading_with_nothing_below_it_has_nothing_to_say() -> None:
    empty = a_document("empty.md", Piece("heading", "Deep quays", 1))
    assert named_section("Tell me about deep quays", [empty]) is None


def test_no_documents_no_section() -> None:
    assert named_section("Tell me about quays", []) is None
