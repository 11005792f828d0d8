from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Run, command_line

from assistant.cli.program import main
from assistant.records import Answer
from retrieval.embedding.embed import LocalEmbedder

pytestmark = pytest.mark.slow

PROGRAM = Path(sys.executable).with_name("policydesk")
QUESTION = "Which team is responsible for regional industrial planning at Gyeongbuk Technopark, and what is its phone?"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command line in this process with its own HOME; gives exit code, stdout and stderr."""
    return command_line(monkeypatch, capsys, tmp_path)


@pytest.fixture
def on_indexed(run: Run, monkeypatch: pytest.MonkeyPatch, indexed_home: Path) -> Run:
    """`run` over the bundled documents."""
    monkeypatch.setenv("POLICYDESK_HOME", str(indexed_home))
    return run


def test_help_shows_examples() -> None:
    shown = subprocess.run([PROGRAM, "--help"], check=True, capture_output=True, text=True)
    assert 'policydesk ask "' in shown.stdout
    commands = "serve ingest ask search chat contacts explain handoff status changes source calibrate bench"
    for command in commands.split():
        assert f"\n  {command} " in shown.stdout


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version") == (0, "policydesk 0.1.0\n", "")


@pytest.mark.parametrize(
    "arguments", [("ask",), ("fly",), ("ask", "x", "--as-of", "tomorrow"), ("serve", "--port", "x")]
)
def test_a_wrong_call_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("Usage: policydesk")


@pytest.mark.parametrize(
    "command", [("ask", "What is planned?"), ("search", "plan"), ("chat",), ("contacts",), ("status",)]
)
def test_before_the_first_ingest_one_line_says_what_to_run(run: Run, command: tuple[str, ...]) -> None:
    assert run(*command) == (
        1,
        "",
        "policydesk: Nothing has been indexed yet. Run `policydesk ingest` (or `make ingest`) first.\n",
    )


def test_a_wrong_setting_stops_with_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_PORT", "abc")
    expected = 'policydesk: POLICYDESK_PORT is "abc": write a number from 1 to 65535, e.g. 8000.\n'
    assert run("status") == (1, "", expected)


def test_a_mistyped_setting_is_mentioned(on_indexed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYDESK_PROT", "1")
    code, _, err = on_indexed("status")
    assert code == 0
    assert err == "policydesk: POLICYDESK_PROT is no setting and is ignored: did you mean POLICYDESK_PORT?\n"


def test_an_unwritable_home_stops_with_one_line(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("POLICYDESK_HOME", str(tmp_path / "file"))
    code, _, err = run("ask", "What is planned?")
    assert (code, err.count("\n")) == (1, 1)
    assert f"The data folder {tmp_path / 'file'} cannot be written" in err


def test_an_unexpected_error_is_one_line_without_a_trace(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("assistant.build.build", fail)
    code, _, err = run("ask", "What is planned?")
    assert (code, err) == (
        1,
        "policydesk: Something unexpected went wrong (RuntimeError: boom). `policydesk --debug ...` shows where.\n",
    )
    monkeypatch.setattr(sys, "argv", ["policydesk", "--debug", "ask", "What is planned?"])
    with pytest.raises(RuntimeError, match="boom"):
        main()


def test_ingest_reports_what_came_of_each_file(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "quay.md").write_text("# Quays\n\nThe city builds three quays.\n", "utf-8")
    (folder / "empty.md").write_text("", "utf-8")
    code, out, err = run("ingest", str(folder))
    assert code == 1, "a file failed"
    assert "1 added" in out
    assert "quay.md" in out
    assert "1 failed" in out
    assert f"{folder / 'empty.md'}: " in out
    assert "Reading: 2 of 2" in err
    (folder / "empty.md").unlink()
    code, out, _ = run("ingest", str(folder))
    assert code == 0
    assert "1 unchanged" in out
    assert "0 chunks written, 0 embedded" in out


def test_an_interrupted_ingest_says_that_the_index_is_as_it_was(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.build.ingest", interrupted)
    assert run("ingest") == (130, "", "policydesk: Stopped. The index is as it was before.\n")


def test_status_names_what_is_indexed_and_what_was_not_read(run: Run, on_indexed: Run) -> None:
    code, out, _ = on_indexed("status", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["documents"], found["model"], found["failed"]) == (5, LocalEmbedder.name, [])
    assert found["chunks"] > 20
    assert found["size_mb"] > 0
    code, out, _ = on_indexed("status")
    assert code == 0
    assert "local:multilingual-e5-small" in out


def test_an_answer_is_printed_with_its_sources_and_no_colours_into_a_pipe(on_indexed: Run) -> None:
    code, out, err = on_indexed("ask", QUESTION)
    assert (code, err) == (0, "")
    assert "+82-53-819-3024" in out
    assert "Sources" in out
    assert "gyeongbuk-technopark-policy-planning-group.md" in out
    assert "\x1b" not in out


def test_an_answer_as_json_is_the_answer_and_nothing_else(on_indexed: Run) -> None:
    code, out, _ = on_indexed("ask", QUESTION, "--json")
    first = Answer.model_validate_json(out)
    assert (code, first.status) == (0, "answered")
    code, out, _ = on_indexed("ask", "What are its duties?", "--conversation", first.conversation_id, "--json")
    assert Answer.model_validate_json(out).conversation_id == first.conversation_id


def test_an_unknown_conversation_is_one_line(on_indexed: Run) -> None:
    code, _, err = on_indexed("ask", "And then?", "--conversation", "nope")
    assert (code, err) == (1, 'policydesk: There is no conversation with the id "nope": it may have been deleted.\n')


def test_a_question_that_cannot_be_asked_is_one_line(on_indexed: Run) -> None:
    assert on_indexed("ask", " ") == (1, "", "policydesk: The question is empty: write what you want to know.\n")


@pytest.mark.parametrize("command", ["ask", "search"])
def test_an_empty_question_is_an_error_that_says_what_to_write(on_indexed: Run, command: str) -> None:
    assert on_indexed(command, " ") == (1, "", "policydesk: The question is empty: write what you want to know.\n")


def test_filters_reach_the_search(on_indexed: Run) -> None:
    _, out, _ = on_indexed("ask", "What are the strategic industries?", "--region", "Busan", "--json")
    assert {each.document_id for each in Answer.model_validate_json(out).citations} <= {
        "busan-future-strategic-industries.html"
    }


def test_contacts_are_listed_or_matched(on_indexed: Run) -> None:
    _, listed, _ = on_indexed("contacts")
    assert {"+82-53-819-3024", "+82-53-819-3038", "+82-53-819-3033"} <= set(listed.split())
    _, out, _ = on_indexed("contacts", "regional industrial planning", "--json")
    assert json.loads(out)["contacts"][0]["phone"] == "+82-53-819-3024"
    code, out, _ = on_indexed("contacts", "recipes for pancakes")
    assert (code, out.startswith("No document names a contact")) == (0, True)


def test_a_chat_goes_on_from_what_was_said(on_indexed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["", QUESTION, "/sources", "how can I reach them?", " ", "/what", "/new", "/sources"])

    def typed(_: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", typed)
    monkeypatch.setattr("assistant.cli.ask._remember_lines", lambda _: None)
    code, out, err = on_indexed("chat")
    assert (code, err) == (0, "")
    assert out.count("+82-53-819-3024") >= 2
    assert out.count("Sources") == 3
    assert out.count("/quit leaves") == 2 + 1, "at the start, after /what, and /sources with nothing to show"


def test_ctrl_c_leaves_a_chat(on_indexed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    monkeypatch.setattr("assistant.cli.ask._remember_lines", lambda _: None)
    code, _, err = on_indexed("chat")
    assert (code, err) == (0, "")
