"""Telegram's HTML: what it shows, and what it refuses, with its words.

Rules: core.telegram.org/bots/api#html-style. Wordings: tdlib/td, td/telegram/MessageEntity.cpp, `do_parse_html`. Lengths
and offsets of entities are UTF-16 code units; the offsets in refusals are bytes of UTF-8.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

ENTITIES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|([a-z]+));?")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")


class RefusedError(Exception):
    """What Telegram says of HTML that it cannot read."""


def units(text: str) -> int:
    """The length in UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


@dataclass
class _Reading:
    source: str
    at: int = 0
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    nested: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def offset(self, at: int) -> int:
        return len(self.source[:at].encode())


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The text that is shown and its entities. Raises `RefusedError` with Telegram's words."""
    reading = _Reading(source)
    while reading.at < len(source):
        here = source[reading.at]
        if here == "&":
            _reference(reading)
        elif here != "<":
            reading.text += here
            reading.at += 1
        elif source.startswith("</", reading.at):
            _end_tag(reading)
        else:
            _start_tag(reading)
    if reading.nested:
        raise RefusedError(f'Can\'t find end tag corresponding to start tag "{reading.nested[-1][0]}"')
    return reading.text, sorted(reading.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _reference(reading: _Reading) -> None:
    """A character reference; one that is not known stands as it is written."""
    found = _REFERENCE.match(reading.source, reading.at)
    shown = None
    if found:
        decimal, hexadecimal, name = found.groups()
        shown = _NAMED.get(name) if name else html.unescape(f"&#{decimal or int(hexadecimal, 16)};")
    reading.text += shown or "&"
    reading.at = found.end() if found and shown else reading.at + 1


def _start_tag(reading: _Reading) -> None:
    begin = reading.at
    name_end = _name_end(reading.source, begin + 1)
    if name_end is None:
        raise RefusedError(f"Unclosed start tag at byte offset {reading.offset(begin)}")
    tag = reading.source[begin + 1 : name_end].lower()
    if tag not in ENTITIES:
        raise RefusedError(f'Unsupported start tag "{tag}" at byte offset {reading.offset(begin)}')
    attributes, reading.at = _attributes(reading, tag, begin, name_end)
    entity: dict[str, Any] = {"type": ENTITIES[tag], "offset": units(reading.text)}
    if tag == "a":
        entity["url"] = attributes.get("href", "")
    if tag == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise RefusedError(f'Tag "span" must have class "tg-spoiler" at byte offset {reading.offset(begin)}')
    reading.nested.append((tag, entity))


def _name_end(source: str, at: int) -> int | None:
    found = re.compile(r"[\s>]").search(source, at)
    return found.start() if found else None


def _attributes(reading: _Reading, tag: str, begin: int, at: int) -> tuple[dict[str, str], int]:
    """The attributes of a start tag, and where the text goes on."""
    given: dict[str, str] = {}
    source = reading.source
    while True:
        while at < len(source) and source[at].isspace():
            at += 1
        if at >= len(source):
            raise RefusedError(f"Unclosed start tag at byte offset {reading.offset(begin)}")
        if source[at] == ">":
            return given, at + 1
        found = _ATTRIBUTE.match(source, at)
        if not found or not found[1]:
            raise RefusedError(f'Empty attribute name in the tag "{tag}" at byte offset {reading.offset(at)}')
        given[found[1].lower()] = html.unescape((found[2] or "").strip("\"'"))
        at = found.end()


def _end_tag(reading: _Reading) -> None:
    begin = reading.at
    end = reading.source.find(">", begin)
    if end < 0:
        raise RefusedError(f"Unclosed end tag at byte offset {reading.offset(begin)}")
    name = reading.source[begin + 2 : end].strip().lower()
    if not reading.nested:
        raise RefusedError(f"Unexpected end tag at byte offset {reading.offset(begin)}")
    tag, entity = reading.nested.pop()
    if name and name != tag:
        raise RefusedError(
            f'Unmatched end tag at byte offset {reading.offset(begin)}, expected "</{tag}>", found "</{name}>"'
        )
    entity["length"] = units(reading.text) - entity["offset"]
    if entity["length"] and entity.get("url", True):
        reading.entities.append(entity)
    reading.at = end + 1
