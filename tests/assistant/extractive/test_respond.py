"""What is said to every question of the shipped cases, and to those that the documents do not answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from spoken import english, korean

from assistant.build import Desk
from assistant.chain import Chain
from assistant.extractive.response import Response
from assistant.extractive.steps import respond
from assistant.question.understanding import understand
from assistant.quoting.quotes import escaped
from assistant.records import Answer, Citation
from assistant.wording import said as told_as
from assistant.wording import say
from evals.running.cases import read_cases
from evals.running.runs import CASES
from retrieval.records import Document, Filters

Ask = Callable[..., Answer]

_MARKED = re.compile(r"(?P<said>.*?) \[(?P<n>\d+)\](?: |$)", re.DOTALL)
_FACTS = re.compile(
    r"\+\d[\d -]{7,}\d|[\w.+-]+@[\w.-]+\w|(?:KRW|USD|₩|\$)\s?[\d.,]*\d(?: (?:million|billion|trillion))?|"
    r"\d{4}[–-]\d{4}|\d{4}-\d\d-\d\d|(?:January|July|April|August) \d+|(?:19|20)\d{2}|[\d,.]*\d ㎡"
)


@pytest.fixture(scope="module")
def ask(desk: Desk) -> Ask:
    """Asks on the first of July 2026, so that notices do not depend on the day of the test."""
    return Chain(desk.knowledge, desk.conversations, today=lambda: date(2026, 7, 1)).ask


@pytest.fixture(scope="module")
def answers(ask: Ask) -> list[Answer]:
    """The answers to every turn of every case."""
    return list(_every_turn(ask))


def _every_turn(ask: Ask) -> Iterator[Answer]:
    for case in read_cases(CASES / "development"):
        conversation: str | None = None
        for question in (*case.turns, case.question):
            answer = ask(question, conversation_id=conversation)
            conversation = answer.conversation_id
            yield answer


@pytest.fixture(scope="module")
def documents(desk: Desk) -> dict[str, Document]:
    documents = desk.knowledge.current().documents
    return {each.id: document for each in documents if (document := documents.whole(each.id))}


# --- every answer to every case ---


def test_every_quote_is_the_document_word_for_word(answers: list[Answer], documents: dict[str, Document]) -> None:
    wrong = [
        (answer.question, c.quote)
        for answer in answers
        for c in answer.citations
        if not c.quote or documents[c.document_id].text[c.start : c.end] != c.quote
    ]
    assert wrong == []
    assert sum(len(answer.citations) for answer in answers) > 300


def test_marks_and_citations_are_one_to_one_and_count_up_from_one(answers: list[Answer]) -> None:
    for answer in answers:
        marks = list(dict.fromkeys(map(int, re.findall(r"\[(\d+)\]", answer.text))))
        assert marks == [c.n for c in answer.citations] == list(range(1, len(marks) + 1)), answer.question


def test_the_page_of_a_quote_is_that_of_the_block_it_begins_in(
    answers: list[Answer], documents: dict[str, Document]
) -> None:
    def page(citation: Citation) -> int | None:
        blocks = documents[citation.document_id].blocks
        return next(block.page for block in blocks if block.start <= citation.start < block.end)

    cited = [citation for answer in answers for citation in answer.citations]
    assert [(c.quote, c.page) for c in cited if c.page != page(c)] == []
    assert {c.page for c in cited if c.document_id.endswith(".pdf")} >= {1, 2}
    assert {c.page for c in cited if c.document_id.endswith(".md")} == {None}


def test_the_sections_of_a_quote_are_headings_of_its_document(
    answers: list[Answer], documents: dict[str, Document]
) -> None:
    for citation in (c for answer in answers for c in answer.citations):
        document = documents[citation.document_id]
        headings = {document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"}
        assert set(citation.section.split(" > ")) <= headings


def test_a_text_holds_nothing_but_quotes_templates_headings_and_names(
    answers: list[Answer], documents: dict[str, Document]
) -> None:
    named = [each.metadata.title for each in documents.values()]
    named += [name for each in documents.values() for group in each.metadata.aliases for name in group]
    named += [each.metadata.organisation or "" for each in documents.values()]
    headings = {each.text[b.start : b.end] for each in documents.values() for b in each.blocks if b.kind == "heading"}
    known = {name.lower() for name in named} | {heading.lower() for heading in headings}
    known |= {f"{heading} ({title})".lower() for title in named[: len(documents)] for heading in headings}
    for answer in answers:
        told = {say(each, answer.language, escaped) for each in answer.said}
        for line in filter(None, answer.text.split("\n")):
            for piece in _own_words(line, answer):
                bare = piece.strip("*").lower()
                assert bare in known or piece in told, (answer.question, piece)


def _own_words(line: str, answer: Answer) -> Iterator[str]:
    """What of a line stands in no quote: the marked pieces of it must be their quotes."""
    bare = re.sub(r"^\s*(?:-|\d+\.) ", "", line)
    quotes = {c.n: " ".join(c.quote.split()) for c in answer.citations}
    at = 0
    for match in _MARKED.finditer(bare):
        assert match["said"] == quotes[int(match["n"])], answer.question
        at = match.end()
    if bare[at:]:
        yield bare[at:]


def test_every_phone_amount_and_date_of_an_answer_stands_in_a_quote(answers: list[Answer]) -> None:
    held = 0
    for answer in answers:
        if answer.status in ("answered", "partial"):
            quoted = "\n".join(" ".join(c.quote.split()) for c in answer.citations)
            facts = _FACTS.findall(answer.text)
            assert [fact for fact in facts if fact not in quoted] == [], answer.question
            held += len(facts)
    assert held > 100


def test_cards_say_what_the_quote_that_they_are_marked_with_says(answers: list[Answer]) -> None:
    cards = [(answer, card) for answer in answers for card in answer.contacts]
    assert len(cards) > 30
    for answer, card in cards:
        quote = next(c for c in answer.citations if c.n == card.citation)
        assert card.document_id == quote.document_id
        for value in (card.team, card.room, card.phone, card.address):
            assert value is None or value in quote.quote, (answer.question, value)


def test_answered_cites_something_and_small_talk_and_asking_back_nothing(answers: list[Answer]) -> None:
    for answer in answers:
        if answer.status in ("answered", "partial"):
            assert answer.citations, answer.question
        if answer.status in ("smalltalk", "clarify"):
            assert not answer.citations, answer.question
        if answer.status not in ("answered", "partial"):
            assert not answer.contacts, answer.question
        assert answer.mode == "extractive"


def test_every_document_cited_without_a_date_is_noticed(answers: list[Answer]) -> None:
    for answer in answers:
        undated = {c.title for c in answer.citations if c.published is None}
        told = {notice.said for notice in answer.notices}
        assert {told_as("undated", title=title) for title in undated} <= told, answer.question


# --- small talk ---


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("hello", english("greeting")),
        ("안녕하세요", korean("greeting")),
        ("thanks!", english("thanks")),
        ("감사합니다", korean("thanks")),
        ("bye", english("goodbye")),
        ("안녕히 계세요", korean("goodbye")),
    ],
)
def test_small_talk_is_answered_by_a_template(ask: Ask, text: str, reply: str) -> None:
    answer = ask(text)
    assert (answer.status, answer.text) == ("smalltalk", reply)


@pytest.mark.parametrize("text", ["What could you do?", "도움말"])
def test_what_it_can_do_names_every_document_and_offers_questions(
    ask: Ask, documents: dict[str, Document], text: str
) -> None:
    answer = ask(text)
    assert [each.key for each in answer.said] == ["capabilities"]
    assert answer.text.startswith(say(answer.said[0], answer.language))
    assert [each.metadata.title for each in documents.values() if each.metadata.title not in answer.text] == []
    assert answer.suggestions


@pytest.mark.parametrize("greeting", ["Hello, ", "Hi! ", "안녕하세요, "])
def test_a_question_after_a_greeting_is_answered(ask: Ask, greeting: str) -> None:
    answer = ask(f"{greeting}what is the phone of the Future Strategy Promotion Team?")
    assert answer.status == "answered"
    assert [card.phone for card in answer.contacts] == ["+82-53-819-3033"]


# --- refusals ---


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Peru?",
        "qwfpb zxcdv arstd neio",
        "서울 지하철 막차 시간",
        "????!!! ###",
        "DROP TABLE answers; --",
    ],
)
def test_what_has_nothing_to_do_with_the_documents_is_refused_with_what_they_are_about(
    ask: Ask, documents: dict[str, Document], question: str
) -> None:
    answer = ask(question)
    assert answer.status in ("not_found", "clarify")
    assert answer.contacts == ()
    assert answer.suggestions


@pytest.mark.parametrize(
    "question",
    [
        "How much does Busan pay for the deep sea water tank?",
        "In what year did the final briefing of January 13 take place?",
        "How many employees are there in the Policy Planning Group?",
        "Who is Gyeongsangbuk-do's governor?",
        "Was Busan's marine robot research resource center finished on time?",
        "Which contractor builds the cloud data center of Mieum?",
        "Who heads the Policy Planning Group at Gyeongbuk Technopark?",
    ],
)
def test_what_comes_near_is_shown_as_no_more_than_that_and_nothing_is_said_to_be_absent(
    ask: Ask, question: str
) -> None:
    answer = ask(question)
    assert answer.status == "nearest"
    assert answer.text.startswith(english("near-quotes"))
    assert 1 <= len(answer.citations) <= 3
    assert "do not state" not in answer.text.replace("".join(each.quote for each in answer.citations), "")
    assert answer.suggestions
    assert not answer.contacts


def test_a_refusal_names_the_words_that_it_looked_for(ask: Ask) -> None:
    answer = ask("Which football club won the K League in May?")
    assert english("not-found") in answer.text
    line = next(line for line in answer.text.split("\n") if line.startswith("I looked for: "))
    assert {"football", "League"} <= set(re.findall(r"\w+", line))


def test_a_document_that_says_that_it_does_not_state_it_is_quoted(ask: Ask) -> None:
    answer = ask("Which budget does the 5th Basic Plan have?")
    assert answer.status == "not_found"
    assert answer.text.startswith(english("not-stated"))
    assert "gives no period, budget or numerical target" in answer.citations[0].quote


def test_a_refusal_near_a_body_with_contacts_says_whom_to_ask(ask: Ask) -> None:
    answer = ask("How many employees are there in the Policy Planning Group?")
    assert english("ask-whom", name="Policy Planning Group") in answer.text
    offered = english("ask-contact", name="Policy Planning Group")
    assert answer.suggestions[0] == offered
    assert ask(offered).contacts


def test_a_korean_question_that_nothing_is_near_to_is_told_in_korean_what_the_documents_are_written_in(
    ask: Ask,
) -> None:
    answer = ask("서울 지하철 막차 시간")
    assert answer.status == "not_found"
    assert answer.text.startswith(korean("not-found-korean"))


@pytest.mark.parametrize("question", ["내일 부산 날씨 어때요?", "부산 맛집 추천해 주세요"])
def test_a_korean_question_of_which_a_name_alone_is_known_is_not_answered_by_what_is_about_the_name(
    ask: Ask, question: str
) -> None:
    assert ask(question).status in ("nearest", "not_found")


def test_a_korean_question_whose_words_the_glossary_lacks_is_answered_by_its_meaning(ask: Ask) -> None:
    answer = ask("경북도 자체 클라우드센터는 언제쯤 문을 열 예정이었나요?")
    assert answer.status == "answered"
    assert "Cloud Center" in answer.citations[0].quote


# --- several bodies ---


def test_a_question_about_two_bodies_is_answered_for_each_under_its_name(ask: Ask) -> None:
    answer = ask("What do Busan and Gyeongsangbuk-do each do in cloud computing?")
    assert answer.status == "answered"
    before, after = answer.text.split("**Gyeongsangbuk-do**")
    assert "**Busan**" in before
    of = {c.n: c.document_id for c in answer.citations}
    assert {of[int(n)] for n in re.findall(r"\[(\d+)\]", before)} == {"busan-future-strategic-industries.html"}
    assert {of[int(n)] for n in re.findall(r"\[(\d+)\]", after)} == {
        "gyeongsangbuk-do-2030-informatization-master-plan.pdf"
    }


def test_filters_keep_other_bodies_out(ask: Ask) -> None:
    question = "What does the plan say about cloud computing?"
    answer = ask(question, filters=Filters(region="Busan"))
    assert {c.document_id for c in answer.citations} == {"busan-future-strategic-industries.html"}


# --- what a language model may write from ---


def response(desk: Desk, question: str, filters: Filters | None = None) -> Response:
    knowledge = desk.knowledge.current()
    understood = understand(question, knowledge.search.reword(question), (), knowledge.names)
    found = knowledge.search.search(understood.searched, filters=filters) if understood.searches else None
    return respond(understood, found, knowledge, filters, date(2026, 7, 1))


def test_an_answered_question_gives_what_was_found_to_a_model(desk: Desk) -> None:
    made = response(desk, "Name the six core initiatives of the informatization master plan.")
    (found,) = made.found
    assert found.passages[0].chunk.document_id == "gyeongsangbuk-do-2030-informatization-master-plan.pdf"
    assert {quote.document_id for quote in made.quotes} <= {each.chunk.document_id for each in found.passages}


def test_a_question_about_two_bodies_gives_a_search_for_each(desk: Desk) -> None:
    made = response(desk, "What do Busan and Gyeongsangbuk-do each do in cloud computing?")
    assert [{each.chunk.document_id for each in found.passages} for found in made.found] == [
        {"busan-future-strategic-industries.html"},
        {"gyeongsangbuk-do-2030-informatization-master-plan.pdf"},
    ]


def test_a_refusal_with_something_near_lets_a_model_look_at_it(desk: Desk) -> None:
    made = response(desk, "How many employees are there in the Policy Planning Group?")
    assert made.status == "nearest"
    assert len(made.found) == 1


@pytest.mark.parametrize(
    "question",
    [
        "hello",
        "What could you do?",
        "and that?",
        "Which team is responsible for regional industrial planning at Gyeongbuk Technopark?",
        "What is the phone number of Gwangju Techno Park?",
        "Which football club won the K League in May?",
        "서울 지하철 막차 시간",
    ],
)
def test_small_talk_contacts_and_what_nothing_is_near_to_are_no_matter_for_a_model(desk: Desk, question: str) -> None:
    assert response(desk, question).found == ()


def test_filters_hold_for_what_a_model_is_given(desk: Desk) -> None:
    made = response(desk, "What does the plan say about cloud computing?", Filters(region="Busan"))
    assert {each.chunk.document_id for found in made.found for each in found.passages} == {
        "busan-future-strategic-industries.html"
    }
