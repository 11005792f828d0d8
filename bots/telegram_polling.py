"""The bot's run by polling: it asks Telegram for messages until it is stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bots.telegram_bot import TelegramBot
from retrieval.records import PolicydeskError

_log = logging.getLogger(__name__)
ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)
_CONFLICTS = 3  # within _CONFLICT_SECONDS: fewer may be the end of an earlier run
_CONFLICT_SECONDS = 30.0
_SILENT_SECONDS = 300.0  # between two lines about a server that cannot be reached


async def poll(bot: TelegramBot, on_start: Callable[[str], None], stop: asyncio.Event | None = None) -> None:
    """Answer until Ctrl-C, a signal to end, or `stop`. Calls `on_start` with the bot's name when
    messages are being fetched.

    Raises PolicydeskError for a wrong token, an unreachable server at the start, or a second poller at any time.
    """
    stopped = stop or asyncio.Event()
    watch = _Watch(bot, stopped)
    async with bot.started() as name:
        updater = bot.app.updater
        assert updater is not None  # noqa: S101 - the builder makes one
        with _signals(stopped):
            try:
                await updater.start_polling(timeout=10, allowed_updates=ALLOWED_UPDATES, error_callback=watch.on_error)
            except TelegramError as error:
                raise bot.connection.explained(error) from None
            try:
                on_start(name)
                await stopped.wait()
            finally:
                await updater.stop()
    if watch.failure is not None:
        raise watch.failure


class _Watch:
    """Heeds what polling meets: ends the run when it cannot go on, and writes one line when the server is away."""

    def __init__(self, bot: TelegramBot, stopped: asyncio.Event) -> None:
        self.failure: PolicydeskError | None = None
        self._bot = bot
        self._stopped = stopped
        self._conflicts: list[float] = []
        self._told = 0.0
        bot.on_poll = self.on_reply

    def on_error(self, error: TelegramError) -> None:
        """Called by python-telegram-bot, which tries again by itself."""
        now = asyncio.get_running_loop().time()
        if isinstance(error, Conflict):
            self._conflicts = [each for each in self._conflicts if each > now - _CONFLICT_SECONDS] + [now]
            if len(self._conflicts) >= _CONFLICTS:
                self._end(error)
        elif not self._told or now > self._told + _SILENT_SECONDS:
            self._told = now
            reason = self._bot.connection.without_token(error.message)
            _log.warning("Telegram cannot be reached (%s); trying again until it can.", reason)

    def on_reply(self, status: int) -> None:
        """Called with the HTTP status of every poll."""
        if status in (401, 404):  # python-telegram-bot gives up polling then, without a word to the program
            self._end(InvalidToken("Unauthorized"))
        elif status == 200 and self._told:
            self._told = 0.0
            _log.warning("Telegram is reached again.")

    def _end(self, error: TelegramError) -> None:
        self.failure = self._bot.connection.explained(error)
        self._stopped.set()


@contextmanager
def _signals(stopped: asyncio.Event) -> Iterator[None]:
    """Ctrl-C and a signal to end set `stopped`, so that everything is left in good order."""
    loop = asyncio.get_running_loop()
    heeded = []
    for each in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError, RuntimeError):  # Windows; a thread other than the main one
            loop.add_signal_handler(each, stopped.set)
            heeded.append(each)
    try:
        yield
    finally:
        for each in heeded:
            loop.remove_signal_handler(each)
