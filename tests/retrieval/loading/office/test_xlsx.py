"""Excel workbooks: cells as they are shown, in rows that can be read alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from office_files import packed
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from retrieval.loading.office import sheets
from retrieval.loading.office.xlsx import xlsx_pieces
from retrieval.loading.pieces import UnreadableFileError


def book(make: Callable[[Any, Any], None]) -> bytes:
    workbook = openpyxl.Workbook()
    make(workbook, workbook.active)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def texts(make: Callable[[Any, Any], None]) -> list[str]:
    return [piece.text for piece in xlsx_pieces(book(make))[0]]


def test_phones_percentages_and_dates_keep_the_form_of_their_cells() -> None:
    def make(_: Any, sheet: Any) -> None:
        sheet.append(["부서", "전화", "비율", "마감"])
        sheet.append(["산업정책과", 531113333, 0.35, datetime(2027, 3, 31)])
        for cell, form in (("B2", "0##-###-####"), ("C2", "0%"), ("D2", "yyyy-mm-dd")):
            sheet[cell].number_format = form

    assert texts(make) == ["부서 | 전화 | 비율 | 마감", "산업정책과 | 053-111-3333 | 35% | 2027-03-31"]


def test_merged_cells_hold_in_every_row_that_they_span() -> None:
    def make(_: Any, sheet: Any) -> None:
        for row in (["과", "이름", "전화"], ["수출지원과", "온달", "02-700-1001"], [None, "바리", "02-700-1002"]):
            sheet.append(row)
        sheet.merge_cells("A2:A3")

    assert texts(make)[1:] == ["수출지원과 | 온달 | 02-700-1001", "수출지원과 | 바리 | 02-700-1002"]


def test_hidden_sheets_rows_and_columns_and_white_text_are_left_out_and_said_so() -> None:
    def make(workbook: Any, sheet: Any) -> None:
        sheet.title = "공개"
        for row in (["가", "나", "다"], ["라", "마", "바"], ["사", "아", "자"]):
            sheet.append(row)
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet["C3"].font = Font(color="FFFFFFFF")
        sheet["A1"].font, sheet["A1"].fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF003366")
        workbook.create_sheet("내부").append(["비밀", "말"])
        workbook["내부"].sheet_state = "hidden"

    pieces, keys, _ = xlsx_pieces(book(make))
    assert [piece.text for piece in pieces] == ["공개", "가 | 다", "사"]
    assert keys["not_read"] == [("hidden sheet", "내부"), ("hidden rows or columns", "공개")]


def test_sheet_names_and_titles_over_tables_are_headings() -> None:
    def make(workbook: Any, sheet: Any) -> None:
        sheet.title = "예산"
        for row in (["2027년 예산"], [None], ["항목", "금액"], ["장비", 300]):
            sheet.append(row)
        workbook.create_sheet("인력").append(["구분", "명"])

    pieces, _, title = xlsx_pieces(book(make))
    assert title == "2027년 예산"
    assert [(piece.kind, piece.level, piece.text) for piece in pieces] == [
        ("heading", 1, "예산"),
        ("heading", 2, "2027년 예산"),
        ("row", 0, "항목 | 금액"),
        ("row", 0, "장비 | 300"),
        ("heading", 1, "인력"),
        ("row", 0, "구분 | 명"),
    ]


def test_formulas_that_were_never_calculated_are_said_and_notes_and_addresses_are_read() -> None:
    def make(_: Any, sheet: Any) -> None:
        sheet.append(["합계", "=1+2", "전자우편"])
        sheet["A1"].comment = Comment("부가세 별도", "작성자")
        sheet["C1"].hyperlink = "mailto:help@example.kr"

    pieces, keys, _ = xlsx_pieces(book(make))
    assert [piece.text for piece in pieces] == ["합계 | 전자우편 (help@example.kr)", "부가세 별도"]
    assert keys["not_read"] == [("formulas without a value", "sheet1")]


def test_workbooks_that_are_too_large_or_broken_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def make(_: Any, sheet: Any) -> None:
        for _row in range(4):
            sheet.append([1, 2, 3])

    data = book(make)
    with pytest.raises(UnreadableFileError, match="damaged"):
        xlsx_pieces(packed({"xl/workbook.xml": "<workbook/>"}))
    with pytest.raises(UnreadableFileError, match="damaged"):
        xlsx_pieces(data[:-400])
    monkeypatch.setattr(sheets, "MOST_CELLS", 11)
    with pytest.raises(UnreadableFileError, match="over 11 cells"):
        xlsx_pieces(data)
