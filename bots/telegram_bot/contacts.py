"""A contact sent to a chat: what its card says as text, then the contact that can be saved and called."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.contacts import Contacts, card
from assistant.records import Answer, ContactCard
from assistant.wording import Language
from bots.telegram_bot.courier import Courier
from bots.telegram_bot.keyboards import map_button
from bots.wording import card_html, saved_contact, says_more


@dataclass(frozen=True, slots=True)
class Under:
    """Where something is sent: in reply to a message, in its topic."""

    chat_id: int
    message_id: int
    thread_id: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A card with the title and the address of the document that states it."""

    card: ContactCard
    title: str = ""
    url: str | None = None


def of_answer(answer: Answer, index: int) -> Entry:
    """A contact of an answer. Raises IndexError."""
    found = answer.contacts[index]
    stated = next((each for each in answer.citations if each.n == found.citation), None)
    return Entry(found, stated.title, stated.url) if stated else Entry(found)


def of_directory(contacts: Contacts, contact_id: str) -> Entry | None:
    """The entry of the directory with this id; None when it is not there any more."""
    found = contacts.by_id(contact_id)
    if found is None:
        return None
    about = contacts.documents.stored(found.document_id).metadata
    return Entry(card(found, about.published), about.title)


async def send_entry(courier: Courier, under: Under, entry: Entry, language: Language) -> None:
    """What the card says beyond a name and a phone as text, then the contact; without a phone there is only the text."""
    saved = saved_contact(entry.card, entry.title, entry.url)
    if saved is None or says_more(entry.card):
        html = card_html(entry.card, language)
        await courier.quietly(courier.send(under.chat_id, html, thread_id=under.thread_id, reply_to=under.message_id))
    if saved is None:
        return
    sending = courier.contact(
        under.chat_id,
        saved,
        thread_id=under.thread_id,
        reply_to=under.message_id,
        buttons=map_button(entry.card, language),
    )
    await courier.quietly(sending)
