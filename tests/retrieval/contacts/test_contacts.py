"""Directory entries found in documents, and needs matched to them."""

from __future__ import annotations

import re
import time

import pytest

from retrieval.contacts.finding.finder import find
from retrieval.contacts.routing.matching import ScoredContact, match
from retrieval.contacts.routing.routes import is_reachable
from retrieval.loading.html.html import html_pieces
from retrieval.loading.markdown import markdown_pieces
from retrieval.loading.pieces.canonical import assemble
from retrieval.records import Contact, Document, Metadata

ORGANISATION = "Gyeongbuk Technopark"
BUILDING = "Headquarters Building, 27, Sampung-ro, Gyeongsan-si, Gyeongsangbuk-do"
ALIASES = (
    ("Gyeongbuk Technopark", "GBTP", "경북테크노파크"),
    ("Policy Planning Group", "정책기획단"),
    ("Regional Industrial Planning Team", "지역산업기획팀"),
    ("future automobile industry", "future car industry", "미래자동차산업"),
)


def document(text: str, title: str = "Directory", organisation: str | None = ORGANISATION) -> Document:
    canonical, blocks = assemble(html_pieces(text) if text.lstrip().startswith("<") else markdown_pieces(text))
    return Document("d.md", canonical, blocks, Metadata(title, organisation=organisation, aliases=ALIASES))


def entries(text: str, title: str = "Directory", organisation: str | None = ORGANISATION) -> list[Contact]:
    """The entries of a document, after a check that each of their fields stands in the span given for it."""
    source = document(text, title, organisation)
    contacts = find(source)
    for contact in contacts:
        stated = source.text[contact.start : contact.end]
        assert stated == stated.strip()
        assert all(value in stated for value in (contact.phone, contact.email, contact.room, contact.address) if value)
    return list(contacts)


def span(text: str, contact: Contact) -> str:
    return document(text).text[contact.start : contact.end]


def reached(contacts: list[Contact]) -> list[tuple[str | None, str | None]]:
    return [(contact.team, contact.phone) for contact in contacts]


GROUP = f"""
# Policy Planning Group of Gyeongbuk Technopark

## Duties of the Policy Planning Group

### Management of industrial data

- Establish a smart business information platform.
- Analyze trends in technology and policy.

### Operation of innovation networks

- Policy forum for the future automobile industry

## Teams and contacts

The Policy Planning Group of Gyeongbuk Technopark has three teams.

- Regional Industrial Planning Team: #207, {BUILDING}; phone +82-53-819-3024
- Innovation Business Planning Team: #207, {BUILDING}; phone +82-53-819-3038
- Future Strategy Promotion Team: #305, {BUILDING}; phone +82-53-819-3033

## What the page does not state

- The page names no person.
"""


def test_each_list_item_is_an_entry_with_its_fields_as_published() -> None:
    contacts = entries(GROUP, title="Policy Planning Group of Gyeongbuk Technopark")
    assert [(c.team, c.room, c.phone) for c in contacts] == [
        ("Regional Industrial Planning Team", "#207", "+82-53-819-3024"),
        ("Innovation Business Planning Team", "#207", "+82-53-819-3038"),
        ("Future Strategy Promotion Team", "#305", "+82-53-819-3033"),
    ]
    assert {c.address for c in contacts} == {BUILDING}
    assert {(c.organisation, c.unit, c.email) for c in contacts} == {(ORGANISATION, "Policy Planning Group", None)}
    assert span(GROUP, contacts[2]) == f"Future Strategy Promotion Team: #305, {BUILDING}; phone +82-53-819-3033"


def test_duties_of_the_unit_are_kept_in_order_and_no_team_is_given_them() -> None:
    for contact in entries(GROUP):
        assert contact.duties == ()
        assert contact.unit_duties == (
            "Establish a smart business information platform.",
            "Analyze trends in technology and policy.",
            "Policy forum for the future automobile industry",
        )


def test_table_columns_are_known_by_their_headers() -> None:
    text = """
# Contacts

| Group | Team | Duties | Address | Phone | Fax | E-mail |
| --- | --- | --- | --- | --- | --- | --- |
| Policy Planning Group | General Affairs | Budget and staff | Room 305, 27, Sampung-ro | 053-819-3001 | 053-819-3002 | a@gbtp.or.kr |
| Policy Planning Group | Investment Team | Attracting firms | Room 306, 27, Sampung-ro | 053-819-3003 | | |
"""
    first, second = entries(text)
    assert (first.unit, first.team, first.room, first.address) == (
        "Policy Planning Group",
        "General Affairs",
        "Room 305",
        "27, Sampung-ro",
    )
    assert (first.phone, first.email, first.duties) == ("053-819-3001", "a@gbtp.or.kr", ("Budget and staff",))
    assert (second.team, second.phone, second.email) == ("Investment Team", "053-819-3003", None)
    assert span(text, second).startswith("Policy Planning Group | Investment Team")


