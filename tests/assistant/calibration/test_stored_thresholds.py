"""The file of an operator's thresholds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.calibration.stored import FILE, Calibration, InForce, UnusableThresholdsError, read, reset, write
from assistant.evidence import Thresholds
from retrieval.records import PolicydeskError

MADE = Calibration(
    Thresholds(answered=0.4, near=0.25), "fake:words", 40, 35, 2.0, (0.5, 0.4, 0.6), datetime(2026, 11, 30, tzinfo=UTC)
)
OTHER = replace(MADE, thresholds=Thresholds(answered=0.7, near=0.3))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write(tmp_path, MADE)
    assert read(tmp_path, "fake:words") == MADE
    assert [each.name for each in tmp_path.iterdir()] == [FILE]
    assert MADE.told() == "answered from 0.4, near from 0.25, set on 2026-11-30 by 40 + 35 probe questions"


def test_nothing_set_is_none_and_a_reset_goes_back_to_it(tmp_path: Path) -> None:
    assert read(tmp_path, "fake:words") is None
    write(tmp_path, MADE)
    assert reset(tmp_path)
    assert not reset(tmp_path)
    assert read(tmp_path, "fake:words") is None


def test_thresholds_for_another_embedding_model_are_not_used_and_it_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, MADE)
    with pytest.raises(UnusableThresholdsError, match="for the embedding model fake:words, and other:model is in use"):
        read(tmp_path, "other:model")
    in_force = InForce(tmp_path, "other:model")
    assert (in_force(), in_force()) == (None, None)
    assert len(caplog.records) == 1, "once, and not at every question"


def test_thresholds_for_other_weights_are_not_used(tmp_path: Path) -> None:
    write(tmp_path, MADE)
    stored = json.loads((tmp_path / FILE).read_text("utf-8"))
    (tmp_path / FILE).write_text(json.dumps({**stored, "weights": "000000000000"}), "utf-8")
    with pytest.raises(
        UnusableThresholdsError, match=r"an earlier version of Policydesk's judge, so those that ship are used"
    ):
        read(tmp_path, "fake:words")


@pytest.mark.parametrize(
    "content", ["", "[]", "null", '{"thresholds": {"answered": 2, "near": 0.1}}', '{"thresholds": {"answered": NaN}}']
)
def test_a_damaged_file_is_not_used_and_says_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, "utf-8")
    with pytest.raises(UnusableThresholdsError, match="run `policydesk calibrate` again"):
        read(tmp_path, "fake:words")
    assert InForce(tmp_path, "fake:words")() is None


@pytest.mark.parametrize(("name", "number"), [("answerable", "Infinity"), ("cost", "1" + 400 * "0")])
def test_a_number_beyond_all_that_is_counted_is_damage(tmp_path: Path, name: str, number: str) -> None:
    write(tmp_path, MADE)
    stored = json.loads((tmp_path / FILE).read_text("utf-8"))
    (tmp_path / FILE).write_text(json.dumps({**stored, name: "HERE"}).replace('"HERE"', number), "utf-8")
    with pytest.raises(UnusableThresholdsError):
        read(tmp_path, MADE.embedder)


def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE)
    with pytest.raises(UnusableThresholdsError):
        read(tmp_path, MADE.embedder)


def test_what_is_set_and_taken_back_counts_at_once_in_a_running_process(tmp_path: Path) -> None:
    in_force = InForce(tmp_path, "fake:words")
    assert in_force() is None
    write(tmp_path, MADE)
    assert in_force() == MADE.thresholds
    write(tmp_path, OTHER)
    assert in_force() == OTHER.thresholds
    reset(tmp_path)
    assert in_force() is None


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicydeskError, match=r"thresholds.json cannot be written .*: nothing was changed"):
        write(tmp_path / "none", MADE)


@pytest.mark.slow
@pytest.mark.parametrize(("moment", "left"), [("before", MADE), ("after", OTHER)])
def test_a_write_that_is_killed_leaves_the_old_thresholds_or_the_new(
    tmp_path: Path, moment: str, left: Calibration
) -> None:
    write(tmp_path, MADE)
    program = f"""
import os, pathlib, signal
from datetime import UTC, datetime
from assistant.calibration.stored import Calibration, write
from assistant.evidence import Thresholds

def replace(self, target, switch=pathlib.Path.replace):
    if {moment!r} == "after":
        switch(self, target)
    os.kill(os.getpid(), signal.SIGKILL)

pathlib.Path.replace = replace
moment = datetime(2026, 11, 30, tzinfo=UTC)
write(pathlib.Path({str(tmp_path)!r}), Calibration(Thresholds(0.7, 0.3), "fake:words", 40, 35, 2.0, (0.5, 0.4, 0.6), moment))
"""
    ended = subprocess.run([sys.executable, "-c", program], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert read(tmp_path, "fake:words") == left
    write(tmp_path, OTHER)
    assert read(tmp_path, "fake:words") == OTHER
