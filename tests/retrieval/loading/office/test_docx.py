"""Word documents: what a reader sees of them is read, in order, and nothing else."""

from __future__ import annotations

import pytest
from office_files import cell, docx, packed, para, table

from retrieval.loading.office.docx import docx_pieces
from retrieval.loading.pieces import UnreadableFileError

BIG = '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="개요 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
LIST = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="ganada"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
)


def texts(data: bytes) -> list[str]:
    return [piece.text for piece in docx_pieces(data)[0]]


def item(text: str, level: int = 0) -> str:
    return para(text, more=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')


def test_a_style_with_an_outline_level_makes_a_heading_whatever_its_name() -> None:
    pieces, _, _ = docx_pieces(docx(para("사업 개요", "a1") + para("본문이다."), styles=BIG))
    assert [(piece.kind, piece.level, piece.text) for piece in pieces] == [
        ("heading", 1, "사업 개요"),
        ("paragraph", 0, "본문이다."),
    ]


def test_automatic_numbers_are_written_out_and_go_on_after_another_paragraph() -> None:
    body = item("접수") + item("서류", 1) + para("따로 선 글") + item("심사") + item("면접", 1)
    pieces, _, _ = docx_pieces(docx(body, numbering=LIST))
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("item", "가. 접수"),
        ("item", "1) 서류"),
        ("paragraph", "따로 선 글"),
        ("item", "나. 심사"),
        ("item", "1) 면접"),
    ]


def test_tables_become_rows_and_cells_that_span_rows_hold_in_each_of_them() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    first = cell("기업지원과", down) + cell("윤가람") + cell("053-801-1111")
    body = table(
        cell("부서") + cell("성명") + cell("전화"), first, cell("", on) + cell("한여울") + cell("053-801-2222")
    )
    assert texts(docx(body)) == [
        "부서 | 성명 | 전화",
        "기업지원과 | 윤가람 | 053-801-1111",
        "기업지원과 | 한여울 | 053-801-2222",
    ]


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    change = (
        "<w:p><w:r><w:t>한도 </w:t></w:r><w:del><w:r><w:delText>3억원</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>5억원</w:t></w:r></w:ins></w:p>"
    )
    assert texts(docx(change)) == ["한도 5억원"]


def test_text_boxes_are_read_once_whether_or_not_they_have_a_fallback() -> None:
    inside = f"<w:txbxContent>{para('문의 02-1234-5678')}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
    for both in (choice, choice + fallback):
        body = f"<w:p><w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r></w:p>"
        assert texts(docx(body)) == ["문의 02-1234-5678"]


def test_fields_formulas_and_ruby_keep_their_text() -> None:
    body = (
        '<w:p><w:fldSimple w:instr="REF a"><w:r><w:t>제3조</w:t></w:r></w:fldSimple></w:p>'
        "<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>"
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>한</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>韓</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert texts(docx(body)) == ["제3조", "a+b", "韓"]


def test_hidden_white_and_tiny_text_is_left_out_and_said_so() -> None:
    body = (
        para("보인다")
        + para("숨김", run="<w:vanish/>")
        + para("하양", run='<w:color w:val="FFFFFF"/>')
        + para("작음", run='<w:sz w:val="2"/>')
        + para("띠", run='<w:color w:val="FFFFFF"/><w:shd w:fill="003366"/>')
    )
    pieces, keys, _ = docx_pieces(docx(body))
    assert [piece.text for piece in pieces] == ["보인다", "띠"]
    assert keys == {"not_read": [("hidden text", "")]}


def test_letterheads_and_footers_are_read_and_page_numbers_are_not() -> None:
    count = '<w:p><w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    data = docx(para("본문"), header=para("다온진흥원"), footer=para("대표전화 051-700-1000") + count)
    assert texts(data) == ["다온진흥원", "본문", "대표전화 051-700-1000"]


def test_footnotes_stand_at_the_end_with_their_number_in_the_text() -> None:
    body = '<w:p><w:r><w:t>국비 지원</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    note = f'<w:footnote w:id="2">{para("국비 70퍼센트")}</w:footnote>'
    assert texts(docx(body, footnotes=note)) == ["국비 지원 ¹", "1. 국비 70퍼센트"]


def test_what_is_no_whole_word_document_is_refused_with_what_to_do() -> None:
    broken = docx(para("글"))[:200]
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    declared = packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
    many = docx("<w:p/>" * 50_001)
    large = packed({"word/document.xml": b" " * (17 * 2**20)})
    for data, words in (
        (broken, "damaged"),
        (locked, "password"),
        (declared, "entities"),
        (large, "split it"),
        (many, "paragraphs"),
    ):
        with pytest.raises(UnreadableFileError, match=words):
            docx_pieces(data)
