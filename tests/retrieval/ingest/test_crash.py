"""A real ingest that makes a new base is killed at random moments; whatever the moment, no document may be lost or torn.

Changes upon a base are in test_kills.py.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeEmbedder
from forks import forking, forks, paths_for_forks

from retrieval.embedding import Vectors
from retrieval.embedding.vector_cache import VectorCache
from retrieval.index import generations, ledger, lexical, snapshots
from retrieval.index.index import Location, open_index
from retrieval.index.vectors import VectorStore
from retrieval.ingest.apply import ingest
from retrieval.search.search import Search

STAGES = ("carried", "chunks", "records", "words", "ledger", "switching")
pytestmark = [pytest.mark.slow, pytest.mark.thorough, forking]
KILLS = 10
LINGER = 0.15  # seconds


class Slow(FakeEmbedder):
    """Takes a hundredth of a second for a batch."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        time.sleep(0.01)
        return super().embed(texts)


def write_state(folder: Path, state: int) -> dict[str, str]:
    """Eight documents whose every paragraph names the state; two come and go with it. Document id -> text."""
    folder.mkdir(exist_ok=True)
    for each in folder.iterdir():
        each.unlink()
    names = [*(f"stays{i}" for i in range(8)), f"only{state}a", f"only{state}b"]
    texts = {}
    for name in names:
        paragraphs = [
            f"State {state} of {name} paragraph {i}. " + "harbour quay plan " * 30 for i in range(state % 3 + 3)
        ]
        (folder / f"{name}.md").write_text(f"# {name}\n\n" + "\n\n".join(paragraphs) + "\n", "utf-8")
        texts[f"{name}.md"] = f"State {state} of {name}"
    return texts


def check(at: Location, before: dict[str, str], after: dict[str, str]) -> bool:
    """Whether the new state is in force; asserts that it is wholly that or wholly the old one."""
    index = open_index(at, "fake:words", 64)
    with closing(index.store), closing(VectorCache(at.home / "vectors.sqlite")) as cache:
        expected = after if index.documents.keys() == after.keys() else before
        assert index.documents.keys() == expected.keys()
        chunks = list(index.store.all_chunks(index.documents))
        assert len(chunks) == index.store.count() == sum(each.chunks for each in index.documents.values())
        for name, marker in expected.items():
            document = index.store.document(name)
            assert document is not None
            own = [each for each in chunks if each.document_id == name]
            assert len(own) == index.documents[name].chunks > 0
            for each in own:
                assert marker in each.text
                assert document.text[each.start : each.end] == each.text
        some = next(iter(expected.values()))
        passages = Search(index, FakeEmbedder(), cache).search(f"{some} paragraph").passages
        assert passages
        assert all(each.chunk.text.split(" of ")[0] == some.split(" of ")[0] for each in passages)
    return expected is after


def lingering(step: Callable[..., Any], stage: str, linger: str, say: Connection) -> Callable[..., Any]:
    """The step, which says its stage first and waits a little when that is the one to linger in."""

    def run(*args: Any, **given: Any) -> Any:
        say.send(stage)
        if stage == linger:
            time.sleep(LINGER)
        return step(*args, **given)

    return run


def ingest_aloud(folder: Path, at: Location, linger: str, say: Connection) -> None:
    """An ingest that tells where it is; runs in a process of its own, which may be killed."""
    for stage, holder, name in (
        ("carried", VectorStore, "take_over"),
        ("chunks", VectorStore, "write_chunks"),
        ("records", VectorStore, "write_document"),
        ("words", lexical, "_register"),
        ("ledger", ledger, "write_packed"),
        ("switching", snapshots, "_point"),
    ):
        setattr(holder, name, lingering(getattr(holder, name), stage, linger, say))
    generations._FEW = 0
    ingest([folder], at, Slow())
    say.send("done")


@pytest.fixture(autouse=True)
def _paths(monkeypatch: pytest.MonkeyPatch) -> None:
    paths_for_forks(monkeypatch, Path(__file__).parent)


def start(folder: Path, at: Location, stage: str) -> tuple[BaseProcess, Connection]:
    """A writer that lingers in a stage, and what it says."""
    context = forks()
    hear, say = context.Pipe(duplex=False)
    writer = context.Process(target=ingest_aloud, args=(folder, at, stage, say))
    writer.start()
    say.close()
    return writer, hear


def heard(hear: Connection) -> Iterator[str]:
    while True:
        try:
            yield hear.recv()
        except EOFError:
            return


def test_a_killed_ingest_leaves_every_document_wholly_old_or_wholly_new_and_the_next_one_completes(
    tmp_path: Path,
) -> None:
    chance = random.Random(7)  # noqa: S311 - moments to kill at, not secrets
    folder, at = tmp_path / "documents", Location(tmp_path / "home")
    before = write_state(folder, 0)
    ingest([folder], at, FakeEmbedder())
    new = 0
    for number in range(KILLS):
        after = write_state(folder, number + 1)
        stage = STAGES[number % len(STAGES)]
        writer, hear = start(folder, at, stage)
        with hear:
            reached = next((each for each in heard(hear) if each == stage), None)
            assert reached
            time.sleep(chance.random() * LINGER)
            writer.kill()
            writer.join()
        if check(at, before, after):
            new += 1
            before = after
    assert new < KILLS
    after = write_state(folder, KILLS + 1)
    report = ingest([folder], at, FakeEmbedder())
    assert report.failed == ()
    assert check(at, {}, after)
    kept = sorted(each.name for each in at.folder.iterdir())
    assert len(kept) <= 4, "the pointer, the version in force, the one before, and one that was in force when it began"
    assert "CURRENT.new" not in kept
    assert ingest([folder], at, FakeEmbedder()).embedded == 0


def test_a_reader_goes_on_answering_while_another_process_switches_versions_twice(tmp_path: Path) -> None:
    folder, at = tmp_path / "documents", Location(tmp_path / "home")
    first = write_state(folder, 0)
    ingest([folder], at, FakeEmbedder())
    index = open_index(at, "fake:words", 64)
    with closing(index.store), closing(VectorCache(at.home / "vectors.sqlite")) as cache:
        reader = Search(index, FakeEmbedder(), cache)
        answered = 0
        for state in (1, 2):
            write_state(folder, state)
            writer, hear = start(folder, at, "nowhere")
            with hear:
                while writer.is_alive():
                    passages = reader.search("state paragraph harbour").passages
                    assert passages
                    assert all(each.chunk.text.startswith("State 0 ") for each in passages)
                    answered += 1
                assert list(heard(hear))[-1] == "done"
        assert answered > 10
        assert {each.chunk.document_id for each in reader.search("paragraph", limit=50).passages} == set(first)
        assert reader.documents.whole("stays0.md") is not None
    assert (at.folder / "CURRENT").read_text("utf-8") == "v3"
