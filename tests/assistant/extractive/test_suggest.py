"""Questions to offer next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from fakes import FakeEmbedder
from spoken import english

from assistant.build import Desk
from assistant.extractive.suggest import body_reached, suggestions, topics
from assistant.quoting import quotes
from assistant.quoting.quotes import Quote
from assistant.wording import say
from retrieval.index.index import Location
from retrieval.ingest.apply import ingest
from retrieval.language.outline import heading_paths
from retrieval.records import Contact
from retrieval.search.documents import Documents

TEAMS = "gyeongbuk-technopark-policy-planning-group.md"
BUSAN = "busan-future-strategic-industries.html"
MILL = """---
title: Mill Notes
---
# Mill Notes

## Weaving

The mill weaves wool in winter.

## Desk

- Weaving Team: phone +82-51-888-4044
"""


@pytest.fixture(scope="module")
def documents(desk: Desk) -> Documents:
    return desk.knowledge.current().documents


def quote_under(heading: str, document_id: str, documents: Documents) -> Quote:
    """The first block below a heading, quoted."""
    document = documents.whole(document_id)
    assert document is not None
    return next(
        quotes.of_block(document, block, path)
        for block, path in heading_paths(document)
        if path[-1] == heading and block.kind != "heading"
    )


def an_entry(**said: str) -> Contact:
    """An entry with the fields given."""
    names = ("organisation", "unit", "team", "room", "address", "phone", "email")
    empty: dict[str, str | None] = dict.fromkeys(names)
    return Contact(document_id="a.md", start=0, end=1, **{**empty, **said})  # type: ignore[arg-type]


def test_the_topics_offer_a_section_of_each_of_the_first_three_documents(documents: Documents) -> None:
    titles = [each.metadata.title for each in documents.first(3)]
    assert [
        title in question
        for title, question in zip(titles, (say(each, "en") for each in topics(documents)), strict=True)
    ] == [True] * 3


def test_after_an_answer_the_sections_that_follow_it_are_offered(documents: Documents) -> None:
    offered = offered_after([quote_under("Local Business Planning", TEAMS, documents)], documents)
    assert [question.rsplit('"', 2)[1] for question in offered[:2]] == [
        "Discovering New businesses that Will Drive Growth",
        "Management and Analysis of Industrial Data",
    ]


def test_after_the_last_section_the_first_ones_are_offered(documents: Documents) -> None:
    offered = offered_after([quote_under("Place in the organization", TEAMS, documents)], documents)
    assert 'about "Role of the Policy Planning Group"' in offered[0]


def test_the_contact_is_offered_where_the_document_has_one_that_was_not_shown(documents: Documents) -> None:
    contact = english("ask-contact", name="Policy Planning Group")
    assert offered_after([quote_under("Local Business Planning", TEAMS, documents)], documents)[-1] == contact
    document = documents.whole(TEAMS)
    assert document is not None
    team = next(
        b for b in document.blocks if document.text[b.start :].startswith("- Regional Industrial Planning Team")
    )
    shown = quotes.of_block(document, team, ("Teams and contacts",))
    assert contact not in offered_after([shown], documents)
    assert not any(
        q.startswith("How do I contact")
        for q in offered_after([quote_under("Aim of Busan", BUSAN, documents)], documents)
    )


def test_a_team_without_a_unit_or_an_organisation_is_offered_by_its_own_name(
    desk_over: Callable[..., Desk], tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "mill.md").write_text(MILL, "utf-8")
    ingest([folder], Location(tmp_path / "home"), FakeEmbedder())
    chain = desk_over(tmp_path / "home").chain
    contact = english("ask-contact", name="Weaving Team")
    assert chain.ask("What does the mill weave in winter?").suggestions[-1] == contact
    refusal = chain.ask("How many weavers does the mill have in winter?")
    assert refusal.status in ("nearest", "not_found")
    assert refusal.suggestions[0] == contact
    assert english("ask-whom", name="Weaving Team") in refusal.text
    assert "- Weaving Team" in chain.ask("What is the phone number?").text.splitlines()
    assert [each.phone for each in chain.ask(contact).contacts] == ["+82-51-888-4044"]


def test_an_entry_that_names_no_body_is_passed_over_and_alone_offers_nothing() -> None:
    person = an_entry(person="Kim Min-ji", phone="051-777-1133")
    named_only = an_entry(unit="Dye House")
    team = an_entry(team="Rope Team", phone="051-777-1144")
    assert body_reached([person, named_only]) is None
    assert body_reached([person, named_only, team]) == "Rope Team"


def test_what_a_page_leaves_out_is_never_offered(documents: Documents) -> None:
    offered = [question for each in documents for question in of_every_section(each.id, documents)]
    assert offered
    assert [question for question in offered if "does not state" in question] == []


def test_nothing_quoted_offers_the_topics(documents: Documents) -> None:
    assert suggestions([], documents) == topics(documents)


def test_every_question_that_can_be_offered_is_answered(desk: Desk, documents: Documents) -> None:
    offered = {question for each in documents for question in of_every_section(each.id, documents)}
    answers = [
        desk.chain.ask(question) for question in sorted({*offered, *(say(each, "en") for each in topics(documents))})
    ]
    assert len(answers) > 20
    assert [each.question for each in answers if each.status != "answered"] == []


def offered_after(quoted: Sequence[Quote], documents: Documents) -> list[str]:
    return [say(each, "en") for each in suggestions(quoted, documents)]


def of_every_section(document_id: str, documents: Documents) -> list[str]:
    """What is offered after the first quote below each heading."""
    document = documents.whole(document_id)
    assert document is not None
    first = {path: block for block, path in reversed(list(heading_paths(document))) if block.kind != "heading"}
    quoted = [quotes.of_block(document, block, path) for path, block in first.items()]
    return [question for quote in quoted for question in offered_after([quote], documents)]
