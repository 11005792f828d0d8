from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from assistant.cli.program import main
from assistant.cli.serve import bind
from retrieval.records import PolicydeskError

pytestmark = pytest.mark.slow

PROGRAM = Path(sys.executable).with_name("policydesk")

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def go(*arguments: str, home: Path) -> subprocess.Popen[str]:
        environment = {**os.environ, "POLICYDESK_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        command = [str(PROGRAM), "serve", "--port", "0", *arguments]
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=pipe, stderr=pipe, text=True))
        return started[-1]

    yield go
    for each in started:
        each.kill()
        each.communicate()


def line_of(stream: object) -> str:
    assert hasattr(stream, "readline")
    return str(stream.readline())


def test_it_says_where_it_is_and_what_it_has_and_stops_cleanly(start: Start, indexed_home: Path) -> None:
    server = start(home=indexed_home)
    greeting = line_of(server.stdout)
    match = re.fullmatch(
        r"Policydesk is at (http://127\.0\.0\.1:\d+) with 5 documents \(\d+ chunks\)\. Ctrl-C stops it\.\n", greeting
    )
    assert match, greeting
    assert httpx.get(f"{match[1]}/ready").json()["documents"] == 5
    server.send_signal(signal.SIGINT)
    out, err = server.communicate(timeout=20)
    assert (server.returncode, out, err) == (0, "", "policydesk: Stopped.\n")


def test_it_serves_before_the_first_ingest_and_says_what_is_missing(start: Start, tmp_path: Path) -> None:
    server = start(home=tmp_path / "home")
    url = line_of(server.stdout).split()[-1]
    assert "Run `policydesk ingest`" in line_of(server.stdout)
    assert httpx.get(f"{url}/health").status_code == 200
    assert httpx.get(f"{url}/ready").status_code == 503


def test_a_port_in_use_is_one_line_with_a_free_one() -> None:
    with bind("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PolicydeskError) as error:
            bind("127.0.0.1", port)
    found = re.fullmatch(
        rf"Port {port} is in use on 127\.0\.0\.1: stop the other program, or set POLICYDESK_PORT \(or --port\) to (\d+)\.",
        str(error.value),
    )
    assert found
    bind("127.0.0.1", int(found[1])).close()


def test_a_port_in_use_ends_the_program_with_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICYDESK_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with bind("127.0.0.1", 0) as taken:
        monkeypatch.setattr(sys, "argv", ["policydesk", "serve", "--port", str(taken.getsockname()[1])])
        with pytest.raises(SystemExit) as ended:
            main()
    out, err = capsys.readouterr()
    assert (ended.value.code, out, err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(
    ("host", "sentence"),
    [
        ("no-such-host.invalid", 'There is no host "no-such-host.invalid" to listen on'),
        ("192.0.2.7", "192.0.2.7 is no address of this machine"),  # kept for examples by RFC 5737
    ],
)
def test_a_host_that_cannot_be_listened_on_is_named(host: str, sentence: str) -> None:
    with pytest.raises(PolicydeskError, match=f"^{sentence}.*127.0.0.1 or 0.0.0.0"):
        bind(host, 0)


def test_a_port_of_the_administrator_is_refused_with_another(monkeypatch: pytest.MonkeyPatch) -> None:
    listen = socket.socket.bind

    def as_a_user(self: socket.socket, address: tuple[str, int]) -> None:
        if 0 < address[1] < 1024:  # tests may run as root
            raise PermissionError
        listen(self, address)

    monkeypatch.setattr(socket.socket, "bind", as_a_user)
    with pytest.raises(
        PolicydeskError,
        match=r"^Port 80 is for administrators: set POLICYDESK_PORT \(or --port\) to one from 1024 up, e\.g\. \d{4,5}\.$",
    ):
        bind("127.0.0.1", 80)
