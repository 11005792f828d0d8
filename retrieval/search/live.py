"""The index in force, kept open: a server finds what an ingest in another process has just switched to."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from retrieval.embedding import Embedder, VectorCache
from retrieval.index import Index, Location, NothingIngestedError, open_index, pointer_fault, version_in_force
from retrieval.search.search import Search

_log = logging.getLogger(__name__)
_RETRY_SECONDS = 30.0  # a version that does not open is tried again this much later
_LOOK_SECONDS = 1.0  # between two looks for a later version
_LONGEST_SECONDS = 30.0  # that the version before answers while the later one is made ready

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
        self._next: _Open[T] | None = None  # open, and being made ready
        self._kept_up = False
        self._behind: float | None = None  # since when
        self._failed: tuple[str, float] | None = None
        self._fault: str | None = None

    @cached_property
    def embedder(self) -> Embedder:
        """The one that questions are embedded with."""
        return self._open_embedder()

    def current(self) -> T:
        """What was made of the version in force.

        Raises `NothingIngestedError` before the first ingest, and what `open_index` raises when the first version
        does not open. A later one that does not open is logged, and the one before goes on serving. Within `kept_up` it
        goes on serving too while the later one is made ready, at most half a minute.
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
        if opened is not None and self._is_being_readied():
            return opened.made
        with self._opening:
            return self._reopened(version).made

    def check(self) -> T:
        """As `current`, once a Chroma server was asked whether it still holds the index. Raises `IndexLostError`."""
        made, opened = self.current(), self._open
        if opened is not None:
            opened.index.store.probe()
        return made

    @contextmanager
    def kept_up(self, ready: Callable[[T], None]) -> Iterator[None]:
        """Meanwhile a thread looks for later versions and makes each `ready` before it comes into force, so that no
        question pays for an ingest.

        With a Chroma server the first question after an ingest opens the later one.
        """
        over = threading.Event()
        thread = threading.Thread(
            target=self._keep_up, args=(ready, over), name="policydesk-later-version", daemon=True
        )
        self._kept_up = self._at.chroma_url is None
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join(_LOOK_SECONDS)
            self._kept_up = False

    def _keep_up(self, ready: Callable[[T], None], over: threading.Event) -> None:
        while self._kept_up and not over.wait(_LOOK_SECONDS):
            try:
                self.catch_up(ready)
            except Exception:  # noqa: BLE001 - the next question meets it, and its asker is told
                _log.exception("A later version of the index could not be made ready.")

    def catch_up(self, ready: Callable[[T], None]) -> None:
        """Open the version in force if it is a later one, make it `ready`, and only then let questions have it."""
        before, version = self._open, version_in_force(self._at)
        if version is None or (before is not None and before.index.version == version) or self._failed_lately(version):
            return
        with self._opening:
            later = self._later(version, before)
            self._next = later if later is not before else None
        if later is not before:
            ready(later.made)
            with self._opening:
                if self._next is later:  # no question had to have it earlier
                    self._put_in_force(later)

    def close(self) -> None:
        """Let the open index go; it is closed when the questions under way are done."""
        with self._opening:
            self._open = self._next = None
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

    def _is_being_readied(self) -> bool:
        """Whether a thread is at it, or will be at its next look, and has not been for too long."""
        if not self._kept_up:
            return False
        self._behind = self._behind or time.monotonic()
        return time.monotonic() - self._behind < _LONGEST_SECONDS

    def _reopened(self, version: str) -> _Open[T]:
        before = self._open
        if before is not None and (version in ("", before.index.version) or self._failed_lately(version)):
            return before
        later = self._next
        if later is None or later.index.version != version:
            later = self._later(version, before)
        if later is not before:
            self._put_in_force(later)
        return later

    def _put_in_force(self, later: _Open[T]) -> None:
        self._open, self._next, self._behind, self._failed = later, None, None, None

    def _later(self, version: str, before: _Open[T] | None) -> _Open[T]:
        """A version opened; the one before when it does not open and that one can go on."""
        try:
            return self._opened()
        except Exception:
            if before is None:
                raise
            _log.exception("Version %s of the index does not open; %s goes on.", version, before.index.version)
            self._failed = (version, time.monotonic())
            return before

    def _opened(self) -> _Open[T]:
        before = self._open.index if self._open else None
        index = open_index(self._at, self.embedder.name, self.embedder.dimensions, before)
        _close_after(index)
        return _Open(index, self._make(Search(index, self.embedder, self._cache)))


def _close_after(index: Index) -> None:
    """Chroma keeps every opened client in a table of its own, so garbage collection alone would close nothing."""
    weakref.finalize(index, index.store.close).atexit = False
