"""Taps on buttons. Each is answered at once; stale ones and other people's are told so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from telegram import CallbackQuery, InlineKeyboardMarkup, MaybeInaccessibleMessage, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from assistant.contacts import hand_on
from assistant.conversations import Thumb, UnknownConversationError
from assistant.records import Answer
from assistant.wording import Language, say
from bots.telegram_bot.answers import send_again, texts_html
from bots.telegram_bot.asked import Asked
from bots.telegram_bot.contacts import Under, of_answer, of_directory, send_entry
from bots.telegram_bot.keyboards import Feedback, answer_buttons, handed_on_buttons, offers
from bots.telegram_bot.messages import Messages
from bots.telegram_bot.parts import Parts
from bots.telegram_bot.state import Place, Shown
from bots.telegram_bot.stored import delete_stored
from bots.wording import handoff_html, quote_in_context, render, texts

Context = ContextTypes.DEFAULT_TYPE


@dataclass(frozen=True, slots=True)
class _Tap:
    """A tap on a button of a message; `values` are the words of its data after the first."""

    update: Update
    query: CallbackQuery
    message: MaybeInaccessibleMessage
    values: list[str]


class _StaleError(Exception):
    """What the button was about is not there any more."""


class _NotYoursError(Exception):
    """Somebody else's button."""


