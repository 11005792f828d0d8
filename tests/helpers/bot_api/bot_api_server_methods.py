"""The methods of the Bot API that the bot calls, with Telegram's rules.

Rules: core.telegram.org/bots/api#available-methods. Wordings: tdlib/telegram-bot-api, Client.cpp, and the errors of
core.telegram.org/methods that it passes on in capitals. Two are ours, because no source gives them: a draft outside
private chats, and too long a text for a tap.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from bot_api_server_chats import Chat, Message
from bot_api_server_faults import Forbidden, Refused
from bot_api_server_html import RefusedError, parse_html, units

if TYPE_CHECKING:
    from bot_api_server import BotApiServer

Given = dict[str, Any]

LONGEST_TEXT = 4096
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_URL = re.compile(r"(?:https?|tg|tel)://?\S+")


class Methods:
    """One function a method, by its name; each is called under the server's lock."""

    def __init__(self, server: BotApiServer) -> None:
        self._server = server
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}

    def getMe(self, given: Given) -> Given:  # noqa: N802 - Telegram's names, here and below
        about = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return self._server.me | about

    def getUpdates(self, given: Given) -> list[Given]:  # noqa: N802
        return self._server.updates.fetch(given)

    def setWebhook(self, given: Given) -> bool:  # noqa: N802
        return self._server.updates.set_webhook(given)

    def deleteWebhook(self, given: Given) -> bool:  # noqa: N802
        return self._server.updates.delete_webhook(given)

    def getWebhookInfo(self, given: Given) -> Given:  # noqa: N802
        return self._server.updates.info()

    # --- messages ---

    def sendMessage(self, given: Given) -> Given:  # noqa: N802
        chat = self._chat(given)
        text, entities = _content(given, "message is too long")
        return self._send(chat, given, text=text, entities=entities)

    def sendContact(self, given: Given) -> Given:  # noqa: N802
        chat = self._chat(given)
        if len(given.get("vcard", "").encode()) > 2048:
            raise Refused("vcard is too long")
        names = ("phone_number", "first_name", "last_name", "vcard")
        return self._send(chat, given, card={"contact": {name: given[name] for name in names if name in given}})

    def sendVenue(self, given: Given) -> Given:  # noqa: N802
        chat = self._chat(given)
        place = {"latitude": float(given["latitude"]), "longitude": float(given["longitude"])}
        venue = {"location": place, "title": given["title"], "address": given["address"]}
        return self._send(chat, given, card={"venue": venue, "location": place})

    def _send(self, chat: Chat, given: Given, **content: Any) -> Given:
        thread = int(given["message_thread_id"]) if "message_thread_id" in given else None
        message = Message(self._server.next_id(), chat, None, thread=thread, **content)
        message.markup = _markup(given)
        message.reply_to = self._replied(chat, given)
        chat.draft = None
        chat.messages.append(message)
        return message.as_json()

    def _replied(self, chat: Chat, given: Given) -> Message | None:
        wanted = given.get("reply_parameters")
        if not wanted:
            return None
        found = next((m for m in chat.messages if m.id == wanted["message_id"] and not m.deleted), None)
        if found is None and not wanted.get("allow_sending_without_reply"):
            raise Refused("message to be replied not found")
        return found

    def sendMessageDraft(self, given: Given) -> bool:  # noqa: N802
        chat = self._chat(given)
        if chat.type != "private":
            raise Refused("message drafts can be sent only to private chats")
        if not int(given["draft_id"]):
            raise Refused("DRAFT_ID_INVALID")
        text = given.get("text", "")
        chat.draft = _content(given, "message is too long")[0] if text else ""
        chat.drafts.append(chat.draft)
        return True

    def sendChatAction(self, given: Given) -> bool:  # noqa: N802
        self._chat(given).actions.append((time.monotonic(), given["action"]))
        return True

    def editMessageText(self, given: Given) -> Given:  # noqa: N802
        message = self._own(given, "message to edit not found", "message can't be edited")
        text, entities = _content(given, "MESSAGE_TOO_LONG")
        return self._change(message, text, entities, _markup(given))

    def editMessageReplyMarkup(self, given: Given) -> Given:  # noqa: N802
        message = self._own(given, "message to edit not found", "message can't be edited")
        return self._change(message, message.text, message.entities, _markup(given))

    def _change(self, message: Message, text: str, entities: list[Given], markup: Given | None) -> Given:
        if (message.text, message.entities, message.markup) == (text, entities, markup):
            raise Refused(_NOT_MODIFIED)
        message.text, message.entities, message.markup, message.edited = text, entities, markup, True
        return message.as_json()

    def deleteMessage(self, given: Given) -> bool:  # noqa: N802
        message = self._own(given, "message to delete not found", None)
        message.deleted = True
        return True

    def setMessageReaction(self, given: Given) -> bool:  # noqa: N802
        message = self._own(given, "message to react not found", None)
        message.reactions.pop("Bot", None)
        for each in given.get("reaction", []):
            message.reactions["Bot"] = each["emoji"]
        return True

    def answerCallbackQuery(self, given: Given) -> bool:  # noqa: N802
        tap = self._server.taps.get(given["callback_query_id"])
        if tap is None or time.monotonic() - tap.at > self._server.taps_last:
            raise Refused(_TOO_OLD)
        if len(given.get("text", "")) > 200:
            raise Refused("the text of an answer to a callback query is too long")
        tap.answer = given
        return True

    # --- what the bot says of itself ---

    def setMyCommands(self, given: Given) -> bool:  # noqa: N802
        commands = given["commands"]
        if len(commands) > 100:
            raise Refused("BOT_COMMANDS_TOO_MUCH")
        if any(not _COMMAND.fullmatch(each["command"]) for each in commands):
            raise Refused("BOT_COMMAND_INVALID")
        if any(not 1 <= len(each["description"]) <= 256 for each in commands):
            raise Refused("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_scope(given)] = commands
        return True

    def getMyCommands(self, given: Given) -> list[dict[str, str]]:  # noqa: N802
        return self.commands.get(_scope(given), [])

    def deleteMyCommands(self, given: Given) -> bool:  # noqa: N802
        self.commands.pop(_scope(given), None)
        return True

    def setMyDescription(self, given: Given) -> bool:  # noqa: N802
        return self._describe("description", given, 512)

    def setMyShortDescription(self, given: Given) -> bool:  # noqa: N802
        return self._describe("short_description", given, 120)

    def _describe(self, name: str, given: Given, longest: int) -> bool:
        text = given.get(name, "")
        if len(text) > longest:
            raise Refused(f"{name.upper()}_TOO_LONG")
        self.descriptions[name, given.get("language_code", "")] = text
        return True

    # --- who and where ---

    def _chat(self, given: Given) -> Chat:
        """The chat that is written to. A person must have written first, and not have blocked the bot."""
        chat = self._server.chats.get(int(given["chat_id"]))
        if chat is None:
            raise Refused("chat not found")
        person = self._server.people.get(chat.id)
        if person and person.blocked:
            raise Forbidden("bot was blocked by the user")
        if person and not chat.messages:
            raise Forbidden("bot can't initiate conversation with a user")
        return chat

    def _own(self, given: Given, missing: str, foreign: str | None) -> Message:
        chat = self._chat(given)
        found = next((m for m in chat.messages if m.id == int(given["message_id"]) and not m.deleted), None)
        if found is None:
            raise Refused(missing)
        if foreign and found.person is not None:
            raise Refused(foreign)
        return found


def _scope(given: Given) -> tuple[str, str]:
    return given.get("scope", {"type": "default"})["type"], given.get("language_code", "")


def _content(given: Given, too_long: str) -> tuple[str, list[Given]]:
    """The text that is shown and its entities: 1-4096 UTF-16 units after parsing, without space around it."""
    try:
        text, entities = parse_html(given["text"]) if given.get("parse_mode") == "HTML" else (given["text"], [])
    except RefusedError as error:
        raise Refused(f"can't parse entities: {error}") from None
    entities = given.get("entities", entities)
    if not text.strip():
        raise Refused("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise Refused(too_long)
    if text[0].isspace():
        return text.strip(), _moved(entities, units(text) - units(text.lstrip()))
    return text.rstrip(), entities


def _moved(entities: list[Given], by: int) -> list[Given]:
    return [each | {"offset": max(each["offset"] - by, 0)} for each in entities]


def _markup(given: Given) -> Given | None:
    """The buttons, checked. An edit without them takes them away, and so does an empty keyboard."""
    markup: Given | None = given.get("reply_markup")
    buttons = [button for row in (markup or {}).get("inline_keyboard", []) for button in row]
    if len(buttons) > 100:
        raise Refused("reply markup is too long")
    for button in buttons:
        if not button.get("text"):
            raise Refused("inline keyboard button text must be non-empty")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refused("BUTTON_DATA_INVALID")
        if "url" in button and not _URL.fullmatch(button["url"]):
            raise Refused(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
        if len(button) < 2:
            raise Refused("text buttons are unallowed in the inline keyboard")
    return markup if buttons or "inline_keyboard" not in (markup or {}) else None
