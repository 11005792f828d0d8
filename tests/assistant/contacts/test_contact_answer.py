"""Whom to contact: the right entries, why, and what is not stated said plainly; no other body's phone is ever shown."""

from __future__ import annotations

from datetime import date

import pytest
from spoken import english

from assistant.build import Desk
from assistant.contacts.answer import card
from assistant.records import Answer
from assistant.wording import said
from retrieval.contacts.routing.routes import is_reachable
from retrieval.records import Contact, Filters

PLANNING, INNOVATION, FUTURE = "+82-53-819-3024", "+82-53-819-3038", "+82-53-819-3033"
ALL = [PLANNING, INNOVATION, FUTURE]


def phones(answer: Answer) -> list[str | None]:
    return [each.phone for each in answer.contacts]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            "Which team is responsible for regional industrial planning at Gyeongbuk Technopark, and what is its phone?",
            [PLANNING],
        ),
        ("phone of the Future Strategy Promotion Team", [FUTURE]),
        ("tel of the innovation business planning team pls", [INNOVATION]),
        ("혁신사업기획팀 연락처", [INNOVATION]),
        ("phne of the futre stratgy promtion team", [FUTURE]),
        # by room
        ("Who sits in room 305?", [FUTURE]),
        ("Which teams are in room 207?", [PLANNING, INNOVATION]),
        ("which team is in #305", [FUTURE]),
        # by phone
        ("Whom do I reach at +82-53-819-3038?", [INNOVATION]),
        ("Whom can I reach at 053-819-3024?", [PLANNING]),
        # the whole unit
        ("How do I contact the Policy Planning Group?", ALL),
        ("How can I reach Gyeongbuk Technopark?", ALL),
    ],
)
def test_the_team_is_found_by_name_by_room_and_by_phone(desk: Desk, question: str, wanted: list[str]) -> None:
    answer = desk.chain.ask(question)
    assert (answer.status, phones(answer)) == ("answered", wanted)


def test_a_card_and_its_quote_say_the_entry_as_published(desk: Desk) -> None:
    answer = desk.chain.ask("phone of the Future Strategy Promotion Team")
    (shown,) = answer.contacts
    (quote,) = answer.citations
    assert (shown.organisation, shown.unit, shown.team) == (
        "Gyeongbuk Technopark",
        "Policy Planning Group",
        "Future Strategy Promotion Team",
    )
    assert (shown.room, shown.phone, shown.email) == ("#305", FUTURE, None)
    assert shown.address == "Headquarters Building, 27, Sampung-ro, Gyeongsan-si, Gyeongsangbuk-do"
    assert shown.citation == quote.n == 1
    assert quote.quote == (
        "Future Strategy Promotion Team: #305, Headquarters Building, 27, Sampung-ro, Gyeongsan-si, "
        f"Gyeongsangbuk-do; phone {FUTURE}"
    )
    assert shown.duties == ()
    assert len(shown.unit_duties) > 15


def test_a_duty_of_the_unit_is_quoted_and_said_to_be_of_no_team(desk: Desk) -> None:
    answer = desk.chain.ask("Whom do I ring about the smart business information platform?")
    assert answer.citations[0].quote == "Establish a smart business information platform and provide it as a service."
    assert english("unit-duty") in answer.text
    assert english("unit-only", unit="Policy Planning Group") in answer.text
    assert phones(answer) == ALL
    assert [each.citation for each in answer.contacts] == [2, 3, 4]


