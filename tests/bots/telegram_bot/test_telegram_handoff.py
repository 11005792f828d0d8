"""A question handed on to a person, as a person sees it in the chat."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from conftest import settings_for
from telegram_running import at, home_over, polling

from assistant.build import Desk, build


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made
        assert made.refusals == []


@pytest.fixture
def bundled(indexed_home: Path, tmp_path: Path, server: BotApiServer) -> Iterator[Desk]:
    """The bundled documents."""
    made = build(settings_for(home_over(indexed_home, tmp_path), **at(server)))
    yield made
    made.close()


@pytest.fixture
def desk(desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer) -> Iterator[Desk]:
    made = desk_over(home_over(small_home, tmp_path), **at(server))
    with polling(made):
        yield made


def _shown(transcript: str) -> str:
    """The transcript with the day of the test as DAY."""
    return re.sub(r"(Date|날짜): \d{4}-\d\d-\d\d", r"\1: DAY", transcript)


def test_a_question_that_the_documents_do_not_answer_is_handed_on(server: BotApiServer, desk: Desk) -> None:
    lee = server.person("Lee")
    lee.says("Which opera did <b>Verdi</b> finish first, Nabucco & Aida?")
    lee.chat.waits_for_messages(1)
    lee.taps("For a person")
    lee.chat.waits_for_messages(2)
    assert _shown(lee.chat.transcript()) == UNANSWERED


def test_a_korean_question_is_handed_on_in_korean(server: BotApiServer, desk: Desk) -> None:
    jun = server.person("Jun")
    jun.says("외국 기업의 세율은 얼마입니까?")
    jun.chat.waits_for_messages(1)
    jun.taps("담당자에게 전달")
    assert jun.chat.waits_for_messages(2)[1].text.startswith("담당자의 답변이 필요한 질문\n")


def test_an_answered_question_offers_no_person(server: BotApiServer, desk: Desk) -> None:
    lee = server.person("Lee")
    lee.says("What is the budget of the harbour plan?")
    lee.chat.waits_for("40 billion")
    assert "For a person" not in lee.chat.transcript()


def test_who_wants_to_talk_to_a_person_can_hand_on_the_question_before(server: BotApiServer, bundled: Desk) -> None:
    kim = server.person("Kim")
    with polling(bundled):
        kim.says("I want to talk to a person")
        kim.chat.waits_for_messages(1)
        assert "For a person" not in kim.chat.transcript()
        kim.says("/new")
        kim.chat.waits_for_messages(2)
        kim.says("What does the Regional Industrial Planning Team do?")
        kim.chat.waits_for_messages(3)
        kim.says("I want to talk to a person")
        kim.chat.waits_for_messages(4)
        kim.taps("For a person")
        handed = kim.chat.waits_for_messages(5)[4]
        kim.taps("☎", handed)
        kim.chat.waits_for_messages(6)
    transcript = _shown(kim.chat.transcript())
    assert transcript[transcript.index("Kim: What does") :] == PERSON


def test_contacts_without_words_hand_on_the_last_question(server: BotApiServer, desk: Desk) -> None:
    lee = server.person("Lee")
    lee.says("/contacts")
    lee.chat.waits_for("What do you need?")
    lee.says("What is the phone of the Quay Construction Team?")
    lee.chat.waits_for("+82-51-888-3033")
    lee.says("thank you")
    lee.chat.waits_for_messages(3)
    lee.says("/contacts")
    lee.chat.waits_for_messages(5)
    lee.taps("☎")
    lee.chat.waits_for_messages(6)
    lee.says("/new")
    lee.chat.waits_for_messages(7)
    lee.says("/contacts")
    lee.chat.waits_for_messages(8)
    transcript = _shown(lee.chat.transcript())
    assert transcript[transcript.index("Lee: thank you") :] == CONTACTS


def test_contacts_in_reply_to_an_answer_hand_on_that_one(server: BotApiServer, desk: Desk) -> None:
    group = server.group("Harbour office")
    lee, park = server.person("Lee"), server.person("Park")
    lee.says("@policydesk_bot What is the budget of the harbour plan?", group)
    answer = group.waits_for("40 billion")
    lee.says("@policydesk_bot Which quays does the city build?", group)
    group.waits_for("three quays")
    park.says("/contacts", group)
    group.waits_for("What do you need?")
    lee.says("/contacts", group, reply_to=answer)
    handed = group.waits_for("A question that needs a person")
    assert "budget" in handed.text
    assert "quays" not in handed.text


def test_a_body_that_nobody_can_reach_is_no_contact(server: BotApiServer, bundled: Desk) -> None:
    kim = server.person("Kim")
    with polling(bundled):
        kim.says("/contacts smart factory")
        kim.chat.waits_for("The documents give no contact for this.")
        kim.says("/contacts regional industrial planning")
        kim.chat.waits_for("+82-53-819-3024")


def test_what_was_deleted_is_not_handed_on(server: BotApiServer, desk: Desk) -> None:
    lee = server.person("Lee")
    lee.says("What is the tax rate for foreign firms?")
    answer = lee.chat.waits_for_messages(1)[0]
    desk.conversations.delete(_conversation(desk))
    tap = lee.taps("For a person", answer)
    server.wait_until(lambda: tap.answer is not None)
    assert tap.answer is not None
    assert tap.answer["text"] == "This button is too old. Please ask again."
    lee.says("/contacts")
    lee.chat.waits_for("What do you need?")


def _conversation(desk: Desk) -> str:
    with sqlite3.connect(desk.settings.home / "telegram.sqlite") as db:
        ((found,),) = db.execute("SELECT id FROM conversations")
    db.close()
    return str(found)


UNANSWERED = """\
Lee: Which opera did <b>Verdi</b> finish first, Nabucco & Aida?
Bot (to: "Which opera did <b>Verdi</b> finish firs…"): The documents do not answer this.

  I looked for: opera, Verdi, finish, first, Nabucco, Aida.

  The documents are about:

  • Harbour Office
  • Harbour Plan of Seaport
  [For a person]
  [What does "Harbour Plan of Seaport" say about "Quays"?]
  [👍]  [👎]
