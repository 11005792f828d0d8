"""The sentences beside the best one that are told with it."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.evidence import Ranked
from assistant.extractive.context import in_context
from assistant.quoting import quotes
from retrieval.embedding import quotable
from retrieval.records import Chunk, Metadata

TEXT = (
    "The port council met in May. It took up the plan for a new quay. The quay costs 40 million won. Call 051-888-3033.\n"
    "The city pays for the road."
)


def chunk(text: str = TEXT) -> Chunk:
    return Chunk("plan.md", 0, 100, 100 + len(text), text, (), None, Metadata("Plan"))


def told(scores: Mapping[int, float], text: str = TEXT) -> str:
    whole = chunk(text)
    places = quotable(whole)
    given = [(quotes.of_chunk(whole, places[n]), Ranked(0, n, score)) for n, score in scores.items()]
    quote = in_context(given, whole)
    assert quote.text == text[quote.start - 100 : quote.end - 100]
    return quote.text


def test_a_neighbour_that_comes_near_the_best_sentence_is_told_with_it() -> None:
    assert told({2: 1.0, 1: 0.8, 0: 0.2}) == "It took up the plan for a new quay. The quay costs 40 million won."


def test_neighbours_go_on_as_long_as_each_comes_near() -> None:
    assert told({2: 1.0, 0: 0.9, 1: 0.8}).startswith("The port council met in May. It took up")


def test_what_comes_near_but_does_not_stand_beside_it_is_not_told_with_it() -> None:
    assert told({2: 1.0, 0: 0.9}) == "The quay costs 40 million won."


def test_no_way_to_reach_somebody_is_told_with_it() -> None:
    assert told({2: 1.0, 3: 0.9}) == "The quay costs 40 million won."


def test_the_next_paragraph_is_not_told_with_it() -> None:
    assert told({3: 1.0, 4: 0.9}) == "Call 051-888-3033."
    text = "The quay costs 40 million won.\nThe city pays for the road."
    assert told({0: 1.0, 1: 0.9}, text) == "The quay costs 40 million won."


def test_a_long_neighbour_is_not_told_with_it() -> None:
    assert told({0: 1.0, 1: 0.9}, "The quay is new. It has " + "many " * 120 + "cranes.") == "The quay is new."
