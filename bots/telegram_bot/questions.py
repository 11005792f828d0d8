"""Questions on their way to an answer: limits, one answer at a time in a chat, edits, and long pastes put together."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field, replace

from bots.telegram_bot.answers import answer_in_chat, say
from bots.telegram_bot.asked import Asked
from bots.telegram_bot.parts import Parts
from bots.wording import texts

MAX_WAITING = 5  # questions of a chat, besides the one that is being answered
PASTE_LENGTH = 3_500  # characters from which a message may be the first half of a longer text
PASTE_SECONDS = 1.0
_GRACE = 5.0  # seconds that answers have to finish when the bot stops


@dataclass(slots=True)
class _Chat:
    """What waits in a chat, the task that works on it, and who was told since it began that too much waits."""

    waiting: deque[Asked] = field(default_factory=deque)
    running: Asked | None = None
    answering: asyncio.Task[None] | None = None
    task: asyncio.Task[None] | None = None
    told: set[int] = field(default_factory=set)


class Questions:
    """The queues of all chats. Every question that it takes is answered or refused, and its updates are done then."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._chats: dict[int, _Chat] = {}
        self._pastes: dict[tuple[int, int, int], tuple[Asked, asyncio.TimerHandle]] = {}
        self._asides: set[asyncio.Task[None]] = set()
        self._stopping = False

    def take(self, asked: Asked, *, counted: bool = True) -> None:
        """Queue a question, or refuse it. `counted` is false for one that an earlier run had taken already."""
        for each in asked.update_ids:
            self._parts.clerk.take_over(each)
        if counted and not self._is_within_limits(asked):
            return
        self._hold_or_queue(asked, len(asked.text))

    def joins(self, asked: Asked) -> bool:
        """Whether it was the rest of a long text, which Telegram had split; it is one question with the first half then."""
        held = self._pastes.pop(_writer(asked), None)
        if held is None:
            return False
        first, timer = held
        timer.cancel()
        for each in asked.update_ids:
            self._parts.clerk.take_over(each)
        whole = replace(first, text=f"{first.text}\n{asked.text}", update_ids=first.update_ids + asked.update_ids)
        self._hold_or_queue(whole, len(asked.text))
        return True

    def replace_waiting(self, asked: Asked) -> bool:
        """Change the words of a question that waits still; False when there is none."""
        chat = self._chats.get(asked.place.chat_id)
        for i, each in enumerate(chat.waiting if chat else ()):
            if chat and each.reply_to == asked.reply_to and each.user_id == asked.user_id:
                for update_id in asked.update_ids:
                    self._parts.clerk.take_over(update_id)
                chat.waiting[i] = replace(each, text=asked.text, update_ids=each.update_ids + asked.update_ids)
                return True
        return False

    async def withdraw(self, user_id: int) -> None:
        """Drop what waits of a user, and return when nothing of theirs is being answered any more."""
        for writer in [each for each in self._pastes if each[2] == user_id]:
            asked, timer = self._pastes.pop(writer)
            timer.cancel()
            self._refuse(asked, None)
        for chat in list(self._chats.values()):
            for each in [each for each in chat.waiting if each.user_id == user_id]:
                chat.waiting.remove(each)
                self._refuse(each, None)
            if chat.answering and chat.running and chat.running.user_id == user_id:
                await asyncio.wait([chat.answering])

    async def stop(self) -> None:
        """Let the answers under way finish, for a few seconds; what waits is kept for the next run."""
        self._stopping = True
        for _, timer in self._pastes.values():
            timer.cancel()
        tasks = [each.task for each in self._chats.values() if each.task] + list(self._asides)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=_GRACE)
            for each in late:
                each.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _hold_or_queue(self, asked: Asked, length: int) -> None:
        """Wait for the rest when the last message was so long that Telegram may have split it."""
        if length < PASTE_LENGTH or asked.edited:
            self._queue(asked)
            return
        timer = asyncio.get_running_loop().call_later(PASTE_SECONDS, self._end_paste, _writer(asked))
        self._pastes[_writer(asked)] = (asked, timer)

    def _end_paste(self, writer: tuple[int, int, int]) -> None:
        asked, _ = self._pastes.pop(writer)
        self._queue(asked)

    def _queue(self, asked: Asked) -> None:
        if self._stopping:
            return  # not done, so the next run takes it up
        chat = self._chats.setdefault(asked.place.chat_id, _Chat())
        if len(chat.waiting) >= MAX_WAITING + (chat.running is None):
            language = self._parts.language(asked.user_id, asked.client_language, asked.text)
            first = asked.user_id not in chat.told
            chat.told.add(asked.user_id)
            self._refuse(asked, texts.told("bot-queue-full", language, waiting=MAX_WAITING) if first else None)
            return
        chat.waiting.append(asked)
        if chat.task is None:
            chat.task = asyncio.create_task(self._work(asked.place.chat_id, chat))

    async def _work(self, chat_id: int, chat: _Chat) -> None:
        while chat.waiting and not self._stopping:
            chat.running = chat.waiting.popleft()
            chat.answering = asyncio.create_task(answer_in_chat(self._parts, chat.running))
            await chat.answering
        chat.running = chat.answering = chat.task = None
        if not chat.waiting:
            self._chats.pop(chat_id, None)

    def _is_within_limits(self, asked: Asked) -> bool:
        group = None if asked.private else asked.place.chat_id
        verdict = self._parts.limits.take(asked.user_id, group)
        if verdict.allowed:
            return True
        notice = None
        if verdict.wait is not None:
            language = self._parts.language(asked.user_id, asked.client_language, asked.text)
            notice = texts.told("bot-rate-limit", language, limit=verdict.limit, seconds=verdict.wait)
        self._refuse(asked, notice)
        return False

    def _refuse(self, asked: Asked, notice: str | None) -> None:
        for each in asked.update_ids:
            self._parts.state.done(each)
        if notice is not None:
            task = asyncio.create_task(self._parts.courier.quietly(say(self._parts, asked, notice)))
            self._asides.add(task)
            task.add_done_callback(self._asides.discard)


def _writer(asked: Asked) -> tuple[int, int, int]:
    return (asked.place.chat_id, asked.place.thread_id, asked.user_id)
