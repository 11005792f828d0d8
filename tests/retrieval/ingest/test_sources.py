from __future__ import annotations

import os
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from retrieval.index.stored import StoredDocument
from retrieval.ingest.folders import note_folders, noted_folders
from retrieval.ingest.sources import Progress, SourceFile, find_sources, read_sources
from retrieval.loading.loader import UnreadableFileError
from retrieval.records import Metadata, PolicydeskError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    for name in ("a.md", "deep/b.md"):
        (tmp_path / "docs" / name).write_text(f"# {name}\n\nText of {name}.\n", "utf-8")
    return tmp_path / "docs"


def stored(document: str, root: Path, digest: str = "digest") -> dict[str, StoredDocument]:
    return {document: StoredDocument(document, digest, str(root), 1, Metadata("Title"))}


def test_a_folder_gives_its_files_ids_below_it_and_is_a_root(folder: Path) -> None:
    roots, sources, clashes = find_sources([folder], {}, {})
    assert roots == [str(folder)]
    assert [each.id for each in sources] == ["a.md", "deep/b.md"]
    assert {each.root for each in sources} == {str(folder)}
    assert clashes == []


def test_a_path_given_twice_or_in_another_spelling_is_read_once(folder: Path) -> None:
    roots, sources, clashes = find_sources([folder, folder / "deep" / "..", folder], {}, {})
    assert (len(roots), len(sources), clashes) == (1, 2, [])


def test_a_single_file_is_no_root_and_is_named_from_the_folder_known_to_hold_it(folder: Path) -> None:
    file = folder / "deep" / "b.md"
    assert [(each.id, each.root) for each in find_sources([file], {}, {})[1]] == [("b.md", str(folder / "deep"))]
    roots, (source,), _ = find_sources([file], stored("a.md", folder), {})
    assert (roots, source.id, source.root) == ([], "deep/b.md", str(folder))


def test_the_folder_of_a_stored_document_that_is_gone_has_given_its_ids_up(folder: Path, tmp_path: Path) -> None:
    _, sources, clashes = find_sources([folder], stored("a.md", tmp_path / "gone"), {})
    assert (len(sources), clashes) == (2, [])
    (tmp_path / "other").mkdir()
    _, sources, clashes = find_sources([folder], stored("a.md", tmp_path / "other"), {})
    assert [each.id for each in sources] == ["deep/b.md"]
    assert [each.path for each in clashes] == [str(folder / "a.md")]


def test_what_was_ingested_before_is_read_again_under_its_old_name(folder: Path, tmp_path: Path) -> None:
    other = str(tmp_path / "other")
    _, sources, _ = find_sources([folder], {}, {"x/y.md": other, "gone.md": str(folder)})
    assert sources[-1] == SourceFile(Path(other, "x/y.md"), other, "x/y.md")
    assert "gone.md" not in [each.id for each in sources], "a folder that is named says itself what it holds"


def test_only_what_is_new_or_changed_is_loaded(folder: Path) -> None:
    _, sources, _ = find_sources([folder], {}, {})
    seen: list[Progress] = []
    first = read_sources(sources, {}, FakeEmbedder(), seen.append)
    assert [each.document.id for each in first.documents] == ["a.md", "deep/b.md"]
    assert [(each.done, each.total) for each in seen] == [(0, 2), (1, 2), (2, 2)]
    known = stored("a.md", folder, first.documents[0].digest)
    again = read_sources(sources, known, FakeEmbedder(), seen.append)
    assert (again.unchanged, [each.document.id for each in again.documents]) == (("a.md",), ["deep/b.md"])
    other_model = read_sources(sources, known, FakeEmbedder("fake:other"), seen.append)
    assert other_model.unchanged == ()


def test_a_sidecar_is_part_of_its_document(folder: Path) -> None:
    sources = [SourceFile(folder / "a.md", str(folder), "a.md")]

    def digest() -> str:
        return read_sources(sources, {}, FakeEmbedder(), lambda _: None).documents[0].digest

    before = digest()
    (folder / "a.md.yaml").write_text("organisation: City\n", "utf-8")
    assert digest() != before


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("gone", "is no longer there: run the ingest again"),
        ("empty", "is empty: put text into it or remove it"),
        ("folder", "is a folder: rename it or move it away"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_reason(folder: Path, damage: str, reason: str) -> None:
    path = folder / "a.md"
    path.unlink()
    if damage == "empty":
        path.write_bytes(b"")
    elif damage == "folder":
        path.mkdir()
    (failed,) = read_sources([SourceFile(path, str(folder), "a.md")], {}, FakeEmbedder(), lambda _: None).failed
    assert failed[0] == "a.md"
    assert (failed[1].path, failed[1].reason) == (str(path), reason)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_this_user_may_not_read_is_named(folder: Path) -> None:
    (folder / "a.md").chmod(0)
    sources = [SourceFile(folder / "a.md", str(folder), "a.md")]
    (failed,) = read_sources(sources, {}, FakeEmbedder(), lambda _: None).failed
    assert failed[1].reason == "may not be read by this user: change its permissions"


def test_a_permission_error_is_put_into_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", denied)
    sources = [SourceFile(folder / "a.md", str(folder), "a.md")]
    (failed,) = read_sources(sources, {}, FakeEmbedder(), lambda _: None).failed
    assert failed[1].reason == "may not be read by this user: change its permissions"


def test_an_empty_folder_is_refused_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(PolicydeskError, match="holds no documents"):
        find_sources([tmp_path / "empty"], {}, {})
    assert find_sources([tmp_path / "empty"], {}, {}, force=True) == ([str(tmp_path / "empty")], [], [])


def test_the_note_of_folders_comes_back_and_a_damaged_one_is_empty(tmp_path: Path) -> None:
    note_folders(tmp_path, {"나/a.md": "/docs", "\udcff.md": "/other"})
    assert noted_folders(tmp_path) == {"나/a.md": "/docs", "\udcff.md": "/other"}
    (tmp_path / "folders.json").write_text("[1", "utf-8")
    assert noted_folders(tmp_path) == {}
    assert noted_folders(tmp_path / "nowhere") == {}


def test_unreadable_is_an_error_for_people() -> None:
    assert issubclass(UnreadableFileError, PolicydeskError)
