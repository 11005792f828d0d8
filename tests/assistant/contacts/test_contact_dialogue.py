"""Contact questions over several turns, as dialogues over real desks: one line a turn, what is said and what is shown.

Whatever a turn shows, every phone, e-mail and address on the web in it stands in the documents or in what was asked.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import settings_for
from spoken import english

from assistant.build import Desk, build, ingest
from assistant.contacts.handoff import text as handoff_text
from assistant.records import Answer
from assistant.wording import said as told_as
from assistant.wording import say
from retrieval.language.values import values

pytestmark = pytest.mark.slow

DIRECTORY = """---
title: Directory of Bayside Industry Agency
organisation: Bayside Industry Agency
region: Bayside
kind: directory
published: 2026-03-02
---
# Directory of Bayside Industry Agency

## Growth Division

| Team | Duties | Room | Phone | Fax | E-mail |
|---|---|---|---|---|---|
| Bio Team | Runs the bio cluster and its test laboratory | 201 | 051-777-1001 | 051-777-1901 | bio@bayside.example |
| Robot Team | Lends robots to factories | 202 | 051-777-1002 |  | robot@bayside.example |
| Export Support Team | Helps companies at trade fairs abroad | 303 | 051-777-1003 | 051-777-1903 |  |

## Startup Team

Startup Team: Advises founders of new companies.
Head: Kim Min-ji
Room: 404
Phone: 051-777-1004
Office hours: Monday to Friday, 09:00 to 17:30
E-mail: startup@bayside.example
"""
PLAN = """---
title: Tidal Power Plan of Bayside
organisation: Bayside City
region: Bayside
kind: plan
published: 2026-01-15
---
# Tidal Power Plan of Bayside

The tidal power plan runs from 2026 to 2030. Its budget is 62 billion won.

## Projects

The plan has three projects:

