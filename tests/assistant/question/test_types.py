"""What a question asks for, by its vector."""

from __future__ import annotations

import json

import numpy as np
import pytest

from assistant.question.types import ABOUT_FILE, TREC, WEIGHTS_FILE, QuestionType, TypeChances, TypeHead, softmax
from retrieval.embedding.embed import LocalEmbedder

COUNT, TIME, LIST = QuestionType.COUNT, QuestionType.TIME, QuestionType.LIST


def test_the_chances_of_several_types_add_up() -> None:
    chances = TypeChances({COUNT: 0.5, TIME: 0.3, LIST: 0.2})
    assert chances.of(COUNT, LIST) == pytest.approx(0.7)
    assert chances.likeliest is COUNT


def test_scores_become_shares_of_one() -> None:
    # e^0 : e^ln3 = 1 : 3
    assert softmax(np.log(np.array([[1.0, 3.0]], np.float32)))[0] == pytest.approx([0.25, 0.75])


def test_huge_scores_do_not_overflow() -> None:
    assert softmax(np.array([1e4, 0.0], np.float32)) == pytest.approx([1.0, 0.0])


def test_of_another_models_vectors_nothing_is_known() -> None:
    chances = TypeHead("openai:another").of(np.ones(7, np.float32))
    assert set(chances.chances.values()) == {1 / len(QuestionType)}


def test_an_empty_vector_tells_nothing() -> None:
    assert TypeHead(LocalEmbedder.name).of(np.zeros(384, np.float32)).of(*QuestionType) == pytest.approx(1.0)


def test_every_type_has_its_weights_and_trecs_classes_share_none() -> None:
    assert np.load(WEIGHTS_FILE).shape == (len(QuestionType), 384 + 1)
    assert json.loads(ABOUT_FILE.read_text("utf-8"))["types"] == list(QuestionType)
    parts = [each for types in TREC.values() for each in types]
    assert len(parts) == len(set(parts))


def test_the_chances_of_a_vector_sum_up_to_one() -> None:
    vector = np.zeros(384, np.float32)
    vector[3] = 1
    assert TypeHead(LocalEmbedder.name).of(vector).of(*QuestionType) == pytest.approx(1.0, abs=1e-5)
