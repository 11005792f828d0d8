"""Writers of small changes are killed at random moments while a reader in another process checks every generation it sees.

`POLICYDESK_KILLS=200 pytest tests/retrieval/ingest/test_kills.py` kills that many.
"""

from __future__ import annotations

import os
import random
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from chroma_running import ChromaServer
from fakes import FakeEmbedder
from forks import forking, forks, paths_for_forks

from retrieval.index import generations
from retrieval.index.index import Index, Location
from retrieval.ingest.apply import ingest
from retrieval.search.live import Live
from retrieval.search.search import Search

KILLS = int(os.environ.get("POLICYDESK_KILLS", "8"))
DOCUMENTS = 24
pytestmark = [pytest.mark.slow, pytest.mark.thorough, forking]


@pytest.fixture(autouse=True)
def _paths(monkeypatch: pytest.MonkeyPatch) -> None:
    paths_for_forks(monkeypatch, Path(__file__).parent)


def states(generation: int) -> dict[str, int]:
    """Document id -> the generation that wrote it last: three of them change in each, one comes and the one before goes."""
    found = {f"stays{i:02}.md": 0 for i in range(DOCUMENTS)}
    for each in range(1, generation + 1):
        found |= {f"stays{(each * 5 + i) % DOCUMENTS:02}.md": each for i in range(3)}
    return found | {f"only{generation}.md": generation}


def write_files(folder: Path, generation: int) -> None:
    """The files as `states` has them."""
    wanted = states(generation)
    folder.mkdir(exist_ok=True)
    for each in folder.iterdir():
        if each.name not in wanted:
            each.unlink()
    for name, state in wanted.items():
        text = f"# {name}\n\nWritten by generation{state} as {name}.\n\n" + "harbour quay plan " * 60 + "\n"
        if not (folder / name).exists() or (folder / name).read_text("utf-8") != text:
            (folder / name).write_text(text, "utf-8")


def check(search: Search) -> int:
    """The generation that is seen; asserts that every document, chunk and word is exactly of it."""
    index: Index = search.index
    (generation,) = (int(name.removeprefix("only").removesuffix(".md")) for name in index.documents if "only" in name)
    wanted = states(generation)
    assert list(index.documents) == sorted(wanted)
    first = {c.document_id: c.text for c in index.store.all_chunks(index.documents) if "Written" in c.text}
    assert first.keys() == wanted.keys()
    assert index.store.count() == sum(each.chunks for each in index.documents.values())
    for name, state in wanted.items():
        said = f"Written by generation{state} as {name}."
        assert said in first[name]
        document = index.store.document(name)
        assert document is not None
        assert said in document.text
    near = index.store.nearest(search.embedder.embed_question(f"generation{generation}"), 200)
    assert len({hit.chunk_id for hit in near}) == min(200, index.store.count())
    assert {hit.chunk_id.rpartition("#")[0] for hit in near} == wanted.keys()
    for state in (generation, max(wanted.values())):
        words = {hit.chunk_id.rpartition("#")[0] for hit in index.lexical.search(f"generation{state}", 200)}
        assert words == {name for name, each in wanted.items() if each == state}
    return generation


def read_on(at: Location, say: Connection, hear: Connection) -> None:
    """Checks what is in force again and again until it hears something; says what it saw, or what was wrong."""
    seen: list[int] = []
    live = Live(at, FakeEmbedder, lambda search: search)
    try:
        while not hear.poll(0.3):
            generation = check(live.current())
            assert not seen or generation >= seen[-1], "never back to an older one"
            seen.append(generation)
        say.send(seen)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test has to see it
        say.send(repr(error))
    finally:
        live.close()


def write_one(folder: Path, at: Location) -> None:
    """An ingest in a process of its own, which makes a new base now and then."""
    generations._FEW = 16
    ingest([folder], at, FakeEmbedder())


def kill_writers(tmp_path: Path, at: Location, elsewhere: Location, kills: int) -> None:
    """Kill as many writers while the reader's place is `elsewhere`."""
    chance = random.Random(11)  # noqa: S311 - moments to kill at, not secrets
    context = forks()
    folder = tmp_path / "documents"
    write_files(folder, 0)
    ingest([folder], at, FakeEmbedder())
    hear, say = context.Pipe(duplex=False)
    stop_hear, stop = context.Pipe(duplex=False)
    reader = context.Process(target=read_on, args=(elsewhere, say, stop_hear))
    reader.start()
    took, ended = 0.0, 0
    for generation in range(1, kills + 2):
        write_files(folder, generation)
        writer = context.Process(target=write_one, args=(folder, at))
        began = time.monotonic()
        writer.start()
        if generation > 1:
            writer.join(chance.random() * took * 1.1)
            writer.kill()
        writer.join()
        took = took or time.monotonic() - began
        ended += writer.exitcode == 0
    ingest([folder], at, FakeEmbedder())
    stop.send("enough")
    seen = hear.recv()
    reader.join()
    assert isinstance(seen, list), seen
    assert seen
    last = Live(at, FakeEmbedder, lambda search: search)
    assert check(last.current()) == kills + 1
    last.close()
    assert generations.newest(at.folder)[1] == []


def test_a_reader_sees_whole_generations_only_while_writers_of_changes_are_killed(tmp_path: Path) -> None:
    at = Location(tmp_path / "home")
    kill_writers(tmp_path, at, at, KILLS)


def test_so_does_another_machine_on_the_same_chroma_server(tmp_path: Path) -> None:
    with ChromaServer(tmp_path / "chroma") as server:
        at, elsewhere = (Location(tmp_path / home, server.url) for home in ("home", "elsewhere"))
        kill_writers(tmp_path, at, elsewhere, KILLS // 4)  # each costs more: the writer has a server to ask
