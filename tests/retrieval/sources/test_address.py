from __future__ import annotations

import ipaddress

import pytest

from retrieval.sources.address import UnusableAddressError, address, is_public


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_machines_of_the_public_internet_may_be_asked(ip: str) -> None:
    assert is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",  # where clouds keep credentials
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - nobody listens
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",  # 6to4 of 127.0.0.1
        "2001:0:7f00:1::",  # Teredo by the server 127.0.0.1
        "2001:0:5db8:d822:0:0:f5ff:fffe",  # Teredo of the client 10.0.0.1
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::5db8:d822",
    ],
)
def test_no_other_machine_may_be_asked_however_its_address_is_wrapped(ip: str) -> None:
    assert not is_public(ipaddress.ip_address(ip))


def test_this_machine_may_be_asked_where_a_test_allows_it_and_still_no_network_around_it() -> None:
    assert is_public(ipaddress.ip_address("127.0.0.1"), loopback=True)
    assert not is_public(ipaddress.ip_address("10.0.0.1"), loopback=True)
    assert not is_public(ipaddress.ip_address("::ffff:127.0.0.1"), loopback=True)


def test_an_address_loses_its_fragment_and_keeps_its_query() -> None:
    assert str(address("https://www.example.org/a?b=1#c")) == "https://www.example.org/a?b=1"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ftp://example.org/a", "must begin with https"),
        ("file:///etc/passwd", "must begin with https"),
        ("javascript:alert(1)", "must begin with https"),
        ("/a/b", "must begin with https"),
        ("http://", "must begin with https"),
        ("https://user:secret@example.org/", "must hold no user name"),
        ("http://example.org@127.0.0.1/", "must hold no user name"),
        ("https://example.org:8443/", "is at port 8443"),
        ("https://example.org/a b", "without blanks"),
        ("https://example.org/\r\nHost: x", "without blanks"),
        ("https://example.org/" + "a" * 3000, "without blanks"),
        ("http://[::1/", "is no web address"),
    ],
)
def test_what_is_no_address_to_ask_says_why(text: str, why: str) -> None:
    with pytest.raises(UnusableAddressError, match=why):
        address(text)


def test_only_this_machine_may_be_asked_at_another_port_and_only_in_tests() -> None:
    assert address("http://127.0.0.1:8099/", loopback=True).port == 8099
    with pytest.raises(UnusableAddressError, match="port 8099"):
        address("http://example.org:8099/", loopback=True)
    with pytest.raises(UnusableAddressError, match="port 8099"):
        address("http://127.0.0.1:8099/")