class Buttons:
    """The handler of taps. The first word of a button's data says what it does; `telegram_keyboards` makes them."""

    def __init__(self, parts: Parts, messages: Messages) -> None:
        self._parts = parts
        self._messages = messages
        self._actions = {
            "s": self._source,
            "c": self._answers_contact,
            "k": self._contact,
            "h": self._for_a_person,
            "q": self._suggestion,
            "e": self._example,
            "f": self._thumb,
            "r": self._reason,
            "a": self._again,
            "l": self._language,
            "d": self._delete,
        }

    async def on_tap(self, update: Update, context: Context) -> None:
        """Do what the button says."""
        query = update.callback_query
        if query is None:
            return
        language = self._parts.language(query.from_user.id, query.from_user.language_code)
        action, *values = (query.data or "").split(":")
        try:
            if action not in self._actions or query.message is None:
                raise _StaleError
            await self._actions[action](_Tap(update, query, query.message, values))
        except (_StaleError, UnknownConversationError, ValueError, IndexError, OverflowError):
            await self._parts.courier.answer(query.id, texts.told("bot-too-old", language), alert=True)
        except _NotYoursError:
            await self._parts.courier.answer(query.id, texts.told("bot-not-yours", language), alert=True)

    # --- anybody who sees the answer ---

    async def _source(self, tap: _Tap) -> None:
        shown, answer = await self._answer(tap.message, tap.values[0])
        citation = next((each for each in answer.citations if each.n == int(tap.values[1])), None)
        if citation is None:
            raise _StaleError
        await self._parts.courier.answer(tap.query.id)
        html = await self._parts.in_thread(
            lambda: quote_in_context(
                citation, self._parts.desk.knowledge.current().documents.whole(citation.document_id), _language(shown)
            )
        )
        await self._send(tap.message, html, shown.thread_id)

    async def _answers_contact(self, tap: _Tap) -> None:
        shown, answer = await self._answer(tap.message, tap.values[0])
        entry = of_answer(answer, int(tap.values[1]))
        await self._parts.courier.answer(tap.query.id)
        await send_entry(self._parts.courier, _under(tap.message, shown.thread_id), entry, _language(shown))

    async def _contact(self, tap: _Tap) -> None:
        knowledge = await self._parts.in_thread(self._parts.desk.knowledge.current)
        entry = of_directory(knowledge.vouched.contacts, tap.values[0])
        if entry is None:
            raise _StaleError
        await self._parts.courier.answer(tap.query.id)
        language = self._parts.language(tap.query.from_user.id, tap.query.from_user.language_code)
        await send_entry(self._parts.courier, _under(tap.message, _thread(tap.message)), entry, language)

    async def _for_a_person(self, tap: _Tap) -> None:
        shown, answer = await self._answer(tap.message, tap.values[0])
        handed = await self._parts.in_thread(partial(hand_on, answer.id, self._parts.desk.conversations))
        await self._parts.courier.answer(tap.query.id)
        parts = handoff_html(handed)
        for part in parts[:-1]:
            await self._send(tap.message, part, shown.thread_id)
        await self._send(tap.message, parts[-1], shown.thread_id, handed_on_buttons(handed.contacts, shown.number))

    # --- questions ---

    async def _suggestion(self, tap: _Tap) -> None:
        shown, answer = await self._answer(tap.message, tap.values[0], owner=tap.query)
        number = int(tap.values[1])
        question, label = offers(answer)[number]
        await self._parts.courier.answer(tap.query.id)
        await self._ask(tap, question, shown.thread_id, shown, label)

    async def _example(self, tap: _Tap) -> None:
        question = say(texts.EXAMPLES[int(tap.values[0])], "ko" if tap.values[1] == "ko" else "en")
        await self._parts.courier.answer(tap.query.id)
        await self._ask(tap, question, _thread(tap.message), None)

    async def _ask(self, tap: _Tap, question: str, thread_id: int | None, shown: Shown | None, label: str = "") -> None:
        private, user = tap.message.chat.type == ChatType.PRIVATE, tap.query.from_user
        asked = Asked(
            text=question,
            place=Place(tap.message.chat.id, thread_id or 0, 0 if private else user.id),
            user_id=user.id,
            private=private,
            reply_to=tap.message.message_id,
            update_ids=(tap.update.update_id,),
            client_language=user.language_code,
            tapped=True,
            after=shown.answer_id if shown else None,
            label=label,
            language=_language(shown) if shown else None,
        )
        await self._messages.take(tap.update, asked)

    async def _again(self, tap: _Tap) -> None:
        shown, _ = await self._answer(tap.message, tap.values[0], owner=tap.query)
        await self._parts.courier.answer(tap.query.id)
        await self._parts.courier.set_buttons(tap.message.chat.id, tap.message.message_id, None)
        await self._parts.courier.quietly(send_again(self._parts, shown))

    # --- what somebody thinks of an answer ---

    async def _thumb(self, tap: _Tap) -> None:
        shown, answer = await self._answer(tap.message, tap.values[0], owner=tap.query)
        up, language = tap.values[1] == "up", _language(shown)
        await self._keep_feedback(answer, "up" if up else "down")
        await self._parts.courier.answer(
            tap.query.id, texts.told("bot-thanks-up", language) if up else texts.told("bot-thanks-down", language)
        )
        await self._show_feedback(tap.message, shown, answer, "done" if up else "reasons")

    async def _reason(self, tap: _Tap) -> None:
        shown, answer = await self._answer(tap.message, tap.values[0], owner=tap.query)
        if tap.values[1] not in texts.REASONS:
            raise _StaleError
        await self._keep_feedback(answer, "down", tap.values[1])
        await self._parts.courier.answer(tap.query.id, texts.told("bot-thanks-reason", _language(shown)))
        await self._show_feedback(tap.message, shown, answer, "done")

    async def _keep_feedback(self, answer: Answer, value: Thumb, reason: str | None = None) -> None:
        await self._parts.in_thread(partial(self._parts.desk.conversations.add_feedback, answer.id, value, reason))

    async def _show_feedback(
        self, message: MaybeInaccessibleMessage, shown: Shown, answer: Answer, feedback: Feedback
    ) -> None:
        language = _language(shown)
        rendered = await self._parts.in_thread(partial(render, answer, language))
        buttons = answer_buttons(answer, rendered.sources, shown.number, language, feedback)
        await self._parts.courier.set_buttons(message.chat.id, message.message_id, buttons)

    # --- settings of a person ---

    async def _language(self, tap: _Tap) -> None:
        language: Language = "ko" if tap.values[0] == "ko" else "en"
        self._parts.state.choose_language(tap.query.from_user.id, language)
        await self._parts.courier.answer(tap.query.id)
        await self._replace(tap.message, texts.told("bot-language-set", language))

    async def _delete(self, tap: _Tap) -> None:
        user = int(tap.values[1])
        if user not in (tap.query.from_user.id, tap.message.chat.id):
            raise _NotYoursError
        await self._parts.courier.answer(tap.query.id)
        language = self._parts.language(tap.query.from_user.id, tap.query.from_user.language_code)
        if tap.values[0] != "y":
            await self._replace(tap.message, texts.told("bot-nothing-deleted", language))
            return
        await self._messages.withdraw(user)
        gone = await delete_stored(self._parts, user)
        said = (
            texts.told("bot-deleted", language, conversations=gone)
            if gone
            else texts.told("bot-nothing-stored", language)
        )
        await self._replace(tap.message, said)

    # --- what these share ---

    async def _answer(
        self, message: MaybeInaccessibleMessage, number: str, owner: CallbackQuery | None = None
    ) -> tuple[Shown, Answer]:
        """The answer with this number, if it stands in this chat, and was for this person where that matters."""
        shown = self._parts.state.shown(int(number))
        if shown is None or shown.chat_id != message.chat.id:
            raise _StaleError
        if owner is not None and shown.user_id not in (owner.from_user.id, message.chat.id):
            raise _NotYoursError
        answer = await self._parts.in_thread(partial(self._parts.desk.conversations.answer, shown.answer_id))
        return shown, answer

    async def _send(
        self,
        message: MaybeInaccessibleMessage,
        html: str,
        thread_id: int | None,
        buttons: InlineKeyboardMarkup | None = None,
    ) -> None:
        sending = self._parts.courier.send(
            message.chat.id, html, thread_id=thread_id, reply_to=message.message_id, buttons=buttons
        )
        await self._parts.courier.quietly(sending)

    async def _replace(self, message: MaybeInaccessibleMessage, text: str) -> None:
        editing = self._parts.courier.edit(message.chat.id, message.message_id, texts_html(text))
        await self._parts.courier.quietly(editing)


def _language(shown: Shown) -> Language:
    return "ko" if shown.language == "ko" else "en"


def _under(message: MaybeInaccessibleMessage, thread_id: int | None) -> Under:
    return Under(message.chat.id, message.message_id, thread_id)


def _thread(message: MaybeInaccessibleMessage) -> int | None:
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
