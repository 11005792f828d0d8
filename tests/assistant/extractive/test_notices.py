"""What a reader is told about the age of what is quoted; today is the 1st of July 2026."""

from __future__ import annotations

from datetime import date

import pytest
from spoken import english

from assistant.quoting.quotes import Quote
from assistant.quoting.validity import notices
from assistant.records import Noted, Notice
from assistant.wording import said
from retrieval.records import Metadata

TODAY = date(2026, 7, 1)
FRESH = date(2026, 6, 1)


def quote(metadata: Metadata, text: str = "So it is.", document: str = "a.md") -> Quote:
    return Quote(document, 0, len(text), text, (), None, metadata)


def of(*quotes: Quote) -> list[Notice]:
    return [each.told("en") for each in notices(quotes, TODAY)]


def test_a_fresh_page_needs_no_notice() -> None:
    assert of(quote(Metadata("News", published=FRESH))) == []


def test_nothing_quoted_needs_no_notice() -> None:
    assert of() == []


def test_a_page_without_a_date_is_said_to_bear_none() -> None:
    assert of(quote(Metadata("Page"))) == [Noted(kind="dated", said=said("undated", title="Page")).told("en")]


@pytest.mark.parametrize(
    ("published", "is_old"),
    [(date(2024, 7, 1), False), (date(2024, 6, 30), True), (date(2020, 1, 1), True)],
)
def test_a_page_more_than_730_days_old_is_dated(published: date, is_old: bool) -> None:
    found = of(quote(Metadata("Page", published=published)))
    assert bool(found) is is_old
    if is_old:
        assert found[0].kind == "dated"
        assert found[0].text == english("dated", title="Page", published=published)
        assert str(published) in found[0].text


@pytest.mark.parametrize(("until", "is_over"), [(date(2026, 6, 30), True), (TODAY, False), (date(2030, 1, 1), False)])
def test_a_plan_is_over_the_day_after_its_last(until: date, is_over: bool) -> None:
    found = of(quote(Metadata("Plan", published=FRESH, valid_until=until)))
    assert [each.kind for each in found] == (["expired"] if is_over else [])


def test_a_plan_that_is_over_is_not_called_old_as_well() -> None:
    found = of(quote(Metadata("Plan", published=date(2010, 1, 1), valid_until=date(2015, 12, 31))))
    assert found == [Noted(kind="expired", said=said("expired", title="Plan", until="2015-12-31")).told("en")]


def test_a_document_quoted_twice_gets_one_notice_and_two_documents_two() -> None:
    found = of(
        quote(Metadata("A")), quote(Metadata("A"), "More."), quote(Metadata("B"), document="b.md")
    )  # fmt: skip
    assert [each.text for each in found] == [english("undated", title=title) for title in "AB"]


@pytest.mark.parametrize(
    ("texts", "latest"),
    [
        (["Built 2013–2017"], 2017),
        (["by 2015", "until 2024"], 2024),
        (["by 2025"], None),  # last year may still be going on
        (["by 2015", "until 2030"], None),
        (["660,000 square meters"], None),
        (["phone 82-53-819-2015"], None),
        (["in 12015"], None),
        (["no year"], None),
    ],
)
def test_years_that_are_all_past_are_pointed_out(texts: list[str], latest: int | None) -> None:
    found = of(*(quote(Metadata("News", published=FRESH), text) for text in texts))
    assert [each.text for each in found] == ([english("past", year=latest)] if latest else [])
