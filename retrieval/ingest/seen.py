"""Files that were read before and what came of it, so that one that did not change since is not read again.

A plain SQLite file in HOME. It can be deleted at any time; every file is read once then.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

_SETTLED = 2_000_000_000  # nanoseconds; a file that changed less than this before it was looked at may change unseen


class SeenFiles:
    """Digests by path and by what the file system says of it: size, times of change, and number, with its sidecar's."""

    def __init__(self, path: Path, made: str) -> None:
        """`made` names all that decides a digest beside the file."""
        self._path = path
        self._made = made
        self._known: dict[str, tuple[str, str]] = {}
        self._new: dict[str, tuple[str, str]] = {}
        with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as db:
            rows = db.execute("SELECT path, state, digest FROM seen WHERE made = ?", [made])
            self._known = {file: (state, digest) for file, state, digest in rows}

    def digest(self, file: str, state: str | None) -> str | None:
        """The digest of a file that is in the state it was noted in; None when it has to be read."""
        known = self._known.get(file)
        return known[1] if known and known[0] == state else None

    def note(self, file: str, state: str | None, digest: str) -> None:
        """Keep what was read of a file whose state was taken before it was read."""
        if state is not None:
            self._new[file] = (state, digest)

    def close(self) -> None:
        """Write down what is new; where that fails, files are read again."""
        if not self._new:
            return
        rows = [(file, self._made, state, digest) for file, (state, digest) in self._new.items()]
        try:
            self._write(rows)
        except sqlite3.DatabaseError:
            with suppress(sqlite3.Error, OSError):
                self._path.unlink(missing_ok=True)
                self._write(rows)

    def _write(self, rows: list[tuple[str, str, str, str]]) -> None:
        with closing(sqlite3.connect(self._path)) as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS seen (path TEXT PRIMARY KEY, made TEXT, state TEXT, digest TEXT)")
            db.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", rows)


def state_of(file: Path, sidecar: Path) -> str | None:
    """What the file system says of a file and its sidecar; None when that tells nothing, as they changed just now."""
    try:
        found = file.stat()
        states = [(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)]
        with suppress(FileNotFoundError):
            found = sidecar.stat()
            states.append((found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino))
    except OSError:
        return None
    latest = max(max(mtime, ctime) for _, mtime, ctime, _ in states)
    return repr(states) if latest < time.time_ns() - _SETTLED else None
