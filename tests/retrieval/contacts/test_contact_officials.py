"""Who is in charge as public bodies in Korea write it: label cells beside value cells, and the foot of a letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.contacts.finding import find
from retrieval.loading.loader import load

Entry = tuple[str | None, str | None, str | None, str | None]
"""Part of a body, person, position and phone."""


def contacts(folder: Path, *rows: str, below: str = "") -> list[Entry]:
    """The entries of a page with a table, the cells of its rows between bars."""
    cells = "".join(f"<tr>{''.join(f'<td>{c.strip()}</td>' for c in row.split('|'))}</tr>" for row in rows)
    path = folder / "a.html"
    path.write_text(f"<h1>다산재단</h1><p>여는 글이다.</p><table>{cells}</table>{below}", encoding="utf-8")
    return [(c.team or c.unit, c.person, c.role, c.phone) for c in find(load(path, "a.html"))]


def test_persons_in_one_row_keep_their_own_numbers_and_the_part_of_the_row_above(tmp_path: Path) -> None:
    assert contacts(
        tmp_path,
        "배포 | 3. 2.(월) 09:00 | 담당부서 | 하천관리과",
        "담당과장 | 도한별(041-600-7001) | 담 당 자 | 표나래 사무관(041-600-7002)",
    ) == [
        ("하천관리과", "도한별", "담당과장", "041-600-7001"),
        ("하천관리과", "표나래", "사무관", "041-600-7002"),
    ]


def test_position_name_and_number_may_have_cells_of_their_own(tmp_path: Path) -> None:
    assert contacts(
        tmp_path,
        "담당 부서 | 하천관리과 | 책임자 | 과  장 | 도한별 | (041-600-7001)",
        "| 물순환과 | 담당자 | 사무관 | 표나래 | (041-600-7002)",
    ) == [
        ("하천관리과", "도한별", "과 장", "041-600-7001"),
        ("물순환과", "표나래", "사무관", "041-600-7002"),
    ]


def test_several_persons_of_one_cell_are_told_apart(tmp_path: Path) -> None:
    row = "담당부서 | 하천관리과 | 담당자 | 표나래 주무관(041-600-7002), 기온유(☎ 041-600-7003)"
    assert contacts(tmp_path, row) == [
        ("하천관리과", "표나래", "주무관", "041-600-7002"),
        ("하천관리과", "기온유", None, "041-600-7003"),
    ]


def test_labelled_phones_go_to_the_person_before_them_and_that_of_the_house_to_nobody(tmp_path: Path) -> None:
    row = "담당부서 | 하천관리과 | 책임자 | 도한별 | 전화 | 041-600-7001 | 담당자 | 표나래 | 대표전화 | 041-600-7000"
    assert contacts(tmp_path, row) == [
        ("하천관리과", "도한별", None, "041-600-7001"),
        ("하천관리과", None, None, "041-600-7000"),
    ]


@pytest.mark.parametrize("between", ["공보실", "비고", "신청 기간", "업무추진비"])
def test_a_number_behind_anything_else_is_nobodys(between: str, tmp_path: Path) -> None:
    row = f"담당부서 | 하천관리과 | 담당자 | 표나래 | {between} | 041-600-7001"
    assert contacts(tmp_path, row) == []


def test_a_vacant_post_takes_no_number_from_the_next_cell(tmp_path: Path) -> None:
    assert contacts(tmp_path, "담당부서 | 하천관리과 | 담당자 | 공석 | 비고 | 041-600-7001") == []


def test_a_part_of_a_body_may_have_its_number_in_its_cell(tmp_path: Path) -> None:
    row = "담당부서 | 하천관리과(041-600-7000) | 담당자 | 하천관리과 표나래 주무관(041-600-7002)"
    assert contacts(tmp_path, row) == [
        ("하천관리과", None, None, "041-600-7000"),
        ("하천관리과", "표나래", "주무관", "041-600-7002"),
    ]


@pytest.mark.parametrize(("name", "rank"), [("도채원", "서기관"), ("기보국", "주무관"), ("공수실", "사무관")])
def test_a_name_that_ends_as_bodies_do_is_one_behind_a_position(name: str, rank: str, tmp_path: Path) -> None:
    row = f"담당부서 | 하천관리과 | 담당자 | {rank} | {name} | (041-600-7001)"
    assert contacts(tmp_path, row) == [("하천관리과", name, rank, "041-600-7001")]


def test_headers_that_are_positions_head_columns_of_persons(tmp_path: Path) -> None:
    rows = ("부서 | 과장 | 전화 | 담당자 | 전화", "하천관리과 | 도한별 | 041-600-7001 | 표나래 | 041-600-7002")
    assert contacts(tmp_path, *rows) == [
        ("하천관리과", "도한별", None, "041-600-7001"),
        ("하천관리과", "표나래", None, "041-600-7002"),
    ]


def test_a_column_of_who_is_in_charge_may_name_parts_of_a_body(tmp_path: Path) -> None:
    rows = ("담당 | 전화", "하천관리과 | 041-600-7001", "물순환과 | 041-600-7002")
    assert contacts(tmp_path, *rows) == [
        ("하천관리과", None, None, "041-600-7001"),
        ("물순환과", None, None, "041-600-7002"),
    ]


FOOT = (
    "시행 | | 하천관리과-2071 | ( 2026. 3. 2. ) | 접수 | ( )",
    "우 | 31000 | 한들광역시 물맑은구 강변로 12, 3층 (새벽동) | / | http://www.example.kr",
    "전화 | | 041-600-7002 | /전송 | | 041-600-7009 | / | na@example.kr | / | 대국민공개",
)


@pytest.mark.parametrize("as_table", [True, False])
def test_the_foot_of_a_letter_is_the_entry_of_the_part_that_wrote_it(as_table: bool, tmp_path: Path) -> None:
    lines = "".join(f"<p>{' '.join(row.replace('|', ' ').split())}</p>" for row in FOOT)
    cells = "".join(f"<tr>{''.join(f'<td>{c.strip()}</td>' for c in row.split('|'))}</tr>" for row in FOOT)
    path = tmp_path / "letter.html"
    path.write_text(
        f"<p>수신 받는 곳</p><p>(경유)</p><p>{'글' * 9}이다.</p>{f'<table>{cells}</table>' if as_table else lines}"
    )
    (one,) = find(load(path, "letter.html"))
    assert (one.team or one.unit, one.person, one.phone, one.fax) == (
        "하천관리과",
        None,
        "041-600-7002",
        "041-600-7009",
    )
    assert (one.email, one.url) == ("na@example.kr", "http://www.example.kr")
    assert one.address == "31000 한들광역시 물맑은구 강변로 12, 3층 (새벽동)"


@pytest.mark.parametrize("line", ["시행 규칙-12 에 따른다.", "시행 2026-03-02", "시행 제3조-1항을 본다"])
def test_what_only_begins_like_the_number_of_a_letter_names_nobody(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<p>{line}</p><p>전화 041-600-7002</p>", encoding="utf-8")
    assert find(load(path, "a.html")) == ()
