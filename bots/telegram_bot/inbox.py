"""The queue of updates: each is written down before Telegram may forget it, and taken up again after a restart."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bots.telegram_bot.asked import is_addressed, user_of
from bots.telegram_bot.state import ChatState

_log = logging.getLogger(__name__)
_MAX_TRIES = 3  # an update that has stopped the process this often is given up
_AT_ONCE = 256  # updates
_DROPPED = ("last_name", "username", "vcard")
_BLANKED = ("first_name", "title", "phone_number")  # the Bot API has them always


class Inbox(asyncio.Queue[object]):
    """python-telegram-bot puts updates here, by polling and by webhook, before it confirms them to Telegram."""

    def __init__(self, state: ChatState) -> None:
        super().__init__()
        self._state = state
        self.bot: Bot | None = None
        self.restored: dict[int, int | None] = {}

    async def put(self, item: object) -> None:
        """Accept an update, once; one that does not concern the bot is passed on without being kept."""
        if isinstance(item, Update) and self.bot is not None and _concerns(item, self.bot):
            chat, user = item.effective_chat, item.effective_user
            body = json.dumps(_without_names(item.to_dict()))
            if not self._state.accept(item.update_id, body, chat.id if chat else None, user.id if user else None):
                return
        await super().put(item)

    async def restore(self, bot: Bot) -> None:
        """Queue what an earlier run accepted and did not finish."""
        self.bot = bot
        for pending in self._state.pending():
            if pending.tries > _MAX_TRIES:
                _log.error("Update %d was given up: it was not finished in %d runs.", pending.id, _MAX_TRIES)
                self._state.done(pending.id)
                continue
            update = Update.de_json(json.loads(pending.body), bot)
            self.restored[pending.id] = pending.shown
            await super().put(update)


class Clerk(BaseUpdateProcessor):
    """Handles updates at the same time; one that no question has taken over is done when its handler is."""

    def __init__(self, state: ChatState) -> None:
        super().__init__(_AT_ONCE)
        self._state = state
        self._taken: set[int] = set()

    def take_over(self, update_id: int) -> None:
        """Whoever calls this says later that the update is done."""
        self._taken.add(update_id)

    async def do_process_update(self, update: object, coroutine: Any) -> None:
        """Called by python-telegram-bot."""
        await coroutine
        if isinstance(update, Update):
            if update.update_id in self._taken:
                self._taken.discard(update.update_id)
            else:
                self._state.done(update.update_id)

    async def initialize(self) -> None:
        """Nothing has to be opened."""

    async def shutdown(self) -> None:
        """Nothing has to be closed."""


def _concerns(update: Update, bot: Bot) -> bool:
    message = update.message or update.edited_message
    if message is None:
        return update.callback_query is not None
    if user_of(message) is None:
        return False
    return is_addressed(message, bot) or (message.text or "").startswith("/")


def _without_names(value: Any) -> Any:
    """An update without the names of people and groups: only what is needed to answer it is kept."""
    if isinstance(value, dict):
        return {k: "-" if k in _BLANKED else _without_names(v) for k, v in value.items() if k not in _DROPPED}
    return [_without_names(each) for each in value] if isinstance(value, list) else value
