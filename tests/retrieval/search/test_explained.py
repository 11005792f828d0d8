"""How a search came about, over three small documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from retrieval.embedding.vector_cache import VectorCache
from retrieval.index.index import Location, open_index
from retrieval.ingest.apply import ingest
from retrieval.records import Filters
from retrieval.search.rank import FEATURES
from retrieval.search.search import Search

pytestmark = pytest.mark.slow

PLAN = """---
title: {name}port Plan
organisation: {name}port City
region: {name}port
kind: {kind}
aliases:
  - [{name}port, {name}haven]
---
# {name}port Plan

{text}
"""
TEXTS = {
    "North": ("plan", "The budget of the harbour is 40 billion won."),
    "South": ("plan", "The harbour budget, the harbour budget."),
    "East": ("notice", "The harbour budget is not known."),
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    folder: Path = tmp_path_factory.mktemp("documents")
    for name, (kind, text) in TEXTS.items():
        (folder / f"{name.lower()}.md").write_text(PLAN.format(name=name, kind=kind, text=text), "utf-8")
    at = Location(tmp_path_factory.mktemp("home"))
    ingest([folder], at, FakeEmbedder())
    index = open_index(at, FakeEmbedder().name, FakeEmbedder().dimensions)
    with closing(VectorCache(at.home / "vectors.sqlite")) as cache, closing(index.store):
        yield Search(index, FakeEmbedder(), cache)


def test_candidates_come_in_the_order_and_with_the_scores_of_the_search(search: Search) -> None:
    found = search.search("harbour budget")
    made = search.explain("harbour budget")
    assert tuple(each.passage for each in made.candidates) == found.passages
    assert [each.rank for each in made.candidates] == [1, 2, 3]


def test_what_the_features_add_sums_to_the_score(search: Search) -> None:
    for each in search.explain("harbour budget").candidates:
        assert tuple(each.shares) == FEATURES
        assert sum(each.shares.values()) == pytest.approx(each.passage.score)


def test_a_name_in_the_question_moves_what_it_names_to_the_front(search: Search) -> None:
    made = search.explain("harbour budget, harbour budget known, East or Northhaven")
    assert made.preferred == ("Northport",)
    first = made.candidates[0]
    assert (first.passage.chunk.document_id, first.rank) == ("north.md", 1)
    assert sorted(each.by_score for each in made.candidates) == [1, 2, 3]
    assert [each.passage.on_subject for each in made.candidates] == [True, False, False]


def test_a_filter_names_what_it_leaves_out_and_from_which_rank(search: Search) -> None:
    free = search.search("harbour budget").passages
    made = search.explain("harbour budget", filters=Filters(kind="notice", region="Eastport"))
    assert [each.passage.chunk.document_id for each in made.candidates] == ["east.md"]
    left = {each.passage.chunk.document_id: (each.rank, each.filters) for each in made.left_out}
    expected = {p.chunk.document_id: (n, ("region", "kind")) for n, p in enumerate(free, 1)}
    assert left == {i: each for i, each in expected.items() if i != "east.md"}
    assert search.explain("harbour budget").left_out == ()


def test_words_that_no_document_has_are_named_and_a_slip_is_mended(search: Search) -> None:
    made = search.explain("What is the hrbour budget for zebras and 고양이는?")
    assert made.unknown == ("hrbour", "zebras", "고양이는")
    assert [(each.word, each.searched) for each in made.wording.mended] == [("hrbour", "harbour")]
    assert made.wording.meant == "What is the harbour budget for zebras and 고양이는?"
