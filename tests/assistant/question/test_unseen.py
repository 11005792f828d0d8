"""Characters that nobody sees are taken out; those that are seen stay."""

from __future__ import annotations

import pytest

from assistant.question.invisible import without_unseen


@pytest.mark.parametrize(
    "hidden",
    ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u2066", "\U000e0041", "\U000e007f", "\ue000", "\ud800", "\u0378"],
)  # fmt: skip
def test_format_tag_private_and_unassigned_characters_are_taken_out(hidden: str) -> None:
    assert without_unseen(f"a{hidden}b") == "ab"


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\n", "\t", "\x7f", "\x85"])
def test_a_control_character_becomes_a_blank(control: str) -> None:
    assert without_unseen(f"a{control}b") == "a b"


def test_what_is_to_be_kept_is_kept() -> None:
    assert without_unseen("a\nb\tc\u200bd", keep="\n\u200b") == "a\nb c\u200bd"


@pytest.mark.parametrize(
    "text", ["Plan 2030, ₩ 40 billion – “yes” ㎡ ½", "부산광역시", "cafe\u0301", "😀🇰🇷", "a\u00a0b\u2028c", ""]
)
def test_what_is_seen_stays(text: str) -> None:
    assert without_unseen(text) == text
