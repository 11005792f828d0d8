"""PDF files made here with fpdf2: what is on the paper comes out as blocks with pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from retrieval.loading.pdf.pdf import pdf_pieces
from retrieval.loading.pieces.canonical import Piece
from retrieval.loading.pieces.files import UnreadableFileError

LONG = "The province draws up a plan for informatization and asks all of its bureaus to take part in each of the steps."


def pdf(draw: Callable[[Any], None], head: str = "", title: str = "") -> bytes:
    """A PDF drawn by `draw`, with a running head and page numbers if `head` is given."""
    from fpdf import FPDF

    class Paper(FPDF):
        def header(self) -> None:
            if head:
                self.set_font("Helvetica", "I", 9)
                self.cell(0, 6, head)
                self.ln(12)

        def footer(self) -> None:
            if head:
                self.set_y(-15)
                self.set_font("Helvetica", "", 9)
                self.cell(0, 6, f"- {self.page_no()} -", align="C")

    paper = Paper()
    if title:
        paper.set_title(title)
    paper.add_page()
    draw(paper)
    return bytes(paper.output())


def write(paper: Any, text: str, size: int = 11, style: str = "") -> None:
    paper.set_font("Helvetica", style, size)
    paper.multi_cell(0, 6, text, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(4)


def test_type_size_and_weight_make_headings() -> None:
    def draw(paper: Any) -> None:
        write(paper, "Master Plan", 20, "B")
        write(paper, "Aims", 14, "B")
        write(paper, LONG)
        write(paper, "Who takes part", 11, "B")
        write(paper, LONG)

    assert pdf_pieces(pdf(draw))[0] == [
        Piece("heading", "Master Plan", 1, 1),
        Piece("heading", "Aims", 2, 1),
        Piece("paragraph", LONG, 0, 1),
        Piece("heading", "Who takes part", 3, 1),
        Piece("paragraph", LONG, 0, 1),
    ]


def test_section_numbers_make_headings_in_plain_type() -> None:
    def draw(paper: Any) -> None:
        for line in ("Chapter 1 General", LONG, "Article 3 Aims", LONG, "3.1 Scope", LONG):
            write(paper, line)

    assert [(p.kind, p.level) for p in pdf_pieces(pdf(draw))[0]] == [
        ("heading", 1),
        ("paragraph", 0),
        ("heading", 2),
        ("paragraph", 0),
        ("heading", 2),
        ("paragraph", 0),
    ]


def test_running_heads_are_kept_once_page_numbers_dropped_and_pages_kept() -> None:
    def draw(paper: Any) -> None:
        for name in ("First", "Second", "Third"):
            write(paper, f"{name} part", 14, "B")
            write(paper, f"{name}. {LONG}")
            if name != "Third":
                paper.add_page()

    pieces, _, _ = pdf_pieces(pdf(draw, head="Plan of the province 2030"))
    assert [(p.text, p.page) for p in pieces] == [
        ("Plan of the province 2030", 1),
        ("First part", 1),
        (f"First. {LONG}", 1),
        ("Second part", 2),
        (f"Second. {LONG}", 2),
        ("Third part", 3),
        (f"Third. {LONG}", 3),
    ]


def test_a_paragraph_over_a_page_end_is_one_block_on_the_page_where_it_starts() -> None:
    def draw(paper: Any) -> None:
        paper.set_font("Helvetica", "", 11)
        paper.multi_cell(0, 6, f"{LONG} And this sentence is long enough to fill the line before it", align="L")
        paper.add_page()
        paper.multi_cell(0, 6, "goes on over the page. " + LONG, align="L")

    pieces, _, _ = pdf_pieces(pdf(draw, head="Head"))
    assert [piece.text for piece in pieces[:-1]] == ["Head"]
    assert pieces[-1].page == 1
    assert "before it goes on over the page. The" in pieces[-1].text


def test_words_broken_at_line_ends_are_mended_and_compounds_kept() -> None:
    def draw(paper: Any) -> None:
        paper.set_font("Helvetica", "", 11)
        for line in (
            "A long-term view is what the province wants for its plan of informati-",
            "zation, since a view of that kind makes sense for each and every long-",
            "term project and is shared by all bureaus of the province of Gyeongsang-",
            "Bukdo, whose name is a proper noun.",
        ):
            paper.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")

    (piece,) = pdf_pieces(pdf(draw))[0]
    assert "plan of informatization, since" in piece.text
    assert "every long-term project" in piece.text
    assert "Gyeongsang- Bukdo" in piece.text


def test_list_items_are_kept_apart_with_their_markers() -> None:
    def draw(paper: Any) -> None:
        write(paper, "The plan has these parts:")
        for line in (
            "- a first part",
            "- a second part, which is described at such a length that it has to go on in the next line of the page",
            "1. a number",
        ):
            paper.set_x(20)
            paper.set_font("Helvetica", "", 11)
            paper.multi_cell(0, 6, line, align="L", new_x="LMARGIN", new_y="NEXT")

    pieces, _, _ = pdf_pieces(pdf(draw))
    assert [p.kind for p in pieces] == ["paragraph", "item", "item", "item"]
    assert pieces[2].text.endswith("in the next line of the page")
    assert pieces[3].text == "1. a number"


def test_rows_of_figures_are_not_run_together() -> None:
    def draw(paper: Any) -> None:
        paper.set_font("Helvetica", "", 11)
        for line in ("2023 919 656", "2022 635 938"):
            paper.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")

    assert [(p.kind, p.text) for p in pdf_pieces(pdf(draw))[0]] == [("row", "2023 919 656"), ("row", "2022 635 938")]


def test_the_title_is_taken_from_the_file_if_somebody_chose_one() -> None:
    def draw(paper: Any) -> None:
        write(paper, LONG)

    assert pdf_pieces(pdf(draw, title="Master Plan 2030"))[2] == "Master Plan 2030"
    assert pdf_pieces(pdf(draw, title="Microsoft Word - plan_v3.docx"))[2] == ""
    assert pdf_pieces(pdf(draw, title="plan_final.hwp"))[2] == ""


def encrypted(user_password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf(lambda paper: write(paper, LONG)))))
    writer.encrypt(user_password=user_password, owner_password="owner", algorithm="AES-256")  # noqa: S106
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_password_is_asked_to_be_removed() -> None:
    with pytest.raises(UnreadableFileError, match=r"^is protected by a password: save a copy without one$"):
        pdf_pieces(encrypted("secret"))


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert pdf_pieces(encrypted(""))[0][0].text == LONG


def test_pages_without_text_ask_for_ocr() -> None:
    with pytest.raises(UnreadableFileError, match=r"^has no text layer \(2 pages of images\): run OCR first"):
        pdf_pieces(pdf(lambda paper: paper.add_page()))


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9])
def test_a_torn_pdf_says_that_it_is_damaged(cut: float) -> None:
    whole = pdf(lambda paper: write(paper, LONG))
    with pytest.raises(UnreadableFileError, match=r"^is a damaged PDF \(.+\): export it anew$"):
        pdf_pieces(whole[: int(cut * len(whole))])


def test_a_pdf_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.loading.pdf.pdf._SECONDS", -10)
    with pytest.raises(UnreadableFileError, match="takes too long"):
        pdf_pieces(pdf(lambda paper: write(paper, LONG)))


@pytest.mark.slow
def test_many_pages_are_read_each_with_its_number() -> None:
    def draw(paper: Any) -> None:
        for page in range(1, 121):
            write(paper, f"Measure {page} of the province starts in this year and ends in the next one.")
            if page < 120:
                paper.add_page()

    pieces = pdf_pieces(pdf(draw))[0]
    assert [piece.page for piece in pieces] == list(range(1, 121))
    assert pieces[119].text.startswith("Measure 120 of the province")
