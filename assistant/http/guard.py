"""What stands before every route: allowed hosts, body size, security headers, and the last catch for errors."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.http.errors import Dialect, dialect_of, told

MAX_BODY = 64 * 1024  # bytes
MAX_UPLOAD = 50 * 2**20 + MAX_BODY  # bytes, with what stands around the file
UPLOADS = "/v1/documents"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def allowed_hosts(bound_to: str) -> frozenset[str] | None:
    """Names that a Host header may give; None (any) when the server listens beyond this machine.

    A page elsewhere could point its own name at 127.0.0.1 and so read a local server through a visitor's browser
    (DNS rebinding); its requests carry that name.
    """
    try:
        loopback = ipaddress.ip_address(bound_to).is_loopback
    except ValueError:
        loopback = bound_to.lower() == "localhost"
    return frozenset({"localhost", "127.0.0.1", "::1", bound_to.lower()}) if loopback else None


class Guard:
    """ASGI middleware, meant to be the outermost one of the app."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None, dialects: Sequence[Dialect] = ()) -> None:
        self._app = app
        self._hosts = hosts
        self._dialects = dialects

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False
        dialect = dialect_of(scope["path"], self._dialects)

        async def guarded_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            self._check_host(scope)
            await self._app(scope, _limited(scope, receive, dialect.max_body if dialect else MAX_BODY), guarded_send)
        except ClientDisconnect:
            return  # nobody is left to tell
        except Exception as error:  # noqa: BLE001 - logged where it is told
            answer = told(error, dialect)
            if started:
                return  # logged; the connection ends without the rest
            await answer(scope, receive, guarded_send)

    def _check_host(self, scope: Scope) -> None:
        host = _host_of(Headers(scope=scope).get("host", ""))
        if self._hosts is not None and host not in self._hosts:
            raise HTTPException(400, f"This server does not go by the name {host!r}: use localhost or 127.0.0.1.")


def _host_of(header: str) -> str:
    """The name in a Host header, without its port or an IPv6 address's brackets."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower()


def _limited(scope: Scope, receive: Receive, most: int) -> Receive:
    """`receive`, but a body over the limit is refused: at once when its length is given, else when it gets there."""
    is_upload = scope["method"] == "POST" and scope["path"] == UPLOADS
    most = MAX_UPLOAD if is_upload else most
    too_large = (
        f"The file is larger than {most // 2**20} MB: split it into parts."
        if is_upload
        else f"The body is larger than {most // 1024} KB: ask a shorter question."
    )
    length = Headers(scope=scope).get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise HTTPException(413, too_large)
    size = 0

    async def limited() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise HTTPException(413, too_large)
        return message

    return limited
