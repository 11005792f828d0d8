from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import settings_for
from fakes import FakeEmbedder

from assistant import build as building
from assistant.build import build, ingest, last_ingest, prepare
from retrieval.index import NothingIngestedError
from retrieval.records import PolicydeskError


def test_a_home_that_cannot_be_written_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", "utf-8")
    with pytest.raises(PolicydeskError) as error:
        build(settings_for(tmp_path / "file" / "home"))
    assert str(error.value) == (
        f"The data folder {tmp_path / 'file' / 'home'} cannot be written (Not a directory): mend its permissions, or "
        "set POLICYDESK_HOME to a folder that can be."
    )


def test_asking_before_any_ingest_says_what_to_run_and_loads_no_model(tmp_path: Path) -> None:
    desk = build(settings_for(tmp_path))
    with pytest.raises(NothingIngestedError, match="Run `policydesk ingest`"):
        desk.chain.ask("What is planned?")
    assert not (tmp_path / "cache").exists()
    desk.close()


def test_an_ingest_reads_the_documents_folder_and_notes_what_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "open_embedder", lambda _: FakeEmbedder())
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "plan.md").write_text("# A plan\n\nThe plan runs until 2030.\n", "utf-8")
    (documents / "empty.md").write_text("", "utf-8")
    settings = settings_for(tmp_path / "home", documents=documents)
    assert last_ingest(settings) is None
    report = ingest(settings)
    noted = last_ingest(settings)
    assert report.added == ("plan.md",)
    assert noted is not None
    assert [Path(path).name for path, _ in noted.failed] == ["empty.md"]
    assert noted.failed[0][1] == report.failed[0].reason


def test_an_open_embedder_is_used_again(tmp_path: Path, small_documents: Path) -> None:
    embedder = FakeEmbedder()
    ingest(settings_for(tmp_path, documents=small_documents), embedder=embedder)
    assert any("three quays" in text for text in embedder.embedded)


def test_nothing_is_told_to_the_makers_of_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in building.QUIET:
        monkeypatch.delenv(name, raising=False)
    prepare(settings_for(tmp_path))
    assert os.environ["LANGSMITH_TRACING"] == "false"
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
    assert os.environ["ANONYMIZED_TELEMETRY"] == "False"


def test_an_index_of_another_model_says_how_to_go_on(small_home: Path, tmp_path: Path) -> None:
    desk = build(settings_for(small_home, database_url=f"sqlite:///{tmp_path / 'c.sqlite'}"))
    with pytest.raises(PolicydeskError, match=r"fake:words.*`policydesk ingest --rebuild`"):
        desk.chain.ask("What is planned?")
    desk.close()
