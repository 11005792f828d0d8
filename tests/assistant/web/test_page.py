"""The page in a real browser, against the real server; some tests stub one answer of it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from page_play import (
    CONTACT,
    DESKTOP,
    NO_BROWSER,
    PHONE,
    Open,
    a_citation,
    an_answer,
    ask,
    contrast,
    luminance,
    serve_json,
)
from playwright.sync_api import Page, expect

INITIATIVES = "What are the six core initiatives of the 2030 Informatization Master Plan?"
CHIP = ".turn:last-child .answer .chip"

pytest_plugins = ["page_browser"]
pytestmark = NO_BROWSER


def answers(page: Page, server_url: str) -> list[dict[str, Any]]:
    """What the server holds of the page's conversation."""
    conversation = page.evaluate("sessionStorage.getItem('policydesk.conversation')")
    found: list[dict[str, Any]] = page.request.get(f"{server_url.rstrip('/')}/v1/conversations/{conversation}").json()[
        "answers"
    ]
    return found


def squeeze(text: str) -> str:
    return "".join(text.split())


def highlighted(page: Page) -> str:
    page.wait_for_selector("#panel mark")
    return squeeze("".join(page.locator("#panel mark").all_text_contents()))


def test_an_answer_is_streamed_and_ends_with_its_sources(open_page: Open) -> None:
    page = open_page()
    page.evaluate(
        """() => new MutationObserver((all) => all.forEach((one) => one.addedNodes.forEach(
             (node) => (window.said ??= []).push(node.textContent)
           ))).observe(document.querySelector("#announcer"), { childList: true })"""
    )
    with page.expect_response("**/v1/ask") as asked:
        ask(page, CONTACT)
    assert asked.value.headers["content-type"].startswith("text/event-stream")
    said = page.evaluate("window.said")
    assert said[:2] == ["Understanding the question", "Searching the documents"]
    assert said[-1].startswith("Answer: ")
    assert "Regional Industrial Planning Team" in said[-1]
    expect(page.locator(".turn .question")).to_have_text(CONTACT)
    expect(page.locator(CHIP).first).to_have_attribute("aria-label", re.compile("^Source 1: "))
    expect(page.locator(".sources .source").first).to_contain_text("Regional Industrial Planning Team")


def test_the_contact_card_shows_the_published_number_and_can_be_called(open_page: Open) -> None:
    page = open_page()
    ask(page, CONTACT)
    card = page.locator(".card").first
    expect(card).to_contain_text("Regional Industrial Planning Team")
    expect(card).to_contain_text("#207")
    expect(card).to_contain_text("27, Sampung-ro, Gyeongsan-si, Gyeongsangbuk-do")
    call = card.get_by_role("link", name="+82-53-819-3024")
    expect(call).to_have_attribute("href", "tel:+82538193024")
    expect(card).not_to_contain_text("null")
    expect(card.get_by_text("E-mail")).to_have_count(0)


@pytest.mark.parametrize(
    ("question", "viewport"),
    [(CONTACT, DESKTOP), (CONTACT, PHONE), (INITIATIVES, DESKTOP), ("What did Busan plan for offshore wind?", DESKTOP)],
    ids=["contact", "contact on a phone", "page of a PDF", "HTML page"],
)
def test_the_highlighted_words_of_every_source_equal_the_quote(
    open_page: Open, server_url: str, question: str, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    ask(page, question)
    citations = answers(page, server_url)[-1]["citations"]
    assert citations
    for citation in citations:
        page.locator(f'.source[data-n="{citation["n"]}"]').click()
        assert highlighted(page) == squeeze(citation["quote"])
        expect(page.locator("#panel mark:focus")).to_be_in_viewport()
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_be_hidden()


def test_a_chip_opens_the_document_and_gets_the_focus_back(open_page: Open) -> None:
    page = open_page()
    ask(page, CONTACT)
    page.locator(CHIP).first.click()
    page.wait_for_selector("#panel mark")
    expect(page.locator(CHIP).first).to_have_attribute("aria-current", "true")
    assert "doc=" in page.url
    page.get_by_role("button", name="Close the document panel").click()
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator(CHIP).first).to_be_focused()
    assert "doc=" not in page.url


