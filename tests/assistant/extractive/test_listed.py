"""What answers list, worked out by hand from short texts."""

from __future__ import annotations

from typing import get_args

import pytest

from assistant.ask import ContactField, Reference
from assistant.quoting.listed import quoted, written
from assistant.quoting.missing import fact, sentence
from assistant.quoting.quotes import Quote
from assistant.records import Citation, ContactCard, Missing
from assistant.wording import say
from retrieval.records import Metadata


def quote(text: str, start: int, marker: str = "-") -> Quote:
    return Quote("plan.md", start, start + len(text), text, (), None, Metadata(title="Plan"), marker)


def citation(n: int, start: int, end: int) -> Citation:
    return Citation(n=n, document_id="plan.md", title="Plan", quote="q" * (end - start), start=start, end=end)


def card(team: str, n: int) -> ContactCard:
    return ContactCard(id=team[:3], team=team, document_id="plan.md", citation=n)


def test_items_of_a_list_are_rows_and_sentences_are_none() -> None:
    quotes = [
        quote("The plan has two tasks.", 0, marker=""),
        quote("Build quays (Port Bureau)", 30),
        quote("Ships; 2026", 60),
    ]
    assert quoted(quotes, [], []) == (
        Reference(kind="row", id="plan.md:30-55", label="Build quays"),
        Reference(kind="row", id="plan.md:60-71", label="Ships"),
    )


def test_where_several_contacts_are_shown_they_are_what_is_listed() -> None:
    duty = quote("Builds quays", 0)
    cards = [card("Quay Team", 2), card("Pilot Team", 3)]
    assert [each.id for each in quoted([duty], [citation(1, 0, 12)], cards)] == ["Qua", "Pil"]


def test_a_single_contact_stands_among_the_rows_in_its_place() -> None:
    rows = [quote("Ships: 3", 0), quote("Quay Team: Room 12", 20)]
    found = quoted(rows, [citation(1, 0, 8), citation(2, 20, 38)], [card("Quay Team", 2)])
    assert [(each.kind, each.label) for each in found] == [("row", "Ships"), ("contact", "Quay Team")]


def test_items_of_a_models_list_stand_for_what_they_cite_first() -> None:
    text = "Two tasks:\n\n1. Build quays (2026) [2] [1]\n2. Train \\[40\\] pilots\n\nThat is all. [1]"
    assert written(text, [citation(1, 0, 9), citation(2, 10, 30)], []) == (
        Reference(kind="row", id="plan.md:10-30", label="Build quays"),
        Reference(kind="row", id="", label="Train [40] pilots"),
    )


@pytest.mark.parametrize("field", get_args(ContactField))
def test_each_field_of_a_contact_has_words_for_its_absence(field: str) -> None:
    assert say(sentence(Missing(key=field)), "en") == (
        f"The documents do not state {say(fact(Missing(key=field)), 'en')} for this."
    )


def test_what_is_missing_is_said_with_what_it_is_missing_of() -> None:
    assert (
        say(sentence(Missing(key="number-of", of="teams")), "en")
        == "The documents do not state a number of teams for this."
    )
    assert say(sentence(Missing(key="contact-of", of="Port")), "en") == "The documents give no contact for the Port."
    assert (
        say(sentence(Missing(key="answer-to", of="Who {pays}?")), "en")
        == "The documents do not answer this: Who {pays}?"
    )
