"""An ingest of what is set up: which files are read, for whom they speak, and what leaves when a source is taken out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import settings_for
from fakes import FakeEmbedder
from web_server import WebServer, page, web_server

from assistant import sources
from assistant.build import ingest, location
from assistant.cli import watch as watching
from assistant.settings import Settings
from retrieval.index.index import open_index
from retrieval.index.stored import StoredDocument
from retrieval.records import PolicydeskError, Report

pytestmark = pytest.mark.slow


@pytest.fixture
def site() -> Iterator[WebServer]:
    with web_server() as made:
        yield made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for folder, name in (("documents", "plan.md"), ("theirs", "note.md")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(
            f"---\ntitle: {folder}\norganisation: Alpha City\n---\n# {folder}\n\nText of {folder}.\n", "utf-8"
        )
    return settings_for(tmp_path / "home", documents=tmp_path / "documents", sources_loopback=True)


def taken_in(settings: Settings, *, fetch: bool = True, force: bool = False) -> Report:
    return ingest(settings, embedder=FakeEmbedder(), fetch=fetch, force=force)


def held(settings: Settings) -> dict[str, StoredDocument]:
    embedder = FakeEmbedder()
    return dict(open_index(location(settings), embedder.name, embedder.dimensions).documents)


def test_without_a_source_the_folder_of_documents_is_read_and_nothing_is_written_of_sources(settings: Settings) -> None:
    assert taken_in(settings).added == ("plan.md",)
    assert held(settings)["plan.md"].metadata.trust == "own"
    assert [each.name for each in settings.home.glob("sources*")] == []


def test_a_source_beside_the_documents_speaks_as_far_as_it_is_trusted(settings: Settings, tmp_path: Path) -> None:
    taken_in(settings)
    sources.add(settings, {"name": "theirs", "folder": str(tmp_path / "theirs"), "trust": "other"})
    report = taken_in(settings)
    assert (report.added, report.unchanged, report.changed) == (("note.md",), ("plan.md",), ())
    metadata = held(settings)["note.md"].metadata
    assert (metadata.organisation, metadata.trust) == (None, "other")


def test_another_word_about_a_source_reads_its_documents_again(settings: Settings, tmp_path: Path) -> None:
    sources.add(settings, {"name": "theirs", "folder": str(tmp_path / "theirs"), "trust": "other"})
    taken_in(settings)
    sources.remove(settings, "theirs")
    sources.add(settings, {"name": "theirs", "folder": str(tmp_path / "theirs")})
    report = taken_in(settings)
    assert (report.changed, report.unchanged) == (("note.md",), ("plan.md",))
    assert held(settings)["note.md"].metadata.organisation == "Alpha City"


def test_the_documents_of_a_source_that_is_taken_out_leave(settings: Settings, tmp_path: Path, site: WebServer) -> None:
    site.replies["/a"] = page("A", "a")
    sources.add(settings, {"name": "theirs", "file": str(tmp_path / "theirs" / "note.md")})
    sources.add(settings, {"name": "board", "page": site.url("/a"), "trust": "official", "organisation": "Beta City"})
    assert len(taken_in(settings).added) == 3
    for name, left in (("theirs", "note.md"), ("board", "board/a")):
        sources.remove(settings, name)
        (removed,) = taken_in(settings).removed
        assert removed.startswith(left)
    assert taken_in(settings).removed == ()


def test_a_page_is_fetched_and_read_and_without_the_network_what_was_fetched(
    settings: Settings, site: WebServer
) -> None:
    site.replies["/contacts"] = page("Contacts of Beta City", "The Export Team answers at 051-222-3333.")
    sources.add(
        settings,
        {
            "name": "board",
            "page": site.url("/contacts"),
            "trust": "official",
            "organisation": "Beta City",
            "kind": "directory",
        },
    )
    added = [each for each in taken_in(settings).added if each.startswith("board/")]
    assert [each.rpartition("-")[0] for each in added] == ["board/contacts"]
    metadata = held(settings)[added[0]].metadata
    assert (metadata.source, metadata.organisation, metadata.kind) == (site.url("/contacts"), "Beta City", "directory")
    site.replies.clear()
    asked = len(site.asked)
    report = taken_in(settings, fetch=False)
    assert (len(report.unchanged), report.failed, len(site.asked)) == (2, (), asked)
    assert len(ingest(settings, embedder=FakeEmbedder(), rebuild=True).added) == 2


def test_an_address_that_fails_is_named_and_the_rest_is_indexed(settings: Settings, site: WebServer) -> None:
    sources.add(settings, {"name": "board", "page": site.url("/none")})
    report = taken_in(settings)
    assert report.added == ("plan.md",)
    assert [each.path for each in report.failed] == [site.url("/none")]


def test_a_file_of_sources_that_is_named_has_to_be_there(settings: Settings, tmp_path: Path) -> None:
    named = settings_for(settings.home, sources=tmp_path / "none.toml")
    with pytest.raises(PolicydeskError, match=r"There is no file .*none\.toml"):
        ingest(named, embedder=FakeEmbedder())


def test_a_source_that_nobody_set_up_cannot_be_refreshed(settings: Settings) -> None:
    with pytest.raises(PolicydeskError, match='no source "board"'):
        sources.refresh(settings, names=["board"])


def test_what_is_dropped_into_a_watched_folder_is_taken_in(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.01)
    came: list[Report] = []
    looks = iter(range(1000))

    def drop() -> bool:
        """Something happens between two looks; it is over when both things were noticed, or far too late."""
        look = next(looks)
        if look == 1:
            (tmp_path / "documents" / "new.md").write_text("# New\n\nText.\n", "utf-8")
        if look == 20:
            sources.add(settings, {"name": "theirs", "folder": str(tmp_path / "theirs")})
        return len(came) == 3 or look == 500

    watching.watch(settings, [], lambda: came.append(taken_in(settings)), drop)
    assert [each.added for each in came] == [("plan.md",), ("new.md",), ("note.md",)]


def test_a_run_that_fails_is_a_line_and_watching_goes_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.01)
    runs = iter(range(3))
    looks = iter(range(500))

    def run() -> None:
        at = next(runs)
        if at == 0:
            return
        if at == 1:
            raise PolicydeskError("Another ingest runs.")
        raise KeyboardInterrupt

    def drop() -> bool:
        look = next(looks)
        if look in (1, 20):
            (tmp_path / "documents" / f"{look}.md").write_text("# New\n\nText.\n", "utf-8")
        return False

    with pytest.raises(KeyboardInterrupt):
        watching.watch(settings, [], run, drop)
    assert capsys.readouterr().err == "policydesk: Another ingest runs.\n"
