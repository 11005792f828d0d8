"""Directory entries in tables: a number stays with the name of its own row, and what is no phone is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.contacts.finding.finder import find
from retrieval.loading.loader import load
from retrieval.records import Contact, Document

Entry = tuple[str | None, str | None, str | None, tuple[str, ...]]
"""Unit, team, person and all phones."""


@pytest.fixture
def read(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


class Reading:
    """Writes a text to a file and reads its entries."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def document(self, text: str, suffix: str) -> Document:
        path = self.folder / f"directory{suffix}"
        path.write_text(text, encoding="utf-8")
        return load(path, path.name)

    def contacts(self, rows: str, suffix: str = ".md") -> tuple[Contact, ...]:
        """The entries below the heading "Dasan Agency"; in Markdown the line below the headers is left out of `rows`."""
        if suffix == ".html":
            return find(self.document(f"<h1>Dasan Agency</h1>{rows}", suffix))
        lines = [line.strip() for line in rows.strip().splitlines()]
        rule = "|" + "---|" * (lines[0].count("|") - 1)
        return find(self.document("\n".join(["# Dasan Agency", "", lines[0], rule, *lines[1:]]), suffix))

    def entries(self, rows: str, suffix: str = ".md") -> list[Entry]:
        return [
            (c.unit, c.team, c.person, (*((c.phone,) if c.phone else ()), *c.more_phones))
            for c in self.contacts(rows, suffix)
        ]


def html(*rows: str) -> str:
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def test_a_cell_over_two_columns_takes_no_team_of_the_row_above(read: Reading) -> None:
    table = html(
        "<th>Bureau</th><th>Team</th><th>Phone</th>",
        "<td rowspan=2>Export Bureau</td><td>Fairs Team</td><td>053-819-3001</td>",
        "<td>Buyers Team</td><td>053-819-3002</td>",
        "<td colspan=2>Grants Team</td><td>053-819-3003</td>",
    )
    assert read.entries(table, ".html") == [
        ("Export Bureau", "Fairs Team", None, ("053-819-3001",)),
        ("Export Bureau", "Buyers Team", None, ("053-819-3002",)),
        (None, "Grants Team", None, ("053-819-3003",)),
    ]


def test_cells_over_rows_and_columns_keep_every_column_in_its_place(read: Reading) -> None:
    table = html(
        "<th rowspan=2>부서</th><th colspan=2>연락처</th>",
        "<th>전화</th><th>팩스</th>",
        "<td>기획팀</td><td>053-819-3001</td><td>053-819-3101</td>",
    )
    (contact,) = read.contacts(table, ".html")
    assert (contact.team, contact.phone, contact.fax) == ("기획팀", "053-819-3001", "053-819-3101")


def test_a_phone_over_two_rows_is_that_of_both_teams(read: Reading) -> None:
    table = html(
        "<th>부서</th><th>전화</th>",
        "<td>기획팀</td><td rowspan=2>053-819-3001</td>",
        "<td>예산팀</td>",
        "<td>수출팀</td><td>053-819-3003</td>",
    )
    assert [(team, calls) for _, team, _, calls in read.entries(table, ".html")] == [
        ("기획팀", ("053-819-3001",)),
        ("예산팀", ("053-819-3001",)),
        ("수출팀", ("053-819-3003",)),
    ]


@pytest.mark.parametrize(
    "struck",
    [
        "<s>053-819-3001</s>",
        "<del>053-819-3001</del>",
        "<strike>053-819-3001</strike>",
        '<span style="text-decoration: line-through">053-819-3001</span>',
        '<span class="old">053-819-3001</span>',
    ],
)
def test_a_struck_out_number_is_nobodys(read: Reading, struck: str) -> None:
    style = "<style>.old { text-decoration-line: line-through }</style>"
    table = html("<th>Team</th><th>Phone</th>", f"<td>Rent Team</td><td>{struck}</td>")
    text = f"{style}<p>Export Team: {struck} 053-819-3002</p>{table}"
    assert read.entries(text, ".html") == [(None, "Export Team", None, ("053-819-3002",))]


def test_a_number_struck_out_in_markdown_is_nobodys_and_a_struck_out_team_has_none(read: Reading) -> None:
    table = """| Team | Phone |
    | Sea Team | ~~053-819-3001~~ 053-819-3002 |
    | Air Team | ~~053-819-3003~~ |
    | ~~Land Team~~ | 053-819-3004 |"""
    assert read.entries(table) == [(None, "Sea Team", None, ("053-819-3002",))]


@pytest.mark.parametrize(
    "cell", ["", "-", "N/A", "053-81-", "053-819-30", "053-819-300X", "없음", "ask Sea Team, 053-819-3001"]
)
def test_a_cell_without_a_whole_number_gives_no_phone(read: Reading, cell: str) -> None:
    table = f"""| Team | Phone | Room |
    | Sea Team | 053-819-3001 | 201 |
    | Air Team | {cell} | 202 |"""
    assert read.entries(table) == [(None, "Sea Team", None, ("053-819-3001",)), (None, "Air Team", None, ())]


