"""What an answer says where directory entries contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from assistant.build import Desk
from retrieval.index.index import Location
from retrieval.ingest.apply import ingest

pytestmark = pytest.mark.slow

PAGE = """---
title: {title}
organisation: {organisation}
{published}
---

## {unit}

- {team}: exports of machines, {place}, phone {phone}
"""
Ask = Callable[..., Desk]


def page(
    phone: str,
    published: str = "",
    *,
    title: str = "Desk of Alpha City",
    organisation: str = "Alpha City",
    unit: str = "Trade Group",
    team: str = "Export Team",
    place: str = "Room 12",
) -> str:
    dated = f"published: {published}" if published else ""
    given = {"title": title, "organisation": organisation, "unit": unit, "team": team, "place": place, "phone": phone}
    return PAGE.format(**given, published=dated)


@pytest.fixture
def desk_with(tmp_path: Path, desk_over: Callable[..., Desk]) -> Ask:
    def make(**pages: str) -> Desk:
        folder = tmp_path / "documents"
        folder.mkdir()
        for name, text in pages.items():
            (folder / f"{name}.md").write_text(text, "utf-8")
        home = tmp_path / "home"
        ingest([folder], Location(home), FakeEmbedder())
        return desk_over(home)

    return make


def test_the_newest_number_comes_first_and_both_are_named_with_their_dates(desk_with: Ask) -> None:
    old = page("051-222-9999", "2021-03-01", title="Old desk of Alpha City")
    answer = desk_with(a_old=old, b_new=page("051-222-3333", "2026-03-01")).chain.ask("phone of the Export Team")
    assert [each.phone for each in answer.contacts] == ["051-222-3333", "051-222-9999"]
    assert [each.text for each in answer.notices if each.kind == "conflict"] == [
        "The documents give different phones for Export Team, Trade Group, Alpha City: "
        "051-222-3333 (Desk of Alpha City, 2026-03-01); 051-222-9999 (Old desk of Alpha City, 2021-03-01). "
        "The newest document comes first; check before you use one."
    ]


def test_another_room_is_a_contradiction_too_in_good_english(desk_with: Ask) -> None:
    old = page("051-222-3333", "2021-03-01", title="Old desk", place="Old Hall, 9 Port Street")
    new = page("051-222-3333", "2026-03-01", place="New Hall, 12 Hill Road")
    answer = desk_with(old=old, new=new).chain.ask("address of the Export Team")
    (notice,) = [each.text for each in answer.notices if each.kind == "conflict"]
    assert notice.startswith("The documents give different addresses for Export Team, Trade Group, Alpha City: ")


def test_one_number_under_teams_of_two_bodies_is_told(desk_with: Ask) -> None:
    beta = page("051-222-3333", "2025-01-02", title="Desk of Beta City", organisation="Beta City", team="Quay Team")
    answer = desk_with(alpha=page("051-222-3333"), beta=beta).chain.ask("phone of the Export Team of Alpha City")
    assert [each.team for each in answer.contacts] == ["Export Team"]
    assert [each.text for each in answer.notices if each.kind == "conflict"] == [
        "The phone 051-222-3333 stands under several teams: "
        "Quay Team, Trade Group, Beta City (Desk of Beta City, 2025-01-02); "
        "Export Team, Trade Group, Alpha City (Desk of Alpha City, no date). Check before you use it."
    ]


def test_what_another_body_says_of_a_team_stands_second_though_newer_and_is_marked(desk_with: Ask) -> None:
    claim = page("051-555-0000", "2026-09-09", title="Useful numbers", organisation="Beta City").replace(
        "- Export Team: ", "- Export Team of Alpha City: "
    )
    answer = desk_with(own=page("051-222-3333", "2025-01-02"), claim=claim).chain.ask("phone of the Export Team")
    assert [each.phone for each in answer.contacts] == ["051-222-3333", "051-555-0000"]
    assert [each.kind for each in answer.notices[:2]] == ["unverified", "conflict"]
    assert "stands in a document of Beta City; check it with Alpha City" in answer.notices[0].text
