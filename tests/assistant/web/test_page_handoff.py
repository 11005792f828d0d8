"""The text that passes a question on to a person, under answers of the page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from page_play import CONTACT, NO_BROWSER, PHONE, Open, a_card, ask, contrast, copied, serve_json, show
from playwright.sync_api import Page, expect

pytest_plugins = ["page_browser"]
pytestmark = NO_BROWSER


def pass_on(page: Page, text: str, *cards: dict[str, Any], status: str = "partial") -> None:
    serve_json(page, "**/v1/answers/a/handoff", {"text": text})
    show(page, *cards, status=status, text="Part.")
    page.get_by_role("button", name="Pass this on to a person").click()
    expect(page.locator(".handoff-text")).to_have_value(text)


def test_what_was_not_answered_can_be_passed_on(open_page: Open) -> None:
    page = open_page()
    button = page.locator(".turn:last-child").get_by_role("button", name="Pass this on to a person")
    for status, offered in (("not_found", 1), ("partial", 1), ("answered", 0), ("refused", 0)):
        show(page, status=status)
        expect(button).to_have_count(offered)


def test_the_text_to_pass_on_is_the_servers_and_nothing_is_sent(open_page: Open) -> None:
    page = open_page()
    ask(page, CONTACT)
    button = page.get_by_role("button", name="Pass this on to a person")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.keyboard.press("Enter")
    area = page.get_by_label("Text to pass on")
    expect(area).to_have_value(re.compile(re.escape("+82-53-819-3024")))
    expect(page.locator(".handoff-said")).to_contain_text("Nothing has been sent.")
    assert asked == ["GET"]
    expect(page.locator('.handoff a[href^="mailto:"]')).to_have_count(0)
    page.keyboard.press("Enter")
    expect(area).to_be_hidden()
    page.keyboard.press("Enter")
    expect(area).to_be_visible()
    assert asked == ["GET"]


def test_a_changed_text_is_what_is_copied_and_written_to_the_address_of_the_card(open_page: Open) -> None:
    page = open_page()
    pass_on(page, "Question: q\nMissing: 예산", a_card(email="a@example.org"))
    page.fill(".handoff-text", "Dear team,\n예산?")
    assert copied(page, "Copy the text") == "Dear team,\n예산?"
    link = page.get_by_role("link", name="Write to a@example.org")
    link.evaluate("(node) => node.addEventListener('click', (event) => event.preventDefault())")
    link.click()
    written = urlsplit(link.get_attribute("href") or "")
    assert (written.scheme, written.path) == ("mailto", "a@example.org")
    assert parse_qs(written.query) == {
        "subject": ["Question passed on from Policydesk"],
        "body": ["Dear team,\r\n예산?"],
    }


def test_a_text_too_long_for_a_mail_link_is_said_to_be(open_page: Open) -> None:
    page = open_page()
    pass_on(page, "가" * 500, a_card(email="a@example.org"))
    link = page.get_by_role("link", name="Write to a@example.org")
    link.evaluate("(node) => node.addEventListener('click', (event) => event.preventDefault())")
    link.click()
    expect(page.locator(".handoff")).to_contain_text("Copy it and put it into the message yourself.")
    assert "body=" not in (link.get_attribute("href") or "")


def test_a_text_that_cannot_be_fetched_says_so_and_is_fetched_when_opened_again(open_page: Open) -> None:
    page = open_page(may_log="404")
    serve_json(page, "**/v1/answers/a/handoff", {"title": "Gone", "detail": "It was deleted.", "status": 404}, 404)
    show(page, status="not_found")
    button = page.get_by_role("button", name="Pass this on to a person")
    button.click()
    expect(page.locator(".handoff .note-problem")).to_have_text("It was deleted.")
    page.unroute("**/v1/answers/a/handoff")
    serve_json(page, "**/v1/answers/a/handoff", {"text": "Here."})
    button.click()
    button.click()
    expect(page.locator(".handoff-text")).to_have_value("Here.")


def test_long_cards_and_the_text_to_pass_on_fit_a_phone(open_page: Open) -> None:
    page = open_page(viewport=PHONE, is_mobile=True, has_touch=True)
    long = "a" * 120
    card = a_card(
        email=f"{long}@example.org", url=f"https://example.org/{long}", address=long, phone="053-819-3024~6 내선 12"
    )
    pass_on(page, long * 3, card)
    edges = page.locator(".turn *").evaluate_all("all => all.map((node) => node.getBoundingClientRect().right)")
    assert max(edges) <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_and_the_text_to_pass_on_have_enough_contrast(open_page: Open, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    pass_on(page, "Text", a_card(published="2019-01-01", address="27", email="a@example.org"))
    places = [".card-old", ".card-tools .quiet", ".card-name", ".handoff-text", ".handoff-said", ".handoff .button"]
    for place in places:
        assert contrast(page.locator(place).first) >= 4.5, place
