"""Whole lists of a document, and questions that want one."""

from __future__ import annotations

import pytest

from assistant.question.lists import asks_for_list
from retrieval.loading.pieces.canonical import Piece, assemble
from retrieval.records import Document, Metadata
from retrieval.search.reading import lists


def a_document(*pieces: Piece) -> Document:
    text, blocks = assemble(pieces)
    return Document("a.md", text, blocks, Metadata("A plan"))


@pytest.mark.parametrize(
    "question",
    [
        "What are the six core initiatives of the plan?",
        "List every step of the cloud ISP",
        "Name all the networks that the group operates",
        "Which teams are there?",
        "Which bureaus take part?",
        "What are its duties?",
        "What three things does the plan set out to do?",
        "Who took part in the meeting?",
        "the core initiatives of the master plan",
        "What does Busan plan for shipbuilding?",
        "핵심 과제 목록",
        "6대 핵심 과제는 무엇인가요?",
        "어떤 것들이 있나요? 모두 알려주세요",
    ],
)
def test_a_question_for_several_things_wants_a_list(question: str) -> None:
    assert asks_for_list(question)


@pytest.mark.parametrize(
    "question",
    [
        "When does the Cloud Center open?",
        "Who is the minister?",
        "How much does the computer center cost?",
        "Where was the meeting held?",
        "Is the plan a statutory one?",
        "What is the vision of the plan?",
        "클라우드센터는 언제 문을 여나요?",
    ],
)
def test_a_question_for_one_thing_wants_none(question: str) -> None:
    assert not asks_for_list(question)


def test_a_list_is_every_item_in_order_with_its_lead_and_headings() -> None:
    document = a_document(
        Piece("heading", "Plan", 1),
        Piece("heading", "Steps", 2),
        Piece("paragraph", "There are three steps:"),
        Piece("item", "1. Dig", 1),
        Piece("item", "2. Build", 1),
        Piece("item", "3. Open", 1),
        Piece("paragraph", "That is all."),
    )
    (found,) = lists(document)
    assert [document.text[block.start : block.end] for block in found.items] == ["1. Dig", "2. Build", "3. Open"]
    assert found.section == ("Plan", "Steps")
    assert found.introduction == "Steps\nThere are three steps:"
    assert document.text[found.start : found.end] == "1. Dig\n2. Build\n3. Open"


def test_nested_items_belong_to_the_list_above_them() -> None:
    document = a_document(Piece("item", "- a", 1), Piece("item", "- b", 2), Piece("item", "- c", 1))
    assert [len(each.items) for each in lists(document)] == [3]


def test_a_paragraph_or_a_heading_parts_two_lists() -> None:
    document = a_document(
        Piece("item", "- a", 1),
        Piece("item", "- b", 1),
        Piece("paragraph", "And:"),
        Piece("item", "- c", 1),
        Piece("item", "- d", 1),
        Piece("heading", "Next", 1),
        Piece("item", "- e", 1),
        Piece("item", "- f", 1),
    )
    found = list(lists(document))
    assert [(len(each.items), each.lead is not None, each.section) for each in found] == [
        (2, False, ()),
        (2, True, ()),
        (2, False, ("Next",)),
    ]


def test_one_item_alone_is_no_list() -> None:
    assert list(lists(a_document(Piece("paragraph", "One:"), Piece("item", "- a", 1)))) == []


def test_the_rows_of_a_table_are_a_list() -> None:
    document = a_document(Piece("row", "Quay | 40"), Piece("row", "Crane | 2"))
    assert [len(each.items) for each in lists(document)] == [2]


def test_a_list_over_a_page_break_is_one_and_each_item_keeps_its_page() -> None:
    document = a_document(Piece("item", "1. a", 1, page=1), Piece("item", "2. b", 1, page=2))
    (found,) = lists(document)
    assert [block.page for block in found.items] == [1, 2]


def test_a_document_without_lists_has_none() -> None:
    assert list(lists(a_document(Piece("paragraph", "Nothing.")))) == []