def test_korean_table_headers_are_known() -> None:
    text = """
| 부서 | 담당업무 | 전화 | 팩스 |
| --- | --- | --- | --- |
| 총무과 | 예산 및 회계 | 053-819-3001 | 053-819-3009 |
| 지역산업기획팀 | 지역산업 육성계획 수립 | 053)819-3024 | 053-819-3009 |
"""
    contacts = entries(text, organisation="경북테크노파크")
    assert [(c.team or c.unit, c.phone, c.duties) for c in contacts] == [
        ("총무과", "053-819-3001", ("예산 및 회계",)),
        ("지역산업기획팀", "053)819-3024", ("지역산업 육성계획 수립",)),
    ]
    assert contacts[0].organisation == "경북테크노파크"


def test_a_header_that_joins_two_fields_is_read_as_both() -> None:
    text = f"""
<table><tr><th>Team</th><th>Name</th><th>Address / Contact Number</th></tr>
<tr><td rowspan="2">Policy Planning Group</td><td>Kim</td><td>#207, {BUILDING} +82-53-819-3024</td></tr>
<tr><td>Lee</td><td>#305, {BUILDING} +82-53-819-3033</td></tr></table>
"""
    assert [(c.room, c.address, c.phone) for c in entries(text)] == [
        ("#207", BUILDING, "+82-53-819-3024"),
        ("#305", BUILDING, "+82-53-819-3033"),
    ]


def test_a_table_of_labels_and_values_is_one_entry() -> None:
    text = """
<dl><dt>담당부서</dt><dd>투자유치팀</dd><dt>전화</dt><dd>053-819-3011</dd><dt>팩스</dt><dd>053-819-3012</dd>
<dt>이메일</dt><dd>invest@gbtp.or.kr</dd></dl>
"""
    (contact,) = entries(text)
    assert (contact.team, contact.phone, contact.email) == ("투자유치팀", "053-819-3011", "invest@gbtp.or.kr")
    assert span(text, contact).startswith("담당부서 | 투자유치팀")


def test_lines_with_labels_make_one_entry_with_the_name_above_them() -> None:
    text = """
<p>Investment Team<br>Address: 27, Sampung-ro, Gyeongsan-si<br>Tel: 053-819-3011<br>Fax: 053-819-3012<br>
E-mail: invest@gbtp.or.kr</p><p>The weather is fine.</p>
"""
    (contact,) = entries(text)
    assert (contact.team, contact.address, contact.phone, contact.email) == (
        "Investment Team",
        "27, Sampung-ro, Gyeongsan-si",
        "053-819-3011",
        "invest@gbtp.or.kr",
    )
    assert span(text, contact).startswith("Investment Team\n")
    assert span(text, contact).endswith("invest@gbtp.or.kr")


def test_labels_on_one_line_are_told_apart() -> None:
    (contact,) = entries("Department: Investment Team | Tel: 053-819-3011 | Address: 27, Sampung-ro, Gyeongsan-si")
    assert (contact.team, contact.phone, contact.address) == (
        "Investment Team",
        "053-819-3011",
        "27, Sampung-ro, Gyeongsan-si",
    )


@pytest.mark.parametrize(
    ("line", "team", "phone"),
    [
        ("문의: 투자유치팀 (053-819-3011)", "투자유치팀", "053-819-3011"),
        ("문의처 : 지역산업기획팀 ☎ 053-819-3024", "지역산업기획팀", "053-819-3024"),
        ("자세한 사항은 투자유치팀(053-819-3011)으로 문의하시기 바랍니다.", "투자유치팀", "053-819-3011"),
        ("총무과 053-819-3000", "총무과", "053-819-3000"),
        ("For details contact the Investment Team at 053-819-3011.", "Investment Team", "053-819-3011"),
        ("Call 053-819-3011 to reach the Investment Team.", "Investment Team", "053-819-3011"),
        ("Startup support team: 053-819-3011", "Startup support team", "053-819-3011"),
        ("Department of Regional Economy - 053-819-3011", "Department of Regional Economy", "053-819-3011"),
    ],
)
def test_running_text_gives_the_team_or_the_unit_that_it_names(line: str, team: str, phone: str) -> None:
    (contact,) = entries(line)
    assert (contact.team or contact.unit, contact.phone) == (team, phone)
    assert span(line, contact) == line


