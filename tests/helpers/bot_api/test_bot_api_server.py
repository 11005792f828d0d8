"""The Bot API server of the tests, proven through a real python-telegram-bot: its HTTP client, polling and webhook."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from bot_api_server import BotApiServer
from bot_api_server_chats import Person
from bot_api_server_client import asked, refused
from bot_api_server_faults import CutBefore, LostReply, Status, TooManyRequests
from bot_api_server_html import RefusedError, parse_html
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made


@pytest.fixture
def mina(server: BotApiServer) -> Person:
    """Somebody who has written to the bot."""
    made = server.person("Mina")
    made.says("Hello")
    return made


# --- sending ---


def test_what_a_bot_sends_is_shown_as_a_person_sees_it(server: BotApiServer, mina: Person) -> None:
    async def send(bot: Bot) -> None:
        keys = InlineKeyboardMarkup(
            [[InlineKeyboardButton("Yes", callback_data="y"), InlineKeyboardButton("No", callback_data="n")]]
        )
        text = (
            '<b>A &lt; B</b> 😀\n<blockquote expandable>One\nTwo</blockquote>\n<a href="https://example.org/">page</a>'
        )
        await bot.send_message(mina.id, text, parse_mode="HTML", reply_markup=keys, link_preview_options=LinkPreviewOptions(is_disabled=True),
                               reply_parameters=ReplyParameters(mina.chat.messages[0].id))  # fmt: skip
        await bot.send_contact(mina.id, "+82538193024", "Planning Team", vcard="BEGIN:VCARD\nEND:VCARD")
        await bot.send_venue(mina.id, 35.8, 128.7, "Headquarters", "27, Sampung-ro")

    asked(server, send)
    assert mina.chat.transcript() == (
        "Mina: Hello\n"
        'Bot (to: "Hello"): A < B 😀\n'
        "  >> One\n"
        "  >> Two\n"
        "  page <https://example.org/>\n"
        "  [Yes]  [No]\n"
        "Bot: <contact> Planning Team, +82538193024\n"
        "Bot: <place> Headquarters, 27, Sampung-ro"
    )


def test_entities_count_utf_16_units_after_parsing() -> None:
    text, entities = parse_html("<i>😀</i> 한 <b>x &amp; <i>y</i></b>")
    assert text == "😀 한 x & y"
    assert entities == [
        {"type": "italic", "offset": 0, "length": 2},
        {"type": "bold", "offset": 5, "length": 5},
        {"type": "italic", "offset": 9, "length": 1},
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("한 <script>", 'Unsupported start tag "script" at byte offset 4'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("1 <2 years>", 'Unsupported start tag "2" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
    ],
)  # fmt: skip
def test_html_that_telegram_cannot_read_is_refused_with_its_words(source: str, words: str) -> None:
    with pytest.raises(RefusedError) as error:
        parse_html(source)
    assert str(error.value) == words


def test_a_refused_call_has_telegrams_words(server: BotApiServer, mina: Person) -> None:
    long_data = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="가" * 22)]])
    start = "Bad Request: "
    assert refused(server, lambda bot: bot.send_message(mina.id, "<b>x", parse_mode="HTML")) == (
        f"{start}can't parse entities: Can't find end tag corresponding to start tag \"b\""
    )
    assert refused(server, lambda bot: bot.send_message(mina.id, "😀" * 2049)) == f"{start}message is too long"
    assert refused(server, lambda bot: bot.send_message(mina.id, " \n")) == f"{start}message text is empty"
    assert refused(server, lambda bot: bot.send_message(1, "x")) == f"{start}chat not found"
    assert (
        refused(server, lambda bot: bot.send_message(mina.id, "x", reply_markup=long_data))
        == f"{start}BUTTON_DATA_INVALID"
    )
    assert refused(server, lambda bot: bot.edit_message_text("x", mina.id, 1)) == f"{start}message to edit not found"
    assert refused(server, lambda bot: bot.delete_message(mina.id, 1)) == f"{start}message to delete not found"
    assert refused(server, lambda bot: bot.answer_callback_query("5")) == (
        f"{start}query is too old and response timeout expired or query ID is invalid"
    )
    assert refused(server, lambda bot: bot.set_my_commands([BotCommand("Help", "x")])) == f"{start}BOT_COMMAND_INVALID"
    assert (
        refused(server, lambda bot: bot.send_message(mina.id, "x", reply_to_message_id=1))
        == f"{start}message to be replied not found"
    )
    assert mina.chat.transcript() == "Mina: Hello"


def test_4096_units_after_parsing_are_taken(server: BotApiServer, mina: Person) -> None:
    sent = asked(server, lambda bot: bot.send_message(mina.id, f"<b>{'&amp;' * 4096}</b>", parse_mode="HTML"))
    assert sent.text == "&" * 4096


def test_an_edit_that_changes_nothing_is_refused_and_one_without_buttons_removes_them(
    server: BotApiServer, mina: Person
) -> None:
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    sent = asked(server, lambda bot: bot.send_message(mina.id, "One", reply_markup=keys))
    same = refused(server, lambda bot: bot.edit_message_text("One", mina.id, sent.message_id, reply_markup=keys))
    assert same == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
        "current content and reply markup of the message"
    )
    asked(server, lambda bot: bot.edit_message_text("Two", mina.id, sent.message_id))
    assert mina.chat.transcript() == "Mina: Hello\nBot: Two"


def test_who_blocked_the_bot_or_never_wrote_cannot_be_written_to(server: BotApiServer, mina: Person) -> None:
    mina.blocks()
    shy = server.person("Shy")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        asked(server, lambda bot: bot.send_message(mina.id, "x"))
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        asked(server, lambda bot: bot.send_message(shy.id, "x"))


def test_drafts_are_for_private_chats_and_end_with_the_message(server: BotApiServer, mina: Person) -> None:
    group = server.group("Team")
    asked(server, lambda bot: bot.send_message_draft(mina.id, 7, "<b>One</b>", parse_mode="HTML"))
    assert mina.chat.draft == "One"
    asked(server, lambda bot: bot.send_message(mina.id, "One two"))
    assert mina.chat.drafts == ["One"]
    assert mina.chat.transcript() == "Mina: Hello\nBot: One two"
    with pytest.raises(BadRequest):
        asked(server, lambda bot: bot.send_message_draft(group.id, 7, "One"))


def test_commands_and_descriptions_are_kept_by_language(server: BotApiServer) -> None:
    async def tell(bot: Bot) -> tuple[BotCommand, ...]:
        await bot.set_my_commands([BotCommand("help", "도움말")], language_code="ko")
        await bot.set_my_description("Answers.", "en")
        await bot.set_my_short_description("Short.")
        return await bot.get_my_commands(language_code="ko")

    assert asked(server, tell) == (BotCommand("help", "도움말"),)
    assert server.methods.descriptions == {("description", "en"): "Answers.", ("short_description", ""): "Short."}


# --- tokens and faults ---


def test_a_wrong_token_is_401_and_a_malformed_one_404(server: BotApiServer) -> None:
    for token, code in (("1:wrong", 401), ("wrong", 404)):
        with pytest.raises(InvalidToken):
            asked(server, lambda bot: bot.get_me(), token)
        assert server.calls[-1].code == code


def test_faults_come_where_they_are_asked_for(
    server: BotApiServer, mina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else python-telegram-bot warns at every RetryAfter
    server.fail("sendMessage", TooManyRequests(3), when=lambda given: given["text"] == "second")
    server.fail("sendChatAction", Status(502, "Bad Gateway"))
    asked(server, lambda bot: bot.send_message(mina.id, "first"))
    with pytest.raises(RetryAfter) as error:
        asked(server, lambda bot: bot.send_message(mina.id, "second"))
    assert error.value.retry_after == timedelta(seconds=3)
    assert server.refusals[-1] == "Too Many Requests: retry after 3"
    with pytest.raises(NetworkError):
        asked(server, lambda bot: bot.send_chat_action(mina.id, "typing"))
    asked(server, lambda bot: bot.send_message(mina.id, "second"))
    assert [each.text for each in mina.chat.of_bot()] == ["first", "second"]


def test_a_lost_reply_leaves_the_message_there_and_a_cut_before_does_not(server: BotApiServer, mina: Person) -> None:
    for fault, text in ((LostReply(), "arrived"), (CutBefore(), "never")):
        server.fail("sendMessage", fault)
        with pytest.raises(NetworkError):
            asked(server, lambda bot, text=text: bot.send_message(mina.id, text))  # type: ignore[misc]
    assert mina.chat.transcript() == "Mina: Hello\nBot: arrived"


def test_while_the_server_is_down_connections_are_refused_and_afterwards_updates_are_there(
    server: BotApiServer,
) -> None:
    server.goes_down(0.5)
    port = int(server.url.rpartition(":")[2])
    with socket.socket() as client, pytest.raises(ConnectionRefusedError):
        client.connect(("127.0.0.1", port))
    server.person("Mina").says("Are you there?")
    time.sleep(0.6)
    (update,) = asked(server, lambda bot: bot.get_updates())
    assert update.message
    assert update.message.text == "Are you there?"
