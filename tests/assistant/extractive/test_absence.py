"""A document's own words that it leaves something out."""

from __future__ import annotations

import pytest

from assistant.quoting.absence import ABSENCE


@pytest.mark.parametrize(
    "text",
    [
        "The page about the 5th Basic Plan gives no period, budget or numerical target for the plan.",
        "The page of the Policy Planning Group bears no date.",
        "The page of the Policy Planning Group does not state which duty belongs to which team.",
        "The page of Busan lists plans and does not say which projects were carried out or finished.",
        "The fields for the department in charge and the phone number are empty on the page.",
        "No budget is given: the page names no amount.",
        "The terms are not stated.",
        "예산은 기재되어 있지 않습니다.",
    ],
)
def test_words_that_something_is_left_out_are_known(text: str) -> None:
    assert ABSENCE.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Cloud Center of Gyeongsangbuk-do was expected to open by 2025.",
        "Plans made by each institution alone are not enough to take the lead.",
        "The plan has no rival.",
        "The state gives notice to the owners.",
        "Non-metropolitan areas do not grow.",
    ],
)
def test_other_sentences_with_no_and_not_are_answers(text: str) -> None:
    assert not ABSENCE.search(text)


def test_every_page_that_ships_says_in_these_words_what_it_leaves_out(bundled_texts: dict[str, str]) -> None:
    assert [name for name, text in bundled_texts.items() if not ABSENCE.search(text)] == []


@pytest.fixture(scope="module")
def bundled_texts() -> dict[str, str]:
    from conftest import DOCUMENTS

    from retrieval.loading.loader import discover, document_id, load

    found = (path for path in discover(DOCUMENTS) if path.name != "README.md")
    return {(name := document_id(path, DOCUMENTS)): load(path, name).text for path in found}
