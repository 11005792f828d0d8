from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import httpx
import pytest
import uvicorn

from assistant.cli.serve import bind, server_config
from assistant.http import connection as api_connection

pytestmark = pytest.mark.slow  # each test serves on a port of its own

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"
QUICK = 0.3  # seconds that a head or a body has in these tests


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Sends what it got back, `/slow` for a second in ten parts, `/large` 8 MB; `/early` answers before the body."""
    if scope["type"] != "http":
        for stage in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{stage}.complete"})
        return
    body, more = b"", scope["path"] != "/early"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body += message.get("body", b"")
        more = message.get("more_body", False)
    parts = {"/slow": [b"part"] * 10, "/large": [b"x" * 1_000_000] * 8}.get(scope["path"], [body])
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for part in parts:
        if scope["path"] == "/slow":
            await asyncio.sleep(0.1)
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def port() -> Iterator[int]:
    """Of a server as the product starts it."""
    with bind("127.0.0.1", 0) as listening:
        runner = uvicorn.Server(server_config(app))
        thread = threading.Thread(target=runner.run, args=([listening],))
        thread.start()
        while not runner.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
        runner.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_connection, "HEAD_SECONDS", QUICK)
    monkeypatch.setattr(api_connection, "BODY_SECONDS", QUICK)


def connect(port: int, sent: bytes = b"") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=5)
    made.sendall(sent)
    return made


def begun(port: int) -> socket.socket:
    """A request that does not end, begun after those before it."""
    made = connect(port, GET[:-2])
    time.sleep(0.01)
    return made


def read(connection: socket.socket) -> bytes:
    """All until the server closes."""
    got = b""
    while part := connection.recv(1 << 20):
        got += part
    return got


def problem(reply: bytes) -> tuple[int, Any]:
    head, _, body = reply.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    return int(head.split()[1]), json.loads(body)


def keep_sending(connection: socket.socket, data: bytes, every: float) -> float:
    """Send until the server closes; gives the seconds that it took."""
    began = time.monotonic()
    connection.settimeout(every)
    while time.monotonic() - began < 5:
        try:
            connection.sendall(data)
            while connection.recv(1 << 20):
                pass
        except TimeoutError:
            continue
        except OSError:
            break
        break
    return time.monotonic() - began


# --- size ---


def test_a_head_of_sixty_megabytes_is_refused_at_once_and_nobody_waits_for_it(port: int) -> None:
    with connect(port, b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ") as long:
        began = time.monotonic()
        with suppress(OSError):  # reset or broken pipe, where it does not take all
            for _ in range(60):
                long.sendall(b"a" * 1_000_000)
        assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
        assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 40_000,
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 40_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 40_000,
        b"GET / HTTP/1.1\r\n" + b"X-Many: a\r\n" * 4_000,
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Trailer: " + b"a" * 40_000,
    ],
)
def test_a_head_that_is_too_large_is_told_so_and_the_connection_ends(port: int, head: bytes) -> None:
    with connect(port, head) as long:
        status, told = problem(read(long))
    assert (status, told["status"]) == (431, 431)
    assert told["detail"] == "The head of the request is larger than 32 KB."


def test_a_head_of_a_browser_with_many_cookies_and_a_large_body_pass(port: int) -> None:
    headers = {"Cookie": "a" * 20_000}
    assert httpx.post(f"http://127.0.0.1:{port}/", headers=headers, content=b"b" * 300_000).text == "b" * 300_000


def test_what_is_not_http_is_a_problem_in_the_shape_of_all_others(port: int) -> None:
    with connect(port, b"\x16\x03\x01 this is no HTTP\r\n\r\n") as other:
        assert problem(read(other))[0] == 400


# --- time ---


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("half", [b"GET / HT", GET[:-2], POST, POST + b"12345"])
def test_a_request_that_does_not_end_is_ended(port: int, half: bytes) -> None:
    began = time.monotonic()
    with connect(port, half) as open_:
        status, told = problem(read(open_))
    assert (status, told["detail"]) == (408, "The request took too long to arrive.")
    assert QUICK * 0.9 < time.monotonic() - began < 2


@pytest.mark.usefixtures("quick")
def test_a_request_that_comes_in_drips_has_no_more_time_than_one_that_stops(port: int) -> None:
    for begun, drip in ((b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ", b"a"), (POST[:-4], b"\r\n\r\n"[:1])):
        with connect(port, begun) as slow:
            assert keep_sending(slow, drip, 0.05) < 1
    endless = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with connect(port, endless) as slow:
        assert keep_sending(slow, b"1\r\na\r\n", 0.05) < 1


@pytest.mark.usefixtures("quick")
def test_a_connection_on_which_nothing_is_said_is_closed_without_a_word(port: int) -> None:
    with connect(port) as silent:
        assert read(silent) == b""


@pytest.mark.usefixtures("quick")
def test_an_answer_that_was_given_before_the_body_came_is_not_followed_by_another(port: int) -> None:
    with connect(port, POST.replace(b"/ ", b"/early ")) as open_:
        reply = read(open_)
    assert reply.startswith(b"HTTP/1.1 200")
    assert reply.count(b"HTTP/1.1") == 1


@pytest.mark.usefixtures("quick")
def test_an_answer_takes_the_time_it_takes_whatever_the_client_sends_meanwhile(port: int) -> None:
    with httpx.stream("GET", f"http://127.0.0.1:{port}/slow") as answer:
        assert b"".join(answer.iter_raw()) == b"part" * 10
    with connect(port, GET.replace(b"/ ", b"/slow ").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")) as client:
        time.sleep(0.1)
        client.sendall(b"\r\n")
        assert read(client).count(b"part") == 10


@pytest.mark.usefixtures("quick")
def test_a_client_may_read_a_long_answer_slowly(port: int) -> None:
    with connect(port, GET.replace(b"/ ", b"/large ").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")) as slow:
        time.sleep(QUICK * 3)
        assert read(slow).count(b"x" * 1000) == 8_000


@pytest.mark.usefixtures("quick")
def test_a_kept_connection_takes_one_request_after_another_at_leisure(port: int) -> None:
    with httpx.Client() as client:
        for _ in range(3):
            assert client.post(f"http://127.0.0.1:{port}/", content=b"body").text == "body"
            time.sleep(QUICK * 0.7)


# --- number ---


def test_open_requests_give_way_to_new_clients(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_connection, "most_connections", lambda: 20)
    monkeypatch.setattr(api_connection, "GRACE_SECONDS", 0.1)
    with ExitStack() as stack:
        waiting = [stack.enter_context(begun(port)) for _ in range(20)]
        time.sleep(0.2)
        for _ in range(3):
            assert httpx.get(f"http://127.0.0.1:{port}/", headers={"Connection": "close"}).status_code == 200
        waiting[-1].sendall(b"\r\n")
        assert waiting[-1].recv(12) == b"HTTP/1.1 200"
        assert waiting[0].recv(12) == b""


def test_one_address_has_few_late_requests(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_connection, "MAX_WAITING", 5)
    monkeypatch.setattr(api_connection, "GRACE_SECONDS", 0.1)
    with ExitStack() as stack:
        waiting = [stack.enter_context(begun(port)) for _ in range(8)]
        time.sleep(0.2)
        assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
        assert waiting[0].recv(12) == b"", "the longest"
        waiting[-1].sendall(b"\r\n")
        assert waiting[-1].recv(12) == b"HTTP/1.1 200"


def test_one_too_many_is_told_to_come_again_and_has_a_place_when_an_answer_is_done(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_connection, "most_connections", lambda: 4)
    with ExitStack() as stack:
        busy = [stack.enter_context(connect(port, GET.replace(b"/ ", b"/slow "))) for _ in range(4)]
        time.sleep(0.1)
        refused = httpx.get(f"http://127.0.0.1:{port}/")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert refused.json()["detail"].startswith("The server has as many connections as it can serve")
        assert busy[0].recv(12) == b"HTTP/1.1 200"
        time.sleep(1.3)
        busy[0].close()
        assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 200


def test_many_clients_may_connect_at_one_instant(port: int) -> None:
    with ExitStack() as stack:
        crowd = [stack.enter_context(connect(port)) for _ in range(200)]
        for each in crowd:
            each.sendall(GET)
        assert {each.recv(12) for each in crowd} == {b"HTTP/1.1 200"}


def test_there_are_fewer_connections_than_files_that_may_be_open() -> None:
    resource = pytest.importorskip("resource")
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    assert 0 < api_connection.most_connections() <= (files // 2 if files > 0 else 2_000)
