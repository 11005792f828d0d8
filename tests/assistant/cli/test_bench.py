from __future__ import annotations

from pathlib import Path

import pytest
from conftest import settings_for
from fakes import FakeEmbedder

from assistant.cli import bench_synthetic
from assistant.cli.bench_figures import percentile, timed
from assistant.cli.bench_synthetic import change_at, change_paragraph, ingest_rate, search_at, write_documents

pytestmark = pytest.mark.slow


def test_a_percentile_is_the_nearest_rank() -> None:
    values = [15.0, 20.0, 35.0, 40.0, 50.0]
    assert [percentile(values, share) for share in (0.05, 0.3, 0.4, 0.5, 1.0)] == [15.0, 20.0, 20.0, 35.0, 50.0]


def test_every_question_is_timed_in_every_round() -> None:
    asked: list[str] = []
    taken = timed(asked.append, ["a", "b"], rounds=2)
    assert (asked, len(taken)) == (["a", "b", "a", "b"], 4)


def test_made_up_documents_are_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_documents(tmp_path / name, ["quay", "harbour", "plan"], 45)
    texts = [[each.read_text("utf-8") for each in sorted((tmp_path / name).iterdir())] for name in ("one", "two")]
    assert texts[0] == texts[1]
    assert [text.count("\n\n") + 1 for text in texts[0]] == [20, 20, 5]
    assert {len(paragraph.split()) for paragraph in texts[0][0].split("\n\n")} == {125}


def test_the_figures_are_taken_through_the_product(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_documents: Path
) -> None:
    monkeypatch.setattr(bench_synthetic, "open_embedder", lambda _: FakeEmbedder())
    settings = settings_for(tmp_path, documents=small_documents)
    rate, search = ingest_rate(settings), search_at(settings, 30)
    assert (rate.unit, search.unit) == ("chunks/s", "ms")
    assert rate.value > 0
    assert search.value > 0


def test_a_changed_paragraph_is_measured_change_after_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_documents: Path
) -> None:
    monkeypatch.setattr(bench_synthetic, "open_embedder", lambda _: FakeEmbedder())
    monkeypatch.setattr(bench_synthetic, "_CHANGES", (1, 3))
    figures = change_at(settings_for(tmp_path, documents=small_documents), 30)
    assert [each.unit for each in figures] == ["s", "MB"] * 3
    assert all(each.value > 0 for each in figures if each.unit == "s")


def test_another_paragraph_takes_the_place_of_one_and_no_other_changes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\n\ntwo\n\nthree", "utf-8")
    change_paragraph(tmp_path / "a.txt", 4, "new")
    assert (tmp_path / "a.txt").read_text("utf-8") == "one\n\nnew\n\nthree"
