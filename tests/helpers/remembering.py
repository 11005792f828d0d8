"""The local model, which runs once for a text: what it gave is kept for all workers, and for the next run."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from retrieval.embedding import Vectors, e5, e5_file
from retrieval.embedding.e5 import E5, Side
from retrieval.embedding.e5_graph import DIMENSIONS
from retrieval.language.sentences import Span


def made_by() -> str:
    """A digest of the weights and of all code that makes vectors of a text: other code, other memories."""
    code = b"".join(each.read_bytes() for each in sorted(Path(e5.__file__).parent.glob("*.py")))
    return hashlib.sha256(code + e5_file.SHA256.encode()).hexdigest()[:16]


class RememberingE5:
    """What an `E5` gives, from a file where it was asked for before. It is loaded when it first has to run."""

    def __init__(self, folder: Path, load: Callable[[], E5]) -> None:
        """Memories of other code in `folder` are removed."""
        self._load = load
        self._lock = threading.Lock()
        file = folder / f"{made_by()}.sqlite"
        for each in folder.glob("*.sqlite*"):
            if not each.name.startswith(file.name):
                each.unlink(missing_ok=True)
        self._db = sqlite3.connect(file, timeout=60, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("CREATE TABLE IF NOT EXISTS pooled (key BLOB PRIMARY KEY, rows BLOB NOT NULL) WITHOUT ROWID")
        self._db.execute("CREATE TABLE IF NOT EXISTS counted (key BLOB PRIMARY KEY, tokens INT NOT NULL) WITHOUT ROWID")

    @cached_property
    def _model(self) -> E5:
        return self._load()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def count(self, text: str) -> int:
        """See `E5.count`."""
        key = _key(text)
        with self._lock:
            found = self._db.execute("SELECT tokens FROM counted WHERE key = ?", (key,)).fetchone()
            if found:
                return int(found[0])
            tokens = self._model.count(text)
            self._db.execute("INSERT OR IGNORE INTO counted VALUES (?, ?)", (key, tokens))
            return tokens

    def pool(self, side: Side, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Vectors]:
        """See `E5.pool`."""
        keys = [_key(side, text, *map(str, map(tuple, of_text))) for text, of_text in zip(texts, spans, strict=True)]
        with self._lock:
            found = {key: known for key in keys if (known := self._known(key)) is not None}
            new = {key: at for at, key in enumerate(keys) if key not in found}
            if new:
                made = self._model.pool(side, [texts[at] for at in new.values()], [spans[at] for at in new.values()])
                found |= dict(zip(new, made, strict=True))
                rows = [(key, each.astype(np.float32).tobytes()) for key, each in zip(new, made, strict=True)]
                self._db.executemany("INSERT OR IGNORE INTO pooled VALUES (?, ?)", rows)
        return [found[key] for key in keys]

    def _known(self, key: bytes) -> Vectors | None:
        row = self._db.execute("SELECT rows FROM pooled WHERE key = ?", (key,)).fetchone()
        return np.frombuffer(row[0], np.float32).reshape(-1, DIMENSIONS).copy() if row else None


def _key(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
