"""The commands, and their menus for each language and kind of chat."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from assistant.contacts import HandedOn, card, entries, hand_on
from assistant.conversations import UnknownConversationError
from assistant.wording import Language, say
from bots.telegram_bot.answers import texts_html
from bots.telegram_bot.asked import Asked, is_private, place_of, replied_answer, user_of
from bots.telegram_bot.keyboards import delete_buttons, directory_buttons, example_buttons, language_buttons
from bots.telegram_bot.messages import Messages
from bots.telegram_bot.parts import Parts
from bots.wording import can_be_handed_on, card_html, handoff_html, texts, written_date
from retrieval.contacts.routing import is_reachable
from retrieval.index import NothingIngestedError

Context = ContextTypes.DEFAULT_TYPE
_MAX_CONTACTS = 5
_ANSWER_ID = re.compile(r"[0-9a-f]{32}")
_EXAMPLE = re.compile(r"q([1-9])")
_SPLIT_AT = 3_500  # characters of a list of documents; Telegram takes 4,096 UTF-16 units


class Commands:
    """Handlers of commands."""

    def __init__(self, parts: Parts, messages: Messages) -> None:
        self._parts = parts
        self._messages = messages

    async def start(self, update: Update, context: Context) -> None:
        """Greet, or answer what a deep link asks (t.me/BOT?start=...)."""
        if context.args and (asked := await self._linked(update, context.args[0])):
            await self._messages.take(update, asked)
            return
        language = self._language(update)
        await self._say(update, texts.told("bot-greeting", language), example_buttons(language))

    async def help(self, update: Update, context: Context) -> None:
        """How to use the bot."""
        language = self._language(update)
        message = update.effective_message
        names = texts.COMMANDS if message and is_private(message) else texts.GROUP_COMMANDS
        lines = [f"/{name} - {say(texts.COMMANDS[name], language)}" for name in names]
        await self._say(update, texts.told("bot-help", language, commands="\n".join(lines)))

    async def new(self, update: Update, context: Context) -> None:
        """Begin a new conversation."""
        message, user = _who(update)
        self._parts.state.start_over(place_of(message, user))
        await self._say(update, texts.told("bot-new-conversation", self._language(update)))

    async def sources(self, update: Update, context: Context) -> None:
        """List the documents."""
        language = self._language(update)
        try:
            knowledge = await self._parts.in_thread(self._parts.desk.knowledge.current)
        except NothingIngestedError:
            await self._say(update, texts.told("bot-no-documents", language))
            return
        lines = [texts.told("bot-documents-held", language)]
        for each in knowledge.documents:
            said = each.metadata
            when = written_date(said.published, language) if said.published else texts.told("bot-undated", language)
            lines.append("- " + " · ".join(filter(None, (said.title, said.organisation, when))))
        for part in _joined(lines):
            await self._say(update, part)

    async def contacts(self, update: Update, context: Context) -> None:
        """List the contacts that fit a need, each with a button that sends it."""
        language = self._language(update)
        need = " ".join(context.args or ())
        if not need:
            await self._contacts_so_far(update, language)
            return
        try:
            found = await self._parts.in_thread(
                lambda: entries(self._parts.desk.knowledge.current().vouched.contacts, need[:2_000])
            )
        except NothingIngestedError:
            await self._say(update, texts.told("bot-not-ready", language))
            return
        reached = [each for each in found if is_reachable(each.contact)][:_MAX_CONTACTS]
        cards = [card(each.contact, each.document.metadata.published) for each in reached]
        if not cards:
            await self._say(update, texts.told("bot-no-contacts", language))
            return
        blocks = [
            texts_html(texts.told("bot-contacts-found", language)),
            *(card_html(each, language) for each in cards),
        ]
        await self._say_all(update, _joined(blocks, "\n\n"), directory_buttons(cards))

    async def _contacts_so_far(self, update: Update, language: Language) -> None:
        """Hand on what the conversation asked last; without one, ask for the need."""
        handed = await self._handed_on(update)
        if handed is None:
            await self._say(update, texts.told("bot-which-need", language))
            return
        await self._say(update, texts.told("bot-forward-this", language))
        await self._say_all(update, handoff_html(handed), directory_buttons(handed.contacts))

    async def _handed_on(self, update: Update) -> HandedOn | None:
        """The answer replied to, else the last one of the conversation under way that a person could do something with."""
        message, user = _who(update)
        conversations, state = self._parts.desk.conversations, self._parts.state
        replied = replied_answer(message, self._parts.courier.bot)
        shown = state.shown_in(message.chat.id, replied) if replied is not None else None
        under_way = shown.conversation_id if shown else state.conversation(place_of(message, user))

        def found() -> HandedOn | None:
            said = conversations.answers(under_way) if under_way else []
            fitting = [each for each in said if can_be_handed_on(each) and (not shown or each.id == shown.answer_id)]
            return hand_on(fitting[-1].id, conversations) if fitting else None

        try:
            return await self._parts.in_thread(found)
        except UnknownConversationError:  # deleted
            return None

    async def language(self, update: Update, context: Context) -> None:
        """Let the user choose a language."""
        await self._say(update, texts.told("bot-which-language", self._language(update)), language_buttons())

    async def privacy(self, update: Update, context: Context) -> None:
        """What is stored."""
        language, name = self._language(update), self._parts.desk.settings.model
        model = (
            texts.told("bot-privacy-model", language, model=name) if name else texts.told("bot-privacy-local", language)
        )
        await self._say(update, texts.told("bot-privacy", language, model=model))

    async def delete(self, update: Update, context: Context) -> None:
        """Ask whether all that is stored about the user shall be deleted."""
        _, user = _who(update)
        language = self._language(update)
        await self._say(update, texts.told("bot-delete-sure", language), delete_buttons(user, language))

    async def unknown(self, update: Update, context: Context) -> None:
        """A command that there is not; in groups it may be another bot's, unless it names this one."""
        message, _ = _who(update)
        name = (message.text or "").split(maxsplit=1)[0].lower()
        if is_private(message) or name.endswith(f"@{context.bot.username}".lower()):
            await self._say(update, texts.told("bot-unknown-command", self._language(update)))

    async def _linked(self, update: Update, payload: str) -> Asked | None:
        """The question of a deep link: q1 to q4 for an example, an answer's id for its question, t-BASE64URL or
        words-with-hyphens for a topic."""
        message, user = _who(update)
        text = ""
        if found := _EXAMPLE.fullmatch(payload):
            number = int(found[1]) - 1
            text = say(texts.EXAMPLES[number], self._language(update)) if number < len(texts.EXAMPLES) else ""
        elif _ANSWER_ID.fullmatch(payload):
            try:
                known = await self._parts.in_thread(lambda: self._parts.desk.conversations.answer(payload))
            except UnknownConversationError:
                return None
            text = known.standalone_question
        elif payload.startswith("t-"):
            text = _decoded(payload[2:])
        else:
            text = re.sub(r"[-_]+", " ", payload).strip()
        if not text:
            return None
        client = message.from_user.language_code if message.from_user else None
        place = place_of(message, user)
        return Asked(text, place, user, is_private(message), message.message_id, (update.update_id,), client)

    def _language(self, update: Update) -> Language:
        _, user = _who(update)
        sender = update.effective_user
        return self._parts.language(user, sender.language_code if sender else None)

    async def _say(
        self, update: Update, text: str, buttons: InlineKeyboardMarkup | None = None, *, html: bool = False
    ) -> None:
        message, user = _who(update)
        await self._parts.courier.quietly(
            self._parts.courier.send(
                message.chat.id,
                text if html else texts_html(text),
                thread_id=place_of(message, user).thread_id or None,
                reply_to=None if is_private(message) else message.message_id,
                buttons=buttons,
            )
        )

    async def _say_all(self, update: Update, parts: Sequence[str], buttons: InlineKeyboardMarkup | None) -> None:
        """Several messages of HTML, the last one with the buttons."""
        for i, part in enumerate(parts):
            await self._say(update, part, buttons if i == len(parts) - 1 else None, html=True)


