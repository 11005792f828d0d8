"""LangChain's own Chroma store over a copy of the index: what a user of LangChain finds in it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.build import Desk
from assistant.compose.retriever import PolicydeskEmbeddings, PolicydeskRetriever
from retrieval.embedding.embed import LocalEmbedder
from retrieval.index.snapshots import current

if TYPE_CHECKING:
    from langchain_chroma import Chroma

TEAM = "Which team is responsible for regional industrial planning at Gyeongbuk Technopark?"
ALL = 1_000


@pytest.fixture(scope="module")
def copy(indexed_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the version in force: Chroma writes into what it opens."""
    version = current(indexed_home / "index")
    assert version is not None
    return Path(shutil.copytree(version / "chroma", tmp_path_factory.mktemp("copy") / "chroma"))


def client_of(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))


@pytest.fixture(scope="module")
def store(desk: Desk, copy: Path) -> Iterator[Chroma]:
    from langchain_chroma import Chroma

    with closing(client_of(copy)) as client:
        yield Chroma("chunks", PolicydeskEmbeddings(desk.knowledge.embedder), client=client)


def test_it_gives_our_chunks_with_our_ids_and_texts(store: Chroma, desk: Desk) -> None:
    search = desk.knowledge.current().search
    ours = {each.id: each.text for each in search.index.store.all_chunks(search.index.documents)}
    found = store.similarity_search(TEAM, k=ALL)
    assert len(found) == len(ours) > 20
    assert {each.id: each.page_content for each in found} == ours


def test_its_distance_is_one_less_our_dense_score(store: Chroma, desk: Desk) -> None:
    ours = {
        each.id: each.metadata["dense"]
        for each in PolicydeskRetriever(search=desk.knowledge, k=8).invoke(TEAM)
        if each.id
    }
    theirs = {each.id: distance for each, distance in store.similarity_search_with_score(TEAM, k=ALL)}
    assert len(ours) == 8
    assert {i: 1 - theirs[i] for i in ours} == pytest.approx(ours, abs=1e-5)


@pytest.mark.filterwarnings("ignore:legacy embedding function config:DeprecationWarning")  # Chroma's, of its own format
def test_its_relevance_scores_are_our_dense_scores(store: Chroma, desk: Desk) -> None:
    search = desk.knowledge.current().search
    hits = search.index.store.nearest(search.embedder.embed_question(TEAM), 5)
    theirs = store.similarity_search_with_relevance_scores(TEAM, k=5)
    assert [each.id for each, _ in theirs] == [hit.chunk_id for hit in hits]
    assert [score for _, score in theirs] == pytest.approx([hit.similarity for hit in hits], abs=1e-5)


def test_metadata_says_where_a_chunk_stands(store: Chroma, desk: Desk) -> None:
    [found] = store.similarity_search(TEAM, k=1)
    said = found.metadata
    assert found.id == f"{said['document_id']}#{said['position']}"
    whole = desk.knowledge.current().documents.whole(said["document_id"])
    assert whole is not None
    assert whole.text[said["start"] : said["end"]] == found.page_content
    assert json.loads(said["section"])[0] == whole.metadata.title


def test_a_filter_on_metadata_keeps_to_one_document(store: Chroma) -> None:
    document = "busan-future-strategic-industries.html"
    found = store.similarity_search("industries", k=3, filter={"document_id": document})
    assert {each.metadata["document_id"] for each in found} == {document}


def test_it_is_a_retriever_of_langchain_too(store: Chroma) -> None:
    found = store.as_retriever(search_kwargs={"k": 2}).invoke(TEAM)
    assert [each.id for each in found] == [each.id for each in store.similarity_search(TEAM, k=2)]


def test_opening_it_leaves_what_the_index_says_of_itself(store: Chroma) -> None:
    assert store._collection.metadata == {
        "policydesk_format": 1,
        "policydesk_model": LocalEmbedder.name,
        "policydesk_dimensions": 384,
    }


def test_chroma_writes_into_what_it_only_reads_so_the_index_itself_must_not_be_opened(
    indexed_home: Path, tmp_path: Path, desk: Desk
) -> None:
    version = current(indexed_home / "index")
    assert version is not None
    folder = Path(shutil.copytree(version / "chroma", tmp_path / "chroma"))
    before = digests(folder)
    from langchain_chroma import Chroma

    with closing(client_of(folder)) as client:
        Chroma("chunks", PolicydeskEmbeddings(desk.knowledge.embedder), client=client).similarity_search(TEAM)
    assert digests(folder) != before


def digests(folder: Path) -> dict[str, str]:
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in folder.rglob("*") if each.is_file()}
