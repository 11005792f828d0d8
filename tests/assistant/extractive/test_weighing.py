"""The found passages' fragments as evidence."""

from __future__ import annotations

import pytest

from assistant.build import Desk
from assistant.quoting.weighing import Evidence, weigh
from retrieval.embedding.sentence_vectors import quotable
from retrieval.search.search import Found, Search


@pytest.fixture(scope="module")
def search(desk: Desk) -> Search:
    return desk.knowledge.current().search


def weighed(question: str, search: Search) -> tuple[Found, Evidence]:
    found = search.search(question)
    return found, weigh(found, search.idf)


def test_every_fragment_is_a_quotable_span_of_its_passage_and_none_is_missing(search: Search) -> None:
    found, evidence = weighed("When does the Cloud Center open?", search)
    spans = {(n, span) for n, passage in enumerate(found.passages) for span in quotable(passage.chunk)}
    assert {(each.passage, each.span) for each in evidence.fragments} == spans
    assert len(evidence.fragments) == len(spans)


def test_the_best_fragment_stands_first_and_is_the_one_that_answers(search: Search) -> None:
    found, evidence = weighed("When was the Cloud Center of Gyeongsangbuk-do expected to open?", search)
    scores = [each.score for each in evidence.fragments]
    assert scores == sorted(scores, reverse=True)
    best = evidence.fragments[0]
    text = found.passages[best.passage].chunk.text[best.span.start : best.span.end]
    assert text == "The Cloud Center of Gyeongsangbuk-do was expected to open by 2025."


def test_an_unrelated_question_is_less_likely_answered(search: Search) -> None:
    _, related = weighed("What is the vision of the 5th Basic Plan?", search)
    _, unrelated = weighed("What is a good recipe for kimchi stew?", search)
    assert 0 <= unrelated.answerable < related.answerable <= 1


def test_nothing_found_weighs_nothing(search: Search) -> None:
    found = search.search("When does it open?", within=[])
    assert weigh(found, search.idf).fragments == ()
