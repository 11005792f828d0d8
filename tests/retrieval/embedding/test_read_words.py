"""The vectors of words are kept for the texts that were read last."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from fakes import FakeEmbedder

from retrieval.embedding.embed import WordVectors
from retrieval.embedding.read_words import WordReader


class Recording(FakeEmbedder):
    """Gives each word of a text the number of texts that were read so far."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.read: list[str] = []

    def embed_words(self, question: str, texts: Sequence[str]) -> WordVectors:  # type: ignore[override]
        self.asked.append(question)
        self.read += texts
        return WordVectors(np.ones((1, 2), np.float32), [np.full((1, 2), len(text), np.float32) for text in texts])


def test_a_text_is_read_once_and_the_rows_come_in_the_order_that_was_asked_for() -> None:
    model = Recording()
    reader = WordReader(model)
    reader.read("x", ["a", "bb"])
    found = reader.read("y", ["bb", "ccc", "a"])
    assert model.read == ["a", "bb", "ccc"]
    assert found is not None
    assert [rows[0, 0] for rows in found.texts] == [2, 3, 1]


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    model = Recording()
    reader = WordReader(model, most=3)
    for text in ("a", "bb", "a", "ccc", "a", "bb"):
        reader.read("x", [text])
    assert model.read == ["a", "bb", "ccc", "bb"]


def test_a_question_and_texts_that_are_kept_cost_no_run() -> None:
    model = Recording()
    reader = WordReader(model)
    first, again = reader.read("x", ["a"]), reader.read("x", ["a"])
    assert model.asked == ["x"]
    assert first is not None
    assert again is not None
    assert np.array_equal(first.question, again.question)


def test_a_model_without_vectors_of_words_gives_none() -> None:
    assert WordReader(FakeEmbedder()).read("x", ["a"]) is None
