from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedding import Vectors
from retrieval.index import chroma, vectors
from retrieval.index.faults import IndexMissingError, IndexUnusableError
from retrieval.index.stored import StoredChunk, StoredDocument
from retrieval.index.vectors import VectorStore, open_base, open_folder
from retrieval.records import Block, Chunk, Document, Metadata, PolicydeskError

pytestmark = pytest.mark.slow

MODEL = "fake:words"


def unit(*values: float) -> Vectors:
    vector = np.array(values, np.float32)
    return vector / np.float32(np.linalg.norm(vector))


def chunk_of(document: str, position: int, text: str = "text") -> StoredChunk:
    chunk = Chunk(document, position, 0, len(text), text, ("Heading",), None, Metadata(document))
    return StoredChunk(chunk, f"digest of {text}")


def write(store: VectorStore, document: str, *rows: tuple[str, Vectors]) -> None:
    chunks = [chunk_of(document, i, text) for i, (text, _) in enumerate(rows)]
    store.write_chunks(chunks, np.array([row for _, row in rows], np.float32).reshape(len(rows), -1))
    text = "\n".join(text for text, _ in rows)
    whole = Document(document, text, (Block("paragraph", 0, len(text)),), Metadata(document))
    store.write_document(whole, StoredDocument(document, "digest", "/docs", len(rows), whole.metadata), unit(1, 0, 0))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[VectorStore]:
    with closing(open_folder(tmp_path / "chroma", MODEL, 3, create=True)) as opened:
        yield opened


def test_the_nearest_chunk_comes_first_with_its_cosine(store: VectorStore) -> None:
    write(store, "a", ("one", unit(1, 0, 0)), ("two", unit(1, 1, 0)), ("three", unit(0, 0, 1)))
    hits = store.nearest(unit(1, 0, 0), 2)
    assert [hit.chunk_id for hit in hits] == ["a#0", "a#1"]
    assert [hit.similarity for hit in hits] == pytest.approx([1, 2**-0.5], abs=1e-6)


def test_only_chunks_of_the_given_documents_are_near(store: VectorStore) -> None:
    for name in ("a", "b", "c"):
        write(store, name, (name, unit(1, 0, 0)))
    assert {hit.chunk_id for hit in store.nearest(unit(1, 0, 0), 5, ["b", "c", "nowhere"])} == {"b#0", "c#0"}
    assert store.nearest(unit(1, 0, 0), 5, []) == []


def test_more_documents_may_be_given_than_one_statement_takes(store: VectorStore) -> None:
    write(store, "a", ("far", unit(0, 1, 0)))
    write(store, "z", ("near", unit(1, 0, 0)))
    names = ["a", *(f"b{i}" for i in range(40_000)), "z"]
    assert [hit.chunk_id for hit in store.nearest(unit(1, 0.1, 0), 5, names)] == ["z#0", "a#0"]


def test_documents_and_chunks_come_back_as_they_were_written(store: VectorStore) -> None:
    write(store, "나/a b.md", ("one", unit(1, 0, 0)), ("two", unit(0, 1, 0)))
    documents = store.documents()
    assert list(documents) == ["나/a b.md"]
    document = store.document("나/a b.md")
    assert document is not None
    assert (document.text, document.blocks) == ("one\ntwo", (Block("paragraph", 0, 7),))
    found = store.chunks(["나/a b.md#1", "nowhere#0"], documents)
    assert found == {"나/a b.md#1": replace(chunk_of("나/a b.md", 1, "two").chunk)}
    digests = {each.chunk.id: each.digest for each in store.stored_chunks(documents)}
    assert digests == {"나/a b.md#0": "digest of one", "나/a b.md#1": "digest of two"}
    assert [hit.chunk_id for hit in store.nearest_documents(unit(1, 0, 0), 3)] == ["나/a b.md"]


def test_what_is_not_there_is_none_or_left_out(store: VectorStore) -> None:
    assert store.document("a") is None
    assert store.chunks(["a#0"], {}) == {}
    assert store.chunks([], {}) == {}
    assert store.documents() == {}
    assert store.nearest(unit(1, 0, 0), 3) == []


