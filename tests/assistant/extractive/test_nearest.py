"""What comes near and may not answer."""

from __future__ import annotations

import pytest
from assistant.extractive.nearest import nearest_quotes

from assistant.build import Desk
from assistant.evidence.judge import Judgement, Ranked
from retrieval.search.search import Found

_QUESTION = "What is the phone number of the Policy Planning Group?"


def judged(found: Found, outcome: str) -> Judgement:
    """As if each first fragment of the passages were as good as any other."""
    ranked = tuple(Ranked(number, 0, 0.5) for number in range(3))
    return Judgement(ranked, 0.3, "nearest" if outcome == "nearest" else "not_found")


@pytest.fixture(scope="module")
def found(desk: Desk) -> Found:
    return desk.knowledge.current().search.search("What is the vision of the 5th Basic Plan?")


def test_the_shown_fragments_are_quoted_word_for_word_in_the_order_of_their_documents(desk: Desk, found: Found) -> None:
    known = desk.knowledge.current()
    quotes = nearest_quotes(judged(found, "nearest"), found, known.documents, known.contacts)
    assert quotes
    for quote in quotes:
        document = known.documents.whole(quote.document_id)
        assert document is not None
        assert document.text[quote.start : quote.end] == quote.text


def test_nothing_is_shown_where_nothing_comes_near(desk: Desk, found: Found) -> None:
    known = desk.knowledge.current()
    assert nearest_quotes(judged(found, "not_found"), found, known.documents, known.contacts) == ()


def test_no_way_to_reach_somebody_is_shown_as_the_nearest(desk: Desk) -> None:
    known = desk.knowledge.current()
    found = known.search.search(_QUESTION)
    quotes = nearest_quotes(known.judged(found), found, known.documents, known.contacts)
    assert not any("054" in quote.text or "@" in quote.text for quote in quotes)
