from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from retrieval.index import generations, snapshots, vectors
from retrieval.index.faults import IndexUnusableError
from retrieval.index.files import DamagedFileError, read_packed, write_packed
from retrieval.index.index import Index, Location, open_index
from retrieval.index.layers import LayeredStore
from retrieval.index.segments import taken_along
from retrieval.ingest.apply import ingest

pytestmark = pytest.mark.slow


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    for number in range(9):
        write(folder, number, "About the harbour.")
    return folder


@pytest.fixture
def at(tmp_path: Path, documents: Path) -> Location:
    place = Location(tmp_path / "home")
    ingest([documents], place, FakeEmbedder())
    return place


def write(folder: Path, number: int, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"d{number}.md").write_text(f"# d{number}\n\n{text}\n", "utf-8")


def change(documents: Path, at: Location, number: int, text: str) -> None:
    write(documents, number, text)
    ingest([documents], at, FakeEmbedder())


@pytest.fixture
def changed(documents: Path, at: Location) -> Location:
    """Two of the nine documents changed, one after the other, and one left."""
    change(documents, at, 1, "About the cranes.")
    (documents / "d5.md").unlink()
    change(documents, at, 2, "About the ships.")
    return at


@pytest.fixture
def index(changed: Location) -> Iterator[Index]:
    found = open_index(changed, "fake:words", 64)
    with closing(found.store):
        yield found


def texts(index: Index) -> dict[str, str]:
    return {each.document_id: each.text for each in index.store.all_chunks(index.documents)}


def digests(folder: Path) -> dict[str, str]:
    return {str(each): hashlib.sha256(each.read_bytes()).hexdigest() for each in folder.rglob("*") if each.is_file()}


SAME = ("d0.md", "d3.md", "d4.md", "d6.md", "d7.md", "d8.md")
NOW = dict.fromkeys(SAME, "About the harbour.") | {"d1.md": "About the cranes.", "d2.md": "About the ships."}


def test_a_change_writes_no_base_and_what_it_does_not_touch_is_read_from_the_old_one(index: Index) -> None:
    assert isinstance(index.store, LayeredStore)
    assert index.store.base.version.name == "v1"
    assert list(index.documents) == sorted(NOW)
    assert texts(index) == NOW
    assert index.store.count() == 8
    assert index.store.document("d5.md") is None
    for name, text in NOW.items():
        document = index.store.document(name)
        assert document is not None
        assert document.text.endswith(text)


def test_as_many_passages_come_as_there_are_however_many_of_the_base_are_out_of_date(index: Index) -> None:
    vector = FakeEmbedder().embed_question("About the harbour")
    for limit in range(1, 9):
        assert len(index.store.nearest(vector, limit)) == limit
    assert {hit.chunk_id for hit in index.store.nearest(vector, 20)} == {f"{name}#0" for name in NOW}
    assert {hit.chunk_id for hit in index.store.nearest(vector, 9, ["d1.md", "d3.md", "d5.md"])} == {
        "d1.md#0",
        "d3.md#0",
    }
    assert {hit.chunk_id for hit in index.store.nearest_documents(vector, 20)} == set(NOW)


def test_a_chunk_of_a_change_has_the_similarity_that_chroma_gives_it_once_it_is_in_a_base(
    index: Index, changed: Location, documents: Path
) -> None:
    vector = FakeEmbedder().embed_question("the cranes and ships of the harbour")
    before = {hit.chunk_id: hit.similarity for hit in index.store.nearest(vector, 20)}
    ingest([documents], changed, FakeEmbedder(), rebuild=True)
    with closing(open_index(changed, "fake:words", 64).store) as store:
        assert {hit.chunk_id: hit.similarity for hit in store.nearest(vector, 20)} == pytest.approx(before, abs=1e-6)


def test_words_of_an_old_state_are_found_no_more(index: Index) -> None:
    assert {hit.chunk_id for hit in index.lexical.search("cranes", 9)} == {"d1.md#0"}
    assert {hit.chunk_id for hit in index.lexical.search("harbour", 9)} == {f"{name}#0" for name in SAME}


def test_a_change_leaves_the_files_of_the_version_before_as_they_are(documents: Path, changed: Location) -> None:
    before = digests(changed.folder / "v3")
    change(documents, changed, 3, "About the gate.")
    assert digests(changed.folder / "v3") == before


def test_the_next_version_shares_what_is_open(documents: Path, changed: Location, index: Index) -> None:
    change(documents, changed, 3, "About the gate.")
    after = open_index(changed, "fake:words", 64, index)
    assert isinstance(after.store, LayeredStore)
    assert isinstance(index.store, LayeredStore)
    assert after.store.base is index.store.base
    index.store.close()
    assert texts(after)["d3.md"] == "About the gate.", "the base stays open for the other"
    index.store.base.hold()
    after.store.close()


def test_enough_changes_make_a_new_base_without_the_old_texts(documents: Path, changed: Location) -> None:
    for number, base in ((3, "v1"), (4, "v5")):
        change(documents, changed, number, "About the gate.")
        version = generations.newest(changed.folder)[0]
        assert version is not None
        assert version.manifest.base == base, "five of nine chunks of the old base are out of date, then"
    with closing(open_index(changed, "fake:words", 64).store) as store:
        assert store.count() == 8


