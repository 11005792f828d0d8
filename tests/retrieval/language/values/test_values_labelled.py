"""Phones where something else says that there are some: a column's header, a question about a number."""

from __future__ import annotations

import pytest

from retrieval.language.values import phones


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("053-819-3024", ["+82538193024"]),
        ("819-3024", ["8193024"]),
        ("８１９－３０２４", ["8193024"]),
        ("Is 819-3024 right?", ["8193024"]),
        ("15881234", ["+8215881234"]),
        ("1355", ["1355"]),
        ("053-819-3024, 819-3025", ["+82538193024", "+82538193025"]),
        ("2021-2025", []),
        ("the 2013-2017 plan", []),
        ("119 firms", []),
        ("300-1000명", []),
        ("2025-01-22", []),
        ("123-45-67890", []),
    ],
)
def test_what_a_label_makes_a_phone(text: str, expected: list[str]) -> None:
    assert [value.value for value in phones(text, labelled=True)] == expected


def test_without_a_label_a_number_without_its_area_is_none() -> None:
    assert phones("819-3024") == []


def test_a_phone_without_its_area_is_given_as_it_stands() -> None:
    (found,) = phones("call 819‑3024 now", labelled=True)
    assert (found.start, found.end) == (5, 13)
