"""Finding contacts in the directory of the page: as one types, or by a need."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from page_directory import SMART, WELFARE, an_entry, names, open_directory
from page_play import NO_BROWSER, Open, serve_json
from playwright.sync_api import expect

pytest_plugins = ["page_browser"]
pytestmark = NO_BROWSER

PLANNING = "+82-53-819-3024"


TYPED: tuple[tuple[str, list[str]], ...] = (
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
)


def test_what_is_typed_filters_at_once(open_page: Open) -> None:
    page = open_directory(open_page)
    for typed, found in TYPED:
        page.fill("#directory-find", "")
        page.locator("#directory-find").press_sequentially(typed)
        expect(page.locator("#directory-view .card-name")).to_have_count(len(found))
        assert names(page) == found, typed


def test_a_syllable_that_is_not_finished_keeps_what_it_will_become(open_page: Open) -> None:
    page = open_directory(open_page, [WELFARE, SMART])
    for typed in ("ㅂ", "보", "복", "복ㅈ", "복지", "복짙", "복지티", "복지팀"):
        page.fill("#directory-find", typed)
        assert names(page) == ["복지팀"], typed


def test_the_need_is_sent_when_enter_is_pressed_and_the_reason_shown(open_page: Open) -> None:
    page = open_page("/#directory")
    expect(page.locator("#directory-view .card").first).to_be_visible()
    page.fill("#directory-find", "regional industrial planning")
    with page.expect_response("**/v1/contacts?*need=*") as asked:
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
    serve_json(page, "**/v1/contacts?*", {"contacts": []})
    serve_json(page, "**/v1/contacts/conflicts?*", {"conflicts": []})
    page.get_by_role("link", name="Contacts").click()
    expect(page.locator(".directory-empty")).to_contain_text("policydesk ingest")


def test_a_failure_is_told_in_words_and_can_be_tried_again_in_the_directory(open_page: Open) -> None:
    page = open_page(may_log="503")
    serve_json(page, "**/v1/contacts?*", {"title": "No", "detail": "There is no index yet.", "status": 503}, 503)
    page.get_by_role("link", name="Contacts").click()
    expect(page.locator("#directory-view .note-problem")).to_contain_text("There is no index yet.")
    page.unroute("**/v1/contacts?*")
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
