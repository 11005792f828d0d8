from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import settings_for
from fakes import FakeEmbedder
from model_server import ModelServer, Reply

from assistant import build as building
from assistant.build import build, ingest, open_model, prepare
from assistant.generated.prompts import Prompt
from assistant.ingested import last_ingest, note
from retrieval.index.index import NothingIngestedError
from retrieval.records import PolicydeskError, Report

pytestmark = pytest.mark.slow


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


@pytest.mark.parametrize(
    "content", ["", '{"ended": "2025-01', "[]", "null", '{"ended": 1, "failed": []}', '{"failed": [1]}']
)
def test_a_damaged_note_of_the_last_ingest_is_as_none_and_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str
) -> None:
    (tmp_path / "last_ingest.json").write_text(content, "utf-8")
    assert last_ingest(settings_for(tmp_path)) is None
    assert [each.getMessage() for each in caplog.records] == [
        f"{tmp_path / 'last_ingest.json'} is damaged, so what the last ingest could not read is not known: run it again."
    ]


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


# --- the language model ---

PROMPT = Prompt("answer", "0123456789ab", "Be short.", "{question}")


def test_without_a_model_there_is_none(tmp_path: Path) -> None:
    assert open_model(settings_for(tmp_path)) is None
    desk = build(settings_for(tmp_path))
    assert desk.model is None
    desk.close()


def test_a_provider_that_is_not_installed_stops_the_start_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(
        PolicydeskError, match=r'mistralai, whose package is not installed: .* "pip install langchain-mistralai"'
    ):
        build(settings_for(tmp_path, model="mistralai:large"))


def test_a_model_is_named_but_not_opened_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    desk = build(settings_for(tmp_path, model="openai:test-model"))
    assert desk.model is not None
    assert desk.model.name == "openai:test-model"
    with pytest.raises(PolicydeskError, match="POLICYDESK_MODEL_API_KEY"):
        desk.model.open()
    desk.close()


@pytest.mark.parametrize(
    ("own", "providers", "sent"),
    [(None, None, "none"), ("sk-own", None, "sk-own"), (None, "sk-providers", "sk-providers"), ("sk-own", "sk-providers", "sk-own")],
)  # fmt: skip
def test_a_server_of_ones_own_needs_no_key_and_gets_the_nearest_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str | None, providers: str | None, sent: str
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    if providers:
        monkeypatch.setenv("OPENAI_API_KEY", providers)
    with ModelServer(Reply("Yes.")) as server:
        model = open_model(
            settings_for(tmp_path, model="openai:test-model", model_base_url=server.url, model_api_key=own)
        )
        assert model is not None
        call = model.ask(PROMPT, {"question": "Is it?"}, within=10)
        key = model._chat.openai_api_key.get_secret_value()  # type: ignore[attr-defined]
    assert (call.reply, call.error, key) == ("Yes.", None, sent)


def test_a_desk_with_a_model_answers_by_it_within_its_settings(
    tmp_path: Path, small_documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "open_embedder", lambda _: FakeEmbedder())
    with ModelServer(Reply("Its budget is 40 billion won [1].")) as server:
        settings = settings_for(
            tmp_path,
            documents=small_documents,
            model="openai:test-model",
            model_base_url=server.url,
            model_api_key="sk-secret",
        )
        ingest(settings)
        desk = build(settings)
        answer = desk.chain.ask("What is the budget of the harbour plan?")
        trace = desk.conversations.trace(answer.id)
        desk.close()
    assert (answer.mode, answer.text) == ("generated", "Its budget is 40 billion won. [1]")
    (call,) = trace.calls
    assert "sk-secret" not in f"{desk!r} {trace.model_dump_json()}"
    assert [m.role for m in call.messages] == ["system", "human"]
    assert "Its budget is 40 billion won." in call.messages[1].text
    assert (call.model, call.reply) == ("openai:test-model", "Its budget is 40 billion won [1].")


def test_a_folder_in_the_place_of_the_note_stops_neither_a_look_nor_an_ingest(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "last_ingest.json").mkdir()
    assert last_ingest(settings_for(tmp_path)) is None
    note(tmp_path, Report())
    assert "last_ingest.json is a folder" in caplog.text
