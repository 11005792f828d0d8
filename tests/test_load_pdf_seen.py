"""Text of a PDF that a reader cannot see is not read; text that can be seen stays, white letters included."""

from __future__ import annotations

import io
from typing import Any

import pytest

from retrieval.load_files import UnreadableFileError
from retrieval.load_pdf import pdf_pieces

SEEN = "BT /F 11 Tf 50 700 Td (Seen.) Tj ET "
SHOW = "(Words.) Tj ET "
AT = f"BT /F 11 Tf 50 500 Td {SHOW}"
DARK = "0 0 0.4 rg 40 490 200 30 re f "
PICTURE = "q 300 0 0 300 0 0 cm /Im Do Q "


def painted(content: str, crop: tuple[float, float, float, float] | None = None) -> bytes:
    """A PDF of one page of 300 x 800 points with this content, a font, a spot colour, a picture and a form."""
    from pypdf import PdfWriter
    from pypdf.generic import (
        ArrayObject,
        BooleanObject,
        DecodedStreamObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        NumberObject,
        RectangleObject,
    )

    def named(**entries: Any) -> DictionaryObject:
        return DictionaryObject({NameObject(f"/{name}"): entry for name, entry in entries.items()})

    def stream(data: str, **entries: Any) -> Any:
        made = DecodedStreamObject()
        made.set_data(data.encode())
        made.update(named(**entries))
        return writer._add_object(made)

    def numbers(*values: float) -> ArrayObject:
        return ArrayObject(FloatObject(value) for value in values)

    writer = PdfWriter()
    page = writer.add_blank_page(300, 800)
    font = named(Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Helvetica"))
    tint = named(
        FunctionType=NumberObject(2),
        Domain=numbers(0, 1),
        C0=numbers(0, 0, 0, 0),
        C1=numbers(1, 1, 0, 0),
        N=NumberObject(1),
    )
    spot = ArrayObject([NameObject("/Separation"), NameObject("/Blue"), NameObject("/DeviceCMYK"), tint])
    gray = {"ColorSpace": NameObject("/DeviceGray"), "BitsPerComponent": NumberObject(8)}
    picture = stream("x", Subtype=NameObject("/Image"), Width=NumberObject(1), Height=NumberObject(1), **gray)
    shading = named(
        ShadingType=NumberObject(2),
        ColorSpace=NameObject("/DeviceCMYK"),
        Coords=numbers(0, 0, 300, 0),
        Function=tint,
        Extend=ArrayObject([BooleanObject(True), BooleanObject(True)]),
    )
    pattern = named(PatternType=NumberObject(2), Shading=shading)
    form = stream(
        "BT /F 11 Tf 0 0 Td (In form.) Tj ET",
        Subtype=NameObject("/Form"),
        BBox=numbers(-10, -10, 200, 50),
        Resources=named(Font=named(F=font)),
    )
    page[NameObject("/Resources")] = named(
        Font=named(F=font),
        ColorSpace=named(Spot=spot),
        XObject=named(Im=picture, Fm=form),
        Pattern=named(P=pattern),
        ExtGState=named(Clear=named(ca=FloatObject(0)), Half=named(ca=FloatObject(0.5))),
    )
    page[NameObject("/Contents")] = stream(content)
    if crop:
        page.cropbox = RectangleObject(crop)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read(content: str, crop: tuple[float, float, float, float] | None = None) -> str:
    return " ".join(piece.text for piece in pdf_pieces(painted(SEEN + content, crop))[0]).removeprefix("Seen.").strip()


@pytest.mark.parametrize(
    "content",
    [
        f"1 g {AT}",
        f"0.95 g {AT}",
        f"1 1 1 rg {AT}",
        "1 g BT /F 11 Tf 50 500 Td [(Wo) null -20 (rds.)] TJ ET ",
        f"0 0 0 0 k {AT}",
        f"/DeviceRGB cs 1 1 1 sc {AT}",
        f"/Spot cs 0.02 scn {AT}",
        f"{DARK}{AT}",
        f"0 g 40 490 200 30 re f {AT}",
        f"{DARK} 1 g 40 490 200 30 re f {AT}",
        f"/Clear gs {AT}",
        f"BT 3 Tr /F 11 Tf 50 500 Td {SHOW}",
        f"1 G BT 1 Tr /F 11 Tf 50 500 Td {SHOW}",
        f"BT /F 1 Tf 50 500 Td {SHOW}",
        f"BT /F 11 Tf 0.05 0 0 0.05 50 500 Tm {SHOW}",
        f"q 0.1 0 0 0.1 0 0 cm BT /F 11 Tf 500 5000 Td {SHOW} Q",
        f"BT 1 Tz /F 11 Tf 50 500 Td {SHOW}",
        f"BT /F 11 Tf 50 -100 Td {SHOW}",
        f"BT /F 11 Tf 900 500 Td {SHOW}",
        f"BT /F 11 Tf -900 500 Td {SHOW}",
        "BT /F 11 Tf 0 500 Td [-90000 (Words.)] TJ ET ",
        "BT /F 11 Tf -800 500 Td [-74000 ( ) 90000 (Words.)] TJ ET ",
        f"0 0 0 0 re W n {AT}",
        "1 g BT /F 11 Tf 12 TL 50 500 Td (Words.) ' ET ",
        '1 g BT /F 11 Tf 12 TL 50 500 Td 0 0 (Words.) " ET ',
        "1 g q 1 0 0 1 50 500 cm /Fm Do Q",
        "q 1 0 0 1 50 -500 cm /Fm Do Q",
    ],
)
def test_text_that_cannot_be_seen_is_not_read(content: str) -> None:
    assert read(content) == ""


@pytest.mark.parametrize(
    "content",
    [
        AT,
        f"0.5 g {AT}",
        f"/Spot cs 0.8 scn {AT}",
        f"/Pattern cs /P scn BT /F 11 Tf 250 500 Td {SHOW}",
        f"/Half gs {AT}",
        f"1 g q {DARK} Q {AT}",
        f"0 g 45 490 m 240 490 l 240 520 l 45 520 l h f 1 g {AT}",
        f"{PICTURE} 1 g BT /F 11 Tf 50 100 Td {SHOW}",
        f"1 g 0 G BT 2 Tr /F 11 Tf 50 500 Td {SHOW}",
        f"q 1 g Q {AT}",
        f"BT /F 1 Tf 11 0 0 11 50 500 Tm {SHOW}",
        f"BT /F 0.1 Tf 110 0 0 110 50 500 Tm {SHOW}",
        f"BT /F 11 Tf -5 500 Td {SHOW}",
        f"BT /F 11 Tf 0 1 -1 0 50 500 Tm {SHOW}",
        f"q 40 490 200 30 re W n {AT} Q",
        f"q 0 0 10 10 re W n 0 g 0 0 300 800 re f Q {AT}",
        f"q 0 0 m 10 0 l 0 10 l h W n 0 g 0 0 300 800 re f Q {AT}",
        f"0 g 0 0 300 800 re 10 10 280 780 re f* {AT}",
    ],
)
def test_text_that_can_be_seen_is_read(content: str) -> None:
    assert read(content) == "Words."


def test_what_lies_off_the_crop_box_is_not_read() -> None:
    assert read(AT, (0, 0, 300, 800)) == "Words."
    assert read(AT, (0, 600, 300, 800)) == ""


def test_hidden_words_between_seen_ones_on_a_line_go_alone() -> None:
    line = "BT /F 11 Tf 50 500 Td (Before ) Tj 1 g (secret ) Tj 0 g [(af) -20 (ter.)] TJ ET"
    assert read(line) == "Before after."


def test_words_pushed_off_the_page_go_without_those_before_them() -> None:
    assert read("BT /F 11 Tf 50 500 Td [(Before.) -90000 (secret)] TJ ET") == "Before."


def test_a_form_is_read_where_it_can_be_seen() -> None:
    assert read("q 1 0 0 1 50 500 cm /Fm Do Q") == "In form."


def test_what_was_recognised_in_a_scan_is_read() -> None:
    recognised = f"BT 3 Tr /F 11 Tf 50 500 Td {SHOW}"
    assert read(f"{recognised} q 300 0 0 800 0 0 cm /Im Do Q") == "Words."
    assert read(f"q 300 0 0 800 0 0 cm /Im Do Q {recognised}") == "Words."
    assert read(f"q 30 0 0 80 0 0 cm /Im Do Q {recognised}") == ""


def test_operands_of_a_wrong_kind_hide_nothing() -> None:
    odd = "/Nothing gs (x) g 1 rg /None cs 1 sc /Gone Do (a) 1 cm 7 re W n "
    assert "Words." in read(f"q {odd} Q {AT}")


def test_a_table_head_of_white_letters_is_read_and_its_twin_without_ground_is_not() -> None:
    from fpdf import FPDF
    from fpdf.fonts import FontFace

    def table(**head: Any) -> list[str]:
        paper = FPDF()
        paper.add_page()
        paper.set_font("Helvetica", size=11)
        with paper.table(headings_style=FontFace(color=(255, 255, 255), **head)) as rows:
            for cells in (("Team", "Phone"), ("Planning", "Three")):
                rows.row(cells)
        return " ".join(piece.text for piece in pdf_pieces(bytes(paper.output()))[0]).split()

    assert table(fill_color=(0, 51, 102)) == ["Team", "Phone", "Planning", "Three"]
    assert table() == ["Planning", "Three"]


def test_a_pdf_of_which_nothing_can_be_seen_says_so() -> None:
    with pytest.raises(UnreadableFileError, match=r"^holds no text that can be seen: "):
        pdf_pieces(painted(f"1 g {AT}"))