def test_a_flattened_row_tells_a_known_unit_from_its_team() -> None:
    text = f"""
# Policy Planning Group

Policy Planning Group Regional Industrial Planning Team #207, {BUILDING}, +82-53-819-3024

Innovation Business Planning Team #207, {BUILDING} +82-53-819-3038
"""
    first, second = entries(text)
    assert (first.unit, first.team) == ("Policy Planning Group", "Regional Industrial Planning Team")
    assert (first.room, first.address, first.phone) == ("#207", BUILDING, "+82-53-819-3024")
    assert (second.unit, second.team, second.phone) == (
        "Policy Planning Group",
        "Innovation Business Planning Team",
        "+82-53-819-3038",
    )


def test_a_heading_names_the_team_of_the_lines_below_it() -> None:
    text = """
# Directory

## Investment Team

- Attract businesses from abroad.
- Help them settle.

### Contact

- Address: Room 305, 27, Sampung-ro
- Tel: 053-819-3011

## Planning Team

Budget talks begin in May. The phone is 053-819-3012.
"""
    first, second = entries(text)
    assert (first.team, first.room, first.address, first.phone) == (
        "Investment Team",
        "Room 305",
        "27, Sampung-ro",
        "053-819-3011",
    )
    assert first.duties == ("Attract businesses from abroad.", "Help them settle.")
    assert span(text, first).startswith("Investment Team")
    assert span(text, first).endswith("Tel: 053-819-3011")
    assert (second.team, second.phone, second.duties) == ("Planning Team", "053-819-3012", ())


def test_a_sentence_that_says_what_a_team_does_is_its_duty() -> None:
    text = """
The Investment Team is responsible for factories from abroad. The Planning Team met in May.

- Investment Team: 053-819-3011
- Planning Team: 053-819-3012
"""
    first, second = entries(text)
    assert first.duties == ("The Investment Team is responsible for factories from abroad.",)
    assert second.duties == ()


def test_the_phone_of_another_sentence_is_not_the_teams() -> None:
    text = "Kim Cheol-su of the Planning Team spoke of 1,200 billion won. For press questions call 053-819-3000."
    (contact,) = entries(text)
    assert (contact.team, contact.phone) == (None, "053-819-3000")
    assert span(text, contact) == "For press questions call 053-819-3000."


def test_a_sentence_that_points_back_belongs_to_the_team_before_it() -> None:
    text = "The Planning Team moved to Gyeongsan. Its phone is 053-819-3001. The weather is fine."
    (contact,) = entries(text)
    assert (contact.team, contact.phone) == ("Planning Team", "053-819-3001")
    assert span(text, contact) == "The Planning Team moved to Gyeongsan. Its phone is 053-819-3001."


def test_items_below_an_entry_are_its_duties() -> None:
    text = (
        "- Investment Team\n  - Attracts foreign firms\n  - Tel: 053-819-3011\n- Planning Team\n  - Tel: 053-819-3012"
    )
    first, second = entries(text)
    assert (first.team, first.phone, first.duties) == ("Investment Team", "053-819-3011", ("Attracts foreign firms",))
    assert (second.team, second.phone, second.duties) == ("Planning Team", "053-819-3012", ())


def test_what_a_phone_without_a_team_is_for_is_kept_as_its_duty() -> None:
    (contact,) = entries("- Press questions: 053-819-3000")
    assert (contact.organisation, contact.team, contact.duties) == (ORGANISATION, None, ("Press questions",))


def test_korean_labels_need_no_colon() -> None:
    (contact,) = entries("담당부서 지역산업과 담당자 홍길동 연락처 054-880-2600 등록일 2024-01-15")
    assert (contact.unit, contact.person, contact.phone) == ("지역산업과", "홍길동", "054-880-2600")


def test_a_name_in_a_column_with_an_unknown_header_is_read() -> None:
    text = "| 구분 | 담당자 | 업무 | 연락처 |\n|---|---|---|---|\n| 지역산업기획팀 | 김철수 | 지역산업 기획 | 053-819-3024 |"
    (contact,) = entries(text)
    assert (contact.team, contact.phone, contact.duties) == ("지역산업기획팀", "053-819-3024", ("지역산업 기획",))


def test_a_long_text_without_a_blank_line_is_read_in_good_time() -> None:
    source = document("The plan of 2014-2018 helps the firms of the region. " * 4_000 + "Planning Team: 053-819-3001")
    started = time.monotonic()
    assert [contact.phone for contact in find(source)] == ["053-819-3001"]
    assert time.monotonic() - started < 20  # measured: 1.2 s on two busy cores, 210 kB