@pytest.mark.parametrize("sign", ["〃", "상동", '"', "ditto", "see above", "위와 같음"])
def test_a_ditto_sign_repeats_the_cell_above_and_the_quote_reaches_up_to_it(read: Reading, sign: str) -> None:
    table = f"""| Team | Person | Phone |
    | Sea Team | Kim Min-su | 053-819-3001 |
    | {sign} | Park Ji-woo | {sign} |
    | Air Team | Choi Yu-jin | - |
    | {sign} | Lee Min-ho | {sign} |"""
    contacts = read.contacts(table)
    assert [(c.team, c.person, c.phone) for c in contacts] == [
        ("Sea Team", "Kim Min-su", "053-819-3001"),
        ("Sea Team", "Park Ji-woo", "053-819-3001"),
    ]
    assert contacts[1].start == contacts[0].start


def test_a_blank_name_is_the_one_above_only_for_one_more_person_of_it(read: Reading) -> None:
    persons = """| Team | Person | Phone |
    | Sea Team | Kim Min-su | 053-819-3001 |
    | | Park Ji-woo | 053-819-3002 |
    | | | 053-819-3003 |"""
    assert read.entries(persons) == [
        (None, "Sea Team", "Kim Min-su", ("053-819-3001",)),
        (None, "Sea Team", "Park Ji-woo", ("053-819-3002",)),
    ]


def test_a_row_whose_cells_have_moved_gives_nothing(read: Reading) -> None:
    table = """| Team | Person | Phone |
    | Sea Team | Kim Min-su | 053-819-3001 |
    | Park Ji-woo | 053-819-3002 | |
    | | Air Team | 053-819-3003 |
    | 053-819-3004 | | |
    | Air Team | 053-819-3005 | Choi Yu-jin |"""
    assert read.entries(table) == [(None, "Sea Team", "Kim Min-su", ("053-819-3001",))]


def test_a_header_that_comes_again_is_no_entry_and_may_change_the_columns(read: Reading) -> None:
    table = """| Team | Room | Phone |
    | Sea Team | 201 | 053-819-3001 |
    | Team | Room | Phone |
    | Air Team | 202 | 053-819-3002 |
    | Team | Phone | Fax |
    | Land Team | 053-819-3003 | 053-819-3103 |"""
    contacts = read.contacts(table)
    assert [(c.team, c.room, c.phone, c.fax) for c in contacts] == [
        ("Sea Team", "201", "053-819-3001", None),
        ("Air Team", "202", "053-819-3002", None),
        ("Land Team", None, "053-819-3003", "053-819-3103"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "사업자등록번호",
        "계좌번호",
        "과제번호",
        "예산코드",
        "Budget code",
        "Project no.",
        "Account",
        "Old phone",
        "변경 전",
    ],
)
def test_numbers_that_are_no_phones_by_their_header_or_label_give_nothing(read: Reading, header: str) -> None:
    for number in ("053-819-3001", "010-1234-5678", "123-45-67890"):
        assert read.entries(f"| 부서 | {header} |\n| 기획팀 | {number} |\n| 예산팀 | 02-345-6789 |") == []
        assert read.entries(f"| {header} | {number} |\n| 전화 | 053-819-3002 |") == [
            (None, None, None, ("053-819-3002",))
        ]
        beside = f"| 부서 | {header} | 전화 |\n| 기획팀 | {number} | 053-819-3002 |\n| 예산팀 | {number} | - |"
        assert read.entries(beside) == [(None, "기획팀", None, ("053-819-3002",))]


def test_a_second_table_below_the_first_is_not_read_by_its_headers(read: Reading) -> None:
    first = html("<th>부서</th><th>전화</th>", "<td>기획팀</td><td>053-819-3001</td>")
    second = html("<th>부서</th><th>과제번호</th>", "<td>예산팀</td><td>02-819-3002</td>")
    assert read.entries(first + second, ".html") == [(None, "기획팀", None, ("053-819-3001",))]


@pytest.mark.parametrize(
    ("cell", "calls"),
    [
        ("053-819-3024~6", ("053-819-3024~6",)),
        ("053-819-3024, 3025", ("053-819-3024", "3025")),
        ("053-819-3024/3025", ("053-819-3024", "3025")),
        ("053-819-3024~6 / 3029", ("053-819-3024~6", "3029")),
        ("053-819-3024 / 053-819-3025", ("053-819-3024", "053-819-3025")),
        ("0011 / 0012, 0013", ("0011 / 0012, 0013",)),
        ("053-819-3024 (내선 12, 13)", ("053-819-3024 (내선 12, 13)",)),
    ],
)
def test_of_several_numbers_in_a_cell_none_is_lost_and_none_is_made_up(
    read: Reading, cell: str, calls: tuple[str, ...]
) -> None:
    table = f"| 부서 | 전화 |\n| 기획팀 | {cell} |\n| 예산팀 | 053-819-3001 |"
    assert read.entries(table) == [(None, "기획팀", None, calls), (None, "예산팀", None, ("053-819-3001",))]


