from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder

from retrieval.embedding import Vectors
from retrieval.embedding.embed import LocalEmbedder
from retrieval.embedding.vector_cache import VectorCache
from retrieval.index import generations, snapshots
from retrieval.index.faults import IndexUnusableError
from retrieval.index.index import Location, open_index
from retrieval.index.snapshots import IngestRunningError
from retrieval.ingest.apply import ingest
from retrieval.ingest.folders import note_folders
from retrieval.ingest.plan import TooMuchRemovedError
from retrieval.ingest.sources import Progress
from retrieval.language.sentences import Span
from retrieval.loading.loader import load as load_file
from retrieval.loading.worker import child
from retrieval.records import Document, PolicydeskError, Report
from retrieval.search.search import Search

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three documents, and an index of them from where each test finds them."""
    root = tmp_path_factory.mktemp("kept")
    for name in ("quays", "cranes", "ships"):
        write(root / "given", name)
    shutil.copytree(root / "given", root / "documents")
    bring_in(Location(root / "home"), root / "documents")
    return root


@pytest.fixture
def documents(kept: Path) -> Path:
    shutil.rmtree(kept / "documents", ignore_errors=True)
    return Path(shutil.copytree(kept / "given", kept / "documents"))


@pytest.fixture
def at(tmp_path: Path) -> Location:
    return Location(tmp_path / "home")


@pytest.fixture(name="indexed")
def _indexed(kept: Path, documents: Path, at: Location) -> None:
    """What `bring_in(at, documents)` leaves."""
    shutil.copytree(kept / "home", at.home)


indexed = pytest.mark.usefixtures("indexed")


def write(folder: Path, name: str, text: str = "", **front: str) -> Path:
    path = folder / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    matter = "".join(f"{key}: {value}\n" for key, value in front.items())
    head = f"---\n{matter}---\n" if matter else ""
    path.write_text(f"{head}# {name}\n\n{text or f'About the {name} of the city.'}\n", "utf-8")
    return path


def bring_in(at: Location, *paths: Path, **given: object) -> tuple[Report, FakeEmbedder]:
    embedder = FakeEmbedder()
    return ingest(list(paths), at, embedder, **given), embedder  # type: ignore[arg-type]


def files_of(folder: Path) -> dict[str, tuple[int, str]]:
    found = (each for each in folder.rglob("*") if each.is_file())
    return {str(each): (each.stat().st_mtime_ns, hashlib.sha256(each.read_bytes()).hexdigest()) for each in found}


def texts_in(at: Location) -> dict[str, list[str]]:
    """Document id -> texts of its chunks in order, each of which must lie where it says in its document."""
    index = open_index(at, "fake:words", 64)
    found: dict[str, list[str]] = {name: [] for name in index.documents}
    with closing(index.store):
        whole: dict[str, Document | None] = {name: index.store.document(name) for name in index.documents}
        for each in sorted(index.store.all_chunks(index.documents), key=lambda chunk: chunk.position):
            document = whole[each.document_id]
            assert document is not None
            assert document.text[each.start : each.end] == each.text
            found[each.document_id].append(each.text)
        assert {name: len(texts) for name, texts in found.items()} == {
            name: stored.chunks for name, stored in index.documents.items()
        }
    return found


def best(at: Location, question: str) -> str:
    index = open_index(at, "fake:words", 64)
    with closing(index.store), closing(VectorCache(at.home / "vectors.sqlite")) as cache:
        return Search(index, FakeEmbedder(), cache).search(question).passages[0].chunk.document_id


# --- what is done, and what is not done again ---


def test_the_first_ingest_adds_everything(documents: Path, at: Location) -> None:
    report, embedder = bring_in(at, documents)
    assert report.added == ("cranes.md", "quays.md", "ships.md")
    assert (report.changed, report.unchanged, report.removed, report.failed) == ((), (), (), ())
    assert (report.chunks, report.embedded) == (3, 3)
    assert sorted(embedder.embedded) == sorted(
        [f"{n}\nAbout the {n} of the city." for n in ("cranes", "quays", "ships")] + ["cranes", "quays", "ships"]
    )
    assert best(at, "cranes") == "cranes.md"


@indexed
def test_unchanged_files_cost_nothing(documents: Path, at: Location) -> None:
    current = at.folder / (at.folder / "CURRENT").read_text("utf-8")
    before = {name for name in files_of(at.folder) if "chroma.sqlite3" not in name}
    pointer = (at.folder / "CURRENT").stat().st_mtime_ns
    report, embedder = bring_in(at, documents)
    assert report.unchanged == ("cranes.md", "quays.md", "ships.md")
    assert (report.added, report.changed, report.chunks, report.embedded) == ((), (), 0, 0)
    assert embedder.embedded == []
    assert snapshots.current(at.folder) == current
    assert (at.folder / "CURRENT").stat().st_mtime_ns == pointer
    assert {name for name in files_of(at.folder) if "chroma.sqlite3" not in name} == before


@indexed
def test_a_changed_page_reembeds_only_that_page(documents: Path, at: Location) -> None:
    write(documents, "cranes", "The cranes are blue.")
    report, embedder = bring_in(at, documents)
    assert (report.changed, report.unchanged) == (("cranes.md",), ("quays.md", "ships.md"))
    assert report.embedded == 1
    assert embedder.embedded == ["cranes\nThe cranes are blue.", "cranes"]
    assert texts_in(at)["cranes.md"] == ["The cranes are blue."]


def test_a_change_of_metadata_alone_embeds_no_chunk(documents: Path, at: Location) -> None:
    write(documents, "ships", published="2024-01-01")
    bring_in(at, documents)
    write(documents, "ships", published="2025-02-02")
    report, embedder = bring_in(at, documents)
    assert report.changed == ("ships.md",)
    assert (report.chunks, report.embedded) == (0, 0)
    assert embedder.embedded == ["ships"], "the title alone"
    index = open_index(at, "fake:words", 64)
    assert str(index.documents["ships.md"].metadata.published) == "2025-02-02"
    index.store.close()


@indexed
def test_text_that_comes_back_is_not_embedded_again_within_one_ingest(documents: Path, at: Location) -> None:
    shutil.copy(documents / "ships.md", documents / "copy.md")
    report, _ = bring_in(at, documents)
    assert (report.added, report.chunks, report.embedded) == (("copy.md",), 1, 0)


@indexed
def test_a_removed_file_leaves_at_once_and_with_its_vectors_when_a_base_is_made_anew(
    documents: Path, at: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    (documents / "ships.md").unlink()
    report, _ = bring_in(at, documents)
    assert report.removed == ("ships.md",)
    assert set(texts_in(at)) == {"cranes.md", "quays.md"}
    write(documents, "quays", "New words.")
    monkeypatch.setattr(generations, "_FEW", 0)
    bring_in(at, documents)
    assert texts_in(at) == {"cranes.md": ["About the cranes of the city."], "quays.md": ["New words."]}
    assert (at.folder / "v3" / "chroma").is_dir()
    with closing(sqlite3.connect(at.home / "vectors.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM embedded").fetchone() == (2,)


@indexed
def test_a_file_that_cannot_be_read_keeps_its_old_chunks_and_is_named(documents: Path, at: Location) -> None:
    (documents / "ships.md").write_bytes(b"")
    (documents / "scan.pdf").write_bytes(b"no pdf\0\1")
    report, _ = bring_in(at, documents)
    assert {Path(each.path).name: each.reason for each in report.failed} == {
        "scan.pdf": "is named .pdf but is not a PDF: give it its right name",
        "ships.md": "is empty: put text into it or remove it",
    }
    assert report.removed == ()
    assert texts_in(at)["ships.md"] == ["About the ships of the city."]


@indexed
def test_a_file_that_vanishes_while_files_are_read_is_named_and_keeps_its_chunks(
    documents: Path, at: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(documents, "ships", "New text.")

    def vanishing(path: Path, name: str) -> Document:
        path.unlink()
        return load_file(path, name)

    monkeypatch.setattr(child, "load", vanishing)
    report, _ = bring_in(at, documents)
    assert [Path(each.path).name for each in report.failed] == ["ships.md"]
    assert texts_in(at)["ships.md"] == ["About the ships of the city."]


@pytest.mark.parametrize("step", ["load", "chunk", "find"])
def test_whatever_goes_wrong_with_one_file_the_others_are_indexed(
    documents: Path, at: Location, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    write(documents, "tugs")
    errors = {
        "cranes.md": MemoryError(),
        "quays.md": RecursionError("too deep"),
        "ships.md": ValueError("an odd\nthing"),
    }
    fail_at(monkeypatch, step, errors)
    report, _ = bring_in(at, documents)
    assert {Path(each.path).name: each.reason for each in report.failed} == {
        "cranes.md": "needs more than 1048576.0 GB of memory to be read: split it into parts",
        "quays.md": "is nested too deeply to be read: simplify it",
        "ships.md": "could not be made into a document (ValueError: an odd thing): save it in another form, e.g. as plain "
        "text, and report this",
    }
    assert report.added == ("tugs.md",)
    assert set(texts_in(at)) == {"tugs.md"}


def test_control_c_while_a_file_is_read_stops_the_ingest(
    documents: Path, at: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_at(monkeypatch, "find", {"quays.md": KeyboardInterrupt()})
    with pytest.raises(KeyboardInterrupt):
        bring_in(at, documents)


def fail_at(monkeypatch: pytest.MonkeyPatch, step: str, errors: Mapping[str, BaseException]) -> None:
    """Have a step of reading fail for some documents."""
    really = getattr(child, step)

    def failing(*given: object) -> object:
        for each in given:
            if error := errors.get(str(getattr(each, "id", each))):
                raise error
        return really(*given)

    monkeypatch.setattr(child, step, failing)


def test_pipes_and_links_in_a_circle_are_named_beside_good_files_and_alone(documents: Path, at: Location) -> None:
    (documents / "circle.md").symlink_to("circle.md")
    os.mkfifo(documents / "pipe.md")
    os.mkfifo(documents / "quays.md.yaml")
    report, _ = bring_in(at, documents)
    assert [Path(each.path).name for each in report.failed] == ["circle.md", "pipe.md", "quays.md"]
    assert report.added == ("cranes.md", "ships.md")
    report, _ = bring_in(at, documents / "circle.md", documents / "pipe.md")
    assert [each.reason.split(":")[0] for each in report.failed] == [
        "is a link that leads in a circle",
        "is a pipe and not a file",
    ]
    assert report.removed == ()


def test_the_limit_of_size_is_looked_at_before_a_file_is_read(documents: Path, at: Location) -> None:
    with (documents / "big.txt").open("wb") as file:
        file.truncate(2**40)
    (documents / "big.json").symlink_to("big.txt")
    with (documents / "big.mp4").open("wb") as file:
        file.write(b"\0\0\0\x20ftypisom")
        file.truncate(2**40)
    report, _ = bring_in(at, documents)
    assert {Path(each.path).name: each.reason.split("(")[0].strip() for each in report.failed} == {
        "big.json": "is of a type that is not supported",
        "big.mp4": "is sound or video, which is not read: move it away",
        "big.txt": "is too large",
    }


def test_what_is_said_of_a_file_that_was_read_is_in_the_report_and_fails_nothing(documents: Path, at: Location) -> None:
    (documents / "piers.md").write_text("---\norganization: Harbour Office\n---\n# Piers\n\nTwo piers.\n", "utf-8")
    (documents / "Thumbs.db").write_bytes(b"\0")
    report, _ = bring_in(at, documents)
    assert [(Path(each.path).name, each.words) for each in report.remarks] == [
        ("piers.md", "has the key `organization`, which is not read: is `organisation` meant?")
    ]
    assert report.failed == ()


@indexed
def test_an_empty_folder_stops_and_force_empties_the_index(documents: Path, at: Location) -> None:
    for each in documents.iterdir():
        each.unlink()
    with pytest.raises(
        PolicydeskError, match=r"documents holds no documents \(.md, .*\). Put some there, or run again"
    ):
        bring_in(at, documents)
    assert len(texts_in(at)) == 3
    assert len(bring_in(at, documents, force=True)[0].removed) == 3
    assert texts_in(at) == {}


def test_removing_most_of_the_index_stops_unless_forced(documents: Path, at: Location) -> None:
    for name in ("a", "b", "c"):
        write(documents, name)
    bring_in(at, documents)
    for name in ("a", "b", "c", "ships"):
        (documents / f"{name}.md").unlink()
    with pytest.raises(TooMuchRemovedError, match="4 of 6 documents"):
        bring_in(at, documents)
    assert len(texts_in(at)) == 6
    assert len(bring_in(at, documents, force=True)[0].removed) == 4


def test_a_missing_path_is_named(at: Location, tmp_path: Path) -> None:
    with pytest.raises(PolicydeskError, match=r"There is no file or folder .*nowhere: check the path"):
        bring_in(at, tmp_path / "nowhere")


@indexed
def test_a_folder_that_is_gone_leaves_only_when_forced(documents: Path, at: Location, tmp_path: Path) -> None:
    write(tmp_path / "other", "gate")
    bring_in(at, tmp_path / "other")
    shutil.rmtree(tmp_path / "other")
    with pytest.raises(PolicydeskError, match=r"other is gone. Bring it back, or run again with --force"):
        bring_in(at, tmp_path / "other")
    assert bring_in(at, tmp_path / "other", force=True)[0].removed == ("gate.md",)


# --- several folders ---


@indexed
def test_another_folder_adds_to_the_index_and_a_moved_one_is_not_embedded_again(
    documents: Path, at: Location, tmp_path: Path
) -> None:
    write(tmp_path / "other", "gate")
    assert bring_in(at, tmp_path / "other")[0].removed == ()
    documents.rename(tmp_path / "moved")
    report, _ = bring_in(at, tmp_path / "moved")
    assert (report.changed, report.embedded) == (("cranes.md", "quays.md", "ships.md"), 0)
    (tmp_path / "moved" / "ships.md").unlink()
    assert bring_in(at, tmp_path / "moved")[0].removed == ("ships.md",)
    assert set(texts_in(at)) == {"cranes.md", "quays.md", "gate.md"}


def test_a_single_file_of_a_known_folder_keeps_its_id_and_removes_nothing(documents: Path, at: Location) -> None:
    path = write(documents / "deep", "er")
    bring_in(at, documents)
    write(documents / "deep", "er", "New words.")
    (documents / "ships.md").unlink()
    report, _ = bring_in(at, path)
    assert (report.changed, report.removed) == (("deep/er.md",), ())


@indexed
def test_a_file_whose_id_another_folder_has_is_named_and_left_out(
    documents: Path, at: Location, tmp_path: Path
) -> None:
    write(tmp_path / "other", "ships", "Other ships.")
    report, _ = bring_in(at, tmp_path / "other")
    (failure,) = report.failed
    assert failure.path == str(tmp_path / "other" / "ships.md")
    assert failure.reason == (
        f"has the same name as a document from {documents}: rename one, or remove the other folder's"
    )
    assert texts_in(at)["ships.md"] == ["About the ships of the city."]


def test_two_folders_of_one_ingest_may_clash_too(documents: Path, at: Location, tmp_path: Path) -> None:
    write(tmp_path / "other", "ships", "Other ships.")
    report, _ = bring_in(at, documents, tmp_path / "other")
    assert [each.path for each in report.failed] == [str(tmp_path / "other" / "ships.md")]


# --- rebuilding ---


def test_a_rebuild_brings_the_documents_of_other_folders_and_single_files_back(
    documents: Path, at: Location, tmp_path: Path
) -> None:
    write(tmp_path / "other", "gate")
    single = write(tmp_path / "desk", "single")
    write(tmp_path / "desk", "private", "Never asked for.")
    for paths in ([documents], [tmp_path / "other"], [single]):
        bring_in(at, *paths)
    report, _ = bring_in(at, documents, rebuild=True)
    assert set(report.added) == {"cranes.md", "quays.md", "ships.md", "gate.md", "single.md"}
    assert report.embedded == 0, "the cache of vectors is still good"


@indexed
def test_a_rebuild_names_what_it_cannot_find_any_more(documents: Path, at: Location, tmp_path: Path) -> None:
    write(tmp_path / "other", "gate")
    bring_in(at, tmp_path / "other")
    shutil.rmtree(tmp_path / "other")
    report, _ = bring_in(at, documents, rebuild=True)
    assert [Path(each.path).name for each in report.failed] == ["gate.md"]
    assert set(texts_in(at)) == {"cranes.md", "quays.md", "ships.md"}


@indexed
def test_a_rebuild_names_a_file_whose_id_was_taken(documents: Path, at: Location, tmp_path: Path) -> None:
    write(tmp_path / "other", "ships", "Other ships.")
    report, _ = bring_in(at, tmp_path / "other", rebuild=True)
    assert [each.path for each in report.failed] == [str(documents / "ships.md")]
    assert texts_in(at)["ships.md"] == ["Other ships."]


@indexed
def test_another_model_is_refused_and_a_rebuild_takes_it(documents: Path, at: Location) -> None:
    other = FakeEmbedder("fake:other")
    with pytest.raises(IndexUnusableError, match="made with the embedding model fake:words, but fake:other is set"):
        ingest([documents], at, other)
    assert ingest([documents], at, other, rebuild=True).embedded == 3
    assert ingest([documents], at, FakeEmbedder("fake:other")).unchanged == ("cranes.md", "quays.md", "ships.md")


@pytest.mark.parametrize("damage", ["garbage", "truncated", "gone"])
@indexed
def test_a_damaged_store_says_to_rebuild_and_a_rebuild_brings_all_folders_back(
    documents: Path, at: Location, tmp_path: Path, damage: str
) -> None:
    write(tmp_path / "other", "gate")
    bring_in(at, tmp_path / "other")
    database = at.folder / "v1" / "chroma" / "chroma.sqlite3"  # upon which version 2 builds
    content = database.read_bytes()
    if damage == "gone":
        database.unlink()
    else:
        database.write_bytes(b"garbage" * 4096 if damage == "garbage" else content[: len(content) // 3])
    for attempt in (lambda: open_index(at, "fake:words", 64), lambda: bring_in(at, documents)):
        with pytest.raises(IndexUnusableError, match="policydesk ingest --rebuild"):
            attempt()
    report, _ = bring_in(at, documents, rebuild=True)
    assert set(report.added) == {"cranes.md", "quays.md", "ships.md", "gate.md"}
    assert best(at, "gate") == "gate.md"


@indexed
def test_a_damaged_cache_of_vectors_costs_only_time(documents: Path, at: Location) -> None:
    (at.home / "vectors.sqlite").write_bytes(b"garbage" * 4096)
    write(documents, "ships", "New words.")
    assert bring_in(at, documents)[0].embedded == 1
    assert best(at, "cranes") == "cranes.md"


@pytest.mark.parametrize("content", ["", "v99"])
@indexed
def test_a_damaged_pointer_loses_no_document_of_another_folder_and_is_put_right_by_the_next_ingest(
    documents: Path, at: Location, tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str
) -> None:
    write(tmp_path / "other", "gate")
    bring_in(at, tmp_path / "other")
    (at.folder / "CURRENT").write_text(content, "utf-8")
    assert set(texts_in(at)) == {"cranes.md", "quays.md", "ships.md", "gate.md"}
    report, _ = bring_in(at, documents)
    assert report.unchanged == ("cranes.md", "quays.md", "ships.md")
    assert [each.getMessage().partition(": ")[2] for each in caplog.records] == [
        "the newest whole version, v2, is used. The pointer is put right."
    ]
    assert (at.folder / "CURRENT").read_text("utf-8") == "v2"
    assert set(texts_in(at)) == {"cranes.md", "quays.md", "ships.md", "gate.md"}


@indexed
def test_with_no_whole_version_left_a_rebuild_brings_back_what_was_noted(
    documents: Path, at: Location, tmp_path: Path
) -> None:
    write(tmp_path / "other", "gate")
    bring_in(at, tmp_path / "other")
    for version in at.folder.glob("v*"):
        (version / "STATE").write_text("", "utf-8")
    (at.folder / "CURRENT").write_text("", "utf-8")
    with pytest.raises(PolicydeskError, match="policydesk ingest --rebuild"):
        bring_in(at, documents)
    assert len(list(at.folder.glob("v*"))) == 2
    report, _ = bring_in(at, documents, rebuild=True)
    assert set(report.added) == {"cranes.md", "quays.md", "ships.md", "gate.md"}


@indexed
def test_an_index_of_whole_versions_from_before_is_found_again_and_built_upon(documents: Path, at: Location) -> None:
    for each in ("STATE", "ledger"):
        (at.folder / "v1" / each).unlink()
    note_folders(at.folder / "v1", dict.fromkeys(("cranes.md", "quays.md", "ships.md"), str(documents)))
    (at.folder / "CURRENT").write_text("", "utf-8")
    write(documents, "ships", "New words.")
    report, embedder = bring_in(at, documents)
    assert (report.changed, report.unchanged) == (("ships.md",), ("cranes.md", "quays.md"))
    assert embedder.embedded == ["ships\nNew words.", "ships"]
    assert texts_in(at)["ships.md"] == ["New words."]
    assert not (at.folder / "v2" / "chroma").exists()


# --- interrupted ---


class Interrupting(FakeEmbedder):
    """Raises in place of embedding."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self._error = error

    def embed(self, texts: Sequence[str]) -> Vectors:
        raise self._error


