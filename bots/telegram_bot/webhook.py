"""The webhook: an ASGI app that takes updates from Telegram and hands all else to another app."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

from telegram.error import TelegramError

from bots.telegram_bot.bot import TelegramBot
from bots.telegram_bot.polling import ALLOWED_UPDATES
from bots.telegram_bot.updates import update_of
from retrieval.records import PolicydeskError

_log = logging.getLogger(__name__)
PATH = "/telegram/webhook"
_SECRET = b"x-telegram-bot-api-secret-token"
_MAX_BODY = 1024 * 1024  # bytes; a message with all its parts has some tens of KB

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGI = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


async def nothing_else(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """An app that has no pages."""
    if scope["type"] == "lifespan":
        for stage in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{stage}.complete"})
    elif scope["type"] == "http":
        await _reply(send, 404)


class Webhook:
    """Starts the bot with the server and ends it with the server. `failure` says why it could not start."""

    def __init__(
        self, bot: TelegramBot, app: ASGI = nothing_else, on_start: Callable[[str], None] = lambda _: None
    ) -> None:
        self.failure: PolicydeskError | None = None
        self._bot = bot
        self._app = app
        self._on_start = on_start
        self._running = False
        self._paths = {PATH, urlsplit(bot.connection.webhook_url(PATH)).path}  # a proxy may pass on either

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Called by the server."""
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in self._paths:
            await _reply(send, await self._take(scope, receive))
        else:
            await self._app(scope, receive, send)

    async def _lifespan(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        stack = AsyncExitStack()

        async def send_with_bot(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete":
                try:
                    await self._start(stack)
                except PolicydeskError as error:
                    self.failure = error
                    message = {"type": "lifespan.startup.failed", "message": ""}
            elif message["type"].startswith("lifespan.shutdown"):
                self._running = False
                await stack.aclose()
            await send(message)

        await self._app(scope, receive, send_with_bot)

    async def _start(self, stack: AsyncExitStack) -> None:
        name = await stack.enter_async_context(self._bot.started())
        try:
            await self._bot.app.bot.set_webhook(
                self._bot.connection.webhook_url(PATH),
                allowed_updates=ALLOWED_UPDATES,
                secret_token=self._bot.connection.webhook_secret(),
            )
        except TelegramError as error:
            await stack.aclose()
            raise self._bot.connection.explained(error) from None
        self._running = True
        self._on_start(name)

    async def _take(self, scope: MutableMapping[str, Any], receive: Receive) -> int:
        """Accept an update; gives the HTTP status. Telegram repeats what is not answered with 200."""
        if scope["method"] != "POST":
            return 405
        given = dict(scope["headers"]).get(_SECRET, b"")
        if not hmac.compare_digest(given, self._bot.connection.webhook_secret().encode()):
            return 403
        if not self._running:
            return 503
        body = await _body(receive)
        if body is None:
            return 413
        try:
            update = update_of(json.loads(body), self._bot.app.bot)
        except (ValueError, RecursionError):
            return 400
        try:
            await self._bot.inbox.put(update)
        except PolicydeskError as error:
            _log.error("A message could not be accepted, so that Telegram sends it again: %s", error)
            return 503
        return 200


async def _body(receive: Receive) -> bytes | None:
    """The body of a request; None when it is too large."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > _MAX_BODY:
            return None
    return body


async def _reply(send: Send, status: int) -> None:
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