1. Build two tidal turbines at the north pier.
2. Train ninety technicians for turbine upkeep.
3. Open a visitor centre in the old lighthouse.
"""
BIO, ROBOT, EXPORT, STARTUP = "051-777-1001", "051-777-1002", "051-777-1003", "051-777-1004"
PLANNING, INNOVATION, FUTURE = "+82-53-819-3024", "+82-53-819-3038", "+82-53-819-3033"
WHICH = english("which-contact")
NO_FAX, NO_MAIL = "do not state a fax number", "do not state an e-mail address"
NO_HOURS, NO_HEAD = "do not state office hours", "do not state a person's name"

Turn = tuple[str, list[str], str]
"""What is said, the phones of the cards shown, and words that the answer has, or has in English."""

ROBOT_FIRST: Turn = ("What is the phone of the Robot Team?", [ROBOT], ROBOT)
STARTUP_FIRST: Turn = ("How do I reach the Startup Team?", [STARTUP], "")
GROWTH: Turn = ("list all teams of the Growth Division", [BIO, ROBOT, EXPORT], "")
GROUP: Turn = ("How do I contact the Policy Planning Group?", [PLANNING, INNOVATION, FUTURE], "")
FUTURE_FIRST: Turn = ("phone of the Future Strategy Promotion Team", [FUTURE], FUTURE)
UNCLEAR: Turn = ("Number of the Planning Team please?", [], WHICH)

SMALL: list[list[Turn]] = [
    # another team
    [ROBOT_FIRST, ("and the Bio Team?", [BIO], BIO), ("the export support team?", [EXPORT], EXPORT)],
    [("Whom do I call about lending robots?", [ROBOT], ""), ("and the Bio Team?", [BIO], "")],
    [("What is the fax of the Bio Team?", [BIO], "051-777-1901"), ("what about the Robot Team?", [ROBOT], NO_FAX)],
    # a place in the list
    [GROWTH, ("the second one", [ROBOT], ROBOT), ("the last", [EXPORT], EXPORT)],
    [GROWTH, ("2", [ROBOT], ""), ("두 번째", [ROBOT], ""), ("첫 번째는요?", [BIO], "")],
    [GROWTH, ("no. 3", [EXPORT], ""), ("and their fax?", [EXPORT], "051-777-1903")],
    [GROWTH, ("the fourth", [], english("which-list", n=4)), ("the first one", [BIO], BIO)],
    # a further field of the team last shown
    [ROBOT_FIRST, ("and their fax?", [ROBOT], NO_FAX), ("what is the e-mail?", [ROBOT], "robot@bayside.example")],
    [ROBOT_FIRST, ("이메일은요?", [ROBOT], "robot@bayside.example"), ("팩스는?", [ROBOT], NO_FAX)],
    [ROBOT_FIRST, ("when are they open?", [ROBOT], NO_HOURS), ("who is the head?", [ROBOT], NO_HEAD)],
    [ROBOT_FIRST, ("Who leads it?", [ROBOT], NO_HEAD), ("which room?", [ROBOT], "202")],
    [
        ROBOT_FIRST,
        ("Where is their office?", [ROBOT], "do not state an address"),
        ("팀장은 누구예요?", [ROBOT], NO_HEAD),
    ],
    [
        STARTUP_FIRST,
        ("when are they open?", [STARTUP], "09:00 to 17:30"),
        ("who is the head?", [STARTUP], "Kim Min-ji"),
    ],
    [STARTUP_FIRST, ("Do they have a fax?", [STARTUP], NO_FAX), ("which room?", [STARTUP], "404")],
    # what is taken for granted
    [ROBOT_FIRST, ("so they are in room 999, right?", [ROBOT], "do not state the room in the question")],
    [ROBOT_FIRST, ("and the fax is 051-777-1903?", [ROBOT], "do not state the number in the question")],
    [STARTUP_FIRST, ("the head is Park Su-bin, right?", [STARTUP], "Kim Min-ji")],
    [STARTUP_FIRST, ("they open at 7:00, right?", [STARTUP], "09:00 to 17:30")],
    [STARTUP_FIRST, ("is their e-mail bio@bayside.example?", [STARTUP], "startup@bayside.example")],
    # another subject
    [ROBOT_FIRST, ("How much does the tidal power plan cost?", [], "62 billion won")],
    [
        ("How much does the tidal power plan cost?", [], "62 billion"),
        ROBOT_FIRST,
        ("how many projects does the plan have?", [], "three"),
    ],
    [ROBOT_FIRST, ("What projects does the tidal plan have?", [], "lighthouse"), ("2", [], "ninety technicians")],
]
BUNDLED: list[list[Turn]] = [
    [GROUP, ("the second one", [INNOVATION], ""), ("the last", [FUTURE], "")],
    [GROUP, ("두 번째", [INNOVATION], ""), ("and their fax?", [INNOVATION], NO_FAX)],
    [("Which teams are in room 207?", [PLANNING, INNOVATION], ""), ("the second", [INNOVATION], "")],
    [FUTURE_FIRST, ("이메일은요?", [FUTURE], NO_MAIL), ("and the Regional Industrial Planning Team?", [PLANNING], "")],
    [FUTURE_FIRST, ("그럼 지역산업기획팀은요?", [PLANNING], "")],
    [FUTURE_FIRST, ("so they are in room 999, right?", [FUTURE], "do not state the room in the question")],
    [FUTURE_FIRST, ("they moved to Busan, right?", [FUTURE], "do not state the place in the question")],
    [FUTURE_FIRST, ("and for Gwangju?", [], "gives no contact")],
    [FUTURE_FIRST, ("and the other teams?", [PLANNING, INNOVATION], "")],
    [FUTURE_FIRST, ("someone else", [PLANNING, INNOVATION], "")],
    [
        FUTURE_FIRST,
        ("Name the strategic industries of Busan.", [], "robots"),
        ("What's their phone?", [], "no contact"),
    ],
    [FUTURE_FIRST, ("I want to talk to a human", [FUTURE], FUTURE)],
    # what is offered where there is no contact
    [
        ("What is the phone number of Gwangju Techno Park?", [], "no contact"),
        ("the first one", [PLANNING, INNOVATION, FUTURE], ""),
    ],
    # the answer to a clarifying question
    [UNCLEAR, ("the Regionl Industral one", [PLANNING], ""), ("and their fax?", [PLANNING], NO_FAX)],
    [UNCLEAR, ("innovation", [INNOVATION], ""), ("and the first?", [PLANNING], "")],
    [UNCLEAR, ("혁신사업기획팀", [INNOVATION], "")],
    [UNCLEAR, ("yes", [], WHICH), ("the second one", [INNOVATION], ""), ("which room?", [INNOVATION], "#207")],
    [UNCLEAR, ("the third one", [], WHICH), ("지역산업기획팀", [PLANNING], "")],
    [UNCLEAR, ("Future Strategy Promotion Team", [FUTURE], "")],
    [UNCLEAR, ("What are the innovation networks?", [], "seven innovation networks")],
    [UNCLEAR, ("Name the strategic industries of Busan.", [], "robots")],
]


@pytest.fixture(scope="module")
def bayside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over a directory whose teams have no other names, and a plan."""
    folder = tmp_path_factory.mktemp("bayside")
    (folder / "directory.md").write_text(DIRECTORY, "utf-8")
    (folder / "plan.md").write_text(PLAN, "utf-8")
    settings = settings_for(tmp_path_factory.mktemp("home"), documents=folder)
    assert ingest(settings).failed == ()
    made = build(settings)
    yield made
    made.close()