def test_a_link_to_words_opens_the_document_there_and_back_closes_it(open_page: Open, server_url: str) -> None:
    page = open_page()
    ask(page, CONTACT)
    citation = answers(page, server_url)[-1]["citations"][0]
    page.locator(CHIP).first.click()
    page.wait_for_selector("#panel mark")
    other = open_page(f"/#{urlsplit(page.url).fragment}")
    assert highlighted(other) == squeeze(citation["quote"])
    page.go_back()
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator(".turn")).to_have_count(1)


def test_a_follow_up_belongs_to_the_conversation_and_a_reload_keeps_both(open_page: Open, server_url: str) -> None:
    page = open_page()
    ask(page, CONTACT)
    ask(page, "How can I reach them?")
    told = answers(page, server_url)
    assert [answer["question"] for answer in told] == [CONTACT, "How can I reach them?"]
    expect(page.locator(".turn:last-child .understood")).to_contain_text(told[1]["standalone_question"])
    shown = page.locator(".turn .answer").all_text_contents()
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    assert page.locator(".turn .answer").all_text_contents() == shown


def test_a_new_conversation_starts_empty_and_a_deleted_one_is_gone(open_page: Open, server_url: str) -> None:
    page = open_page(may_log="404")
    ask(page, CONTACT)
    first = page.evaluate("sessionStorage.getItem('policydesk.conversation')")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("#question")).to_be_focused()
    ask(page, INITIATIVES)
    second = page.evaluate("sessionStorage.getItem('policydesk.conversation')")
    assert second != first
    page.get_by_role("button", name="Delete conversation").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator("#welcome")).to_be_visible()
    kept = [page.request.get(f"{server_url.rstrip('/')}/v1/conversations/{name}").status for name in (first, second)]
    assert kept == [200, 404]


def test_an_example_question_is_asked_with_one_click(open_page: Open) -> None:
    page = open_page()
    page.locator(".example").nth(1).click()
    expect(page.locator(".turn .question")).to_have_text(INITIATIVES)
    expect(page.locator(CHIP).first).to_be_visible()


def test_html_in_a_question_stays_text(open_page: Open) -> None:
    page = open_page()
    question = "<img src=x onerror=\"document.title='owned'\"><b>Which team</b> plans <script>1</script>?"
    ask(page, question)
    expect(page.locator(".turn .question")).to_have_text(question)
    assert page.locator(".turn img, .turn b, .turn script").count() == 0
    assert page.title() == "Policydesk"


def test_html_in_answers_and_documents_stays_text(open_page: Open) -> None:
    page = open_page()
    evil = '<img src=x onerror="document.title=1"><svg onload=alert(1)>'
    citation = a_citation(
        title=evil, organisation=evil, section=evil, quote=evil, end=len(evil), url="javascript:alert(1)"
    )
    card: dict[str, Any] = {
        "organisation": evil,
        "unit": None,
        "team": evil,
        "duties": [evil],
        "unit_duties": [],
        "room": evil,
    }
    card |= {"address": evil, "phone": evil, "email": None, "document_id": "a.md", "citation": 1}
    notices = [{"kind": "dated", "text": evil}]
    body = an_answer(text=f"**{evil}**\n\n- {evil} [1]", citations=[citation], contacts=[card], notices=notices)
    serve_json(page, "**/v1/ask", body)
    serve_json(
        page, "**/v1/documents/a.md", a_document(evil, [("paragraph", 0, len(evil), 0)], source="javascript:alert(1)")
    )
    ask(page, "anything")
    page.locator(CHIP).first.click()
    assert highlighted(page) == squeeze(evil)
    assert page.locator("#turns img, #turns svg[onload], #panel img, a[href^=javascript]").count() == 0
    assert page.title() == "Policydesk"


def a_document(text: str, blocks: list[tuple[str, int, int, int]], **changes: Any) -> dict[str, Any]:
    keys = ["organisation", "region", "kind", "published", "valid_from", "valid_until", "source", "language"]
    places = [{"kind": k, "start": s, "end": e, "level": level, "page": None} for k, s, e, level in blocks]
    return {
        **dict.fromkeys(keys),
        "id": "a.md",
        "title": "A",
        "text": text,
        "blocks": places,
        "sections": [],
        **changes,
    }


