"""Slides: shapes as they are read, with the number of the slide, and nothing that is not shown."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pptx
import pytest
from office_files import packed
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from retrieval.loading.office.pptx import pptx_pieces
from retrieval.loading.pieces import UnreadableFileError


def deck(*makes: Callable[[Any], None], layout: int = 5) -> bytes:
    presentation = pptx.Presentation()
    for make in makes:
        make(presentation.slides.add_slide(presentation.slide_layouts[layout]))
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def box(slide: Any, text: str, top: float, left: float = 1) -> Any:
    shape = slide.shapes.add_textbox(Cm(left), Cm(top), Cm(5), Cm(1))
    shape.text_frame.text = text
    return shape


def texts(data: bytes) -> list[str]:
    return [piece.text for piece in pptx_pieces(data)[0]]


def test_shapes_are_read_from_the_top_down_and_from_the_left() -> None:
    def make(slide: Any) -> None:
        slide.shapes.title.text = "사업 안내"
        box(slide, "아래", 10)
        box(slide, "위 오른쪽", 5.1, 12)
        box(slide, "위 왼쪽", 5.2)

    assert texts(deck(make)) == ["사업 안내", "위 왼쪽", "위 오른쪽", "아래"]


def test_every_block_has_the_number_of_its_slide_and_hidden_slides_are_left_out() -> None:
    def first(slide: Any) -> None:
        slide.shapes.title.text = "하나"

    def second(slide: Any) -> None:
        slide.shapes.title.text = "둘"
        slide._element.set("show", "0")

    def third(slide: Any) -> None:
        slide.shapes.title.text = "셋"

    pieces, keys, _ = pptx_pieces(deck(first, second, third))
    assert [(piece.text, piece.page) for piece in pieces] == [("하나", 1), ("셋", 3)]
    assert keys == {"not_read": [("hidden slide", "2")]}


def test_tables_charts_groups_and_notes_are_read() -> None:
    def make(slide: Any) -> None:
        slide.shapes.title.text = "표"
        table = slide.shapes.add_table(3, 2, Cm(1), Cm(5), Cm(9), Cm(3)).table
        for n, text in enumerate(["부서", "전화", "홍보과", "042-600-5001", "", "042-600-5002"]):
            table.cell(n // 2, n % 2).text = text
        table.cell(1, 0).merge(table.cell(2, 0))
        untyped: Any = CategoryChartData
        data = untyped()
        data.categories = ["2025", "2026"]
        data.add_series("예산", (12, 15.5))
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(9), Cm(9), Cm(4), data)
        group = slide.shapes.add_group_shape()
        group.shapes.add_textbox(Cm(1), Cm(15), Cm(5), Cm(1)).text_frame.text = "묶음"
        slide.notes_slide.notes_text_frame.text = "발표할 때 덧붙일 말"

    assert texts(deck(make)) == [
        "표",
        "부서 | 전화",
        "홍보과 | 042-600-5001",
        "홍보과 | 042-600-5002",
        " | 예산",
        "2025 | 12",
        "2026 | 15.5",
        "묶음",
        "발표할 때 덧붙일 말",
    ]


def test_the_body_of_a_slide_is_a_list_with_levels() -> None:
    def make(slide: Any) -> None:
        slide.shapes.title.text = "절차"
        frame = slide.placeholders[1].text_frame
        frame.text = "신청"
        for text, level in (("온라인", 1), ("심사", 0)):
            paragraph = frame.add_paragraph()
            paragraph.text, paragraph.level = text, level

    pieces, _, _ = pptx_pieces(deck(make, layout=1))
    assert [(piece.kind, piece.level, piece.text) for piece in pieces[1:]] == [
        ("item", 1, "- 신청"),
        ("item", 2, "- 온라인"),
        ("item", 1, "- 심사"),
    ]


def test_a_shape_beside_the_slide_is_left_out_and_said_so() -> None:
    def make(slide: Any) -> None:
        slide.shapes.title.text = "겉"
        box(slide, "바깥", 1, left=60)

    pieces, keys, _ = pptx_pieces(deck(make))
    assert [piece.text for piece in pieces] == ["겉"]
    assert keys == {"not_read": [("beside the slide", "1")]}


def test_what_is_no_whole_presentation_is_refused() -> None:
    for data in (deck()[:500], packed({"ppt/presentation.xml": "<a/>"})):
        with pytest.raises(UnreadableFileError, match="damaged"):
            pptx_pieces(data)
