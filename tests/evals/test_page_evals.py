"""The report: one file that needs nothing else, looked into with a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from evals_play import PLAN, TEXT, a_case, a_reply, a_row, a_run, wrong
from page_play import DESKTOP, NO_BROWSER, PHONE

from evals.reporting import report
from evals.running import runs

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page


pytest_plugins = ["page_browser"]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    a_run(tmp_path, "2026-01", [True, True, True])
    rows = [
        a_row(a_case(id="number-001"), wrong()),
        a_row(a_case(id="number-002")),
        a_row(
            a_case(id="unseen-number-001", question="</script><b>Budget?</b>"),
            a_reply(text="<i>40 billion won</i> [1]"),
        ),
        a_row(a_case(id="unseen-number-002"), wrong()),
    ]
    described = {"made": "2026-02", "mode": "extractive", "index_digest": "digest", "commit": "abc"}
    runs.write("2026-02", described, rows, tmp_path)
    return report.write("2026-02", {PLAN: TEXT}, tmp_path)


def test_the_report_is_one_file_that_asks_nobody_else(written: Path) -> None:
    text = written.read_text("utf-8")
    assert "{{" not in text
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import""", text)
    assert text.count("</script>") == 2
    data = json.loads(text.split('id="data">')[1].split("</script>")[0])
    assert [each["name"] for each in data["trend"]] == ["2026-01", "2026-02"]
    assert data["rows"][0]["passages"][0]["text"] == "Its budget is 40 billion won."


def test_passages_of_documents_that_have_changed_since_are_shown_by_their_place_only(tmp_path: Path) -> None:
    run = a_run(tmp_path, "mine", [True])
    text = report.page(run, [run], {PLAN: f"New. {TEXT}"})
    data = json.loads(text.split('id="data">')[1].split("</script>")[0])
    assert [each["text"] for each in data["rows"][0]["passages"]] == ["", ""]


def test_a_damaged_run_is_left_out_of_the_trend_and_named(written: Path) -> None:
    results, notes = written.parent.parent, list[str]()
    (results / "2026-01" / "summary.json").write_text("{}", "utf-8")
    text = report.write("2026-02", {PLAN: TEXT}, results, note=notes.append).read_text("utf-8")
    data = json.loads(text.split('id="data">')[1].split("</script>")[0])
    assert [each["name"] for each in data["trend"]] == ["2026-02"]
    assert len(notes) == 1
    assert "2026-01 is damaged" in notes[0]


@pytest.fixture
def opened(written: Path, context_for: Callable[..., BrowserContext]) -> Callable[..., Page]:
    def open_with(**options: object) -> Page:
        page = context_for(**options).new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(written.as_uri())
        return page

    return open_with


@NO_BROWSER
def test_a_failing_case_can_be_looked_into(opened: Callable[..., Page]) -> None:
    page = opened(viewport=DESKTOP)
    assert page.locator("#halves input:checked").input_value() == "unseen"
    page.locator("#lost button", has_text="retrieved but not chosen").click()
    case = page.locator("details.case")
    assert case.count() == 1
    case.locator("summary").click()
    case.locator(".body").wait_for()
    shown = case.inner_text()
    for words in ('"40 billion won" is missing.', "must hold", "The plan runs from 2024 to 2028. [1]", "total: 12"):
        assert words in shown
    assert "Its budget is 40 billion won." in case.locator("ol li").first.inner_text()
    page.close()


@NO_BROWSER
def test_halves_slices_and_words_narrow_the_cases(opened: Callable[..., Page]) -> None:
    page = opened(viewport=DESKTOP)
    page.locator("#halves input[value=development]").check()
    page.locator("#which").select_option("all")
    assert page.locator("details.case").count() == 2
    page.locator("#search").fill("number-002")
    assert page.locator("details.case .id").all_inner_texts() == ["number-002"]
    page.locator("#halves input[value=unseen]").check()
    page.locator("#search").fill("script")
    assert "</script><b>Budget?</b>" in page.locator("details.case summary").inner_text()
    assert page.locator("#trend circle").count() == 0, "the older run has no unseen half"
    page.locator("#halves input[value=all]").check()
    assert page.locator("#trend circle").count() == 2
    page.close()


@NO_BROWSER
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_nothing_is_wider_than_the_screen(opened: Callable[..., Page], viewport: dict[str, int]) -> None:
    page = opened(viewport=viewport)
    page.locator("details.case summary").first.click()
    page.locator(".body").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()