def test_offsets_count_characters_beyond_the_basic_plane_once(open_page: Open) -> None:
    page = open_page()
    lines = ["😀 Duties", "- 𝒜lpha 😀", "- beta", "Team | 053-1 😀", "Other | 053-2"]
    starts = [sum(len(line) + 1 for line in lines[:index]) for index in range(len(lines))]
    kinds = [("heading", 1), ("item", 1), ("item", 2), ("row", 0), ("row", 0)]
    blocks = [(k, s, s + len(line), lv) for (k, lv), s, line in zip(kinds, starts, lines, strict=True)]
    text = "\n".join(lines)
    serve_json(page, "**/v1/documents/a.md", a_document(text, blocks))
    start, end = text.index("𝒜"), text.index("053-2") + 3
    page.goto(f"{page.url}#doc=a.md&start={start}&end={end}")
    assert highlighted(page) == squeeze(text[start:end])
    expect(page.locator("#panel li li")).to_have_text("- beta")
    expect(page.locator("#panel th")).to_have_count(2)


def test_a_quote_that_has_moved_is_found_and_one_that_is_gone_is_said(open_page: Open) -> None:
    page = open_page()
    text = "New words in front. The old words."
    citations = [
        a_citation(quote="The old words.", end=14),
        a_citation(n=2, document_id="b.md", quote="Never here.", end=11),
    ]
    serve_json(page, "**/v1/ask", an_answer(text="Old. [1] Gone. [2]", citations=citations))
    serve_json(page, "**/v1/documents/*.md", a_document(text, [("paragraph", 0, len(text), 0)]))
    ask(page, "anything")
    page.locator(CHIP).first.click()
    assert highlighted(page) == "Theoldwords."
    page.locator(CHIP).nth(1).click()
    expect(page.locator("#panel .note")).to_contain_text("it has changed since the answer")
    expect(page.locator("#panel .note")).to_contain_text("Never here.")


def test_notices_status_and_duties_of_the_unit_are_shown_and_unknown_fields_are_not(open_page: Open) -> None:
    page = open_page()
    card: dict[str, Any] = {
        "organisation": None,
        "unit": "Group",
        "team": "Team",
        "duties": [],
        "unit_duties": ["Plan."],
        "room": None,
    }
    card |= {"address": None, "phone": None, "email": "a@example.org", "document_id": "a.md", "citation": None}
    body = an_answer(status="partial", text="Part.", contacts=[card], suggestions=["And then?"])
    serve_json(page, "**/v1/ask", body | {"notices": [{"kind": "expired", "text": "It ended in 2019."}]})
    ask(page, "q")
    expect(page.locator(".status")).to_have_text("Partly answered")
    expect(page.locator(".note-expired")).to_have_text("Period over. It ended in 2019.")
    expect(page.locator(".card dt")).to_have_text(["E-mail"])
    page.locator(".card summary").click()
    expect(page.locator(".duties-note")).to_contain_text("It does not say which team does what.")
    expect(page.locator(".understood")).to_be_hidden()
    page.get_by_role("button", name="And then?").click()
    expect(page.locator(".turn:last-child .question")).to_have_text("And then?")


