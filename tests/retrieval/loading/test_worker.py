"""Files are read in a process of their own: what one of them breaks is its own failure, and nothing is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from retrieval.chunking import chunk
from retrieval.contacts.finding import find
from retrieval.loading.loader import UnreadableFileError, load
from retrieval.loading.worker import Worker, WorkerError, limits, reading
from retrieval.loading.worker.limits import Limits
from retrieval.loading.worker.pipe import MOST, BrokenMessageError, receive, send
from retrieval.loading.worker.reading import Reading
from retrieval.records import Block, Contact, Metadata

pytestmark = pytest.mark.slow
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows holds no process to limits")

OFFICE = """---
title: Harbour Office
organisation: Seaport City
published: 2024-05-01
aliases: [[Seaport, 항구시]]
organization: x
---
# Harbour Office

- Quay Construction Team: Room 12, phone +82-51-888-3033
- 항만 준설팀: 전화 051-888-3034
"""
# Each bracket is looked at again from each one before it, as CommonMark has it: square time in few bytes.
LONG = "[" * 150_000


def put(folder: Path, name: str, content: str) -> Path:
    (folder / name).write_text(content, "utf-8")
    return folder / name


def reason(worker: Worker, path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        worker.read(path, path.name)
    return str(caught.value)


def pid(worker: Worker) -> int:
    assert worker._process is not None
    return worker._process.pid


def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def is_alive(process: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked for yet does not."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except OSError:  # no /proc
        return True


def test_a_file_is_read_as_in_this_process_and_the_next_one_by_the_same_worker(tmp_path: Path) -> None:
    path = put(tmp_path, "office.md", OFFICE)
    here = load(path, "office.md")
    with Worker() as worker:
        there = worker.read(path, "office.md")
        first = pid(worker)
        worker.read(put(tmp_path, "b.md", "Text."), "b.md")
        assert pid(worker) == first
    assert there == Reading(here, find(here), tuple(chunk(here)))
    assert there.document.remarks
    assert not is_alive(first)


def test_a_refusal_of_the_reader_comes_through_and_no_process_starts_before_a_file_is_read(tmp_path: Path) -> None:
    with Worker() as worker:
        assert worker._process is None
        assert reason(worker, put(tmp_path, "a.md", " \n")) == "is empty: put text into it or remove it"
        assert reason(worker, tmp_path / "gone.md") == "is no longer there: run the ingest again"


@posix
def test_a_file_that_takes_too_long_to_compute_is_named_and_the_next_one_is_read_by_another_worker(
    tmp_path: Path,
) -> None:
    with Worker(Limits(seconds=1)) as worker:
        worker.read(put(tmp_path, "a.md", "Text."), "a.md")
        first = pid(worker)
        assert reason(worker, put(tmp_path, "slow.md", LONG)) == (
            "takes more than 1 s of computing to be read: split it into parts, or save it anew in another form"
        )
        assert worker.read(tmp_path / "a.md", "a.md").document.text == "Text."
        assert pid(worker) != first


def test_a_file_that_is_waited_for_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (0.0, 0.0, 0.0), raising=False)
    with Worker(Limits(wait=0.2)) as worker:
        worker._start()
        assert reason(worker, put(tmp_path, "slow.md", LONG)).startswith("was not read after 0 s of waiting")


@posix
def test_a_file_that_needs_too_much_memory_is_named(tmp_path: Path) -> None:
    # an AS limit is not kept by macOS, where a thread looks at what is held
    with Worker(Limits(memory=260 * 2**20)) as worker:
        said = reason(worker, put(tmp_path, "wide.html", f"<html><body>{'<p>word of it</p>' * 900_000}</body></html>"))
        assert said.startswith("needs more"), said
        assert worker.read(put(tmp_path, "a.md", "Text."), "a.md").chunks


def test_more_text_than_a_document_can_have_is_refused(tmp_path: Path) -> None:
    with Worker(Limits(characters=1000)) as worker:
        assert reason(worker, put(tmp_path, "a.txt", "word " * 300)) == (
            "holds more text than a document can have (1,499 characters in 1 blocks, at most 1,000 in 250,000): split it "
            "into parts"
        )


@posix
@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT"])
def test_a_file_that_crashes_its_reader_is_named_with_the_signal(tmp_path: Path, name: str) -> None:
    slow = put(tmp_path, "slow.md", LONG)
    with Worker() as worker:
        worker._start()
        threading.Timer(0.3, os.kill, (pid(worker), signal.Signals[name])).start()
        assert reason(worker, slow) == (
            f"breaks the program that reads it ({name}): save it anew or in another form, and report this"
        )
        assert worker.read(put(tmp_path, "a.md", "Text."), "a.md").document.text == "Text."


PARENT = """
import sys
from pathlib import Path
from retrieval.loading.worker import Worker
worker = Worker()
worker._start()
print(worker._process.pid, flush=True)
worker.read(Path(sys.argv[1]), "slow.md")
"""


@posix
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_a_parent_that_is_killed_or_interrupted_leaves_no_worker_behind(tmp_path: Path, name: str) -> None:
    slow = put(tmp_path, "slow.md", LONG)
    command = [sys.executable, "-c", PARENT, str(slow)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(0.2)  # it is in the middle of the file
        assert is_alive(child)
        parent.send_signal(signal.Signals[name])
        parent.wait(20)
    assert until(lambda: not is_alive(child))


@posix
def test_control_c_at_the_terminal_reaches_the_parent_alone(tmp_path: Path) -> None:
    with Worker() as worker:
        worker._start()
        os.kill(pid(worker), signal.SIGINT)
        assert worker.read(put(tmp_path, "a.md", "Text."), "a.md").document.text == "Text."


def test_modules_are_not_taken_from_the_folder_that_somebody_is_in_nor_keys_from_its_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "yaml.py", "raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POLICYDESK_API_KEY", "secret")
    with Worker() as worker:
        assert worker.read(put(tmp_path, "a.md", OFFICE), "a.md").contacts
        environment = Path(f"/proc/{pid(worker)}/environ")
        if environment.exists():
            assert b"secret" not in environment.read_bytes()


def test_a_process_that_cannot_start_is_no_fault_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(WorkerError, match="The process that reads files could not be started"):
        Worker().read(put(tmp_path, "a.md", "Text."), "a.md")


def test_a_worker_that_has_held_much_memory_gives_way_to_a_new_one(tmp_path: Path) -> None:
    path = put(tmp_path, "a.md", "Text.")
    with Worker(Limits(memory=8 * 2**30)) as worker:
        worker.read(path, "a.md")
        assert worker._process is not None
    assert limits.is_tired(Limits(memory=2**20))
    assert not limits.is_tired(Limits(memory=2**50))


@posix
def test_memory_is_watched_where_the_system_holds_no_process_to_it() -> None:
    held = "from retrieval.loading.worker.limits import watch_memory; watch_memory(2**20); import time; time.sleep(20)"
    assert subprocess.run([sys.executable, "-c", held], check=False).returncode == limits.OUT_OF_MEMORY


def test_a_busy_machine_is_waited_for_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    for load_average, expected in ((0.5, 60.0), (2.0, 60.0), (6.0, 180.0)):
        monkeypatch.setattr(os, "getloadavg", lambda load_average=load_average: (load_average, 0.0, 0.0), raising=False)
        assert Limits().waits() == expected


# What comes from the worker is checked


def said_of(folder: Path) -> dict[str, object]:
    document = load(put(folder, "office.md", OFFICE), "office.md")
    return json.loads(reading.encode(Reading(document, find(document), tuple(chunk(document)))))  # type: ignore[no-any-return]


def test_every_field_of_the_records_that_are_sent_has_a_check() -> None:
    declared = {str(each.type) for record in (Block, Contact, Metadata) for each in fields(record)}
    assert declared <= set(reading._CHECKS)


@pytest.mark.parametrize(
    "damage",
    [
        {"text": 7},
        {"text": ""},
        {"blocks": [["heading", 0, 10**9, 1, None]]},
        {"blocks": [["heading", 9, 3, 1, None]]},
        {"blocks": [["script", 0, 3, 1, None]]},
        {"blocks": [["heading", 0, True, 1, None]]},
        {"blocks": [["heading", 0, 3, 1]]},
        {"blocks": {"0": []}},
        {"metadata": [None] * 10},
        {"metadata": ["T", None, None, None, "yesterday", None, None, None, None, []]},
        {"contacts": [["other.md"] + [None] * 7 + [0, 3, [], [], None, None, None, [], None, None, None]]},
        {"contacts": [[]]},
        {"chunks": [[0, 10**9, [], None]]},
        {"chunks": [[-4, 3, [], None]]},
        {"chunks": [[0, 3, "heading", None]]},
        {"chunks": [[0, 3]]},
        {"remarks": [1]},
    ],
)
def test_what_is_no_reading_is_not_taken_for_one(tmp_path: Path, damage: dict[str, object]) -> None:
    said = said_of(tmp_path)
    assert reading.decode(said, "office.md").contacts
    with pytest.raises(ValueError, match=r".+"):
        reading.decode(said | damage, "office.md")


def test_a_message_that_says_to_be_longer_than_any_is_not_waited_for(tmp_path: Path) -> None:
    def of(data: bytes) -> object:
        (tmp_path / "pipe").write_bytes(data)
        with (tmp_path / "pipe").open("rb") as pipe:
            return receive(pipe)

    assert of(b"\0\0\0\2{}") == {}
    for broken in (
        (MOST + 1).to_bytes(4, "big"),
        b"\0\0",
        b"\0\0\0\5{}",
        b"\0\0\0\2[]",
        b"\0\0\0\2{]",
        b"\0\0\0\2\xff\xff",
    ):
        with pytest.raises(BrokenMessageError):
            of(broken)
    with pytest.raises(EOFError):
        of(b"")
    deep = b"[" * 200_000
    with pytest.raises(BrokenMessageError):
        of(len(deep).to_bytes(4, "big") + deep)
    with (tmp_path / "pipe").open("wb") as pipe, pytest.raises(BrokenMessageError):
        send(pipe, "x" * (MOST + 1))
