"""An answer that is being written, shown as it grows: drafts where the server has them, else edits of one message."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from telegram.constants import ParseMode
from telegram.error import InvalidToken, RetryAfter, TelegramError

from assistant.chain import Event, TokenEvent
from bots.telegram_bot.courier import Courier
from bots.wording import preview

_log = logging.getLogger(__name__)
_DRAFT_SECONDS = 0.7
_EDIT_SECONDS = 1.2  # a message a second in a chat is what Telegram's FAQ allows
_CURSOR = " ▌"


class Stream:
    """Frames of one answer in a private chat. A frame that fails is dropped; the final message comes from elsewhere."""

    def __init__(self, courier: Courier, chat_id: int, thread_id: int | None, draft_id: int) -> None:
        self._courier = courier
        self._chat_id = chat_id
        self._thread_id = thread_id
        self._draft_id = draft_id
        self._loop = asyncio.get_running_loop()
        self._pieces: list[str] = []
        self._last = ""
        self._task: asyncio.Task[None] | None = None
        self._stopped = asyncio.Event()
        self._first_was_lost = False
        self.message_id: int | None = None

    def on_event(self, event: Event) -> None:
        """Takes the events of `Chain.ask`, from its thread."""
        if isinstance(event, TokenEvent):
            self._loop.call_soon_threadsafe(self._grow, event.text)

    async def stop(self) -> None:
        """No more frames; `message_id` is the message that the final answer replaces, if edits were made."""
        self._stopped.set()
        if self._task is not None:
            if self._courier.drafts:
                self._task.cancel()
            await asyncio.wait([self._task])

    def _grow(self, text: str) -> None:
        self._pieces.append(text)
        if self._task is None:
            self._task = self._loop.create_task(self._run())

    async def _run(self) -> None:
        while not self._stopped.is_set():
            html = preview("".join(self._pieces))
            if html and html != self._last and self._courier.is_free(self._chat_id):
                self._last = html
                await self._frame(html)
            with suppress(TimeoutError):
                seconds = _DRAFT_SECONDS if self._courier.drafts else _EDIT_SECONDS
                await asyncio.wait_for(self._stopped.wait(), seconds)

    async def _frame(self, html: str) -> None:
        try:
            if self._courier.drafts:
                await self._courier.bot.send_message_draft(
                    self._chat_id, self._draft_id, html, message_thread_id=self._thread_id, parse_mode=ParseMode.HTML
                )
            else:
                await self._edit(html + _CURSOR)
        except RetryAfter as error:
            self._courier.hold(self._chat_id, error)
        except InvalidToken:  # how a call that the server does not know is reported (404)
            self._courier.drafts = False
            _log.info("The Bot API server knows no drafts: answers that are being written are shown by edits.")
        except TelegramError as error:
            _log.debug("A frame was dropped: %s", error)

    async def _edit(self, html: str) -> None:
        bot, chat = self._courier.bot, self._chat_id
        if self.message_id is not None:
            await bot.edit_message_text(html, chat_id=chat, message_id=self.message_id, parse_mode=ParseMode.HTML)
        elif not self._first_was_lost:
            self._first_was_lost = True  # unless it is known to have arrived: a second one could stand beside it
            sent = await bot.send_message(
                chat, html, parse_mode=ParseMode.HTML, message_thread_id=self._thread_id, disable_notification=True
            )
            self.message_id, self._first_was_lost = sent.message_id, False
