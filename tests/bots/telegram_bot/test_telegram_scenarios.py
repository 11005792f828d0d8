"""Whole conversations with the real bot over real documents, shown as a person sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from conftest import settings_for
from fakes import FakeEmbedder
from telegram_running import ScriptedChain, at, home_over, polling

from assistant.build import Desk, build
from assistant.chain import Chain
from retrieval.index.index import Location
from retrieval.ingest.apply import ingest


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made


@pytest.fixture
def bundled(indexed_home: Path, tmp_path: Path, server: BotApiServer) -> Iterator[Desk]:
    """The bundled documents."""
    made = build(settings_for(home_over(indexed_home, tmp_path), **at(server)))
    yield made
    made.close()


@pytest.fixture
def harbour(desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer) -> Desk:
    """A plan and a directory of Seaport."""
    made = desk_over(home_over(small_home, tmp_path), **at(server))
    return replace(made, chain=Chain(made.knowledge, made.conversations, today=lambda: date(2025, 6, 1)))


def test_a_business_asks_for_a_team_and_taps_the_contact(server: BotApiServer, bundled: Desk) -> None:
    kim = server.person("Kim")
    with polling(bundled):
        kim.says("/start")
        kim.chat.waits_for("For example")
        kim.says(
            "Which team is responsible for regional industrial planning at Gyeongbuk Technopark, and what is its phone?"
        )
        kim.chat.waits_for("+82-53-819-3024")
        kim.taps("☎ Regional Industrial Planning Team")
        kim.chat.waits_for_messages(3)
        kim.taps("👍")
        server.wait_until(lambda: "👍" not in kim.chat.transcript())
    assert kim.chat.transcript() == BUSINESS


def test_staff_ask_three_follow_ups(server: BotApiServer, harbour: Desk) -> None:
    lee = server.person("Lee")
    with polling(harbour):
        for count, words in enumerate(
            (
                "What is the budget of the harbour plan?",
                "In which years does it run?",
                "Which quays does the city build?",
                "Which team handles quay construction?",
            ),
            1,
        ):
            lee.says(words)
            lee.chat.waits_for_messages(count)
    assert lee.chat.transcript() == STAFF


def test_in_a_group_the_bot_is_silent_until_it_is_asked(server: BotApiServer, harbour: Desk) -> None:
    group = server.group("Harbour office")
    lee, park = server.person("Lee"), server.person("Park", "ko")
    with polling(harbour):
        lee.says("What is the budget of the harbour plan?", group)
        lee.says("Does anybody know?", group)
        park.says("@policydesk_bot What is the budget of the harbour plan?", group)
        answer = group.waits_for("40 billion won")
        park.says("Thank you, that will do", group)
        lee.says("Which quays does the city build?", group, reply_to=answer)
        group.waits_for("three quays")
    lines = [line.split(":")[0] for line in group.transcript().split("\n") if line and line[0] != " "]
    assert lines == [
        "Lee",
        "Lee",
        "Park",
        'Bot (to',
        "Park",
        'Lee (to',
        'Bot (to',
    ]  # fmt: skip
    assert (
        'Bot (to: "@policydesk_bot What is the budget of th…"): The harbour plan runs from 2024 to 2028. Its budget is 40 billion won. [1]'
        in group.transcript()
    )
    assert (
        'Bot (to: "Which quays does the city build?"): The city builds three quays for container ships. [1]'
        in group.transcript()
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("🙏 What is the budget of the harbour plan? 🙏", "Its budget is 40 billion won. [1]"),
        ("\u200fما هو harbour plan budget؟ شكرا", "Its budget is 40 billion won."),
        ("항만 계획의 예산은 얼마입니까?", None),
        ("👩‍👩‍👧‍👦" * 200, None),
        (
            "<b>budget</b> & </i> of the harbour plan?",
            "The harbour plan runs from 2024 to 2028. Its budget is 40 billion won. [1]",
        ),
    ],
)
def test_any_script_gets_one_answer(server: BotApiServer, harbour: Desk, words: str, expected: str | None) -> None:
    noor = server.person("نور")
    with polling(harbour):
        noor.says(words)
        (answer,) = noor.chat.waits_for_messages(1)
    assert answer.text
    assert expected is None or expected in answer.text
    assert [each.code for each in server.calls if each.code not in (200, 0)] == []


def test_a_question_pasted_in_two_parts_is_one(server: BotApiServer, harbour: Desk) -> None:
    lee = server.person("Lee")
    first = "We are a company that plans to move. " * 110
    with polling(harbour):
        lee.says(first[:4096])
        lee.says("What is the budget of the harbour plan?")
        (answer,) = lee.chat.waits_for_messages(1)
    assert answer.text.startswith("The question has 4,1")


def test_an_edited_question_changes_its_answer(server: BotApiServer, harbour: Desk) -> None:
    lee = server.person("Lee")
    with polling(harbour):
        asked = lee.says("What is the bugdet of the harbour plan?")
        lee.chat.waits_for_messages(1)
        lee.edits(asked, "How many quays does the city build?")
        lee.chat.waits_for("three quays")
    assert lee.chat.transcript().split("\n")[:2] == [
        "Lee (edited): How many quays does the city build?",
        'Bot (to: "How many quays does the city build?"): The city builds three quays for container ships. [1]',
    ]
    assert len(lee.chat.of_bot()) == 1


HOSTILE = """---
title: Plan <b>of</b> "Seaport" & </blockquote>
organisation: <a href="https://evil.example/">City</a>
---
# Plan <script>alert(1)</script>

