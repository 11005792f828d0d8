from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder

from retrieval.embedding.sentence_vectors import embed_chunks, quotable, vectors_of
from retrieval.embedding.vector_cache import VectorCache
from retrieval.records import Chunk, Metadata


def chunk_of(position: int, text: str) -> Chunk:
    return Chunk("a.md", position, 0, len(text), text, ("Heading",), None, Metadata("Title"))


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[VectorCache]:
    with closing(VectorCache(tmp_path / "v.sqlite")) as opened:
        yield opened


def test_chunks_are_embedded_with_title_and_headings_and_in_order(cache: VectorCache) -> None:
    embedder = FakeEmbedder()
    chunks = [chunk_of(0, "One quay."), chunk_of(1, "Two cranes.")]
    found, computed = embed_chunks(chunks, embedder, cache)
    assert computed == 2
    assert embedder.embedded == ["Title > Heading\nOne quay.", "Title > Heading\nTwo cranes."]
    for chunk, each in zip(chunks, found, strict=True):
        assert each.vector.tolist() == embedder.embed_question(chunk.embedded_text).tolist()


def test_sentence_vectors_are_those_of_the_text_without_its_headings(cache: VectorCache) -> None:
    chunk = chunk_of(0, "One quay is built. Two cranes are blue.")
    ((embedded,), _) = embed_chunks([chunk], FakeEmbedder(), cache)
    sentences = [chunk.text[span.start : span.end] for span in quotable(chunk)]
    assert sentences == ["One quay is built.", "Two cranes are blue."]
    expected = FakeEmbedder().embed(sentences)
    assert np.abs(embedded.sentences - expected).max() < 1e-3, "kept in half precision"


def test_what_was_seen_before_is_not_embedded_again_nor_is_the_same_text_twice(cache: VectorCache) -> None:
    embed_chunks([chunk_of(0, "One.")], FakeEmbedder(), cache)
    embedder = FakeEmbedder()
    found, computed = embed_chunks([chunk_of(5, "One."), chunk_of(6, "Two."), chunk_of(7, "Two.")], embedder, cache)
    assert (len(found), computed) == (3, 1)
    assert embedder.embedded == ["Title > Heading\nTwo."]


def test_another_model_shares_nothing(cache: VectorCache) -> None:
    embed_chunks([chunk_of(0, "One.")], FakeEmbedder(), cache)
    assert embed_chunks([chunk_of(0, "One.")], FakeEmbedder("fake:other"), cache)[1] == 1


def test_progress_adds_up_and_what_was_done_before_an_error_is_kept(cache: VectorCache) -> None:
    chunks = [chunk_of(i, f"Text {i}.") for i in range(70)]
    steps: list[int] = []

    def stop_at_the_second(done: int) -> None:
        steps.append(done)
        if len(steps) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed_chunks(chunks, FakeEmbedder(), cache, stop_at_the_second)
    assert steps == [0, 32, 32]
    steps.clear()
    assert embed_chunks(chunks, FakeEmbedder(), cache, steps.append)[1] == 6
    assert steps == [64, 6]


def test_vectors_are_one_array_even_when_there_are_none(cache: VectorCache) -> None:
    found, _ = embed_chunks([chunk_of(0, "One."), chunk_of(1, "Two.")], FakeEmbedder(), cache)
    assert vectors_of(found, 64).shape == (2, 64)
    assert vectors_of([], 64).shape == (0, 64)
