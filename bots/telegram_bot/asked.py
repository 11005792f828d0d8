"""From a Telegram message to the question in it: whether it is for the bot, its words, and where the answer goes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Bot, Message, MessageEntity
from telegram.constants import ChatType

from assistant.wording import Language
from bots.telegram_bot.state import Place


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was accepted. `reply_to` is the message that the answer replies to.

    `after` is the id of the earlier answer that it goes on from; without it, the conversation under way goes on. One that
    was `edited` replaces the answer that was given to it before.
    One that was `tapped` on a button is shown before its answer, as its `label` if it has one, and answered in the `language` of that button.
    """

    text: str
    place: Place
    user_id: int
    private: bool
    reply_to: int | None
    update_ids: tuple[int, ...]
    client_language: str | None = None
    edited: bool = False
    tapped: bool = False
    label: str = ""
    after: str | None = None
    language: Language | None = None

    @property
    def thread_id(self) -> int | None:
        """The topic that messages go to; None outside topics."""
        return self.place.thread_id or None


def user_of(message: Message) -> int | None:
    """Who wrote a message: a user, or the group or channel that an anonymous administrator writes as; None for bots."""
    if message.sender_chat is not None:
        return None if message.is_automatic_forward else message.sender_chat.id
    return None if message.from_user is None or message.from_user.is_bot else message.from_user.id


def is_private(message: Message) -> bool:
    """Whether it stands in a chat of one person with the bot."""
    return message.chat.type == ChatType.PRIVATE


def place_of(message: Message, user_id: int) -> Place:
    """Whose conversation it belongs to: in groups each person has their own, in each topic."""
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, thread or 0, 0 if is_private(message) else user_id)


def is_addressed(message: Message, bot: Bot) -> bool:
    """Whether it is for the bot: in groups only when it mentions the bot or replies to it."""
    return is_private(message) or _replied_to_bot(message, bot) or bool(_mentions(message, bot))


def question_in(message: Message, bot: Bot) -> str:
    """The words without mentions of the bot; where nothing else was said, the words of the message replied to."""
    text = message.text or message.caption or ""
    for mention in sorted(_mentions(message, bot), key=len, reverse=True):
        text = re.sub(rf"{re.escape(mention)}\b", " ", text)
    text = text.strip(" \t\n,:")
    replied = message.reply_to_message
    if not text and replied is not None and not _replied_to_bot(message, bot):
        return (replied.text or replied.caption or "").strip()
    return text


def replied_answer(message: Message, bot: Bot) -> int | None:
    """The id of the bot's message that it replies to."""
    replied = message.reply_to_message
    return replied.message_id if replied is not None and _replied_to_bot(message, bot) else None


def _replied_to_bot(message: Message, bot: Bot) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == bot.id


def _mentions(message: Message, bot: Bot) -> list[str]:
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    found = message.parse_entities(kinds) | message.parse_caption_entities(kinds)
    name = f"@{bot.username}".lower()
    return [
        text
        for entity, text in found.items()
        if text.lower() == name or (entity.user is not None and entity.user.id == bot.id)
    ]
