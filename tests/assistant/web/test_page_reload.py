"""What a reader sees of a conversation that is brought back: what stands in view, not what the page holds."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from page_play import DESKTOP, NO_BROWSER, PHONE, Open, ask
from playwright.sync_api import Page, expect

QUESTIONS = (
    "What are the six core initiatives of the 2030 Informatization Master Plan?",
    "What did Busan plan for offshore wind?",
    "hello",
)

pytest_plugins = ["page_browser"]
pytestmark = NO_BROWSER


def turns_in_sight(page: Page) -> list[int]:
    """The turns, counted from 0, whose words a reader sees at the places of a grid over the conversation's view."""
    seen: list[int] = page.evaluate(
        """() => {
             const view = document.querySelector("#scroll").getBoundingClientRect();
             const turns = [...document.querySelectorAll(".turn")];
             const found = new Set();
             for (let y = view.top + 4; y < view.bottom; y += 8)
               for (let x = view.left + 8; x < view.right; x += 24) {
                 const words = document.elementFromPoint(x, y)?.closest(".question, .answer, .suggestions");
                 if (words) found.add(turns.indexOf(words.closest(".turn")));
               }
             return [...found].sort();
           }"""
    )
    return seen


@pytest.mark.parametrize(
    ("viewport", "count"), [(DESKTOP, 2), (PHONE, 2), (DESKTOP, 3)], ids=["desktop", "phone", "a short last turn"]
)
def test_after_a_reload_the_last_turn_is_what_a_reader_sees(
    open_page: Open, viewport: dict[str, int], count: int
) -> None:
    page = open_page(viewport=viewport)
    for question in QUESTIONS[:count]:
        ask(page, question)
    page.reload()
    expect(page.locator(".turn")).to_have_count(count)
    expect(page.locator(".turn:last-child .question")).to_be_in_viewport(ratio=1)
    assert turns_in_sight(page) == [count - 1]


def test_a_short_last_turn_leaves_no_more_room_below_than_one_view(open_page: Open) -> None:
    page = open_page()
    for question in QUESTIONS:
        ask(page, question)
    page.evaluate("document.querySelector('#scroll').scrollTop = 1e6")
    assert turns_in_sight(page) == [len(QUESTIONS) - 1]


def test_on_paper_every_turn_has_its_height(open_page: Open) -> None:
    page = open_page()
    for question in QUESTIONS[:2]:
        ask(page, question)
    on_screen = page.locator(".turn").last.evaluate("(node) => node.offsetHeight")
    page.emulate_media(media="print")
    first, last = page.locator(".turn").evaluate_all("all => all.map((turn) => turn.offsetHeight)")
    assert 0 < last < on_screen
    assert page.locator("#scroll").evaluate("(node) => node.offsetHeight") >= first + last
