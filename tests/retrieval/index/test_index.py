from __future__ import annotations

import errno
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from retrieval.index import lexical, snapshots
from retrieval.index.index import Index, Location, NothingIngestedError, fingerprint, open_index, version_in_force
from retrieval.index.stored import StoredDocument
from retrieval.ingest.apply import ingest
from retrieval.records import Metadata, PolicydeskError

pytestmark = pytest.mark.slow


@pytest.fixture
def at(tmp_path: Path, small_documents: Path) -> Location:
    place = Location(tmp_path / "home")
    ingest([small_documents], place, FakeEmbedder())
    return place


def opened(at: Location) -> Index:
    return open_index(at, "fake:words", 64)


def lexical_folder(at: Location) -> Path:
    folder = snapshots.current(at.folder)
    assert folder is not None
    return folder / "lexical"


def test_before_the_first_ingest_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NothingIngestedError, match=r"Run `policydesk ingest` \(or `make ingest`\) first"):
        opened(Location(tmp_path / "nowhere"))
    assert version_in_force(Location(tmp_path / "nowhere")) is None


def test_an_index_is_opened_at_the_version_in_force(at: Location) -> None:
    index = opened(at)
    assert index.version == version_in_force(at) == "v1"
    assert list(index.documents) == ["office.md", "plans/harbour.md"]
    index.store.close()


@pytest.mark.parametrize("damage", ["truncated", "garbage", "gone", "of another state"])
def test_a_lexical_index_that_does_not_fit_is_built_anew_when_opening(at: Location, damage: str) -> None:
    folder = lexical_folder(at)
    victim = max(folder.iterdir(), key=lambda each: each.stat().st_size)
    if damage == "of another state":
        lexical.build(folder, [], "another")
    elif damage == "gone":
        victim.unlink()
    else:
        victim.write_bytes(victim.read_bytes()[:100] if damage == "truncated" else b"garbage" * 1000)
    index = opened(at)
    assert index.lexical.search("quays for container ships", 3)[0].chunk_id.startswith("plans/")
    index.store.close()
    built = folder.stat().st_mtime_ns
    opened(at).store.close()
    assert folder.stat().st_mtime_ns == built, "built once"


def test_several_may_find_it_damaged_at_once(at: Location) -> None:
    (lexical_folder(at) / "meta.json").write_text("{", "utf-8")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: opened(at), range(4)))
    for index in found:
        assert index.lexical.search("quays", 3)
        index.store.close()


def test_one_that_cannot_be_built_names_the_folder_and_closes_the_store(
    at: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    (lexical_folder(at) / "meta.json").write_text("{", "utf-8")

    def full(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(lexical, "build", full)
    with pytest.raises(PolicydeskError, match=r"lexical cannot be written \(Read-only file system\): free some space"):
        opened(at)


def test_a_fingerprint_tells_states_apart_whatever_the_order() -> None:
    one, two = (StoredDocument(name, f"digest {name}", "/docs", 1, Metadata(name)) for name in ("one", "two"))
    state = fingerprint({"one": one, "two": two})
    assert state == fingerprint({"two": two, "one": one})
    assert state != fingerprint({"one": one})
    assert state != fingerprint({"one": one, "two": replace(two, digest="another")})