The budget of the <i>Seaport plan is 40 & more billion won &lt;net&gt; <tg-spoiler>.
"""


def test_html_in_a_document_is_shown_and_never_obeyed(
    server: BotApiServer, desk_over: Callable[..., Desk], tmp_path: Path
) -> None:
    home = tmp_path / "hostile"
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "plan.txt").write_text(HOSTILE, "utf-8")
    ingest([tmp_path / "documents"], Location(home), FakeEmbedder())
    lee = server.person("Lee")
    with polling(desk_over(home, **at(server))):
        lee.says("What is the budget of the Seaport plan?")
        (answer,) = lee.chat.waits_for_messages(1)
        lee.taps("[1]")
        lee.chat.waits_for_messages(2)
    assert "The budget of the <i>Seaport plan is 40 & more billion won &lt;net&gt; <tg-spoiler>. [1]" in answer.text
    assert {each["type"] for each in answer.entities} <= {"bold", "italic", "expandable_blockquote"}
    assert server.refusals == []


def test_an_answer_of_20_000_characters_comes_whole_in_parts(
    server: BotApiServer, desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path
) -> None:
    paragraphs = [f"Paragraph {n}: " + "한국 <b> & 😀 words " * 18 for n in range(70)]
    text = "\n\n".join(paragraphs)
    assert len(text) > 20_000
    lee = server.person("Lee")
    with polling(desk_over(home_over(small_home, tmp_path), ScriptedChain((text,)), **at(server))):
        lee.says("Tell me everything.")
        lee.chat.waits_for("Paragraph 69")
        server.wait_until(lambda: bool(lee.chat.of_bot()[-1].buttons))
    parts = lee.chat.of_bot()
    assert "\n\n".join(each.text for each in parts).split("\n\n") == [each.strip() for each in paragraphs]
    assert [bool(each.buttons) for each in parts] == [False] * (len(parts) - 1) + [True]
    assert server.refusals == []


BUSINESS = """\
Kim: /start
Bot: Hello. I answer questions about regional industrial policy in Korea from documents, and show the source of every sentence. Ask me which team to contact, or what a plan says.

  For example:
  [Which team handles region… planning at Gyeongbuk Technopark?]
  [What are the six core i… of the informatization master plan?]
  [What is the vision of the 5th Basic Plan?]
  [What are the strategic industries of Gwangju?]
Kim: Which team is responsible for regional industrial planning at Gyeongbuk Technopark, and what is its phone?
Bot (to: "Which team is responsible for regional i…"): • Regional Industrial Planning Team: #207, Headquarters Building, 27, Sampung-ro, Gyeongsan-si, Gyeongsangbuk-do; phone +82-53-819-3024 [1]

  The date of the page "Policy Planning Group of Gyeongbuk Technopark" is not known, so it may be out of date.

  >> Sources
  >> [1] Policy Planning Group of Gyeongbuk Technopark · Teams and contacts · no date
  [[1]]
  [☎ Regional Industrial Planning Team]
  [What does "Policy Pl… say about "Place in the organization"?]
  [What does "Policy Plan… "Role of the Policy Planning Group"?]
Bot (to: "• Regional Industrial Planning Team: #20…"): <contact> Regional Industrial Planning Team, +82538193024
  [Map]"""
STAFF = """\
Lee: What is the budget of the harbour plan?
Bot (to: "What is the budget of the harbour plan?"): The harbour plan runs from 2024 to 2028. Its budget is 40 billion won. [1]

  >> Sources
  >> [1] Harbour Plan of Seaport · 1 May 2024
  [[1]]
  [What does "Harbour Plan of Seaport" say about "Quays"?]
  [👍]  [👎]
Lee: In which years does it run?
Bot (to: "In which years does it run?"): The harbour plan runs from 2024 to 2028. Its budget is 40 billion won. [1]

  >> Sources
  >> [1] Harbour Plan of Seaport · 1 May 2024
  [[1]]
  [What does "Harbour Plan of Seaport" say about "Quays"?]
  [👍]  [👎]
Lee: Which quays does the city build?
Bot (to: "Which quays does the city build?"): The city builds three quays for container ships. [1]

  >> Sources
  >> [1] Harbour Plan of Seaport · Quays · 1 May 2024
  [[1]]
  [👍]  [👎]
Lee: Which team handles quay construction?
Bot (to: "Which team handles quay construction?"): • Quay Construction Team: Room 12, phone +82-51-888-3033 [1]

  The date of the page "Harbour Office" is not known, so it may be out of date.

  >> Sources
  >> [1] Harbour Office · no date
  [[1]]
  [☎ Quay Construction Team]
  [👍]  [👎]"""
