"""The chain that tutorials build, to hold the product's cost against: LangChain, Chroma and BM25 side by side, FastAPI.

It finds passages by meaning and by words, joins the two lists by reciprocal rank (Cormack, Clarke and Büttcher 2009) and
gives the sentence of the best passage that shares most words with the question. Nothing else is checked or kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import FastAPI
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings

_PASSAGES = 8
_CHARACTERS, _OVERLAP = 1_000, 100
_RANK = 60  # what reciprocal rank fusion adds to each rank
_BATCH = 2_000


@contextmanager
def stock_app(documents: Path, embeddings: Embeddings, folder: Path) -> Iterator[FastAPI]:
    """The chain over the text files of a folder, as an application that answers `POST /ask`; its index lies in `folder`."""
    from fastapi import Body, FastAPI

    chain = _chain(documents, embeddings, folder)
    app = FastAPI()

    @app.post("/ask")
    def ask(question: str = Body(embed=True)) -> dict[str, Any]:
        answered: dict[str, Any] = chain.invoke(question)
        return answered

    yield app


def _chain(documents: Path, embeddings: Embeddings, folder: Path) -> Any:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_core.runnables import RunnableLambda, RunnableParallel
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=_CHARACTERS, chunk_overlap=_OVERLAP)
    whole = [Document(each.read_text("utf-8"), metadata={"source": each.name}) for each in sorted(documents.iterdir())]
    chunks = splitter.split_documents(whole)
    store = Chroma("stock", embeddings, persist_directory=str(folder))
    for at in range(0, len(chunks), _BATCH):
        store.add_documents(chunks[at : at + _BATCH])
    dense = store.as_retriever(search_kwargs={"k": _PASSAGES})
    found = RunnableParallel(question=RunnableLambda(str), dense=dense, worded=RunnableLambda(_by_words(chunks)))
    return found | RunnableLambda(_answer)


def _by_words(chunks: Sequence[Document]) -> Any:
    """The best chunks by BM25."""
    from rank_bm25 import BM25Okapi

    index = BM25Okapi([_words(each.page_content) for each in chunks])

    def retrieve(question: str) -> list[Document]:
        best: list[Document] = index.get_top_n(_words(question), list(chunks), n=_PASSAGES)
        return best

    return retrieve


def _answer(found: dict[str, Any]) -> dict[str, Any]:
    scores: dict[str, float] = {}
    for ranked in (found["dense"], found["worded"]):
        for rank, each in enumerate(ranked):
            scores[each.page_content] = scores.get(each.page_content, 0.0) + 1 / (_RANK + rank + 1)
    best = sorted(scores, key=lambda text: -scores[text])[:_PASSAGES]
    wanted = set(_words(found["question"]))
    sentences = re.split(r"(?<=[.!?])\s+", best[0]) if best else [""]
    return {"answer": max(sentences, key=lambda each: len(wanted & set(_words(each)))), "passages": best}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
