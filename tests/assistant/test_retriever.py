"""The search as a LangChain retriever, and the index's embedder as LangChain's Embeddings."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeEmbedder, awaited
from langchain_core.documents import Document
from pydantic import ValidationError

from assistant.build import Desk
from assistant.chain import QuestionError
from assistant.compose.retriever import PolicydeskEmbeddings, PolicydeskRetriever, document_of
from assistant.compose.runnable import as_runnable
from assistant.knowledge import Knowledge
from retrieval.index.index import Location, NothingIngestedError
from retrieval.ingest.apply import ingest
from retrieval.records import Chunk, Filters, Metadata, Passage
from retrieval.search.live import Live

pytestmark = pytest.mark.slow

QUAYS = "How many quays does the city build?"
PASSAGE = Passage(
    Chunk(
        document_id="plans/harbour.pdf",
        position=2,
        start=120,
        end=133,
        text="Three quays.\n",
        section=("Harbour Plan", "Quays"),
        page=4,
        metadata=Metadata(
            title="Harbour Plan",
            organisation="Seaport City",
            region="Seaport",
            kind="plan",
            published=date(2024, 5, 1),
            source="https://www.example.org/plan",
        ),
    ),
    dense=0.5,
    lexical=2.25,
    score=0.75,
)


def ids(documents: list[Document]) -> list[str | None]:
    return [each.id for each in documents]


# --- what a document holds ---


def test_a_passage_becomes_a_document_with_its_place_and_its_scores() -> None:
    assert document_of(PASSAGE) == Document(
        id="plans/harbour.pdf#2",
        page_content="Three quays.\n",
        metadata={
            "document_id": "plans/harbour.pdf",
            "title": "Harbour Plan",
            "organisation": "Seaport City",
            "region": "Seaport",
            "kind": "plan",
            "published": "2024-05-01",
            "url": "https://www.example.org/plan",
            "section": "Harbour Plan > Quays",
            "page": 4,
            "start": 120,
            "end": 133,
            "dense": 0.5,
            "lexical": 2.25,
            "score": 0.75,
        },
    )


def test_what_a_document_does_not_say_of_itself_is_none_and_every_key_is_there() -> None:
    bare = replace(PASSAGE, chunk=replace(PASSAGE.chunk, metadata=Metadata(title="Plan"), page=None))
    given = document_of(bare).metadata
    assert given.keys() == document_of(PASSAGE).metadata.keys()
    nothing = {"organisation", "region", "kind", "published", "url", "page"}
    assert {key for key, value in given.items() if value is None} == nothing


def test_a_source_that_is_no_web_address_is_no_url() -> None:
    said = replace(PASSAGE.chunk.metadata, source="Seaport City, printed edition")
    assert document_of(replace(PASSAGE, chunk=replace(PASSAGE.chunk, metadata=said))).metadata["url"] is None


# --- retrieving ---


def test_it_gives_what_the_search_finds_best_first(small_desk: Desk) -> None:
    found = PolicydeskRetriever(search=small_desk.knowledge).invoke(QUAYS)
    assert found[0].page_content == "The city builds three quays for container ships."
    assert found[0].metadata["section"] == "Harbour Plan of Seaport > Quays"
    scores = [each.metadata["score"] for each in found]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)
    passages = small_desk.knowledge.current().search.search(QUAYS).passages
    assert found == [document_of(each) for each in passages]


def test_the_place_of_a_document_is_where_its_text_stands(small_desk: Desk) -> None:
    [found] = PolicydeskRetriever(search=small_desk.knowledge, k=1).invoke(QUAYS)
    whole = small_desk.knowledge.current().documents.whole(found.metadata["document_id"])
    assert whole is not None
    assert whole.text[found.metadata["start"] : found.metadata["end"]] == found.page_content


def test_at_most_k_documents_come_back(small_desk: Desk) -> None:
    retriever = PolicydeskRetriever(search=small_desk.knowledge)
    assert len(retriever.invoke(QUAYS)) > 1
    assert len(PolicydeskRetriever(search=small_desk.knowledge, k=1).invoke(QUAYS)) == 1


@pytest.mark.parametrize("filters", [Filters(kind="directory"), {"kind": "directory"}])
def test_filters_narrow_what_is_found(small_desk: Desk, filters: Any) -> None:
    found = PolicydeskRetriever(search=small_desk.knowledge, filters=filters).invoke(QUAYS)
    assert {each.metadata["document_id"] for each in found} == {"office.md"}


def test_a_search_serves_as_well_as_a_live_one(small_desk: Desk) -> None:
    opened = PolicydeskRetriever(search=small_desk.knowledge.current().search)
    assert opened.invoke(QUAYS) == PolicydeskRetriever(search=small_desk.knowledge).invoke(QUAYS)


def test_each_call_reads_the_index_in_force(tmp_path: Path, small_documents: Path) -> None:
    folder, at = Path(shutil.copytree(small_documents, tmp_path / "documents")), Location(tmp_path / "home")
    ingest([folder], at, FakeEmbedder())
    live = Live(at, FakeEmbedder, Knowledge)
    retriever = PolicydeskRetriever(search=live, k=1)
    question = "Who mends the lighthouse?"
    assert "lighthouse" not in retriever.invoke(question)[0].page_content
    (folder / "light.md").write_text("# Light\n\nThe harbour office mends the lighthouse.\n", "utf-8")
    ingest([folder], at, FakeEmbedder())
    assert retriever.invoke(question)[0].page_content == "The harbour office mends the lighthouse."
    live.close()


def test_an_awaited_call_and_a_batch_give_the_same(small_desk: Desk) -> None:
    retriever = PolicydeskRetriever(search=small_desk.knowledge, k=2)
    expected = retriever.invoke(QUAYS)
    assert awaited(retriever.ainvoke(QUAYS)) == expected
    assert retriever.batch([QUAYS, QUAYS]) == [expected, expected]


def test_it_joins_with_other_runnables(small_desk: Desk) -> None:
    retriever = PolicydeskRetriever(search=small_desk.knowledge, k=1)
    sections = retriever | (lambda found: [each.metadata["section"] for each in found])
    assert sections.invoke(QUAYS) == ["Harbour Plan of Seaport > Quays"]
    first_quote = as_runnable(small_desk.chain) | (lambda answer: answer.citations[0].quote) | retriever
    assert ids(first_quote.invoke(QUAYS)) == ids(retriever.invoke(QUAYS))


# --- what cannot be retrieved ---


@pytest.mark.parametrize("question", ["", " \n", "\u200b"])
def test_an_empty_question_is_refused_as_everywhere(small_desk: Desk, question: str) -> None:
    with pytest.raises(QuestionError, match="The question is empty"):
        PolicydeskRetriever(search=small_desk.knowledge).invoke(question)


def test_before_the_first_ingest_it_says_to_ingest(tmp_path: Path) -> None:
    with pytest.raises(NothingIngestedError, match="ingest"):
        PolicydeskRetriever(search=Live(Location(tmp_path), FakeEmbedder, Knowledge)).invoke(QUAYS)


@pytest.mark.parametrize(
    "wrong", [{"k": 0}, {"top": 3}, {"filters": {"regoin": "Seaport"}}, {"filters": {"as_of": "soon"}}]
)
def test_a_wrong_field_is_refused_when_it_is_made(small_desk: Desk, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        PolicydeskRetriever(search=small_desk.knowledge, **wrong)


# --- embeddings ---


def test_embeddings_are_those_of_the_embedder_as_plain_numbers() -> None:
    embeddings = PolicydeskEmbeddings(FakeEmbedder())
    [vector] = embeddings.embed_documents(["quays"])
    assert isinstance(vector, list)
    assert sorted(vector) == [0.0] * 63 + [1.0]  # one word, so one dimension of 64
    assert embeddings.embed_query("quays") == vector
    assert embeddings.embed_documents([]) == []


def test_embeddings_are_awaited_too(desk_over: Callable[..., Desk], small_home: Path) -> None:
    embeddings = PolicydeskEmbeddings(desk_over(small_home).knowledge.embedder)
    assert awaited(embeddings.aembed_query("quays")) == embeddings.embed_query("quays")
