"""The real bot in a thread of its own, by polling, against a Bot API server on loopback."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from bot_api_server import BotApiServer

from assistant.build import Desk
from bots.telegram_bot import TelegramBot
from bots.telegram_polling import poll

MakeDesk = Callable[..., Desk]


class polling:  # noqa: N801 - used as a function in `with`
    """Runs the bot of a desk; `with` gives it when it fetches messages, and ends it in good order."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="the bot")
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.bot: TelegramBot | None = None
        self.failure: BaseException | None = None

    def _run(self) -> None:
        try:
            asyncio.run(self._poll())
        except BaseException as error:
            self.failure = error
        finally:
            self._ready.set()

    async def _poll(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self.bot = TelegramBot(self._desk)
        await poll(self.bot, lambda _: self._ready.set(), self._stop)

    def __enter__(self) -> polling:
        self._thread.start()
        assert self._ready.wait(20)
        if self.failure is not None:
            raise self.failure
        return self

    def __exit__(self, *_: object) -> None:
        if self._loop and self._stop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)
        assert not self._thread.is_alive()


def at(server: BotApiServer) -> dict[str, Any]:
    """Settings of a desk whose bot talks to the server."""
    return {"telegram_token": server.token, "telegram_api_url": server.url}
