"""How the model server plays a step of its script: what goes over the wire, and when."""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

from model_server_replies import (
    BadJson,
    CutStream,
    DripFeed,
    ErrorInStream,
    Page,
    Reply,
    Request,
    Silence,
    Status,
    Step,
)
from model_server_wire import Wire


class Abandoned(Exception):  # noqa: N818 - it is what happened, and nobody's mistake
    """The client left, or the server closes."""


class Exchange:
    """One request and what is sent for it."""

    def __init__(self, handler: BaseHTTPRequestHandler, closing: threading.Event, wire: Wire, request: Request) -> None:
        self._handler = handler
        self._closing = closing
        self._wire = wire
        self._asked = request.body
        self._streamed = request.streamed

    def play(self, step: Step) -> None:
        match step:
            case Status(code, message, headers):
                self._send(json.dumps(self._wire.error(code, message)), code, extra=dict(headers))
            case Page(html):
                self._send(html, kind="text/html; charset=utf-8")
            case Silence(seconds, pieces):
                self._silence(seconds, pieces)
            case Reply() if not self._streamed:
                self._wait(step.delay)
                self._send(json.dumps(self._wire.whole(step, self._asked)))
            case BadJson() if not self._streamed:
                self._send('{"id": "1", "choices": [{"mess')
            case _:
                self._stream(step)

    def _silence(self, seconds: float, pieces: tuple[str, ...] | None) -> None:
        if pieces is not None:
            self._begin()
            self._pieces(pieces)
        self._wait(seconds)
        self._hang_up()

    def _stream(self, step: Any) -> None:
        self._begin()
        match step:
            case Reply():
                self._pieces(step.parts, step.delay)
                self._chunk(self._wire.end(step, self._asked))
            case CutStream(pieces):
                self._pieces(pieces)
            case ErrorInStream(pieces, message):
                self._pieces(pieces)
                self._chunk(self._wire.error_event(message))
            case BadJson(pieces):
                self._pieces(pieces)
                self._chunk(self._wire.broken_event())
            case DripFeed(piece, every):
                while True:
                    self._pieces((piece,), every)
        if isinstance(step, CutStream) and not step.closed_well:
            self._hang_up()
        else:
            self._chunk(b"")

    def _send(
        self, text: str, code: int = 200, kind: str = "application/json", extra: dict[str, str] | None = None
    ) -> None:
        body = text.encode()
        self._head(code, {"Content-Type": kind, "Content-Length": str(len(body))} | (extra or {}))
        self._handler.wfile.write(body)

    def _begin(self) -> None:
        self._head(200, {"Content-Type": "text/event-stream; charset=utf-8", "Transfer-Encoding": "chunked"})
        self._chunk(self._wire.start(self._asked))

    def _head(self, code: int, headers: dict[str, str]) -> None:
        self._handler.send_response(code)
        for name, value in (headers | {"Connection": "close"}).items():  # clients keep no connection past a test
            self._handler.send_header(name, value)
        self._handler.end_headers()

    def _pieces(self, pieces: tuple[str, ...], delay: float = 0.0) -> None:
        for piece in pieces:
            self._wait(delay)
            self._chunk(self._wire.piece(piece, self._asked))

    def _chunk(self, data: bytes) -> None:
        """A chunk of HTTP's chunked coding (RFC 9112, 7.1); an empty one ends the body."""
        self._handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _wait(self, seconds: float) -> None:
        """Raises `Abandoned` as soon as the client leaves or the server closes."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            readable, _, _ = select.select([self._handler.connection], [], [], min(left, 0.01))
            if self._closing.is_set() or (readable and self._gone()):
                self._hang_up()
                raise Abandoned
            if readable:
                time.sleep(min(left, 0.01))

    def _gone(self) -> bool:
        return not self._handler.connection.recv(1, socket.MSG_PEEK)

    def _hang_up(self) -> None:
        self._handler.close_connection = True
