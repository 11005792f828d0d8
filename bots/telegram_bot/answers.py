"""One question answered in its chat: signs of life, the answer by the chain, and its messages with their buttons."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest

from assistant.chain import MAX_QUESTION, OnEvent, QuestionError
from assistant.conversations import UnknownConversationError
from assistant.records import Answer
from assistant.wording import Language, language_of
from bots.telegram_bot.asked import Asked
from bots.telegram_bot.courier import GoneError, UnsureError
from bots.telegram_bot.keyboards import again_button, answer_buttons
from bots.telegram_bot.parts import Parts, log_failure
from bots.telegram_bot.state import Shown
from bots.telegram_bot.stream import Stream
from bots.wording import Rendered, render, texts
from retrieval.index import NothingIngestedError

_log = logging.getLogger(__name__)
TYPING_SECONDS = 4.5  # Telegram shows it for five


async def answer_in_chat(parts: Parts, asked: Asked) -> None:
    """Answer a question where it was asked. Afterwards its updates are done, whatever came of it."""
    language = _language(parts, asked)
    typing = asyncio.create_task(_type(parts, asked))
    try:
        await _answer(parts, await _with_question_shown(parts, asked), language)
    except GoneError as error:
        _log.info("Nobody is there for an answer: %s", error)
    except UnsureError as error:
        _log.warning("A message may not have arrived: %s", error)
    except Exception as error:  # noqa: BLE001 - the last catch of a question: logged once, and said
        await _apologize(parts, asked, language, error)
    finally:
        typing.cancel()
    for each in asked.update_ids:
        parts.state.done(each)


async def send_again(parts: Parts, shown: Shown) -> None:
    """Send a stored answer once more."""
    answer = await parts.in_thread(partial(parts.desk.conversations.answer, shown.answer_id))
    await _deliver(parts, answer, shown, [])


async def ask_whether_it_arrived(parts: Parts, shown: Shown) -> None:
    """Offer to send an answer again whose sending broke off."""
    language: Language = "ko" if shown.language == "ko" else "en"
    await parts.courier.send(
        shown.chat_id,
        texts.told("bot-maybe-not-sent", language),
        thread_id=shown.thread_id,
        reply_to=shown.question_id,
        buttons=again_button(shown.number, language),
    )


async def say(parts: Parts, asked: Asked, text: str, buttons: InlineKeyboardMarkup | None = None) -> Message:
    """A plain sentence in reply to a question."""
    return await parts.courier.send(
        asked.place.chat_id,
        texts_html(text),
        thread_id=asked.thread_id,
        reply_to=asked.reply_to,
        buttons=buttons,
    )


def texts_html(text: str) -> str:
    """Plain text as Telegram's HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _language(parts: Parts, asked: Asked) -> Language:
    """The one that the user chose, else that of the button that asked, else that of the question."""
    return language_of(asked.text, parts.state.language(asked.user_id) or asked.language, asked.client_language)


async def _with_question_shown(parts: Parts, asked: Asked) -> Asked:
    """A question that was tapped stands in the chat as a quoted line, as its button said it; the answer replies to that."""
    if not asked.tapped:
        return asked
    quoted = f"<blockquote>{texts_html(asked.label or asked.text)}</blockquote>"
    sent = await parts.courier.send(asked.place.chat_id, quoted, thread_id=asked.thread_id, reply_to=asked.reply_to)
    return replace(asked, reply_to=sent.message_id)


async def _answer(parts: Parts, asked: Asked, language: Language) -> None:
    old = _old(parts, asked)
    stream = _stream(parts, asked)
    try:
        answer = await _ask(parts, asked, old, language, stream.on_event if stream else lambda _: None)
    except QuestionError:
        length, limit = len(asked.text), MAX_QUESTION
        too_long = texts.told("bot-too-long", language, length=f"{length:,}", limit=f"{limit:,}")
        await say(parts, asked, too_long if length > limit else texts.told("bot-text-only", language))
        return
    except NothingIngestedError:
        await say(parts, asked, texts.told("bot-not-ready", language))
        return
    finally:
        if stream:
            await stream.stop()
    standing = parts.state.messages_of(old) if old else []
    if stream and stream.message_id is not None:
        standing.append(stream.message_id)
    shown = parts.state.show(
        answer.id,
        answer.conversation_id,
        asked.place,
        user_id=asked.user_id,
        question_id=asked.reply_to,
        language=language,
    )
    parts.state.go_on(asked.place, answer.conversation_id, asked.user_id)
    for each in asked.update_ids:
        parts.state.sending(each, shown.number)
    try:
        await _deliver(parts, answer, shown, standing)
    except UnsureError as error:
        _log.warning("An answer may not have arrived: %s", error)
        await ask_whether_it_arrived(parts, shown)


