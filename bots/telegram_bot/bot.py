"""The Telegram bot: its handlers in one place, its start and its end."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from assistant.build import Desk
from bots.telegram_bot.access import AllowList, Limits
from bots.telegram_bot.answers import texts_html
from bots.telegram_bot.asked import is_addressed, is_private, user_of
from bots.telegram_bot.buttons import Buttons
from bots.telegram_bot.commands import Commands, set_menus
from bots.telegram_bot.connection import Connection
from bots.telegram_bot.courier import Courier
from bots.telegram_bot.inbox import Clerk, Inbox
from bots.telegram_bot.messages import Messages
from bots.telegram_bot.parts import Parts, log_failure
from bots.telegram_bot.questions import Questions
from bots.telegram_bot.state import ChatState
from bots.wording import texts

_log = logging.getLogger(__name__)
_THREADS = 8  # questions worked on at once
_GRACE = 5.0  # seconds that handlers have to finish when the bot stops

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE


class TelegramBot:
    """The bot over an open desk, which stays the caller's to close."""

    def __init__(self, desk: Desk) -> None:
        """Raises PolicydeskError when there is no token, or HOME/telegram.sqlite cannot be used."""
        self.connection = Connection.of(desk.settings)
        self._state = ChatState(desk.settings.home / "telegram.sqlite")
        self.inbox, self._clerk = Inbox(self._state), Clerk(self._state)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="telegram")
        self.on_poll: Callable[[int], None] = lambda _: None  # called with the HTTP status of every poll
        self.polls = True  # set to False, no more polls are sent
        self.app = self._application()
        self._parts = Parts(
            desk,
            self._state,
            Courier(self.app.bot),
            AllowList(desk.settings.telegram_allowed),
            Limits(desk.settings.rate_limit),
            self.inbox,
            self._clerk,
            self._threads,
        )
        self._questions = Questions(self._parts)
        self._register()

    @asynccontextmanager
    async def started(self) -> AsyncIterator[str]:
        """Known to Telegram and at work, first on what an earlier run left; gives what it is called there. Ends in good order.

        Raises PolicydeskError, in one sentence, for a wrong token or a server that cannot be reached.
        """
        try:
            await self._initialize()
            await self.inbox.restore(self.app.bot)
            await self.app.start()
            menus = asyncio.create_task(self._set_menus())
            try:
                yield f"@{self.app.bot.username} ({self.app.bot.bot.full_name})"
            finally:
                menus.cancel()
                await self._questions.stop()
                with suppress(TimeoutError):  # what a handler has not finished is taken up by the next run
                    await asyncio.wait_for(self.app.stop(), _GRACE)
                await self.app.shutdown()
        finally:
            self._threads.shutdown(cancel_futures=True)
            self._state.close()

    def _application(self) -> App:
        os.environ.setdefault("PTB_TIMEDELTA", "true")  # else python-telegram-bot warns at every RetryAfter
        for name in ("httpx", "httpcore", "telegram"):  # below this they write addresses that hold the token
            logging.getLogger(name).setLevel(logging.WARNING)
        logging.getLogger("telegram.ext").setLevel(logging.CRITICAL)  # what it reports, this program reports
        builder = ApplicationBuilder().token(self.connection.token).update_queue(self.inbox)
        builder = builder.base_url(f"{self.connection.url}/bot").base_file_url(f"{self.connection.url}/file/bot")
        builder = builder.request(self.connection.request()).get_updates_request(
            self.connection.polling_request(lambda status: self.on_poll(status), lambda: self.polls)
        )
        app: App = builder.concurrent_updates(self._clerk).job_queue(None).build()
        return app

    def _register(self) -> None:
        """Every handler, in the order in which they are tried."""
        messages = Messages(self._parts, self._questions)
        commands = Commands(self._parts, messages)
        buttons = Buttons(self._parts, messages)
        new = filters.UpdateType.MESSAGE
        self.app.add_handler(TypeHandler(Update, self._gate), group=-1)
        for name, handler in (
            ("start", commands.start),
            ("help", commands.help),
            ("new", commands.new),
            ("sources", commands.sources),
            ("contacts", commands.contacts),
            ("language", commands.language),
            ("privacy", commands.privacy),
            ("delete", commands.delete),
        ):
            self.app.add_handler(CommandHandler(name, handler, filters=new))
        self.app.add_handler(MessageHandler(new & filters.COMMAND, commands.unknown))
        self.app.add_handler(MessageHandler(new, messages.on_message))
        self.app.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE & ~filters.COMMAND, messages.on_edited))
        self.app.add_handler(CallbackQueryHandler(buttons.on_tap))
        self.app.add_error_handler(self._on_error)

    async def _initialize(self) -> None:
        try:
            await self.app.initialize()
        except TelegramError as error:
            await self.app.bot.shutdown()
            raise self.connection.explained(error) from None

    async def _set_menus(self) -> None:
        try:
            await set_menus(self.app.bot)
        except TelegramError as error:
            _log.warning("The menus of commands could not be set: %s", error)

    async def _gate(self, update: Update, context: Context) -> None:
        """Let nobody in who may not ask; strangers are told so once, if they wrote to the bot."""
        message, query = update.message or update.edited_message, update.callback_query
        user = user_of(message) if message else (query.from_user.id if query else None)
        chat = update.effective_chat
        if user is None or chat is None:
            raise ApplicationHandlerStop
        if self._parts.allowed.admits(user, chat.id):
            return
        if query is not None:
            await self._parts.courier.answer(query.id)
        elif (
            message is not None and is_addressed(message, context.bot) and self._parts.allowed.is_first_refusal(chat.id)
        ):
            sender = update.effective_user
            language = self._parts.language(user, sender.language_code if sender else None)
            said = texts.told("bot-not-allowed", language, id=user if is_private(message) else chat.id)
            await self._parts.courier.quietly(self._parts.courier.send(chat.id, texts_html(said)))
        raise ApplicationHandlerStop

    async def _on_error(self, update: object, context: Context) -> None:
        """The last catch: logged once, and said in one sentence."""
        number = log_failure(_log, "An update", context.error)
        if not isinstance(update, Update) or update.effective_chat is None or update.effective_user is None:
            return
        user = update.effective_user
        said = texts.told("bot-error", self._parts.language(user.id, user.language_code), id=number)
        await self._parts.courier.quietly(self._parts.courier.send(update.effective_chat.id, texts_html(said)))
