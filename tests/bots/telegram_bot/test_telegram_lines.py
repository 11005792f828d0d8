"""Going back in a conversation: replies to earlier answers, and questions that are edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from telegram_running import at, home_over, polling

from assistant.build import Desk

PLAN = "What is the budget of the harbour plan?"
TEAM = "What is the phone of the Quay Construction Team?"


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


def test_a_reply_to_an_earlier_answer_does_not_see_the_later_ones(server: BotApiServer, desk: Desk) -> None:
    lee = server.person("Lee")
    lee.says(PLAN)
    plan = lee.chat.waits_for("40 billion")
    lee.says(TEAM)
    lee.chat.waits_for("+82-51-888-3033")
    lee.says("and its room?")
    assert "Room 12" in lee.chat.waits_for_messages(3)[2].text
    lee.says("In which years does it run?", reply_to=plan)
    assert "2024" in lee.chat.waits_for_messages(4)[3].text
    lee.says("and its budget?")
    assert "40 billion" in lee.chat.waits_for_messages(5)[4].text


def test_an_edited_question_is_asked_where_it_stood(server: BotApiServer, desk: Desk) -> None:
    lee = server.person("Lee")
    lee.says(PLAN)
    lee.chat.waits_for("40 billion")
    second = lee.says("Which quays does the city build?")
    lee.chat.waits_for("three quays")
    lee.says(TEAM)
    lee.chat.waits_for("+82-51-888-3033")
    lee.edits(second, "In which years does it run?")
    server.wait_until(lambda: "three quays" not in lee.chat.transcript())
    assert "2024" in lee.chat.of_bot()[1].text
    assert len(lee.chat.of_bot()) == 3


def test_the_first_question_edited_begins_anew(server: BotApiServer, desk: Desk) -> None:
    lee = server.person("Lee")
    first = lee.says(PLAN)
    lee.chat.waits_for("40 billion")
    lee.says("In which years does it run?")
    lee.chat.waits_for_messages(2)
    lee.edits(first, TEAM)
    lee.chat.waits_for("+82-51-888-3033")
    lee.says("and its room?")
    assert "Room 12" in lee.chat.waits_for_messages(3)[2].text