def test_two_teams_on_one_line_keep_their_own_phones() -> None:
    for line in (
        "Planning Team 053-819-3001, Support Team 053-819-3002",
        "053-819-3001 (Planning Team), 053-819-3002 (Support Team)",
        "Call the Planning Team at 053-819-3001 or the Support Team at 053-819-3002.",
    ):
        assert reached(entries(line)) == [("Planning Team", "053-819-3001"), ("Support Team", "053-819-3002")]


def test_a_phone_that_may_be_of_either_team_is_given_to_none() -> None:
    assert entries("The Support Team, which helps the Planning Team, can be called at 053-819-3001.") == []
    assert entries("Planning Team and Support Team: 053-819-3001, 053-819-3002") == []


def test_teams_that_share_one_phone_both_have_it() -> None:
    contacts = entries("Planning Team and Support Team: 053-819-3001")
    assert reached(contacts) == [("Planning Team", "053-819-3001"), ("Support Team", "053-819-3001")]


def test_further_phones_of_a_team_stay_in_its_entry() -> None:
    (contact,) = entries("- Planning Team: 053-819-3001, 053-819-3002")
    assert (contact.team, contact.phone, contact.more_phones) == ("Planning Team", "053-819-3001", ("053-819-3002",))


def test_only_a_name_that_says_team_is_a_team_unless_a_larger_unit_is_over_it() -> None:
    (alone,) = entries("- Planning Division: 053-819-3001")
    assert (alone.unit, alone.team) == ("Planning Division", None)
    (under,) = entries("- Planning Division, Strategy Bureau: 053-819-3001")
    assert (under.unit, under.team) == ("Strategy Bureau", "Planning Division")
    (over,) = entries("- Planning Division, Data Team: 053-819-3001")
    assert (over.unit, over.team) == ("Planning Division", "Data Team")


def test_a_body_in_brackets_after_a_matter_is_an_entry_that_reaches_nobody() -> None:
    (contact,) = entries("- Development of a tourism service (Culture, Tourism, and Sports Bureau)")
    assert (contact.unit, contact.duties) == (
        "Culture, Tourism, and Sports Bureau",
        ("Development of a tourism service",),
    )
    assert not is_reachable(contact)


def test_entries_that_reach_nobody_come_last() -> None:
    text = "- Night buses to the port (Transport Bureau)\n- Planning Team: 053-819-3001"
    assert [(c.team or c.unit, is_reachable(c)) for c in entries(text)] == [
        ("Planning Team", True),
        ("Transport Bureau", False),
    ]


def test_a_body_in_brackets_that_has_a_phone_elsewhere_is_no_second_entry() -> None:
    text = "- Night buses to the port (Transport Bureau)\n- Transport Bureau: 053-819-3001"
    assert [(c.unit, c.phone) for c in entries(text)] == [("Transport Bureau", "053-819-3001")]


def test_a_fax_alone_is_an_entry_without_a_phone() -> None:
    (contact,) = entries("Planning Team\n\nFax: 053-819-3001")
    assert (contact.team, contact.phone, contact.fax) == ("Planning Team", None, "053-819-3001")


def test_a_repeated_entry_is_kept_where_it_stands_first() -> None:
    text = "- Planning Team: 053-819-3001\n\nOnce more: contact the Planning Team at 053-819-3001."
    (contact,) = entries(text)
    assert span(text, contact) == "Planning Team: 053-819-3001"


def test_an_entry_that_names_another_organisation_belongs_to_that_one() -> None:
    text = "# Policy Planning Group\n\n- Planning Team: 053-819-3001\n- Planning Team, Daegu Technopark: 053-757-4114"
    ours, theirs = entries(text)
    assert (ours.organisation, ours.unit) == (ORGANISATION, "Policy Planning Group")
    assert (theirs.organisation, theirs.unit, theirs.team) == ("Daegu Technopark", None, "Planning Team")


@pytest.mark.parametrize(
    "header",
    [
        "Body",
        "Organisation",
        "Organization",
        "Institution",
        "Agency",
        "Company",
        "Host",
        "기관",
        "소속",
        "소속기관",
        "기관명",
    ],
)
def test_a_column_of_organisations_says_whose_the_team_of_each_row_is(header: str) -> None:
    text = f"""
| Team | {header} | Phone |
|---|---|---|
| Planning Team | Daegu Technopark | 053-757-4114 |
| Rent Team | Gyeongbuk Technopark | 053-819-3001 |
"""
    theirs, ours = entries(text)
    assert (theirs.organisation, theirs.unit, theirs.team) == ("Daegu Technopark", None, "Planning Team")
    assert (ours.organisation, ours.unit, ours.team) == (ORGANISATION, None, "Rent Team")


