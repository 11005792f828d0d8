"""Reads Telegram's HTML as its servers do (core.telegram.org/bots/api#html-style): strict about tags, counts UTF-16."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PIECE = re.compile(r"<(?P<tag>[^<>]*)>|&(?P<name>lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|(?P<char>[^<>&])", re.DOTALL)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAG = re.compile(r'(?P<name>b|i|u|s|code|pre)|a href="(?P<url>[^"<>]+)"|blockquote(?P<expandable> expandable)?')


class HtmlError(ValueError):
    """What the server calls "can't parse entities"."""


@dataclass(frozen=True)
class Entity:
    """A styled stretch; `text` is what it covers."""

    kind: str
    text: str
    url: str = ""


@dataclass
class Read:
    """A message as a reader sees it."""

    text: str = ""
    entities: list[Entity] = field(default_factory=list)

    @property
    def units(self) -> int:
        """UTF-16 units."""
        return len(self.text.encode("utf-16-le")) // 2

    @property
    def sources(self) -> str:
        """The text of the expandable block; empty without one."""
        found = [each.text for each in self.entities if each.kind == "expandable_blockquote"]
        assert len(found) <= 1
        return found[0] if found else ""

    @property
    def body(self) -> str:
        """The text above the sources."""
        if not self.sources:
            return self.text
        assert self.text.endswith(self.sources), "the sources stand at the end"
        return self.text.removesuffix(self.sources)


def read(html: str) -> Read:
    """The text and its entities. Raises HtmlError where the server would refuse the message."""
    found = Read()
    open_tags: list[tuple[str, str, int]] = []
    at = 0
    while at < len(html):
        piece = _PIECE.match(html, at)
        if piece is None:
            raise HtmlError(f"a bare {html[at]!r} at {at}")
        at = piece.end()
        if piece["char"]:
            found.text += piece["char"]
        elif piece["name"]:
            found.text += _NAMED.get(piece["name"]) or chr(_number(piece["name"]))
        elif piece["tag"].startswith("/"):
            _close(piece["tag"][1:], open_tags, found)
        else:
            _open(piece["tag"], open_tags, len(found.text))
    if open_tags:
        raise HtmlError(f"<{open_tags[-1][0]}> is not closed")
    if not found.text.strip():
        raise HtmlError("message text is empty")
    return found


def _number(name: str) -> int:
    return int(name[2:], 16) if name[1] in "xX" else int(name[1:])


def _open(tag: str, open_tags: list[tuple[str, str, int]], at: int) -> None:
    known = _TAG.fullmatch(tag)
    if known is None:
        raise HtmlError(f"unsupported tag <{tag}>")
    name = tag.split()[0]
    if name == "blockquote" and any(each[0].startswith("blockquote") for each in open_tags):
        raise HtmlError("a blockquote in a blockquote")
    open_tags.append((tag, known["url"] or "", at))


def _close(name: str, open_tags: list[tuple[str, str, int]], found: Read) -> None:
    if not open_tags or open_tags[-1][0].split()[0] != name:
        raise HtmlError(f"unexpected </{name}>")
    tag, url, start = open_tags.pop()
    kind = "expandable_blockquote" if tag.endswith("expandable") else name
    url = url.replace("&amp;", "&").replace("&#x27;", "'")
    if found.text[start:]:
        found.entities.append(Entity(kind, found.text[start:], url))