@indexed
def test_control_c_leaves_everything_as_it_was(documents: Path, at: Location) -> None:
    before = texts_in(at)
    write(documents, "ships", "New words.")
    with pytest.raises(KeyboardInterrupt):
        ingest([documents], at, Interrupting(KeyboardInterrupt()))
    assert texts_in(at) == before
    assert [each.name for each in at.folder.glob("v*")] == ["v1"]
    assert bring_in(at, documents)[0].changed == ("ships.md",)


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("where", "error", "few"),
    [
        ("retrieval.index.snapshots.sync", FULL, 64),
        ("retrieval.index.segments.write_packed", FULL, 64),
        ("retrieval.index.manifest.write_packed", FULL, 64),
        ("retrieval.index.lexical._fill", FULL, 64),
        ("retrieval.embedding.vector_cache.VectorCache.put", sqlite3.OperationalError("database or disk is full"), 64),
        ("retrieval.index.lexical.build", FULL, 0),
        ("retrieval.index.ledger.write_packed", FULL, 0),
        ("retrieval.index.vectors.VectorStore.take_over", FULL, 0),
        ("retrieval.index.vectors.VectorStore.write_chunks", FULL, 0),
    ],
)
@indexed
def test_a_full_disk_leaves_the_old_index_and_says_what_to_do(
    documents: Path, at: Location, monkeypatch: pytest.MonkeyPatch, where: str, error: Exception, few: int
) -> None:
    """`few` chunks ask for no new base: with 0 every change makes one."""
    before = texts_in(at)
    write(documents, "ships", "New words.")

    def full(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(generations, "_FEW", few)
        patch.setattr(where, full)
        with pytest.raises(PolicydeskError) as raised:
            bring_in(at, documents)
    message = str(raised.value)
    assert "cannot be written (No space left on device" in message or "(database or disk is full)" in message
    assert "free some space" in message
    assert "\n" not in message
    assert texts_in(at) == before
    assert [each.name for each in at.folder.glob("v*")] == ["v1"]
    assert bring_in(at, documents)[0].changed == ("ships.md",)


def test_a_home_that_is_a_file_is_named(documents: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(PolicydeskError, match=r"file/home cannot be written \(Not a directory\)"):
        bring_in(Location(tmp_path / "file" / "home"), documents)


@indexed
def test_what_a_killed_ingest_left_goes_even_when_there_is_nothing_to_do(documents: Path, at: Location) -> None:
    (at.folder / "v2").mkdir()
    bring_in(at, documents)
    assert [each.name for each in at.folder.glob("v*")] == ["v1"]


def test_two_ingests_at_once_exclude_each_other(documents: Path, at: Location) -> None:
    """Locks of one process exclude each other as those of two do; test_snapshots.py has another process."""
    nested: list[str] = []

    def meanwhile(progress: Progress) -> None:
        if progress.stage == "Embedding":
            with pytest.raises(IngestRunningError) as refused:
                bring_in(at, documents)
            nested.append(str(refused.value))

    bring_in(at, documents, progress=meanwhile)
    assert nested[0] == (
        f"Another ingest is writing to {at.home}. Wait until it is done, or give this one its own POLICYDESK_HOME."
    )


# --- large ---


class Blind(FakeEmbedder):
    """Gives every text the same vector, at once."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), self.dimensions), self.dimensions**-0.5, np.float32)

    def embed_with_sentences(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        return self.embed(texts), [self.embed([""] * len(of_text)) for of_text in spans]


def test_hundreds_of_kilobytes_without_a_blank_line_are_indexed_with_exact_offsets(
    at: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "retrieval.loading.worker.child.find", lambda _: ()
    )  # what takes the time, and is tested by itself
    (tmp_path / "big").mkdir()
    line = "The quay number {0} of the harbour is built by team {0} until the year 2030. "
    (tmp_path / "big" / "big.txt").write_text("".join(line.format(i) for i in range(4_000)), "utf-8")
    report = ingest([tmp_path / "big"], at, Blind())
    assert report.failed == ()
    texts = texts_in(at)["big.txt"]
    assert len(texts) == report.chunks
    assert sum(map(len, texts)) >= 300_000
    assert all(len(text.split()) <= 150 for text in texts)


def test_progress_counts_files_then_chunks_and_ends_at_its_total(documents: Path, at: Location) -> None:
    seen: list[Progress] = []
    bring_in(at, documents, progress=seen.append)
    stages = list(dict.fromkeys(each.stage for each in seen))
    assert stages == ["Reading", "Embedding", "Indexing words"]
    for stage in stages:
        last = [each for each in seen if each.stage == stage][-1]
        assert last.done == last.total == 3
        counted = [each.done for each in seen if each.stage == stage]
        assert counted == sorted(counted)


def test_the_real_model_finds_what_was_meant(documents: Path, at: Location, tmp_path: Path) -> None:
    embedder = LocalEmbedder(tmp_path / "cache")
    assert ingest([documents], at, embedder).embedded == 3
    index = open_index(at, embedder.name, embedder.dimensions)
    with closing(index.store), closing(VectorCache(at.home / "vectors.sqlite")) as cache:
        found = Search(index, embedder, cache).search("Where do vessels dock?")
    assert found.passages[0].chunk.document_id in ("quays.md", "ships.md")
    assert 0 < found.passages[0].dense < 1
