"""What the page shows of contacts in answers: their cards, and choices between them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from page_play import CONTACT, NO_BROWSER, Open, a_card, a_citation, ask, copied, show
from playwright.sync_api import expect

pytest_plugins = ["page_browser"]
pytestmark = NO_BROWSER


def test_a_card_shows_every_field_that_the_entry_has(open_page: Open) -> None:
    page = open_page()
    card = a_card(person="Kim Cheol-su", role="Team Leader", room="#207", fax="053-1-9", hours="Mon-Fri 09:00-18:00")
    show(page, card | {"email": "a@example.org", "url": "https://www.example.org/teams/", "address": "27, Sampung-ro"})
    expect(page.locator(".card-unit")).to_have_text("Technopark › Centre")
    expect(page.locator(".card-name")).to_have_text("Team")
    expect(page.locator(".card dt")).to_have_text(
        ["Person", "Phone", "Fax", "E-mail", "Web", "Hours", "Room", "Address"]
    )
    expect(page.locator(".card dd")).to_have_text(
        [
            "Kim Cheol-su, Team Leader",
            "053-819-3024",
            "053-1-9",
            "a@example.org",
            "www.example.org/teams",
            "Mon-Fri 09:00-18:00",
            "#207",
            "27, Sampung-roMap",
        ]
    )
    web = page.get_by_role("link", name="www.example.org/teams")
    expect(web).to_have_attribute("href", "https://www.example.org/teams/")
    expect(web).to_have_attribute("target", "_blank")
    expect(web).to_have_attribute("rel", "noopener noreferrer")
    expect(page.get_by_role("link", name="a@example.org")).to_have_attribute("href", "mailto:a@example.org")


def test_numbers_are_dialled_as_the_server_reads_them_and_shown_as_published(open_page: Open) -> None:
    page = open_page()
    more = ["1588-0000", "내선 12"]
    numbers = {"phone": "053-819-3024~6 (내선 12)", "dial": "+82538193024;ext=12"}
    show(page, a_card(**numbers, more_phones=more, more_dials=["+8215880000", None]))
    expect(page.locator(".card dt")).to_have_text(["Phones"])
    expect(page.locator(".call")).to_have_text(["053-819-3024~6 (내선 12)", "1588-0000"])
    hrefs = page.locator(".call").evaluate_all("all => all.map((link) => link.getAttribute('href'))")
    assert hrefs == ["tel:+82538193024;ext=12", "tel:+8215880000"]
    expect(page.locator(".card dd")).to_contain_text("내선 12")


def test_only_web_addresses_become_links(open_page: Open) -> None:
    page = open_page()
    urls = ("javascript:alert(1)", "data:text/html,x", "ftp://example.org", "https://")
    show(page, *(a_card(url=url) for url in urls))
    for card, url in zip(page.locator(".card").all(), urls, strict=True):
        expect(card.locator("dd").nth(1)).to_have_text(url)
        assert card.locator("dd").nth(1).locator("a").count() == 0


def test_an_address_of_a_document_cannot_add_fields_to_a_message(open_page: Open) -> None:
    page = open_page()
    show(page, a_card(email="a@example.org?bcc=evil@example.org"))
    link = page.locator('.card a[href^="mailto:"]')
    expect(link).to_have_attribute("href", "mailto:a@example.org%3Fbcc%3Devil@example.org")


def test_the_map_is_a_link_that_nothing_opens_but_the_reader(open_page: Open) -> None:
    page = open_page()
    show(page, a_card(address="경산시 삼풍로 27 & co"))
    link = page.get_by_role("link", name="Map of 경산시 삼풍로 27 & co, on Google Maps")
    target = urlsplit(link.get_attribute("href") or "")
    assert (target.scheme, target.netloc, target.path) == ("https", "www.google.com", "/maps/search/")
    assert parse_qs(target.query) == {"api": ["1"], "query": ["경산시 삼풍로 27 & co"]}
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_a_value_and_the_whole_card_can_be_copied(open_page: Open) -> None:
    page = open_page()
    show(page, a_card(email="a@example.org", more_phones=["053-2"], published="2025-02-03"))
    assert copied(page, "Copy the phone number 053-819-3024") == "053-819-3024"
    assert copied(page, "Copy the e-mail address a@example.org") == "a@example.org"
    assert copied(page, "Copy card").splitlines() == [
        "Technopark",
        "Centre",
        "Team",
        "Phone: 053-819-3024, 053-2",
        "E-mail: a@example.org",
        "Source: a.md, 3 February 2025",
    ]


def test_a_card_is_saved_as_a_vcard_by_its_id(open_page: Open) -> None:
    page = open_page()
    ask(page, CONTACT)
    with page.expect_download() as started:
        page.get_by_role("link", name="Save as vCard").first.click()
    assert started.value.suggested_filename.endswith(".vcf")
    card = started.value.path().read_text("utf-8")
    assert card.startswith("BEGIN:VCARD")
    assert "Regional Industrial Planning Team" in card


def test_the_date_of_the_document_is_said_and_an_old_one_warned_of(open_page: Open) -> None:
    page = open_page()
    show(page, *(a_card(published=day) for day in (None, "2024-06-14", "2024-06-16")))
    expect(page.locator(".card-foot p")).to_have_text(
        [
            "The date of the document is not known. Check before you rely on it.",
            "The document is from 14 June 2024, more than two years ago. Check before you rely on it.",
            "Document of 16 June 2024",
        ]
    )
    expect(page.locator(".card-old")).to_have_count(2)


def test_duties_say_whether_they_are_the_teams_own_or_only_the_units(open_page: Open) -> None:
    page = open_page()
    show(page, a_card(duties=["Own duty"], unit_duties=["Shared duty"]), a_card(team="Other", unit_duties=["Shared"]))
    own, other = page.locator(".card").all()
    expect(own.locator("summary")).to_have_text(
        ["Duties stated for this team itself (1)", "Duties of Centre as a whole (1)"]
    )
    expect(own.locator(".duties-note")).to_have_count(0)
    expect(other.locator("summary")).to_have_text(["Duties of Centre as a whole (1)"])
    expect(other.locator(".duties-note")).to_contain_text("It does not say which team does what.")


def test_the_mark_of_a_card_opens_its_source(open_page: Open) -> None:
    page = open_page()
    show(page, a_card(citation=2), citations=[a_citation(), a_citation(n=2)])
    expect(page.locator(".card .chip")).to_have_attribute("aria-label", "Source 2: A")


def test_a_body_without_a_way_to_reach_it_is_said_to_be_only_named(open_page: Open) -> None:
    page = open_page()
    show(page, a_card(team=None, unit="Maritime Bureau", phone=None, dial=None, duties=["Port safety"]))
    expect(page.locator(".card-only")).to_contain_text("Only named as responsible.")
    expect(page.locator(".card .call, .card a, .card-tools")).to_have_count(0)


def test_a_choice_is_sent_as_the_next_question(open_page: Open) -> None:
    page = open_page()
    text = "Which one do you mean?\n\n- First Team\n- 기업지원팀"
    choices = [{"name": "First Team", "ids": ["1"]}, {"name": "기업지원팀", "ids": ["2"]}]
    show(page, status="clarify", text=text, suggestions=["First Team", "기업지원팀"], choices=choices)
    expect(page.locator(".status")).to_have_text("One thing to settle first")
    expect(page.get_by_role("list", name="Choose one").get_by_role("button")).to_have_text(["First Team", "기업지원팀"])
    expect(page.locator(".answer ul")).to_be_hidden()
    with page.expect_request("**/v1/ask") as sent:
        page.get_by_role("button", name="기업지원팀").click()
    assert sent.value.post_data_json == {"question": "기업지원팀", "conversation_id": "c"}
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").first.locator(".choices")).to_be_hidden()
    expect(page.locator(".turn").first.locator(".answer ul")).to_be_visible()
