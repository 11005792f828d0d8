"""Which words are of the language, and therefore no slips of the pen."""

from __future__ import annotations

import pytest

from retrieval.language import is_ordinary


@pytest.mark.parametrize("word", ["plan", "Planet", "contracts", "negotiators", "translators", "advertisements"])
def test_a_common_word_and_its_other_forms_are_ordinary(word: str) -> None:
    assert is_ordinary(word)


@pytest.mark.parametrize(
    "word", ["contct", "platfrom", "busines", "enviroment", "recieve", "desing", "goverment", "planing", "지원"]
)
def test_a_slip_of_the_pen_is_not(word: str) -> None:
    assert not is_ordinary(word)
