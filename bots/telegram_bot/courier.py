"""Calls to Telegram that heed its limits: waits, repeats what may be repeated, and never sends a message twice."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import httpx
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bots.wording import SavedContact

_log = logging.getLogger(__name__)
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_GATEWAY_TIMEOUT = "gateway time"
_NOBODY_THERE = re.compile(
    r"(?:chat|thread|user) not found|topic_(?:closed|deleted)|rights to send|chat_(?:restricted|write_forbidden)|"
    r"chat was deactivated|peer_id_invalid",
    re.IGNORECASE,
)
_PATIENCE = 600.0  # seconds that a message is tried before it is given up
_LONGEST_PAUSE = 10.0
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

T = TypeVar("T")


class UnsureError(Exception):
    """A message may or may not have arrived: sending it again could show it twice."""


class GoneError(Exception):
    """Nobody is there to be written to: the bot was blocked or may not write, or the chat or its topic is gone."""


class Courier:
    """Sends to chats. After a RetryAfter nothing goes to that chat until its time is over; others are not held up."""

    def __init__(self, bot: Bot, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self.bot = bot
        self._sleep = sleep
        self._free_at: dict[int, float] = {}
        self.drafts = True  # until the server says that it does not know them

    def is_free(self, chat_id: int) -> bool:
        """Whether Telegram takes messages for the chat at this moment, as far as it has told."""
        return self._free_at.get(chat_id, 0.0) <= _now()

    def hold(self, chat_id: int, error: RetryAfter) -> None:
        """Send nothing to the chat for the time that Telegram asks for."""
        pause = error.retry_after
        seconds = pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
        self._free_at[chat_id] = _now() + seconds
        _log.warning("Telegram asks for a pause of %g seconds in a chat.", seconds)

    async def send(
        self,
        chat_id: int,
        html: str,
        *,
        plain: str | None = None,
        thread_id: int | None = None,
        reply_to: int | None = None,
        buttons: InlineKeyboardMarkup | None = None,
    ) -> Message:
        """Send a message, as plain text when Telegram refuses its HTML. Raises `UnsureError` or `GoneError`."""

        def call(text: str, mode: str | None) -> Callable[[], Awaitable[Message]]:
            return lambda: self.bot.send_message(
                chat_id,
                text,
                parse_mode=mode,
                message_thread_id=thread_id,
                reply_parameters=_reply(reply_to),
                reply_markup=buttons,
                link_preview_options=_NO_PREVIEW,
            )

        return await self._with_fallback(chat_id, call, html, plain, repeatable=False)

    async def edit(
        self,
        chat_id: int,
        message_id: int,
        html: str,
        *,
        plain: str | None = None,
        buttons: InlineKeyboardMarkup | None = None,
    ) -> None:
        """Replace a message. Raises BadRequest when it is gone, and `GoneError`."""

        def call(text: str, mode: str | None) -> Callable[[], Awaitable[Message | bool]]:
            return lambda: self.bot.edit_message_text(
                text,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=mode,
                reply_markup=buttons,
                link_preview_options=_NO_PREVIEW,
            )

        try:
            await self._with_fallback(chat_id, call, html, plain, repeatable=True)
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                raise

    async def set_buttons(self, chat_id: int, message_id: int, buttons: InlineKeyboardMarkup | None) -> None:
        """Replace the buttons of a message, where it is still there."""
        await self.quietly(
            self.call(
                chat_id,
                lambda: self.bot.edit_message_reply_markup(chat_id, message_id, reply_markup=buttons),
                repeatable=True,
            )
        )

    async def contact(
        self,
        chat_id: int,
        contact: SavedContact,
        *,
        thread_id: int | None,
        reply_to: int | None,
        buttons: InlineKeyboardMarkup | None,
    ) -> Message:
        """Send a contact that can be saved and called. Raises `UnsureError` or `GoneError`."""
        return await self.call(
            chat_id,
            lambda: self.bot.send_contact(
                chat_id,
                phone_number=contact.phone_number,
                first_name=contact.first_name,
                vcard=contact.vcard,
                message_thread_id=thread_id,
                reply_parameters=_reply(reply_to),
                reply_markup=buttons,
            ),
            repeatable=False,
        )

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message of ours, where that is possible."""
        await self.quietly(self.call(chat_id, lambda: self.bot.delete_message(chat_id, message_id), repeatable=True))

    async def typing(self, chat_id: int, thread_id: int | None) -> None:
        """Show for five seconds that an answer is being written; dropped when that is not possible now."""
        if self.is_free(chat_id):
            try:
                await self.bot.send_chat_action(chat_id, ChatAction.TYPING, message_thread_id=thread_id)
            except RetryAfter as error:
                self.hold(chat_id, error)
            except TelegramError:
                return  # a sign of life is not worth a second try

    async def answer(self, query_id: str, text: str | None = None, *, alert: bool = False) -> None:
        """Answer a tap on a button; when it is too old, nobody waits for that any more."""
        await self.quietly(self.bot.answer_callback_query(query_id, text, show_alert=alert))

    async def quietly(self, call: Awaitable[object]) -> None:
        """Make a call whose failure changes nothing for the reader."""
        try:
            await call
        except (TelegramError, UnsureError, GoneError) as error:
            _log.info("Telegram did not take a call: %s", error)

    async def call(self, chat_id: int, call: Callable[[], Awaitable[T]], *, repeatable: bool) -> T:
        """Make a call when Telegram lets us, again after failures in which it cannot have been carried out.

        A `repeatable` call is also made again when that is unknown; for others `UnsureError` is raised then.
        Raises `GoneError` when nobody is there, and what Telegram refuses as BadRequest.
        """
        give_up, pause = _now() + _PATIENCE, 0.5
        while True:
            await self._sleep(max(self._free_at.get(chat_id, 0.0) - _now(), 0.0))
            try:
                return await call()
            except RetryAfter as error:
                self.hold(chat_id, error)
            except (Forbidden, ChatMigrated) as error:
                raise GoneError(error.message) from error
            except BadRequest as error:
                if _NOBODY_THERE.search(error.message):
                    raise GoneError(error.message) from error
                raise
            except NetworkError as error:
                if not (repeatable or _was_not_done(error)):
                    raise UnsureError(error.message) from error
                if _now() > give_up:
                    raise
                await self._sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    async def _with_fallback(
        self,
        chat_id: int,
        call: Callable[[str, str | None], Callable[[], Awaitable[T]]],
        html: str,
        plain: str | None,
        *,
        repeatable: bool,
    ) -> T:
        try:
            return await self.call(chat_id, call(html, ParseMode.HTML), repeatable=repeatable)
        except BadRequest as error:
            if plain is None or "parse entities" not in error.message.lower():
                raise
            _log.error("Telegram refused the HTML of a message (%s); it was sent as plain text.", error)
            return await self.call(chat_id, call(plain, None), repeatable=repeatable)


def _was_not_done(error: NetworkError) -> bool:
    """Whether Telegram cannot have carried out the call: it was not reached, or said that it failed."""
    if isinstance(error, TimedOut) or isinstance(error.__cause__, httpx.HTTPError):
        return isinstance(error.__cause__, _NEVER_SENT)
    return _GATEWAY_TIMEOUT not in error.message.lower()


def _reply(message_id: int | None) -> ReplyParameters | None:
    return None if message_id is None else ReplyParameters(message_id, allow_sending_without_reply=True)


def _now() -> float:
    return asyncio.get_running_loop().time()
