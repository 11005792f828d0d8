from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.records import ContactCard
from bots.wording.contact_labels import labels


def card(**fields: Any) -> ContactCard:
    return ContactCard(document_id="d", **fields)


def test_names_that_differ_are_said_alone() -> None:
    cards = [card(team="Export Team", organisation="A"), card(team="Quay Team", organisation="B"), card(person="Kim")]
    assert labels(cards, 58) == ["Export Team", "Quay Team", "Kim"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"organisation": "Busan"}, {"organisation": "Daegu"}, ["Team · Busan", "Team · Daegu"]),
        ({"organisation": "Busan", "person": "Kim"}, {"organisation": "Busan", "person": "Lee"}, ["Team · Kim", "Team · Lee"]),
        ({"duties": ("budget", "grants")}, {"duties": ("budget", "training")}, ["Team · grants", "Team · training"]),
        ({}, {"person": "Lee"}, ["Team", "Team · Lee"]),
        ({"phone": "053-1"}, {"phone": "053-2"}, ["Team · 053-1", "Team · 053-2"]),
        ({}, {}, ["Team · 1", "Team · 2"]),
    ],
)  # fmt: skip
def test_one_name_is_said_with_what_sets_it_apart(
    first: dict[str, Any], second: dict[str, Any], expected: list[str]
) -> None:
    assert labels([card(team="Team", **first), card(team="Team", **second)], 58) == expected


def test_where_no_field_differs_in_all_two_are_said() -> None:
    cards = [
        card(team="Team", organisation="Busan", person="Kim"),
        card(team="Team", organisation="Busan", person="Lee"),
        card(team="Team", organisation="Daegu", person="Kim"),
        card(team="Other"),
    ]
    assert labels(cards, 58) == ["Team · Busan · Kim", "Team · Busan · Lee", "Team · Daegu · Kim", "Other"]


def test_long_names_that_begin_alike_are_cut_so_that_the_difference_shows() -> None:
    cards = [card(team="Support of Small Firms " * 4 + end, person=end) for end in ("Kim", "Lee")]
    assert labels(cards, 30) == ["Support of Small Firms… · Kim", "Support of Small Firms… · Lee"]


FIELD = st.one_of(st.none(), st.text("a b가😀\u200b\x00", max_size=90))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys(("organisation", "unit", "team", "person", "room", "phone"), FIELD)),
        max_size=6,
    )
)
def test_any_labels_fit_and_those_of_one_name_differ(fields: list[dict[str, Any]]) -> None:
    made = labels([card(team="Team" if i % 2 else each.pop("team"), **{k: v for k, v in each.items() if k != "team"}) for i, each in enumerate(fields)], 58)  # fmt: skip
    assert all(0 < len(each.encode("utf-16-le")) // 2 <= 58 for each in made)
    teams = [each for each in made if each == "Team" or each.startswith("Team · ")]
    assert len(set(teams)) == len(teams)
