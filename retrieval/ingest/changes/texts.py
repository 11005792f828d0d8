"""The documents as the last ingest saw them, kept packed, so that the next one can say what changed.

A plain SQLite file in HOME. It can be deleted at any time; nothing is known of changes then until the next ingest but one.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path

from retrieval.ingest.changes.compare import State, compare
from retrieval.records import Contact, Document, DocumentChange

_PACKING = 1  # of zlib: nearly all that it gains at a tenth of the time
_LISTS = ("duties", "unit_duties", "more_phones")


class Texts:
    """What is kept of each document: its title, text and directory entries."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def changes(
        self, read: Iterable[tuple[Document, Sequence[Contact]]], stored: Collection[str], removed: Iterable[str]
    ) -> tuple[DocumentChange, ...]:
        """What is different in documents that were `read` or are `removed`, and keep them as they are now.

        `stored` are those that the index held before. Of the first documents of an index nothing is said, and neither of one
        that is stored but not kept.
        """
        now, left = list(read), list(removed)
        try:
            return self._exchange(now, stored, left)
        except sqlite3.DatabaseError:  # not one of ours, or damaged
            with suppress(sqlite3.Error, OSError):
                self._path.unlink(missing_ok=True)
                self._exchange(now, stored, [])
            return ()

    def _exchange(
        self, read: Sequence[tuple[Document, Sequence[Contact]]], stored: Collection[str], removed: Sequence[str]
    ) -> tuple[DocumentChange, ...]:
        found: list[DocumentChange] = []
        with closing(sqlite3.connect(self._path)) as db, db:
            db.execute("PRAGMA secure_delete = ON")
            db.execute("CREATE TABLE IF NOT EXISTS texts (id TEXT PRIMARY KEY, state BLOB)")
            for document, contacts in read:
                after = State(document.metadata.title, document.text, tuple(contacts))
                before = _kept(db, document.id)
                if (before or document.id not in stored) and stored and before != after:
                    found.append(compare(document.id, before, after))
                db.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", [_key(document.id), _packed(after)])
            for each in removed:
                if before := _kept(db, each):
                    found.append(compare(each, before, None))
                db.execute("DELETE FROM texts WHERE id = ?", [_key(each)])
        return tuple(found)


def _key(document_id: str) -> str:
    """SQLite takes no lone surrogates."""
    return document_id.encode("utf-8", "backslashreplace").decode()


def _kept(db: sqlite3.Connection, document_id: str) -> State | None:
    row = db.execute("SELECT state FROM texts WHERE id = ?", [_key(document_id)]).fetchone()
    try:
        return _unpacked(row[0]) if row else None
    except (zlib.error, ValueError, KeyError, TypeError):
        return None


def _packed(state: State) -> bytes:
    plain = {"title": state.title, "text": state.text, "contacts": [asdict(each) for each in state.contacts]}
    return zlib.compress(json.dumps(plain).encode(), _PACKING)


def _unpacked(packed: bytes) -> State:
    plain = json.loads(zlib.decompress(packed))
    contacts = (each | {name: tuple(each.get(name, ())) for name in _LISTS} for each in plain["contacts"])
    return State(plain["title"], plain["text"], tuple(Contact(**each) for each in contacts))
