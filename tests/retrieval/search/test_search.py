from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from fakes import FakeEmbedder

from retrieval.embedding.vector_cache import VectorCache
from retrieval.index.index import Location, open_index
from retrieval.ingest.apply import ingest
from retrieval.records import Filters
from retrieval.search.documents import Documents
from retrieval.search.search import Search

pytestmark = pytest.mark.slow

DOCUMENTS = {
    "north": """---
title: Northport Plan
organisation: Northport City
region: Northport
kind: plan
valid_from: 2024-01-01
valid_until: 2026-12-31
aliases:
  - [Northport, 북항]
  - [Northport City, NPC]
---
# Northport Plan

The city builds a smart business platform for container ships.

## Money

The budget of the plan is 40 billion won.
""",
    "south": """---
title: Southport Plan
organisation: Southport City
region: Southport
kind: plan
published: 2025-03-01
aliases:
  - [Southport, 남항]
---
# Southport Plan

The city mends the old quays.

## Money

The budget of the plan is 7 billion won.
""",
    "office": """---
title: Harbour Office
organisation: Northport City
region: Northport
kind: directory
---
# Harbour Office

- Quay Team: room 12, phone +82-51-123-4567
""",
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    folder, home = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("home")
    for name, text in DOCUMENTS.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    assert ingest([folder], Location(home), FakeEmbedder()).failed == ()
    index = open_index(Location(home), "fake:words", 64)
    with closing(index.store), closing(VectorCache(home / "vectors.sqlite")) as cache:
        yield Search(index, FakeEmbedder(), cache)


def found(search: Search, question: str, **filters: object) -> set[str]:
    given = replace(Filters(), **filters) if filters else None  # type: ignore[arg-type]
    return {each.chunk.document_id for each in search.search(question, filters=given).passages}


def test_the_passage_that_says_it_comes_first_with_its_scores(search: Search) -> None:
    best = search.search("smart business platform").passages[0]
    assert best.chunk.document_id == "north.md"
    assert "smart business platform" in best.chunk.text
    assert 0 < best.dense <= 1
    assert best.lexical > 0
    assert 0 < best.score <= 1


def test_passages_come_best_first_and_at_most_as_many_as_asked_for(search: Search) -> None:
    scores = [each.score for each in search.search("budget of the plan").passages]
    assert len(scores) > 2
    assert scores == sorted(scores, reverse=True)
    assert len(search.search("budget of the plan", limit=1).passages) == 1


def test_typing_errors_do_not_matter(search: Search) -> None:
    result = search.search("the smrt busines platfrom")
    assert result.wording.text == "the smart business platform"
    assert result.passages[0].chunk.document_id == "north.md"


def test_the_same_question_gives_the_same_passages_in_the_same_order(search: Search) -> None:
    once, again = (search.search("the plan of the city").passages for _ in range(2))
    assert once == again


def test_each_passage_brings_a_vector_for_every_quotable_span(search: Search) -> None:
    result = search.search("quays")
    assert len(result.sentences) == len(result.passages)
    assert all(each.shape[1] == 64 and len(each) for each in result.sentences)


# --- whom and what a question is about ---


def on_subject(search: Search, question: str) -> set[str]:
    return {each.chunk.document_id for each in search.search(question).on_subject.passages}


def test_a_question_that_names_a_place_gets_passages_about_it_before_all_others(search: Search) -> None:
    passages = search.search("What is the budget of Southport?").passages
    assert [each.on_subject for each in passages] == [True, True, False, False, False]
    assert {each.chunk.document_id for each in passages[:2]} == {"south.md"}
    assert [subject.name for subject in search.subjects("budget of Southport")] == ["Southport"]


def test_an_answer_about_a_place_takes_only_the_passages_about_it(search: Search) -> None:
    found = search.search("What is the budget of Southport?")
    assert {each.chunk.document_id for each in found.on_subject.passages} == {"south.md"}
    assert [each.tobytes() for each in found.on_subject.sentences] == [each.tobytes() for each in found.sentences[:2]]


@pytest.mark.parametrize("limit", [1, 3, 5])
def test_there_are_as_many_passages_as_are_asked_for_whatever_is_named(search: Search, limit: int) -> None:
    for question in ("budget of Southport", "budget of the plan of Busan", "Northport City, Southport City"):
        assert len(search.search(question, limit=limit).passages) == limit


def test_a_question_that_names_two_places_gets_passages_of_both_by_turns(search: Search) -> None:
    passages = search.search("What is the budget of Northport and what of Southport?", limit=4).passages
    towns = ["south" if each.chunk.document_id == "south.md" else "north" for each in passages]
    assert sorted(towns[:2]) == sorted(towns[2:]) == ["north", "south"]


def test_of_a_region_that_no_document_is_about_nothing_is_on_subject_but_passages_are_found(search: Search) -> None:
    found = search.search("What is the budget of Busan?")
    assert found.on_subject.passages == ()
    assert len(found.passages) == 5


def test_a_question_that_names_no_place_gets_passages_of_both(search: Search) -> None:
    assert {"north.md", "south.md"} <= found(search, "What is the budget of the plan?")


def test_an_alias_and_a_korean_name_mean_the_same_place(search: Search) -> None:
    assert on_subject(search, "budget of 남항") == {"south.md"}
    assert on_subject(search, "budget of NPC") == {"north.md", "office.md"}


# --- filters ---


@pytest.mark.parametrize("name", ["Northport City", "northport city", "NPC"])
def test_organisations_are_filtered_by_any_of_their_names(search: Search, name: str) -> None:
    assert found(search, "the budget of the plan", organisation=name) == {"north.md", "office.md"}


@pytest.mark.parametrize("name", ["Southport", "남항"])
def test_regions_are_filtered_by_any_of_their_names(search: Search, name: str) -> None:
    assert found(search, "the budget of the plan", region=name) == {"south.md"}


def test_kinds_are_filtered_whatever_their_case(search: Search) -> None:
    assert found(search, "the budget of the plan", kind="Directory") == {"office.md"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 12, 31), {"office.md"}),
        (date(2024, 1, 1), {"north.md", "office.md"}),
        (date(2025, 3, 1), {"north.md", "south.md", "office.md"}),
        (date(2026, 12, 31), {"north.md", "south.md", "office.md"}),
        (date(2027, 1, 1), {"south.md", "office.md"}),
    ],
)
def test_as_of_keeps_what_was_valid_on_that_day_and_what_does_not_say(
    search: Search, day: date, expected: set[str]
) -> None:
    assert found(search, "the budget of the plan", as_of=day) == expected


