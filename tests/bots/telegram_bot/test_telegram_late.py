"""What comes at a bad moment: a pause asked for while an answer is streamed, and taps on old buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bot_api_server import BotApiServer
from bot_api_server_faults import TooManyRequests
from telegram_running import ScriptedChain, at, home_over, polling

from assistant.build import Desk


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer(taps_last=0.0) as made:
        yield made


def writing(
    desk_over: Callable[..., Desk], index: Path, folder: Path, server: BotApiServer, chain: ScriptedChain
) -> Desk:
    """A desk whose answers are streamed, as with a language model."""
    made = desk_over(home_over(index, folder), chain, **at(server))
    model: Any = object()
    return replace(made, model=model)


def test_a_pause_asked_for_in_mid_stream_delays_the_answer_and_makes_no_second_one(
    server: BotApiServer, desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path
) -> None:
    chain = ScriptedChain(tuple(f"Word {n}. " for n in range(40)), pause=0.05)
    mina = server.person("Mina")
    server.fail("sendMessageDraft", TooManyRequests(3), when=lambda given: "Word 5" in given.get("text", ""))
    with polling(writing(desk_over, small_home, tmp_path, server, chain)):
        mina.says("Tell me.")
        mina.chat.waits_for("Word 39", 15)
    (answer,) = mina.chat.of_bot()
    assert answer.text.startswith("Word 0.")
    (refused,) = [each for each in server.calls if each.code == 429]
    later = [
        each.at - refused.at for each in server.calls if each.at > refused.at and each.given.get("chat_id") == mina.id
    ]
    assert later
    assert min(later) >= 2.9


def test_a_tap_that_can_no_longer_be_answered_still_does_what_it_says(
    server: BotApiServer, desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path
) -> None:
    mina = server.person("Mina")
    with polling(desk_over(home_over(small_home, tmp_path), **at(server))):
        mina.says("Which team handles quay construction?")
        mina.chat.waits_for_messages(1)
        mina.taps("☎")
        mina.chat.waits_for_messages(2)
    assert "<contact> Quay Construction Team, +82518883033" in mina.chat.transcript()
    assert server.refusals == ["Bad Request: query is too old and response timeout expired or query ID is invalid"]


def test_a_button_from_before_a_deletion_says_that_it_is_too_old(
    desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path
) -> None:
    with BotApiServer() as server:
        mina = server.person("Mina")
        with polling(desk_over(home_over(small_home, tmp_path), **at(server))):
            mina.says("Which team handles quay construction?")
            (answer,) = mina.chat.waits_for_messages(1)
            mina.says("/delete")
            mina.chat.waits_for("Shall I delete")
            mina.taps("Delete")
            mina.chat.waits_for("Conversations deleted: 1.")
            tap = mina.taps("☎", answer)
            server.wait_until(lambda: tap.answer is not None)
    assert tap.answer
    assert tap.answer["text"] == "This button is too old. Please ask again."
