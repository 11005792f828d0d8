"""Numbers, amounts, measures, ranges and ordinals of a text, normalised."""

from __future__ import annotations

import pytest

from retrieval.language.values import values


def facts(text: str) -> list[tuple[str, str, str]]:
    return [(value.kind, value.value, value.unit) for value in values(text)]


def written(text: str) -> list[str]:
    return [value.value for value in values(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6 initiatives", "6"),
        ("six initiatives", "6"),
        ("여섯 과제", "6"),
        ("6대 과제", "6"),
        ("6개 과제", "6"),
        ("여섯 개", "6"),
        ("세 가지", "3"),
        ("스물한 개", "21"),
        ("twenty-one teams", "21"),
        ("one hundred and five teams", "105"),
        ("two thousand five hundred firms", "2500"),
        ("two million five hundred thousand people", "2500000"),
        ("a dozen firms", "12"),
        ("two dozen firms", "24"),
        ("a hundred firms", "100"),
        ("1,234.5 points", "1234.5"),
        ("1 234 points", "1234"),
        ("10,000 firms", "10000"),
        ("3만 5천 명", "35000"),
        ("1만2천 명", "12000"),
        ("1만 2,345명", "12345"),
        ("이천 명", "2000"),
        ("2.5 million people", "2500000"),
        ("5k jobs", "5000"),
        ("half of it", "0.5"),
        ("절반", "0.5"),
        ("one third of it", "1/3"),
        ("1/3 of it", "1/3"),
        ("3분의 1", "1/3"),
        ("two-thirds of it", "2/3"),
        ("3½ points", "3.5"),
        ("two and a half points", "2.5"),
        ("２３ cities", "23"),
        ("٢٣ cities", "23"),
        ("② cities", "2"),
        ("2000 people", "2000"),
        ("2000명", "2000"),
        ("#207", "207"),
    ],
)
def test_a_number_is_read_from_digits_and_words(text: str, value: str) -> None:
    assert facts(text) == [("number", value, "")]


@pytest.mark.parametrize(
    "text",
    [
        "2.5 trillion won",
        "2조 5천억 원",
        "2조5천억원",
        "2,500 billion won",
        "KRW 2.5 trillion",
        "₩2,500,000,000,000",
        "25,000억 원",
        "2.5조 원",
        "2.5 trillion Korean won",
    ],
)
def test_an_amount_in_won_is_one_number_however_it_is_scaled(text: str) -> None:
    assert facts(text) == [("amount", "2500000000000", "KRW")]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("$3 million", ("amount", "3000000", "USD")),
        ("USD 3m", ("amount", "3000000", "USD")),
        ("US$3m", ("amount", "3000000", "USD")),
        ("3 million US dollars", ("amount", "3000000", "USD")),
        ("3백만 달러", ("amount", "3000000", "USD")),
        ("€5bn", ("amount", "5000000000", "EUR")),
        ("123백만원", ("amount", "123000000", "KRW")),
        ("5,000천원", ("amount", "5000000", "KRW")),
        ("이천오백만 원", ("amount", "25000000", "KRW")),
        ("30%", ("percent", "30", "%")),
        ("30 percent", ("percent", "30", "%")),
        ("30 per cent", ("percent", "30", "%")),
        ("thirty percent", ("percent", "30", "%")),
        ("30퍼센트", ("percent", "30", "%")),
        ("5%p", ("percent", "5", "%p")),
        ("5 percentage points", ("percent", "5", "%p")),
        ("5%포인트", ("percent", "5", "%p")),
        ("-3.2%", ("percent", "-3.2", "%")),
        ("66 hectares", ("measure", "66", "ha")),
        ("66ha", ("measure", "66", "ha")),
        ("66헥타르", ("measure", "66", "ha")),
        ("5만㎡", ("measure", "50000", "m2")),
        ("50,000 square metres", ("measure", "50000", "m2")),
        ("3 km2", ("measure", "3", "km2")),
        ("3㎢", ("measure", "3", "km2")),
        ("10 megawatts", ("measure", "10", "MW")),
        ("10kW", ("measure", "10", "kW")),
        ("20톤", ("measure", "20", "t")),
        ("20 metric tons", ("measure", "20", "t")),
        ("five-year", ("measure", "5", "year")),
        ("5년간", ("measure", "5", "year")),
        ("5개년", ("measure", "5", "year")),
        ("3개월", ("measure", "3", "month")),
        ("21일간", ("measure", "21", "day")),
        ("30 seconds", ("measure", "30", "second")),
        ("one second", ("measure", "1", "second")),
        ("5배", ("measure", "5", "x")),
    ],
)
def test_a_quantity_has_its_unit(text: str, fact: tuple[str, str, str]) -> None:
    assert facts(text) == [fact]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-2026", [("year", "2022", ""), ("year", "2026", "")]),
        ("from 2022 to 2026", [("year", "2022", ""), ("year", "2026", "")]),
        ("2022~2026년", [("year", "2022", ""), ("year", "2026", "")]),
        ("2022-26", [("year", "2022", ""), ("year", "2026", "")]),
        ("'22~'26", [("year", "2022", ""), ("year", "2026", "")]),
        ("10 to 15", [("number", "10", ""), ("number", "15", "")]),
        ("10 to 15 hectares", [("measure", "10", "ha"), ("measure", "15", "ha")]),
        ("between 10 and 15%", [("percent", "10", "%"), ("percent", "15", "%")]),
        ("3~5억 원", [("amount", "300000000", "KRW"), ("amount", "500000000", "KRW")]),
        ("$10-15 million", [("amount", "10000000", "USD"), ("amount", "15000000", "USD")]),
        ("500 to 2 million", [("number", "500", ""), ("number", "2000000", "")]),
        ("9-11 a.m.", [("time", "09:00", ""), ("time", "11:00", "")]),
        ("January 20-22, 2025", [("date", "2025-01-20", ""), ("date", "2025-01-22", "")]),
        ("20–22 January 2025", [("date", "2025-01-20", ""), ("date", "2025-01-22", "")]),
        ("January 28 to February 3, 2025", [("date", "2025-01-28", ""), ("date", "2025-02-03", "")]),
        ("January to March 2025", [("date", "2025-01", ""), ("date", "2025-03", "")]),
        ("2025년 1월 20일~22일", [("date", "2025-01-20", ""), ("date", "2025-01-22", "")]),
        ("2025. 1. 20. ~ 2. 3.", [("date", "2025-01-20", ""), ("date", "2025-02-03", "")]),
        ("Articles 12 and 13", [("article", "12", "article"), ("article", "13", "article")]),
    ],
)
def test_a_range_gives_both_ends(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert facts(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("first", "1"),
        ("1st", "1"),
        ("제1", "1"),
        ("첫째", "1"),
        ("첫 번째", "1"),
        ("twenty-first", "21"),
        ("5th", "5"),
        ("제5차", "5"),
        ("5차 기본계획", "5"),
        ("Phase 3", "3"),
        ("Phase III", "3"),
        ("Chapter IV", "4"),
        ("Phase two", "2"),
    ],
)
def test_an_ordinal_is_read_from_digits_and_words(text: str, value: str) -> None:
    assert facts(text) == [("ordinal", value, "")]