def test_a_chunk_whose_document_has_no_record_yet_is_left_out(store: VectorStore) -> None:
    write(store, "a", ("one", unit(1, 0, 0)))
    store.write_chunks([chunk_of("half", 0)], unit(1, 0, 0)[None, :])
    documents = store.documents()
    assert set(store.chunks(["a#0", "half#0"], documents)) == {"a#0"}
    assert [each.id for each in store.all_chunks(documents)] == ["a#0"]


def test_documents_of_more_chunks_than_one_batch_of_chroma_are_written_and_read(
    store: VectorStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.client.get_max_batch_size() >= chroma.BATCH
    monkeypatch.setattr(chroma, "BATCH", 20)
    rows = np.tile(unit(1, 1, 0), (60, 1))
    store.write_chunks([chunk_of("big", i) for i in range(60)], rows)
    write(store, "a", ("one", unit(1, 0, 0)))
    big = StoredDocument("big", "digest", "/docs", 60, Metadata("big"))
    assert store.count() == 61
    assert len({each.id for each in store.all_chunks({"big": big, **store.documents()})}) == 61


def test_empty_writes_do_nothing(store: VectorStore) -> None:
    store.write_chunks([], np.zeros((0, 3), np.float32))
    store.settle()
    assert store.count() == 0


def test_an_index_of_another_model_names_both_and_what_to_do(store: VectorStore, tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError) as error:
        open_folder(tmp_path / "chroma", "openai:other", 3)
    assert str(error.value) == (
        "The index was made with the embedding model fake:words, but openai:other is set. "
        "Run `policydesk ingest --rebuild`, or set POLICYDESK_EMBEDDINGS back."
    )
    open_folder(tmp_path / "chroma", None, 0).close()


def test_an_index_of_another_version_says_to_rebuild_it(
    store: VectorStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "FORMAT", 99)
    with pytest.raises(IndexUnusableError, match=r"another version of Policydesk. Run `policydesk ingest --rebuild`"):
        open_folder(tmp_path / "chroma", MODEL, 3)


def test_a_missing_database_is_not_made_anew_by_looking_at_it(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    with pytest.raises(IndexMissingError, match=r"chroma.sqlite3 is gone. Run `policydesk ingest --rebuild`"):
        open_folder(tmp_path / "chroma", MODEL, 3)
    assert list((tmp_path / "chroma").iterdir()) == []


def handles_below(folder: Path) -> int:
    """Open files of this process below a folder, as other tests' servers open theirs meanwhile; 0 where it cannot tell."""
    if sys.platform != "linux":
        return 0
    targets = []
    for each in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since it was listed
            targets.append(str(each.readlink()))
    return sum(target.startswith(str(folder)) for target in targets)


def test_opening_again_and_again_leaves_no_file_open(tmp_path: Path) -> None:
    with closing(open_folder(tmp_path / "chroma", MODEL, 3, create=True)) as store:
        write(store, "a", ("one", unit(1, 0, 0)))
    for _ in range(10):
        with closing(open_folder(tmp_path / "chroma", MODEL, 3)) as store:
            assert store.nearest(unit(1, 0, 0), 1)
        with pytest.raises(IndexUnusableError):
            open_folder(tmp_path / "chroma", "other", 3)
    settled = time.monotonic() + 10  # Chroma closes its files on threads of its own
    while handles_below(tmp_path) and time.monotonic() < settled:
        time.sleep(0.02)
    assert handles_below(tmp_path) == 0


# --- a Chroma server ---


@pytest.mark.parametrize("url", ["localhost:8001", "ftp://localhost", "http://"])
def test_an_address_that_is_none_says_how_to_write_it(url: str) -> None:
    with pytest.raises(PolicydeskError, match="write it like http://localhost:8001"):
        open_base(Path("v1.ab"), url, MODEL, 64)


def test_a_server_that_does_not_answer_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(PolicydeskError, match=rf"No Chroma server answers at 127.0.0.1:{port}: check that it runs"):
            open_base(Path("v1.ab"), f"http://127.0.0.1:{port}", MODEL, 64)


def test_a_model_whose_vectors_changed_length_asks_for_a_rebuild(tmp_path: Path) -> None:
    vectors.open_folder(tmp_path / "chroma", "provider:model", 4, create=True).close()
    with pytest.raises(IndexUnusableError, match="no longer gives vectors of the length"):
        vectors.open_folder(tmp_path / "chroma", "provider:model", 5)