def test_the_column_of_extensions_follows_the_whole_number(read: Reading) -> None:
    table = "| 부서 | 내선 | 전화 |\n| 기획팀 | 301, 302 | 053-819-3000 |"
    assert read.entries(table) == [(None, "기획팀", None, ("053-819-3000", "301, 302"))]


def test_a_table_with_its_headers_at_the_left_gives_each_column_its_own_numbers(read: Reading) -> None:
    table = """| 부서 | 기획팀 | 예산팀 | 수출팀 |
    | 전화 | 053-819-3001 | 053-819-3002 | 053-819-3003 |
    | 팩스 | 053-819-3101 | - | 053-819-3103 |"""
    contacts = read.contacts(table)
    assert [(c.team, c.phone, c.fax) for c in contacts] == [
        ("기획팀", "053-819-3001", "053-819-3101"),
        ("예산팀", "053-819-3002", None),
        ("수출팀", "053-819-3003", "053-819-3103"),
    ]


def test_the_names_over_such_a_table_need_no_label(read: Reading) -> None:
    table = "| | Sea Team | Air Team |\n| Phone | 053-819-3001 | 053-819-3002 |"
    assert read.entries(table) == [
        (None, "Sea Team", None, ("053-819-3001",)),
        (None, "Air Team", None, ("053-819-3002",)),
    ]


@pytest.mark.parametrize("header", ["| Team | Phone | Team | Phone |\n", ""])
def test_two_teams_in_one_row_keep_their_own_numbers(read: Reading, header: str) -> None:
    rows = "| Sea Team | 053-819-3001 | Air Team | 053-819-3002 |\n| Land Team | 053-819-3003 | Rail Team | - |"
    assert read.entries(header + rows) == [
        (None, "Sea Team", None, ("053-819-3001",)),
        (None, "Air Team", None, ("053-819-3002",)),
        (None, "Land Team", None, ("053-819-3003",)),
    ]


def test_two_persons_of_one_team_in_one_row_keep_their_own_numbers(read: Reading) -> None:
    table = """| 부서 | 정담당자 | 전화 | 부담당자 | 전화 |
    | 기획팀 | 김철수 | 053-819-3001 | 박영희 | 053-819-3002 |"""
    assert read.entries(table) == [
        (None, "기획팀", "김철수", ("053-819-3001",)),
        (None, "기획팀", "박영희", ("053-819-3002",)),
    ]


def test_where_nobody_can_tell_whose_a_number_is_it_is_nobodys(read: Reading) -> None:
    assert (
        read.entries("| 053-819-3001 | Sea Team | 053-819-3002 | Air Team |\n| Rail Team | Land Team | 053-819-3003 |")
        == []
    )
    assert read.entries("| 053-819-3001 | 053-819-3002 |\n| Sea Team | Air Team |") == []
    assert read.entries("| Team | Phone |\n| Sea Team<br>Air Team | 053-819-3001<br>053-819-3002 |") == []
    assert read.entries("| Year | Sea Team | Air Team |\n| 2024 | 053-819-3001 | 02-300-4000 |") == []


def test_two_persons_in_one_cell_leave_the_numbers_to_their_team(read: Reading) -> None:
    table = "| 부서 | 담당자 | 전화 |\n| 기획팀 | 김철수 팀장<br>박영희 주임 | 053-819-3001<br>053-819-3002 |"
    assert read.entries(table) == [(None, "기획팀", None, ("053-819-3001", "053-819-3002"))]


def test_a_unit_in_a_row_of_its_own_is_over_the_teams_below_it(read: Reading) -> None:
    table = """| Team | Phone |
    | Export Bureau | |
    | Fairs Team | 053-819-3001 |
    | Rent Bureau | |
    | Halls Team | 053-819-3002 |
    | * at night 053-819-3999 | |"""
    assert read.entries(table) == [
        ("Export Bureau", "Fairs Team", None, ("053-819-3001",)),
        ("Rent Bureau", "Halls Team", None, ("053-819-3002",)),
    ]


def test_a_team_in_a_row_of_its_own_is_that_of_the_persons_below_it(read: Reading) -> None:
    table = html(
        "<th>Name</th><th>Phone</th>",
        "<th colspan=2>Sea Team</th>",
        "<td>Kim Min-su</td><td>053-819-3001</td>",
        "<th colspan=2>Air Team</th>",
        "<td>Park Ji-woo</td><td>053-819-3002</td>",
    )
    assert read.entries(table, ".html") == [
        (None, "Sea Team", "Kim Min-su", ("053-819-3001",)),
        (None, "Air Team", "Park Ji-woo", ("053-819-3002",)),
    ]


