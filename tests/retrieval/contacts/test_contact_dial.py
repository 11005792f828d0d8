"""Numbers as they are dialled."""

from __future__ import annotations

import pytest

from retrieval.contacts.routing.dialling import dial


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("+82-53-819-3024", "+82538193024"),
        ("053-819-3024", "+82538193024"),
        ("(053) 819 3024", "+82538193024"),
        ("053)819-3024", "+82538193024"),
        ("053-819-3024~6", "+82538193024"),
        ("02-3700-8420 (ext. 231)", "+82237008420;ext=231"),
        ("053-819-3024 (내선 12)", "+82538193024;ext=12"),
        ("010-1234-5678", "+821012345678"),
        ("1588-0000", "+8215880000"),
    ],
)
def test_a_number_is_dialled_whatever_its_form(written: str, dialled: str) -> None:
    assert dial(written) == dialled


@pytest.mark.parametrize(
    "written", ["", "ext. 12", "819", "phone", "2024-2028-2030-2040-2050", "3024 / 3025", "819-3062", "0011/12"]
)
def test_what_is_no_whole_number_is_not_dialled(written: str) -> None:
    assert dial(written) is None
