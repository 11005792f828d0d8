"""Names of a dictionary in a text."""

from __future__ import annotations

import pytest

from retrieval.search.name_finder import NameFinder, Place

FINDER = NameFinder(["North", "North Port", "R&D Center", "ISP", "경북 테크노파크", "경북", "(A) Corp", "Ship-Yard"])


def held(text: str) -> set[str]:
    return {each.name for each in FINDER.all_in(text)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the north-port plan", {"North", "North Port"}),
        ("Northern crisps", set()),
        ("an r&d  center, isp.", {"R&D Center", "ISP"}),
        ("R & D Center", set()),
        ("경북테크노파크의 경북", {"경북 테크노파크", "경북"}),
        ("(a) corp", {"(A) Corp"}),
        ("x(a) corp", set()),
        ("a ſhip yard", {"Ship-Yard"}),
        ("ends with North", {"North"}),
        ("", set()),
    ],
)
def test_names_are_found_whatever_their_case_and_blanks_but_only_as_words(text: str, names: set[str]) -> None:
    assert held(text) == names


def test_of_names_at_one_place_the_longest_is_taken_and_none_within_it() -> None:
    assert FINDER.longest_in("North Port, North") == [Place(0, 10, "North Port"), Place(12, 17, "North")]


def test_an_empty_dictionary_finds_nothing() -> None:
    assert NameFinder([]).longest_in("anything 무엇") == []
