"""Questions that ask who, which team, which number or which door, in the many ways in which people ask them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from spoken import english

from assistant.build import Desk, build, ingest
from assistant.question.contact_cues import asks_for_contact, asks_who
from assistant.records import Answer
from assistant.settings import load

pytestmark = pytest.mark.slow

PAGE = """---
title: Northbay Harvest Agency
aliases:
  - [Northbay Harvest Agency, NHA]
organisation: Northbay Harvest Agency
published: 2023-03-01
---

# Northbay Harvest Agency

| Team | Duties | Room | Phone |
| --- | --- | --- | --- |
| Seed Planning Team | Breeds barley that stands salt | 11 | 061-555-0111 |
| Field Planning Team | Lends drones that spray orchards | 12 | 061-555-0112 |
| Market Team | Prints recipe cards for supermarkets | 13 | 061-555-0113 |
"""
NEWS = """---
title: A move at the Northbay Harvest Agency
organisation: Northbay Harvest Agency
published: 2025-06-01
---

# A move at the Northbay Harvest Agency

- Market Team: room 44, phone 061-555-0144
"""


@pytest.fixture(scope="module")
def northbay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home: Path = tmp_path_factory.mktemp("northbay")
    folder = home / "documents"
    folder.mkdir()
    (folder / "agency.md").write_text(PAGE, "utf-8")
    (folder / "move.md").write_text(NEWS, "utf-8")
    settings = load(home=home / "var", model=None)
    ingest(settings, [folder])
    desk = build(settings)
    yield desk
    desk.close()


def rooms(answer: Answer) -> list[str]:
    return ["".join(filter(str.isdigit, each.room or "")) for each in answer.contacts]


@pytest.mark.parametrize(
    ("question", "room"),
    [
        ("We want to borrow drones that spray our orchards. Which number?", "12"),
        ("Name me the exact team that breeds barley for salty soil.", "11"),
        ("Which of the three teams lends drones for orchards?", "12"),
        ("wich team breeds salt barley", "11"),
        ("Which door does the Seed Planning Team have?", "11"),
        ("Field Planning Team: which door do I knock on?", "12"),
    ],
)
def test_the_team_with_the_duty_or_the_name_is_shown_as_a_card(northbay: Desk, question: str, room: str) -> None:
    answer = northbay.chain.ask(question)
    assert (answer.status, rooms(answer)) == ("answered", [room])


def test_a_part_of_a_name_that_two_teams_share_is_asked_back(northbay: Desk) -> None:
    answer = northbay.chain.ask("NHA planning team: what is the direct number?")
    assert (answer.status, answer.contacts) == ("clarify", ())
    assert "Seed Planning Team" in answer.text
    assert "Field Planning Team" in answer.text
    assert "Market Team" not in answer.text


def test_a_room_that_a_newer_document_changed_is_denied_with_the_newest_first(northbay: Desk) -> None:
    answer = northbay.chain.ask("The Market Team is still in room 13, isn't it?")
    assert english("no-longer", fields="room", team="Market Team") in answer.text
    assert [each.phone for each in answer.contacts] == ["061-555-0144", "061-555-0113"]
    assert any(each.kind == "conflict" for each in answer.notices)


def test_a_team_found_by_an_old_entry_s_duty_is_shown_with_its_newest_number_first(northbay: Desk) -> None:
    answer = northbay.chain.ask("Who prints recipe cards for supermarkets?")
    assert [each.phone for each in answer.contacts] == ["061-555-0144", "061-555-0113"]


@pytest.mark.parametrize(
    "question",
    ["Which number?", "What door is theirs?", "Show us the office that signs it.", "How do I get hold of them?"],
)
def test_the_ways_of_asking_for_a_contact_are_read(question: str) -> None:
    assert asks_for_contact(question)


@pytest.mark.parametrize(
    "question", ["hoo does it", "Is there anyone for that?", "Responsible body?", "Where do I report it?"]
)
def test_the_ways_of_asking_who_are_read(question: str) -> None:
    assert asks_who(question)


@pytest.mark.parametrize(
    "question",
    [
        "What number of teams is planned?",
        "Which industries grow?",
        "Open doors until 2027",
        "Who spoke at the meeting?",
    ],
)
def test_a_question_about_something_else_is_no_contact_question(question: str) -> None:
    assert not asks_for_contact(question)
    assert not asks_who(question)
