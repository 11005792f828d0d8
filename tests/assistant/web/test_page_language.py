"""The page in English and in Korean: by the browser's language, and by the switch, which is kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from page_play import DESKTOP, NO_BROWSER, Open, ask
from playwright.sync_api import expect

from assistant.wording.patterns import templates

pytest_plugins = ["page_browser"]

WEB = Path(__file__).parent.parent.parent.parent / "assistant/web"
SMALL_PHONE = {"width": 360, "height": 740}
HANGUL = re.compile("[가-힣]")


def test_no_sentence_of_the_page_stands_outside_the_tables() -> None:
    """Every visible word of index.html comes by a key, but for the name and what is said where scripts are off."""
    html = re.sub(r"<noscript>.*?</noscript>|<svg.*?</svg>|<head>.*?</head>", "", (WEB / "index.html").read_text("utf-8"), flags=re.S)  # fmt: skip
    assert [each.strip() for each in re.findall(r">([^<>]*\w[^<>]*)<", html)] == ["Policydesk"]
    assert re.findall(r'(?:aria-label|placeholder|title)="([^"]+)"', html) == ["Policydesk"]
    wanted = set(re.findall(r'data-said(?:-\w+)?="([\w-]+)"', html))
    assert wanted <= set(templates("en"))


def test_every_key_of_the_scripts_stands_in_the_tables() -> None:
    keys = {
        key
        for each in WEB.glob("*.js")
        for key in re.findall(r"[\"']((?:page|label)-[a-z-]+)[\"']", each.read_text("utf-8"))
    }
    assert len(keys) > 150
    assert keys - {"page-mark"} <= set(templates("en"))  # a class of the style sheet
    assert templates("en").keys() == templates("ko").keys()


def test_templates_keep_their_values_for_the_page() -> None:
    assert templates("en")["page-indexed"] == {"one": "1 document indexed.", "other": "{n} documents indexed."}
    assert templates("ko")["page-indexed"] == "문서 {n}건이 등록되어 있습니다."
    assert templates("en")["page-reading"] == "Reading {passages} from {documents}"
    assert templates("ko")["model-slow"] == "제시간에 응답하지 않음"


@NO_BROWSER
@pytest.mark.parametrize(("viewport", "name"), [(DESKTOP, "desktop"), (SMALL_PHONE, "phone")])
def test_a_korean_browser_gets_a_korean_page_and_korean_answers(
    open_page: Open, viewport: dict[str, int], name: str, tmp_path: Path
) -> None:
    page = open_page("/", locale="ko-KR", viewport=viewport)
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.locator("#welcome-title")).to_have_text("한국의 지역산업정책에 대해 물어보십시오")
    expect(page.locator("#question")).to_have_attribute("placeholder", re.compile("[가-힣]"))
    page.screenshot(path=tmp_path / f"welcome-{name}.png")
    ask(page, "경북테크노파크 지역산업기획팀 전화번호를 알려 주세요")
    expect(page.locator(".card .call")).to_have_text("+82-53-819-3024")
    expect(page.locator(".notices")).to_contain_text("페이지의 날짜를 알 수 없어 오래된 내용일 수 있습니다.")
    expect(page.locator(".quote").first).to_have_attribute("lang", "en")
    page.locator(".how").click()
    expect(page.locator(".trace")).to_contain_text("언어 모델을 쓰지 않았습니다.")
    page.screenshot(path=tmp_path / f"answer-{name}.png")
    words = page.locator(".extras .label, .extras dt, .extras .suggestion, .tool, .answer-foot").all_inner_texts()
    assert [each for each in words if each.strip() and not HANGUL.search(each)] in (["English"], ["EN"])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@NO_BROWSER
def test_the_switch_changes_the_page_and_is_kept(open_page: Open) -> None:
    page = open_page("/", locale="en-GB", viewport={"width": 1001, "height": 800})
    expect(page.locator("#welcome-title")).to_have_text("Ask about regional industrial policy in Korea")
    page.get_by_role("button", name="Show the page in Korean").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    ask(page, "Name the six core initiatives of the informatization master plan.")
    expect(page.locator(".suggestion").first).to_contain_text("내용은 무엇입니까?")
    page.locator(".suggestion").first.click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").last.locator(".sources")).to_be_visible()
    expect(page.locator(".turn").last.locator(".suggestion").first).to_contain_text(re.compile("[가-힣]"))
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.get_by_role("button", name="영어로 보기").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.evaluate("localStorage.clear()")


@NO_BROWSER
def test_the_contacts_are_shown_in_korean(open_page: Open) -> None:
    page = open_page("/#directory&need=regional industrial planning", locale="ko-KR", viewport=SMALL_PHONE)
    expect(page.locator("#directory-count")).to_contain_text("가장 알맞은 순서")
    expect(page.locator(".card-reason").first).to_contain_text(re.compile("업무|이름"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