def test_filters_add_up_and_may_leave_nothing(search: Search) -> None:
    assert found(search, "the budget", organisation="NPC", kind="plan") == {"north.md"}
    assert found(search, "the budget", organisation="Southport City", kind="directory") == set()
    assert found(search, "the budget", region="Nowhere") == set()


def test_a_search_may_be_kept_within_some_documents(search: Search) -> None:
    result = search.search("the budget of the plan", within=["south.md", "nowhere.md"])
    assert {each.chunk.document_id for each in result.passages} == {"south.md"}


# --- odd questions ---


@pytest.mark.parametrize("question", ["?!", "\0\x01", "<script>alert(1)</script>", "x" * 20_000, "고양이", "a" * 41])
def test_odd_questions_find_passages_like_any_other(search: Search, question: str) -> None:
    scores = [each.score for each in search.search(question).passages]
    assert 0 < len(scores) <= 8
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_whole_document_is_at_hand_and_an_unknown_one_is_none(search: Search) -> None:
    document = search.documents.whole("north.md")
    assert document is not None
    for passage in search.search("smart business platform").passages:
        if passage.chunk.document_id == "north.md":
            assert document.text[passage.chunk.start : passage.chunk.end] == passage.chunk.text
    assert search.documents.whole("nowhere.md") is None


def test_the_documents_that_filters_allow_are_named_by_id(search: Search) -> None:
    assert search.allowed(Filters(region="Southport")) == ["south.md"]
    assert search.allowed(Filters(organisation="NPC")) == ["north.md", "office.md"]


def test_a_word_is_known_in_every_form_that_a_document_uses(search: Search) -> None:
    assert [search.knows(word) for word in ("quays", "mend", "Ships", "lighthouse")] == [True, True, True, False]


def test_the_first_documents_are_those_first_by_id(search: Search) -> None:
    assert [each.id for each in search.documents.first(2)] == ["north.md", "office.md"]
    assert len(search.documents) == 3


def test_what_is_made_of_the_documents_is_made_once(search: Search) -> None:
    made: list[int] = []

    def count(documents: Documents) -> int:
        made.append(len(documents))
        return len(documents)

    assert [search.documents.once(count), search.documents.once(count)] == [3, 3]
    assert made == [3]


def test_most_documents_that_say_no_language_have_none(search: Search) -> None:
    assert search.documents.language is None
