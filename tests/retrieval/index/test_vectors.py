from __future__ import annotations

import gc
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder

from retrieval.embedding.minilm import Vectors
from retrieval.embedding.vector_cache import VectorCache
from retrieval.index import chroma, vectors
from retrieval.index.faults import IndexAwayError, IndexChangingError, IndexMissingError, IndexUnusableError
from retrieval.index.index import Location, NothingIngestedError, open_index
from retrieval.index.stored import StoredChunk, StoredDocument
from retrieval.index.vectors import VectorStore, open_folder, open_server
from retrieval.ingest.apply import ingest
from retrieval.records import Block, Chunk, Document, Metadata, PolicydeskError
from retrieval.search.live import Live
from retrieval.search.search import Search

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
    assert store.chunk_digests("나/a b.md") == {"나/a b.md#0": "digest of one", "나/a b.md#1": "digest of two"}
    assert [hit.chunk_id for hit in store.nearest_documents(unit(1, 0, 0), 3)] == ["나/a b.md"]


def test_what_is_not_there_is_none_or_left_out(store: VectorStore) -> None:
    assert store.document("a") is None
    assert store.chunks(["a#0"], {}) == {}
    assert store.chunks([], {}) == {}
    assert store.documents() == {}
    assert store.nearest(unit(1, 0, 0), 3) == []


def test_a_chunk_whose_document_has_no_record_yet_is_left_out_and_can_be_swept_away(store: VectorStore) -> None:
    write(store, "a", ("one", unit(1, 0, 0)))
    store.write_chunks([chunk_of("half", 0)], unit(1, 0, 0)[None, :])
    documents = store.documents()
    assert set(store.chunks(["a#0", "half#0"], documents)) == {"a#0"}
    assert [each.id for each in store.all_chunks(documents)] == ["a#0"]
    store.delete_orphans(documents)
    assert store.count() == 1


def test_documents_of_more_chunks_than_one_batch_of_chroma_are_written_read_and_deleted(store: VectorStore) -> None:
    rows = np.tile(unit(1, 1, 0), (6000, 1))
    store.write_chunks([chunk_of("big", i) for i in range(6000)], rows)
    write(store, "a", ("one", unit(1, 0, 0)))
    big = StoredDocument("big", "digest", "/docs", 6000, Metadata("big"))
    assert store.count() == 6001
    assert len(store.chunk_digests("big")) == 6000
    assert len({each.id for each in store.all_chunks({"big": big, **store.documents()})}) == 6001
    store.delete_chunks([f"big#{i}" for i in range(1000)])
    assert store.count() == 5001
    store.delete_documents(["big"])
    assert store.count() == 1


def test_empty_writes_and_deletes_do_nothing(store: VectorStore) -> None:
    store.write_chunks([], np.zeros((0, 3), np.float32))
    store.delete_chunks([])
    store.delete_documents([])
    store.delete_orphans([])
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
    for _ in range(30):
        with closing(open_folder(tmp_path / "chroma", MODEL, 3)) as store:
            assert store.nearest(unit(1, 0, 0), 1)
        with pytest.raises(IndexUnusableError):
            open_folder(tmp_path / "chroma", "other", 3)
    settled = time.monotonic() + 10  # Chroma closes its files on threads of its own
    while handles_below(tmp_path) and time.monotonic() < settled:
        time.sleep(0.02)
    assert handles_below(tmp_path) == 0


# --- a Chroma server ---


