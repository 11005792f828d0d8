"""What the bot's handlers share, made once."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

from assistant.build import Desk
from assistant.wording import Language, language_of
from bots.telegram_bot.access import AllowList, Limits
from bots.telegram_bot.courier import Courier
from bots.telegram_bot.inbox import Clerk, Inbox
from bots.telegram_bot.state import ChatState
from retrieval.records import PolicydeskError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parts:
    """The desk that answers, what is kept, the way to Telegram, who may ask, and threads for what takes time."""

    desk: Desk
    state: ChatState
    courier: Courier
    allowed: AllowList
    limits: Limits
    inbox: Inbox
    clerk: Clerk
    threads: Executor

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Do something that takes time without holding up other chats."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, work)

    def language(self, user_id: int, client: str | None, said: str = "") -> Language:
        """The language to speak with a user: the one they chose, else that of what was said, else their client's."""
        return language_of(said, self.state.language(user_id), client)


def log_failure(log: logging.Logger, what: str, error: BaseException | None) -> str:
    """Log a failure once: what is known in one line, the rest with its traceback. Gives the number that users are told."""
    number = uuid.uuid4().hex[:8]
    known = isinstance(error, PolicydeskError)
    log.error("%s failed (%s): %s", what, number, error, exc_info=None if known else error)
    return number