async def set_menus(bot: Bot) -> None:
    """Tell Telegram the commands and descriptions, in English for all and in Korean for Korean clients."""
    private = [(name, texts.COMMANDS[name]) for name in texts.COMMANDS]
    groups = [(name, texts.COMMANDS[name]) for name in texts.GROUP_COMMANDS]
    languages: tuple[tuple[Language, str | None], ...] = (("en", None), ("ko", "ko"))
    for language, code in languages:
        await bot.set_my_commands([BotCommand(n, say(each, language)) for n, each in private], language_code=code)
        await bot.set_my_commands(
            [BotCommand(n, say(each, language)) for n, each in groups],
            scope=BotCommandScopeAllGroupChats(),
            language_code=code,
        )
        await bot.set_my_description(texts.told("bot-description", language), language_code=code)
        await bot.set_my_short_description(texts.told("bot-short-description", language), language_code=code)


def _who(update: Update) -> tuple[Message, int]:
    message = update.effective_message
    user = user_of(message) if message else None
    if message is None or user is None:
        raise ValueError("An update without a sender reached a command.")  # the gate lets none through
    return message, user


def _decoded(payload: str) -> str:
    try:
        return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode("utf-8").strip()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _joined(blocks: Iterable[str], between: str = "\n") -> list[str]:
    """The blocks in messages that are not too long."""
    parts: list[str] = []
    for each in blocks:
        if parts and len(parts[-1]) + len(between) + len(each) <= _SPLIT_AT:
            parts[-1] += between + each
        else:
            parts.append(each)
    return parts
