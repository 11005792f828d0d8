"""Chats of the Bot API server: who says, taps and edits, and what a person sees."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot_api_server_html import cut, units
from bot_api_server_show import shown

if TYPE_CHECKING:
    from bot_api_server import BotApiServer

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?")
_MENTION = re.compile(r"(?<!\w)@\w{3,32}")


@dataclass(eq=False)
class Message:
    """One message as the server holds it. `person` is None for the bot's own."""

    id: int
    chat: Chat
    person: Person | None
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    markup: dict[str, Any] | None = None
    card: dict[str, Any] = field(default_factory=dict)
    reply_to: Message | None = None
    thread: int | None = None
    date: int = field(default_factory=lambda: int(time.time()))
    edited: bool = False
    deleted: bool = False
    reactions: dict[str, str] = field(default_factory=dict)

    def as_json(self, nested: bool = False) -> dict[str, Any]:
        """The Message of the Bot API; `reply_to_message` holds no further one (core.telegram.org/bots/api#message)."""
        sender = self.person.as_json() if self.person else self.chat.server.me
        given: dict[str, Any] = {"message_id": self.id, "date": self.date, "chat": self.chat.as_json(), "from": sender}
        optional = {
            "text": self.text,
            "entities": self.entities,
            "reply_markup": self.markup,
            "edit_date": self.date if self.edited else None,
            "message_thread_id": self.thread,
            "is_topic_message": self.thread is not None,
            "reply_to_message": self.reply_to.as_json(nested=True) if self.reply_to and not nested else None,
        }
        return given | self.card | {name: value for name, value in optional.items() if value}

    @property
    def buttons(self) -> list[list[dict[str, Any]]]:
        rows: list[list[dict[str, Any]]] = (self.markup or {}).get("inline_keyboard", [])
        return rows


