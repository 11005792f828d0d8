"""A directory entry as a vCard (RFC 6350; version 3.0 as in RFC 2426), for address books and chat channels."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from assistant.records import ContactCard
from retrieval.contacts.routing import dial

Version = Literal["4.0", "3.0"]

_FOLD = 75  # octets of a line, without its line break (RFC 6350 section 3.2)
_LONGEST_NAME = 100  # characters
_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"
_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class _Line:
    """A property, folded. What has the highest `dispensable` goes first when a card has to be short; 0 never goes."""

    text: str
    dispensable: int = 0


def vcard(
    card: ContactCard, title: str = "", source: str | None = None, *, version: Version = "4.0", most: int | None = None
) -> str:
    """The card as text with CRLF at the end of each line; encode it as UTF-8.

    `title` and `source` are its document's, for the note that says where the entry comes from. With `most`, which is at
    least 1,024, the text has at most that many octets: the note is left out first, the first phone last. Telegram takes
    2,048.
    """
    lines = [*_head(card, version), *_body(card, version), *_about(card, title, source)]
    while most is not None and sum(len(line.text.encode()) for line in lines) + len("END:VCARD\r\n") > most:
        last = max(lines, key=lambda line: line.dispensable)
        if not last.dispensable:
            break
        lines.remove(last)
    return "".join(line.text for line in lines) + "END:VCARD\r\n"


def full_name(card: ContactCard) -> str:
    """The name that an address book shows: the person, else the team, the unit or the organisation."""
    names = (card.person, card.team, card.unit, card.organisation, card.phone, card.email)
    return _clean(next(filter(None, names), "Contact"))[:_LONGEST_NAME]


def _head(card: ContactCard, version: Version) -> Iterator[_Line]:
    yield _Line("BEGIN:VCARD\r\n")
    yield _line("VERSION", version)
    yield _line("FN", _escaped(full_name(card)))
    if card.person:
        # Which part of a name is the family's is not stated, so it stays in one piece.
        yield _line("N", f"{_escaped(full_name(card))};;;;")
    elif version == "3.0":
        yield _line("N", ";;;;")  # has to be there
    if version == "4.0":
        yield _line("KIND", "individual" if card.person else "org", 8)


def _body(card: ContactCard, version: Version) -> Iterator[_Line]:
    if card.organisation or card.unit or card.team:
        units = [_escaped(each) for each in (card.unit, card.team) if each]
        yield _line("ORG", ";".join([_escaped(card.organisation or ""), *units]), 1)
    if card.role:
        yield _line("TITLE", _escaped(card.role), 4)
    if card.duties:
        yield _line("ROLE", _escaped("; ".join(card.duties)), 9)
    phones: dict[str, str] = {}
    for each in filter(None, (card.phone, *card.more_phones)):
        phones.setdefault(dial(each) or each, each)
    for number, phone in enumerate(phones.values()):
        yield _phone(phone, "voice", version, preferred=number == 0 and len(phones) > 1, dispensable=3 * (number > 0))
    if card.fax:
        yield _phone(card.fax, "fax", version, preferred=False, dispensable=5)
    if card.email:
        yield _line("EMAIL;TYPE=work" if version == "4.0" else "EMAIL;TYPE=INTERNET", _escaped(card.email), 2)
    if where := ", ".join(filter(None, (card.room, card.address))):
        yield _line("ADR;TYPE=work", f";;{_escaped(where)};;;;", 6)
    if url := _uri(card.url):
        yield _line("URL", url, 7)


def _about(card: ContactCard, title: str, source: str | None) -> Iterator[_Line]:
    stated = ", ".join(filter(None, (title, str(card.published or "no date"), source)))
    hours = f"Hours: {card.hours}\n" if card.hours else ""
    yield _line("NOTE", _escaped(f"{hours}Source: {stated}"), 10)
    if card.id:
        yield _line("UID", f"urn:policydesk:contact:{quote(card.id)}", 8)
    if card.published:
        yield _line("REV", f"{card.published:%Y%m%d}T000000Z", 8)


def _phone(written: str, kind: str, version: Version, *, preferred: bool, dispensable: int) -> _Line:
    """A phone to dial, as a URI in 4.0; as written where it is no number that can be dialled from anywhere."""
    number = dial(written)
    if version == "3.0":
        name = f"TEL;TYPE={'pref,' * preferred}work,{kind}"
        return _line(name, _escaped((number or written).replace(";ext=", " ext. ")), dispensable)
    name = f"TEL;VALUE={'uri' if number else 'text'}{';PREF=1' * preferred};TYPE=work,{kind}"
    return _line(name, f"tel:{number}" if number else _escaped(written), dispensable)


def _uri(written: str | None) -> str | None:
    """An address on the web as a URI in ASCII; None for what is none."""
    if not written or any(c.isspace() for c in written.strip()):
        return None
    whole = written.strip() if "://" in written else f"http://{written.strip()}"
    try:
        parts = urlsplit(whole)
        host = (parts.hostname or "").encode("idna").decode()
        _ = parts.port  # raises for what is no port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return None
    return quote(whole.replace(parts.hostname or "", host, 1), safe=_URL_SAFE)


def _escaped(text: str) -> str:
    """A text value: RFC 6350 section 3.4."""
    return _clean(text).translate(_ESCAPES)


def _clean(text: str) -> str:
    """Without control characters; every line break is a line feed."""
    plain = "\n".join(text.splitlines())
    return "".join(" " if c == "\t" else c for c in plain if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def _line(name: str, value: str, dispensable: int = 0) -> _Line:
    return _Line(_folded(f"{name}:{value}"), dispensable)


def _folded(line: str) -> str:
    """In pieces of at most 75 octets, none of which ends inside a character; further ones begin with a blank."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _FOLD:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + octets
    return "\r\n".join([*pieces, piece]) + "\r\n"
