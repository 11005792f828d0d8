"""The matter for which running text sends a reader to somebody."""

from __future__ import annotations

import pytest

from retrieval.contacts.finding.matter import matter


@pytest.mark.parametrize(
    ("before", "duty"),
    [
        ("Applications for a berth are handled by the ", "Applications for a berth"),
        ("A permit is issued by the ", "A permit"),
        ("A. 가로등 고장은 ", "가로등 고장"),
        ("답변: 가로등 고장은 ", "가로등 고장"),
    ],
)
def test_the_matter_before_a_body_is_kept_without_the_mark_of_an_answer(before: str, duty: str) -> None:
    assert matter(before, "") == duty


@pytest.mark.parametrize("before", ["Applications are handled by the ", "A. 신청은 "])
def test_a_word_that_fits_any_body_is_no_matter(before: str) -> None:
    assert matter(before, "") is None
