"""Addresses that a sitemap, a feed or a page lists, all of one host."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from retrieval.patterns import late_pattern
from retrieval.sources.address import UnusableAddressError, address
from retrieval.sources.web.fetch import FetchError

if TYPE_CHECKING:
    from httpx import URL
    from lxml.etree import _Element  # type: ignore[import-untyped]

_LARGEST = 50 * 2**20  # bytes of a sitemap, packed or not, as the protocol allows
_MOST = 50_000  # addresses in one sitemap, as the protocol allows
_FILE = late_pattern(r"\.(?:pdf|hwpx?|docx?|xlsx?|pptx?|csv|zip|txt|md|eml)$", 2)  # re.IGNORECASE
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Listed:
    """An address that is listed; `day` is when it last changed, where that is said."""

    url: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages of a sitemap, and the further sitemaps that it lists."""

    pages: tuple[Listed, ...]
    maps: tuple[Listed, ...]


def sitemap(body: bytes, at: URL, *, loopback: bool = False) -> Sitemap:
    """What a sitemap lists (sitemaps.org, 0.9): XML, packed or not, or one address a line. Raises FetchError."""
    text = _unpacked(body)
    if not text.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = text.decode("utf-8", "replace").split()
        return Sitemap(tuple(_of_host([(each, None) for each in lines[:_MOST]], at, loopback)), ())
    root = _xml(text)
    found = [(_child(each, "loc"), _child(each, "lastmod")) for each in root.iterchildren("{*}url", "{*}sitemap")]
    listed = tuple(_of_host([(url, day) for url, day in found[:_MOST] if url], at, loopback))
    is_index = _local(root) == "sitemapindex"
    return Sitemap(() if is_index else listed, listed if is_index else ())


def feed(body: bytes, at: URL, *, loopback: bool = False) -> tuple[Listed, ...]:
    """The pages that an RSS or Atom feed lists, in its order. Raises FetchError when it is none."""
    import feedparser

    parsed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.version:
        raise FetchError("is no RSS or Atom feed: give it as a page or a sitemap")
    found = []
    for each in parsed.entries:
        changed = each.get("updated_parsed") or each.get("published_parsed")
        if link := each.get("link"):
            found.append((str(link), date(*changed[:3]).isoformat() if changed else None))
    return tuple(_of_host(found, at, loopback))


def linked_files(body: bytes, at: URL, *, loopback: bool = False) -> tuple[Listed, ...]:
    """The documents of the same host that a page links to, told by the ends of their addresses or names."""
    from lxml import html  # type: ignore[import-untyped]
    from lxml.etree import LxmlError

    try:
        root = html.document_fromstring(body, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (LxmlError, ValueError):
        return ()
    links = [
        (each.get("href", "").strip(), None)
        for each in root.iter("a")
        if _FILE.search(each.get("href", "").split("?")[0].strip())
        or each.get("download") is not None
        or _FILE.search("".join(each.itertext()).strip())
    ]
    return tuple(_of_host([(url, day) for url, day in links if url], at, loopback))


def _of_host(found: list[tuple[str, str | None]], at: URL, loopback: bool) -> Iterator[Listed]:
    """Those of the same host that may be asked for, each once."""
    known: set[str] = set()
    for url, day in found:
        try:
            whole = address(str(at.join(url.strip())), loopback=loopback)
        except (UnusableAddressError, ValueError):
            continue
        if (whole.host, whole.port) == (at.host, at.port) and str(whole) not in known:
            known.add(str(whole))
            yield Listed(str(whole), _day(day))


def _day(text: str | None) -> date | None:
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return found.astimezone(UTC).date() if found.tzinfo else found.date()


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    try:
        with gzip.open(io.BytesIO(body)) as packed:
            text = packed.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FetchError("is a damaged packed sitemap") from error
    if len(text) > _LARGEST:
        raise FetchError(f"is a sitemap larger than {_LARGEST // 2**20} MB")
    return text


def _xml(text: bytes) -> _Element:
    """XML without entities and without anything from elsewhere."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(text, parser)
    except (etree.LxmlError, ValueError) as error:
        raise FetchError("is no sitemap: it is not XML") from error


def _child(element: _Element, name: str) -> str | None:
    found = element.find(f"{{*}}{name}")
    return found.text.strip() if found is not None and found.text else None


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]
