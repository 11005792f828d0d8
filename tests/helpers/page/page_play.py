"""What the tests of the page share: asking, made-up answers, contrast. The browser itself stands in page_browser.py."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
TODAY = "2026-06-15T12:00:00Z"
CONTACT = "Which team is responsible for regional industrial planning at Gyeongbuk Technopark, and what is its phone?"
NO_BROWSER = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
Open = Callable[..., "Page"]


def ask(page: Page, question: str) -> None:
    from playwright.sync_api import expect

    before = page.locator(".turn").count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    expect(page.locator(".turn")).to_have_count(before + 1)
    page.wait_for_selector(".turn:last-child .answer[aria-busy=false]", state="attached")


def serve_json(page: Page, path: str, body: dict[str, Any], status: int = 200) -> None:
    def reply(route: Route) -> None:
        kind = "application/json" if status == 200 else "application/problem+json"
        route.fulfill(status=status, content_type=kind, body=json.dumps(body))

    page.route(path, reply)


def an_answer(**changes: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"citations": [], "contacts": [], "notices": [], "suggestions": [], "timings_ms": {}}
    texts = {"id": "a", "conversation_id": "c", "status": "answered", "mode": "extractive", "text": "Yes. [1]"}
    return {**texts, "question": "q", "standalone_question": "q", **empty, **changes}


def a_citation(**changes: Any) -> dict[str, Any]:
    place = {"n": 1, "document_id": "a.md", "title": "A", "section": "", "quote": "b", "start": 0, "end": 1}
    return {**place, "organisation": None, "page": None, "published": None, "url": None, **changes}


def a_card(**changes: Any) -> dict[str, Any]:
    """A contact as the API gives it in an answer."""
    empty = ["room", "address", "fax", "email", "url", "hours", "person", "role", "citation", "published"]
    names = {"id": "abc", "organisation": "Technopark", "unit": "Centre", "team": "Team", "document_id": "a.md"}
    number = {"phone": "053-819-3024", "dial": "+82538193024", "more_phones": []}
    return {**dict.fromkeys(empty), **names, **number, "duties": [], "unit_duties": [], **changes}


def show(page: Page, *cards: dict[str, Any], **changes: Any) -> None:
    """Asks and gets an answer with these cards."""
    page.clock.set_fixed_time(TODAY)
    serve_json(page, "**/v1/ask", an_answer(contacts=list(cards), **changes))
    ask(page, "anything")


def copied(page: Page, name: str) -> str:
    """What a copy button puts on the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=name).click()
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def luminance(colour: str) -> float:
    """Relative luminance of "rgb(r, g, b)" (WCAG 2.2)."""
    channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(place: Locator) -> float:
    """Of an element's text to the nearest ground below it (WCAG 2.2)."""
    ink, ground = place.evaluate(
        """(node) => {
             const ink = getComputedStyle(node).color;
             for (; node; node = node.parentElement) {
               const ground = getComputedStyle(node).backgroundColor;
               if (ground !== "rgba(0, 0, 0, 0)") return [ink, ground];
             }
           }"""
    )
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
