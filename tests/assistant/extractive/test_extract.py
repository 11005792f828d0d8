"""The embedded answerer: what it quotes, whole lists, and when it refuses."""

from __future__ import annotations

import pytest

from assistant.build import Desk
from assistant.extractive.extract import Extract, extract
from assistant.knowledge import Knowledge

PLAN = "gyeongsangbuk-do-2030-informatization-master-plan.pdf"


@pytest.fixture(scope="module")
def knowledge(desk: Desk) -> Knowledge:
    return desk.knowledge.current()


def extracted(question: str, knowledge: Knowledge) -> Extract:
    return extract(question, knowledge.search.search(question), knowledge)


def quoted(question: str, knowledge: Knowledge) -> list[str]:
    return [" ".join(quote.text.split()) for quote in extracted(question, knowledge).quotes]


# --- sentences ---


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        (
            "When was the Cloud Center of Gyeongsangbuk-do expected to open?",
            "The Cloud Center of Gyeongsangbuk-do was expected to open by 2025.",
        ),
        ("Under which article of which act is the Basic Plan?", "The Basic Plan is a statutory plan under Article 3"),
        ("How long did the final briefing last?", "The final briefing lasted two hours."),
        ("How many guests were invited to the final briefing?", "More than 50 guests were invited"),
        ("Where was the expert meeting on the 5th Basic Plan held?", "at the Korea Technology Center."),
        ("Who is the Minister of Trade, Industry and Energy?", "The Minister of Trade, Industry and Energy is Ahn"),
        ("How much is the integrated computer center of BS Financial Group?", "KRW 190.2 billion"),
        ("What is the vision of the 5th Basic Plan?", "a future-oriented industrial cluster"),
        ("부산 연구용 원자로 사업은 언제 끝나나요?", "2010–2018"),
    ],
)
def test_the_sentence_that_answers_is_quoted(knowledge: Knowledge, question: str, quote: str) -> None:
    assert any(quote in each for each in quoted(question, knowledge))


def test_quotes_are_the_document_word_for_word(knowledge: Knowledge) -> None:
    for quote in extracted("What is the Informatization Master Plan?", knowledge).quotes:
        document = knowledge.documents.whole(quote.document_id)
        assert document is not None
        assert document.text[quote.start : quote.end] == quote.text


def test_the_same_question_is_given_the_same_extract(knowledge: Knowledge) -> None:
    question = "What are Busan's plans for cloud computing?"
    assert extracted(question, knowledge) == extracted(question, knowledge)


# --- lists ---


def test_a_list_is_whole_in_order_and_keeps_its_numbers(knowledge: Knowledge) -> None:
    items = [
        quote
        for quote in extracted("Name the six core initiatives of the informatization master plan.", knowledge).quotes
        if quote.marker
    ]
    assert [item.marker for item in items] == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert [item.text.split(" (")[0] for item in items] == [
        "Implementation of a Big Data Ecosystem tailored to Gyeongsangbuk-do",
        "Exclusive smart farm standardization for Gyeongsangbuk-do",
        "Development of an integrated Gyeongsangbuk-do culture and tourism mobile service",
        "Development of an ICT-based tele-medicine treatment service",
        "Establishment of Gyeongsangbuk-do's own communication network",
        "Hosting the Gyeongsangbuk-do Smart Challenge Competition",
    ]


def test_every_item_of_a_list_in_a_pdf_has_the_page_that_it_stands_on(knowledge: Knowledge) -> None:
    document = knowledge.documents.whole(PLAN)
    assert document is not None
    for question in ("Name the six core initiatives.", "List every step of the cloud ISP"):
        quotes = extracted(question, knowledge).quotes
        assert len(quotes) >= 6
        for quote in quotes:
            (block,) = [each for each in document.blocks if each.start <= quote.start < each.end]
            assert quote.page == block.page is not None


def test_a_list_is_led_by_the_sentence_that_introduces_it(knowledge: Knowledge) -> None:
    first = quoted("Which innovation networks are operated by the Policy Planning Group?", knowledge)[0]
    assert first == "The Policy Planning Group operates seven innovation networks:"


def test_lists_that_together_answer_are_given_together(knowledge: Knowledge) -> None:
    text = "\n".join(quoted("Who took part in the expert meeting on the 5th Basic Plan?", knowledge))
    for body in ("Korea Industrial Complex Corporation", "Global Leading Companies Association", "KAIST"):
        assert body in text


def test_a_list_of_what_a_page_leaves_out_is_no_answer(knowledge: Knowledge) -> None:
    said = quoted("List all the things that the Policy Planning Group does", knowledge)
    assert not any("does not state" in each for each in said)


# --- a topic ---


def test_a_broad_question_is_given_the_section_that_it_names(knowledge: Knowledge) -> None:
    result = extracted("Tell me about the smart farm standardization of the Informatization Master Plan", knowledge)
    assert {quote.section[-1] for quote in result.quotes} == {"Purpose of the smart farm standardization"}
    assert "more competitive through smart farms" in result.quotes[0].text


# --- what does not answer ---


@pytest.mark.parametrize("question", ["What is the capital of Peru?", "recipe for kimchi stew"])
def test_what_is_far_from_every_document_is_no_answer(knowledge: Knowledge, question: str) -> None:
    assert not extracted(question, knowledge).answers


@pytest.mark.parametrize(
    "question",
    [
        "How much does Busan pay for the deep sea water tank?",
        "Who is Gyeongsangbuk-do's governor?",
        "Was Busan's marine robot research resource center finished on time?",
    ],
)
def test_what_states_no_fact_of_the_kind_that_is_asked_for_is_no_answer(knowledge: Knowledge, question: str) -> None:
    assert not extracted(question, knowledge).answers


def test_the_documents_own_word_that_it_is_not_stated_is_no_answer(knowledge: Knowledge) -> None:
    assert not extracted("Which budget does the 5th Basic Plan have?", knowledge).answers


def test_nothing_found_is_nothing_extracted(knowledge: Knowledge) -> None:
    found = knowledge.search.search("What is the vision?", within=[])
    assert extract("What is the vision?", found, knowledge) == Extract()
