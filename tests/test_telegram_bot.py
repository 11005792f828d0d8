"""The bot as people meet it, against the Bot API server of the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from telegram_running import at, polling

from assistant.build import Desk

QUESTION = "What is the phone of the Quay Construction Team?"


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made


@pytest.fixture
def desk(desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer) -> Desk:
    """A desk over the index of `small_documents`, with a HOME of its own for what the bot keeps."""
    home = tmp_path / "home"
    home.mkdir()
    for each in small_home.iterdir():
        (home / each.name).symlink_to(each)
    return desk_over(home, **at(server))


def test_a_question_is_answered_with_its_source(server: BotApiServer, desk: Desk) -> None:
    mina = server.person("Mina")
    with polling(desk):
        mina.says(QUESTION)
        mina.chat.waits_for("+82-51-888-3033")
        mina.taps("[1]")
        mina.chat.waits_for_messages(2)
        mina.taps("☎")
        mina.chat.waits_for_messages(3)
        mina.taps("👍")
        server.wait_until(lambda: bool(server.called("editMessageReplyMarkup")))
        mina.says("/start")
        mina.chat.waits_for("Hello")
        mina.says("/contacts quay")
        mina.chat.waits_for("contacts fit")
    print(mina.chat.transcript())
    print([(c.method, c.code) for c in server.calls])
    assert server.refusals == []