def test_a_column_may_hold_the_unit_or_the_organisation_with_its_unit() -> None:
    (of_unit,) = entries("| 소속 | 팀 | 전화 |\n|---|---|---|\n| 정책기획단 | 기획팀 | 053-819-3001 |")
    assert (of_unit.organisation, of_unit.unit, of_unit.team) == (ORGANISATION, "정책기획단", "기획팀")
    (of_both,) = entries(
        "| Team | Body | Phone |\n|---|---|---|\n| Planning Team | Strategy Bureau, Daegu Technopark | 053-757-4114 |"
    )
    assert (of_both.organisation, of_both.unit, of_both.team) == (
        "Daegu Technopark",
        "Strategy Bureau",
        "Planning Team",
    )


def test_an_alias_of_the_publisher_is_the_publisher() -> None:
    (contact,) = entries("경북테크노파크 정책기획단 지역산업기획팀 053-819-3024")
    assert (contact.organisation, contact.unit, contact.team) == (ORGANISATION, "정책기획단", "지역산업기획팀")


def test_a_team_with_a_room_and_no_phone_is_an_entry() -> None:
    (contact,) = entries(f"- Planning Team: #207, {BUILDING}")
    assert (contact.team, contact.room, contact.address, contact.phone) == ("Planning Team", "#207", BUILDING, None)


def test_a_phone_without_any_name_belongs_to_the_publisher_or_to_nobody() -> None:
    (contact,) = entries("Tel: 053-819-3000")
    assert (contact.organisation, contact.unit, contact.team) == (ORGANISATION, None, None)
    assert entries("Tel: 053-819-3000", organisation=None) == []


@pytest.mark.parametrize(
    "text",
    [
        "- Planning Team: 2014-2018, KRW 1,200 million, 330,000 square metres",
        "- Pohang Industry Center: Pohang-si, Gyeongsangbuk-do",
        "The Planning Team and the Support Team met in Room 305.",
        "| Team | Budget |\n| --- | --- |\n| Planning Team | 053-819 |",
        "- Planning Team: Article 12-3, No. 2021-0537, 0538193024",
    ],
)
def test_what_states_no_way_to_reach_anybody_is_no_entry(text: str) -> None:
    assert entries(text) == []


def stems(text: str) -> list[str]:
    """Content words, as `terms` gives them: lower case, no plural, no words of the question's form."""
    words = [
        word for word in re.findall(r"\w+", text.lower()) if word not in {"the", "of", "for", "is", "a", "i", "do"}
    ]
    return [word.rstrip("s") for word in words]


def matched(need: str, contacts: list[Contact] | None = None) -> list[ScoredContact]:
    found = contacts if contacts is not None else entries(GROUP)
    return match(need, found, stems, lambda stem: 1.0, ALIASES)


def test_a_team_that_is_named_comes_first() -> None:
    best = matched(
        "Which team is responsible for regional industrial planning at Gyeongbuk Technopark, and what is its phone?"
    )[0]
    assert (best.contact.phone, best.reason) == ("+82-53-819-3024", "team")
    assert best.matched == "Regional Industrial Planning Team"


def test_a_korean_name_finds_the_english_entry() -> None:
    best = matched("지역산업기획팀의 전화번호는?")[0]
    assert (best.contact.phone, best.reason, best.score) == ("+82-53-819-3024", "team", 1.0)


def test_the_name_of_the_unit_or_organisation_gives_all_its_teams() -> None:
    assert [one.reason for one in matched("contact of the Policy Planning Group")] == ["unit"] * 3
    assert [one.reason for one in matched("Gyeongbuk Technopark phone number")] == ["organisation"] * 3


def test_a_team_that_is_named_ranks_before_a_unit() -> None:
    def contact(team: str, unit: str) -> Contact:
        return Contact("d", None, unit, team, None, None, "053-819-3001", None, 0, 1)

    found = matched("Robot Industry", [contact("First Team", "Robot Industry"), contact("Robot Industry Team", "X")])
    assert [one.reason for one in found] == ["team", "unit"]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize(
    "need",
    [
        "phone of the Busan robot team",
        "regional industrial planning team of Busan",
        "Regional Industrial Planning Team of Daegu Technopark",
        "phone of the Gyeongbuk Technopark robot team",
        "부산 지역산업기획팀 전화번호",
        "whom do I contact about free lunch",
        "phone number",
        "",
    ],
)
def test_a_need_that_no_entry_serves_gives_nothing(need: str) -> None:
    assert matched(need) == []
