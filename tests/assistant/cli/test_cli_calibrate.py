"""`policydesk calibrate`: what is shown, what is changed, and when nothing is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import Run, command_line
from fakes import FakeEmbedder

from assistant import build
from assistant.calibration import asking, stored
from assistant.calibration.asking import Probed, Reply
from assistant.calibration.probes import Probe
from assistant.evidence import Thresholds

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path, small_home: Path) -> Path:
    """A HOME of its own over the harbour's documents."""
    return shutil.copytree(small_home, tmp_path / "home")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path) -> Run:
    """Runs the command line in this process; gives exit code, stdout and stderr."""
    monkeypatch.setattr(build, "open_embedder", lambda _: FakeEmbedder())
    return command_line(monkeypatch, capsys, home, home)


def probes(folder: Path, there: int = 30, not_there: int = 30) -> str:
    lines = [f"+ How many quays are in plan {n}?" for n in range(there)]
    (folder / "probes.txt").write_text(
        "\n".join([*lines, *(f"- Who paints crane {n}?" for n in range(not_there))]), "utf-8"
    )
    return "probes.txt"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there has a chance of 0.9, what is not one of 0.3, and all scores are 0.6: with the thresholds that ship all are
    answered, where 0.6 parts them."""

    def ask(_: asking.Asker, probe: Probe) -> Probed:
        shows = probe.answerable
        replies = Reply("answered", shows), Reply("nearest", shows), Reply("not_found", False)
        return Probed(probe, 0.9 if shows else 0.3, 0.6, *replies)

    monkeypatch.setattr(asking.Asker, "ask", ask)


@pytest.mark.usefixtures("judged")
def test_before_and_after_are_shown_and_nothing_is_changed_without_write(run: Run, home: Path) -> None:
    code, out, err = run("calibrate", probes(home))
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert "asking: 60 of 60" in err
    assert "answered rightly 30 30 100 % (100 to 100)" in lines
    assert "answered though not there 30 0 0 % (0 to 0)" in lines
    # Now 30 of 60 cost 2; then they are read in vain.
    assert "cost of a question 1.00 0.05 0.05 (0.05 to 0.05)" in lines
    assert "Thresholds: answered 0.156 -> 0.6, near 0.152 -> 0.152." in lines
    assert lines[-2:] == ["A question is expected to cost 0.950 less than now.", "Nothing was changed; add --write."]
    assert not (home / stored.FILE).exists()


@pytest.mark.usefixtures("judged")
def test_with_write_they_are_in_force_and_a_reset_takes_them_back(run: Run, home: Path) -> None:
    code, out, _ = run("calibrate", probes(home), "--write")
    assert code == 0
    assert "The new thresholds are in force" in out
    kept = stored.read(home, "fake:words")
    assert kept is not None
    assert (kept.thresholds, kept.answerable, kept.unanswerable) == (Thresholds(0.6, 0.152), 30, 30)
    assert "the operator's: answered from 0.6, near from 0.152" in run("status")[1]
    assert run("calibrate", probes(home), "--write")[0] == 1, "these are the best already"
    assert run("calibrate", "--reset") == (0, "The thresholds that ship are in force.\n", "")
    assert run("calibrate", "--reset") == (0, "The thresholds that ship are in force already.\n", "")
    assert json.loads(run("status", "--json")[1])["thresholds"] == "those that ship"


def test_an_answer_is_called_one_by_the_thresholds_that_were_set(run: Run, home: Path) -> None:
    question = ("ask", "What is the budget of the harbour plan?", "--json")
    before = json.loads(run(*question)[1])
    at = Thresholds(answered=1.0, near=0.0)
    moment = datetime(2026, 11, 30, tzinfo=UTC)
    stored.write(home, stored.Calibration(at, "fake:words", 40, 40, 2.0, (0.5, 0.4, 0.6), moment))
    after = json.loads(run(*question)[1])
    assert (before["status"], after["status"]) == ("answered", "nearest")


def test_of_too_few_probes_what_becomes_is_shown_and_nothing_is_set(run: Run, home: Path) -> None:
    code, out, err = run("calibrate", probes(home, there=2, not_there=1), "--write")
    assert code == 1
    assert "2 that the documents answer" in out
    assert err.endswith(
        "policydesk: There are 2 probe questions that the documents answer and 1 that they do not; 30 of each are needed, "
        "better 100, as a share of fewer is not known to 18 points either way. Add what users ask. Nothing was changed.\n"
    )
    assert not (home / stored.FILE).exists()


def test_a_stop_leaves_the_thresholds_as_they_were(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(asking.Asker, "ask", stop)
    code, out, err = run("calibrate", probes(home), "--write")
    assert (code, out) == (130, "")
    assert err.endswith("policydesk: Stopped. The thresholds are as they were before.\n")
    assert not (home / stored.FILE).exists()


def test_thresholds_for_another_model_are_said_not_to_be_used(run: Run, home: Path) -> None:
    moment = datetime(2026, 11, 30, tzinfo=UTC)
    made = stored.Calibration(Thresholds(0.5, 0.3), "local", 40, 40, 2.0, (0.5, 0.4, 0.6), moment)
    stored.write(home, made)
    _, out, err = run("status")
    assert "those that ship; the operator's are not used" in out
    assert "for the embedding model local, and fake:words is in use" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name a file of probe questions; `policydesk calibrate --help` shows one."),
        (("--reset", "--write"), "--reset goes alone: it takes no questions and no --write."),
        (("none.txt",), "none.txt cannot be read (No such file or directory): name a file of probe questions; --help shows one."),
    ],
)  # fmt: skip
def test_a_wrong_call_says_what_is_wanted(run: Run, arguments: Sequence[str], said: str) -> None:
    assert run("calibrate", *arguments) == (1, "", f"policydesk: {said}\n")


def test_the_help_shows_each_form_of_probes(run: Run) -> None:
    shown = run("calibrate", "--help")[1]
    for each in ('{"question": "Until when', "question,answerable,quote,document", "  + Until when", "--reset"):
        assert each in shown
