"""Who stands behind what a document says, and who does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from spoken import english

from assistant.build import Desk, build, ingest
from assistant.records import Answer
from assistant.settings import load

pytestmark = pytest.mark.slow

ORCHARD = """---
title: Orchard Office of Appleford
aliases:
  - [Grafting Team, 접목팀]
organisation: Orchard Office of Appleford
---

# Orchard Office of Appleford

| Team | Person | Tasks | Phone |
| --- | --- | --- | --- |
| Grafting Team | Ruth Pell | lends grafting knives; prunes old pear trees | 041-555-0101 |
| Bee Team | Omar Quist | places hives in blossom; tests honey | 041-555-0102 |
| Cellar Team | Ines Vole | presses cider for growers | 041-555-0103 |
| Cellar Team | Jan Wick | rents barrels and bottles | 041-555-0104 |

## Frost

Growers are warned by telephone when frost is near. The Bee Team brings blankets for hives.

## 나무 은행

담당: 산림산업과 Noah Lind 주무관 (041-555-0105)
"""


@pytest.fixture(scope="module")
def orchard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home: Path = tmp_path_factory.mktemp("orchard")
    (home / "orchard.md").write_text(ORCHARD, "utf-8")
    settings = load(home=home / "var", model=None)
    ingest(settings, [home / "orchard.md"])
    desk = build(settings)
    yield desk
    desk.close()


def phones(answer: Answer) -> list[str]:
    return [(each.phone or "")[-4:] for each in answer.contacts]


@pytest.mark.parametrize(
    ("question", "phone"),
    [
        ("Whom do I call to have my pear trees cut back?", "0101"),
        ("꿀 검사는 어디에 전화하나요?", "0102"),
        ("Our winery would like to hire bottles. Which number?", "0104"),
        ("Who comes with covers for the hives when it freezes?", "0102"),
    ],
)
def test_a_need_in_other_words_or_another_language_finds_who_does_it(orchard: Desk, question: str, phone: str) -> None:
    assert phones(orchard.chain.ask(question))[:1] == [phone]


def test_a_person_is_found_by_the_name_and_nobody_is_given_for_another(orchard: Desk) -> None:
    assert phones(orchard.chain.ask("Phone of Omar Quist?")) == ["0102"]
    assert phones(orchard.chain.ask("What is Omar Quist's number?")) == ["0102"]
    assert orchard.chain.ask("Phone of Otto Brandt?").contacts == ()
    assert orchard.chain.ask("Phone of Ruth Quist?").contacts == ()


@pytest.mark.parametrize(
    "question",
    [
        "Northern Motors Grafting Team phone",
        "the number of the Grafting Team at Northern Motors?",
        "Volkhov's Grafting Team, what is the phone?",
        "현대자동차 접목팀 전화번호",
        "Grafting Team of Busan phone",
    ],
)
def test_a_team_of_the_same_name_somewhere_else_is_not_this_one(orchard: Desk, question: str) -> None:
    answer = orchard.chain.ask(question)
    assert answer.contacts == ()
    assert "555" not in answer.text


def test_the_team_itself_is_found_by_name_with_its_own_body_beside_it(orchard: Desk) -> None:
    assert phones(orchard.chain.ask("Grafting Team of the Orchard Office of Appleford, phone?")) == ["0101"]
    assert phones(orchard.chain.ask("접목팀 전화번호 알려 주세요")) == ["0101"]


@pytest.mark.parametrize(
    "question",
    [
        "all teams but the Bee Team: phones",
        "phone of a team that is not the Bee Team",
        "접목팀 말고 다른 팀 전화번호",
        "Phone of Omar Quist of the Cellar Team?",
        "Grafting Team Lakeside University phone",
        "부산 접목팀 번호",
    ],
)
def test_who_is_set_aside_or_put_elsewhere_is_never_given(orchard: Desk, question: str) -> None:
    given = {each.phone for each in orchard.chain.ask(question).contacts}
    wrong = {"041-555-0101"} if "접목" in question or "Grafting" in question else {"041-555-0102"}
    assert not given & wrong


def test_not_the_one_but_the_other_is_the_other(orchard: Desk) -> None:
    assert phones(orchard.chain.ask("Not the Grafting Team but the Bee Team, which phone?")) == ["0102"]


def test_a_label_in_front_of_a_name_leads_to_whom_it_names(orchard: Desk) -> None:
    [entry] = [each for each in orchard.knowledge.current().contacts.all() if (each.phone or "").endswith("0105")]
    assert (entry.unit, entry.phone) == ("산림산업과", "041-555-0105")


def test_what_nobody_does_is_nobodys_and_the_bodies_that_are_held_are_named(orchard: Desk) -> None:
    answer = orchard.chain.ask("Whom do I phone about a passport for my daughter?")
    assert (answer.contacts, answer.status) == ((), "not_found")
    assert answer.text.startswith(english("contact-unclear"))
