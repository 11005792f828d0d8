"""Markdown becomes what a reader reads."""

from __future__ import annotations

import pytest

from retrieval.loading import markdown as load_markdown
from retrieval.loading.markdown import markdown_pieces
from retrieval.loading.pieces.canonical import Piece, assemble
from retrieval.loading.pieces.files import UnreadableFileError


def read(markdown: str) -> str:
    return assemble(markdown_pieces(markdown))[0]


def test_headings_keep_their_level_and_lose_their_marks() -> None:
    assert markdown_pieces("# Plan\n\n### *Deep* part") == [
        Piece("heading", "Plan", 1),
        Piece("heading", "Deep part", 3),
    ]


def test_inline_marks_links_images_and_code_become_their_text() -> None:
    assert read("A **bold** [link](http://x.kr), `code` and ![map of Busan](m.png).") == (
        "A bold link, code and map of Busan."
    )


def test_wrapped_lines_are_joined_and_hard_breaks_kept() -> None:
    assert read("one\ntwo  \nthree") == "one two\nthree"


def test_lists_keep_markers_numbers_and_nesting() -> None:
    text, blocks = assemble(markdown_pieces("Lead:\n\n- a\n  - b\n  - c\n- d\n\n3. three\n4. four\n"))
    assert text == "Lead:\n\n- a\n  - b\n  - c\n- d\n3. three\n4. four"
    assert [(b.kind, b.level, text[b.start : b.end]) for b in blocks] == [
        ("paragraph", 0, "Lead:"),
        ("item", 1, "- a"),
        ("item", 2, "- b"),
        ("item", 2, "- c"),
        ("item", 1, "- d"),
        ("item", 1, "3. three"),
        ("item", 1, "4. four"),
    ]


def test_an_item_of_several_paragraphs_stays_whole() -> None:
    assert markdown_pieces("- Team A\n\n  Room 207\n") == [Piece("item", "- Team A\nRoom 207", 1)]


def test_table_rows_are_blocks_with_cells_joined() -> None:
    assert markdown_pieces("| Team | Phone |\n|---|---|\n| Planning | 053-819-3024 |\n") == [
        Piece("row", "Team | Phone"),
        Piece("row", "Planning | 053-819-3024"),
    ]


def test_raw_html_is_reduced_to_its_text() -> None:
    assert read("<div class='x'>kept</div>\n\nand <b>this</b> <!-- not this --> too<br>next") == (
        "kept\n\nand this too\nnext"
    )


def test_scripts_and_hidden_parts_in_html_are_dropped() -> None:
    assert read("a\n\n<script>alert(1)</script>\n\n<p style='display: none'>secret</p>\n\nb <style>p{}</style>c") == (
        "a\n\nb c"
    )


@pytest.mark.parametrize("opening", ["<script>", "<textarea>", "<title>", "<!--", "<style>", "<svg>", "<iframe src=x>"])
def test_an_unclosed_element_does_not_swallow_the_rest(opening: str) -> None:
    assert "the rest" in read(f"before {opening} after\n\nthe rest")
    assert "the rest" in read(f"{opening}\n\nthe rest")


def test_text_that_looks_like_markup_in_code_is_text() -> None:
    assert read("```\n<b>x</b>\n  y | z\n```") == "<b>x</b>\n  y | z"


def test_nesting_beyond_reading_is_refused_and_not_cut() -> None:
    with pytest.raises(UnreadableFileError, match="nested too deeply"):
        markdown_pieces(">" * 500 + " lost?")


def test_fifty_levels_of_quotes_are_read() -> None:
    assert read(">" * 50 + " deep") == "deep"


def test_references_that_write_out_as_too_much_are_refused_before_they_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_markdown, "_LARGEST", 1000)
    long = "[x]: http://example.org/" + "a" * 81 + "\n\n"  # an address of 100 characters
    assert read(long + "[x] " * 10) == " ".join("x" * 10)
    for used in ("[x] " * 11, "![x] " * 11, "- [x]\n" * 11, "| [x] |\n|---|\n" + "| [x] |\n" * 10):
        with pytest.raises(UnreadableFileError, match="uses references to long addresses so often"):
            markdown_pieces(long + used)


def test_numbers_of_footnotes_stay_apart_from_figures_and_notes_are_paragraphs() -> None:
    assert read("It makes 1,200[^3] jobs.\n\n[^3]: As of 2025.\n[^b]: Unused.") == (
        "It makes 1,200 ³ jobs.\n\n³ As of 2025.\n\nb Unused."
    )
    assert read("A class [^a-z] of letters.") == "A class [^a-z] of letters."
