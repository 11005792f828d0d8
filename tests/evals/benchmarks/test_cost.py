"""What questions cost is measured by turns, over texts with headings and without, and shown as a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import settings_for
from fakes import FakeEmbedder

from evals.benchmarks.cost import KINDS, Cost, by_turns, costs, table, with_teams


def two_paragraphs(folder: Path, chunks: int) -> None:
    folder.mkdir()
    for number in range(chunks):
        (folder / f"{number}.txt").write_text("the harbour grows fast.\n\nthe quay is new.", "utf-8")


def test_who_is_asked_takes_turns() -> None:
    asked: list[str] = []
    taken = by_turns([lambda _: asked.append("ours"), lambda _: asked.append("stock")], "Hello", rounds=1)
    assert asked[:4] == ["ours", "stock", "ours", "stock"]
    assert len(taken) == 2


def test_texts_get_their_body_teams_and_headings(tmp_path: Path) -> None:
    two_paragraphs(tmp_path / "texts", 1)
    with_teams(tmp_path / "texts", headings=True)
    written = (tmp_path / "texts" / "0.md").read_text("utf-8")
    assert "organisation: Agency 0\n" in written
    assert "## the quay is\n\nthe quay is new." in written
    assert "- Export Team: handles export support, phone +82-2-2000-1000" in written


def test_the_table_holds_ours_against_the_smallest_index_and_the_stock_chain() -> None:
    shown = table([Cost(10, True, "refused", 2.0, 4.0), Cost(100, True, "refused", 3.0, 5.0, 6.0, 20.0)], "2 cores")
    assert "| with headings | 10 | refused | 2.0 | 4.0 | 1.00 | - | - | - | - |" in shown
    assert "| with headings | 100 | refused | 3.0 | 5.0 | 1.50 | 6.0 | 20.0 | 2.00 | 4.00 |" in shown


@pytest.mark.slow
def test_every_kind_of_question_is_asked_of_the_product_and_the_stock_chain(
    tmp_path: Path, small_documents: Path
) -> None:
    settings = settings_for(tmp_path, documents=small_documents)
    found = costs(settings, [2], two_paragraphs, FakeEmbedder(), rounds=1, stock=True)
    assert [each.kind for each in found] == [*KINDS, *KINDS]
    assert all(each.stock_cpu is not None for each in found)
