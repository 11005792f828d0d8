"""Several machines with one Chroma server: each has a HOME of its own, the server is a real one."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import pytest
from chroma_running import ChromaServer
from conftest import serving
from fakes import FakeEmbedder

from assistant.build import Desk
from retrieval.embedding import Vectors
from retrieval.index import chroma, generations, lexical, server, vectors
from retrieval.index.faults import (
    IndexAwayError,
    IndexChangingError,
    IndexLostError,
    IndexUnusableError,
    OvertakenError,
)
from retrieval.index.index import Index, Location, NothingIngestedError, open_index
from retrieval.ingest.apply import ingest
from retrieval.search.live import Live
from retrieval.search.search import Search

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

MODEL = "fake:words"


@pytest.fixture(scope="module")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with ChromaServer(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def at(chroma_server: ChromaServer, tmp_path: Path) -> Iterator[Location]:
    """The first machine."""
    yield Location(tmp_path / "home", chroma_server.url)
    gc.collect()
    chroma_server.clear()


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("quays", "cranes", "ships"):
        (folder / f"{name}.md").write_text(f"# {name}\n\nAbout the {name} of the city.\n", "utf-8")
    return folder


@pytest.fixture
def elsewhere(at: Location, documents: Path, tmp_path: Path) -> Iterator[Live[Search]]:
    """The search of a second machine, over what the first one ingested."""
    ingest([documents], at, FakeEmbedder())
    live = Live(Location(tmp_path / "elsewhere", at.chroma_url), FakeEmbedder, lambda search: search)
    assert len(live.current().documents) == 3
    yield live
    live.close()
    gc.collect()


def write(documents: Path, name: str, text: str) -> None:
    (documents / f"{name}.md").write_text(f"# {name}\n\n{text}\n", "utf-8")


def first_text(at: Location, question: str) -> str:
    live = Live(at, FakeEmbedder, lambda search: search)
    text = live.current().search(question).passages[0].chunk.text
    live.close()
    gc.collect()
    return text


def names_in(search: Search) -> list[str]:
    """The ids of the documents, which the words and the vectors agree about."""
    index: Index = search.index
    near = index.store.nearest(FakeEmbedder().embed_question("the city"), 100)
    words = index.lexical.search("city", 100)
    assert {hit.chunk_id for hit in near} == {hit.chunk_id for hit in words}
    assert index.store.count() == len(near)
    return list(index.documents)


# --- one machine ---


def test_before_the_first_ingest_it_says_that_nothing_is_indexed(at: Location) -> None:
    with pytest.raises(NothingIngestedError):
        open_index(at, MODEL, 64)


def test_documents_on_a_server_are_added_changed_and_removed(at: Location, documents: Path) -> None:
    assert len(ingest([documents], at, FakeEmbedder()).added) == 3
    assert first_text(at, "cranes of the city") == "About the cranes of the city."
    write(documents, "cranes", "The cranes are blue now.")
    (documents / "ships.md").unlink()
    report = ingest([documents], at, FakeEmbedder())
    assert (report.changed, report.removed, report.unchanged) == (("cranes.md",), ("ships.md",), ("quays.md",))
    assert report.embedded == 1
    assert "blue" in first_text(at, "cranes")
    again = FakeEmbedder()
    assert ingest([documents], at, again).unchanged == ("cranes.md", "quays.md")
    assert again.embedded == []


class FailingEmbedder(FakeEmbedder):
    """Stops at the second batch."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        if self.calls > 1:
            raise KeyboardInterrupt
        return super().embed(texts)


@pytest.mark.parametrize("rebuild", [False, True])
def test_an_interrupted_ingest_leaves_all_as_it_was_and_nothing_behind(
    elsewhere: Live[Search], at: Location, documents: Path, chroma_server: ChromaServer, rebuild: bool
) -> None:
    before, there = elsewhere.current(), chroma_server.collections()
    write(documents, "new", "About the new terminal of the city.")
    with pytest.raises(KeyboardInterrupt):
        ingest([documents], at, FailingEmbedder(), rebuild=rebuild)
    assert elsewhere.current() is before
    assert names_in(before) == ["cranes.md", "quays.md", "ships.md"]
    assert chroma_server.collections() == there
    assert ingest([documents], at, FakeEmbedder()).added == ("new.md",)
    assert names_in(elsewhere.current()) == ["cranes.md", "new.md", "quays.md", "ships.md"]


