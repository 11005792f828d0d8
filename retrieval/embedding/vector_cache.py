"""Vectors by content: what was embedded once is never embedded again, and sentence vectors are at hand when answering.

A plain SQLite file beside the index. It can be deleted at any time; what is missing is computed anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
_MANY = 500  # placeholders in one statement, well under SQLite's limit


@dataclass(frozen=True, slots=True)
class Embedded:
    """A chunk's unit vector (dimensions,) and its sentences' unit vectors (sentences, dimensions)."""

    vector: Vector
    sentences: Vector


def key(model: str, text: str) -> str:
    """The name of a text's vectors: SHA-256 of model and text."""
    return hashlib.sha256(f"{model}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


class VectorCache:
    """Thread-safe; several processes may share the file. Sentence vectors are kept as float16."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._path = path
        self._db = self._open()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def get(self, keys: Sequence[str]) -> dict[str, Embedded]:
        """What is known of `keys`."""
        found: dict[str, Embedded] = {}
        for at in range(0, len(keys), _MANY):
            some = keys[at : at + _MANY]
            marks = ",".join("?" * len(some))
            with self._healing() as db:
                rows = db.execute(f"SELECT key, vector, sentences FROM embedded WHERE key IN ({marks})", some)  # noqa: S608
                found |= {str(k): _embedded(v, s) for k, v, s in rows}
        return found

    def put(self, rows: Mapping[str, Embedded]) -> None:
        """Add or replace."""
        values = [
            (k, each.vector.astype(np.float32).tobytes(), each.sentences.astype(np.float16).tobytes())
            for k, each in rows.items()
        ]
        with self._healing() as db, db:
            db.executemany("INSERT OR REPLACE INTO embedded VALUES (?, ?, ?)", values)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget everything else."""
        with self._healing() as db, db:
            db.execute("CREATE TEMP TABLE kept (key TEXT PRIMARY KEY)")
            db.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((k,) for k in keys))
            db.execute("DELETE FROM embedded WHERE key NOT IN (SELECT key FROM kept)")
            db.execute("DROP TABLE kept")

    @contextmanager
    def _healing(self) -> Iterator[sqlite3.Connection]:
        """The connection; a file that turns out to be damaged gives way to an empty one, and its vectors are missed."""
        with self._lock:
            try:
                yield self._db
            except sqlite3.DatabaseError as error:
                if not _is_damaged(error):
                    raise
                self._db.close()
                self._db = _anew(self._path)

    def _open(self) -> sqlite3.Connection:
        try:
            return _connect(self._path)
        except sqlite3.DatabaseError as error:
            if not _is_damaged(error):
                raise
            return _anew(self._path)


def _anew(path: Path) -> sqlite3.Connection:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, check_same_thread=False, timeout=10)
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("CREATE TABLE IF NOT EXISTS embedded (key TEXT PRIMARY KEY, vector BLOB, sentences BLOB)")
        with closing(db.execute("SELECT key FROM embedded LIMIT 1")) as rows:
            rows.fetchone()
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db


def _is_damaged(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _embedded(vector: bytes, sentences: bytes) -> Embedded:
    one = np.frombuffer(vector, np.float32)
    return Embedded(one, np.frombuffer(sentences, np.float16).reshape(-1, len(one)).astype(np.float32))
