"""The store: chunks with their vectors, documents and full texts in Chroma (cosine). Chroma's only home."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

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
from retrieval.records import Chunk, Document, PolicydeskError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection as ChromaCollection

FORMAT = 1  # raise when what is stored changes shape; an index of another format asks for a rebuild
BATCH = 2_000
_COLLECTIONS = ("texts", "documents", "chunks")
_one_at_a_time = (
    threading.RLock()
)  # Chroma's table of open clients is not safe; a client may close by garbage collection
_VERSION, _FINISHED = "policydesk_version", "policydesk_finished"  # what an ingest notes on the documents
_MOST_IDS = 30_000  # in one condition; SQLite takes 32,766 variables


class IndexUnusableError(PolicydeskError):
    """The index cannot be used as it is; the message says how to get a good one."""


class IndexMissingError(IndexUnusableError):
    """A part of the index is not there."""


class IndexChangingError(IndexUnusableError):
    """Another program is making the index on the Chroma server anew."""

    retry_after = 10

    def __init__(self) -> None:
        super().__init__(
            "The index on the Chroma server is being made: ask again when the ingest is done. If none is running, run "
            "`policydesk ingest`."
        )


class IndexAwayError(PolicydeskError):
    """The Chroma server does not answer."""

    retry_after = 10

    def __init__(self, address: str) -> None:
        super().__init__(
            f"No Chroma server answers at {address}: check that it runs, start it, or mend POLICYDESK_CHROMA_URL."
        )


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
        described = {"policydesk_format": FORMAT, "policydesk_model": model, "policydesk_dimensions": dimensions}
        with _chroma_errors():
            missing = [name for name in _COLLECTIONS if name not in {each.name for each in client.list_collections()}]
            if missing and not create:
                raise IndexMissingError("The index is not whole. Run `policydesk ingest --rebuild`.")
            for name in missing:
                _create(client, name, described | ({_VERSION: ""} if name == "documents" else {}))
            self._chunks = client.get_collection("chunks", embedding_function=None)
            self._documents = client.get_collection("documents", embedding_function=None)
            self._texts = client.get_collection("texts", embedding_function=None)
        _check(self._chunks.metadata or {}, model, dimensions)
        self.opened_at = _version(self._documents)
        """The version that was in force before anything was read."""

    def version_in_force(self) -> str:
        """The version that the last ingest from anywhere left, told by Chroma itself in one small request.

        Raises `IndexChangingError` where an ingest is making the index anew.
        """
        with _chroma_errors():
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
        with _chroma_errors():
            self._documents.modify(metadata=described | {_FINISHED: False})
        yield
        with _chroma_errors():
            self._documents.modify(metadata=described | {_FINISHED: True, _VERSION: uuid.uuid4().hex})

    def close(self) -> None:
        """Let go of Chroma's files or connection."""
        _close(self._client)

    def settle(self) -> None:
        """Have Chroma carry out what it put off until the next read, so that readers need not write."""
        with _chroma_errors():
            for collection in (self._chunks, self._documents, self._texts):
                found = collection.get(limit=1, include=["embeddings"])["embeddings"]
                if found is not None and len(found):
                    collection.query(query_embeddings=np.asarray(found, np.float32), n_results=1)

    # --- documents ---

    def documents(self) -> dict[str, StoredDocument]:
        """Every document by id, without texts."""
        found: dict[str, StoredDocument] = {}
        for ids, metadatas in _pages(self._documents, ["metadatas"]):
            found |= {i: stored_document(i, m) for i, m in zip(ids, metadatas, strict=True)}
        return dict(sorted(found.items()))

    def document(self, document_id: str) -> Document | None:
        """A document with its text and blocks, or None when the index does not hold it."""
        with _chroma_errors():
            described = self._documents.get(ids=[document_id], include=["metadatas"])["metadatas"]
            texts = self._texts.get(ids=[document_id], include=["metadatas"])["metadatas"]
        if not described or not texts:
            return None
        return whole_document(stored_document(document_id, described[0]), texts[0])

    def write_document(self, document: Document, stored: StoredDocument, title_vector: NDArray[np.float32]) -> None:
        """Add or replace a document's record and text (its chunks are written by `write_chunks`)."""
        with _chroma_errors():
            self._texts.upsert(
                ids=[document.id], embeddings=np.ones((1, 1), np.float32), metadatas=[text_record(document)]
            )
            self._documents.upsert(
                ids=[document.id], embeddings=title_vector[None, :], metadatas=[document_record(stored)]
            )

    def delete_documents(self, ids: Collection[str]) -> None:
        """Remove documents with their texts and chunks."""
        for batch in _batches(list(ids)):
            with _chroma_errors():
                self._chunks.delete(where=_of_documents(batch))
                self._documents.delete(ids=batch)
                self._texts.delete(ids=batch)

    def delete_orphans(self, documents: Collection[str]) -> None:
        """Remove chunks of other documents than these; an ingest that died before it wrote their record left them."""
        orphans: list[str] = []
        for ids, metadatas in _pages(self._chunks, ["metadatas"]):
            orphans += [i for i, m in zip(ids, metadatas, strict=True) if m["document_id"] not in documents]
        self.delete_chunks(orphans)

    # --- chunks ---

    def chunk_digests(self, document_id: str) -> dict[str, str]:
        """Chunk id -> digest of what is stored for one document."""
        with _chroma_errors():
            found = self._chunks.get(where={"document_id": document_id}, include=["metadatas"])
        return {i: str(m["digest"]) for i, m in zip(found["ids"], found["metadatas"] or [], strict=True)}

    def write_chunks(self, chunks: Sequence[StoredChunk], vectors: NDArray[np.float32]) -> None:
        """Add or replace chunks; `vectors` has shape (len(chunks), dimensions) and unit rows."""
        for at in range(0, len(chunks), BATCH):
            batch = chunks[at : at + BATCH]
            with _chroma_errors():
                self._chunks.upsert(
                    ids=[each.chunk.id for each in batch],
                    embeddings=vectors[at : at + BATCH],
                    documents=[each.chunk.text for each in batch],
                    metadatas=[chunk_record(each) for each in batch],
                )

    def delete_chunks(self, ids: Collection[str]) -> None:
        """Remove chunks by id."""
        for batch in _batches(list(ids)):
            with _chroma_errors():
                self._chunks.delete(ids=batch)

    def count(self) -> int:
        """Number of chunks."""
        with _chroma_errors():
            return self._chunks.count()

    def nearest(
        self, vector: NDArray[np.float32], limit: int, document_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """The chunks most similar to a unit vector, best first; only of `document_ids` when given."""
        if document_ids is None:
            return _query(self._chunks, vector, limit)
        ids = list(document_ids)
        hits = [hit for each in _batches(ids, _MOST_IDS) for hit in _query(self._chunks, vector, limit, each)]
        return sorted(hits, key=lambda hit: -hit.similarity)[:limit]

    def nearest_documents(self, vector: NDArray[np.float32], limit: int) -> list[Hit]:
        """The documents whose titles are most similar to a unit vector, best first."""
        return _query(self._documents, vector, limit)

    def chunks(self, ids: Sequence[str], documents: Mapping[str, StoredDocument]) -> dict[str, Chunk]:
        """Chunks by id; ids that the index does not hold, or whose document is none of `documents`, are left out."""
        if not ids:
            return {}
        with _chroma_errors():
            found = self._chunks.get(ids=list(ids), include=["metadatas", "documents"])
        rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
        return {i: stored_chunk(text, m, documents) for i, text, m in rows if m["document_id"] in documents}

    def all_chunks(self, documents: Mapping[str, StoredDocument]) -> Iterator[Chunk]:
        """Every chunk of `documents`, a page at a time, in no particular order."""
        offset = 0
        while True:
            with _chroma_errors():
                found = self._chunks.get(limit=BATCH, offset=offset, include=["metadatas", "documents"])
            if not found["ids"]:
                return
            for text, metadata in zip(found["documents"] or [], found["metadatas"] or [], strict=True):
                if metadata["document_id"] in documents:
                    yield stored_chunk(text, metadata, documents)
            offset += len(found["ids"])


def open_folder(folder: Path, model: str | None, dimensions: int, *, create: bool = False) -> VectorStore:
    """The store in a folder of this machine. One process may write to it at a time."""
    import chromadb
    from chromadb.config import Settings

    if not create and not (folder / "chroma.sqlite3").is_file():  # Chroma would make an empty one
        raise IndexMissingError(
            f"The index cannot be read: {folder / 'chroma.sqlite3'} is gone. Run `policydesk ingest --rebuild`."
        )
    with _chroma_errors(), _one_at_a_time:
        client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    return _opened(client, model, dimensions, create)


def open_server(
    url: str, model: str | None, dimensions: int, *, create: bool = False, anew: bool = False
) -> VectorStore:
    """The store on a Chroma server, e.g. "http://chroma:8000", which many processes may share.

    `anew` removes what is there first, whatever model or version made it.
    """
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PolicydeskError(f'POLICYDESK_CHROMA_URL is "{url}": write it like http://localhost:8001.')
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with _one_at_a_time:
            client = chromadb.HttpClient(
                host=parts.hostname,
                port=port,
                ssl=parts.scheme == "https",
                settings=Settings(anonymized_telemetry=False),
            )
    except Exception as error:
        raise IndexAwayError(f"{parts.hostname}:{port}") from error
    if anew:
        with _chroma_errors():
            for name in {each.name for each in client.list_collections()}.intersection(_COLLECTIONS):
                client.delete_collection(name)
    return _opened(client, model, dimensions, create or anew)


def _opened(client: ClientAPI, model: str | None, dimensions: int, create: bool) -> VectorStore:
    try:
        return VectorStore(client, model, dimensions, create=create)
    except BaseException:
        _close(client)
        raise


def _close(client: ClientAPI) -> None:
    with _one_at_a_time:
        cast(Any, client).close()
    for each in (client, getattr(client, "_admin_client", None)):
        session = getattr(getattr(each, "_server", None), "_session", None)
        if session is not None:  # Chroma leaves the connections to its server open
            session.close()


def _create(client: ClientAPI, name: str, described: dict[str, Any]) -> None:
    client.create_collection(
        name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}, metadata=described
    )


