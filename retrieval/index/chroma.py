"""Chroma's clients and collections behind plain functions: opened, closed, asked page by page."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from retrieval.index.faults import IndexAwayError, IndexChangingError, IndexMissingError, IndexUnusableError
from retrieval.records import PolicydeskError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection as ChromaCollection
    from chromadb.config import Settings

BATCH = 2_000  # rows in one request
_HNSW: dict[str, Any] = {"space": "cosine"}
_NEVER = 1_000_000_000  # rows before vectors go into files of their own
_one_at_a_time = (
    threading.RLock()
)  # Chroma's table of open clients is not safe; a client may close by garbage collection


def folder_client(folder: Path, *, create: bool) -> ClientAPI:
    """A client of a folder of this machine. Raises `IndexMissingError` where there is none and none is to be made."""
    import chromadb

    if not create and not (folder / "chroma.sqlite3").is_file():  # Chroma would make an empty one
        raise IndexMissingError(
            f"The index cannot be read: {folder / 'chroma.sqlite3'} is gone. Run `policydesk ingest --rebuild`."
        )
    with chroma_errors(), _one_at_a_time:
        return chromadb.PersistentClient(path=str(folder), settings=_settings().model_copy())


def server_client(url: str) -> ClientAPI:
    """A client of a Chroma server. Raises `IndexAwayError` when none answers, PolicydeskError when `url` is none."""
    import chromadb

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PolicydeskError(f'POLICYDESK_CHROMA_URL is "{url}": write it like http://localhost:8001.')
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with _one_at_a_time:
            return chromadb.HttpClient(
                host=parts.hostname,
                port=port,
                ssl=parts.scheme == "https",
                settings=_settings().model_copy(),
            )
    except Exception as error:
        raise IndexAwayError(f"{parts.hostname}:{port}") from error


@cache
def _settings() -> Settings:
    """Chroma's own: reading the environment anew for each client takes a quarter of the time of opening one."""
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def close(client: ClientAPI) -> None:
    """Let go of a client's files or connection."""
    with _one_at_a_time:
        cast(Any, client).close()
    for each in (client, getattr(client, "_admin_client", None)):
        session = getattr(getattr(each, "_server", None), "_session", None)
        if session is not None:  # Chroma leaves the connections to its server open
            session.close()


def create(client: ClientAPI, name: str, described: dict[str, Any], *, logged: bool = False) -> None:
    """Make a collection, which fails when there is one of that name.

    `logged` keeps all its rows in the database itself: Chroma writes no files of vectors for it, which a kill can empty.
    """
    hnsw = _HNSW | ({"sync_threshold": _NEVER} if logged else {})
    client.create_collection(name, embedding_function=None, configuration={"hnsw": cast(Any, hnsw)}, metadata=described)


@contextmanager
def chroma_errors() -> Iterator[None]:
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


def nearest(
    collection: ChromaCollection, vector: NDArray[np.float32], limit: int, documents: Collection[str] | None = None
) -> list[tuple[str, float]]:
    """Ids and cosine similarities of the rows nearest to a unit vector, best first; only of `documents` when given."""
    where = None if documents is None else of_documents(documents)
    with chroma_errors():
        found = collection.query(query_embeddings=vector[None, :], n_results=limit, where=where, include=["distances"])
    distances = (found["distances"] or [[]])[0]
    return [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances, strict=True)]


def similarities(
    collection: ChromaCollection, vector: NDArray[np.float32], ids: Collection[str]
) -> list[tuple[str, float]]:
    """Cosine similarities of the rows with some ids to a unit vector, in no particular order; ids that are not there are
    left out."""
    with chroma_errors():
        found = collection.get(ids=list(ids), include=["embeddings"])
    if not found["ids"]:
        return []
    rows = np.asarray(found["embeddings"], np.float32) @ vector
    return list(zip(found["ids"], map(float, rows), strict=True))


def of_documents(ids: Collection[str]) -> Any:
    """The condition that a chunk is of one of these documents."""
    return {"document_id": {"$in": list(ids)}}


def batches(ids: list[str], size: int = BATCH) -> Iterator[list[str]]:
    """Ids in lists of at most `size`."""
    for at in range(0, len(ids), size):
        yield ids[at : at + size]


def pages(collection: ChromaCollection, include: Any) -> Iterator[dict[str, Any]]:
    """All rows of a collection, `BATCH` at a time, with "ids" and what is included, in no particular order."""
    offset = 0
    while True:
        with chroma_errors():
            found = cast(dict[str, Any], collection.get(limit=BATCH, offset=offset, include=include))
        if not found["ids"]:
            return
        yield found
        offset += len(found["ids"])
