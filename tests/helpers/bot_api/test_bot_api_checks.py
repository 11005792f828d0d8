"""The second opinion on the bot's calls: what it objects to, and that it is never silently missing."""

from __future__ import annotations

import sys

import pytest
from bot_api_checks import complaint, models
from bot_api_server import BotApiServer
from bot_api_server_client import asked

pytestmark = pytest.mark.slow


def test_aiograms_models_object_to_what_no_server_of_telegram_would_take() -> None:
    assert complaint("sendMessage", {"chat_id": "5", "text": "x", "reply_parameters": {"message_id": 4}}) == ""
    assert (
        complaint("sendMessage", {"chat_id": "5", "text": "x", "parsemode": "HTML"})
        == "sendMessage has no parameter parsemode"
    )
    assert "text" in complaint("sendMessage", {"chat_id": "5"})
    assert complaint("sendFax", {}) == "sendFax is no method of the Bot API"
    assert "latitude" in complaint(
        "sendVenue", {"chat_id": "5", "latitude": "north", "longitude": "1", "title": "x", "address": "x"}
    )


def test_without_aiogram_a_check_fails_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    models.cache_clear()
    monkeypatch.setitem(sys.modules, "aiogram.methods", None)
    with pytest.raises(AssertionError, match="aiogram is not installed"):
        complaint("getMe", {})
    models.cache_clear()


def test_a_call_that_aiogram_objects_to_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="sendMessage has no parameter colour"):
        _send_with_a_colour()


def _send_with_a_colour() -> None:
    with BotApiServer() as server:
        mina = server.person("Mina")
        mina.says("Hello")
        asked(server, lambda bot: bot.send_message(mina.id, "x", api_kwargs={"colour": "red"}))
