"""HWP 5 and HWPX files: text, lists, tables and memos are read; what is broken, locked or empty is refused."""

from __future__ import annotations

import pytest
from hwp_files import compound, grid, hwp5, hwpx, line
from office_files import docx, para

from retrieval.loading.hwp.hwp import hwp_pieces
from retrieval.loading.pieces import UnreadableFileError


def texts(data: bytes) -> list[str]:
    return [piece.text for piece in hwp_pieces(data)[0]]


def test_paragraphs_of_both_formats_are_read() -> None:
    assert texts(hwpx(line("2027년 시행 공고") + line("문의 031-500-7000"))) == [
        "2027년 시행 공고",
        "문의 031-500-7000",
    ]
    assert texts(hwp5(["2027년 시행 공고", "문의 031-500-7000"])) == ["2027년 시행 공고", "문의 031-500-7000"]


def test_marks_of_lists_tell_how_deep_an_item_stands() -> None:
    body = "".join(map(line, ["□ 지원 내용", " ○ 시제품 제작", "  - 최대 3천만원", " ○ 시험 인증", "□ 신청 방법"]))
    assert [(piece.kind, piece.level, piece.text) for piece in hwp_pieces(hwpx(body))[0]] == [
        ("item", 1, "- 지원 내용"),
        ("item", 2, "- 시제품 제작"),
        ("item", 3, "- 최대 3천만원"),
        ("item", 2, "- 시험 인증"),
        ("item", 1, "- 신청 방법"),
    ]


def test_merged_cells_of_a_table_hold_in_every_row_that_they_span() -> None:
    body = grid(
        (0, 0, "부서"), (0, 1, "담당"), (0, 2, "전화"),
        (1, 0, "투자유치과", 2, 1), (1, 1, "나래"), (1, 2, "055-200-3001"),
        (2, 1, "다솜"), (2, 2, "055-200-3002"),
    )  # fmt: skip
    assert texts(hwpx(body)) == [
        "부서 | 담당 | 전화",
        "투자유치과 | 나래 | 055-200-3001",
        "투자유치과 | 다솜 | 055-200-3002",
    ]


def test_a_frame_round_text_is_no_table() -> None:
    body = grid((0, 0, line("○ 접수: 3월") + line("○ 발표: 4월")))
    assert [(piece.kind, piece.text) for piece in hwp_pieces(hwpx(body))[0]] == [
        ("item", "- 접수: 3월"),
        ("item", "- 발표: 4월"),
    ]


def test_brackets_in_the_text_are_no_tags() -> None:
    assert texts(hwpx(grid((0, 0, "&lt;붙임 1&gt; 양식"), (0, 1, "1부")))) == ["<붙임 1> 양식 | 1부"]


def test_memos_stand_behind_the_text() -> None:
    memo = f'<hp:fieldBegin type="MEMO"><hp:subList>{line("예산 확인")}</hp:subList></hp:fieldBegin>'
    body = f"<hp:p><hp:run><hp:ctrl>{memo}</hp:ctrl><hp:t>본문</hp:t></hp:run></hp:p>" + line("끝")
    assert texts(hwpx(body)) == ["본문", "끝", "예산 확인"]


def test_a_preview_that_holds_other_words_is_said() -> None:
    whole = "가을 나무 다리 라면 마을 바람 사람 아침 자리 차례"
    for data in (hwp5([whole], preview=whole), hwpx(line(whole), preview=whole)):
        assert hwp_pieces(data)[1] == {}
    other = whole.replace("아침", "저녁")
    for data in (hwp5([whole], preview=other), hwpx(line(whole), preview=other)):
        assert hwp_pieces(data)[1] == {"not_read": [("words of the preview", "10%")]}


def test_what_is_broken_locked_old_empty_or_something_else_is_refused_with_what_to_do() -> None:
    cases = (
        (hwpx(line("글"))[:300], "damaged"),
        (hwp5(["글"])[:2000], "damaged"),
        (hwp5(["글"], flags=2), "password"),
        (hwp5([""]), "no text"),
        (hwpx(line("")), "no text"),
        (docx(para("글")), "no HWPX"),
        (compound({"Workbook": bytes(4096)}), "damaged"),
        (b"HWP Document File V3.00 \x1a\x01\x02", "HWP 3"),
        (b"<?xml version='1.0'?><HWPML/>", "right name"),
    )
    for data, words in cases:
        with pytest.raises(UnreadableFileError, match=words):
            hwp_pieces(data)
