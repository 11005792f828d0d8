"""The index in force, kept open: a server finds what an ingest in another process has just switched to."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable
from functools import cached_property

from retrieval.embedding import Embedder, VectorCache
from retrieval.index import Index, Location, NothingIngestedError, open_index, pointer_fault, version_in_force
from retrieval.search.search import Search

_log = logging.getLogger(__name__)
_RETRY_SECONDS = 30.0  # a version that does not open is tried again this much later


class LiveSearch:
    """Gives the search over the index in force and reopens it when an ingest has switched versions. Thread-safe.

    Hold on to the `Search` of `current()` for a whole question: its store is closed when the last holder lets it go.
    The embedder is opened at the first use, so that asking what is indexed before the first ingest loads no model.
    """

    def __init__(self, at: Location, open_embedder: Callable[[], Embedder]) -> None:
        self._at = at
        self._open_embedder = open_embedder
        self._opening = threading.Lock()
        self._search: Search | None = None
        self._failed: tuple[str, float] | None = None
        self._fault: str | None = None

    @cached_property
    def embedder(self) -> Embedder:
        """The one that questions are embedded with."""
        return self._open_embedder()

    def current(self) -> Search:
        """The search over the version in force.

        Raises `NothingIngestedError` before the first ingest, and what `open_index` raises when the first version
        does not open. A later one that does not open is logged, and the one before goes on serving; with a Chroma
        server, which keeps no version before, it is raised.
        """
        self._warn_once()
        search = self._search
        version = version_in_force(self._at, search.index if search else None)
        if version is None:
            raise NothingIngestedError
        if search is not None and (search.index.version == version or self._failed_lately(version)):
            return search
        if search is not None and self._opening.locked():
            return search  # another thread is at it; this question is answered from the version before
        with self._opening:
            return self._reopened(version)

    def close(self) -> None:
        """Let the open index go; it is closed when the questions under way are done."""
        with self._opening:
            self._search = None
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

    def _reopened(self, version: str) -> Search:
        before = self._search
        if before is not None and (version in ("", before.index.version) or self._failed_lately(version)):
            return before
        try:
            search = self._opened()
        except Exception:
            if before is None or self._at.chroma_url:  # there the version before is no more
                raise
            _log.exception("Version %s of the index does not open; %s goes on.", version, before.index.version)
            self._failed = (version, time.monotonic())
            return before
        self._search, self._failed = search, None
        return search

    def _opened(self) -> Search:
        index = open_index(self._at, self.embedder.name, self.embedder.dimensions)
        search = Search(index, self.embedder, self._cache)
        _close_after(search, index)
        return search


def _close_after(search: Search, index: Index) -> None:
    """Chroma keeps every opened client in a table of its own, so garbage collection alone would close nothing."""
    weakref.finalize(search, index.store.close).atexit = False