Bot (to: "The documents do not answer this."): A question that needs a person
  Date: DAY

  Question
    Which opera did <b>Verdi</b> finish first, Nabucco & Aida?

  What was found
    Nothing.

  What is missing
    - The documents do not answer this.

  Nothing has been sent. Copy this text into an e-mail or read it out on the phone."""


PERSON = """\
Kim: What does the Regional Industrial Planning Team do?
Bot (to: "What does the Regional Industrial Planni…"): • Regional Industrial Planning Team: #207, Headquarters Building, 27, Sampung-ro, Gyeongsan-si, Gyeongsangbuk-do; phone +82-53-819-3024 [1]

  The date of the page "Policy Planning Group of Gyeongbuk Technopark" is not known, so it may be out of date.

  >> Sources
  >> [1] Policy Planning Group of Gyeongbuk Technopark · Teams and contacts · no date
  [[1]]
  [☎ Regional Industrial Planning Team]
  [What does "Policy Pl… say about "Place in the organization"?]
  [What does "Policy Plan… "Role of the Policy Planning Group"?]
  [👍]  [👎]
Kim: I want to talk to a person
Bot (to: "I want to talk to a person"): • Regional Industrial Planning Team: #207, Headquarters Building, 27, Sampung-ro, Gyeongsan-si, Gyeongsangbuk-do; phone +82-53-819-3024 [1]

  The date of the page "Policy Planning Group of Gyeongbuk Technopark" is not known, so it may be out of date.

  >> Sources
  >> [1] Policy Planning Group of Gyeongbuk Technopark · Teams and contacts · no date
  [[1]]
  [☎ Regional Industrial Planning Team]
  [For a person]
  [What does "Policy Pl… say about "Place in the organization"?]
  [What does "Policy Plan… "Role of the Policy Planning Group"?]
  [👍]  [👎]
Bot (to: "• Regional Industrial Planning Team: #20…"): A question that needs a person
  Date: DAY

  Question
    What does the Regional Industrial Planning Team do?
    I want to talk to a person

  Understood as
    What does the Regional Industrial Planning Team do?

  Please check
    - The date of the page "Policy Planning Group of Gyeongbuk Technopark" is not known, so it may be out of date.

  Contact, as published
    Team: Regional Industrial Planning Team, Policy Planning Group, Gyeongbuk Technopark
    Phone: +82-53-819-3024
    Where: #207, Headquarters Building, 27, Sampung-ro, Gyeongsan-si, Gyeongsangbuk-do
    Source: Policy Planning Group of Gyeongbuk Technopark, no date

  Nothing has been sent. Copy this text into an e-mail or read it out on the phone.
  [☎ Regional Industrial Planning Team]
Bot (to: "A question that needs a person"): <contact> Regional Industrial Planning Team, +82538193024
  [Map]"""


CONTACTS = """\
Lee: thank you
Bot (to: "thank you"): You are welcome.
Lee: /contacts
Bot: The next message is a text for a person, made from what you asked last; you can forward it. I have sent it to nobody else. For something else, write for example: /contacts smart factory support
Bot: A question that needs a person
  Date: DAY

  Question
    What is the phone of the Quay Construction Team?

  Please check
    - The date of the page "Harbour Office" is not known, so it may be out of date.

  Contact, as published
    Team: Quay Construction Team, Harbour Office, Seaport City
    Phone: +82-51-888-3033
    Where: Room 12
    Source: Harbour Office, no date

  Nothing has been sent. Copy this text into an e-mail or read it out on the phone.
  [☎ Quay Construction Team]
Bot (to: "A question that needs a person"): <contact> Quay Construction Team, +82518883033
Lee: /new
Bot: A new conversation begins. What would you like to know?
Lee: /contacts
Bot: What do you need? Write for example: /contacts smart factory support"""