def test_the_header_may_stand_below_a_title(read: Reading) -> None:
    table = html("<th colspan=2>2026 (as of 1 May)</th>", "<th>Team</th><th>Ext.</th>", "<td>Sea Team</td><td>301</td>")
    assert read.entries(f"{table}<p>Air Team: 053-819-3001</p>", ".html") == [
        (None, "Sea Team", None, ("301",)),
        (None, "Air Team", None, ("053-819-3001",)),
    ]


def test_a_table_without_headers_gives_no_number_to_the_row_above_or_to_the_agency(read: Reading) -> None:
    table = """| Sea Team | fairs | 053-819-3001 |
    | | desks | 053-819-3002 |
    | Overseas matters | Kim Min-su | 053-819-3003 |
    | Air Team | - | see above |"""
    assert read.entries(table) == [
        (None, "Sea Team", None, ("053-819-3001",)),
        (None, None, "Kim Min-su", ("053-819-3003",)),
    ]


def test_tables_inside_a_table_stay_with_their_row(read: Reading) -> None:
    def inner(label: str, number: str) -> str:
        return html(f"<th>{label}</th><td>{number}</td>")

    table = html(
        f"<td>Sea Team</td><td>{inner('Phone', '053-819-3001')}</td>",
        f"<td>Air Team</td><td>{inner('Phone', '053-819-3002')}</td>",
    )
    assert read.entries(table, ".html") == [
        (None, "Sea Team", None, ("053-819-3001",)),
        (None, "Air Team", None, ("053-819-3002",)),
    ]


def test_a_fax_below_a_cell_over_several_rows_is_no_phone(read: Reading) -> None:
    table = html(
        "<th rowspan=2>문의</th><th>전화</th><td>053-819-3001</td>",
        "<th>팩스</th><td>053-819-3101</td>",
    )
    (contact,) = read.contacts(f"<h2>수출팀</h2>{table}", ".html")
    assert (contact.team, contact.phone, contact.more_phones, contact.fax) == (
        "수출팀",
        "053-819-3001",
        (),
        "053-819-3101",
    )


def test_headers_in_two_languages_and_marks_of_footnotes_are_understood(read: Reading) -> None:
    table = "| 부서 Department | 전화 Phone |\n| Sea Team* | 053-819-3001 |\n| Air Team² | 053-819-3002 |"
    assert read.entries(table) == [
        (None, "Sea Team", None, ("053-819-3001",)),
        (None, "Air Team", None, ("053-819-3002",)),
    ]


def test_headers_that_a_page_break_repeats_as_a_line_name_no_person(read: Reading) -> None:
    text = "Dasan Agency\n\n기획팀 053-819-3001\n부서 담당자 전화번호\n예산팀 053-819-3002\n"
    found = find(read.document(text, ".txt"))
    assert [(c.team, c.person, c.phone) for c in found] == [
        ("기획팀", None, "053-819-3001"),
        ("예산팀", None, "053-819-3002"),
    ]


def test_a_position_behind_a_rare_name_is_told_apart_from_it(read: Reading) -> None:
    table = "| 담당자 | 담당업무 | 전화번호 |\n| 빙그레 주무관 | 도로 점용 | 053-819-3001 |"
    (contact,) = read.contacts(table)
    assert (contact.person, contact.role, contact.phone) == ("빙그레", "주무관", "053-819-3001")


def test_the_quote_of_a_row_with_a_cell_that_says_nothing_holds_all_of_it(read: Reading) -> None:
    document = read.document(
        "# Dasan Agency\n\n| Team | Room | Phone | E-mail |\n|---|---|---|---|\n"
        "| Sea Team | not assigned | 053-819-3001 | sea@dasan.example |\n| Ice Team | - | 053-819-3002 | ice@dasan.example |",
        ".md",
    )
    quotes = [document.text[contact.start : contact.end] for contact in find(document)]
    assert [quote.rpartition(" | ")[2] for quote in quotes] == ["sea@dasan.example", "ice@dasan.example"]


def test_a_row_with_blank_cells_at_its_ends_is_quoted_as_far_as_it_goes(read: Reading) -> None:
    row = '<p w="x">Dasan Agency</p><table><tr><td></td><td>Sea Team</td><td>053-819-3001</td><td></td></tr></table>'
    document = read.document(row, ".html")
    for contact in find(document):
        assert 0 <= contact.start < contact.end <= len(document.text)
        assert document.text[contact.start : contact.end].endswith("053-819-3001 |")
    assert find(document)
