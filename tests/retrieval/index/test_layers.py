"""The nearest chunks of some documents are the same whichever way they are looked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedding import Vectors
from retrieval.index import layers
from retrieval.index.layers import Base, LayeredStore
from retrieval.index.stored import StoredChunk, StoredDocument
from retrieval.index.vectors import open_folder
from retrieval.records import Block, Chunk, Document, Metadata

pytestmark = pytest.mark.slow

NEAR = {"a": 0.9, "b": 0.5, "c": 0.1}  # the cosine of the first of two chunks of each document; the second is less near


def unit(cosine: float) -> Vectors:
    return np.array([cosine, (1 - cosine**2) ** 0.5, 0], np.float32)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LayeredStore]:
    with closing(open_folder(tmp_path / "chroma", "fake", 3, create=True)) as made:
        for name, cosine in NEAR.items():
            chunks = [Chunk(name, at, 0, 4, "text", (), None, Metadata(name)) for at in range(2)]
            rows = np.stack([unit(cosine), unit(cosine - 0.05)])
            made.write_chunks([StoredChunk(each, "digest") for each in chunks], rows)
            whole = Document(name, "text", (Block("paragraph", 0, 4),), Metadata(name))
            made.write_document(whole, StoredDocument(name, "digest", "/docs", 2, whole.metadata), unit(cosine))
    with closing(LayeredStore(Base(tmp_path, "fake", 3).hold(), {}, {})) as opened:
        yield opened


@pytest.mark.parametrize(("read", "asked"), [(800, 1_500), (0, 1_500), (0, 0)], ids=["read", "sifted", "condition"])
def test_the_nearest_of_some_documents_come_in_order_with_their_cosines(
    store: LayeredStore, monkeypatch: pytest.MonkeyPatch, read: int, asked: int
) -> None:
    monkeypatch.setattr(layers, "_READ", read)
    monkeypatch.setattr(layers, "_ASKED", asked)
    hits = store.nearest(unit(1.0), 3, ["c", "b", "nowhere"])
    assert [each.chunk_id for each in hits] == ["b#0", "b#1", "c#0"]
    assert [each.similarity for each in hits] == pytest.approx([0.5, 0.45, 0.1], abs=1e-5)
