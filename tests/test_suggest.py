"""Questions to offer next."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from spoken import english

from assistant import quotes
from assistant.build import Desk
from assistant.quotes import Quote
from assistant.suggest import suggestions, topics
from assistant.wording import say
from retrieval.outline import heading_paths
from retrieval.search import Search

TEAMS = "gyeongbuk-technopark-policy-planning-group.md"
BUSAN = "busan-future-strategic-industries.html"


@pytest.fixture(scope="module")
def search(desk: Desk) -> Search:
    return desk.search.current()


def quote_under(heading: str, document_id: str, search: Search) -> Quote:
    """The first block below a heading, quoted."""
    document = search.document(document_id)
    assert document is not None
    return next(
        quotes.of_block(document, block, path)
        for block, path in heading_paths(document)
        if path[-1] == heading and block.kind != "heading"
    )


def test_the_topics_offer_a_section_of_each_of_the_first_three_documents(search: Search) -> None:
    titles = [each.metadata.title for each in search.documents[:3]]
    assert [
        title in question for title, question in zip(titles, (say(each, "en") for each in topics(search)), strict=True)
    ] == [True] * 3


def test_after_an_answer_the_sections_that_follow_it_are_offered(search: Search) -> None:
    offered = offered_after([quote_under("Local Business Planning", TEAMS, search)], search)
    assert [question.rsplit('"', 2)[1] for question in offered[:2]] == [
        "Discovering New businesses that Will Drive Growth",
        "Management and Analysis of Industrial Data",
    ]


def test_after_the_last_section_the_first_ones_are_offered(search: Search) -> None:
    offered = offered_after([quote_under("Place in the organization", TEAMS, search)], search)
    assert 'about "Role of the Policy Planning Group"' in offered[0]


def test_the_contact_is_offered_where_the_document_has_one_that_was_not_shown(search: Search) -> None:
    contact = english("ask-contact", name="Policy Planning Group")
    assert offered_after([quote_under("Local Business Planning", TEAMS, search)], search)[-1] == contact
    document = search.document(TEAMS)
    assert document is not None
    team = next(
        b for b in document.blocks if document.text[b.start :].startswith("- Regional Industrial Planning Team")
    )
    shown = quotes.of_block(document, team, ("Teams and contacts",))
    assert contact not in offered_after([shown], search)
    assert not any(
        q.startswith("How do I contact") for q in offered_after([quote_under("Aim of Busan", BUSAN, search)], search)
    )


def test_what_a_page_leaves_out_is_never_offered(search: Search) -> None:
    offered = [question for each in search.documents for question in of_every_section(each.id, search)]
    assert offered
    assert [question for question in offered if "does not state" in question] == []


def test_nothing_quoted_offers_the_topics(search: Search) -> None:
    assert suggestions([], search) == topics(search)


def test_every_question_that_can_be_offered_is_answered(desk: Desk, search: Search) -> None:
    offered = {question for each in search.documents for question in of_every_section(each.id, search)}
    answers = [
        desk.chain.ask(question) for question in sorted({*offered, *(say(each, "en") for each in topics(search))})
    ]
    assert len(answers) > 20
    assert [each.question for each in answers if each.status != "answered"] == []


def offered_after(quoted: Sequence[Quote], search: Search) -> list[str]:
    return [say(each, "en") for each in suggestions(quoted, search)]


def of_every_section(document_id: str, search: Search) -> list[str]:
    """What is offered after the first quote below each heading."""
    document = search.document(document_id)
    assert document is not None
    first = {path: block for block, path in reversed(list(heading_paths(document))) if block.kind != "heading"}
    quoted = [quotes.of_block(document, block, path) for path, block in first.items()]
    return [question for quote in quoted for question in offered_after([quote], search)]
