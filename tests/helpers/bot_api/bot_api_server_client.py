"""Single calls of the Bot API server with a real python-telegram-bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aside
import pytest
from bot_api_server import BotApiServer
from telegram import Bot
from telegram.error import TelegramError

T = TypeVar("T")


def asked(server: BotApiServer, call: Callable[[Bot], Awaitable[T]], token: str | None = None) -> T:
    """The result of one call with a real Bot."""

    async def run() -> T:
        async with Bot(token or server.token, base_url=server.base_url) as bot:
            return await call(bot)

    return aside.run(run())


def refused(server: BotApiServer, call: Callable[[Bot], Awaitable[Any]]) -> str:
    """The words with which a call is refused, as Telegram writes them."""
    with pytest.raises(TelegramError):
        asked(server, call)
    return server.refusals[-1]