def test_another_model_is_refused_and_a_rebuild_takes_it_with_all_folders(
    at: Location, documents: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(other, "gate", "About the gate.")
    ingest([documents], at, FakeEmbedder())
    ingest([other], at, FakeEmbedder())
    with pytest.raises(IndexUnusableError, match="--rebuild"):
        ingest([documents], at, FakeEmbedder("fake:other"))
    report = ingest([documents], at, FakeEmbedder("fake:other"), rebuild=True)
    assert set(report.added) == {"quays.md", "cranes.md", "ships.md", "gate.md"}


def test_what_is_damaged_below_home_is_fetched_again(
    at: Location, documents: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ingest([documents], at, FakeEmbedder())
    write(documents, "new", "About the new terminal.")
    ingest([documents], at, FakeEmbedder())
    [segment] = at.folder.glob("v2.*/*.segment")
    segment.write_bytes(b"damaged")
    assert first_text(at, "new terminal") == "About the new terminal."
    assert "is not as it was written: it is fetched again from the Chroma server" in caplog.text


# --- two machines ---


def test_another_machine_sees_an_ingest_at_its_next_question(
    elsewhere: Live[Search], at: Location, documents: Path
) -> None:
    before = elsewhere.current()
    assert elsewhere.current() is before
    write(documents, "new", "About the new terminal of the city.")
    (documents / "ships.md").unlink()
    write(documents, "quays", "The quays of the city are closed.")
    ingest([documents], at, FakeEmbedder())
    after = elsewhere.current()
    assert names_in(after) == ["cranes.md", "new.md", "quays.md"]
    assert after.search("new terminal").passages[0].chunk.document_id == "new.md"
    assert after.search("quays closed").passages[0].chunk.text == "The quays of the city are closed."
    assert elsewhere.current() is after
    ingest([documents], at, FakeEmbedder())
    assert elsewhere.current() is after, "an ingest with nothing to do makes no version"


def test_a_question_on_the_version_before_goes_on_with_exactly_that(
    elsewhere: Live[Search], at: Location, documents: Path
) -> None:
    before = elsewhere.current()
    for number in range(3):
        write(documents, "new", f"About the new cranes number {number} of the city.")
        (documents / "ships.md").unlink(missing_ok=True)
        ingest([documents], at, FakeEmbedder(), rebuild=number == 1)
    assert names_in(elsewhere.current()) == ["cranes.md", "new.md", "quays.md"]
    assert names_in(before) == ["cranes.md", "quays.md", "ships.md"]
    assert before.documents.whole("ships.md") is not None
    assert before.search("ships").passages[0].chunk.text == "About the ships of the city."


def test_another_machine_catches_up_with_the_words_of_what_changed_alone(
    elsewhere: Live[Search], at: Location, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Live(Location(tmp_path / "late", at.chroma_url), FakeEmbedder, lambda search: search)
    assert len(names_in(late.current())) == 3
    late.close()
    added: list[str] = []
    ends = lexical.extend

    def noting(before: Path, folder: Path, without: object, chunks: object, *states: str) -> None:
        found = list(chunks)  # type: ignore[call-overload]
        added.extend(each.id for each in found)
        ends(before, folder, without, found, *states)  # type: ignore[arg-type]

    write(documents, "new", "About the new terminal of the city.")
    ingest([documents], at, FakeEmbedder())
    write(documents, "more", "About more of the city.")
    ingest([documents], at, FakeEmbedder())
    monkeypatch.setattr(lexical, "extend", noting)
    monkeypatch.setattr(lexical, "build", lambda *_: pytest.fail("the words of all documents were indexed again"))
    assert len(names_in(elsewhere.current())) == 5
    assert added == ["more.md#0", "new.md#0"]
    started_again = Live(Location(tmp_path / "late", at.chroma_url), FakeEmbedder, lambda search: search)
    assert len(names_in(started_again.current())) == 5
    assert added == ["more.md#0", "new.md#0"] * 2
    started_again.close()


def test_both_machines_may_ingest_and_each_goes_on_from_the_other(
    elsewhere: Live[Search], at: Location, documents: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(other, "gate", "About the gate of the city.")
    second = Location(tmp_path / "elsewhere", at.chroma_url)
    assert ingest([other], second, FakeEmbedder()).added == ("gate.md",)
    write(documents, "new", "About the new terminal of the city.")
    assert ingest([documents], at, FakeEmbedder()).added == ("new.md",)
    assert names_in(elsewhere.current()) == ["cranes.md", "gate.md", "new.md", "quays.md", "ships.md"]


class Overtaken(FakeEmbedder):
    """Another machine's ingest begins and ends while this one embeds."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self._meanwhile: Callable[[], object] | None = meanwhile

    def embed(self, texts: Sequence[str]) -> Vectors:
        found, self._meanwhile = self._meanwhile, None
        if found:
            found()
        return super().embed(texts)


@pytest.mark.parametrize(("first", "rebuild"), [(True, False), (False, False), (False, True)])
def test_of_two_ingests_at_once_the_one_that_ends_last_is_refused_and_harms_nothing(
    at: Location, documents: Path, tmp_path: Path, rebuild: bool, first: bool
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(other, "gate", "About the gate of the city.")
    second = Location(tmp_path / "elsewhere", at.chroma_url)
    if not first:
        ingest([documents], at, FakeEmbedder())
        write(documents, "new", "About the new terminal of the city.")
    with pytest.raises(OvertakenError, match="Another ingest to the Chroma server ended first"):
        ingest([documents], at, Overtaken(lambda: ingest([other], second, FakeEmbedder())), rebuild=rebuild)
    live = Live(at, FakeEmbedder, lambda search: search)
    expected = ["gate.md"] if first else ["cranes.md", "gate.md", "quays.md", "ships.md"]
    assert names_in(live.current()) == expected
    again = FakeEmbedder()
    ingest([documents], at, again)
    assert "new.md" in names_in(live.current()) or first
    assert not any("About" in each for each in again.embedded), "what was embedded is kept"
    live.close()


def test_a_change_writes_what_changed_and_what_is_no_longer_used_goes_after_a_while(
    elsewhere: Live[Search],
    at: Location,
    documents: Path,
    chroma_server: ChromaServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bases = [each for each in chroma_server.collections() if each.startswith("chunks-")]
    write(documents, "new", "About the new terminal of the city.")
    ingest([documents], at, FakeEmbedder())
    assert [each for each in chroma_server.collections() if each.startswith("chunks-")] == bases
    monkeypatch.setattr(server, "_GRACE", 0.0)
    for number in range(3):
        write(documents, "new", f"About terminal {number} of the city.")
        ingest([documents], at, FakeEmbedder(), rebuild=number == 1)
    there = [each.partition(".")[0] for each in chroma_server.collections()]
    assert there == ["chunks-v4", "documents-v4", "policydesk-files", "policydesk-v4", "policydesk-v5", "texts-v4"]
    client = chroma.server_client(chroma_server.url)
    rows = client.get_collection("policydesk-files", embedding_function=None).get(include=[])["ids"]
    chroma.close(client)
    kinds = [(each.partition(".")[0], each.rpartition("#")[0].rpartition(".")[2] == "segment") for each in rows]
    assert sorted(kinds) == [("v4", False), ("v5", False), ("v5", True)]
    assert names_in(elsewhere.current()) == ["cranes.md", "new.md", "quays.md", "ships.md"]


def test_a_new_base_is_made_when_enough_has_changed_and_followed(
    elsewhere: Live[Search], at: Location, documents: Path, chroma_server: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "_FEW", 1)
    write(documents, "new", "About the new terminal of the city.")
    write(documents, "more", "About more of the city.")
    ingest([documents], at, FakeEmbedder())
    assert any(each.startswith("chunks-v2.") for each in chroma_server.collections())
    assert names_in(elsewhere.current()) == ["cranes.md", "more.md", "new.md", "quays.md", "ships.md"]


def test_an_answer_whose_version_is_gone_is_told_to_ask_again(
    elsewhere: Live[Search], at: Location, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = elsewhere.current()
    monkeypatch.setattr(server, "_GRACE", 0.0)
    for _ in range(2):
        ingest([documents], at, FakeEmbedder(), rebuild=True)
    with pytest.raises(IndexChangingError, match="ask again"):
        before.search("cranes")
    assert len(names_in(elsewhere.current())) == 3


def test_a_server_of_another_model_keeps_to_what_it_has_and_one_that_starts_says_why_it_cannot(
    elsewhere: Live[Search], at: Location, documents: Path, tmp_path: Path
) -> None:
    before = elsewhere.current()
    ingest([documents], at, FakeEmbedder("fake:other"), rebuild=True)
    assert elsewhere.current() is before
    with pytest.raises(IndexUnusableError, match="made with the embedding model fake:other, but fake:words is set"):
        open_index(Location(tmp_path / "late", at.chroma_url), MODEL, 64)


def test_an_index_from_before_there_were_versions_is_refused_and_a_rebuild_replaces_it(
    at: Location, documents: Path, chroma_server: ChromaServer
) -> None:
    client = chroma.server_client(chroma_server.url)
    record: Mapping[str, str | int] = {
        "digest": "d",
        "root": str(documents),
        "chunks": 1,
        "metadata": _PLAIN,
        "contacts": "[]",
    }
    for name in ("texts", "documents", "chunks"):
        chroma.create(client, name, {"policydesk_format": 1, "policydesk_model": MODEL})
    client.get_collection("documents", embedding_function=None).add(
        ids=["cranes.md"], embeddings=FakeEmbedder().embed(["cranes"]), metadatas=[record]
    )
    chroma.close(client)
    for attempt in (lambda: open_index(at, MODEL, 64), lambda: ingest([documents], at, FakeEmbedder())):
        with pytest.raises(
            IndexUnusableError, match=r"another version of Policydesk\. Run `policydesk ingest --rebuild`"
        ):
            attempt()
    report = ingest([documents / "quays.md"], at, FakeEmbedder(), rebuild=True)
    assert set(report.added) >= {"cranes.md", "quays.md"}
    assert not {"texts", "documents", "chunks"} & set(chroma_server.collections())


_PLAIN = json.dumps(
    {
        "title": "cranes",
        **dict.fromkeys(("published", "valid_from", "valid_until")),
        "aliases": [],
    }
)


# --- a server that goes away, or comes back without what it had ---


def test_a_server_that_went_away_is_named_and_found_again_when_it_is_back(documents: Path, tmp_path: Path) -> None:
    with ChromaServer(tmp_path / "chroma") as there:
        live = Live(Location(tmp_path / "home", there.url), FakeEmbedder, lambda search: search)
        ingest([documents], Location(tmp_path / "home", there.url), FakeEmbedder())
        before = live.current()
        there.kill()
        sentence = (
            f"No Chroma server answers at {there.url.removeprefix('http://')}: check that it runs, start it, or mend "
        )
        with pytest.raises(IndexAwayError) as error:
            live.current()
        assert str(error.value) == f"{sentence}POLICYDESK_CHROMA_URL."
        with pytest.raises(IndexAwayError):
            before.search("cranes")
        there.start()
        assert live.current() is before
        assert live.current().search("cranes").passages[0].chunk.document_id == "cranes.md"
        live.close()
        del before
        gc.collect()


def lose_vectors(there: ChromaServer, how: str) -> None:
    """Kill the server as it loses what it wrote, and start it again."""
    there.kill()
    found = list(there.folder.rglob("index_metadata.pickle"))
    assert found, "the server has written vectors to files"
    for each in found:
        if how == "emptied":
            each.write_bytes(b"")
        else:
            for part in each.parent.iterdir():
                part.unlink()
    there.start()


@pytest.mark.parametrize("how", ["emptied", "removed"])
def test_vectors_that_a_killed_server_lost_are_noticed_told_and_made_again_from_the_cache(
    documents: Path, tmp_path: Path, desk_over: Callable[..., Desk], how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in ("batch_size", "sync_threshold"):  # a server writes vectors to files when there are 1,000
        monkeypatch.setitem(chroma._HNSW, each, 2)
    with ChromaServer(tmp_path / "chroma") as there, ExitStack() as open_servers:
        at = Location(tmp_path / "home", there.url)
        ingest([documents], at, FakeEmbedder())
        urls = [
            open_servers.enter_context(serving(desk_over(tmp_path / home, chroma_url=there.url)))
            for home in ("home", "elsewhere")
        ]
        for url in urls:
            assert httpx.get(f"{url}/ready").json()["documents"] == 3
        lose_vectors(there, how)
        for url in urls:
            ready, asked = httpx.get(f"{url}/ready"), httpx.get(f"{url}/v1/search", params={"q": "cranes"})
            for told in (ready, asked):
                assert told.status_code == 503
                assert "The Chroma server has lost a part of the index" in told.json()["detail"]
                assert "Run `policydesk ingest`" in told.json()["detail"]
        embedder = FakeEmbedder()
        report = ingest([documents], at, embedder)
        assert (set(report.added), report.embedded) == ({"quays.md", "cranes.md", "ships.md"}, 0)
        assert sorted(embedder.embedded) == ["cranes", "quays", "ships"], "the titles, which no cache holds"
        for url in urls:
            assert httpx.get(f"{url}/ready").json()["documents"] == 3
            assert httpx.get(f"{url}/v1/search", params={"q": "cranes of the city"}).json()["passages"]


def test_a_server_that_lost_everything_gets_all_folders_again(documents: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(other, "gate", "About the gate of the city.")
    with ChromaServer(tmp_path / "chroma") as there:
        at = Location(tmp_path / "home", there.url)
        ingest([documents, other], at, FakeEmbedder())
        there.clear()
        with pytest.raises(NothingIngestedError):
            open_index(at, MODEL, 64)
        assert set(ingest([documents], at, FakeEmbedder()).added) >= {"gate.md", "quays.md"}


def test_a_lost_collection_is_named_by_whatever_needs_it(at: Location, documents: Path) -> None:
    ingest([documents], at, FakeEmbedder())
    [folder] = at.folder.glob("v1.*")
    with closing(vectors.open_base(folder, at.chroma_url, MODEL, 64)) as store:
        store.probe()
        store._chunks.delete(ids=["quays.md#0"])
        with pytest.raises(IndexLostError):
            store.probe()
        with pytest.raises(IndexLostError):
            store.nearest(FakeEmbedder().embed_question("quays"), 3)


# --- two servers ---


def test_two_servers_on_one_chroma_answer_alike_after_each_ingest(
    at: Location, documents: Path, tmp_path: Path, desk_over: Callable[..., Desk]
) -> None:
    ingest([documents], at, FakeEmbedder())
    with ExitStack() as open_servers:
        urls = [
            open_servers.enter_context(serving(desk_over(tmp_path / home, chroma_url=at.chroma_url)))
            for home in ("home", "elsewhere")
        ]
        for number in range(4):
            write(documents, "new", f"About terminal number{number} of the city.")
            ingest([documents], at, FakeEmbedder(), rebuild=number == 2)
            for url in urls:
                found = httpx.get(f"{url}/v1/search", params={"q": f"terminal number{number}"}).json()["passages"]
                assert found[0]["text"] == f"About terminal number{number} of the city."
                assert httpx.get(f"{url}/ready").json()["documents"] == 4
