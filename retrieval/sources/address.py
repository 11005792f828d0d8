"""Web addresses that may be asked for, and the machines that may be asked: none but public ones."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from retrieval.patterns import late_pattern

if TYPE_CHECKING:
    from httpx import URL

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_LONGEST = 2_000  # characters
_PORTS = {None, 80, 443}
_UNSEEN = late_pattern(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215: leads into a local network by its purpose


class UnusableAddressError(ValueError):
    """An address that is never asked for; the message goes on from it and says why."""


def address(text: str, *, loopback: bool = False) -> URL:
    """An address as it is asked for: http or https, a host, no credentials, no fragment.

    Only the ports that the web is served at, unless `loopback` allows this machine. Raises UnusableAddressError.
    """
    import httpx

    if len(text) > _LONGEST or _UNSEEN.search(text):
        raise UnusableAddressError("must be one address without blanks, e.g. https://www.example.org/plan")
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise UnusableAddressError(f"is no web address ({error})") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise UnusableAddressError("must begin with https:// or http:// and a host")
    if url.userinfo:
        raise UnusableAddressError("must hold no user name and no password")
    if url.port not in _PORTS and not (loopback and _is_local_name(url.host)):
        raise UnusableAddressError(f"is at port {url.port}: only 80 and 443 are asked")
    return url.copy_with(fragment=None)


def is_public(ip: IPAddress, *, loopback: bool = False) -> bool:
    """Whether a machine may be asked: its address is of the public internet, also after whatever it is wrapped in.

    IPv4 addresses mapped into IPv6 (RFC 4291), 6to4 (RFC 3056), Teredo (RFC 4380) and NAT64 (RFC 6052) count as what is in
    them; multicast, reserved and unspecified addresses are nobody's. With `loopback` this machine's own may be asked as well.
    """
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        wrapped = [each for each in inner if each is not None]
        if wrapped:
            return all(is_public(each) for each in wrapped)
        if ip in _LOCAL_NAT64 or ip.is_site_local or ip.scope_id:
            return False
    if ip.is_loopback:
        return loopback
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _is_local_name(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
