"""What is wrong with documents is said before anything of them is indexed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Run, command_line
from office_files import packed

WHOLE = "---\norganisation: Alpha City\npublished: 2999-01-01\n---\n# Fair\n\nThe fair opens in June. Fair Team: 051-888-1201\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    return command_line(monkeypatch, capsys, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "plans"
    made.mkdir()
    (made / "fair.md").write_text(WHOLE, "utf-8")
    return made


def test_a_folder_without_fault_is_counted_and_nothing_is_written(run: Run, folder: Path, tmp_path: Path) -> None:
    code, out, _ = run("lint", str(folder))
    assert (code, " ".join(out.split())) == (
        0,
        "1 files can be read, with 53 characters and 1 contacts; 0 cannot.",
    )
    assert not (tmp_path / "home").exists()


def test_each_file_is_told_with_what_to_do_and_one_that_cannot_be_read_ends_with_1(run: Run, folder: Path) -> None:
    (folder / "again.md").write_text(WHOLE, "utf-8")
    (folder / "over.txt").write_text("---\nvalid_until: 2001-01-01\ntitel: x\n---\nThe fair opened in June.\n", "utf-8")
    (folder / "page.html").write_text("<main><p>The fair.</p></main><nav>Call 051-888-1299.</nav>", "utf-8")
    (folder / "post.zip").write_bytes(packed({"a.txt": "The fair.", "b.png": b"\x89PNG\r\n"}))
    (folder / "a.png").write_bytes(b"\x89PNG\r\n")
    code, out, _ = run("lint", str(folder), "--json")
    found = json.loads(out)
    said = {(Path(each["path"]).name, each["words"].split(":")[0]) for each in found["remarks"]}
    assert {
        ("fair.md", f"has the same text as {folder / 'again.md'}"),
        ("over.txt", "ran until 2001-01-01"),
        ("over.txt", "has the key `titel`, which is not read"),
        ("page.html", "holds 1 phone that its text does not"),
        ("post.zip", "leaves out"),
    } <= said
    assert [Path(each["path"]).name for each in found["failed"]] == ["a.png"]
    assert code == 1
    assert "1 not read" in run("lint", str(folder))[1]


def test_a_folder_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    code, _, err = run("lint", str(tmp_path / "nowhere"))
    assert code == 1
    assert "no file or folder" in err
