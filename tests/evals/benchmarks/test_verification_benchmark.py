"""The verification benchmark from its rows to its tables, on a folder of one document and the real model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.benchmarks import verification as benchmark
from evals.benchmarks.verification_sets import read_rows
from retrieval.records import PolicydeskError

pytestmark = pytest.mark.slow

OFFICE = "# Harbour Office\n\n- Quay Construction Team: Room 12, phone +82-51-888-3033\n- Tug Boat Team: Room 14\n"
ROW = {"document_id": "office.md", "anchor": "Quay Construction Team: Room 12"}
ROWS = [
    ROW | {"id": "t1", "sentence": "The Quay Construction Team is in room 12.", "label": "true", "kind": "paraphrase"},
    ROW
    | {
        "id": "p1",
        "sentence": "The Tug Boat Team can be called at +82-51-888-9999.",
        "label": "planted",
        "kind": "phone",
    },
    ROW | {"id": "x1", "anchor": "no such words", "sentence": "Anything.", "label": "planted", "kind": "digit"},
]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "office.md").write_text(OFFICE, "utf-8")
    file = tmp_path / "small.jsonl"
    file.write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    return file


def test_each_row_is_judged_and_what_cannot_be_is_named(
    rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmark, "RESULTS", tmp_path)
    options = [str(rows), "--documents", str(tmp_path / "documents"), "--write", "--failures"]
    assert benchmark.main(options) == 0
    written = json.loads((tmp_path / "verification.json").read_text("utf-8"))["small"]
    assert written["planted"]["phone"] == {"failed": 1, "of": 1, "percent": 100.0, "low": 20.7, "high": 100.0}
    assert written["true"]["all"] == {"failed": 0, "of": 1, "percent": 0.0, "low": 0.0, "high": 79.3}
    assert written["unscored"] == ["x1"]
    assert "| planted | phone | 1 | 1 | 100.0 | 20.7 to 100.0 |" in (tmp_path / "verification.md").read_text("utf-8")
    assert "x1" in capsys.readouterr().out


def test_the_wilson_interval_is_that_of_the_textbook() -> None:
    low, high = benchmark.wilson(81, 263)  # Newcombe 1998, table I, method 3
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert benchmark.wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize("line", ["{", '{"id": "a"}', json.dumps({**ROWS[0], "label": "maybe"})])
def test_a_row_that_cannot_be_read_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text(json.dumps(ROWS[0]) + "\n" + line, "utf-8")
    with pytest.raises(PolicydeskError, match=r"line 2"):
        read_rows(file)


def test_a_missing_file_is_one_sentence_and_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmark.main([str(tmp_path / "none.jsonl")]) == 1
    assert "cannot be read" in " ".join(capsys.readouterr().err.split())
