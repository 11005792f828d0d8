"""Who is asked for by a name that nobody quite has, and words that only stand near a number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from spoken import english, korean

from assistant.build import Desk, build, ingest
from assistant.records import Answer
from assistant.settings import load

pytestmark = pytest.mark.slow

GUILD = """---
title: Whom to call at the Amber Guild
organisation: Amber Guild
published: 2025-03-01
---
# Whom to call at the Amber Guild

| Team | Duties | Phone |
| --- | --- | --- |
| Coastal Beacon Painting Team | paints beacons on the coast | 061-555-0211 |
| Beacon Lens Team | grinds lenses | 061-555-0212 |

## Rope Loft Team

The Rope Loft Team braids hawsers. It lends a capstan to visiting trawlers.

Contact: 061-555-0213

## Staff

| Team | Name | Phone |
| --- | --- | --- |
| Tar Team | Kim Minsu | 061-555-0214 |
| Cork Team | Kim Min-su | 061-555-0215 |
| Tar Team | Lee Jiwon | 061-555-0216 |
| Tar Team | Lee Jiwon | 061-555-0217 |

## Two tables side by side

| Team | Phone | Team | Phone |
| --- | --- | --- | --- |
| Sail Team |  | Oar Team | 061-555-0219 |
| Keel Team | 061-555-0220 | Mast Team | 061-555-0221 |

## Yard

| Department | Team | Phone |
| --- | --- | --- |
| Rigging Division | Knot Team |  |
| Rigging Division | Tackle Team | (former: 061-555-0222) 061-555-0223 |

For slag, call the Slag Office of Ferry City, 061-555-0218, before noon.
"""
MILL = """---
title: The Quartz Mill
organisation: Quartz Mill
published: 2025-03-01
---
# The Quartz Mill

The Quartz Mill grinds quartz into flour for glass works. Its wheel is of oak and turns by night.
"""


@pytest.fixture(scope="module")
def guild(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home: Path = tmp_path_factory.mktemp("guild")
    folder = home / "documents"
    folder.mkdir()
    (folder / "guild.md").write_text(GUILD, "utf-8")
    (folder / "mill.md").write_text(MILL, "utf-8")
    settings = load(home=home / "var", model=None)
    ingest(settings, [folder])
    desk = build(settings)
    yield desk
    desk.close()


def phones(answer: Answer) -> list[str | None]:
    return [each.phone for each in answer.contacts]


@pytest.mark.parametrize(
    "name", ["Coastal Anchor Painting Team", "Beacon Varnish Painting Team", "Northern Beacon Lens Team"]
)
def test_a_name_that_nobody_has_is_not_that_of_the_nearest(guild: Desk, name: str) -> None:
    answer = guild.chain.ask(f"What is the phone number of the {name}?")
    assert (answer.status, phones(answer)) == ("not_found", [])
    assert english("no-contact-of", name=name) in answer.text


def test_those_of_a_near_name_are_offered_as_what_they_are(guild: Desk) -> None:
    answer = guild.chain.ask("phone of the Coastal Varnish Painting Team")
    assert answer.choices[0].name == "Coastal Beacon Painting Team"
    assert "061-555-0211" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "phone of the Coastal Beacon Painting Team",
        "phone of the Coastal Beacn Painting Team",
        "phone of the Coastal Painting Team",
        "phone of the Coastal Beacon Painting Team of the Amber Guild",
    ],
)
def test_a_slip_a_part_of_a_name_and_its_body_still_name_it(guild: Desk, question: str) -> None:
    assert phones(guild.chain.ask(question)) == ["061-555-0211"]


def test_people_of_one_name_in_two_teams_contradict_nothing(guild: Desk) -> None:
    for question in ("phone of Kim Minsu in the Tar Team", "phone of Kim Min-su in the Cork Team"):
        answer = guild.chain.ask(question)
        assert len(answer.contacts) == 1
        assert [each for each in answer.notices if each.kind == "conflict"] == []


def test_two_numbers_of_one_person_of_one_team_contradict_each_other(guild: Desk) -> None:
    answer = guild.chain.ask("phone of Lee Jiwon in the Tar Team")
    assert [each.kind for each in answer.notices].count("conflict") == 1


def test_words_that_stand_among_the_lines_of_an_entry_bring_no_card(guild: Desk) -> None:
    answer = guild.chain.ask("What is lent to visiting trawlers?")
    assert "It lends a capstan to visiting trawlers." in answer.text
    assert phones(answer) == []


def test_a_body_named_in_a_sentence_has_the_number_of_that_sentence(guild: Desk) -> None:
    (shown,) = guild.chain.ask("phone of the Slag Office of Ferry City").contacts
    assert (shown.organisation, shown.phone) == ("Ferry City", "061-555-0218")


def test_where_only_the_contact_of_a_body_is_asked_for_nothing_else_of_it_is_quoted(guild: Desk) -> None:
    for question in ("What is the phone number of the Quartz Mill?", "How can I call the Quartz Mill?"):
        answer = guild.chain.ask(question)
        assert (answer.status, answer.citations) == ("not_found", ())
        assert english("no-contact-of", name="Quartz Mill") in answer.text


def test_a_korean_question_is_told_so_too(guild: Desk) -> None:
    answer = guild.chain.ask("해양등대도색팀 전화번호")
    assert phones(answer) == []
    assert korean("no-contact-of", name="해양등대도색팀") in answer.text


@pytest.mark.parametrize(
    "question", ["Sail Team phone", "What is the phone of the Sail Team at the Amber Guild?", "Knot Team phone"]
)
def test_a_team_without_a_number_is_not_given_that_of_the_team_beside_it(guild: Desk, question: str) -> None:
    answer = guild.chain.ask(question)
    assert phones(answer) == []
    assert answer.status == "not_found"


def test_a_name_within_a_longer_one_names_nobody(guild: Desk) -> None:
    assert phones(guild.chain.ask("What is the phone of the Coastal Beacon Painting Team?")) == ["061-555-0211"]


def test_a_unit_that_is_named_as_it_is_called_is_no_team_with_a_word_of_it(guild: Desk) -> None:
    answer = guild.chain.ask("Rigging Division phone")
    assert [(each.team, each.phone, each.more_phones) for each in answer.contacts] == [
        ("Tackle Team", "061-555-0223", ())
    ]
