"""Text of a PDF that a reader cannot see is not read; text that can be seen stays, white letters included."""

from __future__ import annotations

import io
from typing import Any

import pytest

from retrieval.loading.pdf.pdf import pdf_pieces
from retrieval.loading.pieces.files import UnreadableFileError

pytestmark = pytest.mark.slow

SEEN = "BT /F 11 Tf 50 700 Td (Seen.) Tj ET "
SHOW = "(Words.) Tj ET "
AT = f"BT /F 11 Tf 50 500 Td {SHOW}"
DARK = "0 0 0.4 rg 40 490 200 30 re f "
PICTURE = "q 300 0 0 300 0 0 cm /Im Do Q "


def painted(
    content: str, crop: tuple[float, float, float, float] | None = None, turned: int = 0, letters: str = ""
) -> bytes:
    """A PDF of one page of 300 x 800 points with this content, a font, a spot colour, a picture, a form and two layers.

    `letters` is a map from the font's codes to characters, as it stands in a file.
    """
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
        TextStringObject,
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
    if letters:
        font[NameObject("/ToUnicode")] = stream(letters)
    shown, hidden = (
        writer._add_object(named(Type=NameObject("/OCG"), Name=TextStringObject(name))) for name in ("Shown", "Hidden")
    )
    writer._root_object[NameObject("/OCProperties")] = named(
        OCGs=ArrayObject([shown, hidden]), D=named(ON=ArrayObject([shown]), OFF=ArrayObject([hidden]))
    )
    page[NameObject("/Resources")] = named(
        Properties=named(On=shown, Off=hidden),
        Font=named(F=font),
        ColorSpace=named(Spot=spot),
        XObject=named(Im=picture, Fm=form),
        Pattern=named(P=pattern),
        ExtGState=named(Clear=named(ca=FloatObject(0)), Half=named(ca=FloatObject(0.5))),
    )
    page[NameObject("/Contents")] = stream(content)
    if crop:
        page.cropbox = RectangleObject(crop)
    page.rotate(turned)
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
        f"{AT} 1 g 40 490 200 30 re f",
        f"{AT} q 200 0 0 30 40 490 cm /Im Do Q",
        f"/OC /Off BDC {AT} EMC",
        f"q 0 0 m 10 0 l 0 10 l h W n {AT} Q",
        f"q 40 400 m 240 400 l 240 420 l h W n {AT} Q",
        "1 g BT /F 11 Tf 50 700 Td (Words.) Tj ET",
        "0.9 0.97 1 rg BT /F 11 Tf 50 500 Td [(W) 40 (ords.)] TJ ET",
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
        f"/OC /On BDC {AT} EMC",
        f"1 g 40 490 200 30 re f 0 g {AT}",
        f"0.8 g {AT}",
        f"BT /F 4 Tf 50 500 Td {SHOW}",
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


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_turned_pages_are_looked_at_where_their_text_stands(turned: int) -> None:
    pieces = pdf_pieces(painted(f"{SEEN} 1 g {AT} 0 g BT /F 11 Tf 50 300 Td (More words.) Tj ET", turned=turned))[0]
    text = " ".join(piece.text for piece in pieces)
    assert "Seen." in text
    assert "More words." in text
    assert text.count("ords.") == 1


def test_the_covered_half_of_a_line_goes_alone() -> None:
    line = "BT /F 11 Tf 50 500 Td (Open to all and closed to nobody.) Tj ET"
    assert read(f"{line} 1 g 124 490 150 30 re f") == "Open to all and"


def test_a_mark_alone_and_a_text_painted_twice_are_seen() -> None:
    dash = "BT /F 8 Tf 50 500 Td (a) Tj 6 0 Td (-) Tj 6 0 Td (b) Tj ET"
    assert read(dash).replace(" ", "") == "a-b"
    assert "Words." in read(f"{AT} BT /F 11 Tf 50.3 500 Td {SHOW}")


def test_letters_are_read_as_a_font_outside_the_file_draws_them() -> None:
    lie = "1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <31> <0039> <32> <0038> endbfchar"
    shown = pdf_pieces(painted("BT /F 11 Tf 50 500 Td (Call 121.) Tj ET", letters=lie))[0]
    assert [piece.text for piece in shown] == ["Call 121."]


def test_where_the_two_readers_disagree_what_is_painted_is_read() -> None:
    """A text before any font is named: pypdf reads it, no viewer paints it."""
    content = f"BT 50 600 Td (Never painted.) Tj ET {SEEN} {AT} 1 g BT /F 11 Tf 50 480 Td (White.) Tj ET"
    assert " ".join(piece.text for piece in pdf_pieces(painted(content))[0]) == "Seen. Words."


def test_forms_that_multiply_are_refused() -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter(PdfReader(io.BytesIO(painted(SEEN + "/Fm Do"))))
    resources: Any = writer.pages[0]["/Resources"]
    things = resources["/XObject"]
    for _ in range(12):
        form = DecodedStreamObject()
        form.set_data(b"/Fm Do " * 8)
        form.update(things["/Fm"].get_object())
        form[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/XObject"): DictionaryObject({NameObject("/Fm"): things.raw_get("/Fm")})}
        )
        things[NameObject("/Fm")] = writer._add_object(form)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(UnreadableFileError, match=r"^paints its forms too many times"):
        pdf_pieces(out.getvalue())


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
        return [piece.text for piece in pdf_pieces(bytes(paper.output()))[0]]

    assert table(fill_color=(0, 51, 102)) == ["Team | Phone", "Planning | Three"]
    assert table() == ["Planning | Three"]


def test_a_pdf_of_which_nothing_can_be_seen_says_so() -> None:
    with pytest.raises(UnreadableFileError, match=r"^holds no text that can be seen: "):
        pdf_pieces(painted(f"1 g {AT}"))
