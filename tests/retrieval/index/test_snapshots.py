from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.index import snapshots
from retrieval.index.snapshots import (
    InForce,
    IngestRunningError,
    NoWholeVersionError,
    current,
    draft,
    exclusive,
    in_force,
    mend,
    remove_leftovers,
)


def versions(index: Path) -> list[str]:
    return sorted(each.name for each in index.glob("v*"))


def write_version(index: Path, text: str) -> None:
    with draft(index) as folder:
        (folder / "chroma").mkdir()
        (folder / "text").write_text(text, "utf-8")


def test_there_is_no_version_before_the_first(tmp_path: Path) -> None:
    assert current(tmp_path / "index") is None


def test_a_draft_is_empty_and_comes_into_force_when_it_is_done(tmp_path: Path) -> None:
    write_version(tmp_path, "one")
    with draft(tmp_path) as folder:
        assert [each.name for each in folder.iterdir()] == ["STATE"]
        (folder / "more").mkdir()
        (folder / "more" / "text").write_text("two", "utf-8")
        assert current(tmp_path) == tmp_path / "v1"
    assert current(tmp_path) == tmp_path / "v2"
    assert (tmp_path / "v2" / "more" / "text").read_text("utf-8") == "two"


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


def damage_pointer(index: Path, content: bytes | None) -> None:
    if content is None:
        (index / "CURRENT").unlink()
    else:
        (index / "CURRENT").write_bytes(content)


DAMAGED = pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, "is missing"),
        (b"", "is empty"),
        (b"v7", "names no version that is there"),
        (b"v7\n", "names no version that is there"),
        (b"\xff" * 5000, "names no version that is there"),
        (b".", "names no version that is there"),
        (b"../other", "names no version that is there"),
    ],
)


@DAMAGED
def test_where_the_pointer_is_damaged_the_newest_whole_version_is_used_and_it_is_said(
    tmp_path: Path, content: bytes | None, wrong: str
) -> None:
    for text in ("one", "two", "three"):
        write_version(tmp_path, text)
    damage_pointer(tmp_path, content)
    expected = f"{tmp_path / 'CURRENT'} {wrong}: the newest whole version, v3, is used."
    assert in_force(tmp_path) == InForce(tmp_path / "v3", expected)
    remove_leftovers(tmp_path)
    assert versions(tmp_path) == ["v1", "v2", "v3"], "nothing whole goes while the pointer cannot be read"
    assert mend(tmp_path) == f"{expected} The pointer is put right."
    assert in_force(tmp_path) == InForce(tmp_path / "v3")
    assert mend(tmp_path) is None
    remove_leftovers(tmp_path)
    assert versions(tmp_path) == ["v2", "v3"]


def test_a_folder_in_the_place_of_the_pointer_is_a_damaged_pointer(tmp_path: Path) -> None:
    write_version(tmp_path, "one")
    (tmp_path / "CURRENT").unlink()
    (tmp_path / "CURRENT").mkdir()
    assert in_force(tmp_path).folder == tmp_path / "v1"
    assert str(mend(tmp_path)).endswith("The pointer is put right.")
    assert in_force(tmp_path) == InForce(tmp_path / "v1")
    remove_leftovers(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["CURRENT", "v1"]


def test_when_the_version_that_the_pointer_names_is_gone_the_one_before_is_used(tmp_path: Path) -> None:
    for text in ("one", "two"):
        write_version(tmp_path, text)
    shutil.rmtree(tmp_path / "v2")
    assert current(tmp_path) == tmp_path / "v1"
    write_version(tmp_path, "three")
    assert (tmp_path / "CURRENT").read_text("utf-8") == "v3", "a server may have v2 open and must see that it is over"
    assert (tmp_path / "v1" / "text").read_text("utf-8") == "one"


def test_a_draft_that_died_is_never_taken_for_whole(tmp_path: Path) -> None:
    write_version(tmp_path, "one")
    write_old_version(tmp_path / "v2")
    (tmp_path / "v2" / "STATE").write_text("draft", "utf-8")
    damage_pointer(tmp_path, b"")
    assert current(tmp_path) == tmp_path / "v1"
    remove_leftovers(tmp_path)
    assert versions(tmp_path) == ["v1"]


OLD = ("chroma/chroma.sqlite3", "folders.json", "lexical/policydesk.json")


def write_old_version(folder: Path, *, without: str = "") -> None:
    """As an ingest left it before versions said whether they are whole."""
    for each in OLD:
        if each != without:
            (folder / each).parent.mkdir(parents=True, exist_ok=True)
            (folder / each).write_text("{}", "utf-8")


@pytest.mark.parametrize("missing", OLD)
def test_an_old_version_is_whole_when_all_that_was_written_to_its_end_is_there(tmp_path: Path, missing: str) -> None:
    write_old_version(tmp_path / "v9")
    write_old_version(tmp_path / "v10")
    write_old_version(tmp_path / "v11", without=missing)
    assert current(tmp_path) == tmp_path / "v10"
    remove_leftovers(tmp_path)
    assert versions(tmp_path) == ["v10", "v11", "v9"]


def test_with_no_whole_version_left_nothing_goes_and_a_rebuild_is_asked_for(tmp_path: Path) -> None:
    write_old_version(tmp_path / "v4", without="lexical/policydesk.json")
    damage_pointer(tmp_path, b"")
    with pytest.raises(NoWholeVersionError, match=r"CURRENT is empty: no whole version is beside it. Run `policydesk"):
        mend(tmp_path)
    remove_leftovers(tmp_path)
    assert versions(tmp_path) == ["v4"]
    assert mend(tmp_path, anew=True) is not None
    with draft(tmp_path):
        pass
    assert current(tmp_path) == tmp_path / "v5"


def test_a_first_draft_that_died_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1" / "STATE").write_text("draft", "utf-8")
    assert in_force(tmp_path) == InForce(None)
    assert mend(tmp_path) is None
    write_version(tmp_path, "one")
    assert versions(tmp_path) == ["v1"]


def test_a_version_that_is_deleted_is_none_from_the_first_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("one", "two", "three"):
        write_version(tmp_path, text)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        remove_leftovers(tmp_path)
        assert versions(tmp_path) == ["v2", "v3"]
    assert (tmp_path / "gone.v1").exists()
    remove_leftovers(tmp_path)
    assert not (tmp_path / "gone.v1").exists()


def test_two_in_one_process_exclude_each_other_and_the_right_is_given_back(tmp_path: Path) -> None:
    with exclusive(tmp_path), pytest.raises(IngestRunningError), exclusive(tmp_path):
        pass
    with exclusive(tmp_path):
        pass


@pytest.mark.slow
def test_another_process_is_told_what_to_do_and_a_killed_one_holds_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, time; from retrieval.index.snapshots import exclusive\n"
        "with exclusive(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    root = str(Path(snapshots.__file__).parent.parent.parent)
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
