"""The protocol over HTTP, at one address of the server: the SDK is loaded and started with the first request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import anyio
import anyio.abc
import anyio.to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.build import Desk

PATH = "/mcp"
_HERE = ("localhost", "127.0.0.1", "::1")


class Mounted:
    """An ASGI app for `PATH` alone. `running` has to be the lifespan of the app that it is part of."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tasks: anyio.abc.TaskGroup | None = None
        self._app: ASGIApp | None = None
        self._starting = anyio.Lock()

    @asynccontextmanager
    async def running(self, _: Any) -> AsyncIterator[None]:
        """Keeps what the first request starts until the app ends."""
        async with anyio.create_task_group() as self._tasks:
            yield
            self._tasks.cancel_scope.cancel()
        self._tasks = self._app = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._check_origin(Headers(scope=scope).get("origin"))
        async with self._starting:
            if self._app is None:
                if self._tasks is None:
                    raise HTTPException(503, "The server is starting or stopping: try again in a second.")
                self._app = await self._tasks.start(self._serve)
        await self._app(scope, receive, send)

    async def _serve(self, *, task_status: anyio.abc.TaskStatus[ASGIApp]) -> None:
        app = await anyio.to_thread.run_sync(self._made)
        async with app.router.lifespan_context(app):
            task_status.started(app)
            await anyio.sleep_forever()

    def _made(self) -> Any:
        from mcp.server.transport_security import TransportSecuritySettings

        from assistant.mcp.server import server_of

        unguarded = TransportSecuritySettings(
            enable_dns_rebinding_protection=False
        )  # the Guard and `_check_origin` do it
        return server_of(self._desk).streamable_http_app(
            streamable_http_path=PATH, stateless_http=True, transport_security=unguarded
        )

    def _check_origin(self, origin: str | None) -> None:
        """Raises for a page of another host: browsers name it with what a page sends, under whatever name it reaches us."""
        if origin is None:
            return
        public = self._desk.settings.public_url
        ours = {*_HERE, urlsplit(public).hostname if public else None}
        try:
            host = urlsplit(origin).hostname
        except ValueError:
            host = None
        if host is None or host not in ours:
            raise HTTPException(
                403,
                f"Pages of {origin[:100]!r} may not ask here: set POLICYDESK_PUBLIC_URL to the address of your own.",
            )