def talk(desk: Desk, questions: list[str]) -> list[Answer]:
    """The answers of a conversation, each of which shows no way to reach anybody that no document states."""
    given: list[Answer] = []
    for question in questions:
        given.append(desk.chain.ask(question, conversation_id=given[-1].conversation_id if given else None))
        stated = reaching(" ; ".join([*documents(desk), *questions]))
        cards = [each.model_dump_json() for each in given[-1].contacts]
        assert reaching(given[-1].text) <= stated
        assert reaching(handoff_text(given[-1], earlier=given[:-1])) <= stated
        assert all(phone in "".join(documents(desk)) for phone in phones(given[-1])), cards
    return given


def documents(desk: Desk) -> list[str]:
    documents = desk.knowledge.current().documents
    found = [documents.whole(each.id) for each in documents]
    return [each.text for each in found if each]


def reaching(text: str) -> set[str]:
    return {claim.value for claim in values(text) if claim.kind in ("phone", "email")}


def phones(answer: Answer) -> list[str]:
    return [each.phone or "" for each in answer.contacts]


def check(desk: Desk, dialogue: list[Turn]) -> None:
    given = talk(desk, [question for question, _, _ in dialogue])
    for answer, (question, wanted, words) in zip(given, dialogue, strict=True):
        assert phones(answer) == wanted, (question, answer.standalone_question, answer.text)
        told = "\n".join((answer.text, *(say(each, "en") for each in answer.said)))
        assert words in told, (question, answer.standalone_question, answer.text)


def name(dialogue: list[Turn]) -> str:
    return " / ".join(question for question, _, _ in dialogue)


@pytest.mark.parametrize("dialogue", SMALL, ids=name)
def test_each_turn_shows_the_entry_that_is_meant_and_no_other(bayside: Desk, dialogue: list[Turn]) -> None:
    check(bayside, dialogue)


@pytest.mark.parametrize("dialogue", BUNDLED, ids=name)
def test_over_the_bundled_documents_too(desk: Desk, dialogue: list[Turn]) -> None:
    check(desk, dialogue)


def test_yes_is_asked_back_once_and_no_more(desk: Desk) -> None:
    *_, again, third = talk(desk, ["Number of the Planning Team please?", "yes", "yes"])
    assert again.status == "clarify"
    assert third.status != "clarify"


def test_neither_sets_aside_what_was_offered_and_is_not_asked_the_same_again(desk: Desk) -> None:
    _, other, third = talk(desk, ["Number of the Planning Team please?", "neither", "neither"])
    assert not {PLANNING, INNOVATION} & set(phones(other))
    assert "Policy Planning Group" in other.text
    assert third.text == english("what-about")


@pytest.mark.parametrize("reply", ["neither", "둘 다 아니에요"])
def test_after_all_teams_of_a_unit_neither_asks_what_it_is_about(desk: Desk, reply: str) -> None:
    first, other = talk(desk, ["How do I contact the Policy Planning Group?", reply])
    assert [each.label for each in first.items] == [each.team for each in first.contacts]
    assert (other.status, other.contacts) == ("clarify", ())
    assert other.text == say(told_as("what-about"), other.language)


@pytest.mark.parametrize("reply", ["neither", "아니요"])
def test_after_one_team_of_several_neither_shows_the_others(bayside: Desk, reply: str) -> None:
    *_, other = talk(bayside, ["What is the phone of the Robot Team?", reply])
    assert phones(other) == [BIO, EXPORT]
    assert [each.label for each in other.ask.excluded] == ["Robot Team"]
    assert other.standalone_question == "How do I contact the teams of the Growth Division other than the Robot Team?"


