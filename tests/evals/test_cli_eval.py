"""`policydesk eval ...` as its user runs it, and targets at an address."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.build import Desk
from assistant.cli.program import app
from evals.running.cases import read_cases
from evals.running.runs import CASES
from evals.running.targets import DeskTarget
from evals.running.targets_http import target_at
from retrieval.records import PolicydeskError

DOCUMENTS = Path(__file__).parent.parent.parent / "documents"
Cli = Callable[..., Result]


@pytest.fixture
def cli(indexed_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Its HOME has the bundled documents and no conversation: what needs an index need not make one."""
    without = shutil.ignore_patterns("cache", "conversations*")
    shutil.copytree(indexed_home, tmp_path / "home", ignore=without)
    (tmp_path / "home" / "cache").symlink_to(indexed_home / "cache")
    monkeypatch.setenv("POLICYDESK_DOCUMENTS", str(DOCUMENTS))
    monkeypatch.setenv("POLICYDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> Result:
        return CliRunner().invoke(app, ["eval", *map(str, words)])

    return run


def few(folder: Path, count: int = 4) -> Path:
    file = folder / "few.jsonl"
    lines = (CASES / "development" / "contact.jsonl").read_text("utf-8").splitlines()[:count]
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_a_run_is_shown_kept_reported_compared_and_gated(cli: Cli, tmp_path: Path, indexed_home: Path) -> None:
    for name in ("baseline", "latest"):
        done = cli("run", "--cases", few(tmp_path), "--name", name, "--home", indexed_home, "--results", tmp_path / "r")
        assert done.exit_code == 0, done.output
        assert "contact" in done.output
    rows = [(tmp_path / "r" / name / "rows.jsonl").read_text("utf-8") for name in ("baseline", "latest")]
    first, second = ([json.loads(line) | {"timings_ms": 0} for line in each.splitlines()] for each in rows)
    assert first == second, "two runs differ in their times only"
    assert "0 cases came out otherwise." in cli("compare", "--results", tmp_path / "r").output
    assert json.loads(cli("compare", "--json", "--results", tmp_path / "r").output)["changes"] == []
    assert "latest is not worse than baseline" in cli("gate", "--results", tmp_path / "r").output
    done = cli("report", "--results", tmp_path / "r", "--out", tmp_path / "page.html")
    assert (tmp_path / "page.html").is_file(), done.output


def test_a_run_worse_than_the_baseline_ends_with_exit_code_1(cli: Cli, tmp_path: Path, indexed_home: Path) -> None:
    given = ("--home", indexed_home, "--results", tmp_path / "r")
    cli("run", "--cases", few(tmp_path, 4), "--name", "baseline", *given)
    cli("run", "--cases", few(tmp_path, 3), *given)
    done = cli("gate", "--results", tmp_path / "r")
    assert done.exit_code == 1
    assert "1 cases of the baseline were not asked" in done.output


def test_the_shipped_cases_pass_the_linter_and_a_wrong_one_does_not(cli: Cli, tmp_path: Path) -> None:
    assert cli("lint").exit_code == 0
    wrong = few(tmp_path, 1)
    wrong.write_text(wrong.read_text("utf-8").replace("+82", "+99"), "utf-8")
    done = cli("lint", "--cases", wrong)
    assert done.exit_code == 1
    assert "does not stand in" in done.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "--slice", "contacts"), "--slice contacts: there is none of this name; write one of contact"),
        (("run", "--name", "../x"), "cannot name a run"),
        (("run", "--cases", "nowhere.jsonl"), "nowhere.jsonl cannot be read"),
        (("run", "--url", "ftp://x"), "--url ftp://x is no address"),
        (("run", "--judges", "1", "--slice", "far"), "--judges needs a language model"),
        (("report", "nothing"), 'There is no run "nothing"'),
        (("bench", "nowhere"), "cannot be read"),
        (("promote", "0" * 32), "no answer"),
    ],
)
def test_wrong_words_are_an_error_that_says_what_to_write(cli: Cli, words: tuple[str, ...], message: str) -> None:
    done = cli(*words)
    assert isinstance(done.exception, PolicydeskError)
    assert message in str(done.exception)


def test_without_stored_answers_there_is_nothing_to_promote_or_mine(cli: Cli) -> None:
    assert "Nothing to promote" in cli("promote").output
    assert "No question was refused." in cli("mine").output


def test_a_running_policydesk_gives_what_the_desk_gives(server_url: str, desk: Desk) -> None:
    [case, *_] = read_cases(CASES / "development" / "follow_up.jsonl")
    local = DeskTarget(desk).ask(case)
    with target_at(server_url) as target:
        remote = target.ask(case)
    assert remote.answer.text == local.answer.text
    assert remote.trace
    assert local.trace
    assert [each.start for each in remote.trace.passages] == [each.start for each in local.trace.passages]


@pytest.mark.slow
def test_an_openai_endpoint_gives_text_only_and_gets_the_whole_conversation() -> None:
    case = read_cases(CASES / "development" / "follow_up.jsonl")[0]
    with chat_server(["First.", "The documents do not say that."]) as (url, sent), target_at(url, "m", "k") as target:
        reply = target.ask(case)
    assert (reply.bare, reply.trace, reply.answer.status) == (True, None, "not_found")
    assert (reply.answer.usage.prompt_tokens, reply.answer.usage.completion_tokens) == (7, 3)
    [first, second] = [each["messages"] for each in sent]
    assert first == [{"role": "user", "content": case.turns[0]}]
    assert [each["content"] for each in second] == [case.turns[0], "First.", case.question]


@pytest.mark.slow
def test_a_server_that_is_busy_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    case = read_cases(CASES / "development" / "contact.jsonl")[0]
    waited: list[float] = []
    monkeypatch.setattr("evals.running.targets_http.time.sleep", waited.append)
    with chat_server([429, "Yes."]) as (url, _), target_at(url) as target:
        assert target.ask(case).answer.text == "Yes."
    assert waited == [2]


@pytest.mark.slow
def test_a_server_that_gives_other_json_is_no_policydesk() -> None:
    case = read_cases(CASES / "development" / "contact.jsonl")[0]
    wanted = pytest.raises(PolicydeskError, match="something else than a Policydesk's answer")
    with chat_server(["Yes."]) as (url, _), target_at(url.removesuffix("/v1")) as target, wanted:
        target.ask(case)


def test_a_server_that_is_away_or_something_else_is_said_to_be(server_url: str) -> None:
    [case, *_] = read_cases(CASES / "development" / "contact.jsonl")
    for url, message in (
        ("http://127.0.0.1:9", "cannot be asked .* is it running"),
        (f"{server_url}/documents", "answered 404"),
        (f"{server_url}/elsewhere/v1", "answered 404"),
    ):
        with target_at(url) as target, pytest.raises(PolicydeskError, match=message):
            target.ask(case)


@contextmanager
def chat_server(replies: list[str | int]) -> Iterator[tuple[str, list[Any]]]:
    """An OpenAI-compatible endpoint on loopback that gives its replies, or an HTTP status, in turn."""
    left, sent = list(replies), list[Any]()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = left.pop(0)
            if isinstance(reply, str):
                sent.append(body)
            message = {
                "choices": [{"message": {"content": reply}}],
                "usage": {"prompt_tokens": 7, "completion_tokens": 3},
            }
            data = json.dumps(message).encode()
            self.send_response(200 if isinstance(reply, str) else reply)
            self.send_header("Retry-After", "2")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", sent
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
