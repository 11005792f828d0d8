"""A model's text cut into statements: what they hold, and the same ones however the text arrives."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.generated.statements import Statement, StatementReader

LONG = "The city builds quays for container ships and " * 20  # 920 characters

FRAGMENTS = [
    *("The plan runs to 2030", "부산은 한다", "다섯", "U.S.", "Army", "A", "a", "n", "No. ", "e.g. ", "3.5", "NOT_STATED"),
    *(" ", ".", ". ", "! ", "? ", "…", "。", ":", '"', "”", "'", "(", ")", "[", "]", "|", " | ", "```", "**", "*", "_"),
    *(" [1]", "[2]", "[1, 2]", "[2-4]", "【1】", "[1](u)", "…[3]", "[1](http://x.example)"),
    *("\n", "\r\n", "\r", "\u2028", "\u2029", "- ", "1. ", "* ", "2) ", "# ", "## ", "①", "x" * 300, "word " * 70),
]  # fmt: skip


def read(pieces: Iterable[str]) -> tuple[list[Statement], bool]:
    """The statements of a text that comes in pieces, and whether it says that not all is given."""
    reader = StatementReader()
    found = [each for piece in pieces for each in reader.feed(piece)]
    return [*found, *reader.finish()], reader.not_stated


def cut(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """Text and marks of each statement, which must be the same when the text comes letter by letter."""
    whole = read([text])
    assert read(text) == whole
    return [(each.text, each.marks) for each in whole[0]]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join), st.lists(st.integers(0, 400), max_size=8))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_the_size_of_the_pieces_does_not_matter(text: str, places: Sequence[int]) -> None:
    cuts = sorted(min(each, len(text)) for each in places)
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    whole = read([text])
    assert read(pieces) == whole
    assert read(text) == whole


# --- marks ---


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("One [1]. Two [2].", [("One.", (1,)), ("Two.", (2,))]),
        ("One. [1] Two. [2]", [("One.", (1,)), ("Two.", (2,))]),
        ("One.[1] Two.[2]", [("One.", (1,)), ("Two.", (2,))]),
        ('He said "yes." [1] Then [2].', [('He said "yes."', (1,)), ("Then.", (2,))]),
        ("Why? [1] So! [2] Well… [3] Yes。[4] End.", [("Why?", (1,)), ("So!", (2,)), ("Well…", (3,)), ("Yes。", (4,)), ("End.", ())]),
        ("One [1][2].", [("One.", (1, 2))]),
        ("One [1] [2].", [("One.", (1, 2))]),
        ("One [1, 2].", [("One.", (1, 2))]),
        ("One [1; 3].", [("One.", (1, 3))]),
        ("One [2-4].", [("One.", (2, 3, 4))]),
        ("One [2–4, 1].", [("One.", (2, 3, 4, 1))]),
        ("One 【1】.", [("One.", (1,))]),
        ("One ［1］.", [("One.", (1,))]),
        ("One [1] and two [2] and one [1].", [("One and two and one.", (1, 2))]),
        ("One [0]. Two [999999].", [("One.", (0,)), ("Two.", (999999,))]),
        ("One [1a]. Two [see 2].", [("One [1a].", ()), ("Two [see 2].", ())]),
    ],
)  # fmt: skip
def test_marks_belong_to_the_sentence_that_they_follow(
    text: str, statements: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert cut(text) == statements


def test_a_range_of_marks_is_never_long() -> None:
    ((_, marks),) = cut("Everything [1-900000].")
    assert marks == tuple(range(1, 11))


@pytest.mark.parametrize("text", ["See [1](http://x.example) here [2].", "See ![1](http://x.example) here [2]."])
def test_the_text_of_a_link_is_no_mark(text: str) -> None:
    ((said, marks),) = cut(text)
    assert "http://x.example" in said
    assert marks == (2,)


def test_a_link_after_a_full_stop_takes_no_mark_from_the_sentence_before() -> None:
    assert cut("One [2]. [1](http://x.example) three.") == [("One.", (2,)), ("[1](http://x.example) three.", ())]


def test_a_mark_that_turns_out_to_be_a_link_was_not_read_too_early() -> None:
    pieces = ["The plan runs to 2030…[3]. [1]", "(http://x.example) Three."]
    assert read(pieces) == read(["".join(pieces)])


def test_a_mark_in_the_next_piece_still_belongs_to_the_sentence() -> None:
    reader = StatementReader()
    for piece in ("The plan ends. ", "[", "1", "]", " The"):
        assert list(reader.feed(piece)) == []
    assert [(each.text, each.marks) for each in reader.feed(" city ")] == [("The plan ends.", (1,))]


def test_a_sentence_is_given_back_before_the_line_ends() -> None:
    reader = StatementReader()
    assert [each.text for each in reader.feed("One thing [1]. Another thi")] == ["One thing."]
    assert [each.text for each in reader.feed("ng [2].\n")] == ["Another thing."]
    assert list(reader.finish()) == []


# --- sentences ---


@pytest.mark.parametrize(
    "sentence",
    [
        "The budget is 3.5 billion won.",
        "It was agreed with the U.S. Army in Seoul.",
        "Art. 12 of No. 3 holds for Dr. Kim.",
        "The page is www.seaport.example and opens at 9 a.m. Monday.",
    ],
)
def test_decimals_and_abbreviations_end_no_sentence(sentence: str) -> None:
    assert cut(f"{sentence[:-1]} [1].") == [(sentence, (1,))]


def test_a_word_that_is_not_whole_yet_ends_no_sentence() -> None:
    reader = StatementReader()
    assert list(reader.feed("It was agreed with the U.S. A")) == []  # "A" may begin a sentence, "Army" does not
    assert list(reader.feed("rmy in Seoul [1].")) == []
    assert [each.text for each in reader.finish()] == ["It was agreed with the U.S. Army in Seoul."]


def test_korean_sentences_are_told_apart() -> None:
    text = "부산은 세 가지를 계획한다 [1]. 광주는 다섯 가지다.[2] 끝이다. [3]"
    assert cut(text) == [("부산은 세 가지를 계획한다.", (1,)), ("광주는 다섯 가지다.", (2,)), ("끝이다.", (3,))]


def test_a_long_sentence_is_never_cut_in_two() -> None:
    assert cut(f"{LONG}more [1]. And then [2].") == [(f"{LONG}more.", (1,)), ("And then.", (2,))]


def test_a_line_of_many_sentences_is_cut_however_long_it_is() -> None:
    statements = cut("The city builds three quays for container ships [1]. " * 200)
    assert statements == [("The city builds three quays for container ships.", (1,))] * 200


def test_a_line_without_an_end_is_one_statement() -> None:
    ((text, marks),) = cut("and on " * 1_000 + "[1]. It ends [2].")
    assert (text[-8:], marks) == ("It ends.", (1, 2))


def test_emphasis_and_code_are_left_out_of_the_text() -> None:
    ((text, marks),) = cut("**The plan** has *three* `quays` and __one__ 5 * 3 crane [1].")
    assert (text, marks) == ("The plan has three quays and one 5 * 3 crane.", (1,))


def test_what_was_written_is_kept_as_it_was() -> None:
    (first, second), _ = read(["- **One** thing. [1] Two [2]."])
    assert (first.raw, second.raw) == ("**One** thing. [1]", "Two [2].")


# --- lines ---


@pytest.mark.parametrize(
    ("written", "marker"), [("-", "-"), ("*", "-"), ("•", "-"), ("1.", "1."), ("12.", "12."), ("3)", "3."), ("①", "-")]
)
def test_a_list_item_has_a_marker_and_a_line_of_its_own(written: str, marker: str) -> None:
    items, _ = read([f"{written} North quay [1].\n{written} South quay. [2] It is long [3]."])
    assert [(each.text, each.marker, each.marks) for each in items] == [
        ("North quay.", marker, (1,)),
        ("South quay.", marker, (2,)),
        ("It is long.", "", (3,)),
    ]
    assert items[0].line != items[1].line == items[2].line


def test_a_sentence_may_begin_like_a_list_item_within_a_line() -> None:
    assert cut("It has two aims. 1) Growth [1]. - Jobs [2].") == [
        ("It has two aims.", ()),
        ("1) Growth.", (1,)),
        ("- Jobs.", (2,)),
    ]


@pytest.mark.parametrize("text", ["2030. That is the end [1].", "-5 degrees [1].", "1.5 million [1]."])
def test_numbers_are_no_list_markers(text: str) -> None:
    statements, _ = read([text])
    assert {each.marker for each in statements} == {""}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\n\n \n"])
def test_every_kind_of_line_end_ends_a_statement(end: str) -> None:
    statements, _ = read([f"- One{end}- Two{end}"])
    assert [each.text for each in statements] == ["One", "Two"]
    assert statements[0].line != statements[1].line


def test_sentences_of_a_paragraph_share_a_line() -> None:
    statements, _ = read(["One [1]. Two [2].\nThree [3]."])
    assert [each.line for each in statements] == [0, 0, 1]


@pytest.mark.parametrize("lead", ["The plan has two parts:", "## Quays", "### 2. Quays", "**The parts:**"])
def test_headings_and_lines_that_end_with_a_colon_only_lead_in(lead: str) -> None:
    (first, second), _ = read([f"{lead}\n- North [1]"])
    assert (first.leads, first.marker, second.leads) == (True, "", False)


@pytest.mark.parametrize("line", ["The plan has two parts [1]:", "## Quays [1]"])
def test_a_line_that_carries_marks_states_something_itself(line: str) -> None:
    (statement,), _ = read([line])
    assert (statement.leads, statement.marks) == (False, (1,))


def test_rules_fences_and_stray_signs_state_nothing() -> None:
    text = "---\n***\n___\n===\n```python. And so on. Then more\n|---|:-:|\n-\n*\n…\n!!\n"
    assert cut(text) == []


def test_code_and_rows_are_statements_like_others() -> None:
    assert cut("```\nprint(1) [1]\n```\n| North. East | 40 | [1]") == [
        ("print(1)", (1,)),
        ("| North. East | 40 |", (1,)),
    ]


def test_a_bar_within_a_line_makes_no_row_of_it() -> None:
    assert cut("It ends [1]. North | East quay [2].") == [("It ends.", (1,)), ("North | East quay.", (2,))]


# --- NOT_STATED ---


@pytest.mark.parametrize("text", ["NOT_STATED", "NOT_STATED.", "**NOT_STATED**", " - NOT_STATED\n", "`NOT_STATED`", "NOT_STATED [1]"])  # fmt: skip
def test_not_stated_alone_is_no_statement(text: str) -> None:
    assert read([text]) == read(text) == ([], True)


@pytest.mark.parametrize("text", ["One [1].\nNOT_STATED", "One [1]. NOT_STATED", "One. [1]\n\n**NOT_STATED**\n"])
def test_not_stated_may_follow_what_is_stated(text: str) -> None:
    assert cut(text) == [("One.", (1,))]
    assert read([text])[1] is True


def test_a_sentence_about_the_word_is_not_the_word() -> None:
    assert read(["The passages are NOT_STATED here."])[1] is False


# --- time ---


@pytest.mark.parametrize(
    "text",
    [
        "The plan runs to 2030 [1]. " * 1_900,
        "a" * 50_000,
        "[1" * 25_000,
        "1.2." * 12_500,
        "* " * 25_000,
        "[1] " * 12_500,
    ],
    ids=lambda text: text[:8],
)
def test_fifty_thousand_characters_take_no_time(text: str) -> None:
    began = time.process_time()
    read([text])
    assert time.process_time() - began < 2
    read([text[i : i + 40] for i in range(0, len(text), 40)])
    assert time.process_time() - began < 4