def test_everything_works_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page()
    assert page.evaluate("document.querySelector('a, button, input, textarea').id") == "skip"
    page.locator("#skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("Which team handles")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("regional industrial planning at Gyeongbuk Technopark?")
    assert page.locator(".turn").count() == 0
    page.keyboard.press("Enter")
    expect(page.locator(CHIP).first).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.answer .chip')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel mark")
    expect(page.locator("#panel mark:focus")).to_be_in_viewport()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.answer .chip')")


def test_on_a_phone_nothing_overflows_and_the_panel_covers_the_page(open_page: Open) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    ask(page, CONTACT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(CHIP).first.tap()
    page.wait_for_selector("#panel mark")
    box = page.locator("#panel").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 360)
    assert page.evaluate("document.querySelector('#conversation').inert")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Close the document panel").tap()
    assert not page.evaluate("document.querySelector('#conversation').inert")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast_in_light_and_dark(open_page: Open, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    ask(page, CONTACT)
    page.locator(".answer .chip").first.click()
    page.wait_for_selector("#panel mark")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (luminance(paper) > 0.5) == (scheme == "light")
    for selector in [
        ".question",
        ".about",
        ".chip",
        ".source .chip",
        ".call",
        ".quiet",
        ".document mark:focus",
        ".facts dt",
        ".tool",
    ]:
        assert contrast(page.locator(selector).first) >= 4.5, selector


def test_the_page_is_sent_with_a_strict_content_security_policy(open_page: Open, server_url: str) -> None:
    policy = open_page().request.get(server_url).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_failure_is_told_in_words_and_can_be_tried_again(open_page: Open) -> None:
    page = open_page(may_log="429|ERR_FAILED")
    serve_json(page, "**/v1/ask", {"title": "Slow down", "detail": "Please wait 10 seconds.", "status": 429}, 429)
    ask(page, CONTACT)
    expect(page.locator(".note-problem")).to_contain_text("Please wait 10 seconds.")
    page.unroute("**/v1/ask")
    page.route("**/v1/ask", lambda route: route.abort())
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".note-problem")).to_contain_text("The server could not be reached.")
    page.unroute("**/v1/ask")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(CHIP).first).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)


def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one(open_page: Open) -> None:
    page = open_page()
    cut = 'event: token\ndata: {"text": "Half an"}\n\n'
    page.route("**/v1/ask", lambda route: route.fulfill(content_type="text/event-stream", body=cut))
    ask(page, "anything")
    expect(page.locator(".note-problem")).to_contain_text("before the answer was complete")


def test_an_answer_can_be_stopped(open_page: Open) -> None:
    page = open_page()
    page.route("**/v1/ask", lambda route: None)
    page.fill("#question", "A slow question")
    page.press("#question", "Enter")
    page.get_by_role("button", name="Stop the answer").click()
    expect(page.locator(".note-stopped")).to_contain_text("Stopped.")
    expect(page.get_by_role("button", name="Send the question")).to_be_disabled()


def test_a_question_that_is_too_long_is_said_before_it_is_sent(open_page: Open) -> None:
    page = open_page()
    page.fill("#question", "가" * 2001)
    expect(page.locator("#counter")).to_have_text("2,001 of 2,000 characters. Please shorten the question.")
    expect(page.locator("#send")).to_be_disabled()
    page.press("#question", "Enter")
    assert page.locator(".turn").count() == 0
    page.fill("#question", "가" * 2000)
    expect(page.locator("#send")).to_be_enabled()


def test_the_list_of_documents_opens_each_of_them(open_page: Open, server_url: str) -> None:
    page = open_page()
    documents = page.request.get(f"{server_url.rstrip('/')}/v1/documents").json()["documents"]
    page.get_by_role("button", name="Documents").click()
    expect(page.locator(".document-entry .entry-title")).to_have_text([document["title"] for document in documents])
    for document in documents:
        page.locator(".document-entry").filter(has_text=document["title"]).click()
        expect(page.locator("#panel .document h3").first).to_have_text(document["title"])
        assert parse_qs(urlsplit(page.url).fragment)["doc"] == [document["id"]]
        page.get_by_role("button", name="All documents").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Documents")).to_be_focused()


def a_trace(**changes: Any) -> dict[str, Any]:
    place = {"document_id": "a.md", "title": "A", "page": 3, "start": 0, "end": 1, "text": "b", "dense": 0.7}
    passages = [
        {"n": 1, "section": "A > Aims", "lexical": 9.85, "score": 0.56, **place},
        {"n": None, "section": "A > Other", "lexical": 4.0, "score": 0.4, **place},
    ]
    messages = [{"role": "system", "text": "Be brief."}, {"role": "human", "text": "<b>q</b>\n" + "word " * 3000}]
    call: dict[str, Any] = {
        "prompt": "answer",
        "prompt_hash": "9f2c",
        "model": "openai:gpt",
        "messages": messages,
        "error": None,
    }
    call |= {"reply": "It runs until 2027. [1]", "ms": 812.5, "usage": {"prompt_tokens": 1200, "completion_tokens": 6}}
    removed = {"text": "It runs until 2027.", "reason": "fact", "detail": "2027 does not stand in the cited passage"}
    parts = {"passages": passages, "calls": [call], "removed": [removed]}
    return {"rewritten_by": "model", "index_version": "v7", **parts, **changes}


