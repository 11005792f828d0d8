"""The real bot in a thread of its own, by polling, against a Bot API server on loopback."""

from __future__ import annotations

import asyncio
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot_api_server import BotApiServer

from assistant.build import Desk
from assistant.chain import Event, TokenEvent
from assistant.records import Answer
from bots.telegram_bot.bot import TelegramBot
from bots.telegram_bot.polling import Patience, poll


class polling:  # noqa: N801 - used as a function in `with`
    """Runs the bot of a desk; `with` gives it when it fetches messages, and ends it in good order."""

    def __init__(self, desk: Desk, patience: Patience = Patience()) -> None:  # noqa: B008 - frozen
        self._desk = desk
        self._patience = patience
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="the bot")
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.bot: TelegramBot | None = None
        self.failure: Exception | None = None

    def _run(self) -> None:
        try:
            asyncio.run(self._poll())
        except Exception as error:  # noqa: BLE001 - shown by the test that waits
            self.failure = error
        finally:
            self._ready.set()

    async def _poll(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self.bot = TelegramBot(self._desk)
        await poll(self.bot, lambda _: self._ready.set(), self._stop, self._patience)

    def __enter__(self) -> polling:
        self._thread.start()
        assert self._ready.wait(20)
        if self.failure is not None:
            raise self.failure
        return self

    @property
    def has_ended(self) -> bool:
        """Whether it ended by itself."""
        return not self._thread.is_alive()

    def __exit__(self, *_: object) -> None:
        if self._loop and self._stop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)
        assert not self._thread.is_alive()


def at(server: BotApiServer) -> dict[str, Any]:
    """Settings of a desk whose bot talks to the server."""
    return {"telegram_token": server.token, "telegram_api_url": server.url}


def home_over(index: Path, folder: Path) -> Path:
    """A HOME with the index of another, and room of its own for what the bot keeps."""
    home = folder / "bot"
    home.mkdir()
    for each in index.iterdir():
        (home / each.name).symlink_to(each)
    return home


class ScriptedChain:
    """Answers what it is told to, by the question; waits for `go` first, and says the words of `tokens` on the way."""

    def __init__(self, tokens: tuple[str, ...] = (), pause: float = 0.0) -> None:
        self.go = threading.Event()
        self.go.set()
        self.asked: list[tuple[str, str | None]] = []
        self._tokens, self._pause = tokens, pause
        self._conversations: dict[str, str] = {}

    def ask(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        after: str | None = None,
        language: str | None = None,
        on_event: Callable[[Event], None] = lambda _: None,
    ) -> Answer:
        self.asked.append((question, self._conversations.get(after or "", conversation_id)))
        assert self.go.wait(10)
        for each in self._tokens:
            on_event(TokenEvent(each))
            time.sleep(self._pause)
        text = "".join(self._tokens) or f"Answer to: {question[:40]}"
        made = Answer(
            id=uuid.uuid4().hex,
            conversation_id=self._conversations.get(after or "", conversation_id) or uuid.uuid4().hex,
            status="answered",
            text=text,
            question=question,
            standalone_question=question,
        )
        self._conversations[made.id] = made.conversation_id
        return made
