"""A circuit breaker (Nygard, Release It!, 2007): after some failures in a row a dead service is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

FAILURES = 3  # in a row, before calls stop
PAUSE = 30.0  # seconds until one call is tried again


class Breaker:
    """Thread-safe. Ask `allows()` before a call, then say `succeeded()` or `failed()`."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._tried = 0.0

    def allows(self) -> bool:
        """Whether to call now: always while it goes well, else one caller in every pause."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._clock() - self._tried < PAUSE:
                return False
            self._tried = self._clock()
            return True

    def succeeded(self) -> None:
        """The service answers."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """The service did not answer."""
        with self._lock:
            self._failures += 1
            self._tried = self._clock()
