"""Suggestions and choices that are tapped, as a person sees what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from telegram_running import at, home_over, polling

from assistant.build import Desk
from assistant.chain import Chain


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made
        assert made.refusals == []


@pytest.fixture
def desk(desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer) -> Iterator[Desk]:
    made = desk_over(home_over(small_home, tmp_path), **at(server))
    made = replace(made, chain=Chain(made.knowledge, made.conversations, today=lambda: date(2025, 6, 1)))
    with polling(made):
        yield made


def test_a_suggestion_under_a_korean_answer_is_answered_in_korean(server: BotApiServer, desk: Desk) -> None:
    jun = server.person("Jun")
    jun.says("Harbour Plan of Seaport 예산은 얼마입니까?")
    jun.chat.waits_for_messages(1)
    jun.taps('"Quays"의 내용은')
    jun.chat.waits_for_messages(3)
    assert jun.chat.transcript() == KOREAN_TAP


def test_a_language_chosen_since_goes_before_that_of_the_button(server: BotApiServer, desk: Desk) -> None:
    jun = server.person("Jun")
    jun.says("Harbour Plan of Seaport 예산은 얼마입니까?")
    jun.chat.waits_for_messages(1)
    jun.says("/language")
    jun.chat.waits_for("Which language")
    jun.taps("English")
    jun.chat.waits_for("I will speak English")
    jun.taps('"Quays"의 내용은')
    assert "Sources" in jun.chat.waits_for_messages(4)[3].text


KOREAN_TAP = """\
Jun: Harbour Plan of Seaport 예산은 얼마입니까?
Bot (to: "Harbour Plan of Seaport 예산은 얼마입니까?"): The harbour plan runs from 2024 to 2028. Its budget is 40 billion won. [1]

  >> 출처
  >> [1] Harbour Plan of Seaport · 2024년 5월 1일
  [[1]]
  ["Harbour Plan of Seaport" 중 "Quays"의 내용은 무엇입니까?]
  [👍]  [👎]
Bot (to: "The harbour plan runs from 2024 to 2028.…"): > "Harbour Plan of Seaport" 중 "Quays"의 내용은 무엇입니까?
Bot (to: ""Harbour Plan of Seaport" 중 "Quays"의 내용은…"): The city builds three quays for container ships. [1]

  >> 출처
  >> [1] Harbour Plan of Seaport · Quays · 2024년 5월 1일
  [[1]]
  [👍]  [👎]"""
