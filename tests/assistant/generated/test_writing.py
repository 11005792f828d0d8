"""A model's answer on its way to the reader: what is shown, when, in which layout, and what is left out and noted."""

from __future__ import annotations

import pytest
from fakes_model import FakeVerifier, model_call, source

from assistant.generated.writing import Writing, Written

QUAYS = source("The city builds three quays. The budget is 40 billion won. It ends in 2028. North quay. South quay.")
OFFICE = source("The office is in Room 12. The plan names: two parts:", document="office.md")
SOURCES = (QUAYS, OFFICE)


class Reader:
    """Someone who reads along; `seen` holds the pieces."""

    def __init__(self, question: str = "What is planned?", verifier: FakeVerifier | None = None) -> None:
        self.seen: list[str] = []
        self.verifier = verifier or FakeVerifier()
        self.writing = Writing(question, SOURCES, self.verifier, self.seen.append)  # type: ignore[arg-type]

    def reads(self, reply: str, error: str | None = None) -> Written:
        for letter in reply:
            self.writing.take(letter)
        written = self.writing.end(model_call(reply, error=error))
        assert "".join(self.seen) == written.text
        return written


def reasons(written: Written) -> list[tuple[str, str]]:
    return [(each.text, each.reason) for each in written.removed]


# --- what is shown, and when ---


def test_sentences_that_hold_are_shown_with_marks_of_their_quotes() -> None:
    written = Reader().reads("The budget is 40 billion won [1]. The office is in Room 12. [2]")
    assert written.text == "The budget is 40 billion won. [1] The office is in Room 12. [2]"
    assert [(c.n, c.document_id, c.quote) for c in written.citations] == [
        (1, "plan.md", "The budget is 40 billion won."),
        (2, "office.md", "The office is in Room 12."),
    ]
    assert [quote.text for quote in written.quotes] == [c.quote for c in written.citations]
    assert written.removed == ()


def test_nobody_sees_a_sentence_before_it_is_verified() -> None:
    reader = Reader()
    reader.writing.take("The budget is 41 billion won [1]. The bud")
    assert (reader.verifier.asked, reader.seen) == (["The budget is 41 billion won."], [])
    reader.writing.take("get is 40 billion won [1]. It ")
    assert reader.verifier.asked[1:] == ["The budget is 40 billion won."]
    assert reader.seen == ["The budget is 40 billion won. [1]"]


def test_a_sentence_that_fails_is_noted_as_it_was_written_with_the_reason() -> None:
    written = Reader().reads("- **The budget** is 41 billion won. [1]\n- It ends in 2028. [1]")
    assert written.text == "- It ends in 2028. [1]"
    (removed,) = written.removed
    assert (removed.text, removed.reason) == ("**The budget** is 41 billion won. [1]", "fact")
    assert removed.detail == "it does not stand there"


def test_nothing_that_holds_is_an_empty_text_without_citations() -> None:
    written = Reader().reads("It ends in 2029 [1].")
    assert (written.text, written.citations, written.quotes, len(written.removed)) == ("", (), (), 1)


@pytest.mark.parametrize("reply", ["", "  \n\n ", "---\n```\n"])
def test_a_reply_that_states_nothing_is_empty_and_nothing_is_removed(reply: str) -> None:
    written = Reader().reads(reply)
    assert (written.text, written.removed, written.not_stated) == ("", (), False)


def test_what_comes_after_a_reply_broke_off_is_left_out() -> None:
    written = Reader().reads("The budget is 40 billion won [1]. It ends in 2028", error="stopped in the middle")
    assert written.text == "The budget is 40 billion won. [1]"
    assert written.removed == ()
    assert written.call.error == "stopped in the middle"


def test_not_stated_is_no_text() -> None:
    written = Reader().reads("It ends in 2028 [1].\nNOT_STATED")
    assert (written.text, written.not_stated) == ("It ends in 2028. [1]", True)


# --- marks ---


def test_a_sentence_without_a_mark_is_removed_unasked() -> None:
    reader = Reader()
    assert reasons(reader.reads("It ends in 2028.")) == [("It ends in 2028.", "no_mark")]
    assert reader.verifier.asked == []


@pytest.mark.parametrize("mark", ["[0]", "[3]", "[999999]", "[3][7]"])
def test_a_sentence_with_unknown_marks_alone_is_removed_unasked(mark: str) -> None:
    reader = Reader()
    assert reasons(reader.reads(f"It ends in 2028 {mark}.")) == [(f"It ends in 2028 {mark}.", "unknown_mark")]
    assert reader.verifier.asked == []


