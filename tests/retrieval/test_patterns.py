from __future__ import annotations

import re
import threading

import pytest

from retrieval.patterns import late_pattern


def test_a_late_pattern_does_what_a_compiled_one_does() -> None:
    late = late_pattern(r"(?P<word>[a-z]+)\d", re.IGNORECASE)
    match = late.search("see AB1")
    assert match
    assert match["word"] == "AB"
    assert late.sub("-", "a1 b2") == "- -"
    assert [each[0] for each in late.finditer("a1 b2")] == ["a1", "b2"]
    assert (late.pattern, late.groups) == (r"(?P<word>[a-z]+)\d", 1)


def test_what_is_no_pattern_is_told_at_the_first_use() -> None:
    late = late_pattern("(")
    with pytest.raises(re.error):
        late.search("x")


def test_a_name_that_no_pattern_has_is_an_error() -> None:
    with pytest.raises(AttributeError):
        _ = late_pattern("a").replace  # type: ignore[attr-defined]


def test_threads_that_use_it_first_at_once_all_get_an_answer() -> None:
    late, found = late_pattern("a+"), list[bool]()
    threads = [threading.Thread(target=lambda: found.append(late.fullmatch("aaa") is not None)) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [True] * 8
