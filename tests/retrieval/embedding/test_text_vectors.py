from __future__ import annotations

from contextlib import closing
from pathlib import Path

from fakes import FakeEmbedder

from retrieval.embedding.text_vectors import TextVectors, text_key
from retrieval.embedding.vector_cache import VectorCache, key


def test_a_text_is_embedded_once_whoever_asks_for_it(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    with closing(VectorCache(tmp_path / "v.sqlite")) as cache:
        first = TextVectors(embedder, cache)
        rows = first.of(["export permits", "visas", "export permits"])
        assert (first.of(["visas"]) == rows[1:2]).all()
        assert embedder.embedded == ["export permits", "visas"]
    with closing(VectorCache(tmp_path / "v.sqlite")) as cache:
        later = FakeEmbedder()
        assert (TextVectors(later, cache).of(["visas", "export permits"]) == rows[[1, 0]]).all()
        assert later.embedded == []


def test_another_model_embeds_for_itself(tmp_path: Path) -> None:
    with closing(VectorCache(tmp_path / "v.sqlite")) as cache:
        TextVectors(FakeEmbedder("fake:one"), cache).of(["visas"])
        other = FakeEmbedder("fake:other")
        TextVectors(other, cache).of(["visas"])
    assert other.embedded == ["visas"]


def test_no_texts_have_no_rows(tmp_path: Path) -> None:
    with closing(VectorCache(tmp_path / "v.sqlite")) as cache:
        assert TextVectors(FakeEmbedder(), cache).of([]).shape == (0, FakeEmbedder.dimensions)


def test_a_chunk_that_reads_like_a_text_has_a_key_of_its_own() -> None:
    assert text_key("model", "visas") != key("model", "visas")
