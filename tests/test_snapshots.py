from __future__ import annotations

import errno
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from retrieval import snapshots
from retrieval.snapshots import IngestRunningError, current, draft, exclusive, remove_leftovers


def versions(index: Path) -> list[str]:
    return sorted(each.name for each in index.glob("v*"))


def write_version(index: Path, text: str) -> None:
    with draft(index) as folder:
        (folder / "text").write_text(text, "utf-8")


def test_there_is_no_version_before_the_first(tmp_path: Path) -> None:
    assert current(tmp_path / "index") is None


def test_a_draft_comes_into_force_when_it_is_done_and_holds_what_was_there(tmp_path: Path) -> None:
    write_version(tmp_path, "one")
    with draft(tmp_path) as folder:
        assert (folder / "text").read_text("utf-8") == "one"
        (folder / "more").mkdir()
        (folder / "more" / "text").write_text("two", "utf-8")
        assert current(tmp_path) == tmp_path / "v1"
    assert current(tmp_path) == tmp_path / "v2"
    assert (tmp_path / "v2" / "more" / "text").read_text("utf-8") == "two"


def test_an_empty_draft_holds_nothing(tmp_path: Path) -> None:
    write_version(tmp_path, "one")
    with draft(tmp_path, empty=True) as folder:
        assert list(folder.iterdir()) == []


def test_what_is_derived_and_what_databases_leave_beside_them_is_not_copied(tmp_path: Path) -> None:
    with draft(tmp_path) as folder:
        (folder / "lexical").mkdir()
        for name in ("lexical/file", "lexical.lock", "x.sqlite3-journal"):
            (folder / name).write_text("", "utf-8")
    with draft(tmp_path) as folder:
        assert list(folder.iterdir()) == []


def test_a_database_is_copied_whole_while_another_writes_to_it(tmp_path: Path) -> None:
    with draft(tmp_path) as folder, closing(sqlite3.connect(folder / "x.sqlite3")) as db, db:
        db.execute("CREATE TABLE numbers (n INTEGER)")
        db.execute("INSERT INTO numbers VALUES (1)")
    with closing(sqlite3.connect(tmp_path / "v1" / "x.sqlite3")) as writer:
        writer.execute("INSERT INTO numbers VALUES (2)")
        with draft(tmp_path) as folder, closing(sqlite3.connect(folder / "x.sqlite3")) as db:
            assert db.execute("SELECT n FROM numbers").fetchall() == [(1,)], "what is not committed is not there"


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(errno.ENOSPC, "No space left on device"), ValueError])
def test_whatever_interrupts_a_draft_leaves_the_version_before_it(tmp_path: Path, error: BaseException) -> None:
    write_version(tmp_path, "one")

    def interrupted() -> None:
        with draft(tmp_path) as folder:
            (folder / "text").write_text("half", "utf-8")
            raise error

    with pytest.raises((KeyboardInterrupt, OSError, ValueError)):
        interrupted()
    assert versions(tmp_path) == ["v1"]
    assert (tmp_path / "v1" / "text").read_text("utf-8") == "one"


def test_a_disk_that_fills_up_while_copying_leaves_the_version_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_version(tmp_path, "one")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space left on device"):
        write_version(tmp_path, "two")
    assert versions(tmp_path) == ["v1"]


def test_the_version_before_stays_for_those_who_read_it_and_older_ones_go_with_the_next_draft(tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        write_version(tmp_path, text)
    assert versions(tmp_path) == ["v1", "v2", "v3"]
    write_version(tmp_path, "four")
    assert versions(tmp_path) == ["v2", "v3", "v4"]


def test_what_a_killed_draft_left_behind_is_removed(tmp_path: Path) -> None:
    write_version(tmp_path, "one")
    (tmp_path / "v2").mkdir()
    (tmp_path / "v2" / "half").write_text("", "utf-8")
    remove_leftovers(tmp_path)
    assert versions(tmp_path) == ["v1"]


@pytest.mark.parametrize("content", ["", "v7", "v7\n", "\udcff"])
def test_a_pointer_to_nowhere_is_as_no_version(tmp_path: Path, content: str) -> None:
    write_version(tmp_path, "one")
    (tmp_path / "CURRENT").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert current(tmp_path) is None
    write_version(tmp_path, "again")
    folder = current(tmp_path)
    assert folder is not None
    assert (folder / "text").read_text("utf-8") == "again"


def test_two_in_one_process_exclude_each_other_and_the_right_is_given_back(tmp_path: Path) -> None:
    with exclusive(tmp_path), pytest.raises(IngestRunningError), exclusive(tmp_path):
        pass
    with exclusive(tmp_path):
        pass


def test_another_process_is_told_what_to_do_and_a_killed_one_holds_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, time; from retrieval.snapshots import exclusive\n"
        "with exclusive(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    root = str(Path(snapshots.__file__).parent.parent)
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=root, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(IngestRunningError) as error, exclusive(tmp_path):
            pass
        assert str(error.value) == (
            f"Another ingest is writing to {tmp_path}. Wait until it is done, or give this one its own POLICYDESK_HOME."
        )
        other.kill()
        other.wait()
    with exclusive(tmp_path):
        pass
