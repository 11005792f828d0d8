"""Answers in several messages, and what happens in the middle of them; updates that come twice or make no sense."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bot_api_server import BotApiServer
from bot_api_server_faults import Status, TooManyRequests
from telegram_running import ScriptedChain, at, home_over, polling

from assistant.build import Desk
from assistant.records import Answer
from retrieval.records import PolicydeskError

LONG = "\n\n".join(f"Paragraph {n}: " + "the city builds quays. " * 40 for n in range(12))


class LongAndShort(ScriptedChain):
    """A long answer to "long", a short one to all else."""

    def ask(self, question: str, **given: Any) -> Answer:
        answer = super().ask(question, **given)
        return answer.model_copy(update={"text": LONG}) if question == "long" else answer


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made


@pytest.fixture
def desk(desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer) -> Desk:
    return desk_over(home_over(small_home, tmp_path), LongAndShort(), **at(server))


def _paragraphs(texts: list[str]) -> list[str]:
    return [line.split(":")[0] for line in "\n\n".join(texts).split("\n\n")]


def test_a_pause_asked_for_between_the_parts_of_an_answer_loses_and_repeats_none(
    server: BotApiServer, desk: Desk
) -> None:
    mina = server.person("Mina")
    server.fail("sendMessage", TooManyRequests(1), when=lambda given: "Paragraph 5" in given["text"])
    with polling(desk):
        mina.says("long")
        mina.chat.waits_for("Paragraph 11")
    parts = mina.chat.of_bot()
    assert len(parts) > 2
    assert _paragraphs([each.text for each in parts]) == [f"Paragraph {n}" for n in range(12)]
    assert server.refusals == ["Too Many Requests: retry after 1"]


def test_the_parts_of_a_longer_answer_are_deleted_when_the_edited_question_has_a_short_one(
    server: BotApiServer, desk: Desk
) -> None:
    mina = server.person("Mina")
    with polling(desk):
        asked = mina.says("long")
        mina.chat.waits_for("Paragraph 11")
        mina.edits(asked, "short")
        mina.chat.waits_for("Answer to: short")
        server.wait_until(lambda: len(mina.chat.of_bot()) == 1, chat=mina.chat)
    assert mina.chat.transcript().split("\n")[:2] == [
        "Mina (edited): short",
        'Bot (to: "short"): Answer to: short',
    ]


def test_html_that_telegram_refuses_is_sent_as_plain_text(server: BotApiServer, desk: Desk) -> None:
    mina = server.person("Mina")
    server.fail("sendMessage", Status(400, "Bad Request: can't parse entities: Unsupported start tag"))
    with polling(desk):
        mina.says("Is 1 < 2 & 3?")
        mina.chat.waits_for("Answer to: Is 1 < 2 & 3?")
    refused, sent = server.called("sendMessage")
    assert (refused.given["parse_mode"], sent.given.get("parse_mode")) == ("HTML", None)
    assert "&lt;" not in sent.given["text"]


def test_a_tap_that_comes_twice_is_one_tap(server: BotApiServer, desk: Desk) -> None:
    mina = server.person("Mina")
    with polling(desk):
        mina.says("/start")
        greeting = mina.chat.waits_for("For example")
        button = greeting.buttons[0][0]
        query = {"id": uuid.uuid4().int % 10**15, "from": mina.as_json(), "chat_instance": "1"}
        tap = {"callback_query": query | {"data": button["callback_data"], "message": greeting.as_json()}}
        for _ in range(2):
            server.updates.repeat({"update_id": 5000, **tap})
        mina.says("and then")
        mina.chat.waits_for("Answer to: and then")
    assert sum("Answer to: Which team handles" in each.text for each in mina.chat.of_bot()) == 1


@pytest.mark.parametrize("data", ["", "x:1", "s", "s:1", "s:one:two", "c:99999:0", "q:1:-1", "d:y:x", "s:" + "9" * 40])
def test_a_button_of_which_the_bot_knows_nothing_is_too_old(server: BotApiServer, desk: Desk, data: str) -> None:
    mina = server.person("Mina")
    with polling(desk):
        mina.says("/start")
        greeting = mina.chat.waits_for("For example")
        greeting.buttons[0][0]["callback_data"] = data
        tap = mina.taps("", greeting)
        server.wait_until(lambda: tap.answer is not None)
    assert tap.answer
    assert tap.answer["text"] == "This button is too old. Please ask again."


def test_a_token_that_is_revoked_while_the_bot_runs_ends_it_with_a_sentence(server: BotApiServer, desk: Desk) -> None:
    bot = polling(desk)
    with bot:
        server.token = "123456:a-newer-token"  # noqa: S105 - of this test's server
        server.person("Mina").says("one")
        server.wait_until(lambda: bot.failure is not None, what="the bot to end")
    assert isinstance(bot.failure, PolicydeskError)
    assert "does not know the token" in str(bot.failure)
