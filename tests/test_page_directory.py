"""The directory of the page: all contacts, filtered as one types or found by a need, with their sources."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from page_play import CONTACT, NO_BROWSER, PHONE, Open, a_card, ask, contrast, serve_json
from playwright.sync_api import Page, Route, expect

pytest_plugins = ["page_browser"]
pytestmark = NO_BROWSER

TEAMS = ["Future Strategy Promotion Team", "Innovation Business Planning Team", "Regional Industrial Planning Team"]
PLANNING = "+82-53-819-3024"


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


def open_directory(open_page: Open, contacts: Sequence[dict[str, Any]] = ALL, at: str = "", **options: Any) -> Page:
    """The directory of a desk that has these contacts; a need that holds "none" finds nobody, any other the last one."""
    page = open_page(**options)
    page.clock.set_fixed_time("2026-06-15T12:00:00Z")

    def reply(route: Route) -> None:
        need = route.request.url.partition("?need=")[2]
        found = (
            contacts if not need else [] if "none" in need else [contacts[-1] | {"reason": "Its stated duty: Ports"}]
        )
        route.fulfill(content_type="application/json", body=json.dumps({"contacts": list(found)}))

    page.route(re.compile(r"/v1/contacts(\?|$)"), reply)
    serve_json(page, "**/v1/contacts/conflicts", {"conflicts": []})
    page.goto(page.url + "#directory" + at)
    expect(page.locator("#directory-count")).not_to_have_text(re.compile("^(Fetching.*)?$"))
    return page


def names(page: Page) -> list[str]:
    return page.locator("#directory-view .card-name").all_text_contents()


def all_of(page: Page, server_url: str) -> list[dict[str, Any]]:
    """Every contact that the server has."""
    found: list[dict[str, Any]] = page.request.get(f"{server_url.rstrip('/')}/v1/contacts").json()["contacts"]
    return found


def test_the_directory_lists_all_contacts_of_the_documents(open_page: Open, server_url: str) -> None:
    page = open_page()
    page.get_by_role("link", name="Contacts").click()
    contacts = all_of(page, server_url)
    expect(page.locator("#directory-count")).to_have_text(f"{len(contacts)} contacts")
    technopark = page.locator(".organisation").filter(has=page.get_by_role("heading", name="Gyeongbuk Technopark"))
    expect(technopark.locator("h4")).to_have_text(["Policy Planning Group"])
    expect(technopark.locator(".card-name")).to_have_text(TEAMS)
    expect(page.locator("#conversation")).to_be_hidden()
    expect(page.locator("#directory-find")).to_be_focused()
    assert page.title() == "Contacts · Policydesk"


def test_contacts_stand_under_their_organisation_and_unit_and_unnamed_ones_last(open_page: Open) -> None:
    page = open_directory(open_page)
    expect(page.locator("#directory-view h3")).to_have_text(["Technopark", "Busan", "Organisation not stated"])
    expect(page.locator("#directory-view h4")).to_have_text(["Centre", "복지국", "Only named as responsible"])
    assert names(page) == ["Smart Factory Team", "복지팀", "Maritime Bureau", "Help Desk"]
    expect(page.locator("#directory-view .card-unit")).to_have_count(0)
    expect(page.locator("#directory-view .card-named")).to_have_count(1)


def test_a_body_that_is_only_named_has_one_card_with_each_duty_and_its_source(open_page: Open) -> None:
    again = PORTS | {"id": "7", "duties": ["Lighthouses"], "page": 9, "published": "2019-03-04", "old": True}
    page = open_directory(open_page, [PORTS, again])
    expect(page.locator(".directory-unit")).to_have_text(["Only named as responsible"])
    expect(page.locator("#directory-view .card-only")).to_have_text("The documents give no way to reach them.")
    expect(page.locator(".card-named .card-name")).to_have_text(["Maritime Bureau"])
    expect(page.locator(".named-duties li")).to_have_text(
        ["PortsStaff list · 2 January 2026", "LighthousesStaff list · page 9 · 4 March 2019"]
    )
    expect(page.locator(".card-old")).to_have_count(1)
    expect(page.locator("#directory-view .card-tools, #directory-view .call")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("smart", ["Smart Factory Team"]),
        ("TEAM factory", ["Smart Factory Team"]),
        ("diagnosis", ["Smart Factory Team"]),
        ("복지", ["복지팀"]),
        ("복ㅈ", ["복지팀"]),
        ("3024", ["Smart Factory Team", "복지팀"]),
        ("053 819-3024", ["Smart Factory Team"]),
        ("+82 51 888", ["복지팀"]),
        ("8194100", ["Smart Factory Team"]),
        ("busan 3024", ["복지팀"]),
        ("busan smart", []),
        ("ｓｍａｒｔ", ["Smart Factory Team"]),
        ("  ", ["Smart Factory Team", "복지팀", "Maritime Bureau", "Help Desk"]),
    ],
)
def test_what_is_typed_filters_at_once(open_page: Open, typed: str, found: list[str]) -> None:
    page = open_directory(open_page)
    page.locator("#directory-find").press_sequentially(typed)
    expect(page.locator("#directory-view .card-name")).to_have_count(len(found))
    assert names(page) == found


def test_a_syllable_that_is_not_finished_keeps_what_it_will_become(open_page: Open) -> None:
    page = open_directory(open_page, [WELFARE, SMART])
    for typed in ("ㅂ", "보", "복", "복ㅈ", "복지", "복짙", "복지티", "복지팀"):
        page.fill("#directory-find", typed)
        assert names(page) == ["복지팀"], typed


def test_the_need_is_sent_when_enter_is_pressed_and_the_reason_shown(open_page: Open) -> None:
    page = open_page("/#directory")
    expect(page.locator("#directory-view .card").first).to_be_visible()
    page.fill("#directory-find", "regional industrial planning")
    with page.expect_response("**/v1/contacts?need=*") as asked:
        page.press("#directory-find", "Enter")
    first = asked.value.json()["contacts"][0]
    card = page.locator("#directory-view .card").first
    expect(card.locator(".card-name")).to_have_text(first["team"])
    expect(card.locator(".card-reason")).to_have_text(first["reason"])
    expect(card.locator(".card-unit")).to_have_text("Gyeongbuk Technopark › Policy Planning Group")
    expect(card).to_contain_text(PLANNING)
    expect(page.locator("#directory-count")).to_contain_text("for this need, the best first")
    page.get_by_role("button", name="Show all contacts").click()
    expect(page.locator("#directory-view .card-reason")).to_have_count(0)
    expect(page.locator("#directory-find")).to_have_value("")
    expect(page.locator("#directory-find")).to_be_focused()


def test_the_view_has_an_address_that_can_be_linked_reloaded_and_left(open_page: Open) -> None:
    page = open_directory(open_page)
    page.fill("#directory-find", "복지 051")
    assert names(page) == ["복지팀"]
    page.reload()
    expect(page.locator("#directory-find")).to_have_value("복지 051")
    expect(page.locator("#directory-view .card-name")).to_have_text(["복지팀"])
    page.fill("#directory-find", "ports & harbours")
    page.press("#directory-find", "Enter")
    expect(page.locator("#directory-count")).to_contain_text("for this need")
    page.reload()
    expect(page.locator("#directory-find")).to_have_value("ports & harbours")
    expect(page.locator("#directory-view .card-name")).to_have_text(["Maritime Bureau"])
    page.go_back()
    expect(page.locator("#directory-count")).to_have_text("No contact")
    page.get_by_role("button", name="Back to the questions").click()
    expect(page.locator("#directory-view")).to_be_hidden()
    expect(page.locator("#question")).to_be_focused()
    assert "directory" not in page.url
    page.go_back()
    expect(page.locator("#directory-view")).to_be_visible()


def test_the_conversation_is_as_it_was_when_one_comes_back(open_page: Open) -> None:
    page = open_page()
    ask(page, CONTACT)
    shown = page.locator(".turn .answer").all_text_contents()
    page.get_by_role("link", name="All contacts").click()
    expect(page.locator("#directory-view .card").first).to_be_visible()
    page.get_by_role("button", name="Back to the questions").click()
    assert page.locator(".turn .answer").all_text_contents() == shown


def test_the_source_of_an_entry_opens_the_document_at_its_place(open_page: Open) -> None:
    page = open_page("/#directory&find=planning")
    source = page.get_by_role("button", name="Source: Policy Planning Group of Gyeongbuk Technopark").last
    source.click()
    page.wait_for_selector("#panel mark")
    assert PLANNING in "".join(page.locator("#panel mark").all_text_contents())
    assert "find=planning" in page.url
    assert "doc=" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(source).to_be_focused()
    assert "doc=" not in page.url
    source.click()
    page.wait_for_selector("#panel mark")
    page.go_back()
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#directory-view")).to_be_visible()
    expect(source).to_be_focused()


def test_sources_show_their_date_and_page_and_old_ones_a_warning(open_page: Open) -> None:
    old = an_entry(id="5", published="2019-03-04", old=True, page=7)
    page = open_directory(open_page, [SMART, old, an_entry(id="6", published=None, old=True)])
    expect(page.locator(".card-source")).to_have_text(
        ["Staff list · 2 January 2026", "Staff list · page 7 · 4 March 2019", "Staff list"]
    )
    fresh, dated, undated = page.locator("#directory-view .card").all()
    expect(fresh.locator(".card-old")).to_have_count(0)
    expect(dated.locator(".card-old")).to_contain_text("from 4 March 2019, more than two years ago")
    expect(undated.locator(".card-old")).to_contain_text("gives no date")


def test_entries_that_disagree_are_marked_with_what_the_documents_say(open_page: Open) -> None:
    page = open_page()
    words = "The documents give different phones for Smart Factory Team: 053-1 (A, 2026-01-02); 053-2 (B, no date)."
    conflict = {"kind": "differs", "field": "phone", "text": words, "contacts": [{"id": "1"}, {"id": "1"}]}
    serve_json(page, "**/v1/contacts", {"contacts": [SMART, WELFARE]})
    serve_json(page, "**/v1/contacts/conflicts", {"conflicts": [conflict]})
    page.get_by_role("link", name="Contacts").click()
    expect(page.locator("#directory-view .note-conflict")).to_have_text([f"Sources disagree. {words}"])
    expect(page.locator("#directory-view .card").first.locator(".note-conflict")).to_have_count(1)


def test_what_finds_nothing_says_what_to_do_next(open_page: Open) -> None:
    page = open_directory(open_page)
    page.fill("#directory-find", "none such")
    expect(page.locator("#directory-list")).to_contain_text("No entry holds none such.")
    page.get_by_role("button", name="Search by need").last.click()
    expect(page.locator("#directory-list")).to_contain_text("The documents give no contact for none such.")
    with page.expect_request("**/v1/ask") as sent:
        page.get_by_role("button", name="Ask it as a question").click()
    assert json.loads(sent.value.post_data or "")["question"] == "none such"
    expect(page.locator("#directory-view")).to_be_hidden()
    expect(page.locator(".turn .question")).to_have_text("none such")
    page.wait_for_selector(".turn:last-child .answer[aria-busy=false]", state="attached")


def test_a_desk_without_contacts_says_where_they_come_from(open_page: Open) -> None:
    page = open_page()
    serve_json(page, "**/v1/contacts", {"contacts": []})
    serve_json(page, "**/v1/contacts/conflicts", {"conflicts": []})
    page.get_by_role("link", name="Contacts").click()
    expect(page.locator(".directory-empty")).to_contain_text("policydesk ingest")


def test_a_failure_is_told_in_words_and_can_be_tried_again_in_the_directory(open_page: Open) -> None:
    page = open_page(may_log="503")
    serve_json(page, "**/v1/contacts", {"title": "No", "detail": "There is no index yet.", "status": 503}, 503)
    page.get_by_role("link", name="Contacts").click()
    expect(page.locator("#directory-view .note-problem")).to_contain_text("There is no index yet.")
    page.unroute("**/v1/contacts")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#directory-view .card").first).to_be_visible()


def test_thousands_of_contacts_are_shown_in_parts_and_filtered_as_a_whole(open_page: Open) -> None:
    many = [an_entry(id=str(n), team=f"Team {n}", phone=f"02-100-{n:04}", dial=f"+822100{n:04}") for n in range(5000)]
    page = open_directory(open_page, many)
    expect(page.locator("#directory-count")).to_have_text("5,000 contacts")
    expect(page.locator("#directory-view .card")).to_have_count(60)
    page.get_by_role("button", name="Show more (4,940 left)").click()
    expect(page.locator("#directory-view .card")).to_have_count(120)
    expect(page.locator("#directory-view .card-name").nth(60)).to_be_focused()
    page.fill("#directory-find", "100-4321")
    expect(page.locator("#directory-view .card-name")).to_have_text(["Team 4321"])


def test_the_directory_fits_a_phone_and_its_source_covers_it(open_page: Open) -> None:
    long = "a" * 120
    wide = an_entry(team=long, organisation=long, unit=long, document_title=long, email=f"{long}@example.org")
    page = open_directory(open_page, [wide, SMART], viewport=PHONE, is_mobile=True, has_touch=True)
    edges = page.locator("#directory-view *").evaluate_all(
        "all => all.map((node) => node.getBoundingClientRect().right)"
    )
    assert max(edges) <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    body: dict[str, Any] = {"id": "a.md", "title": "A", "text": "Text", "blocks": [], "sections": [], "published": None}
    serve_json(page, "**/v1/documents/a.md", body)
    page.locator(".card-source").first.tap()
    box = page.locator("#panel").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert page.evaluate("document.querySelector('#directory-view').inert")


def test_the_directory_works_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("link", name="Contacts").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#directory-find")).to_be_focused()
    page.keyboard.type("819-3024")
    expect(page.locator("#directory-view .card-name")).to_have_text([TEAMS[2]])
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.card-source')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel mark")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.card-source')")
    page.locator("#skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#directory-find")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_directory_has_enough_contrast(open_page: Open, scheme: str) -> None:
    old = an_entry(id="9", published="2019-01-01", old=True, duties=["x"])
    page = open_directory(open_page, [old, PORTS], color_scheme=scheme)
    places = ["#directory-count", "#directory-hint", ".card-source", ".card-old", ".card-only", ".directory-unit"]
    for place in [*places, "#directory-back", "#show-contacts", ".duties summary", "#directory-view .about"]:
        assert contrast(page.locator(place).first) >= 4.5, place


def test_html_in_an_entry_stays_text(open_page: Open) -> None:
    evil = '<img src=x onerror="document.title=1">'
    fields = dict.fromkeys(["organisation", "unit", "team", "person", "room", "address", "hours", "reason"], evil)
    page = open_directory(open_page, [an_entry(**fields, document_title=evil, duties=[evil], url=evil, phone=evil)])
    expect(page.locator("#directory-view .card-name")).to_have_text(evil)
    assert page.locator("#directory-view img").count() == 0
