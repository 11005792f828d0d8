"""The search as a LangChain retriever, and the index's own embedding model as LangChain's vector stores want it."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from assistant.chain import clean
from assistant.knowledge import Knowledge
from retrieval.embedding import Embedder
from retrieval.records import Filters, Passage
from retrieval.search import Live, Search


class PolicydeskRetriever(BaseRetriever):
    """Gives the `k` best passages for a question as LangChain Documents, best first (see `document_of`).

    What a desk knows (`desk.knowledge`) answers every call from the index in force, a `Search` from the one that it was
    opened on. `filters`
    is a `Filters` or a dict of its fields. Raises `QuestionError` for an empty or too long question and PolicydeskError
    when there is no index or it cannot be read. `ainvoke` works in a thread.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    search: Live[Knowledge] | Search
    k: int = Field(default=8, ge=1)
    filters: Filters | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        search = self.search.current().search if isinstance(self.search, Live) else self.search
        found = search.search(clean(query), filters=self.filters, limit=self.k)
        return [document_of(each) for each in found.passages]


def document_of(passage: Passage) -> Document:
    """A passage as LangChain has it: the chunk's text and id, with where it stands and its scores as metadata.

    Characters `start` to `end` of the document's text are `page_content`. Every key is always there; what the document
    does not say is None. `published` is an ISO date, `url` the source where that is a web address.
    """
    chunk = passage.chunk
    said = chunk.metadata
    source = said.source or ""
    place = {
        "document_id": chunk.document_id,
        "title": said.title,
        "organisation": said.organisation,
        "region": said.region,
        "kind": said.kind,
        "published": said.published.isoformat() if said.published else None,
        "url": source if source.startswith(("http://", "https://")) else None,
        "section": chunk.heading,
        "page": chunk.page,
        "start": chunk.start,
        "end": chunk.end,
    }
    scores = {"dense": passage.dense, "lexical": passage.lexical, "score": passage.score}
    return Document(id=chunk.id, page_content=chunk.text, metadata=place | scores)


class PolicydeskEmbeddings(Embeddings):
    """The embedder of an index, to search its Chroma collection with. Vectors are of unit length.

    Chunks were embedded with their title and headings in front (`Chunk.embedded_text`); do the same with texts that
    shall be compared with them.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text. Raises PolicydeskError when the model fails."""
        vectors: list[list[float]] = self._embedder.embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question. Raises PolicydeskError when the model fails."""
        vector: list[float] = self._embedder.embed_question(text).tolist()
        return vector
