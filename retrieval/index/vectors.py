"""The store: chunks with their vectors, documents and full texts in Chroma (cosine). Chroma's only home."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index import chroma
from retrieval.index.chroma import batches, chroma_errors, of_documents, pages
from retrieval.index.faults import IndexChangingError, IndexMissingError, IndexUnusableError, check_model
from retrieval.index.files import to_json
from retrieval.index.segments import Packed
from retrieval.index.stored import (
    StoredChunk,
    StoredDocument,
    chunk_record,
    document_record,
    stored_chunk,
    stored_document,
    text_record,
    whole_document,
)
from retrieval.records import Chunk, Document

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection as ChromaCollection

FORMAT = 1  # raise when what is stored changes shape; an index of another format asks for a rebuild
_COLLECTIONS = ("texts", "documents", "chunks")
_VERSION, _FINISHED = "policydesk_version", "policydesk_finished"  # what an ingest notes on the documents
_MOST_IDS = 30_000  # in one condition; SQLite takes 32,766 variables


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk id with its cosine similarity to the question."""

    chunk_id: str
    similarity: float


class VectorStore:
    """One index in Chroma: three collections, opened for one embedding model (None: whichever, to look but not search).

    Raises `IndexUnusableError` when the stored vectors come from another model or the format is another one.
    """

    def __init__(self, client: ClientAPI, model: str | None, dimensions: int, *, create: bool = False) -> None:
        self._client = client
        wanted = {"policydesk_format": FORMAT, "policydesk_model": model, "policydesk_dimensions": dimensions}
        with chroma_errors():
            missing = [name for name in _COLLECTIONS if name not in {each.name for each in client.list_collections()}]
            if missing and not create:
                raise IndexMissingError("The index is not whole. Run `policydesk ingest --rebuild`.")
            for name in missing:
                _create(client, name, wanted | ({_VERSION: ""} if name == "documents" else {}))
            self._chunks = client.get_collection("chunks", embedding_function=None)
            self._documents = client.get_collection("documents", embedding_function=None)
            self._texts = client.get_collection("texts", embedding_function=None)
        described = self._chunks.metadata or {}
        _check(described, model, dimensions)
        self.model = str(described.get("policydesk_model"))
        self.dimensions = int(described.get("policydesk_dimensions") or 0)
        self.opened_at = _version(self._documents)
        """The version that was in force before anything was read."""

    def version_in_force(self) -> str:
        """The version that the last ingest from anywhere left, told by Chroma itself in one small request.

        Raises `IndexChangingError` where an ingest is making the index anew.
        """
        with chroma_errors():
            version = _version(self._client.get_collection("documents", embedding_function=None))
        if not version:
            raise IndexChangingError
        return version

    @property
    def finished(self) -> bool:
        """Whether the last ingest got to its end, as far as Chroma told when this was opened."""
        return bool((self._documents.metadata or {}).get(_FINISHED, bool(self.opened_at)))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Gives what is written inside a new version, as the last step."""
        described = dict(self._documents.metadata or {})
        with chroma_errors():
            self._documents.modify(metadata=described | {_FINISHED: False})
        yield
        with chroma_errors():
            self._documents.modify(metadata=described | {_FINISHED: True, _VERSION: uuid.uuid4().hex})

    def close(self) -> None:
        """Let go of Chroma's files or connection."""
        chroma.close(self._client)

    def settle(self) -> None:
        """Have Chroma carry out what it put off until the next read, so that readers need not write."""
        with chroma_errors():
            for collection in (self._chunks, self._documents, self._texts):
                found = collection.get(limit=1, include=["embeddings"])["embeddings"]
                if found is not None and len(found):
                    collection.query(query_embeddings=np.asarray(found, np.float32), n_results=1)

    # --- documents ---

    def documents(self) -> dict[str, StoredDocument]:
        """Every document by id, without texts."""
        found: dict[str, StoredDocument] = {}
        for page in pages(self._documents, ["metadatas"]):
            found |= {i: stored_document(i, m) for i, m in zip(page["ids"], page["metadatas"], strict=True)}
        return dict(sorted(found.items()))

    def document(self, document_id: str) -> Document | None:
        """A document with its text and blocks, or None when the index does not hold it."""
        with chroma_errors():
            described = self._documents.get(ids=[document_id], include=["metadatas"])["metadatas"]
            texts = self._texts.get(ids=[document_id], include=["metadatas"])["metadatas"]
        if not described or not texts:
            return None
        return whole_document(stored_document(document_id, described[0]), texts[0])

    def write_document(self, document: Document, stored: StoredDocument, title_vector: NDArray[np.float32]) -> None:
        """Add or replace a document's record and text (its chunks are written by `write_chunks`)."""
        with chroma_errors():
            self._texts.upsert(
                ids=[document.id], embeddings=np.ones((1, 1), np.float32), metadatas=[text_record(document)]
            )
            self._documents.upsert(
                ids=[document.id], embeddings=title_vector[None, :], metadatas=[document_record(stored)]
            )

    def delete_documents(self, ids: Collection[str]) -> None:
        """Remove documents with their texts and chunks."""
        for batch in batches(list(ids)):
            with chroma_errors():
                self._chunks.delete(where=of_documents(batch))
                self._documents.delete(ids=batch)
                self._texts.delete(ids=batch)

    def delete_orphans(self, documents: Collection[str]) -> None:
        """Remove chunks of other documents than these; an ingest that died before it wrote their record left them."""
        orphans: list[str] = []
        for page in pages(self._chunks, ["metadatas"]):
            rows = zip(page["ids"], page["metadatas"], strict=True)
            orphans += [i for i, m in rows if m["document_id"] not in documents]
        self.delete_chunks(orphans)

    # --- chunks ---

    def chunk_digests(self, document_id: str) -> dict[str, str]:
        """Chunk id -> digest of what is stored for one document."""
        with chroma_errors():
            found = self._chunks.get(where={"document_id": document_id}, include=["metadatas"])
        return {i: str(m["digest"]) for i, m in zip(found["ids"], found["metadatas"] or [], strict=True)}

    def write_chunks(self, chunks: Sequence[StoredChunk], vectors: NDArray[np.float32]) -> None:
        """Add or replace chunks; `vectors` has shape (len(chunks), dimensions) and unit rows."""
        for at in range(0, len(chunks), chroma.BATCH):
            batch = chunks[at : at + chroma.BATCH]
            with chroma_errors():
                self._chunks.upsert(
                    ids=[each.chunk.id for each in batch],
                    embeddings=vectors[at : at + chroma.BATCH],
                    documents=[each.chunk.text for each in batch],
                    metadatas=[chunk_record(each) for each in batch],
                )

    def delete_chunks(self, ids: Collection[str]) -> None:
        """Remove chunks by id."""
        for batch in batches(list(ids)):
            with chroma_errors():
                self._chunks.delete(ids=batch)

    def count(self) -> int:
        """Number of chunks."""
        with chroma_errors():
            return self._chunks.count()

    def nearest(
        self, vector: NDArray[np.float32], limit: int, document_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """The chunks most similar to a unit vector, best first; only of `document_ids` when given."""
        if document_ids is None:
            return _hits(self._chunks, vector, limit)
        ids = list(document_ids)
        hits = [hit for each in batches(ids, _MOST_IDS) for hit in _hits(self._chunks, vector, limit, each)]
        return sorted(hits, key=lambda hit: -hit.similarity)[:limit]

    def nearest_among(self, vector: NDArray[np.float32], limit: int, chunk_ids: Collection[str]) -> list[Hit]:
        """Of some chunks by id the most similar to a unit vector, best first. Each is read: name but a few hundred."""
        if not chunk_ids:
            return []
        hits = [Hit(i, similarity) for i, similarity in chroma.similarities(self._chunks, vector, chunk_ids)]
        return sorted(hits, key=lambda hit: -hit.similarity)[:limit]

    def nearest_documents(self, vector: NDArray[np.float32], limit: int) -> list[Hit]:
        """The documents whose titles are most similar to a unit vector, best first."""
        return _hits(self._documents, vector, limit)

    def chunks(self, ids: Sequence[str], documents: Mapping[str, StoredDocument]) -> dict[str, Chunk]:
        """Chunks by id; ids that the index does not hold, or whose document is none of `documents`, are left out."""
        if not ids:
            return {}
        with chroma_errors():
            found = self._chunks.get(ids=list(ids), include=["metadatas", "documents"])
        rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
        return {i: stored_chunk(text, m, documents) for i, text, m in rows if m["document_id"] in documents}

    def all_chunks(self, documents: Mapping[str, StoredDocument]) -> Iterator[Chunk]:
        """Every chunk of `documents`, a page at a time, in no particular order."""
        return (each.chunk for each in self.stored_chunks(documents))

    def stored_chunks(self, documents: Mapping[str, StoredDocument]) -> Iterator[StoredChunk]:
        """As `all_chunks`, with their digests."""
        for page in pages(self._chunks, ["metadatas", "documents"]):
            for text, metadata in zip(page["documents"], page["metadatas"], strict=True):
                if metadata["document_id"] in documents:
                    yield StoredChunk(stored_chunk(text, metadata, documents), str(metadata["digest"]))

    def packed(self) -> list[Packed]:
        """All documents as a segment holds them, with their chunks in order. All of it is in memory at once."""
        texts = {i: m for page in pages(self._texts, ["metadatas"]) for i, m in _rows(page, "metadatas")}
        chunks: dict[str, list[tuple[Any, Any]]] = {i: [] for i in texts}
        for page in pages(self._chunks, ["metadatas", "embeddings"]):
            for record, vector in zip(page["metadatas"], page["embeddings"], strict=True):
                chunks[record["document_id"]].append((record, vector))
        found: list[Packed] = []
        for page in pages(self._documents, ["metadatas", "embeddings"]):
            titles = dict(_rows(page, "embeddings"))
            found += [_packed(i, record, texts[i], chunks[i], titles[i]) for i, record in _rows(page, "metadatas")]
        return sorted(found, key=lambda each: each.id)

    def take_over(self, source: VectorStore, documents: Collection[str]) -> None:
        """Add these documents and their chunks as they lie in another store."""
        for name in ("_texts", "_documents", "_chunks"):
            for page in pages(getattr(source, name), ["embeddings", "metadatas", "documents"]):
                owners = page["ids"] if name != "_chunks" else [each["document_id"] for each in page["metadatas"]]
                rows = [at for at, owner in enumerate(owners) if owner in documents]
                if rows:
                    _add(getattr(self, name), page, rows)


def open_folder(folder: Path, model: str | None, dimensions: int, *, create: bool = False) -> VectorStore:
    """The store in a folder of this machine. One process may write to it at a time."""
    return _opened(chroma.folder_client(folder, create=create), model, dimensions, create)


def open_server(
    url: str, model: str | None, dimensions: int, *, create: bool = False, anew: bool = False
) -> VectorStore:
    """The store on a Chroma server, e.g. "http://chroma:8000", which many processes may share.

    `anew` removes what is there first, whatever model or version made it.
    """
    client = chroma.server_client(url)
    if anew:
        with chroma_errors():
            for name in {each.name for each in client.list_collections()}.intersection(_COLLECTIONS):
                client.delete_collection(name)
    return _opened(client, model, dimensions, create or anew)


def _opened(client: ClientAPI, model: str | None, dimensions: int, create: bool) -> VectorStore:
    try:
        return VectorStore(client, model, dimensions, create=create)
    except BaseException:
        chroma.close(client)
        raise


def _create(client: ClientAPI, name: str, described: dict[str, Any]) -> None:
    client.create_collection(
        name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}, metadata=described
    )


