"""Phones, e-mails, rooms and addresses in one line."""

from __future__ import annotations

import pytest

from retrieval.contacts.finding.fields import emails, place
from retrieval.contacts.finding.phones import phones


def found(text: str, *, labelled: bool = False) -> list[str]:
    return [text[span.start : span.end] for span in phones(text, labelled=labelled)]


@pytest.mark.parametrize(
    "number",
    [
        "+82-53-819-3024",
        "+82 (0)53-819-3024",
        "+82.53.819.3024",
        "82-53-819-3024",
        "053-819-3024",
        "(053) 819-3024",
        "053)819-3024",
        "053.819.3024",
        "053 819 3024",
        "053–819–3024",
        "02-2100-1234",
        "02-123-4567",
        "010-1234-5678",
        "070-1234-5678",
        "0505-123-4567",
        "1588-1234",
        "+44 20 8366 1177",
    ],
)
def test_a_phone_is_found_as_it_is_written(number: str) -> None:
    assert found(f"Planning Team {number}, ground floor") == [number]
    assert found(f"Planning Team: {number}") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "The plan ran 2014-2018.",
        "The plan ran 1644-1899.",
        "KRW 053,819,3024 million",
        "an area of 0538193024",
        "Room 1207, Building 3, lot 305-1",
        "Article 12-3, No. 2021-0537",
        "Business registration 503-82-07236",
        "Account 301-0123-4567-81",
        "id 053-12-345678",
        "054-0000-0000",
        "2458-2030 hectares",
        "December 2020 - 06 2021",
        "27, Sampung-ro, 38542",
        "call 2014 a good year",
    ],
)
def test_what_is_no_phone_never_becomes_one(text: str) -> None:
    assert found(text) == []


def test_brackets_round_a_phone_are_no_part_of_it() -> None:
    assert found("Planning Team (053-819-3024)") == ["053-819-3024"]
    assert found("Planning Team (+82 (0)53-819-3024)") == ["+82 (0)53-819-3024"]


def test_a_label_makes_ungrouped_digits_and_short_numbers_a_phone() -> None:
    assert found("Tel 0538193024") == ["0538193024"]
    assert found("Phone: 1357") == ["1357"]
    assert found("1357", labelled=True) == ["1357"]
    assert found("2020", labelled=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tel. 053-819-3024, Fax. 053-819-3025", ["053-819-3024"]),
        ("T. 053-819-3024 F. 053-819-3025", ["053-819-3024"]),
        ("Fax: 053-819-3025 / Tel: 053-819-3024", ["053-819-3024"]),
        ("전화 053-819-3024 팩스 053-819-3025", ["053-819-3024"]),
        ("053-819-3024, 053-819-3025 (fax)", ["053-819-3024"]),
        ("Tel/Fax: 053-819-3024", ["053-819-3024"]),
        ("Fax 053-819-3025; 053-819-3024", ["053-819-3024"]),
    ],
)
def test_a_fax_number_is_no_phone(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("053-819-3024~5", "053-819-3024~5"),
        ("전화 062-650-1170~2로 문의", "062-650-1170~2"),
        ("+82-53-819-3024 (ext. 12)", "+82-53-819-3024 (ext. 12)"),
        ("Planning Team (053-819-3024, ext. 12)", "053-819-3024, ext. 12"),
        ("053-819-3024 (내선 231)", "053-819-3024 (내선 231)"),
        ("053-819-3024 내선 231번", "053-819-3024 내선 231"),
        ("+82 53 819 3024/5", "+82 53 819 3024"),
        ("Tel 053-819-3024 (2nd floor)", "053-819-3024"),
        ("053-819-3024 ~ 2025. 3. 1.", "053-819-3024"),
    ],
)
def test_a_series_and_an_extension_stay_with_their_number(text: str, number: str) -> None:
    assert found(text) == [number]


def test_e_mails_are_found_without_the_punctuation_round_them() -> None:
    text = "Write to <invest@gbtp.or.kr>, or plan.team@gbtp.or.kr."
    assert [text[s.start : s.end] for s in emails(text)] == ["invest@gbtp.or.kr", "plan.team@gbtp.or.kr"]
    assert emails("3 apples @ 2 euros, @handle") == []


def test_a_room_at_an_end_of_an_address_is_taken_out_of_it() -> None:
    assert place("#207, Headquarters Building, 27, Sampung-ro, Gyeongsan-si; phone +82-53-819-3024") == (
        "#207",
        "Headquarters Building, 27, Sampung-ro, Gyeongsan-si",
    )
    assert place("경상북도 경산시 삼풍로 27 본부동 207호, 전화 053-819-3024") == (
        "207호",
        "경상북도 경산시 삼풍로 27 본부동",
    )
    assert place("Room 305, Main Building") == ("Room 305", "Main Building")


def test_a_room_inside_an_address_stays_in_it() -> None:
    written = "27, Sampung-ro, Room 305, Gyeongsan-si"
    assert place(written) == ("Room 305", written)


def test_the_address_inside_a_sentence_ends_with_the_address() -> None:
    text = "The office is at 27, Sampung-ro, Gyeongsan-si, and the phone is 053-819-3024."
    assert place(text) == (None, "27, Sampung-ro, Gyeongsan-si")


@pytest.mark.parametrize(
    "text",
    ["Gyeongsan-si, Gyeongsangbuk-do", "앞으로 3년간 추진", "제3호 의안", "Section 207", "a 5-year plan for Pohang-si"],
)
def test_places_and_numbers_without_a_road_are_no_address(text: str) -> None:
    assert place(text) == (None, None)
