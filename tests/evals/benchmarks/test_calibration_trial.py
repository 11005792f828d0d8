"""The trial of calibrated thresholds: what is left out of the index, and what is asked."""

from __future__ import annotations

from assistant.calibration import Probe
from evals.benchmarks.calibration import probes_of
from evals.benchmarks.data import Benchmark, Entry, Query


def test_every_other_entry_that_is_asked_about_is_left_out_and_its_questions_count_as_not_answerable() -> None:
    entries = [Entry(name, "", f"About {name}.") for name in ("a", "b", "c", "d", "unasked")]
    queries = [Query(f"q{name}", f"What of {name}?", {name: 1}) for name in ("a", "b", "c", "d")]
    of_two = Query("q", "What of a and b?", {"a": 1, "b": 1})
    probes, kept = probes_of(Benchmark("made-up", entries, [*queries, of_two], []))
    assert [each.id for each in kept] == ["b", "d", "unasked"]
    assert probes == [
        Probe("What of a?", False, where="a"),
        Probe("What of b?", True, document="0.txt", where="b"),
        Probe("What of c?", False, where="c"),
        Probe("What of d?", True, document="1.txt", where="d"),
    ]
