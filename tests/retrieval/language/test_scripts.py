"""Which script a text is written in."""

from __future__ import annotations

import pytest

from retrieval.language.scripts import hangul_runs, has_hangul, is_hangul, is_korean


@pytest.mark.parametrize("text", ["기획팀", "Team 기획", "ㅎㅎ", "기획" + "\u1100\u1161", "\u1100\u1161", "(주)"])
def test_syllables_and_letters_are_hangul(text: str) -> None:
    assert has_hangul(text)


@pytest.mark.parametrize(
    "text", ["", "Planning", "ａｂｃ", "企画", "カタカナ", "2026. 2. 10.", "ㆍ", "\u3164", "\u115f"]
)
def test_what_shows_no_hangul_is_none(text: str) -> None:
    assert not has_hangul(text)


def test_a_word_is_hangul_when_all_of_it_is() -> None:
    assert is_hangul("기획팀")
    assert not is_hangul("AI기획팀")
    assert not is_hangul("")


def test_runs_of_hangul_stand_in_order() -> None:
    assert hangul_runs("AI기획팀 053, 담당(김)") == ["기획팀", "담당", "김"]


def test_a_text_is_korean_by_most_of_its_letters() -> None:
    assert is_korean("AI 정책팀은 어디인가요?")
    assert not is_korean("Where is the 정책팀?")
    assert not is_korean("2026")