@pytest.mark.parametrize(
    ("victim", "damage"), [("manifest", "truncated"), ("v4-*.segment", "changed"), ("v4-*.segment", "gone")]
)
def test_a_damaged_change_falls_back_and_the_next_ingest_of_any_folder_puts_it_right(
    documents: Path, changed: Location, tmp_path: Path, caplog: pytest.LogCaptureFixture, victim: str, damage: str
) -> None:
    write(tmp_path / "other", 9, "About the lighthouse.")
    ingest([tmp_path / "other"], changed, FakeEmbedder())
    (path,) = changed.folder.glob(f"v4/{victim}")
    content = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes(content[:-9] if damage == "truncated" else content[:40] + b"!" + content[41:])
    with closing(open_index(changed, "fake:words", 64).store) as store:
        assert store.count() == 8, "version 3"
    assert "the newest whole version, v3, is used" in caplog.text
    with caplog.at_level(logging.WARNING):
        report = ingest([documents], changed, FakeEmbedder())
    assert report.failed == ()
    found = open_index(changed, "fake:words", 64)
    with closing(found.store):
        assert texts(found) == NOW | {"d9.md": "About the lighthouse."}


def test_a_base_that_is_gone_is_refused_and_nothing_is_deleted(documents: Path, changed: Location) -> None:
    (changed.folder / "v1" / "chroma" / "chroma.sqlite3").unlink()
    for attempt in (
        lambda: open_index(changed, "fake:words", 64),
        lambda: ingest([documents], changed, FakeEmbedder()),
    ):
        with pytest.raises(IndexUnusableError, match="policydesk ingest --rebuild"):
            attempt()
    assert {each.name for each in changed.folder.glob("v*")} == {"v1", "v2", "v3"}


def test_files_that_chroma_makes_anew_whenever_it_is_opened_may_be_empty(documents: Path, at: Location) -> None:
    version = snapshots.current(at.folder)
    assert version is not None
    emptied = list((version / "chroma").rglob("*.bin"))
    for each in emptied:
        each.write_bytes(b"")
    assert emptied
    assert generations.newest(at.folder)[1] == []
    change(documents, at, 1, "About the cranes.")
    found = generations.read(version)
    with closing(vectors.open_folder(version / "chroma", found.base.model, found.base.dimensions)) as store:
        assert store.count() == len(store.nearest(FakeEmbedder().embed_question("harbour"), 100)) == found.base.chunks


def test_a_small_base_is_read_without_chroma_and_gives_what_chroma_gives(
    at: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector = FakeEmbedder().embed_question("About the harbour.")
    with closing(open_index(at, "fake:words", 64).store) as store:
        monkeypatch.setattr("chromadb.PersistentClient", lambda **_: pytest.fail("Chroma was opened"))
        documents = store.documents()
        hits = store.nearest(vector, 3)
        titles = store.nearest_documents(vector, 3)
        chunks = store.chunks([each.chunk_id for each in hits], documents)
        whole = {i: store.document(i) for i in documents}
        count = store.count()
    monkeypatch.undo()
    (at.folder / "v1" / "base.segment").unlink()
    with closing(open_index(at, "fake:words", 64).store) as store:
        assert store.documents() == documents
        assert {i: store.document(i) for i in documents} == whole
        assert store.chunks([each.chunk_id for each in hits], documents) == chunks
        assert store.count() == count
        for exact, graph in ((hits, store.nearest(vector, 3)), (titles, store.nearest_documents(vector, 3))):
            assert [each.similarity for each in exact] == pytest.approx([each.similarity for each in graph], abs=1e-5)


def test_a_change_takes_along_the_segments_before_it_that_are_not_much_larger() -> None:
    assert taken_along({}, 10) == []
    assert taken_along({"a": 100, "b": 20, "c": 10}, 10) == ["c", "b"], (
        "10 and 10 and 20 make 40, and 100 is more than 80"
    )
    assert taken_along({"a": 80, "b": 20, "c": 10}, 10) == ["c", "b", "a"]
    assert taken_along({"a": 21, "b": 10}, 5) == ["b", "a"], "15 after b, and 21 is at most 30"


def test_segments_stay_few_and_each_document_is_written_a_few_times() -> None:
    segments: dict[str, int] = {}
    written = 0
    for number in range(500):
        taken = taken_along(segments, 1)
        size = 1 + sum(segments.pop(name) for name in taken)
        segments[str(number)] = size
        written += size
        assert len(segments) <= 9
    assert sum(segments.values()) == 500
    assert written <= 500 * 9


def test_a_packed_file_that_was_touched_is_noticed(tmp_path: Path) -> None:
    assert write_packed(tmp_path / "file", {"name": "ê\udc80"}, [b"one", b"two"]) == (tmp_path / "file").stat().st_size
    header, content = read_packed(tmp_path / "file")
    assert (header, bytes(content)) == ({"name": "ê\udc80"}, b"onetwo")
    content_now = (tmp_path / "file").read_bytes()
    for at in range(len(content_now)):
        (tmp_path / "file").write_bytes(content_now[:at] + bytes([content_now[at] ^ 1]) + content_now[at + 1 :])
        with pytest.raises(DamagedFileError):
            read_packed(tmp_path / "file")
