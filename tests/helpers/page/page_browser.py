"""A real browser (Debian's Chromium) for the tests of the page: a plugin, so that all their files share one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from page_play import CHROMIUM, DESKTOP, Open

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

# The last three spare processes: one for drawing, and one more whenever a page of another site is opened.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
    " --in-process-gpu --disable-site-isolation-trials --renderer-process-limit=1"
).split()


@pytest.fixture(scope="session")
def context_for() -> Iterator[Callable[..., BrowserContext]]:
    """One browser, and one context for each way of looking at the page, since both take long to start."""
    from playwright.sync_api import sync_playwright

    contexts: dict[str, BrowserContext] = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        def get(**options: Any) -> BrowserContext:
            chosen = {"viewport": DESKTOP, "reduced_motion": "reduce", **options}
            key = repr(chosen)
            if key not in contexts:
                contexts[key] = chromium.new_context(**chosen)
            return contexts[key]

        yield get
        chromium.close()


@pytest.fixture(scope="session")
def idle_pages(context_for: Callable[..., BrowserContext]) -> dict[BrowserContext, Page]:
    """A page of each context that a test is done with: another takes it, since a window costs more than what it shows."""
    return {}


@pytest.fixture
def open_page(
    context_for: Callable[..., BrowserContext], idle_pages: dict[BrowserContext, Page], server_url: str
) -> Iterator[Open]:
    """Opens the page; at the end no script failed, no policy was violated and no other host was asked."""
    pages: list[Page] = []
    troubles: list[str] = []
    expected: list[str] = []
    heard: dict[str, Callable[[Any], None]] = {
        "console": lambda message: troubles.append(message.text) if message.type == "error" else None,
        "pageerror": lambda error: troubles.append(str(error)),
        "request": lambda request: troubles.extend(foreign(request.url, server_url)),
    }

    def start(path: str = "/", may_log: str = "", **options: Any) -> Page:
        expected.extend([may_log] if may_log else [])
        context = context_for(**options)
        page = idle_pages.pop(context, None) or context.new_page()
        pages.append(page)
        page.set_default_timeout(10_000)
        for event, hear in heard.items():
            page.on(event, hear)  # type: ignore[call-overload]
        page.goto(server_url.rstrip("/") + path)
        return page

    yield start
    for page in pages:
        for event, hear in heard.items():
            page.remove_listener(event, hear)
        if page.context in idle_pages:
            page.close()
        else:
            idle_pages[page.context] = emptied(page)
    assert [trouble for trouble in troubles if not any(re.search(words, trouble) for words in expected)] == []


def emptied(page: Page) -> Page:
    """The page as a new one is: a real address would ask for a sign of its site, which the next test would hear of. An answer
    that is still being read keeps nothing."""
    page.unroute_all(behavior="ignoreErrors")
    page.emulate_media(media="null")
    page.evaluate("Storage.prototype.setItem = () => {}; sessionStorage.clear()")
    page.goto("about:blank")
    return page


def foreign(url: str, server_url: str) -> list[str]:
    return [] if urlsplit(url).netloc == urlsplit(server_url).netloc else [f"asked another host: {url}"]
