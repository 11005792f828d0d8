"""Whether folders hold something else than when they were last taken in, and nobody is still writing to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from retrieval.loading import discover
from retrieval.loading.pieces import sidecar_of
from retrieval.records import PolicydeskError

State = Mapping[str, tuple[int, int]]


class Watch:
    """Told by two looks: something differs from what was taken in last, and from one look to the next nothing does any more."""

    def __init__(self, look: Callable[[], State]) -> None:
        self._look = look
        self._taken = self._seen = look()

    def is_due(self) -> bool:
        """Look once more; whether it is time to take in what is there."""
        before, self._seen = self._seen, self._look()
        return self._seen == before and self._seen != self._taken

    def take(self) -> None:
        """What the last look saw is taken in now: what changes from here on is noticed at the next."""
        self._taken = self._seen


def state_of_all(paths: Iterable[Path]) -> State:
    """Size and time of change, in nanoseconds, of every file that an ingest of some files and folders would read, and of the
    files beside them that describe them. What cannot be listed now is as though it were not there."""
    found: dict[str, tuple[int, int]] = {}
    for path in paths:
        try:
            files = discover(path)
        except PolicydeskError:
            continue
        for each in (one for file in files for one in (file, sidecar_of(file))):
            try:
                stat = each.stat()
            except OSError:
                continue
            found[str(each)] = (stat.st_size, stat.st_mtime_ns)
    return found
