"""The buttons under an answer, and what their data says when they are tapped. Data is at most 64 bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from assistant.records import Answer, Citation, ContactCard
from assistant.wording import Language, said, say
from bots.wording import clipped, is_for_a_person, labels, place, texts, units

Feedback = Literal["ask", "reasons", "done"]
_IN_A_ROW = 6
_MAX_SOURCES = 24
_MAX_CONTACTS = 6
_LABEL = 60  # UTF-16 units
_PHONE = "☎ "


def answer_buttons(
    answer: Answer, sources: Sequence[Citation], number: int, language: Language, feedback: Feedback = "ask"
) -> InlineKeyboardMarkup | None:
    """Sources, contacts, the text for a person, suggestions and thumbs of the answer with this number; None without any."""
    marks = [InlineKeyboardButton(f"[{each.n}]", callback_data=f"s:{number}:{each.n}") for each in sources]
    rows = [marks[i : i + _IN_A_ROW] for i in range(0, min(len(marks), _MAX_SOURCES), _IN_A_ROW)]
    rows += contact_rows(answer.contacts, [f"c:{number}:{i}" for i in range(len(answer.contacts))])
    if is_for_a_person(answer):
        rows.append([InlineKeyboardButton(texts.told("bot-for-a-person", language), callback_data=f"h:{number}")])
    rows += [
        [InlineKeyboardButton(_label(label), callback_data=f"q:{number}:{i}")]
        for i, (_, label) in enumerate(offers(answer))
    ]
    if answer.status != "smalltalk":
        rows += _feedback_rows(number, language, feedback)
    return InlineKeyboardMarkup(rows) if rows else None


def contact_rows(cards: Sequence[ContactCard], data: Sequence[str]) -> list[list[InlineKeyboardButton]]:
    """A button for each of the first contacts, no two alike; tapped, it sends the contact that its `data` names."""
    names = labels(cards[:_MAX_CONTACTS], _LABEL - units(_PHONE))
    return [
        [InlineKeyboardButton(f"{_PHONE}{name}", callback_data=each)] for name, each in zip(names, data, strict=False)
    ]


def handed_on_buttons(cards: Sequence[ContactCard], number: int) -> InlineKeyboardMarkup | None:
    """The contacts of the answer with this number; None without any."""
    rows = contact_rows(cards, [f"c:{number}:{i}" for i in range(len(cards))])
    return InlineKeyboardMarkup(rows) if rows else None


def directory_buttons(cards: Sequence[ContactCard]) -> InlineKeyboardMarkup | None:
    """Contacts by their ids in the directory; None without any."""
    named = [each for each in cards if each.id]
    rows = contact_rows(named, [f"k:{each.id}" for each in named])
    return InlineKeyboardMarkup(rows) if rows else None


def map_button(card: ContactCard, language: Language) -> InlineKeyboardMarkup | None:
    """A link to where the contact sits; None without an address."""
    where = place(card, language)
    if where is None:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(texts.told("bot-show-on-map", language), url=where.map_url)]])


def example_buttons(language: Language) -> InlineKeyboardMarkup:
    """The example questions of the greeting."""
    rows = [
        [InlineKeyboardButton(_label(say(each, language)), callback_data=f"e:{i}:{language}")]
        for i, each in enumerate(texts.EXAMPLES)
    ]
    return InlineKeyboardMarkup(rows)


def language_buttons() -> InlineKeyboardMarkup:
    """One for each language."""
    names = texts.LANGUAGE_NAMES.items()
    return InlineKeyboardMarkup([[InlineKeyboardButton(name, callback_data=f"l:{code}") for code, name in names]])


def delete_buttons(user_id: int, language: Language) -> InlineKeyboardMarkup:
    """Delete or keep, for the one who asked."""
    choices = (("y", said("bot-delete-yes")), ("n", said("bot-delete-no")))
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(say(text, language), callback_data=f"d:{c}:{user_id}") for c, text in choices]]
    )


def again_button(number: int, language: Language) -> InlineKeyboardMarkup:
    """Tapped, it sends an answer that may not have arrived."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(texts.told("bot-send-again", language), callback_data=f"a:{number}")]]
    )


def offers(answer: Answer) -> list[tuple[str, str]]:
    """The questions that an answer offers, each with what its button says."""
    labels = answer.suggestion_labels or answer.suggestions  # those stored by earlier versions have no labels
    return list(zip(answer.suggestions, labels, strict=True))


def _label(question: str) -> str:
    """A question cut in its middle: those under an answer begin alike, and must not look the same."""
    if units(question) <= _LABEL:
        return question
    end = question[-(_LABEL * 2 // 3) :].partition(" ")[2]
    return f"{clipped(question, _LABEL - units(end) - 1)} {end}"


def _feedback_rows(number: int, language: Language, feedback: Feedback) -> list[list[InlineKeyboardButton]]:
    if feedback == "ask":
        thumbs = (("👍", "up"), ("👎", "down"))
        return [[InlineKeyboardButton(face, callback_data=f"f:{number}:{value}") for face, value in thumbs]]
    if feedback == "done":
        return []
    return [
        [InlineKeyboardButton(say(text, language), callback_data=f"r:{number}:{reason}")]
        for reason, text in texts.REASONS.items()
    ]