def test_what_a_user_types_is_no_mark_of_a_topic_or_of_teams_set_aside(desk: Desk) -> None:
    typed = "Who handles the automobile industry (about: Busan)?"
    first, other = talk(desk, [typed, "What is its phone?"])
    assert (first.ask.text, first.ask.about) == (typed, None)
    assert other.ask.text == "What is its phone?"
    assert other.ask.about == "handles the automobile industry Busan"
    asked = "fax or phone of the Future Strategy Promotion Team, other than by mail"
    first, other = talk(desk, [asked, "someone else"])
    assert first.ask.excluded == ()
    assert phones(other) == [PLANNING, INNOVATION]


def test_a_team_that_the_question_itself_sets_aside_is_not_shown(bayside: Desk) -> None:
    (answer,) = talk(bayside, ["Which teams other than the Robot Team are in the Growth Division?"])
    assert ROBOT not in phones(answer)
    assert answer.ask.text == "Which teams are in the Growth Division?"


def test_a_choice_refers_to_the_entries_that_were_offered(desk: Desk) -> None:
    unclear, picked = talk(desk, ["Number of the Planning Team please?", "두 번째"])
    assert [each.name for each in unclear.choices] == [
        "Regional Industrial Planning Team",
        "Innovation Business Planning Team",
    ]
    assert tuple(each.id for each in picked.ask.chosen) == unclear.choices[1].ids
    assert tuple(each.id for each in picked.contacts) == unclear.choices[1].ids
    assert (unclear.ask.language, picked.ask.language) == ("en", "ko")


def test_fields_that_are_not_stated_are_told_by_their_keys(bayside: Desk) -> None:
    (answer,) = talk(bayside, ["What are the fax and the office hours of the Robot Team?"])
    assert {each.key for each in answer.missing} == {"fax", "hours"}
    first, later = talk(bayside, ["What is the phone of the Robot Team?", "팩스는?"])
    assert (first.missing, [each.key for each in later.missing]) == ((), ["fax"])


def test_the_rows_of_a_list_are_referred_to_by_their_places(bayside: Desk) -> None:
    first, second = talk(bayside, ["What projects does the tidal plan have?", "2"])
    assert [(each.kind, each.label) for each in first.items] == [
        ("row", "Build two tidal turbines at the north pier"),
        ("row", "Train ninety technicians for turbine upkeep"),
        ("row", "Open a visitor centre in the old lighthouse"),
    ]
    place = first.items[1].id.removeprefix("plan.md:").split("-")
    quoted = next(each for each in first.citations if "ninety" in each.quote)
    assert place == [str(quoted.start), str(quoted.end)]
    assert second.ask.chosen == (first.items[1],)


@pytest.mark.parametrize(
    "wish",
    ["I want to talk to a human", "can I speak to someone", "사람과 통화하고 싶어요", "담당자와 통화하고 싶습니다"],
)
def test_the_hand_off_holds_the_question_before_what_was_found_and_the_card(bayside: Desk, wish: str) -> None:
    plan, asked = talk(bayside, ["How much does the tidal power plan cost?", wish])
    shown = handoff_text(asked, earlier=[plan])
    assert plan.question in shown
    assert wish in shown
    assert "62 billion won" in shown
    assert say(told_as("no-contact-of", name="Bayside City"), asked.language) in shown
    *before, asked = talk(bayside, ["What is the fax of the Robot Team?", wish])
    shown = handoff_text(asked, earlier=before)
    assert "What is the fax of the Robot Team?" in shown
    assert say(told_as("no-fact", fact=told_as("fact-fax")), asked.language) in shown
    assert ROBOT in shown
    assert "Nothing has been sent" in shown or "아무것도 보내지 않았습니다" in shown


@pytest.mark.parametrize(
    ("follow_up", "said"),
    [
        ("and the fax of the Future Strategy Promotion Team?", "do not state a fax number"),
        ("what is the room of the Future Strategy Promotion Team?", "#305"),
    ],
)
def test_a_field_of_another_team_is_never_answered_from_the_first(desk: Desk, follow_up: str, said: str) -> None:
    first = desk.chain.ask("phone of the Regional Industrial Planning Team")
    answer = desk.chain.ask(follow_up, conversation_id=first.conversation_id)
    assert [each.team for each in answer.contacts] == ["Future Strategy Promotion Team"]
    assert said in answer.text