def _version(documents: ChromaCollection) -> str:
    """Names the collection too, as a rebuild makes another; a version before this was noted has only its name."""
    noted = (documents.metadata or {}).get(_VERSION)
    return "" if noted == "" else f"{documents.id}/{noted or ''}"


def _check(described: Mapping[str, Any], model: str | None, dimensions: int) -> None:
    stored = described.get("policydesk_model")
    if model is not None and stored != model:
        raise IndexUnusableError(
            f"The index was made with the embedding model {stored}, but {model} is set. "
            "Run `policydesk ingest --rebuild`, or set POLICYDESK_EMBEDDINGS back."
        )
    if model is not None and described.get("policydesk_dimensions", dimensions) != dimensions:
        raise IndexUnusableError(
            f"The embedding model {model} no longer gives vectors of the length in the index. "
            "Run `policydesk ingest --rebuild`."
        )
    if described.get("policydesk_format") != FORMAT:
        raise IndexUnusableError(
            "The index was made by another version of Policydesk. Run `policydesk ingest --rebuild`."
        )


@contextmanager
def _chroma_errors() -> Iterator[None]:
    """Chroma raises many unrelated types, some of them from Rust; people get one sentence."""
    from chromadb.errors import NotFoundError
    from httpx import RequestError

    try:
        yield
    except NotFoundError as error:
        raise IndexChangingError from error
    except RequestError as error:
        raise IndexAwayError(
            f"{error.request.url.host}:{error.request.url.port or error.request.url.scheme}"
        ) from error
    except PolicydeskError:
        raise
    except OSError:
        raise
    except Exception as error:
        raise IndexUnusableError(
            f"The index cannot be read or written ({type(error).__name__}: {str(error)[:200]}). "
            "If the disk is full, free some space; if the index is damaged, run `policydesk ingest --rebuild`."
        ) from error


def _query(
    collection: ChromaCollection, vector: NDArray[np.float32], limit: int, documents: Collection[str] | None = None
) -> list[Hit]:
    where = None if documents is None else _of_documents(documents)
    with _chroma_errors():
        found = collection.query(query_embeddings=vector[None, :], n_results=limit, where=where, include=["distances"])
    distances = (found["distances"] or [[]])[0]
    return [Hit(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances, strict=True)]


def _of_documents(ids: Collection[str]) -> Any:
    return {"document_id": {"$in": list(ids)}}


def _batches(ids: list[str], size: int = BATCH) -> Iterator[list[str]]:
    for at in range(0, len(ids), size):
        yield ids[at : at + size]


def _pages(collection: ChromaCollection, include: Any) -> Iterator[tuple[list[str], list[Any]]]:
    offset = 0
    while True:
        with _chroma_errors():
            found = collection.get(limit=BATCH, offset=offset, include=include)
        if not found["ids"]:
            return
        yield found["ids"], cast(list[Any], found["metadatas"])
        offset += len(found["ids"])