@contextmanager
def chroma_server(folder: Path, port: int = 0) -> Iterator[str]:
    """A real Chroma server on this machine."""
    program = Path(sys.executable).with_name("chroma")
    if not program.exists():
        pytest.skip(f"{program} is not installed")
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    command = [str(program), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        for _ in range(1_200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if server.poll() is not None:
                pytest.skip(f"`chroma run` ended with {server.returncode}")
            time.sleep(0.05)
        else:
            server.kill()
            pytest.skip("`chroma run` did not come up in 60 s")
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def at(chroma_url: str, tmp_path: Path) -> Iterator[Location]:
    yield Location(tmp_path / "home", chroma_url)
    _drop(chroma_url)


def _drop(url: str) -> None:
    import chromadb

    client = chromadb.HttpClient(host="127.0.0.1", port=int(url.rpartition(":")[2]))
    for each in client.list_collections():
        client.delete_collection(each.name)
    chroma.close(client)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("quays", "cranes", "ships"):
        (folder / f"{name}.md").write_text(f"# {name}\n\nAbout the {name} of the city.\n", "utf-8")
    return folder


def first_text(at: Location, question: str) -> str:
    index = open_index(at, MODEL, 64)
    with closing(index.store), closing(VectorCache(at.home / "vectors.sqlite")) as cache:
        return Search(index, FakeEmbedder(), cache).search(question).passages[0].chunk.text


def test_a_server_before_the_first_ingest_says_that_nothing_is_indexed(at: Location) -> None:
    with pytest.raises(NothingIngestedError):
        open_index(at, MODEL, 64)


def test_documents_on_a_server_are_added_changed_and_removed(at: Location, documents: Path) -> None:
    assert len(ingest([documents], at, FakeEmbedder()).added) == 3
    assert first_text(at, "cranes of the city") == "About the cranes of the city."
    (documents / "cranes.md").write_text("# cranes\n\nThe cranes are blue now.\n", "utf-8")
    (documents / "ships.md").unlink()
    embedder = FakeEmbedder()
    report = ingest([documents], at, embedder)
    assert (report.changed, report.removed, report.unchanged) == (("cranes.md",), ("ships.md",), ("quays.md",))
    assert report.embedded == 1
    assert "blue" in first_text(at, "cranes")
    again = FakeEmbedder()
    assert ingest([documents], at, again).unchanged == ("cranes.md", "quays.md")
    assert again.embedded == []


class FailingEmbedder(FakeEmbedder):
    """Stops at the second batch."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        if self.calls > 1:
            raise KeyboardInterrupt
        return super().embed(texts)


def test_an_interrupted_ingest_on_a_server_is_repaired_by_the_next(at: Location, documents: Path) -> None:
    ingest([documents], at, FakeEmbedder())
    (documents / "new.md").write_text("# new\n\nAbout the new terminal.\n", "utf-8")
    (documents / "quays.md").write_text("# quays\n\nThe quays are closed.\n", "utf-8")
    with pytest.raises(KeyboardInterrupt):
        ingest([documents], at, FailingEmbedder())
    index = open_index(at, MODEL, 64)
    found = index.store.chunks([f"{name}.md#0" for name in ("new", "quays", "cranes")], index.documents)
    index.store.close()
    assert set(found) == {"quays.md#0", "cranes.md#0"}, "a chunk without its document's record is not shown"
    (documents / "new.md").unlink()
    report = ingest([documents], at, FakeEmbedder())
    assert (report.added, report.changed) == ((), ("quays.md",))
    with closing(open_server(str(at.chroma_url), MODEL, 64)) as store:
        assert store.count() == 3, "the chunk of the document that never came is gone"
    assert first_text(at, "quays") == "The quays are closed."


def test_a_server_with_another_model_is_rebuilt_with_all_its_folders(
    at: Location, documents: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "gate.md").write_text("# gate\n\nAbout the gate.\n", "utf-8")
    ingest([documents], at, FakeEmbedder())
    ingest([other], at, FakeEmbedder())
    with pytest.raises(IndexUnusableError, match="--rebuild"):
        ingest([documents], at, FakeEmbedder("fake:other"))
    report = ingest([documents], at, FakeEmbedder("fake:other"), rebuild=True)
    assert set(report.added) == {"quays.md", "cranes.md", "ships.md", "gate.md"}


def test_a_running_service_notices_an_ingest_to_its_server(at: Location, documents: Path) -> None:
    ingest([documents], at, FakeEmbedder())
    live = Live(at, FakeEmbedder, lambda search: search)
    first = live.current()
    assert len(first.documents) == 3
    assert live.current() is first
    (documents / "new.md").write_text("# new\n\nAbout the new terminal.\n", "utf-8")
    ingest([documents], at, FakeEmbedder())
    second = live.current()
    assert second.search("new terminal").passages[0].chunk.document_id == "new.md"
    live.close()
    del first, second
    gc.collect()


def test_the_derived_part_of_a_server_is_made_where_it_is_missing(at: Location, documents: Path) -> None:
    ingest([documents], at, FakeEmbedder())
    shutil.rmtree(at.home / "lexical")
    assert first_text(at, "ships") == "About the ships of the city."
    assert (at.home / "lexical").is_dir()


# --- two machines with one Chroma server ---


@pytest.fixture
def elsewhere(at: Location, documents: Path, tmp_path: Path) -> Iterator[Live[Search]]:
    """The search of a second machine, over what the first one ingested."""
    ingest([documents], at, FakeEmbedder())
    live = Live(Location(tmp_path / "elsewhere", at.chroma_url), FakeEmbedder, lambda search: search)
    assert len(live.current().documents) == 3
    yield live
    live.close()
    gc.collect()


def killed_before_the_end(
    monkeypatch: pytest.MonkeyPatch, documents: Path, at: Location, *, rebuild: bool = False
) -> None:
    """An ingest that wrote every document and did not come to say so."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("retrieval.ingest.on_server.write_lexical", killed)
        with pytest.raises(KeyboardInterrupt):
            ingest([documents], at, FakeEmbedder(), rebuild=rebuild)


def test_another_machine_sees_an_ingest_at_its_next_question(
    elsewhere: Live[Search], at: Location, documents: Path
) -> None:
    before = elsewhere.current()
    assert elsewhere.current() is before
    (documents / "new.md").write_text("# new\n\nAbout the new terminal.\n", "utf-8")
    (documents / "ships.md").unlink()
    (documents / "quays.md").write_text("# quays\n\nThe quays are closed.\n", "utf-8")
    ingest([documents], at, FakeEmbedder())
    after = elsewhere.current()
    assert [each.id for each in after.documents] == ["cranes.md", "new.md", "quays.md"]
    assert after.search("new terminal").passages[0].chunk.document_id == "new.md"
    assert after.search("quays closed").passages[0].chunk.text == "The quays are closed."
    assert elsewhere.current() is after
    ingest([documents], at, FakeEmbedder())
    assert elsewhere.current() is after, "an ingest with nothing to do makes no version"


def test_a_question_on_the_version_before_leaves_out_what_is_gone_or_not_known(
    elsewhere: Live[Search], at: Location, documents: Path
) -> None:
    before = elsewhere.current()
    (documents / "new.md").write_text("# new\n\nAbout the new cranes.\n", "utf-8")
    (documents / "ships.md").unlink()
    ingest([documents], at, FakeEmbedder())
    vector = FakeEmbedder().embed_question("new cranes and ships")
    assert {each.metadata.title for each in before.nearest_documents(vector, 5)} == {"quays", "cranes"}
    found = before.search("new cranes and ships", limit=10).passages
    assert {each.chunk.document_id for each in found} <= {"quays.md", "cranes.md"}
    assert before.documents.whole("ships.md") is None


def test_a_machine_that_starts_in_the_middle_of_an_ingest_sees_its_end(
    elsewhere: Live[Search], at: Location, documents: Path, tmp_path: Path
) -> None:
    (documents / "new.md").write_text("# new\n\nAbout the new terminal.\n", "utf-8")
    with pytest.raises(KeyboardInterrupt):
        ingest([documents], at, FailingEmbedder())
    late = Live(Location(tmp_path / "late", at.chroma_url), FakeEmbedder, lambda search: search)
    for live in (elsewhere, late):
        assert len(live.current().documents) == 3
        assert live.current().search("new terminal").passages
    ingest([documents], at, FakeEmbedder())
    for live in (elsewhere, late):
        assert live.current().search("new terminal").passages[0].chunk.document_id == "new.md"
    late.close()
    gc.collect()


def test_an_ingest_that_did_all_but_say_so_is_ended_by_the_next(
    elsewhere: Live[Search], at: Location, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (documents / "new.md").write_text("# new\n\nAbout the new terminal.\n", "utf-8")
    killed_before_the_end(monkeypatch, documents, at)
    assert len(elsewhere.current().documents) == 3
    assert ingest([documents], at, FakeEmbedder()).added == ()
    assert len(elsewhere.current().documents) == 4


def test_while_the_index_is_made_anew_elsewhere_a_question_is_told_to_come_again(
    elsewhere: Live[Search], at: Location, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = elsewhere.current()
    killed_before_the_end(monkeypatch, documents, at, rebuild=True)
    with pytest.raises(IndexChangingError, match="ask again when the ingest is done") as error:
        elsewhere.current()
    assert error.value.retry_after == 10
    with pytest.raises(IndexChangingError):
        before.search("cranes")
    with pytest.raises(IndexChangingError):
        open_index(Location(tmp_path / "late", at.chroma_url), MODEL, 64)
    del before
    ingest([documents], at, FakeEmbedder())
    assert elsewhere.current().search("cranes").passages[0].chunk.document_id == "cranes.md"


def test_a_server_that_went_away_is_named_and_found_again_when_it_is_back(documents: Path, tmp_path: Path) -> None:
    with chroma_server(tmp_path / "chroma") as url:
        at = Location(tmp_path / "home", url)
        ingest([documents], at, FakeEmbedder())
        live = Live(at, FakeEmbedder, lambda search: search)
        before = live.current()
    sentence = f"No Chroma server answers at {url.removeprefix('http://')}: check that it runs, start it, or mend "
    with pytest.raises(IndexAwayError) as error:
        live.current()
    assert str(error.value) == f"{sentence}POLICYDESK_CHROMA_URL."
    with pytest.raises(IndexAwayError):
        before.search("cranes")
    with chroma_server(tmp_path / "chroma", int(url.rpartition(":")[2])):
        assert live.current().search("cranes").passages[0].chunk.document_id == "cranes.md"
        live.close()
        del before
        gc.collect()


def test_an_index_that_was_made_anew_with_another_model_says_so(
    elsewhere: Live[Search], at: Location, documents: Path
) -> None:
    ingest([documents], at, FakeEmbedder("fake:other"), rebuild=True)
    with pytest.raises(IndexUnusableError, match="made with the embedding model fake:other, but fake:words is set"):
        elsewhere.current()


def test_an_index_from_before_versions_were_noted_is_read_and_gets_one(
    at: Location, documents: Path, tmp_path: Path
) -> None:
    ingest([documents], at, FakeEmbedder())
    with closing(open_server(str(at.chroma_url), MODEL, 64)) as store:
        kept = {k: v for k, v in store._documents.metadata.items() if k not in (vectors._VERSION, vectors._FINISHED)}
        store._documents.modify(metadata=kept)
    live = Live(Location(tmp_path / "elsewhere", at.chroma_url), FakeEmbedder, lambda search: search)
    assert len(live.current().documents) == 3
    assert ingest([documents], at, FakeEmbedder()).unchanged
    (documents / "ships.md").unlink()
    ingest([documents], at, FakeEmbedder())
    assert len(live.current().documents) == 2
    live.close()
    gc.collect()


@pytest.mark.parametrize("url", ["localhost:8001", "ftp://localhost", "http://"])
def test_an_address_that_is_none_says_how_to_write_it(url: str) -> None:
    with pytest.raises(PolicydeskError, match="write it like http://localhost:8001"):
        open_server(url, MODEL, 64)


def test_a_server_that_does_not_answer_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(PolicydeskError, match=rf"No Chroma server answers at 127.0.0.1:{port}: check that it runs"):
            open_server(f"http://127.0.0.1:{port}", MODEL, 64)


def test_a_model_whose_vectors_changed_length_asks_for_a_rebuild(tmp_path: Path) -> None:
    vectors.open_folder(tmp_path / "chroma", "provider:model", 4, create=True).close()
    with pytest.raises(IndexUnusableError, match="no longer gives vectors of the length"):
        vectors.open_folder(tmp_path / "chroma", "provider:model", 5)
