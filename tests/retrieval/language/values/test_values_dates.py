"""Dates, years and times of a text, normalised."""

from __future__ import annotations

import pytest

from retrieval.language.values import values


def facts(text: str) -> list[tuple[str, str, str]]:
    return [(value.kind, value.value, value.unit) for value in values(text)]


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-22",
        "January 22, 2025",
        "January 22nd, 2025",
        "JANUARY 22, 2025",
        "22 January 2025",
        "22nd of January, 2025",
        "Jan. 22, 2025",
        "22 Jan 2025",
        "22-Jan-2025",
        "2025.01.22.",
        "2025. 1. 22.",
        "2025/01/22",
        "01/22/2025",
        "20250122",
        "2025년 1월 22일",
        "'25.1.22",
        "２０２５년 １월 ２２일",
    ],
)
def test_a_date_is_one_however_it_is_written(text: str) -> None:
    assert facts(text) == [("date", "2025-01-22", "")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("March 2024", "2024-03"),
        ("2024년 3월", "2024-03"),
        ("2024-03", "2024-03"),
        ("2024.03", "2024-03"),
        ("03/2024", "2024-03"),
        ("January 13", "--01-13"),
        ("1월 13일", "--01-13"),
        ("in March", "--03"),
        ("21일", "---21"),
        ("Q3 2025", "2025-Q3"),
        ("3Q25", "2025-Q3"),
        ("third quarter of 2025", "2025-Q3"),
        ("2025년 3분기", "2025-Q3"),
        ("second half of 2025", "2025-H2"),
        ("H2 2025", "2025-H2"),
        ("2025년 하반기", "2025-H2"),
        ("01/02/2025", "01/02/2025"),
    ],
)
def test_a_part_of_a_date_keeps_what_is_given(text: str, value: str) -> None:
    assert facts(text) == [("date", value, "")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("in 2026", "2026"),
        ("2026년", "2026"),
        ("'26", "2026"),
        ("FY26", "2026"),
        ("2020s", "2020s"),
        ("mid-2020s", "mid-2020s"),
        ("2020년대 중반", "mid-2020s"),
        ("the 2030 Master Plan", "2030"),
    ],
)
def test_a_year_is_told_from_a_count(text: str, value: str) -> None:
    assert facts(text) == [("year", value, "")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9:00", "09:00"),
        ("9 a.m.", "09:00"),
        ("9am", "09:00"),
        ("오전 9시", "09:00"),
        ("18:00", "18:00"),
        ("6 p.m.", "18:00"),
        ("6:30 pm", "18:30"),
        ("오후 6시 30분", "18:30"),
        ("12 a.m.", "00:00"),
        ("until noon", "12:00"),
        ("정오", "12:00"),
        ("midnight", "00:00"),
    ],
)
def test_a_time_is_on_24_hours(text: str, value: str) -> None:
    assert facts(text) == [("time", value, "")]
