"""A contact card in a chat: as text, as a contact to save, and as a place to look up."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assistant.records import ContactCard
from bots import texts
from bots.message_sources import one_line, written_date
from bots.message_text import Run, clipped, isolated, to_html
from bots.texts import Language

VCARD_BYTES = 2048
"""Bytes of a vCard that Telegram takes (core.telegram.org/bots/api#sendcontact)."""

_NAME, _FIELD = 64, 300  # UTF-16 units; ten fields fit one message
_LINE = 75  # octets of a line of a vCard (RFC 2426, 2.6)
_MAPS = {"en": "https://www.google.com/maps/search/?api=1&query=", "ko": "https://map.kakao.com/link/search/"}
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
        (texts.PHONE(language), ", ".join((*filter(None, [card.phone]), *card.more_phones))),
        (texts.FAX(language), card.fax),
        (texts.EMAIL(language), card.email),
        (texts.WHERE(language), ", ".join(each for each in (card.room, card.address) if each)),
        (texts.HOURS(language), card.hours),
        (texts.WEB(language), card.url),
        (texts.PUBLISHED(language), written_date(card.published, language)),
    ]
    for label, value in said:
        if value and (text := clipped(one_line(value), _FIELD)):
            lines.append(Run(f"\n{label}: {text}" if label else f"\n{text}"))
    return to_html(isolated(lines))


def name_of(card: ContactCard) -> str:
    """What a contact is called: its team, else its person, unit or organisation."""
    names = (card.team, card.person, card.unit, card.organisation, card.phone, card.email)
    return next((name for each in names if each and (name := one_line(each))), "Contact")


def saved_contact(card: ContactCard, make: Callable[[ContactCard], str] | None = None) -> SavedContact | None:
    """The card as a contact to save; None without a phone, which `sendContact` must have.

    `make` is another maker of vCards; where its vCard is larger than Telegram takes, the smaller one of `vcard` is sent.
    """
    number = _EXTENSION.sub("", card.dial or "") or "".join(re.findall(r"^\+|\d", card.phone or ""))
    if not any(each.isdigit() for each in number):
        return None
    made = make(card) if make else ""
    if not made or len(made.encode()) > VCARD_BYTES:
        made = vcard(card)
    return SavedContact(number, clipped(name_of(card), _NAME), made)


def place(card: ContactCard, language: Language) -> Place | None:
    """Where to find the contact, for a button with a link; None without an address."""
    address = one_line(card.address or "")
    if not address:
        return None
    return Place(
        clipped(name_of(card), _NAME), clipped(address, _FIELD), _MAPS[language] + quote(clipped(address, 200))
    )


def vcard(card: ContactCard) -> str:
    """A vCard 3.0 (RFC 2426) of at most 2048 bytes: what does not fit is left out from the end."""
    name = name_of(card)
    parts = [each for each in (card.organisation, card.unit) if each]
    number = _EXTENSION.sub("", card.dial or "") or card.phone
    place_of = ", ".join(each for each in (card.room, card.address) if each)
    lines = [
        ("FN", _escaped(name)),
        ("N", f"{_escaped(name)};;;;"),
        ("TEL;TYPE=WORK,VOICE", _escaped(number or "")),
        ("EMAIL;TYPE=INTERNET", _escaped(card.email or "")),
        ("ORG", ";".join(map(_escaped, parts))),
        ("TITLE", _escaped(card.role or "")),
        *(("TEL;TYPE=WORK,VOICE", _escaped(each)) for each in card.more_phones),
        ("TEL;TYPE=WORK,FAX", _escaped(card.fax or "")),
        ("ADR;TYPE=WORK", f";;{_escaped(place_of)};;;;" if place_of else ""),
        ("URL", _escaped(card.url or "")),
        ("NOTE", _escaped(card.hours or "")),
    ]
    return _within([f"{key}:{value}" for key, value in lines if value], VCARD_BYTES)


def _within(lines: Sequence[str], limit: int) -> str:
    """The vCard of these lines, without those that make it too large."""
    made = "BEGIN:VCARD\r\nVERSION:3.0\r\n"
    end = "END:VCARD\r\n"
    for line in map(_folded, lines):
        if len((made + line + end).encode()) <= limit:
            made += line
    return made + end


def _escaped(value: str) -> str:
    text = clipped(one_line(value), _FIELD)
    return re.sub(r"([\\,;])", r"\\\1", text)


def _folded(line: str) -> str:
    """Lines of at most 75 octets, cut in no character; each after the first begins with a blank."""
    folded, length = "", 0
    for character in line:
        octets = len(character.encode())
        if length + octets > _LINE:
            folded, length = f"{folded}\r\n ", 1
        folded, length = folded + character, length + octets
    return f"{folded}\r\n"
