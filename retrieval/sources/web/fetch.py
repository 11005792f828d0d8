"""One address fetched: redirects one by one, conditions, a size and a time that are kept."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpcore

from retrieval.sources.address import UnusableAddressError, address
from retrieval.sources.web.connection import Clock, NotPublicError, OverTimeError, PublicOnly, Resolve, resolved

if TYPE_CHECKING:
    import ssl

    from httpx import URL

AGENT = "Policydesk"
LARGEST = 50 * 2**20  # bytes, as the largest file that is read
_SECONDS = 30.0  # of a visit, all redirects together
_HOPS = 5
_CONNECT = 10.0  # seconds
_REDIRECTS = (301, 302, 303, 307, 308)
_LONGEST_WAIT = 7 * 86_400  # seconds that a host may ask to be left alone
_ACCEPT = b"text/html, application/xhtml+xml, application/pdf, */*;q=0.8"


class FetchError(Exception):
    """An address could not be fetched; the message goes on from it and says why."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What was sent with the version at hand, to be asked for anything newer."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a host answered: `final` is the address after all redirects, `body` is decoded.

    `retry_after` are the seconds that the host asks to be left alone.
    """

    final: str
    status: int
    body: bytes = b""
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    retry_after: float | None = None


@dataclass(frozen=True)
class Fetcher:
    """Fetches. `loopback` allows this machine, for tests; `resolve` looks hosts up."""

    loopback: bool = False
    largest: int = LARGEST
    seconds: float = _SECONDS
    resolve: Resolve = resolved
    _secured: list[ssl.SSLContext] = field(default_factory=list)

    def fetch(
        self,
        url: str,
        conditions: Conditions = Conditions(),
        *,
        largest: int | None = None,
        before: Callable[[URL], None] = lambda _: None,
    ) -> Fetched:
        """What stands at an address. `before` is called with each address before it is asked, and may raise.

        Raises FetchError: an address on the way may not be asked, the host does not answer in time or not in HTTP, or what it
        sends is larger than `largest`.
        """
        clock = Clock(self.seconds)
        at = url
        try:
            for _ in range(_HOPS + 1):
                asked = address(at, loopback=self.loopback)
                before(asked)
                with self._visit(asked, conditions, clock) as response:
                    headers = _headers(response)
                    if response.status not in _REDIRECTS:
                        return _fetched(asked, response, headers, largest or self.largest)
                    if "location" not in headers:
                        raise FetchError("leads on, but does not say where to")
                    at = str(asked.join(headers["location"]))
        except FetchError:
            raise
        except Exception as error:
            raise FetchError(_reason(error, at, url, self.seconds)) from error
        raise FetchError(f"leads on more than {_HOPS} times")

    @contextmanager
    def _visit(self, url: URL, conditions: Conditions, clock: Clock) -> Iterator[httpcore.Response]:
        backend = PublicOnly(clock, loopback=self.loopback, resolve=self.resolve)
        context = self._context() if url.scheme == "https" else None
        timeouts = {"connect": _CONNECT, "read": self.seconds, "write": self.seconds, "pool": self.seconds}
        with (
            httpcore.ConnectionPool(ssl_context=context, network_backend=backend) as pool,
            pool.stream(
                b"GET",
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=_asked(url, conditions),
                extensions={"timeout": timeouts},
            ) as response,
        ):
            yield response

    def _context(self) -> ssl.SSLContext:
        """Made once: it reads all authorities."""
        if not self._secured:
            self._secured.append(httpcore.default_ssl_context())
        return self._secured[0]


def _asked(url: URL, conditions: Conditions) -> list[tuple[bytes, bytes]]:
    headers = [
        (b"Host", url.netloc),
        (b"User-Agent", AGENT.encode()),
        (b"Accept", _ACCEPT),
        (b"Accept-Encoding", b"gzip"),
        (b"Connection", b"close"),
    ]
    if conditions.etag:
        headers.append((b"If-None-Match", conditions.etag.encode("latin-1", "ignore")))
    if conditions.last_modified:
        headers.append((b"If-Modified-Since", conditions.last_modified.encode("latin-1", "ignore")))
    return headers


def _headers(response: httpcore.Response) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}


def _fetched(url: URL, response: httpcore.Response, headers: Mapping[str, str], largest: int) -> Fetched:
    body = b""
    if response.status == 200:
        body = b"".join(_decoded(response.iter_stream(), headers.get("content-encoding", ""), largest))
    return Fetched(
        final=str(url),
        status=response.status,
        body=body,
        content_type=headers.get("content-type", ""),
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        retry_after=_retry_after(headers.get("retry-after", "")),
    )


def _decoded(raw: Iterable[bytes], encoding: str, largest: int) -> Iterator[bytes]:
    """The body as it was before it was packed, never more than `largest` bytes of it at hand."""
    packed = encoding.strip().lower()
    if packed in ("", "identity"):
        unpack = None
    elif packed in ("gzip", "x-gzip"):
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    else:
        raise FetchError(f"is packed as {packed[:40]}, which was not asked for")
    size = 0
    for piece in raw:
        decoded = piece if unpack is None else unpack.decompress(piece, largest - size + 1)
        size += len(decoded)
        if size > largest:
            raise FetchError(f"is larger than {largest / 2**20:.0f} MB")
        yield decoded
    if unpack is not None and not unpack.eof:
        raise FetchError("ends before its packed text does")


def _retry_after(value: str) -> float | None:
    """Seconds, from seconds or a date (RFC 9110, 10.2.3); None when nothing that can be read is said."""
    value = value.strip()
    if value.isascii() and value.isdecimal():
        return float(min(int(value[:9]), _LONGEST_WAIT))
    try:
        until = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - datetime.now(UTC)).total_seconds(), 0.0), _LONGEST_WAIT)


def _reason(error: Exception, at: str, url: str, seconds: float) -> str:
    """What went wrong on the way, in words that go on from the address."""
    where = "" if at == url else f" leads to {at}, which"
    match error:
        case UnusableAddressError():
            return f"{where} {error}".strip()
        case NotPublicError():
            return f"{where} is on no public machine: only the public web is read".strip()
        case OverTimeError() | httpcore.TimeoutException():
            return f"{where} did not answer within {seconds:.0f} seconds".strip()
        case zlib.error():
            return f"{where} sends a damaged packed text".strip()
        case httpcore.ConnectError() | httpcore.NetworkError():
            return f"{where} cannot be reached ({_plain(error)})".strip()
        case _:
            return f"{where} does not answer as a web server does ({_plain(error)})".strip()


def _plain(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
