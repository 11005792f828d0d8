"""A small web server on this machine that says what a test wants, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What is sent: headers as given, then the pieces of the body, with a pause after each."""

    body: bytes | Callable[[], Iterator[bytes]] = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    pause: float = 0.0

    @property
    def pieces(self) -> Iterator[bytes]:
        return iter([self.body]) if isinstance(self.body, bytes) else self.body()


def moved(to: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(status=status, headers=(("Location", to),))


def page(title: str, text: str, *links: str, **headers: str) -> Reply:
    """An HTML page of a heading and paragraphs."""
    linked = "".join(f'<li><a href="{each}">{each}</a></li>' for each in links)
    paragraphs = "".join(f"<p>{each}</p>" for each in text.split("\n"))
    body = f"<!doctype html><html><head><title>{title}</title></head><body><main><h1>{title}</h1>{paragraphs}<ul>{linked}</ul></main></body></html>"
    told = (("Content-Type", "text/html; charset=utf-8"), *((k.replace("_", "-"), v) for k, v in headers.items()))
    return Reply(body.encode(), headers=told)


@dataclass
class WebServer:
    """Replies by path; `/robots.txt` is missing unless it is given. An `ETag` that is asked for again gives 304."""

    port: int
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def paths(self) -> Sequence[str]:
        """What was asked for, but for robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def web_server() -> Iterator[WebServer]:
    """One that runs in threads of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = {k.lower(): v for k, v in self.headers.items()}
            made.asked.append((self.path, known))
            reply = made.replies.get(self.path, Reply(b"not here", 404))
            tag = dict(reply.headers).get("ETag")
            if tag and known.get("if-none-match") == tag:
                reply = Reply(status=304, headers=(("ETag", tag),))
            with suppress(OSError):  # whoever asked has had enough
                self.send_response(reply.status)
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.end_headers()
                for piece in reply.pieces:
                    self.wfile.write(piece)
                    if reply.pause and stopped.wait(reply.pause):
                        return

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    stopped = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made = WebServer(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