def _rows(page: Mapping[str, Any], field: str) -> Iterator[tuple[str, Any]]:
    return zip(page["ids"], page[field], strict=True)


def _packed(i: str, record: Any, text: Any, chunks: list[tuple[Any, Any]], title: Any) -> Packed:
    chunks.sort(key=lambda each: int(each[0]["position"]))
    body = to_json({"text": text, "chunks": [each for each, _ in chunks]})
    title = np.asarray(title, np.float32)
    vectors = np.asarray([vector for _, vector in chunks], np.float32).reshape(-1, len(title))
    return Packed(i, record, body, title, vectors, [int(each["position"]) for each, _ in chunks])


def _version(documents: ChromaCollection) -> str:
    """Names the collection too, as a rebuild makes another; a version before this was noted has only its name."""
    noted = (documents.metadata or {}).get(_VERSION)
    return "" if noted == "" else f"{documents.id}/{noted or ''}"


def _check(described: Mapping[str, Any], model: str | None, dimensions: int) -> None:
    stored = described.get("policydesk_model")
    check_model(stored, described.get("policydesk_dimensions", dimensions), model, dimensions)
    if described.get("policydesk_format") != FORMAT:
        raise IndexUnusableError(
            "The index was made by another version of Policydesk. Run `policydesk ingest --rebuild`."
        )


def _hits(
    collection: ChromaCollection, vector: NDArray[np.float32], limit: int, documents: Collection[str] | None = None
) -> list[Hit]:
    return [Hit(i, similarity) for i, similarity in chroma.nearest(collection, vector, limit, documents)]


def _add(collection: ChromaCollection, page: Mapping[str, Any], rows: Sequence[int]) -> None:
    texts = page["documents"]
    with chroma_errors():
        collection.add(
            ids=[page["ids"][at] for at in rows],
            embeddings=np.asarray(page["embeddings"], np.float32)[list(rows)],
            metadatas=[page["metadatas"][at] for at in rows],
            documents=None if texts is None or texts[rows[0]] is None else [texts[at] for at in rows],
        )
