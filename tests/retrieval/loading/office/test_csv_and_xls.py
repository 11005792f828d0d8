"""Tables as plain text and old workbooks."""

from __future__ import annotations

import codecs

import pytest
from xls_files import xls

from retrieval.loading.office import sheets
from retrieval.loading.office.csv import csv_pieces
from retrieval.loading.office.xls import xls_pieces
from retrieval.loading.pieces import UnreadableFileError

ROWS = ["부서 | 전화", "똠양과 | 02-300-4001"]


@pytest.mark.parametrize(
    "data",
    [
        "부서,전화\n똠양과,02-300-4001\n".encode(),
        "부서;전화\r\n똠양과;02-300-4001\r\n".encode("cp949"),
        codecs.BOM_UTF8 + "부서\t전화\n똠양과\t02-300-4001".encode(),
        codecs.BOM_UTF16_LE + "부서|전화\n똠양과|02-300-4001\n".encode("utf-16-le"),
        "sep=;\n부서;전화\n똠양과;02-300-4001\n".encode(),
    ],
)
def test_cells_are_told_in_every_encoding_and_between_every_mark(data: bytes) -> None:
    assert [piece.text for piece in csv_pieces(data)[0]] == ROWS


def test_a_quoted_cell_may_hold_the_mark_and_line_ends() -> None:
    data = '이름,일\n"온달, 과장","평가\n관리"\n'.encode()
    assert [piece.text for piece in csv_pieces(data)[0]] == ["이름 | 일", "온달, 과장 | 평가 관리"]


def test_binary_data_and_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFileError, match="binary"):
        csv_pieces(b"\0\0\1\2" * 9)
    monkeypatch.setattr(sheets, "MOST_CELLS", 3)
    with pytest.raises(UnreadableFileError, match="over 3 cells"):
        csv_pieces(b"a,b\nc,d\n")


def test_sheets_of_an_old_workbook_are_read_and_hidden_ones_said() -> None:
    data = xls({"명단": [["성명", "번호"], ["바리", 12]], "비밀": [["x"]]}, hidden=["비밀"])
    pieces, keys, _ = xls_pieces(data)
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("heading", "명단"),
        ("row", "성명 | 번호"),
        ("row", "바리 | 12"),
    ]
    assert keys == {"not_read": [("hidden sheet", "비밀")]}


def test_a_phone_that_an_old_workbook_stores_as_a_number_keeps_its_form() -> None:
    data = xls({"a": [["성명", "전화"], ["바리", 416007001]]}, number_format="0##-###-####")
    assert [piece.text for piece in xls_pieces(data)[0]] == ["a", "성명 | 전화", "바리 | 041-600-7001"]


def test_hidden_rows_and_columns_of_an_old_workbook_are_left_out_and_said() -> None:
    rows = [["성명", "비밀", "전화"], ["숨은 이", "x", "02-300-4001"], ["바리", "y", "02-300-4002"]]
    pieces, keys, _ = xls_pieces(xls({"명단": rows}, hidden_rows=[1], hidden_columns=[1]))
    assert [piece.text for piece in pieces if piece.kind == "row"] == ["성명 | 전화", "바리 | 02-300-4002"]
    assert keys == {"not_read": [("hidden rows or columns", "명단")]}


def test_what_is_no_whole_old_workbook_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="right name"):
        xls_pieces(b"<html>")
    with pytest.raises(UnreadableFileError, match="save it anew"):
        xls_pieces(xls({"a": [["b"]]})[:1500])
