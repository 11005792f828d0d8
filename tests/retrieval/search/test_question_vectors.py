"""Vectors of questions: no text goes to the model twice."""

from __future__ import annotations

from collections.abc import Sequence

from fakes import FakeEmbedder

from retrieval.embedding import Vectors
from retrieval.search.question_vectors import QuestionVectors


class Counted(FakeEmbedder):
    """Keeps the texts of each run."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[list[str]] = []

    def embed_question(self, text: str) -> Vectors:
        self.runs.append([text])
        return super().embed_question(text)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        self.runs.append(list(texts))
        return super().embed_questions(texts)


def test_a_text_is_embedded_once_and_new_ones_go_together() -> None:
    model = Counted()
    vectors = QuestionVectors(model)
    first = vectors.of("quays")
    rows = vectors.of_all(["quays", "piers", "ships", "piers"])
    assert model.runs == [["quays"], ["piers", "ships"]]
    assert rows.shape == (4, 64)
    assert rows[0].tobytes() == first.tobytes()
    assert rows[1].tobytes() == rows[3].tobytes()


def test_no_text_takes_no_run() -> None:
    model = Counted()
    assert QuestionVectors(model).of_all([]).shape == (0, 64)
    assert model.runs == []
