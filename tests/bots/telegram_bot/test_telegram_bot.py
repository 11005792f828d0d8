"""The bot as people meet it: answers, buttons and commands."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from telegram_running import at, home_over, polling

from assistant.build import Desk

QUESTION = "What is the phone of the Quay Construction Team?"


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made
        assert made.refusals == []


@pytest.fixture
def desk(desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer) -> Iterator[Desk]:
    made = desk_over(home_over(small_home, tmp_path), **at(server))
    with polling(made):
        yield made


def test_a_question_is_answered_with_its_source_and_buttons(server: BotApiServer, desk: Desk) -> None:
    mina = server.person("Mina")
    mina.says(QUESTION)
    mina.chat.waits_for("+82-51-888-3033")
    assert mina.chat.transcript() == (
        "Mina: What is the phone of the Quay Construction Team?\n"
        'Bot (to: "What is the phone of the Quay Constructi…"): • Quay Construction Team: Room 12, phone +82-51-888-3033 [1]\n'
        "\n"
        '  The date of the page "Harbour Office" is not known, so it may be out of date.\n'
        "\n"
        "  >> Sources\n"
        "  >> [1] Harbour Office · no date\n"
        "  [[1]]\n"
        "  [☎ Quay Construction Team]\n"
        "  [👍]  [👎]"
    )
    assert mina.chat.actions[0][1] == "typing"


def test_a_source_button_shows_the_quote_and_a_contact_button_sends_the_contact(
    server: BotApiServer, desk: Desk
) -> None:
    mina = server.person("Mina")
    mina.says(QUESTION)
    mina.chat.waits_for("+82-51-888-3033")
    mina.taps("[1]")
    assert "no date" in mina.chat.waits_for_messages(2)[1].text
    tap = mina.taps("☎")
    sent = mina.chat.waits_for_messages(3)[2].card["contact"]
    assert (sent["phone_number"], sent["first_name"]) == ("+82518883033", "Quay Construction Team")
    assert tap.answer is not None


def test_a_thumb_is_stored_with_the_answer_and_its_buttons_go(server: BotApiServer, desk: Desk) -> None:
    mina = server.person("Mina")
    mina.says(QUESTION)
    answer = mina.chat.waits_for("+82-51-888-3033")
    mina.taps("👎")
    server.wait_until(lambda: any("Out of date" in row[0]["text"] for row in answer.buttons))
    tap = mina.taps("Out of date")
    server.wait_until(lambda: not any("Out of date" in row[0]["text"] for row in answer.buttons))
    assert tap.answer is not None
    assert tap.answer["text"] == "Thank you, this helps."
    (row,) = desk.conversations.answers(_only_conversation(desk))
    feedback = desk.conversations.explained(row.id).feedback
    assert feedback is not None
    assert (feedback.value, feedback.reason) == ("down", "outdated")


def _only_conversation(desk: Desk) -> str:
    import sqlite3

    with sqlite3.connect(desk.settings.home / "telegram.sqlite") as db:
        ((found,),) = db.execute("SELECT id FROM conversations")
    db.close()
    return str(found)


def test_suggestions_are_quoted_and_then_answered(server: BotApiServer, desk: Desk) -> None:
    mina = server.person("Mina")
    mina.says("How much is the budget of the harbour plan?")
    answer = mina.chat.waits_for("40 billion")
    label = next(b["text"] for row in answer.buttons for b in row if b["callback_data"].startswith("q:"))
    mina.taps(label)
    _, quoted, answered = mina.chat.waits_for_messages(3)
    assert quoted.entities[0]["type"] == "blockquote"
    assert answered.reply_to is quoted


def test_the_greeting_has_four_examples_that_can_be_tapped(server: BotApiServer, desk: Desk) -> None:
    jun = server.person("Jun", "ko")
    jun.says("/start")
    greeting = jun.chat.waits_for("안녕하십니까")
    assert len(greeting.buttons) == 4
    jun.taps("비전")
    assert jun.chat.waits_for_messages(2)[1].text == "5차 기본계획의 비전은 무엇인가요?"


@pytest.mark.parametrize(
    "payload",
    ["harbour-plan-budget", "t-" + base64.urlsafe_b64encode(b"harbour plan budget").decode().rstrip("=")],
)
def test_a_deep_link_asks_its_topic(server: BotApiServer, desk: Desk, payload: str) -> None:
    mina = server.person("Mina")
    mina.says(f"/start {payload}")
    mina.chat.waits_for("40 billion won")


def test_a_deep_link_with_a_wrong_payload_greets(server: BotApiServer, desk: Desk) -> None:
    mina = server.person("Mina")
    mina.says("/start t-____")
    mina.chat.waits_for("Hello.")


def test_commands_answer(server: BotApiServer, desk: Desk) -> None:
    mina = server.person("Mina")
    for command, words in (
        ("/help", "/privacy - What is stored, and where"),
        ("/sources", "- Harbour Plan of Seaport · Seaport City ·"),
        ("/contacts", "/contacts smart factory support"),
        ("/contacts Quay Construction Team", "+82-51-888-3033"),
        ("/contacts tax law", "no contact for this"),
        ("/privacy", "no language model is asked"),
        ("/what", "I do not know this command"),
    ):
        mina.says(command)
        mina.chat.waits_for(words)
    mina.taps("☎")
    server.wait_until(lambda: bool(server.called("sendContact")))


def test_a_chosen_language_goes_before_that_of_the_question(server: BotApiServer, desk: Desk) -> None:
    mina = server.person("Mina")
    mina.says("/language")
    mina.chat.waits_for("Which language")
    mina.taps("한국어")
    mina.chat.waits_for("한국어로 안내해 드리겠습니다")
    mina.says(QUESTION)
    mina.chat.waits_for("출처")


def test_menus_are_set_per_language_and_scope(server: BotApiServer, desk: Desk) -> None:
    server.wait_until(lambda: len(server.called("setMyShortDescription")) == 2)
    menus = {
        (call.given.get("language_code"), (call.given.get("scope") or {}).get("type")): call.given["commands"]
        for call in server.called("setMyCommands")
    }
    assert set(menus) == {(None, None), ("ko", None), (None, "all_group_chats"), ("ko", "all_group_chats")}
    assert [each["command"] for each in menus[None, None]] == [
        "start", "help", "new", "sources", "contacts", "language", "privacy", "delete",
    ]  # fmt: skip
    assert menus["ko", None][0]["description"] == "인사말과 질문 예시"


def test_delete_removes_what_is_stored_about_a_person(server: BotApiServer, desk: Desk) -> None:
    mina = server.person("Mina")
    mina.says(QUESTION)
    mina.chat.waits_for("+82-51-888-3033")
    conversation = _only_conversation(desk)
    mina.says("/delete")
    mina.chat.waits_for("Shall I delete")
    mina.taps("Delete")
    mina.chat.waits_for("Conversations deleted: 1.")
    with pytest.raises(Exception, match="no conversation"):
        desk.conversations.answers(conversation)
    tap = mina.taps("[1]")
    server.wait_until(lambda: tap.answer is not None)
    assert tap.answer is not None
    assert tap.answer["text"] == "This button is too old. Please ask again."


def test_what_cannot_be_read_is_said(server: BotApiServer, desk: Desk) -> None:
    mina = server.person("Mina")
    mina.sends(voice={"file_id": "a", "file_unique_id": "b", "duration": 1})
    mina.chat.waits_for("I can read text only.")
