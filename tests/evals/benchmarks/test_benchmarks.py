"""The two benchmarks from the command line to their tables, on a corpus of four entries and the real model."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from evals.benchmarks import report as benchmark_report
from evals.benchmarks.answers import Choice, Tally
from evals.benchmarks.data import Asked
from evals.benchmarks.squad_metrics import exact_match, token_f1
from evals.benchmarks.suite import bench
from retrieval.records import PolicydeskError

pytestmark = pytest.mark.slow

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


def test_search_and_answers_are_measured_beside_the_plain_ways(folder: Path, tmp_path: Path) -> None:
    screen = Console(file=StringIO(), width=200)
    for _ in range(2):  # the second time with the index of the first
        bench(screen, [folder], home=tmp_path / "home", out=tmp_path / "out")
    [searched] = json.loads((tmp_path / "out" / "retrieval.json").read_text("utf-8")).values()
    assert list(searched) == ["BM25", "dense", "RRF", "convex", "Policydesk"]
    assert {searched["Policydesk"][name] for name in ("nDCG@10", "recall@10", "MRR")} == {100}
    assert "| Policydesk | 100.0 | 100.0 | 100.0 |" in (tmp_path / "out" / "retrieval.md").read_text("utf-8")
    [answered] = json.loads((tmp_path / "out" / "answers.json").read_text("utf-8")).values()
    assert list(answered) == ["cosine + overlap", "Policydesk"]
    assert (answered["Policydesk"]["hit@1"], answered["Policydesk"]["AUC"]) == (100, 1)
    assert isinstance(screen.file, StringIO)
    assert "Left out" in (shown := screen.file.getvalue())
    assert "3.txt" in shown


def test_a_folder_that_is_none_is_refused_before_anything_is_indexed(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(PolicydeskError, match="cannot be read"):
        bench(Console(file=StringIO()), [folder, tmp_path / "nowhere"], out=tmp_path / "out", home=tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_exact_match_and_f1_are_as_squad_counts_them() -> None:
    assert exact_match("The Technopark!", "technopark") == 1
    # Two of the three words said, two of the two wanted: 2 * 2 / (3 + 2).
    assert token_f1("founded in 1998", "in 1998") == pytest.approx(0.8)
    assert token_f1("", "1998") == 0


def test_hits_are_counted_from_the_place_of_the_first_sentence_that_answers() -> None:
    tally = Tally()
    tally.add(Asked("q", ("Seoul",)), Choice(["x", "In SEOUL.", "y"], 0.9), 2.0)
    tally.add(Asked("q", ("Busan",)), Choice(["x"], 0.4), 4.0)
    tally.add(Asked("q", ()), Choice(["x"], 0.5), 9.0)
    # Of the answerable with 0.9 and 0.4, one is above the unanswerable with 0.5.
    assert tally.figures() == {
        "hit@1": 0.0,
        "hit@2": 50.0,
        "hit@3": 50.0,
        "EM": 0.0,
        "F1": 0.0,
        "AUC": 0.5,
        "ms p50": 4.0,
    }


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
