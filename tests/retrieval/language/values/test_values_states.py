"""Which fact of a source bears out which fact of a sentence."""

from __future__ import annotations

import pytest

from retrieval.language.values import Value, same_noun, states, values


def only(text: str) -> Value:
    (value,) = values(text)
    return value


@pytest.mark.parametrize(
    ("stated", "wanted"),
    [
        ("six initiatives", "6대 과제"),
        ("2.5 trillion won", "2조 5천억 원"),
        ("30%", "30 per cent"),
        ("half of it", "50%"),
        ("50%", "half of it"),
        ("66 hectares", "660,000㎡"),
        ("2 years", "24개월"),
        ("fourth", "4차 산업혁명"),
        ("5th Basic Plan", "제5차 기본계획"),
        ("Phase 2", "second phase"),
        ("Phase 2", "2단계"),
        ("January 22, 2025", "2025-01-22"),
        ("January 22, 2025", "January 2025"),
        ("January 22, 2025", "2025"),
        ("January 22, 2025", "January 22"),
        ("January 22, 2025", "first quarter of 2025"),
        ("January 22, 2025", "first half of 2025"),
        ("January 21, 2025", "on the 21st"),
        ("March 2024", "2024년"),
        ("Q3 2025", "2025년 하반기"),
        ("in 2025", "the 2020s"),
        ("mid-2020s", "2020s"),
        ("18:00", "6 p.m."),
        ("+82-53-819-3024", "053 819 3024"),
        ("053-819-3024", "Tel 819-3024"),
        ("053-819-3024~6", "053-819-3024"),
        ("053-819-3024~6", "053-819-3025"),
        ("053-819-3024~6", "053-819-3026"),
        ("053-819-3024 ext. 12", "053-819-3024"),
        ("NAME@Host.kr", "name at host dot kr"),
        ("https://www.gb.go.kr/", "gb.go.kr"),
        ("Article 12(3)", "제12조 제3항"),
        ("Article 12(3)", "Article 12"),
        ("Article 12(3)", "제3항"),
    ],
)
def test_a_fact_is_borne_out_in_other_words(stated: str, wanted: str) -> None:
    assert states(only(stated), only(wanted))


@pytest.mark.parametrize(
    ("stated", "wanted"),
    [
        ("six initiatives", "7 initiatives"),
        ("2.5 trillion won", "2.5 billion won"),
        ("3 billion won", "3 million won"),
        ("2조 5천억 원", "2조 5백억 원"),
        ("3 million won", "3 million dollars"),
        ("$3 million", "3 million won"),
        ("30%", "30%p"),
        ("30%", "30 firms"),
        ("30%", "-30%"),
        ("30%", "3%"),
        ("66 hectares", "66 acres"),
        ("66 hectares", "66 km2"),
        ("10 MW", "10 kW"),
        ("10 MW", "10 MWh"),
        ("5 years", "5 months"),
        ("5 years", "5 firms"),
        ("1,234", "1,243"),
        ("1,234", "1.234"),
        ("one third of it", "two thirds of it"),
        ("first", "second"),
        ("5th", "5 plans"),
        ("2025-01-22", "2025-10-22"),
        ("2025-01-22", "2025-01-21"),
        ("2025-01-22", "2024-01-22"),
        ("2025-01-22", "February 2025"),
        ("2025-01-22", "Q2 2025"),
        ("2025-01-22", "on the 21st"),
        ("January 2025", "January 22, 2025"),
        ("2025년", "January 2025"),
        ("2025년", "2025년 하반기"),
        ("January 22", "January 22, 2025"),
        ("2020s", "2025년"),
        ("2020s", "mid-2020s"),
        ("01/02/2025", "January 2, 2025"),
        ("2022년", "2026년"),
        ("2,030 firms", "2030년"),
        ("9 a.m.", "9 p.m."),
        ("9:00", "9:30"),
        ("053-819-3024", "053-819-3042"),
        ("053-819-3024", "054-819-3024"),
        ("053-819-3024", "053-819-3024 ext. 12"),
        ("053-819-3024 ext. 12", "053-819-3024 ext. 13"),
        ("053-819-3024~6", "053-819-3027"),
        ("053-819-3024~6", "053-819-3023"),
        ("053-819-3024", "Tel 819-3042"),
        ("053-819-3024", "+44-53-819-3024"),
        ("name@host.kr", "name@host.or.kr"),
        ("name@host.kr", "mame@host.kr"),
        ("name@host.kr", "host.kr"),
        ("gb.go.kr", "gb.or.kr"),
        ("gb.go.kr", "gb.go.kr/plan"),
        ("gb.go.kr/plan", "gb.go.kr/plans"),
        ("gb.go.kr/plan", "gb.go.kr"),
        ("gb.go.kr", "gb.go.kr.evil.com"),
        ("https://gb.go.kr", "https://gb.go.kr@evil.com"),
        ("Article 12", "Article 12(3)"),
        ("Article 12(3)", "Article 12(4)"),
        ("Article 12", "Article 1"),
        ("Article 1", "Article 12"),
        ("제12조", "제12조의2"),
        ("Act No. 19990", "Act No. 19909"),
        ("Act No. 19990", "Decree No. 19990"),
    ],
)
def test_another_fact_is_not_borne_out(stated: str, wanted: str) -> None:
    assert not states(only(stated), only(wanted))


def test_what_is_counted_can_be_compared_where_both_name_it() -> None:
    assert same_noun(only("six core initiatives"), only("6 initiatives"))
    assert same_noun(only("six"), only("6 initiatives"))
    assert not same_noun(only("six teams"), only("6 initiatives"))
