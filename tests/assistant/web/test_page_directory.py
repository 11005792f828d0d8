"""The directory of the page: every contact under its organisation and unit, with its source."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from page_directory import PORTS, SMART, WELFARE, an_entry, names, open_directory
from page_play import CONTACT, NO_BROWSER, PHONE, Open, ask, contrast, serve_json
from playwright.sync_api import Page, expect

pytest_plugins = ["page_browser"]
pytestmark = NO_BROWSER

TEAMS = ["Future Strategy Promotion Team", "Innovation Business Planning Team", "Regional Industrial Planning Team"]
PLANNING = "+82-53-819-3024"


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
    expect(undated.locator(".card-old")).to_contain_text("is not known")


def test_entries_that_disagree_are_marked_with_what_the_documents_say(open_page: Open) -> None:
    page = open_page()
    words = "The documents give different phones for Smart Factory Team: 053-1 (A, 2026-01-02); 053-2 (B, no date)."
    conflict = {"kind": "differs", "field": "phone", "text": words, "contacts": [{"id": "1"}, {"id": "1"}]}
    serve_json(page, "**/v1/contacts?*", {"contacts": [SMART, WELFARE]})
    serve_json(page, "**/v1/contacts/conflicts?*", {"conflicts": [conflict]})
    page.get_by_role("link", name="Contacts").click()
    expect(page.locator("#directory-view .note-conflict")).to_have_text([f"Sources disagree. {words}"])
    expect(page.locator("#directory-view .card").first.locator(".note-conflict")).to_have_count(1)


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