def test_an_unknown_mark_beside_a_known_one_is_dropped() -> None:
    written = Reader().reads("It ends in 2028 [9][1].")
    assert (written.text, len(written.citations)) == ("It ends in 2028. [1]", 1)


def test_a_right_sentence_under_the_wrong_mark_is_removed() -> None:
    assert reasons(Reader().reads("It ends in 2028 [2].")) == [("It ends in 2028 [2].", "fact")]


def test_marks_are_numbered_in_reading_order() -> None:
    written = Reader().reads("The office is in Room 12 [2]. It ends in 2028 [1].")
    assert written.text == "The office is in Room 12. [1] It ends in 2028. [2]"
    assert [(c.n, c.document_id) for c in written.citations] == [(1, "office.md"), (2, "plan.md")]


def test_what_is_said_again_is_said_once() -> None:
    reader = Reader()
    written = reader.reads("It ends in 2028 [1]. **It ends** in 2028! [1]\n" + "- It ends in 2028. [1]\n" * 400)
    assert (written.text, written.removed) == ("It ends in 2028. [1]", ())
    assert reader.verifier.asked == ["It ends in 2028."]


def test_what_failed_under_the_wrong_mark_may_be_said_again_under_the_right_one() -> None:
    written = Reader().reads("It ends in 2028 [2]. It ends in 2028 [2]. It ends in 2028 [1].")
    assert (written.text, len(written.removed)) == ("It ends in 2028. [1]", 1)


def test_a_flood_of_statements_ends() -> None:
    reader = Reader()
    reader.reads("".join(f"- It ends in 2028 after {n} steps. [1]\n" for n in range(400)))
    assert len(reader.verifier.asked) == 30


def test_what_comes_after_the_most_statements_is_noted() -> None:
    written = Reader().reads("".join(f"- It ends in 2028 after {n} steps. [1]\n" for n in range(31)))
    assert written.removed[-1].reason == "too_much"


def test_a_marker_that_does_not_count_up_from_one_is_no_figure() -> None:
    assert Reader().reads("40. It ends in 2028. [1]\n").text == "- It ends in 2028. [1]"
    assert Reader().reads("1. North quay. [1]\n2. South quay. [1]\n").text == "1. North quay. [1]\n2. South quay. [2]"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When does it end?", ""),
        ("What is the phone of the office?", "Call 053-819-3024 now. [1]"),
        ("Where can I apply online?", "Call 053-819-3024 now. [1]"),
    ],
)
def test_a_phone_is_shown_only_when_the_question_asks_for_a_way_to_reach_somebody(question: str, text: str) -> None:
    verifier = FakeVerifier()
    writing = Writing(question, (source("Call 053-819-3024 now."),), verifier, lambda _: None)  # type: ignore[arg-type]
    writing.take("Call 053-819-3024 now [1].")
    assert writing.end(model_call("")).text == text


# --- lists and what leads into them ---


def test_a_lead_is_shown_before_its_first_item_that_holds() -> None:
    reader = Reader()
    written = reader.reads("The plan names:\n- East quay [2]\n- two parts: [2]\n- The office is in Room 12. [2]")
    assert written.text == "The plan names: [1]\n\n- two parts: [2]\n- The office is in Room 12. [3]"
    assert reasons(written) == [("East quay [2]", "fact")]
    assert reader.seen[0] == "The plan names: [1]"


def test_a_lead_whose_items_all_fail_is_not_shown() -> None:
    written = Reader().reads("The plan names:\n- East quay [2]\n- West quay [1]\n")
    assert (written.text, written.citations) == ("", ())


@pytest.mark.parametrize("between", ["- East quay [2]\n", "- East quay [2]\n- West quay [1]\n\n", "No [2].\n- "])
def test_a_lead_whose_list_failed_does_not_lead_into_something_else(between: str) -> None:
    assert Reader().reads(f"The plan names:\n{between}The office is in Room 12 [2].").text in (
        "The office is in Room 12. [1]",
        "- The office is in Room 12. [1]",
    )


def test_a_heading_leads_into_the_paragraph_below_it() -> None:
    assert Reader().reads("## The plan names:\n\nIt ends in 2028 [1]. The office is in Room 12 [2].").text == (
        "It ends in 2028. [1] The office is in Room 12. [2]"
    )
    assert Reader().reads("## The plan names:\n\nThe office is in Room 12 [2].").text == (
        "The plan names: [1]\n\nThe office is in Room 12. [2]"
    )


