"""What stands above a passage that is quoted from."""

from __future__ import annotations

import numpy as np

from assistant.quoting.fragments import sources
from retrieval.records import Chunk, Metadata, Passage
from retrieval.search.rewording import Wording
from retrieval.search.search import Found
from retrieval.search.subjects import Subject

BUSAN = Subject("Busan", ("busan",), frozenset())
OWNED = Subject("Seaport", ("seaport",), frozenset({"page.md"}))


def found(*texts: str) -> Found:
    passages = tuple(
        Passage(Chunk("page.md", n, 0, len(text), text, ("Quays",), None, Metadata("A page")), 0.5, 1.0, 0.5)
        for n, text in enumerate(texts)
    )
    return Found(
        Wording("Busan?", "Busan?", "Busan?"),
        np.zeros(4, np.float32),
        passages,
        tuple(np.zeros((1, 4), np.float32) for _ in texts),
        {},
    )


def test_the_place_that_most_passages_of_a_document_name_stands_above_them_all() -> None:
    own = sources(found("Busan builds quays.", "Busan trains pilots.", "A tank is built."), (BUSAN, OWNED))
    assert [each.heading for each in own] == ["Busan\nA page\nQuays"] * 3


def test_a_place_that_few_of_them_name_does_not() -> None:
    own = sources(found("Busan builds quays.", "Pilots are trained.", "A tank is built."), (BUSAN,))
    assert [each.heading for each in own] == ["A page\nQuays"] * 3
