"""What a host allows to be read and how fast (RFC 9309), asked once a run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retrieval.sources.web.fetch import AGENT, Fetched, Fetcher, FetchError

if TYPE_CHECKING:
    from httpx import URL
    from protego import Protego

DELAY = 2.0  # seconds between two requests to a host that names no delay
_LONGEST_DELAY = 60.0  # seconds; a host that asks for more is asked this seldom
_LARGEST = 512 * 1024  # bytes; RFC 9309 asks for 500 KiB at least


class RefusedError(FetchError):
    """The host does not want an address to be read, or not now; the message goes on from the address."""


@dataclass
class _Host:
    rules: Protego | None
    """None when the host could not say: then nothing of it is read."""
    delay: float
    last: float | None = None


@dataclass
class Manners:
    """Asks one address at a time, each host no faster than it allows, and nothing that it forbids.

    `delay` is for hosts that name none; `wait` lets seconds pass.
    """

    fetcher: Fetcher
    delay: float = DELAY
    wait: Callable[[float], None] = time.sleep
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def before(self, url: URL) -> None:
        """Wait until an address may be asked. Raises RefusedError when its host does not allow it."""
        host = self._host(url)
        if host.rules is None:
            raise RefusedError("is not read: its host does not say what may be read (robots.txt)")
        if not host.rules.can_fetch(str(url), AGENT):
            raise RefusedError("is not read: its host asks not to (robots.txt)")
        self._pause(host)

    def _pause(self, host: _Host) -> None:
        now = time.monotonic()
        if host.last is not None and (left := host.last + host.delay - now) > 0:
            self.wait(left)
        host.last = time.monotonic()

    def _host(self, url: URL) -> _Host:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if origin not in self._hosts:
            self._hosts[origin] = self._asked(origin)
        return self._hosts[origin]

    def _asked(self, origin: str) -> _Host:
        from protego import Protego

        try:
            found = self.fetcher.fetch(f"{origin}/robots.txt", largest=_LARGEST)
        except FetchError:
            return _Host(None, self.delay)
        if not _answers(found):
            return _Host(None, self.delay)
        rules = Protego.parse(found.body.decode("utf-8", "replace") if found.status == 200 else "")
        named = rules.crawl_delay(AGENT)
        return _Host(rules, self.delay if named is None else min(max(named, 0.0), _LONGEST_DELAY), time.monotonic())


def _answers(found: Fetched) -> bool:
    """Without a robots.txt (4xx) everything may be read; while a host fails (5xx), or is busy (429), nothing."""
    return found.status == 200 or (400 <= found.status < 500 and found.status != 429)
