"""The two benchmarks from the command line to their tables, on a corpus of four entries and the real model."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from evals import answer_benchmark, benchmark_report, retrieval_benchmark
from evals.answer_benchmark import Choice, Tally
from evals.benchmark_data import Asked

CORPUS = [
    ("park/1", "Technopark", "The technopark was founded in 1998. It supports small companies."),
    ("farm", "Smart farm", "The smart farm grows tomatoes. It covers 660,000 square metres."),
    ("port", "", "The port handles containers. Ships come from many countries."),
    ("empty", "", ""),
]
QUERIES = [("1", "When was the technopark founded?", "park/1"), ("2", "How large is the smart farm?", "farm")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    here = tmp_path / "tiny"
    here.mkdir()
    rows = [json.dumps({"_id": i, "title": title, "text": text}) for i, title, text in CORPUS]
    (here / "corpus.jsonl").write_text("\n".join(rows), "utf-8")
    (here / "queries.jsonl").write_text("\n".join(json.dumps({"_id": i, "text": t}) for i, t, _ in QUERIES), "utf-8")
    (here / "qrels.tsv").write_text("".join(f"{i}\t{entry}\t1\n" for i, _, entry in QUERIES), "utf-8")
    asked = [
        {"question": QUERIES[0][1], "answers": ["1998"], "answerable": True},
        {"question": QUERIES[1][1], "answers": ["660,000 SQUARE metres"], "answerable": True},
        {"question": "Which dragons guard the moon?", "answers": [], "answerable": False},
    ]
    (here / "qa.jsonl").write_text("\n".join(map(json.dumps, asked)), "utf-8")
    return here


def run(main: Callable[[], int], monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["benchmark", *map(str, arguments)])
    return main()


def test_search_is_measured_beside_the_plain_ways(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(retrieval_benchmark.main, monkeypatch, folder, "--out", tmp_path / "out") == 0
    [figures] = json.loads((tmp_path / "out" / "retrieval.json").read_text("utf-8")).values()
    assert list(figures) == ["BM25", "dense", "RRF", "convex", "Policydesk"]
    assert figures["Policydesk"]["nDCG@10"] == figures["Policydesk"]["recall@10"] == 100
    assert "| Policydesk | 100.0 | 100.0 |" in (tmp_path / "out" / "retrieval.md").read_text("utf-8")
    assert "Left out" in (shown := capsys.readouterr().out)
    assert "3.txt" in shown


def test_answers_are_measured_and_a_kept_index_is_used_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        arguments = (folder, "--out", tmp_path / "out", "--home", tmp_path / "home")
        assert run(answer_benchmark.main, monkeypatch, *arguments) == 0
        [figures] = json.loads((tmp_path / "out" / "answers.json").read_text("utf-8")).values()
        assert figures["Policydesk"]["hit@1"] == 100
        assert figures["Policydesk"]["AUC"] == 1


def test_a_folder_that_is_none_is_one_line_and_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(retrieval_benchmark.main, monkeypatch, tmp_path / "nowhere") == 1
    assert "cannot be read" in capsys.readouterr().err


def test_hits_are_counted_from_the_place_of_the_first_sentence_that_answers() -> None:
    tally = Tally()
    tally.add(Asked("q", ("Seoul",)), Choice(["x", "In SEOUL.", "y"], 0.9), 2.0)
    tally.add(Asked("q", ("Busan",)), Choice(["x"], 0.4), 4.0)
    tally.add(Asked("q", ()), Choice(["x"], 0.5), 9.0)
    # Of the answerable with 0.9 and 0.4, one is above the unanswerable with 0.5.
    assert tally.figures() == {"hit@1": 0.0, "hit@2": 50.0, "hit@3": 50.0, "AUC": 0.5, "ms p50": 4.0}


def test_a_table_shows_what_a_method_lacks_as_empty() -> None:
    shown = benchmark_report.markdown("Title", {"set": {"a": {"x": 12.34, "n": 3}, "b": {"x": 0.5}}})
    assert shown.splitlines()[2:] == [
        "## set",
        "",
        "| | x | n |",
        "|---|---:|---:|",
        "| a | 12.3 | 3 |",
        "| b | 0.500 |  |",
    ]