def _old(parts: Parts, asked: Asked) -> Shown | None:
    """The answer to the question before it was edited."""
    return parts.state.shown_for(asked.place.chat_id, asked.reply_to) if asked.edited and asked.reply_to else None


async def _ask(parts: Parts, asked: Asked, old: Shown | None, language: Language, on_event: OnEvent) -> Answer:
    after = asked.after
    if old is not None:
        after = await parts.in_thread(partial(_asked_after, parts, old))
    going_on = parts.state.conversation(asked.place) if after is None and old is None else None
    ask = partial(parts.desk.chain.ask, asked.text, language=language, on_event=on_event)
    try:
        return await parts.in_thread(partial(ask, conversation_id=going_on, after=after))
    except UnknownConversationError:
        if asked.after:
            await say(parts, asked, texts.told("bot-conversation-gone", language))
        return await parts.in_thread(ask)


def _asked_after(parts: Parts, old: Shown) -> str | None:
    """The answer that the question of an answer was asked after, for that question is asked in other words now."""
    try:
        earlier = parts.desk.conversations.line(after=old.answer_id)[:-1]
    except UnknownConversationError:
        return None
    return earlier[-1].id if earlier else None


async def _deliver(parts: Parts, answer: Answer, shown: Shown, standing: Sequence[int]) -> None:
    """Put the answer into the messages that stand already, then into new ones; messages left over are deleted."""
    language: Language = "ko" if shown.language == "ko" else "en"
    rendered = await parts.in_thread(partial(render, answer, language))
    buttons = answer_buttons(answer, rendered.sources, shown.number, language)
    left = list(standing)
    for i in range(len(rendered.parts)):
        last = i == len(rendered.parts) - 1
        place = left.pop(0) if left else None
        message_id = await _put(parts, shown, rendered, i, place, buttons if last else None)
        parts.state.sent(shown, message_id)
    for each in left:
        await parts.courier.delete(shown.chat_id, each)


async def _put(
    parts: Parts,
    shown: Shown,
    rendered: Rendered,
    i: int,
    place: int | None,
    buttons: InlineKeyboardMarkup | None,
) -> int:
    html, plain = rendered.parts[i], rendered.plain[i]
    if place is not None:
        try:
            await parts.courier.edit(shown.chat_id, place, html, plain=plain, buttons=buttons)
        except BadRequest as error:
            _log.info("An answer could not be edited and is sent anew: %s", error)
        else:
            return place
    sent = await parts.courier.send(
        shown.chat_id,
        html,
        plain=plain,
        thread_id=shown.thread_id,
        reply_to=shown.question_id if i == 0 else None,
        buttons=buttons,
    )
    return sent.message_id


def _stream(parts: Parts, asked: Asked) -> Stream | None:
    """Only while a language model writes, in private chats: quotes are there at once, and groups would be flooded."""
    if parts.desk.model is None or not asked.private or asked.edited:
        return None
    draft_id = asked.update_ids[0] % 2_000_000_000 + 1
    return Stream(parts.courier, asked.place.chat_id, asked.thread_id, draft_id)


async def _type(parts: Parts, asked: Asked) -> None:
    while True:
        await parts.courier.typing(asked.place.chat_id, asked.thread_id)
        await asyncio.sleep(TYPING_SECONDS)


async def _apologize(parts: Parts, asked: Asked, language: Language, error: Exception) -> None:
    number = log_failure(_log, "A question", error)
    await parts.courier.quietly(say(parts, asked, texts.told("bot-error", language, id=number)))