def explain(page: Page, answer: dict[str, Any], trace: dict[str, Any]) -> None:
    """Asks, gets `answer`, and opens its trace."""
    serve_json(page, "**/v1/ask", answer)
    told = {"created": "2026-03-04T05:06:07Z", "answer": answer, "trace": trace}
    serve_json(page, "**/v1/answers/a", told)
    ask(page, "anything")
    page.get_by_role("button", name="How was this answered?").click()
    expect(page.locator(".trace")).to_have_attribute("aria-busy", "false")


def test_an_answer_tells_how_it_came_about_and_its_passages_open(open_page: Open) -> None:
    page = open_page()
    ask(page, CONTACT)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/v1/answers/" in request.url else None)
    button = page.get_by_role("button", name="How was this answered?")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".trace .facts")).to_contain_text("every sentence is copied from the documents")
    expect(page.locator(".trace .facts")).to_contain_text("No language model took part.")
    expect(page.locator(".step > :first-child")).to_have_text(
        ["Understanding the question", "Searching the documents", "Putting the answer together", "In all"]
    )
    expect(page.locator(".scores tbody tr")).to_have_count(8)
    expect(page.locator(".sent, .removed, .raw")).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel mark")
    page.keyboard.press("Escape")
    expect(page.locator(".traced").first).to_be_focused()
    button.click()
    expect(page.locator(".trace")).to_be_hidden()
    button.click()
    expect(page.locator(".trace .facts")).to_be_visible()
    assert len(asked) == 1


def test_the_trace_of_a_generated_answer_shows_prompt_reply_and_what_was_removed(open_page: Open) -> None:
    page = open_page()
    timings = {"understand": 250.0, "answer": 750.0, "total": 1000.0, "model": 700.0}
    explain(page, an_answer(mode="generated", standalone_question="What is q?", timings_ms=timings), a_trace())
    facts = page.locator(".trace .facts")
    expect(facts).to_contain_text("Written by a language model (openai:gpt), checked against the documents.")
    expect(facts).to_contain_text("What is q?")
    expect(facts).to_contain_text("Worded by the language model")
    widths = page.locator(".bar-fill").evaluate_all("all => all.map((bar) => bar.style.width)")
    assert widths == [
        "25%",
        "75%",
        "70%",
    ]
    expect(page.locator(".step .ms")).to_have_text(["250 ms", "750 ms", "1.0 s", "700 ms"])
    expect(page.locator(".scores tbody tr").nth(0).locator("td")).to_have_text(
        ["AAims · page 3Sent as [1]", "0.56", "0.70", re.compile(r"9\.8|9\.9")]
    )
    expect(page.locator(".scores tbody tr").nth(1).locator(".sent")).to_have_count(0)
    expect(page.locator(".removed del")).to_have_text(["It runs until 2027."])
    expect(page.locator(".removed .why")).to_have_text(["Figure or date: 2027 does not stand in the cited passage."])
    expect(page.locator(".raw pre").first).to_be_hidden()
    page.locator(".raw summary").first.click()
    expect(page.locator(".raw pre").first).to_have_text("Be brief.")
    expect(page.locator(".raw pre").nth(1)).to_contain_text("<b>q</b>")
    assert page.locator(".trace pre b").count() == 0


