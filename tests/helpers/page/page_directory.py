"""What the tests of the page's directory share: made-up entries, and a directory that has them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from page_play import TODAY, Open, a_card, serve_json

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route


def an_entry(**changes: Any) -> dict[str, Any]:
    """A contact as the directory gives it."""
    place = {"document_title": "Staff list", "source": None, "page": None, "start": 0, "end": 4, "reason": None}
    return a_card(**{"old": False, "published": "2026-01-02", **place, **changes})


SMART = an_entry(id="1", team="Smart Factory Team", duties=["Diagnosis of lines"], more_phones=["053-819-4100"])
WELFARE = an_entry(
    id="2", organisation="Busan", unit="복지국", team="복지팀", phone="051-888-3024", dial="+82518883024"
)
PORTS = an_entry(
    id="3", organisation="Busan", unit="Maritime Bureau", team=None, phone=None, dial=None, duties=["Ports"]
)
UNNAMED = an_entry(id="4", organisation=None, unit=None, team="Help Desk", phone="1588-0000", dial="+8215880000")
ALL = (SMART, UNNAMED, WELFARE, PORTS)


def open_directory(open_page: Open, contacts: Sequence[dict[str, Any]] = ALL, **options: Any) -> Page:
    """The directory of a desk that has these contacts; a need that holds "none" finds nobody, any other the last one."""
    from playwright.sync_api import expect

    page = open_page(**options)
    page.clock.set_fixed_time(TODAY)

    def reply(route: Route) -> None:
        need = "".join(parse_qs(urlsplit(route.request.url).query).get("need", ()))
        serving = [] if "none" in need else [contacts[-1] | {"reason": "Its stated duty: Ports"}]
        found = serving if need else list(contacts)
        route.fulfill(content_type="application/json", body=json.dumps({"contacts": found}))

    page.route(re.compile(r"/v1/contacts(\?|$)"), reply)
    serve_json(page, "**/v1/contacts/conflicts?*", {"conflicts": []})
    page.goto(page.url + "#directory")
    expect(page.locator("#directory-count")).not_to_have_text(re.compile("^(Fetching.*)?$"))
    return page


def names(page: Page) -> list[str]:
    return page.locator("#directory-view .card-name").all_text_contents()
