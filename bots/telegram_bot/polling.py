"""The bot's run by polling: it asks Telegram for messages until it is stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bots.telegram_bot.bot import TelegramBot
from retrieval.records import PolicydeskError

_log = logging.getLogger(__name__)
ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)
_SILENT_SECONDS = 300.0  # between two lines about the same trouble


@dataclass(frozen=True, slots=True)
class Patience:
    """When a bot gives way to another program that polls for its token; times in seconds.

    Of two pollers each ends the other's call (409), in turns. The newcomer is to give way: a bot whose conflicts begin in
    its first `young` seconds does at the third, for fewer may be the end of an earlier run. One that has polled for longer
    holds out while any of its calls succeeds, and for `holds` beyond that. `interval` is the pause between two calls.
    """

    young: float = 30.0
    conflicts: int = 3
    holds: float = 60.0
    interval: float = 0.0


async def poll(
    bot: TelegramBot,
    on_start: Callable[[str], None],
    stop: asyncio.Event | None = None,
    patience: Patience = Patience(),
) -> None:
    """Answer until Ctrl-C, a signal to end, or `stop`. Calls `on_start` with the bot's name when
    messages are being fetched.

    Raises PolicydeskError for a wrong token, an unreachable server at the start, or another poller that does not give way.
    """
    stopped = stop or asyncio.Event()
    watch = _Watch(bot, stopped, patience)
    async with bot.started() as name:
        updater = bot.app.updater
        assert updater is not None  # noqa: S101 - the builder makes one
        with _signals(stopped):
            try:
                await updater.start_polling(
                    patience.interval, timeout=10, allowed_updates=ALLOWED_UPDATES, error_callback=watch.on_error
                )
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

    def __init__(self, bot: TelegramBot, stopped: asyncio.Event, patience: Patience) -> None:
        self.failure: PolicydeskError | None = None
        self._bot = bot
        self._stopped = stopped
        self._patience = patience
        self._began = _now()
        self._conflicts = 0  # while young
        self._held_since: float | None = None  # the first conflict since a call succeeded
        self._told = self._told_of_conflict = 0.0
        bot.on_poll = self.on_reply

    def on_error(self, error: TelegramError) -> None:
        """Called by python-telegram-bot, which tries again by itself."""
        if isinstance(error, Conflict):
            self._on_conflict(error)
        elif not self._told or _now() > self._told + _SILENT_SECONDS:
            self._told = _now()
            reason = self._bot.connection.without_token(error.message)
            _log.warning("Telegram cannot be reached (%s); trying again until it can.", reason)

    def _on_conflict(self, error: Conflict) -> None:
        now, patience = _now(), self._patience
        self._held_since = self._held_since or now
        self._conflicts += now < self._began + patience.young
        if now < self._began + patience.young:
            gives_way = self._conflicts >= patience.conflicts
        else:
            gives_way = now > self._held_since + patience.holds
        if gives_way:
            self._bot.polls = False  # else a last poll would end that of the other
            self._end(error)
        elif not self._told_of_conflict or now > self._told_of_conflict + _SILENT_SECONDS:
            self._told_of_conflict = now
            _log.warning("Another program fetches the messages of this bot too (409). Only one may: stop the other.")

    def on_reply(self, status: int) -> None:
        """Called with the HTTP status of every poll."""
        if status in (401, 404):  # python-telegram-bot gives up polling then, without a word to the program
            self._end(InvalidToken("Unauthorized"))
        elif status == 200:
            self._held_since = None
            if self._told:
                self._told = 0.0
                _log.warning("Telegram is reached again.")

    def _end(self, error: TelegramError) -> None:
        self.failure = self._bot.connection.explained(error)
        self._stopped.set()


def _now() -> float:
    return asyncio.get_running_loop().time()


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
