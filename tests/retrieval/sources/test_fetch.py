from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from web_server import Reply, WebServer, moved, page, web_server

from retrieval.sources.web.fetch import Conditions, Fetcher, FetchError


@pytest.fixture(scope="module")
def shared() -> Iterator[WebServer]:
    with web_server() as made:
        yield made


@pytest.fixture
def web(shared: WebServer) -> WebServer:
    shared.replies.clear()
    shared.asked.clear()
    return shared


HERE = Fetcher(loopback=True, largest=100_000, seconds=5)


def test_a_page_comes_with_its_bytes_and_what_to_ask_for_later(web: WebServer) -> None:
    web.replies["/a"] = page("Plan", "Until 2028.", ETag='"1"', Last_Modified="Mon, 01 Jun 2026 00:00:00 GMT")
    found = HERE.fetch(web.url("/a"))
    assert (found.status, found.final, found.etag) == (200, web.url("/a"), '"1"')
    assert b"Until 2028." in found.body
    again = HERE.fetch(web.url("/a"), Conditions(found.etag, found.last_modified))
    assert (again.status, again.body) == (304, b"")
    assert web.asked[1][1]["if-modified-since"] == "Mon, 01 Jun 2026 00:00:00 GMT"


def test_no_cookie_is_sent_and_no_proxy_of_the_environment_is_used(
    web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    web.replies["/a"] = moved("/b")
    web.replies["/b"] = page("B", "b", Set_Cookie="id=1")
    assert HERE.fetch(web.url("/a")).status == 200
    assert {"cookie", "authorization"} & {name for _, headers in web.asked for name in headers} == set()
    assert {headers["host"] for _, headers in web.asked} == {f"127.0.0.1:{web.port}"}


def test_redirects_are_followed_five_times_and_no_more(web: WebServer) -> None:
    for n in range(6):
        web.replies[f"/{n}"] = moved(f"/{n + 1}", (301, 302, 303, 307, 308, 302)[n])
    web.replies["/6"] = web.replies["/5b"] = page("End", "end")
    assert HERE.fetch(web.url("/1")).final == web.url("/6")
    with pytest.raises(FetchError, match="leads on more than 5 times"):
        HERE.fetch(web.url("/0"))


@pytest.mark.parametrize(
    "to",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://0xa000001/",
        "http://167772161/",
        "http://0/",
    ],
)
def test_a_redirect_into_a_private_network_is_not_followed(web: WebServer, to: str) -> None:
    web.replies["/a"] = moved(to)
    with pytest.raises(FetchError, match="is on no public machine"):
        HERE.fetch(web.url("/a"))


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("file:///etc/passwd", "must begin with https"),
        ("http://a:b@127.0.0.1/", "must hold no user name"),
        ("http://example.org:22/", "is at port 22"),
    ],
)
def test_a_redirect_to_what_is_no_web_address_is_not_followed(web: WebServer, to: str, why: str) -> None:
    web.replies["/a"] = moved(to)
    with pytest.raises(FetchError, match=why):
        HERE.fetch(web.url("/a"))


def test_without_the_setting_this_machine_is_not_asked(web: WebServer) -> None:
    with pytest.raises(FetchError, match="port"):
        Fetcher().fetch(web.url("/a"))
    with pytest.raises(FetchError, match="is on no public machine"):
        Fetcher().fetch("http://localhost/a")
    assert web.asked == []


def test_a_name_that_leads_to_one_private_machine_among_public_ones_is_not_asked() -> None:
    asked = Fetcher(resolve=lambda _host, _port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(FetchError, match="is on no public machine"):
        asked.fetch("http://www.example.org/")


def test_the_machine_that_is_asked_is_the_one_that_was_looked_at(web: WebServer) -> None:
    """A name server that says something else at a second look is asked once only, and its first word counts."""
    looks: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        looks.append(host)
        return ["127.0.0.1"] if len(looks) == 1 else ["10.0.0.1"]

    web.replies["/a"] = page("A", "a")
    fetcher = Fetcher(loopback=True, resolve=resolve)
    assert fetcher.fetch(f"http://localhost:{web.port}/a").status == 200
    assert (looks, web.asked[0][1]["host"]) == (["localhost"], f"localhost:{web.port}")


def test_a_body_larger_than_allowed_is_cut_off_whatever_its_length_is_said_to_be(web: WebServer) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 10_000

    web.replies["/a"] = Reply(endless)
    with pytest.raises(FetchError, match="is larger than"):
        HERE.fetch(web.url("/a"))


def test_a_packed_page_is_unpacked_and_a_packed_bomb_is_not(web: WebServer) -> None:
    packed = (("Content-Encoding", "gzip"),)
    web.replies["/a"] = Reply(gzip.compress(b"<p>Plan</p>"), headers=packed)
    web.replies["/bomb"] = Reply(gzip.compress(b"\0" * 20_000_000), headers=packed)
    web.replies["/cut"] = Reply(gzip.compress(b"<p>Plan</p>")[:-9], headers=packed)
    web.replies["/damaged"] = Reply(b"no gzip", headers=packed)
    web.replies["/other"] = Reply(b"?", headers=(("Content-Encoding", "br"),))
    assert HERE.fetch(web.url("/a")).body == b"<p>Plan</p>"
    for path, why in [("bomb", "larger"), ("cut", "ends before"), ("damaged", "damaged"), ("other", "packed as br")]:
        with pytest.raises(FetchError, match=why):
            HERE.fetch(web.url(f"/{path}"))


def test_an_answer_that_drips_ends_with_the_clock_also_within_its_head(web: WebServer) -> None:
    web.replies["/a"] = Reply(lambda: iter([b"x"] * 1000), pause=0.05)
    began = time.monotonic()
    with pytest.raises(FetchError, match="did not answer within"):
        Fetcher(loopback=True, seconds=0.3).fetch(web.url("/a"))
    assert time.monotonic() - began < 2
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        threading.Thread(target=_drip_head, args=(listening,), daemon=True).start()
        with pytest.raises(FetchError, match="did not answer"):
            Fetcher(loopback=True, seconds=0.3).fetch(f"http://127.0.0.1:{listening.getsockname()[1]}/")


def _drip_head(listening: socket.socket) -> None:
    try:
        with listening.accept()[0] as connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-A: ")
            for _ in range(200):
                connection.sendall(b"a")
                time.sleep(0.05)
    except OSError:
        return


def test_a_host_that_speaks_something_else_or_is_not_there_is_a_sentence(web: WebServer) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(FetchError, match="cannot be reached"):
        HERE.fetch(f"http://127.0.0.1:{port}/")
    web.replies["/a"] = Reply(status=302, headers=())
    with pytest.raises(FetchError, match="does not say where to"):
        HERE.fetch(web.url("/a"))


@pytest.mark.parametrize(("value", "seconds"), [("120", 120.0), ("soon", None), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)])
def test_a_busy_host_says_for_how_long(web: WebServer, value: str, seconds: float | None) -> None:
    web.replies["/a"] = Reply(status=503, headers=(("Retry-After", value),))
    found = HERE.fetch(web.url("/a"))
    assert (found.status, found.retry_after) == (503, seconds)
