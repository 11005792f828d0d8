from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from retrieval.ingest.watch import State, Watch, state_of_all

ONE: State = {"a": (1, 1)}
TWO: State = {"a": (1, 1), "b": (2, 2)}
LONGER: State = {"a": (1, 1), "b": (3, 3)}


def looks(*states: State) -> Watch:
    given: Iterator[State] = iter(states)
    return Watch(lambda: next(given))


def test_nothing_is_due_while_nothing_changes() -> None:
    watch = looks(ONE, ONE, ONE)
    assert [watch.is_due() for _ in range(2)] == [False, False]


def test_a_file_that_is_still_being_written_is_left_until_it_is_whole() -> None:
    watch = looks(ONE, TWO, LONGER, LONGER)
    assert [watch.is_due() for _ in range(3)] == [False, False, True]


def test_what_is_taken_in_is_due_no_more_and_what_changes_meanwhile_is() -> None:
    watch = looks(ONE, TWO, TWO, LONGER, LONGER)
    watch.is_due()
    assert watch.is_due()
    watch.take()
    assert [watch.is_due() for _ in range(2)] == [False, True]


def test_a_file_that_leaves_is_a_change_and_one_that_comes_and_goes_is_none() -> None:
    gone = looks(TWO, ONE, ONE)
    assert [gone.is_due() for _ in range(2)] == [False, True]
    passing = looks(ONE, TWO, ONE, ONE)
    assert [passing.is_due() for _ in range(3)] == [False, False, False]


def test_what_an_ingest_reads_is_looked_at_and_nothing_else(tmp_path: Path) -> None:
    for name in ("a.md", "a.md.yaml", "_draft.md", ".hidden", "deep/b.txt", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    os.utime(tmp_path / "a.md", ns=(5, 5))
    found = state_of_all([tmp_path, tmp_path / "nowhere"])
    assert {Path(each).name for each in found} == {"a.md", "a.md.yaml", "b.txt"}
    assert found[str(tmp_path / "a.md")] == (1, 5)