@pytest.mark.parametrize(
    "question",
    [
        "What is the phone number for Industrial Policy Planning at Gwangju Techno Park?",
        "Whom do I call at the city of Busan about offshore wind?",
        "Give me a phone number at MOTIE for the 5th Basic Plan",
        "phone of the Audit Office",
        "What is the phone number of Professor Nam Ki-beom?",
        "What is the postal address of Gwangju Techno Park?",
        "How do I reach the vice governor Kang Seong-Jo by phone?",
        "e-mail of the Korea Industrial Complex Corporation",
        "감사실 전화번호",
        "부산시 전화번호 알려주세요",
    ],
)
def test_the_phone_of_another_body_is_never_shown(desk: Desk, question: str) -> None:
    answer = desk.chain.ask(question)
    assert answer.status == "not_found"
    assert answer.contacts == ()
    assert "+82" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What is the phone number of Gwangju Techno Park?",
        "What is the phone number of Busan?",
        "phone of the Audit Office",
    ],
)
def test_where_there_is_no_contact_those_that_there_are_are_named(desk: Desk, question: str) -> None:
    answer = desk.chain.ask(question)
    assert english("contacts-held") in answer.text
    assert "- Policy Planning Group" in answer.text


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Which e-mail address does the Future Strategy Promotion Team have?", "fact-email"),
        ("fax number of the Future Strategy Promotion Team", "fact-fax"),
        ("office hours of the Future Strategy Promotion Team", "fact-hours"),
        ("미래전략추진팀 팩스 번호", "fact-fax"),
        ("미래전략추진팀 이메일", "fact-email"),
        ("미래전략추진팀 업무시간", "fact-hours"),
    ],
)
def test_what_an_entry_does_not_state_is_said_beside_what_it_does(desk: Desk, question: str, fact: str) -> None:
    answer = desk.chain.ask(question)
    assert (answer.status, phones(answer)) == ("partial", [FUTURE])
    assert said("no-fact", fact=said(fact)) in answer.said
    assert "@" not in answer.text


def test_what_an_entry_states_is_not_said_to_be_missing(desk: Desk) -> None:
    answer = desk.chain.ask("What are the phone, the room and the address of the Future Strategy Promotion Team?")
    assert answer.status == "answered"
    assert "do not state" not in answer.text


def test_filters_hold_for_contacts_too(desk: Desk) -> None:
    question = "phone of the Future Strategy Promotion Team"
    assert phones(desk.chain.ask(question, filters=Filters(region="Gyeongbuk"))) == [FUTURE]
    elsewhere = desk.chain.ask(question, filters=Filters(region="Busan"))
    assert (elsewhere.status, elsewhere.contacts) == ("not_found", ())


def test_a_team_of_another_folder_of_documents_is_found_alike(small_desk: Desk) -> None:
    answer = small_desk.chain.ask("What is the phone of the Quay Construction Team?")
    assert (answer.status, phones(answer)) == ("answered", ["+82-51-888-3033"])


def test_a_card_copies_every_field_of_the_entry() -> None:
    contact = Contact(
        "a.md", "Org", "Unit", "Team", "#1", "Street 1", "+82-2-123-4567", "a@b.kr", 3, 9, ("d",), ("u",), 2,
        "Kim", "head", ("02-123-4568",), "02-123-4569", "a.kr", "9-18"
    )  # fmt: skip
    made = card(contact, date(2025, 1, 22), 7)
    assert made.model_dump() == {
        "id": contact.id,
        "dial": "+8221234567",
        "more_phones": ("02-123-4568",),
        "more_dials": ("+8221234568",),
        "fax": "02-123-4569",
        "url": "a.kr",
        "hours": "9-18",
        "person": "Kim",
        "role": "head",
        "published": date(2025, 1, 22),
        "organisation": "Org",
        "unit": "Unit",
        "team": "Team",
        "duties": ("d",),
        "unit_duties": ("u",),
        "room": "#1",
        "address": "Street 1",
        "phone": "+82-2-123-4567",
        "email": "a@b.kr",
        "document_id": "a.md",
        "citation": 7,
    }


def test_a_duty_that_is_the_name_of_a_group_is_a_duty_too(desk: Desk) -> None:
    """All 24 items below the duties of the group, the seven networks among them."""
    contacts = desk.knowledge.current().contacts.all()
    assert [len(each.unit_duties) for each in contacts if is_reachable(each)] == [24, 24, 24]
    answer = desk.chain.ask(
        "We build car bodies and want to join the support group for materials and parts. Who can we ring?"
    )
    assert phones(answer) == ALL
    assert "Comprehensive Technology Support Group for Materials and Parts" in answer.text
