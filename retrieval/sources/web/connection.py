"""Connections to public machines only, each to the very address that was looked at, and all of a visit by one clock."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from retrieval.sources.address import is_public

Resolve = Callable[[str, int], Sequence[str]]
_SHORTEST = 0.01  # seconds: 0 would mean not to wait at all


class NotPublicError(Exception):
    """A host that leads to a machine which may not be asked."""


class OverTimeError(Exception):
    """A visit took longer than it may."""


class Clock:
    """The seconds that a visit may take all together, whatever it is made of."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises OverTimeError when there are none."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise OverTimeError
        return max(left, _SHORTEST)

    def least(self, seconds: float | None) -> float:
        """A time-out that does not go beyond the clock."""
        return self.left() if seconds is None else min(seconds, self.left())


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the system knows them, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class PublicOnly(httpcore.NetworkBackend):
    """Looks a host up, refuses it when one of its addresses is not public, and connects to the first that answers.

    As the connection goes to the address that was looked at, a name that leads elsewhere at a second look changes nothing.
    """

    def __init__(self, clock: Clock, *, loopback: bool, resolve: Resolve = resolved) -> None:
        self._clock = clock
        self._loopback = loopback
        self._resolve = resolve
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises NotPublicError, OverTimeError, and httpcore's errors."""
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"there is no host {host}") from error
        for each in found:
            if not is_public(ipaddress.ip_address(each), loopback=self._loopback):
                raise NotPublicError(host)
        failure: Exception = httpcore.ConnectError(f"there is no host {host}")
        for each in found:
            try:
                stream = self._inner.connect_tcp(each, port, self._clock.least(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _ClockedStream(stream, self._clock)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never: no address leads there."""
        raise NotPublicError(path)


class _ClockedStream(httpcore.NetworkStream):
    """A connection whose every step ends with the clock: a byte now and then does not keep it open."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.least(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.least(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._clock.least(timeout))
        return _ClockedStream(secured, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
