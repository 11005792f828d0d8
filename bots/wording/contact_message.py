"""A contact card in a chat: as text, as a contact to save, and as a place to look up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from urllib.parse import quote

from assistant.contacts import full_name, vcard
from assistant.question import without_unseen
from assistant.records import ContactCard
from assistant.wording import Language
from bots.wording import texts
from bots.wording.message_sources import one_line, written_date
from bots.wording.message_text import Run, clipped, isolated, to_html

VCARD_BYTES = 2048
"""Bytes of a vCard that Telegram takes (core.telegram.org/bots/api#sendcontact)."""

_NAME, _FIELD = 64, 300  # UTF-16 units; ten fields fit one message
_MAPS = {"en": "https://www.google.com/maps/search/?api=1&query=", "ko": "https://map.kakao.com/link/search/"}
_NAMES = ("person", "team", "unit", "organisation", "phone", "email")  # what a contact may be called by
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and a sign that show nothing: Hangul fillers, empty Braille
_EXTENSION = re.compile(r";ext=.*$")


@dataclass(frozen=True, slots=True)
class SavedContact:
    """What `sendContact` takes: `phone_number` in E.164, `first_name` at most 64 characters, `vcard` in 2048 bytes."""

    phone_number: str
    first_name: str
    vcard: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a contact sits. `sendVenue` wants coordinates, and documents give none: `map_url` looks the address up."""

    title: str
    address: str
    map_url: str


def card_html(card: ContactCard, language: Language) -> str:
    """The card as Telegram's HTML, at most 4096 UTF-16 units: who, how to reach them, how old the entry is."""
    lines: list[Run] = [Run(clipped(name_of(card), _FIELD), "bold")]
    belongs = ", ".join(each for each in (card.unit, card.organisation) if each and one_line(each) != name_of(card))
    said = [
        ("", belongs),
        ("", ", ".join(each for each in (card.person, card.role) if each)),
        (texts.told("bot-phone", language), _phones(card)),
        (texts.told("bot-fax", language), card.fax),
        (texts.told("bot-email", language), card.email),
        (texts.told("bot-where", language), ", ".join(each for each in (card.room, card.address) if each)),
        (texts.told("bot-hours", language), card.hours),
        (texts.told("bot-web", language), card.url),
        (texts.told("bot-published", language), written_date(card.published, language)),
    ]
    for label, value in said:
        if value and (text := clipped(one_line(value), _FIELD)):
            lines.append(Run(f"\n{label}: {text}" if label else f"\n{text}"))
    return to_html(isolated(lines))


def name_of(card: ContactCard) -> str:
    """What a contact is called: its team, else its person, unit or organisation."""
    names = (card.team, card.person, card.unit, card.organisation, card.phone, card.email)
    return next((name for each in names if each and (name := _seen(each))), "Contact")


def saved_contact(card: ContactCard, title: str = "", source: str | None = None) -> SavedContact | None:
    """The card as a contact to save; None without a phone, which `sendContact` must have.

    `title` and `source` are those of its document, for the note.
    """
    number = next(filter(None, (_dialled(written, dial) for written, dial in _numbers(card))), "")
    if not number:
        return None
    named = card.model_copy(update={each: _seen(getattr(card, each) or "") or None for each in _NAMES})
    made = vcard(named, title, source, version="3.0", most=VCARD_BYTES)
    return SavedContact(number, clipped(one_line(full_name(named)), _NAME), made)


def says_more(card: ContactCard) -> bool:
    """Whether a card states what a contact in a chat does not show: it shows a name and one phone."""
    return any((card.more_phones, card.fax, card.email, card.url, card.hours, card.role))


def _seen(text: str) -> str:
    """On one line, from the first character on that a reader sees; empty when there is none."""
    line = one_line(text)
    start = next((i for i, c in enumerate(line) if c not in _BLANK and without_unseen(c).strip()), len(line))
    return line[start:]


def _dialled(written: str | None, dial: str | None) -> str:
    """The number to call; empty when there is none."""
    number = _EXTENSION.sub("", dial or "") or "".join(re.findall(r"^\+|\d", written or ""))
    return number if any(each.isdigit() for each in number) else ""


def _phones(card: ContactCard) -> str:
    """As written; with the number to call from abroad, which apps make a link of, where the written one is a national one."""
    return ", ".join(
        f"{each} ({_EXTENSION.sub('', dial)})" if dial and "+" not in each else each
        for each, dial in _numbers(card)
        if each
    )


def _numbers(card: ContactCard) -> Iterator[tuple[str | None, str | None]]:
    """Each phone as written, with the number to dial."""
    yield card.phone, card.dial
    yield from zip_longest(card.more_phones, card.more_dials[: len(card.more_phones)])


def place(card: ContactCard, language: Language) -> Place | None:
    """Where to find the contact, for a button with a link; None without an address."""
    address = one_line(card.address or "")
    if not address:
        return None
    return Place(
        clipped(name_of(card), _NAME), clipped(address, _FIELD), _MAPS[language] + quote(clipped(address, 200))
    )
