"""Directory entries in running text that are easily read wrongly: each document is loaded and read as ingest does."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.contacts.finding.finder import find
from retrieval.loading.loader import load
from retrieval.records import Contact


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, text: str, suffix: str = ".md") -> tuple[Contact, ...]:
    path = folder / f"a-note{suffix}"
    path.write_text(text, encoding="utf-8")
    return find(load(path, path.name))


def under_hall(folder: Path, line: str) -> tuple[Contact, ...]:
    return read(folder, f"# Daegu City Hall\n\n{line}\n")


def phones(contacts: tuple[Contact, ...]) -> list[tuple[str | None, ...]]:
    return [(one.team or one.unit, one.phone, *one.more_phones) for one in contacts]


@pytest.mark.parametrize(
    "line",
    [
        "The number 053-803-1234 of the Planning Team is no longer in use.",
        "Planning Team: do not call 053-803-1234.",
        "Planning Team (formerly 053-803-1234)",
        "Planning Team 053-803-1234 (closed)",
        "Planning Team: 053-803-1234 until 2023",
        "Planning Team 053-803-1234 (disconnected)",
        "산업정책과 053-803-1234 (결번)",
        "산업정책과 053-803-1234는 더 이상 사용하지 않습니다.",
        "산업정책과 전화번호 053-803-1234는 폐지되었습니다.",
    ],
)
def test_a_number_out_of_use_is_no_contact(folder: Path, line: str) -> None:
    assert [one.phone for one in under_hall(folder, line)] == []


@pytest.mark.parametrize(
    ("line", "team"),
    [
        ("The Planning Team was moved to 053-803-5678; formerly 053-803-1234.", "Planning Team"),
        ("The Planning Team's number changed from 053-803-1234 to 053-803-5678.", "Planning Team"),
        ("Old number of the Planning Team: 053-803-1234. New number: 053-803-5678.", "Planning Team"),
        ("Planning Team Tel. 053-803-5678 (formerly 053-803-1234)", "Planning Team"),
        ("산업정책과 전화번호가 053-803-1234에서 053-803-5678로 변경되었습니다.", "산업정책과"),
        ("산업정책과 전화번호 053-803-1234는 폐지되었습니다. 새 번호는 053-803-5678입니다.", "산업정책과"),
        ("구 전화번호: 053-803-1234 (산업정책과), 현재: 053-803-5678", "산업정책과"),
    ],
)
def test_of_an_old_and_a_new_number_only_the_new_one_is_kept(folder: Path, line: str, team: str) -> None:
    assert phones(under_hall(folder, line)) == [(team, "053-803-5678")]


@pytest.mark.parametrize(
    "line",
    [
        "The Planning Team (053-803-1234) was moved to Building 3.",
        "The office closed at 5. Planning Team: 053-803-1234",
        "The Planning Team (053-803-1234), formerly the Strategy Team, runs the fund.",
        "Applications are closed until 2027. Contact: Planning Team 053-803-1234.",
        "Planning Team 053-803-1234 (closed on Mondays)",
        "Planning Team: 053-803-1234 until 18:00",
    ],
)
def test_words_about_something_else_leave_a_number_in_use(folder: Path, line: str) -> None:
    assert phones(under_hall(folder, line)) == [("Planning Team", "053-803-1234")]


@pytest.mark.parametrize(
    "line",
    [
        "Project number 053-123-4567",
        "Business registration number: 053-123-4567",
        "Account 053-123-4567",
        "Case number 053-123-4567 was opened.",
        "Planning Team, project no. 053-123-4567",
        "사업번호 053-123-4567",
        "사건번호: 053-123-4567",
    ],
)
def test_the_number_of_a_project_or_an_account_is_no_phone(folder: Path, line: str) -> None:
    assert under_hall(folder, line) == ()


def test_a_number_called_a_phone_number_is_one(folder: Path) -> None:
    assert phones(under_hall(folder, "Planning Team, phone number 053-803-1234")) == [("Planning Team", "053-803-1234")]
    assert phones(under_hall(folder, "산업정책과 대표전화번호 053-803-1234")) == [("산업정책과", "053-803-1234")]


@pytest.mark.parametrize(
    "name",
    ["Vision 2030 Team", "Team 119", "AI 100 Taskforce", "2030전략팀", "Startup 1000 Desk", "1004 Bridge Division"],
)
@pytest.mark.parametrize(
    "layout",
    ["{}: 053-803-1234", "## {}\n\nTel. 053-803-1234", "| Team | Phone |\n|---|---|\n| {} | 053-803-1234 |"],
)
def test_a_name_keeps_its_number(folder: Path, name: str, layout: str) -> None:
    assert phones(under_hall(folder, layout.format(name))) == [(name, "053-803-1234")]


def test_a_number_before_a_name_is_no_part_of_it(folder: Path) -> None:
    assert phones(under_hall(folder, "Room 1203 Planning Team 053-803-1234")) == [("Planning Team", "053-803-1234")]
    assert phones(under_hall(folder, "Since May 2024 the Planning Team has the phone 053-803-1234.")) == [
        ("Planning Team", "053-803-1234")
    ]


def test_a_phone_below_a_name_belongs_to_it_and_never_to_the_next_team(folder: Path) -> None:
    for head in ("## {}", "**{}**", "{}"):
        text = (
            f"{head.format('Planning Team')}\n\nTel. 053-803-1234\n\n{head.format('Grants Team')}\n\nIt gives grants."
        )
        assert phones(under_hall(folder, text)) == [("Planning Team", "053-803-1234")]
    above = "Intro.\n\nTel. 053-803-1234\n\n## Grants Team\n\nIt gives grants."
    assert phones(under_hall(folder, above)) == [(None, "053-803-1234")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tel. 031-8008-0011 / 0012, 0013", ("031-8008-0011", "0012", "0013")),
        ("Tel. 031-8008-0011, 0012", ("031-8008-0011", "0012")),
        ("Tel. 031-8008-0011, 2025", ("031-8008-0011",)),
        ("Tel. 031-8008-0011, 1203호", ("031-8008-0011",)),
        ("Tel. 031-8008-0011 / 031-8008-0012", ("031-8008-0011", "031-8008-0012")),
    ],
)
def test_further_numbers_stay_as_they_are_written(folder: Path, line: str, expected: tuple[str, ...]) -> None:
    assert phones(under_hall(folder, f"## Planning Team\n\n{line}")) == [("Planning Team", *expected)]


@pytest.mark.parametrize(
    "more", ["Fax 053-803-1235", "Tel 053-803-1234", "a@daegu.go.kr", "www.daegu.go.kr", "전화 053-803-1234"]
)
def test_address_and_hours_end_before_the_next_field(folder: Path, more: str) -> None:
    text = (
        f"## Planning Team\n\n- Address: 88 Gongpyeong-ro, Jung-gu, Daegu {more}\n- Hours: Mon-Fri 9:00-18:00 {more}\n"
    )
    (one,) = under_hall(folder, text + "- Tel: 053-803-1234")
    assert (one.address, one.hours) == ("88 Gongpyeong-ro, Jung-gu, Daegu", "Mon-Fri 9:00-18:00")


def test_a_title_that_names_no_body_is_no_organisation(folder: Path) -> None:
    text = "# Youth Support Fund\n\nPlanning Team: 053-803-1234\n\nThe Daegu City Hall gives notice.\n"
    assert [one.organisation for one in read(folder, text)] == [None]
    assert [one.organisation for one in read(folder, "# Annual Report on Parks\n\nPlanning Team: 053-803-1234\n")] == [
        None
    ]


def test_a_duty_in_two_wordings_is_stated_once(folder: Path) -> None:
    text = (
        "## Duties of the Planning Team\n\n- Drafts the yearly plan.\n- drafts the  yearly plan\n\n"
        "## Planning Team\n\n- Duties: Drafts the yearly plan\n- Tel: 053-803-1234\n"
    )
    (one,) = under_hall(folder, text)
    assert one.duties == ("Drafts the yearly plan.",)


@pytest.mark.parametrize("name", ["해양산업팀", "어촌개발과", "농식품유통과", "환경과", "항만물류과", "북항사업소"])
@pytest.mark.parametrize("layout", ["{}\n\n전화 051-803-1234", "{} 051-803-1234", "문의: {}(051-803-1234)"])
def test_a_bare_korean_name_is_kept_whole(folder: Path, name: str, layout: str) -> None:
    assert phones(read(folder, f"# 부산광역시청\n\n{layout.format(name)}\n")) == [(name, "051-803-1234")]


@pytest.mark.parametrize(
    "text",
    [
        "## Northport\n\nPlanning Team: 053-803-1234\n\n## Southport\n\nPlanning Team: 053-803-5678",
        "## Northport\n\n### Planning Team\n\nTel. 053-803-1234\n\n## Southport\n\n### Planning Team\n\nTel. 053-803-5678",
        "Planning Team (Northport): 053-803-1234\n\nPlanning Team (Southport): 053-803-5678",
        "The Planning Team in Northport is at 053-803-1234. The Planning Team in Southport is at 053-803-5678.",
    ],
)
def test_teams_of_one_name_in_two_places_stay_apart(folder: Path, text: str) -> None:
    found = read(folder, f"# Directory\n\n{text}\n")
    assert [(one.unit, one.team, one.phone) for one in found] == [
        ("Northport", "Planning Team", "053-803-1234"),
        ("Southport", "Planning Team", "053-803-5678"),
    ]


def test_offices_that_head_sections_are_units_and_not_the_body(folder: Path) -> None:
    text = "# Directory\n\n## Northport Office\n\nPlanning Team: 053-803-1234\n\n## Southport Office\n\nPlanning Team: 053-803-5678\n"
    assert [(one.organisation, one.unit) for one in read(folder, text)] == [
        (None, "Northport Office"),
        (None, "Southport Office"),
    ]


@pytest.mark.parametrize(
    "above",
    [
        "## Headquarters\n\n",
        "## Department\n\n",
        "## 본부\n\n",
        "- Headquarters\n",
        "| Division | Tel |\n|---|---|\n| Headquarters | |\n",
    ],
)
def test_a_word_for_any_body_above_an_entry_hides_nothing_of_it(folder: Path, above: str) -> None:
    rows = {"-": "  - Orchard Team: 053-803-1234\n", "|": "| Orchard Team | 053-803-1234 |\n"}
    below = rows.get(above[0], "| Team | Phone |\n|---|---|\n| Orchard Team | 053-803-1234 |\n")
    (found,) = under_hall(folder, above + below)
    assert (found.organisation, found.unit, found.team) == ("Daegu City Hall", None, "Orchard Team")
    assert found.phone == "053-803-1234"


def test_words_that_lead_on_to_a_person_belong_to_the_entry_of_that_person(folder: Path) -> None:
    line = "For the newspapers: Lee Dong-ha, Event Team, 053-803-1234; contact for sailors: Jung So-mi, Ferry Team, 053-803-5678"
    _, ferry = under_hall(folder, line)
    text = load(folder / "a-note.md", "a-note.md").text
    assert text[ferry.start : ferry.end] == "contact for sailors: Jung So-mi, Ferry Team, 053-803-5678"


@pytest.mark.parametrize(
    ("line", "body", "unit"),
    [
        ("For smoke, call the Smoke Office of Ferry City, 053-803-1234, before noon.", "Ferry City", "Smoke Office"),
        ("Fires are handled by the Rescue Division of Hill County (053-803-1234).", "Hill County", "Rescue Division"),
        ("The Rescue Division of Daegu can be called at 053-803-1234.", "Daegu City Hall", "Rescue Division"),
        ("The Rescue Division is open; its number is 053-803-1234.", "Daegu City Hall", "Rescue Division"),
    ],
)
def test_a_unit_in_a_sentence_is_of_the_body_that_the_sentence_says(
    folder: Path, line: str, body: str, unit: str
) -> None:
    (found,) = under_hall(folder, line)
    assert (found.organisation, found.unit or found.team, found.phone) == (body, unit, "053-803-1234")


def test_a_number_of_somebody_else_in_a_sentence_is_not_that_of_the_section(folder: Path) -> None:
    assert under_hall(folder, "If it smokes, call the River Guard of Ferry City, 053-803-1234.") == ()


def test_a_number_under_a_word_for_any_body_is_the_publishers(folder: Path) -> None:
    (found,) = under_hall(folder, "## Headquarters\n\nTel. 053-803-1234")
    assert (found.organisation, found.unit, found.team) == ("Daegu City Hall", None, None)


def test_a_row_that_is_called_by_a_word_for_any_body_is_nobodys(folder: Path) -> None:
    assert under_hall(folder, "| Team | Phone |\n|---|---|\n| Team | 053-803-1234 |\n") == ()


def test_a_number_below_the_lines_of_an_address_is_that_of_the_part_above_it(folder: Path) -> None:
    text = "Harbour Agency\n\nHead Quay Branch\nQuay Road 3\nJeju 63100\nTel. 064-700-2000\nExport Team\nTel. 064-700-2001\n"
    assert phones(read(folder, text, ".txt")) == [
        ("Head Quay Branch", "064-700-2000"),
        ("Export Team", "064-700-2001"),
    ]


def test_a_number_below_words_that_may_be_of_another_is_nobodys(folder: Path) -> None:
    text = "Harbour Agency\n\nExport Team\nGeneral questions\nTel. 064-700-2000\n"
    assert read(folder, text, ".txt") == ()


def test_the_number_below_a_line_that_says_headquarters_is_that_of_the_body(folder: Path) -> None:
    text = "Harbour Agency\n\nHeadquarters\n12 Dock Road, Nam-gu\nUlsan 44700\nTel. 052-700-1000\n"
    assert [(one.organisation, one.team, one.unit, one.phone) for one in read(folder, text, ".txt")] == [
        ("Harbour Agency", None, None, "052-700-1000")
    ]


def test_a_row_without_a_name_gives_its_number_to_nobody(folder: Path) -> None:
    text = "Harbour Agency\n\nName\tTask\tPhone\nPark Seo-yun\tBudget\t052-700-3001\n\tSecurity\t052-700-3004\n"
    assert [(one.person, one.phone) for one in read(folder, text, ".txt")] == [("Park Seo-yun", "052-700-3001")]


def test_what_is_left_of_an_address_that_a_line_end_broke_is_none(folder: Path) -> None:
    text = "Harbour Agency\n\nExport Team\nTel. 052-700-3001\nexport-\ndesk@harbour.example\n"
    assert [(one.phone, one.email) for one in read(folder, text, ".txt")] == [("052-700-3001", None)]


def test_a_labelled_number_with_an_unknown_area_code_is_one(folder: Path) -> None:
    text = "# Harbour Agency\n\nExport Team, phone 071-700-3001\n\nOrder no. 071-700-3002\n"
    assert phones(read(folder, text)) == [("Export Team", "071-700-3001")]


def test_the_other_way_that_a_sentence_gives_is_not_that_of_the_team(folder: Path) -> None:
    assert under_hall(folder, "Write to the Testing Team or the main line on 053-803-1234.") == ()


def test_a_legal_form_in_brackets_before_a_labelled_name_keeps_both_brackets(folder: Path) -> None:
    (found,) = read(folder, "# 안내\n\n기관명: (재)가람산업재단, 전화: 051-819-3334")
    assert found.organisation == "(재)가람산업재단"
