from __future__ import annotations

import os
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from retrieval.ingest import sources as sources_module
from retrieval.ingest.seen import SeenFiles, state_of
from retrieval.ingest.sources import SourceFile, read_sources, seen_files

LONG_AGO = 1_000_000_000


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "a.md"
    path.write_text("# A\n\nText.\n", "utf-8")
    monkeypatch.setattr("retrieval.ingest.seen._SETTLED", -60_000_000_000)  # as if it had been written a minute ago
    return path


def test_what_was_noted_of_a_file_in_a_state_is_known_again_for_the_same_model_only(file: Path, tmp_path: Path) -> None:
    state = state_of(file, tmp_path / "none")
    seen = SeenFiles(tmp_path / "files.sqlite", "model")
    seen.note(str(file), state, "digest")
    seen.close()
    assert SeenFiles(tmp_path / "files.sqlite", "model").digest(str(file), state) == "digest"
    assert SeenFiles(tmp_path / "files.sqlite", "other").digest(str(file), state) is None
    file.write_text("# A\n\nTexT.\n", "utf-8")
    os.utime(file, ns=(LONG_AGO, LONG_AGO))
    assert SeenFiles(tmp_path / "files.sqlite", "model").digest(str(file), state_of(file, tmp_path / "none")) is None


def test_a_sidecar_that_comes_is_another_state(file: Path, tmp_path: Path) -> None:
    before = state_of(file, tmp_path / "a.md.yaml")
    (tmp_path / "a.md.yaml").write_text("title: B\n", "utf-8")
    assert state_of(file, tmp_path / "a.md.yaml") != before


def test_a_file_that_changed_just_now_has_no_state_that_tells_anything(tmp_path: Path) -> None:
    (tmp_path / "new.md").write_text("text", "utf-8")
    assert state_of(tmp_path / "new.md", tmp_path / "none") is None
    assert state_of(tmp_path / "gone.md", tmp_path / "none") is None


def test_a_damaged_file_of_notes_is_made_anew(file: Path, tmp_path: Path) -> None:
    (tmp_path / "files.sqlite").write_bytes(b"garbage" * 1000)
    seen = SeenFiles(tmp_path / "files.sqlite", "model")
    seen.note(str(file), "state", "digest")
    seen.close()
    assert SeenFiles(tmp_path / "files.sqlite", "model").digest(str(file), "state") == "digest"


def test_a_file_that_is_stored_as_it_was_seen_is_not_opened(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [SourceFile(file, str(tmp_path), "a.md")]
    seen = seen_files(tmp_path, "fake:words")
    (document,) = read_sources(sources, {}, FakeEmbedder(), lambda _: None, seen).documents

    class Stored:
        digest = document.digest
        root = str(tmp_path)

    read_sources(sources, {"a.md": Stored()}, FakeEmbedder(), lambda _: None, seen)
    seen.close()
    monkeypatch.setattr(sources_module, "_digest", lambda *_: pytest.fail("it was opened"))
    again = seen_files(tmp_path, "fake:words")
    assert read_sources(sources, {"a.md": Stored()}, FakeEmbedder(), lambda _: None, again).unchanged == ("a.md",)
