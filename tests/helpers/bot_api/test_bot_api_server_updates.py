"""How the Bot API server of the tests brings updates, proven through a real python-telegram-bot: polling and webhook."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from typing import Any

import aside
import pytest
from bot_api_server import BotApiServer
from bot_api_server_chats import Person
from bot_api_server_client import asked, refused
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, Conflict
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made


@pytest.fixture
def mina(server: BotApiServer) -> Person:
    """Somebody who has written to the bot."""
    made = server.person("Mina")
    made.says("Hello")
    return made


# --- updates ---


def test_get_updates_honours_offset_limit_and_timeout(server: BotApiServer, mina: Person) -> None:
    mina.says("Second")

    async def poll(bot: Bot) -> list[int]:
        one = await bot.get_updates(limit=1)
        both = await bot.get_updates()
        rest = await bot.get_updates(offset=one[0].update_id + 1)
        begun = time.monotonic()
        none = await bot.get_updates(offset=both[1].update_id + 1, timeout=1)
        return [len(one), len(both), len(rest), len(none), round(time.monotonic() - begun)]

    assert asked(server, poll) == [1, 2, 1, 0, 1]


def test_a_second_poller_ends_the_first_with_409(server: BotApiServer) -> None:
    async def run() -> None:
        async with (
            Bot(server.token, base_url=server.base_url) as one,
            Bot(server.token, base_url=server.base_url) as two,
        ):
            waiting = asyncio.create_task(one.get_updates(timeout=5))
            await asyncio.sleep(0.2)
            await two.get_updates()
            await waiting

    with pytest.raises(Conflict):
        aside.run(run())
    assert (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        in server.refusals
    )


def test_polling_is_refused_while_a_webhook_is_set(server: BotApiServer) -> None:
    asked(server, lambda bot: bot.set_webhook("http://127.0.0.1:9/"))
    assert refused(server, lambda bot: bot.get_updates()) == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    asked(server, lambda bot: bot.delete_webhook(drop_pending_updates=True))
    assert asked(server, lambda bot: bot.get_updates()) == ()


def test_reactions_come_only_when_they_were_asked_for(server: BotApiServer, mina: Person) -> None:
    mina.reacts(mina.chat.messages[0], "👍")
    asked(server, lambda bot: bot.get_updates(allowed_updates=["message_reaction"]))
    mina.says("Not asked for")
    mina.reacts(mina.chat.messages[0], "👎")
    kinds = [[*each] for each in server.updates.waiting]
    assert kinds == [["update_id", "message"], ["update_id", "message_reaction"]]


@contextmanager
def webhook_receiver(statuses: list[int]) -> Iterator[tuple[str, list[tuple[str | None, Any]]]]:
    """An address that answers with the statuses in turn, and what came in: the secret header and the update."""
    received: list[tuple[str | None, Any]] = []

    class Receiver(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], json.loads(raw)))
            self.send_response(statuses.pop(0))
            self.send_header("Content-Length", "0")
            self.end_headers()

    with TCPServer(("127.0.0.1", 0), Receiver) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{listening.server_address[1]}/hook", received
        listening.shutdown()
        thread.join()


def test_a_webhook_gets_each_update_with_the_secret_until_it_takes_it(server: BotApiServer) -> None:
    with webhook_receiver([500, 200, 200]) as (url, received):
        asked(server, lambda bot: bot.set_webhook(url, secret_token="s3cret_-"))  # noqa: S106
        mina = server.person("Mina")
        mina.says("One")
        mina.says("Two")
        server.wait_until(lambda: not server.updates.waiting)
        info = asked(server, lambda bot: bot.get_webhook_info())
        asked(server, lambda bot: bot.delete_webhook())
    assert [(secret, update["message"]["text"]) for secret, update in received] == [
        ("s3cret_-", "One"), ("s3cret_-", "One"), ("s3cret_-", "Two"),
    ]  # fmt: skip
    assert received[0][1] == received[1][1]
    assert (info.url, info.pending_update_count) == (url, 0)
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


# --- a whole application ---


@asynccontextmanager
async def running(server: BotApiServer) -> Any:
    """A small real Application that greets, repeats what it hears and offers a button."""

    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message
        keys = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])
        await update.effective_message.reply_text("Welcome", reply_markup=keys)

    async def repeat(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message
        how = "again: " if update.edited_message else ""
        await update.effective_message.reply_text(f"{how}{update.effective_message.text}", do_quote=True)

    async def more(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query
        await update.callback_query.answer("Coming")
        await update.callback_query.edit_message_text("Welcome, and more")

    application = ApplicationBuilder().token(server.token).base_url(server.base_url).build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(
        MessageHandler(filters.TEXT & (filters.ChatType.PRIVATE | filters.Entity("mention")), repeat)
    )
    application.add_handler(CallbackQueryHandler(more))
    async with application:
        await _run(application)
        yield application
        assert application.updater
        await application.updater.stop()
        await application.stop()


async def _run(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    assert application.updater
    await application.updater.start_polling(poll_interval=0, timeout=2)
    await application.start()


def test_a_real_application_talks_with_people(server: BotApiServer) -> None:
    mina, jun = server.person("Mina"), server.person("Jun", "ko")
    group = server.group("Team")

    def talk() -> None:
        mina.says("/start")
        mina.chat.waits_for("Welcome")
        tap = mina.taps("More")
        mina.chat.waits_for("and more")
        asked_again = mina.says("One 😀")
        mina.chat.waits_for("One")
        mina.edits(asked_again, "Two")
        mina.chat.waits_for("again: Two")
        jun.says("Nothing for a bot", group)
        jun.says("😀 @policydesk_bot hello", group)
        group.waits_for("hello")
        assert tap.answer
        assert tap.answer["text"] == "Coming"

    async def run() -> None:
        async with running(server):
            await asyncio.to_thread(talk)

    aside.run(run())
    assert mina.chat.transcript() == (
        'Mina: /start\nBot: Welcome, and more\nMina (edited): Two\nBot (to: "Two"): One 😀\nBot (to: "Two"): again: Two'
    )
    assert group.transcript() == (
        "Jun: Nothing for a bot\n"
        "Jun: 😀 @policydesk_bot hello\n"
        'Bot (to: "😀 @policydesk_bot hello"): 😀 @policydesk_bot hello'
    )  # fmt: skip
    assert [each.code for each in server.calls if each.code not in (200, 0)] == []


def test_a_tap_can_be_answered_only_for_a_while() -> None:
    with BotApiServer(taps_last=0.0) as server:
        mina = server.person("Mina")
        mina.says("Hello")
        keys = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
        asked(server, lambda bot: bot.send_message(mina.id, "Sure?", reply_markup=keys))
        tap = mina.taps("Yes")
        with pytest.raises(BadRequest, match="Query is too old"):
            asked(server, lambda bot: bot.answer_callback_query(tap.id))