def test_an_answer_of_quotes_in_place_of_a_models_says_what_the_model_did(open_page: Open) -> None:
    page = open_page()
    notices = [{"kind": "fallback", "text": "The language model did not answer in time."}]
    notices += [{"kind": "unverified", "text": "Two sentences were left out."}]
    call = a_trace()["calls"][0] | {"error": "did not answer in time", "reply": "", "messages": []}
    explain(page, an_answer(notices=notices), a_trace(rewritten_by=None, passages=[], removed=[], calls=[call]))
    without = "Without the language model. The language model did not answer in time."
    expect(page.locator(".note-fallback")).to_have_text(without)
    expect(page.locator(".note-unverified")).to_have_text("Not fully verified. Two sentences were left out.")
    expect(page.locator(".trace .facts")).to_contain_text("The language model openai:gpt was asked, too.")
    expect(page.locator(".trace .why")).to_have_text("The model did not answer in time.")
    expect(page.locator(".trace")).to_contain_text("Nothing was searched, or nothing was found.")
    expect(page.locator(".raw")).to_have_count(0)


def test_a_trace_that_cannot_be_fetched_says_so_and_is_fetched_when_opened_again(open_page: Open) -> None:
    page = open_page(may_log="503")
    serve_json(page, "**/v1/ask", an_answer())
    serve_json(page, "**/v1/answers/a", {"title": "No", "detail": "The disk is full.", "status": 503}, 503)
    ask(page, "anything")
    button = page.get_by_role("button", name="How was this answered?")
    button.click()
    expect(page.locator(".trace .note-problem")).to_have_text("The disk is full.")
    page.unroute("**/v1/answers/a")
    serve_json(page, "**/v1/answers/a", {"created": "2026-03-04T05:06:07Z", "answer": an_answer(), "trace": a_trace()})
    button.click()
    button.click()
    expect(page.locator(".trace .facts")).to_be_visible()


def test_a_long_trace_fits_a_phone(open_page: Open) -> None:
    page = open_page(viewport=PHONE, is_mobile=True, has_touch=True)
    trace = a_trace(removed=[{"text": "x" * 400, "reason": "markup", "detail": "y" * 400}])
    trace["passages"][0]["title"] = "T" * 300
    explain(page, an_answer(mode="generated", timings_ms={"answer": 1.0, "total": 2.0}), trace)
    for summary in page.locator(".raw summary").all():
        summary.tap()
    assert page.evaluate("document.querySelector('#scroll').scrollWidth") <= 390
    edges = page.locator(".trace *").evaluate_all("all => all.map((node) => node.getBoundingClientRect().right)")
    assert max(edges) <= 390
    assert page.locator(".raw pre").nth(1).evaluate("(node) => node.scrollHeight > node.clientHeight")


def test_a_text_grows_sentence_by_sentence_and_gives_way_to_the_final_answer(open_page: Open) -> None:
    page = open_page()
    page.evaluate(
        """() => {
             const real = window.fetch;
             window.fetch = (path, options) => {
               if (!String(path).endsWith("v1/ask")) return real(path, options);
               const body = new ReadableStream({ start: (controller) => { window.stream = controller; } });
               return Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
             };
             window.say = (event, data) =>
               stream.enqueue(new TextEncoder().encode(`event: ${event}\\ndata: ${JSON.stringify(data)}\\n\\n`));
           }"""
    )
    page.fill("#question", "anything")
    page.press("#question", "Enter")
    body, progress = page.locator(".turn .answer"), page.locator(".turn .progress")
    page.wait_for_function("window.stream")
    page.evaluate("say('token', {text: 'The plan has parts. [1]'})")
    expect(body.locator("p")).to_have_text(["The plan has parts.\u00a01"])
    expect(body.locator(".chip.waiting")).to_have_count(1)
    expect(progress).to_have_text("Writing and checking what comes next")
    page.evaluate("say('token', {text: '\\n\\nIt ends in 2030. [2]'})")
    expect(body.locator("p")).to_have_text(["The plan has parts.\u00a01", "It ends in 2030.\u00a02"])
    answer = an_answer(text="Quoted instead. [1]", citations=[a_citation()])
    page.evaluate("(answer) => say('answer', answer)", answer)
    expect(body.locator("p")).to_have_text(["Quoted instead.\u00a01"])
    expect(body.locator("button.chip")).to_have_count(1)
    expect(body).to_have_attribute("aria-busy", "false")
    expect(progress).to_have_count(0)
