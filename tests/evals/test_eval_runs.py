"""Runs: planned, asked, kept, read, compared, gated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evals_play import a_case, a_corpus, a_reply, a_row, a_run, wrong

from evals.running import gate, runs
from evals.running.cases import Case
from evals.running.comparing import compare
from evals.running.rows import unscored
from evals.running.runs import Asking, ask, plan, read, stored, write
from evals.running.summary import summary
from evals.running.targets import Reply
from retrieval.records import PolicydeskError


class Answering:
    """A target that gives one reply, or fails."""

    def __init__(self, reply: Reply | None) -> None:
        self.reply = reply
        self.described: dict[str, object] = {"target": "fake"}

    def ask(self, case: Case) -> Reply:
        if self.reply is None:
            raise PolicydeskError("The server is away.")
        return self.reply


def test_repeats_come_round_by_round_and_changed_questions_last() -> None:
    cases = [a_case(), a_case(id="b", question="What is the budget of the Harbour Plan, and who pays?")]
    asked = plan(cases, a_corpus(), stress=True, repeats=2)
    assert [(each.case.id, each.repeat) for each in asked[:4]] == [("a", 1), ("b", 1), ("a", 2), ("b", 2)]
    assert {each.variant for each in asked[4:]} == {"spelling", "typing", "word_order", "synonyms"}


def test_a_case_that_cannot_be_asked_is_unscored_with_the_reason() -> None:
    [row] = ask([Asking(a_case())], Answering(None), a_corpus())
    assert row == unscored(a_case(), "", 1, "The server is away.")
    found = summary([row])
    assert (found["cases"], found["unscored"], found["figures"]["all"]["all"]) == (1, 1, {})


def test_the_summary_counts_by_half_and_slice() -> None:
    rows = [a_row(), a_row(a_case(id="unseen-b"), wrong()), a_row(a_case(id="c", slice="date"))]
    found = summary(rows)
    figures = found["figures"]
    assert figures["all"]["all"]["passed"]["mean"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["unseen"]["number"]["passed"]["mean"] == 0
    assert figures["development"]["date"]["passed"]["count"] == 1
    assert found["confusion"] == {"answered": {"answered": 3}}
    assert found["lost"] == {"retrieved but not chosen": 1}


def test_robustness_is_the_drop_against_the_clean_cases_that_were_changed() -> None:
    cases = [a_case(id=str(n)) for n in range(4)]
    rows = [a_row(case) for case in cases]
    rows += [a_row(cases[0], variant="spelling"), a_row(cases[1], wrong(), variant="spelling")]
    assert summary(rows)["robustness"]["spelling"] | {"drop": None} == {
        "cases": 2,
        "clean": 1.0,
        "changed": 0.5,
        "drop": None,
    }


def test_repeats_give_the_noise() -> None:
    rows = [a_row(repeat=1), a_row(reply=wrong(), repeat=2)]
    assert summary(rows)["noise"]["passed"] == 1
    assert summary(rows)["figures"]["all"]["all"]["passed"] == {"mean": 0.5, "low": 0.5, "high": 0.5, "count": 1}


def test_a_run_is_read_back_as_it_was_kept_and_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    a_run(tmp_path, "mine", [True])
    made = a_run(tmp_path, "mine", [True, False])
    kept = read("mine", tmp_path)
    assert kept == made
    assert sorted(each.name for each in tmp_path.iterdir()) == ["mine"]
    assert stored(tmp_path) == ["mine"]


@pytest.mark.parametrize("name", ["../up", "", ".hidden", "a b", "x" * 80])
def test_a_name_that_is_no_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(PolicydeskError, match="cannot name a run"):
        write(name, {}, [a_row()], tmp_path)


def test_a_run_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    a_run(tmp_path, "mine", [True])
    with pytest.raises(PolicydeskError, match=r'no run "other" in .* Runs: mine'):
        read("other", tmp_path)


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    a_run(tmp_path, "mine", [True, True])
    rows = tmp_path / "mine" / "rows.jsonl"
    rows.write_text(rows.read_text("utf-8") + '{"id": 1}\n', "utf-8")
    with pytest.raises(PolicydeskError, match=r"rows\.jsonl, line 3"):
        read("mine", tmp_path)
    (tmp_path / "mine" / "summary.json").write_text("{", "utf-8")
    with pytest.raises(PolicydeskError, match="cannot be read"):
        read("mine", tmp_path)


@pytest.mark.parametrize(("file", "content"), [("summary.json", "{}"), ("config.json", "[]"), ("summary.json", "3")])
def test_a_run_without_what_runs_hold_is_damaged(tmp_path: Path, file: str, content: str) -> None:
    a_run(tmp_path, "mine", [True])
    (tmp_path / "mine" / file).write_text(content, "utf-8")
    with pytest.raises(PolicydeskError, match="is damaged"):
        read("mine", tmp_path)
    assert stored(tmp_path) == ["mine"]


def test_a_write_that_fails_leaves_the_earlier_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = a_run(tmp_path, "mine", [True])
    monkeypatch.setattr(runs, "_json", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(PolicydeskError, match="No space left"):
        a_run(tmp_path, "mine", [False])
    assert read("mine", tmp_path) == made


def test_a_comparison_names_what_changed_worst_first(tmp_path: Path) -> None:
    before = a_run(tmp_path, "before", [True, True, False, True])
    after = a_run(tmp_path, "after", [True, False, True, True], mode="generated")
    found = compare(before, after)
    assert [(each.after.id, each.gains["passed"]) for each in found.changes] == [("a-01", -1), ("a-02", 1)]
    figure = found.figures["all", "all"]["passed"]
    assert (figure.interval.mean, figure.better, figure.worse) == (0, 1, 1)
    assert found.settings == {"mode": ("extractive", "generated")}


def test_a_length_that_grows_is_worse(tmp_path: Path) -> None:
    short, long = ([a_row(reply=a_reply(text=text))] for text in ("40 billion won [1]", "It is 40 billion won. [1]"))
    found = compare(write("short", {}, short, tmp_path), write("long", {}, long, tmp_path))
    assert found.figures["all", "all"]["length"].interval.mean == -7


def test_cases_of_one_run_only_or_changed_ones_are_not_compared(tmp_path: Path) -> None:
    first = [a_row(), a_row(a_case(id="b")), a_row(a_case(id="c"))]
    second = [a_row(), a_row(a_case(id="b", must=())), a_row(a_case(id="d"))]
    found = compare(write("first", {}, first, tmp_path), write("second", {}, second, tmp_path))
    assert (found.gone, found.new, found.otherwise) == (("c",), ("d",), ("b",))
    assert found.figures["all", "all"]["passed"].interval.count == 1


def test_the_gate_lets_an_equal_run_and_one_unlucky_case_pass(tmp_path: Path) -> None:
    baseline = a_run(tmp_path, "baseline", [True] * 10)
    assert gate.regressions(baseline, a_run(tmp_path, "same", [True] * 10)) == []
    assert gate.regressions(baseline, a_run(tmp_path, "one", [True] * 9 + [False])) == []


def test_the_gate_fails_a_slice_that_is_worse_beyond_the_noise(tmp_path: Path) -> None:
    baseline = a_run(tmp_path, "baseline", [True] * 10)
    found = gate.regressions(baseline, a_run(tmp_path, "worse", [True] * 6 + [False] * 4))
    assert any(each.startswith("number: passed fell by 40.0 points (4 worse, 0 better of 10;") for each in found)


def test_a_drop_no_larger_than_that_of_repeats_is_noise(tmp_path: Path) -> None:
    cases = [a_case(id=f"a-{n:02}") for n in range(10)]
    baseline = write("baseline", {}, [a_row(case) for case in cases], tmp_path)
    rows = [a_row(case, repeat=1) for case in cases] + [a_row(case, wrong(), repeat=2) for case in cases]
    assert gate.regressions(baseline, write("noisy", {}, rows, tmp_path)) == []


def test_one_wrong_number_is_too_many(tmp_path: Path) -> None:
    baseline = a_run(tmp_path, "baseline", [True] * 10)
    rows = [a_row(a_case(id=f"a-{n:02}")) for n in range(9)]
    rows.append(a_row(a_case(id="a-09"), a_reply(text="40 billion won, +82-2-111-2222 [1]")))
    [problem] = gate.regressions(baseline, write("wrong", {}, rows, tmp_path))
    assert problem == "a-09 shows wrong phone numbers that it did not before."


def test_what_was_not_asked_or_not_scored_does_not_pass(tmp_path: Path) -> None:
    baseline = a_run(tmp_path, "baseline", [True, True])
    assert "1 cases of the baseline were not asked" in gate.regressions(baseline, a_run(tmp_path, "less", [True]))[0]
    rows = [a_row(a_case(id="a-00")), unscored(a_case(id="a-01"), "", 1, "away")]
    assert "a-01 is unscored: away" in gate.regressions(baseline, write("away", {}, rows, tmp_path))


def test_summary_and_rows_are_plain_files(tmp_path: Path) -> None:
    a_run(tmp_path, "mine", [True])
    assert json.loads((tmp_path / "mine" / "summary.json").read_text("utf-8"))["cases"] == 1
    assert len((tmp_path / "mine" / "rows.jsonl").read_text("utf-8").splitlines()) == 1
