"""Messages that hold questions: new ones, edited ones, and those that the bot cannot read."""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import ContextTypes

from bots.telegram_bot.answers import ask_whether_it_arrived, texts_html
from bots.telegram_bot.asked import Asked, is_addressed, is_private, place_of, question_in, replied_answer, user_of
from bots.telegram_bot.parts import Parts
from bots.telegram_bot.questions import Questions
from bots.wording import texts

Context = ContextTypes.DEFAULT_TYPE


class Messages:
    """Handlers of messages that are no commands."""

    def __init__(self, parts: Parts, questions: Questions) -> None:
        self._parts = parts
        self._questions = questions

    async def on_message(self, update: Update, context: Context) -> None:
        """Take the question in a new message; in groups only when it is for the bot."""
        message = update.message
        if message is None or (user := user_of(message)) is None:
            return
        asked = self._asked(update, message, user)
        if (message.text or message.caption) and self._questions.joins(asked):
            return
        if not is_addressed(message, context.bot):
            return
        if asked.text:
            await self.take(update, asked)
        elif is_private(message) and not _is_of_service(message):
            language = self._parts.language(user, asked.client_language)
            await self._parts.courier.quietly(
                self._parts.courier.send(
                    message.chat.id, texts_html(texts.told("bot-text-only", language)), reply_to=message.id
                )
            )

    async def on_edited(self, update: Update, context: Context) -> None:
        """Answer an edited question by replacing the answer; one that waits still is changed."""
        message = update.edited_message
        if message is None or (user := user_of(message)) is None:
            return
        asked = self._asked(update, message, user, edited=True)
        old = self._parts.state.shown_for(message.chat.id, message.message_id)
        if not asked.text or not (old or is_addressed(message, context.bot)):
            return
        if old is not None and await self._says_the_same(old.answer_id, asked.text):
            return  # e.g. a link's preview was added
        if not self._questions.replace_waiting(asked):
            await self.take(update, asked)

    async def take(self, update: Update, asked: Asked) -> None:
        """Hand a question on, unless its answer was on its way when an earlier run ended."""
        restored = update.update_id in self._parts.inbox.restored
        number = self._parts.inbox.restored.pop(update.update_id, None)
        shown = self._parts.state.shown(number) if number is not None else None
        if shown is not None:
            await self._parts.courier.quietly(ask_whether_it_arrived(self._parts, shown))
        else:
            self._questions.take(asked, counted=not restored)

    async def withdraw(self, user_id: int) -> None:
        """Drop a user's questions that wait, and let the one that is being answered end."""
        await self._questions.withdraw(user_id)

    def _asked(self, update: Update, message: Message, user: int, *, edited: bool = False) -> Asked:
        bot = self._parts.courier.bot
        replied = replied_answer(message, bot)
        earlier = self._parts.state.shown_in(message.chat.id, replied) if replied is not None else None
        return Asked(
            text=question_in(message, bot),
            place=place_of(message, user),
            user_id=user,
            private=is_private(message),
            reply_to=message.message_id,
            update_ids=(update.update_id,),
            client_language=message.from_user.language_code if message.from_user else None,
            edited=edited,
            after=earlier.answer_id if earlier else None,
        )

    async def _says_the_same(self, answer_id: str, text: str) -> bool:
        from assistant.conversations import UnknownConversationError

        try:
            answer = await self._parts.in_thread(lambda: self._parts.desk.conversations.answer(answer_id))
        except UnknownConversationError:
            return False
        return answer.question.split() == text.split()


def _is_of_service(message: Message) -> bool:
    """Whether it only tells of something that happened, such as a pinned message."""
    return message.effective_attachment is None and not message.text and not message.caption
