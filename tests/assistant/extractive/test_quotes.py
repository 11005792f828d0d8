"""Quotes and how they are set out: verbatim by offset, each with its mark."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.quoting.quotes import (
    Numbering,
    Part,
    Quote,
    escaped,
    in_document_order,
    is_marker,
    marker_length,
    narrowed,
    of_block,
    of_chunk,
    set_out,
    unescaped,
)
from assistant.wording import said
from retrieval.language.sentences import Span
from retrieval.loading.pieces.canonical import Piece, assemble
from retrieval.records import Block, Chunk, Document, Metadata

METADATA = Metadata("Harbour Plan", "Seaport City", published=date(2024, 5, 1), source="https://seaport.example/plan")
TEXT, BLOCKS = assemble(
    [
        Piece("heading", "Quays", 1, page=1),
        Piece("paragraph", "The city builds quays:", page=1),
        Piece("item", "1. North quay", 1, page=1),
        Piece("item", "12. South quay", 1, page=2),
        Piece("item", "- a crane", 2, page=2),
        Piece("row", "Quay | 40 million", page=2),
    ]
)
DOCUMENT = Document("plan.pdf", TEXT, BLOCKS, METADATA)


def quote(start: int, end: int, document: str = "plan.pdf", marker: str = "") -> Quote:
    text = TEXT[start:end]
    return Quote(document, start, end, text, ("Quays",), 1, METADATA, marker)


@pytest.mark.parametrize(
    ("number", "text", "marker", "page"),
    [
        (1, "The city builds quays:", "", 1),
        (2, "North quay", "1.", 1),
        (3, "South quay", "12.", 2),
        (4, "a crane", "-", 2),
        (5, "Quay | 40 million", "-", 2),
    ],
)
def test_a_block_is_quoted_without_its_marker_and_with_its_own_page(
    number: int, text: str, marker: str, page: int
) -> None:
    made = of_block(DOCUMENT, BLOCKS[number], ("Quays",))
    assert (made.text, made.marker, made.page) == (text, marker, page)
    assert TEXT[made.start : made.end] == text


def test_a_fragment_of_a_chunk_stands_where_it_stands_in_the_document() -> None:
    start, end = BLOCKS[2].start, BLOCKS[5].end
    chunk = Chunk("plan.pdf", 0, start, end, TEXT[start:end], ("Quays",), 1, METADATA)
    at = chunk.text.index("South")
    made = of_chunk(chunk, Span(at, at + len("South quay")))
    assert (made.text, made.marker) == ("South quay", "12.")
    assert TEXT[made.start : made.end] == "South quay"


def test_a_sentence_within_an_item_has_no_marker_of_its_own() -> None:
    text = "- One thing. Another."
    chunk = Chunk("a.md", 0, 0, len(text), text, (), None, METADATA)
    assert of_chunk(chunk, Span(2, 12)).marker == "-"
    assert of_chunk(chunk, Span(13, 21)).marker == ""


def test_a_part_of_a_quote_keeps_its_place() -> None:
    whole = of_block(DOCUMENT, BLOCKS[1], ())
    part = narrowed(whole, Span(4, 8))
    assert part.text == "city" == TEXT[part.start : part.end]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("- ", True), ("12. ", True), ("-", True), ("a. ", True), ("가. ", True), ("ab. ", False), ("", False)],
)
def test_a_marker_is_a_dash_or_a_number_or_letter_with_a_full_stop(text: str, is_one: bool) -> None:
    assert is_marker(text) is is_one


@pytest.mark.parametrize(("item", "length"), [("- a", 2), ("10. a b", 4), ("a b", 0), ("-", 0), ("- ", 2)])
def test_the_length_of_a_marker_includes_the_blank(item: str, length: int) -> None:
    assert marker_length(item) == length


def test_sentences_make_a_paragraph_and_items_a_list() -> None:
    first, second = quote(0, 5), quote(7, 29)
    items = [of_block(DOCUMENT, block, ()) for block in BLOCKS[2:4]]
    text, citations = set_out([Part((first, second, *items))])
    assert text == "Quays [1] The city builds quays: [2]\n\n1. North quay [3]\n12. South quay [4]"
    assert [c.n for c in citations] == [1, 2, 3, 4]
    assert [c.quote for c in citations] == ["Quays", "The city builds quays:", "North quay", "South quay"]


def test_a_lead_and_a_heading_stand_before_their_quotes_and_parts_apart() -> None:
    text, _ = set_out(
        [
            Part((quote(0, 5),), lead=said("unit-duty"), heading="Seaport"),
            Part(lead=said("thanks"), items=("one", "two [2]")),
        ]
    )
    assert (
        text
        == "The duty as the documents state it:\n\n**Seaport**\n\nQuays [1]\n\nYou are welcome.\n\n- one\n- two \\[2]"
    )


def test_a_repeated_quote_keeps_its_number_and_is_cited_once() -> None:
    text, citations = set_out([Part((quote(0, 5),)), Part((quote(7, 29),)), Part((quote(0, 5),))])
    assert text == "Quays [1]\n\nThe city builds quays: [2]\n\nQuays [1]"
    assert len(citations) == 2


def test_the_same_offsets_in_another_document_are_another_quote() -> None:
    _, citations = set_out([Part((quote(0, 5), quote(0, 5, "other.md")))])
    assert [(c.n, c.document_id) for c in citations] == [(1, "plan.pdf"), (2, "other.md")]


def test_a_quote_over_two_lines_is_shown_on_one_and_cited_as_it_stands() -> None:
    broken = Quote("a.md", 0, 9, "two\nlines", (), None, METADATA)
    text, citations = set_out([Part((broken,))])
    assert text == "two lines [1]"
    assert citations[0].quote == "two\nlines"


def test_a_citation_carries_what_the_document_says_of_itself() -> None:
    _, (citation,) = set_out([Part((of_block(DOCUMENT, BLOCKS[3], ("Plan", "Quays")),))])
    assert (
        citation.title,
        citation.organisation,
        citation.section,
        citation.page,
        citation.published,
        citation.url,
    ) == (
        "Harbour Plan",
        "Seaport City",
        "Plan > Quays",
        2,
        date(2024, 5, 1),
        "https://seaport.example/plan",
    )


def test_a_source_that_is_no_web_address_is_no_link() -> None:
    named = Quote("a.md", 0, 1, "x", (), None, Metadata("A", source="javascript:alert(1)"))
    _, (citation,) = set_out([Part((named,))])
    assert citation.url is None


def test_nothing_to_say_is_an_empty_text() -> None:
    assert set_out([]) == ("", ())


def test_document_order_is_by_first_use_then_place_without_what_lies_inside_another() -> None:
    given = [quote(40, 50, "b"), quote(20, 30, "a"), quote(5, 9, "b"), quote(20, 30, "a"), quote(22, 25, "a")]
    assert [each.place for each in in_document_order(given)] == [("b", 5, 9), ("b", 40, 50), ("a", 20, 30)]


def test_a_longer_quote_with_the_same_start_is_kept() -> None:
    assert [each.place for each in in_document_order([quote(0, 5), quote(0, 9)])] == [("plan.pdf", 0, 9)]


def test_blocks_are_told_apart_by_kind_alone() -> None:
    dashed = Document("a.md", "- looks like an item", (Block("paragraph", 0, 20),), METADATA)
    made = of_block(dashed, dashed.blocks[0], ())
    assert (made.start, made.text) == (0, "- looks like an item")


def test_a_numbering_gives_marks_one_by_one_and_keeps_those_given() -> None:
    numbering = Numbering()
    assert [numbering.mark(each) for each in (quote(7, 29), quote(0, 5), quote(7, 29))] == ["[1]", "[2]", "[1]"]
    assert [(c.n, c.quote) for c in numbering.citations] == [(1, "The city builds quays:"), (2, "Quays")]


def test_citations_taken_early_do_not_change_later() -> None:
    numbering = Numbering()
    numbering.mark(quote(0, 5))
    early = numbering.citations
    numbering.mark(quote(7, 29))
    assert (len(early), len(numbering.citations)) == (1, 2)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see [1] and [999]", "see \\[1] and \\[999]"),
        ("[1a] [2024]", "[1a] [2024]"),
        ("**bold** *one*", "\\**bold\\** *one*"),
        ("<b>x</b> <!-- < 5 <3", "\\<b>x\\</b> \\<!-- < 5 <3"),
        ("[a](http://x)", "[a\\](http://x)"),
        ("two\n  lines", "two lines"),
    ],
)
def test_words_that_read_as_markup_are_escaped_and_come_back(text: str, shown: str) -> None:
    assert escaped(text) == shown
    assert unescaped(shown) == " ".join(text.split())
