"""The store: chunks with their vectors, documents and full texts in Chroma (cosine). Chroma's only home."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index import chroma
from retrieval.index.chroma import batches, chroma_errors, pages
from retrieval.index.faults import (
    IndexChangingError,
    IndexLostError,
    IndexMissingError,
    IndexUnusableError,
    check_model,
)
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
_WRITTEN = "policydesk_written"  # the rows of each collection on a server, noted when the last was written
_PROBED = 2_000  # rows asked for to see that they are there: a server writes vectors to files by the thousand
_TRUSTED = 60.0  # seconds until a server is asked again whether it still holds everything
_MOST_IDS = 30_000  # in one condition; SQLite takes 32,766 variables


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk id with its cosine similarity to the question."""

    chunk_id: str
    similarity: float


class VectorStore:
    """One index in Chroma: three collections, opened for one embedding model (None: whichever, to look but not search).

    `suffix` ends the collections' names. Raises `IndexUnusableError` when the stored vectors come from another model or
    the format is another one, and whatever is asked of it raises `IndexLostError` when a server lost what was sealed.
    """

    def __init__(
        self, client: ClientAPI, model: str | None, dimensions: int, *, create: bool = False, suffix: str = ""
    ) -> None:
        self.client = client
        names = {each: f"{each}{suffix}" for each in _COLLECTIONS}
        wanted = {"policydesk_format": FORMAT, "policydesk_model": model, "policydesk_dimensions": dimensions}
        with chroma_errors():
            there = {each.name for each in client.list_collections()}
            missing = [name for name in names.values() if name not in there]
            if missing and not create:
                raise (
                    IndexLostError
                    if suffix
                    else IndexMissingError("The index is not whole. Run `policydesk ingest --rebuild`.")
                )
            for name in missing:
                chroma.create(client, name, wanted)
            self._texts, self._documents, self._chunks = (
                client.get_collection(each, embedding_function=None) for each in names.values()
            )
        described = self._chunks.metadata or {}
        _check(described, model, dimensions)
        self.model = str(described.get("policydesk_model"))
        self.dimensions = int(described.get("policydesk_dimensions") or 0)
        self._probed = 0.0
        self._written = {each.name: int((each.metadata or {}).get(_WRITTEN) or 0) for each in self._all}

    @property
    def _all(self) -> tuple[ChromaCollection, ...]:
        return self._texts, self._documents, self._chunks

    def close(self) -> None:
        """Let go of Chroma's files or connection."""
        chroma.close(self.client)

    def seal(self) -> None:
        """Note on a server how many rows there are, as nothing more is written; checks that all can be found."""
        with chroma_errors():
            self._written = {each.name: each.count() for each in self._all}
            for each in self._all:
                each.modify(metadata=dict(each.metadata or {}) | {_WRITTEN: self._written[each.name]})
        self.probe()

    def probe(self) -> None:
        """Raise `IndexLostError` where a server no longer holds or finds what was sealed; a few small requests.

        A Chroma server that was killed may come back with collections that fail, or that lack the vectors it had written to
        files: all but the last few hundred, which were in its database yet.
        """
        with self._reading():
            if any(each.count() < self._written[each.name] for each in self._all):
                raise IndexLostError
            for each, dimensions in ((self._documents, self.dimensions), (self._chunks, self.dimensions)):
                anything = np.full(dimensions, 1 / np.sqrt(dimensions or 1), np.float32)
                several = min(self._written[each.name], _PROBED)
                if several and 2 * len(chroma.nearest(each, anything, several)) <= several:
                    raise IndexLostError
        self._probed = time.monotonic()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """What fails for no other reason, once sealed, is lost."""
        try:
            with chroma_errors():
                yield
        except (IndexChangingError, IndexLostError):
            raise
        except IndexUnusableError as error:
            if any(self._written.values()):
                raise IndexLostError from error
            raise

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
        with self._reading():
            for page in pages(self._documents, ["metadatas"]):
                found |= {i: stored_document(i, m) for i, m in zip(page["ids"], page["metadatas"], strict=True)}
        return dict(sorted(found.items()))

    def document(self, document_id: str) -> Document | None:
        """A document with its text and blocks, or None when the index does not hold it."""
        with self._reading():
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

    # --- chunks ---

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

    def count(self) -> int:
        """Number of chunks."""
        with chroma_errors():
            return self._chunks.count()

    def nearest(
        self, vector: NDArray[np.float32], limit: int, document_ids: Collection[str] | None = None
    ) -> list[Hit]:
        """The chunks most similar to a unit vector, best first; only of `document_ids` when given."""
        if document_ids is None:
            return self._nearest(self._chunks, vector, limit)
        ids = list(document_ids)
        with self._reading():
            hits = [hit for each in batches(ids, _MOST_IDS) for hit in _hits(self._chunks, vector, limit, each)]
        return sorted(hits, key=lambda hit: -hit.similarity)[:limit]

    def nearest_among(self, vector: NDArray[np.float32], limit: int, chunk_ids: Collection[str]) -> list[Hit]:
        """Of some chunks by id the most similar to a unit vector, best first. Each is read: name but a few hundred."""
        if not chunk_ids:
            return []
        with self._reading():
            hits = [Hit(i, similarity) for i, similarity in chroma.similarities(self._chunks, vector, chunk_ids)]
        return sorted(hits, key=lambda hit: -hit.similarity)[:limit]

    def nearest_documents(self, vector: NDArray[np.float32], limit: int) -> list[Hit]:
        """The documents whose titles are most similar to a unit vector, best first."""
        return self._nearest(self._documents, vector, limit)

    def _nearest(self, collection: ChromaCollection, vector: NDArray[np.float32], limit: int) -> list[Hit]:
        with self._reading():
            hits = _hits(collection, vector, limit)
        written = self._written[collection.name]
        if written and (len(hits) < min(limit, written) or time.monotonic() - self._probed > _TRUSTED):
            self.probe()
        return hits

    def chunks(self, ids: Sequence[str], documents: Mapping[str, StoredDocument]) -> dict[str, Chunk]:
        """Chunks by id; ids that the index does not hold, or whose document is none of `documents`, are left out."""
        if not ids:
            return {}
        with self._reading():
            found = self._chunks.get(ids=list(ids), include=["metadatas", "documents"])
        rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
        return {i: stored_chunk(text, m, documents) for i, text, m in rows if m["document_id"] in documents}

    def all_chunks(self, documents: Mapping[str, StoredDocument]) -> Iterator[Chunk]:
        """Every chunk of `documents`, a page at a time, in no particular order."""
        return (each.chunk for each in self.stored_chunks(documents))

    def stored_chunks(self, documents: Mapping[str, StoredDocument]) -> Iterator[StoredChunk]:
        """As `all_chunks`, with their digests."""
        with self._reading():
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


