"""Titles outside citations hold no way to reach somebody."""

from __future__ import annotations

import pytest

from assistant.quoting.titles import holds_address, said_title


@pytest.mark.parametrize(
    "title",
    ["Call 02-555-0161 first", "전화 053-819-3024 안내", "Write to plan@agency.example", "See www.agency.example/plan"],
)
def test_a_title_with_an_address_gives_way_to_the_name_of_the_document(title: str) -> None:
    assert holds_address(title)
    assert said_title(title, "plans/one.md") == "plans/one.md"


@pytest.mark.parametrize("title", ["2030 Informatization Master Plan", "5th Basic Plan (2024-2028)", "제5차 기본계획"])
def test_years_and_numbers_of_plans_are_no_addresses(title: str) -> None:
    assert said_title(title, "plan.md") == title
