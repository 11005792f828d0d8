from __future__ import annotations

import gc
import logging
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from retrieval.index.faults import IndexUnusableError
from retrieval.index.index import Location, NothingIngestedError
from retrieval.ingest.apply import ingest
from retrieval.records import PolicydeskError
from retrieval.search.live import Live

pytestmark = pytest.mark.slow


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "quay.md").write_text("# Quays\n\nThe city builds three quays.\n", "utf-8")
    return folder


@pytest.fixture
def at(tmp_path: Path, documents: Path) -> Location:
    place = Location(tmp_path / "home")
    ingest([documents], place, FakeEmbedder())
    return place


def add_document(documents: Path, at: Location, name: str) -> None:
    (documents / f"{name}.md").write_text(f"# {name}\n\nAbout the {name} of the city.\n", "utf-8")
    ingest([documents], at, FakeEmbedder())


def damage_in_force(at: Location) -> None:
    version = at.folder / (at.folder / "CURRENT").read_text("utf-8")
    for each in (version / "chroma" / "chroma.sqlite3", *version.glob("*.segment")):
        if each.exists():
            each.write_bytes(b"damaged")


def test_before_the_first_ingest_it_says_so_and_opens_no_embedder(tmp_path: Path) -> None:
    live = Live(Location(tmp_path), lambda: pytest.fail("the embedder was opened"), lambda search: search)
    with pytest.raises(NothingIngestedError):
        live.current()


def test_the_first_ingest_is_found_without_a_restart(tmp_path: Path, documents: Path) -> None:
    at = Location(tmp_path / "home")
    live = Live(at, FakeEmbedder, lambda search: search)
    with pytest.raises(NothingIngestedError):
        live.current()
    ingest([documents], at, FakeEmbedder())
    assert [each.id for each in live.current().documents] == ["quay.md"]
    live.close()


def test_one_version_is_opened_once(at: Location) -> None:
    live = Live(at, FakeEmbedder, lambda search: search)
    with ThreadPoolExecutor(8) as pool:
        found = {id(each) for each in pool.map(lambda _: live.current(), range(40))}
    assert len(found) == 1
    live.close()


def test_the_next_question_after_an_ingest_sees_the_new_documents(documents: Path, at: Location) -> None:
    live = Live(at, FakeEmbedder, lambda search: search)
    before = live.current()
    add_document(documents, at, "cranes")
    after = live.current()
    assert [each.id for each in after.documents] == ["cranes.md", "quay.md"]
    assert after.search("cranes of the city").passages[0].chunk.document_id == "cranes.md"
    assert [each.id for each in before.documents] == ["quay.md"], "a question under way keeps what it began with"
    assert before.search("three quays").passages[0].chunk.document_id == "quay.md"
    live.close()


def test_a_store_is_closed_when_the_last_question_on_it_is_done(at: Location) -> None:
    (at.folder / "v1" / "base.segment").unlink()  # as of a large base, which is read in Chroma
    live = Live(at, FakeEmbedder, lambda search: search)
    under_way = live.current()
    store = under_way.index.store
    shutil.copytree(at.folder / "v1", at.folder / "v2")
    (at.folder / "CURRENT").write_text("v2", "utf-8")
    live.current()
    gc.collect()
    assert store.count() == 1
    del under_way
    gc.collect()
    with pytest.raises(IndexUnusableError):
        store.count()
    live.close()


def test_a_new_version_that_does_not_open_leaves_the_old_one_serving(
    documents: Path, at: Location, caplog: pytest.LogCaptureFixture
) -> None:
    live = Live(at, FakeEmbedder, lambda search: search)
    before = live.current()
    add_document(documents, at, "cranes")
    damage_in_force(at)
    with caplog.at_level(logging.ERROR):
        assert live.current() is before
        assert live.current() is before
    assert [record.message for record in caplog.records] == ["Version v2 of the index does not open; v1 goes on."]
    live.close()


def test_a_first_version_that_does_not_open_says_how_to_mend_it(at: Location) -> None:
    damage_in_force(at)
    live = Live(at, FakeEmbedder, lambda search: search)
    with pytest.raises(IndexUnusableError, match="policydesk ingest --rebuild"):
        live.current()


def test_an_index_of_another_model_is_not_searched(at: Location) -> None:
    live = Live(at, lambda: FakeEmbedder("fake:other"), lambda search: search)
    with pytest.raises(PolicydeskError, match=r"made with the embedding model fake:words, but fake:other is set"):
        live.current()


def test_while_one_thread_opens_the_new_version_the_others_answer_from_the_old(documents: Path, at: Location) -> None:
    opening, go_on = threading.Event(), threading.Event()
    live = Live(at, FakeEmbedder, lambda search: search)
    before = live.current()
    add_document(documents, at, "cranes")
    really = live._opened

    def slowly() -> object:
        opening.set()
        assert go_on.wait(10)
        return really()

    live._opened = slowly  # type: ignore[assignment,method-assign]
    with ThreadPoolExecutor(1) as pool:
        new = pool.submit(live.current)
        assert opening.wait(10)
        assert live.current() is before
        go_on.set()
        assert new.result() is not before
    live.close()


def test_a_damaged_pointer_is_warned_of_once_and_the_newest_whole_version_serves(
    at: Location, caplog: pytest.LogCaptureFixture
) -> None:
    live = Live(at, FakeEmbedder, lambda search: search)
    before = live.current()
    (at.folder / "CURRENT").write_text("", "utf-8")
    assert live.current() is before
    assert live.current() is before
    assert [record.getMessage() for record in caplog.records] == [
        f"{at.folder / 'CURRENT'} is empty: the newest whole version, v1, is used. Run `policydesk ingest`, which puts "
        "it right."
    ]
    live.close()


def test_a_server_answers_from_the_version_before_until_the_later_one_is_ready(documents: Path, at: Location) -> None:
    begun, go_on = threading.Event(), threading.Event()
    live = Live(at, FakeEmbedder, lambda search: search)

    def ready(_: object) -> None:
        begun.set()
        assert go_on.wait(10)

    live._keep_up = lambda *_: None  # type: ignore[method-assign]  # its looks are made here
    with live.kept_up(ready), ThreadPoolExecutor(1) as pool:
        before = live.current()
        add_document(documents, at, "cranes")
        assert live.current() is before
        caught_up = pool.submit(live.catch_up, ready)
        assert begun.wait(10)
        assert live.current() is before
        go_on.set()
        caught_up.result()
        assert [each.id for each in live.current().documents] == ["cranes.md", "quay.md"]
    live.close()


def test_a_version_that_takes_too_long_to_be_ready_is_used_all_the_same(
    documents: Path, at: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.search.live._LONGEST_SECONDS", 0.0)
    live = Live(at, FakeEmbedder, lambda search: search)
    live._keep_up = lambda *_: None  # type: ignore[method-assign]
    with live.kept_up(lambda _: None):
        before = live.current()
        add_document(documents, at, "cranes")
        assert live.current() is not before
    live.close()


def test_a_server_follows_an_ingest_without_being_asked(documents: Path, at: Location) -> None:
    ready: list[object] = []
    live = Live(at, FakeEmbedder, lambda search: search)
    before = live.current()
    live.catch_up(ready.append)
    assert ready == [], "it has that version already"
    add_document(documents, at, "cranes")
    live.catch_up(ready.append)
    assert ready == [live.current()]
    assert live.current() is not before
    live.close()