@dataclass(eq=False)
class Chat:
    """A private chat or a group. `transcript()` is what a person sees."""

    server: BotApiServer
    id: int
    type: str
    title: str
    messages: list[Message] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    draft: str | None = None
    actions: list[tuple[float, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.type, "first_name" if self.type == "private" else "title": self.title}

    def transcript(self) -> str:
        """The chat as readable text, in its final state: without what was deleted, with the last words of what was edited."""
        return "\n".join(shown(each) for each in self.messages if not each.deleted)

    def of_bot(self) -> list[Message]:
        """What the bot has said and not deleted."""
        return [each for each in self.messages if each.person is None and not each.deleted]

    def find(self, words: str) -> Message:
        """The newest message that is still there and has the words."""
        for each in reversed(self.messages):
            if words in each.text and not each.deleted:
                return each
        raise AssertionError(f"No message has {words!r}:\n{self.transcript()}")

    def waits_for(self, words: str, seconds: float = 30.0) -> Message:
        """Waits until the bot has said the words; fails with the transcript."""
        self.server.wait_until(
            lambda: any(words in m.text for m in self.of_bot()), seconds, self, f"the bot says {words!r}"
        )
        return next(m for m in reversed(self.of_bot()) if words in m.text)

    def waits_for_messages(self, count: int, seconds: float = 30.0) -> list[Message]:
        """Waits until the bot has that many messages in the chat; fails with the transcript."""
        self.server.wait_until(lambda: len(self.of_bot()) >= count, seconds, self, f"{count} messages of the bot")
        return self.of_bot()


@dataclass(eq=False)
class Tap:
    """A tap on a button. `answer` holds what answerCallbackQuery said, None until it came."""

    id: str
    at: float
    person: Person
    answer: dict[str, Any] | None = None


@dataclass(eq=False)
class Person:
    """Somebody with Telegram. Without `chat` they write to the bot alone."""

    server: BotApiServer
    id: int
    name: str
    language: str | None
    chat: Chat = field(init=False)
    blocked: bool = False

    def __post_init__(self) -> None:
        self.chat = Chat(self.server, self.id, "private", self.name)

    def as_json(self) -> dict[str, Any]:
        given = {"id": self.id, "is_bot": False, "first_name": self.name}
        return given | ({"language_code": self.language} if self.language else {})

    def says(
        self, text: str, chat: Chat | None = None, reply_to: Message | None = None, thread: int | None = None
    ) -> Message:
        """Writes a message; commands and mentions in it are marked, as Telegram does."""
        with self.server.state:
            where = chat or self.chat
            said = Message(self.server.next_id(), where, self, text, _marked(text), reply_to=reply_to, thread=thread)
            where.messages.append(said)
            self.server.updates.add("message", said.as_json())
        return said

    def sends(self, chat: Chat | None = None, **card: Any) -> Message:
        """Sends something that is no text, e.g. `voice={...}`."""
        with self.server.state:
            where = chat or self.chat
            sent = Message(self.server.next_id(), where, self, card=card)
            where.messages.append(sent)
            self.server.updates.add("message", sent.as_json())
        return sent

    def edits(self, message: Message, text: str) -> Message:
        """Changes a message of their own."""
        with self.server.state:
            message.text, message.entities, message.edited = text, _marked(text), True
            self.server.updates.add("edited_message", message.as_json())
        return message

    def taps(self, label: str, message: Message | None = None, chat: Chat | None = None) -> Tap:
        """Taps the newest button with the label, or that of a message."""
        with self.server.state:
            found = [message] if message else [m for m in reversed((chat or self.chat).messages) if not m.deleted]
            for each in found:
                for button in (button for row in each.buttons for button in row):
                    if label in button["text"]:
                        return self._tap(each, button)
        raise AssertionError(f"No button {label!r}:\n{(message.chat if message else chat or self.chat).transcript()}")

    def _tap(self, message: Message, button: dict[str, Any]) -> Tap:
        tap = Tap(str(self.server.next_id() * 10**12), time.monotonic(), self)
        self.server.taps[tap.id] = tap
        query = {
            "id": tap.id,
            "from": self.as_json(),
            "chat_instance": str(message.chat.id),
            "data": button["callback_data"],
        }
        self.server.updates.add("callback_query", query | {"message": message.as_json()})
        return tap

    def reacts(self, message: Message, emoji: str) -> None:
        """Puts a reaction under a message; a bot hears of it only if it asked for `message_reaction`."""
        with self.server.state:
            message.reactions[self.name] = emoji
            new = [{"type": "emoji", "emoji": emoji}]
            where = {"chat": message.chat.as_json(), "message_id": message.id, "user": self.as_json()}
            self.server.updates.add(
                "message_reaction", where | {"date": int(time.time()), "old_reaction": [], "new_reaction": new}
            )

    def blocks(self, blocked: bool = True) -> None:
        """Blocks the bot, or lets it in again; the bot hears of it as `my_chat_member`."""
        with self.server.state:
            self.blocked = blocked
            old, new = ("member", "kicked") if blocked else ("kicked", "member")
            change = {"chat": self.chat.as_json(), "from": self.as_json(), "date": int(time.time())}
            self.server.updates.add("my_chat_member", change | {
                "old_chat_member": _member(self.server.me, old), "new_chat_member": _member(self.server.me, new),
            })  # fmt: skip


def _member(user: dict[str, Any], status: str) -> dict[str, Any]:
    return {"user": user, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def _marked(text: str) -> list[dict[str, Any]]:
    """Commands and mentions as entities, in UTF-16 units."""
    found = [("bot_command", each) for each in _COMMAND.finditer(text)]
    found += [("mention", each) for each in _MENTION.finditer(text) if "/" not in text[: each.start()].split(" ")[-1]]
    return [{"type": kind, "offset": units(text[: m.start()]), "length": units(m[0])} for kind, m in found]


__all__ = ["Chat", "Message", "Person", "Tap", "cut"]