def open_base(
    version: Path, url: str | None, model: str | None, dimensions: int, *, create: bool = False
) -> VectorStore:
    """The store of a version that is a base: in its folder, or in collections that end in its name on a Chroma server,
    e.g. "http://chroma:8000", which many processes may share.
    """
    if url is None:
        return open_folder(version / "chroma", model, dimensions, create=create)
    return _opened(chroma.server_client(url), model, dimensions, create, f"-{version.name}")


def collections_of(version: str) -> list[str]:
    """What the collections of a base on a server are called."""
    return [f"{each}-{version}" for each in _COLLECTIONS]


def _opened(client: ClientAPI, model: str | None, dimensions: int, create: bool, suffix: str = "") -> VectorStore:
    try:
        return VectorStore(client, model, dimensions, create=create, suffix=suffix)
    except BaseException:
        chroma.close(client)
        raise


def _rows(page: Mapping[str, Any], field: str) -> Iterator[tuple[str, Any]]:
    return zip(page["ids"], page[field], strict=True)


def _packed(i: str, record: Any, text: Any, chunks: list[tuple[Any, Any]], title: Any) -> Packed:
    chunks.sort(key=lambda each: int(each[0]["position"]))
    body = to_json({"text": text, "chunks": [each for each, _ in chunks]})
    title = np.asarray(title, np.float32)
    vectors = np.asarray([vector for _, vector in chunks], np.float32).reshape(-1, len(title))
    return Packed(i, record, body, title, vectors, [int(each["position"]) for each, _ in chunks])


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
