"""What holds for the facts of every text."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.language.values import states, values

pytestmark = pytest.mark.slow

PIECES = (
    "0 1 2 9 12 2025 01 22 26 , . - ~ – / : ( ) % %p $ ₩ 원 억 조 만 천 백 년 월 일 시 분 제 조 항 호 개 명 Q H January may second "
    "one half third ½ ① ² ٣ ０ @ at dot kr + 82 053 819 3024 Article Act No. Phase II to and between million bn m k km2 ' s x "
    "ext. 둘 다섯 절반 의 ⁄ a an hundred 분의 ㎢ ㋀ ⑴ \u200b ᄒ ᅡ ᆫ zero first 첫째 http:// 5/0 km tel"
).split(" ")
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*PIECES, " ", "\n"]), max_size=16).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=16).map(" ".join),
)


RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"  # the numbers of notes, which state nothing


@given(TEXTS)
@example("half 12 .①$０II 항")
@example("㏠½⒈2025²")
@example("1만1만1만")
def test_every_digit_lies_in_one_fact_and_no_two_facts_overlap(text: str) -> None:
    covered: set[int] = set()
    at = 0
    for value in values(text):
        assert at <= value.start < value.end <= len(text)
        at = value.end
        covered |= set(range(value.start, value.end))
    assert [
        i for i, character in enumerate(text) if character.isdigit() and character not in RAISED and i not in covered
    ] == []


@given(TEXTS)
@example("5/0 km and 5/0 m")
def test_every_fact_bears_itself_out(text: str) -> None:
    found = values(text)
    assert all(states(value, value) for value in found)
    assert all(states(a, b) in {True, False} for a in found for b in found)


HOSTILE = [
    "7",
    "a",
    "a.",
    "a@",
    "@",
    "1 ",
    "1,",
    "1.",
    "1-",
    "1만",
    "1x",
    "one ",
    "twenty ",
    " million",
    "제1조",
    "Articles 1, ",
    "053 819 ",
    "May ",
    "first, ",
    "1:",
    "f:",
    "a at b dot c ",
    "1/2 ",
    "2025. ",
    "zero,",
    "1 ~ ",
    "점",
    "½",
    "①",
    "일",
    "half ",
    "(0",
    "+1",
    "\u200b",
    "\n",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    """Quadratic work on 5,000 characters takes seconds; the bound leaves room for a slow machine."""
    text = piece * (5_000 // len(piece))
    started = time.process_time()
    values(text)
    assert time.process_time() - started < 1


def test_ten_thousand_digits_are_one_number() -> None:
    (value,) = values("7" * 10_000)
    assert value.value == "7" * 10_000
