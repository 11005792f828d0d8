"""A language model's HTTP server on loopback, for the tests: real sockets, scripted replies, and faults.

    with ModelServer([RateLimited(1), Reply("Three quays [1].")]) as server:
        ChatOpenAI(base_url=server.url, api_key="x", model="test")              # or
        ChatAnthropic(base_url=server.anthropic_url, api_key="x", model="test")
    server.requests, server.most_at_once, server.abandoned

A script is a list of steps for one request each, one step for all requests, or a function from request to step.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any

from model_server_play import Abandoned, Exchange
from model_server_replies import (
    BadJson,
    CutStream,
    DripFeed,
    EmptyReply,
    ErrorInStream,
    Page,
    RateLimited,
    Reply,
    Request,
    Script,
    Silence,
    Status,
    Step,
)
from model_server_wire import Anthropic, OpenAI, Wire

__all__ = ["BadJson", "CutStream", "DripFeed", "EmptyReply", "ErrorInStream", "ModelServer", "Page", "RateLimited",
           "Reply", "Request", "Silence", "Status", "refused"]  # fmt: skip

SECRETS = ("authorization", "x-api-key")
WIRES: dict[str, Wire] = {"/v1/chat/completions": OpenAI(), "/v1/messages": Anthropic()}


@contextmanager
def refused() -> Iterator[str]:
    """An address where nobody listens, kept from others meanwhile. Add `/v1` for OpenAI's format."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


class ModelServer:
    """Answers by script. `requests` holds what came in, in order; `abandoned` counts clients that left before the end."""

    def __init__(self, script: Script) -> None:
        self._step = script if callable(script) else _in_turn(script)
        self._lock = threading.Lock()
        self._tcp = _new_port(self)
        self._thread = threading.Thread(target=self._tcp.serve_forever, args=(0.01,))
        self.closing = threading.Event()
        self.requests: list[Request] = []
        self.surprises: list[BaseException] = []
        self.abandoned = 0
        self.open = 0
        self.most_at_once = 0

    @property
    def anthropic_url(self) -> str:
        return f"http://127.0.0.1:{self._tcp.server_address[1]}"

    @property
    def url(self) -> str:
        return f"{self.anthropic_url}/v1"

    def __enter__(self) -> ModelServer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.closing.set()
        self._tcp.shutdown()
        self._thread.join()
        self._tcp.hang_up()
        self._tcp.server_close()
        if self.surprises and kind is None:
            raise self.surprises[0]

    @contextmanager
    def answering(self, request: Request) -> Iterator[Step]:
        """Records a request and gives its step; counts it as open meanwhile."""
        with self._lock:
            self.requests.append(request)
            step = self._step(request)
            self.open += 1
            self.most_at_once = max(self.most_at_once, self.open)
        try:
            yield step
        except (Abandoned, ConnectionError):
            with self._lock:
                self.abandoned += not self.closing.is_set()
        finally:
            with self._lock:
                self.open -= 1


def _in_turn(script: Any) -> Callable[[Request], Step]:
    if isinstance(script, Step):
        return lambda request: script
    left = list(script)

    def take(request: Request) -> Step:
        assert left, f"The script has no step for this request to {request.path}"
        return left.pop(0)  # type: ignore[no-any-return]

    return take


def _new_port(model: ModelServer) -> _Sockets:
    """Sockets on a port that no server of this process had: both clients keep HTTP clients, even closed ones, by address."""
    refused = []
    made = _Sockets(model)
    while made.server_address[1] in _had:
        refused.append(made)
        made = _Sockets(model)
    for each in refused:
        each.server_close()
    _had.add(made.server_address[1])
    return made


_had: set[int] = set()


class _Sockets(ThreadingTCPServer):
    """Keeps the open connections, so that closing need not wait for clients that keep theirs."""

    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, model: ModelServer) -> None:
        self.model = model
        self._open: set[Any] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for each in tuple(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError):
            self.model.surprises.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Sockets

    def log_message(self, *_: Any) -> None:
        """Nothing: the tests read `requests`."""

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        has_key = any(headers.pop(name, "") for name in SECRETS)
        request = Request(self.path, headers, has_key, json.loads(raw), time.monotonic())
        with self.server.model.answering(request) as step:
            known = WIRES.get(self.path)
            exchange = Exchange(self, self.server.model.closing, known or OpenAI(), request)
            exchange.play(step if known else Status(404, f"Unknown request URL: POST {self.path}"))
