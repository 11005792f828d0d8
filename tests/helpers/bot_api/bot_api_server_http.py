"""The sockets of the Bot API server, and a call's parameters out of an HTTP request."""

from __future__ import annotations

import json
import select
import socket
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from bot_api_server import BotApiServer

_AS_JSON = ("allowed_updates", "commands", "entities", "link_preview_options", "reaction", "reply_markup",
            "reply_parameters", "scope")  # fmt: skip
_NUMBERS = ("chat_id", "draft_id", "message_id", "message_thread_id")


class Sockets(ThreadingTCPServer):
    """Keeps the open connections, so that they can be ended; a thread for each."""

    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, api: BotApiServer, port: int) -> None:
        self.api = api
        self._open: set[Any] = set()
        super().__init__(("127.0.0.1", port), _Handler)

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
            self.api.surprises.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Sockets

    def log_message(self, *_: Any) -> None:
        """Nothing: the tests read `calls`."""

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        raw = self.rfile.read(length)
        if len(raw) < length:  # the caller gave up while it was sending
            self.close_connection = True
            return
        self._answer(raw)

    def _answer(self, raw: bytes) -> None:
        address = urlsplit(self.path)
        token, _, method = address.path.removeprefix("/bot").partition("/")
        given = _parameters(raw, self.headers.get("Content-Type", ""), address.query)
        answer = self.server.api.answer(token, method, given, self._gone)
        if answer is None:
            self.close_connection = True
            return
        status, body = answer
        head = f"HTTP/1.1 {status} \r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.wfile.write(head.encode() + body)

    def _gone(self) -> bool:
        """Whether the caller has closed the connection."""
        if not select.select([self.connection], [], [], 0)[0]:
            return False
        try:
            return not self.connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True


def _parameters(raw: bytes, kind: str, query: str) -> dict[str, Any]:
    """Parameters as JSON, or as a form whose objects and lists are JSON (core.telegram.org/bots/api#making-requests)."""
    given: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    if kind.startswith("application/json"):
        given |= json.loads(raw)
        return given
    given |= dict(parse_qsl(raw.decode(), keep_blank_values=True))
    return {name: json.loads(value) if name in _AS_JSON + _NUMBERS else value for name, value in given.items()}