@pytest.mark.parametrize(
    "text",
    [
        "one of the teams",
        "the one that leads",
        "no one knows",
        "each one",
        "a one-stop office",
        "First of all, it works.",
        "First, it works.",
        "at first",
        "for the first time",
        "first-class service",
        "per second",
        "a third party",
        "it may change",
        "they march on",
        "May I ask?",
        "net zero",
        "hundreds of firms",
        "millions",
        "이 사업은 한 사람",
        "네, 그렇습니다",
        "전국의 조직",
        "만일의 경우",
    ],
)
def test_words_that_only_look_like_numbers_are_none(text: str) -> None:
    assert [value for value in values(text) if value.noun != ("peopl",)] == []


@pytest.mark.parametrize(
    ("text", "value"), [("CO2", "co2"), ("CO₂", "co2"), ("B2B", "b2b"), ("5G", "5g"), ("3D", "3d"), ("5x7", "5x7")]
)
def test_a_name_with_a_digit_is_no_count(text: str, value: str) -> None:
    assert written(text) == [value]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("six core initiatives of the plan", ("core", "initi")),
        ("23 lower-level local governments", ("lower", "level", "local")),
        ("30 people", ("peopl",)),
        ("30명", ("peopl",)),
        ("6개 핵심 과제를", ("핵심", "과제")),
        ("the 5th Basic Plan, a draft", ("basic", "plan")),
        ("66 hectares of land", ()),
    ],
)
def test_a_number_knows_what_it_counts(text: str, noun: tuple[str, ...]) -> None:
    assert [value.noun for value in values(text)] == [noun]


def test_the_facts_of_a_sentence_stand_in_order_at_their_places() -> None:
    text = "From 2022 the ５ teams spend $3 million (053-819-3024)."
    assert [(value.kind, text[value.start : value.end]) for value in values(text)] == [
        ("year", "2022"),
        ("number", "５"),
        ("amount", "$3 million"),
        ("phone", "053-819-3024"),
    ]


def test_a_raised_footnote_mark_is_no_digit_of_the_year() -> None:
    assert written("in 2025² the plan") == ["2025"]


def test_a_raised_note_number_between_a_figure_and_its_unit_is_part_of_neither() -> None:
    for text in ("costs 45⁴ billion won", "costs 45 ⁴ billion won", "costs 45⁽⁴⁾ billion won"):
        assert [(value.kind, value.value) for value in values(text)] == [("amount", "45000000000")]
    assert [value.unit for value in values("45 km² and 10⁶ m³")] == [
        values("45 km2")[0].unit,
        "",
        values("6 m3")[0].unit,
    ]


def test_two_amounts_side_by_side_stay_apart() -> None:
    assert written("5억 2025년") == ["500000000", "2025"]


def test_a_year_before_to_is_no_end_of_a_range_of_money() -> None:
    found = [(c.kind, c.value) for c in values("rises from 30 billion won in 2024 to 40 billion won in 2028")]
    assert found == [("amount", "30000000000"), ("year", "2024"), ("amount", "40000000000"), ("year", "2028")]