def test_a_lead_that_does_not_hold_is_left_out_before_items_that_do() -> None:
    assert Reader().reads("It costs 99 won:\n- North quay. [1]").text == "- North quay. [1]"


def test_a_lead_with_nothing_after_it_is_not_shown() -> None:
    assert Reader().reads("It ends in 2028. [1]\n\nThe plan names:").text == "It ends in 2028. [1]"


def test_the_layout_keeps_paragraphs_lists_and_numbers() -> None:
    reply = "It ends in 2028 [1]. The office is in Room 12 [2].\n\n1. North quay. [1]\n2) South quay. [1] It ends in 2028. [1]\nThe city builds three quays [1]."
    assert Reader().reads(reply).text == (
        "It ends in 2028. [1] The office is in Room 12. [2]\n\n"
        "1. North quay. [3]\n2. South quay. [4]\n\n"
        "The city builds three quays. [5]"
    )


# --- what may not be shown whatever it says ---


@pytest.mark.parametrize(
    "sentence",
    [
        "See [the page](http://evil.example) [1].",
        "See ![x](http://evil.example/p.png) [1].",
        "See [the page][ref] [1].",
        "See <b>this</b> [1].",
        "See <img src=x onerror=alert(1)> [1].",
        "See </passage> [1].",
        "See <!-- this --> [1].",
        "See &lt;b&gt; [1].",
        "See &#60;b [1].",
        "See javascript:alert(1) [1].",
        "See data:text/html;base64,AA [1].",
    ],
)
def test_links_images_and_html_are_removed_unasked(sentence: str) -> None:
    reader = Reader()
    written = reader.reads(sentence)
    assert [reason for _, reason in reasons(written)] == ["markup"]
    assert reader.verifier.asked == []


def test_an_autolink_is_removed_too() -> None:
    assert [reason for _, reason in reasons(Reader().reads("See <http://evil.example> [1]."))] == ["markup"]


@pytest.mark.parametrize("sentence", ["Growth < 5 and > 3 [1].", "R&D; and AT&T hold [1].", "Metadata: two [1]."])
def test_signs_that_are_no_markup_reach_the_verifier(sentence: str) -> None:
    reader = Reader()
    assert [reason for _, reason in reasons(reader.reads(sentence))] == ["fact"]
    assert len(reader.verifier.asked) == 1


@pytest.mark.parametrize("sentence", ["Бюджет сорок миллиардов вон", "预算是四百亿韩元", "부산은 세 부두를 짓는다"])
def test_another_script_than_the_questions_is_removed(sentence: str) -> None:
    reader = Reader()
    assert [reason for _, reason in reasons(reader.reads(f"{sentence} [1]."))] == ["language"]
    assert reader.verifier.asked == []


def test_a_korean_question_may_be_answered_in_korean_and_in_english() -> None:
    korean = "부산은 세 부두를 짓는다."
    reader = Reader("무엇을 계획하나요?", FakeVerifier(unmeasured=[korean]))
    written = reader.reads(f"{korean} [1] It ends in 2028. [1]")
    assert written.text == f"{korean} [1] It ends in 2028. [2]"
    assert written.unmeasured == 1


def test_a_korean_name_in_an_english_sentence_is_fine() -> None:
    reader = Reader()
    reader.reads("The city of 부산 builds three quays for container ships [1].")
    assert len(reader.verifier.asked) == 1


def test_unseen_characters_are_gone_before_anything_is_read() -> None:
    hidden = "".join(chr(0xE0000 + ord(c)) for c in "call 1234")
    written = Reader().reads(f"It ends\u200b in{hidden} 20\u202e28 [1\u2060].")
    assert written.text == "It ends in 2028. [1]"


def test_a_mark_that_is_put_together_from_two_is_escaped() -> None:
    quoted = source("It ends in 2028 [2].")
    seen: list[str] = []
    writing = Writing("q", [quoted], FakeVerifier(), seen.append)  # type: ignore[arg-type]
    writing.take("It ends in 2028 [【1】2].\n")
    assert seen == ["It ends in 2028 \\[2]. [1]"]


def test_html_that_is_put_together_around_a_mark_is_removed() -> None:
    assert [reason for _, reason in reasons(Reader().reads("See <[1]b>this."))] == ["markup"]


# --- times ---


def test_the_time_of_verification_is_taken() -> None:
    written = Reader().reads("It ends in 2028 [1].")
    assert 0 < written.verify_ms < 1_000
