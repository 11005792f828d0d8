"""The index in force, kept open: a server finds what an ingest in another process has just switched to."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from retrieval.embedding import Embedder, VectorCache
from retrieval.index import Index, Location, NothingIngestedError, open_index, pointer_fault, version_in_force
from retrieval.search.search import Search

_log = logging.getLogger(__name__)
_RETRY_SECONDS = 30.0  # a version that does not open is tried again this much later

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Open(Generic[T]):
    """An index that is open, and what was made of it."""

    index: Index
    made: T


class Live(Generic[T]):
    """Gives what `make` makes of the search over the index in force, anew when an ingest has switched versions.

    Thread-safe. Hold on to what `current()` gives for a whole question: the store is closed when the last holder of its
    index lets it go. The embedder is opened at the first use, so that asking what is indexed before the first ingest
    loads no model.
    """

    def __init__(self, at: Location, open_embedder: Callable[[], Embedder], make: Callable[[Search], T]) -> None:
        self._at = at
        self._open_embedder = open_embedder
        self._make = make
        self._opening = threading.Lock()
        self._open: _Open[T] | None = None
        self._failed: tuple[str, float] | None = None
        self._fault: str | None = None

    @cached_property
    def embedder(self) -> Embedder:
        """The one that questions are embedded with."""
        return self._open_embedder()

    def current(self) -> T:
        """What was made of the version in force.

        Raises `NothingIngestedError` before the first ingest, and what `open_index` raises when the first version
        does not open. A later one that does not open is logged, and the one before goes on serving.
        """
        self._warn_once()
        opened = self._open
        version = version_in_force(self._at, opened.index if opened else None)
        if version is None:
            raise NothingIngestedError
        if opened is not None and (opened.index.version == version or self._failed_lately(version)):
            return opened.made
        if opened is not None and self._opening.locked():
            return opened.made  # another thread is at it; this question is answered from the version before
        with self._opening:
            return self._reopened(version).made

    def check(self) -> T:
        """As `current`, once a Chroma server was asked whether it still holds the index. Raises `IndexLostError`."""
        made, opened = self.current(), self._open
        if opened is not None:
            opened.index.store.probe()
        return made

    def close(self) -> None:
        """Let the open index go; it is closed when the questions under way are done."""
        with self._opening:
            self._open = None
            if "_cache" in self.__dict__:
                self._cache.close()
                del self._cache

    @cached_property
    def _cache(self) -> VectorCache:
        return VectorCache(self._at.home / "vectors.sqlite")

    def _warn_once(self) -> None:
        fault = pointer_fault(self._at)
        if fault and fault != self._fault:
            _log.warning("%s Run `policydesk ingest`, which puts it right.", fault)
        self._fault = fault

    def _failed_lately(self, version: str) -> bool:
        failed = self._failed
        return failed is not None and failed[0] == version and time.monotonic() - failed[1] < _RETRY_SECONDS

    def _reopened(self, version: str) -> _Open[T]:
        before = self._open
        if before is not None and (version in ("", before.index.version) or self._failed_lately(version)):
            return before
        try:
            opened = self._opened()
        except Exception:
            if before is None:
                raise
            _log.exception("Version %s of the index does not open; %s goes on.", version, before.index.version)
            self._failed = (version, time.monotonic())
            return before
        self._open, self._failed = opened, None
        return opened

    def _opened(self) -> _Open[T]:
        before = self._open.index if self._open else None
        index = open_index(self._at, self.embedder.name, self.embedder.dimensions, before)
        _close_after(index)
        return _Open(index, self._make(Search(index, self.embedder, self._cache)))


def _close_after(index: Index) -> None:
    """Chroma keeps every opened client in a table of its own, so garbage collection alone would close nothing."""
    weakref.finalize(index, index.store.close).atexit = False
