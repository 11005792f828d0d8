"""The style sheets inside a page: rules, and which declarations each element gets from them (CSS Cascade 4)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from retrieval.load_html_selectors import Matcher, Selector, selectors
from retrieval.load_html_values import length

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_PUNCTUATION = re.compile(r"[{};]|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_OPENS = re.compile(r"[();\"']")
_GROUPS = ("@media", "@supports", "@layer", "@container", "@scope", "@starting-style")
_WINDOW = 1280.0  # pixels; rules for narrower and wider windows are not what a reader at a desk sees
_WIDTH = re.compile(r"\((min|max)-width\s*:\s*([^)]*)\)")
_FONT_SIZE = re.compile(r"(?:^|\s)((?:\d*\.)?\d+[a-z%]*|calc\([^)]*\))(?:\s*/\s*\S+)?\s+\S")
_KEPT = frozenset(
    "display visibility content-visibility opacity color font-size text-indent position left right top bottom "
    "margin-left margin-top transform clip clip-path width height max-width max-height overflow background-color "
    "background-image background-clip text-decoration-line".split()
)
_SAME = {
    "-webkit-text-fill-color": "color",
    "-webkit-background-clip": "background-clip",
    "text-decoration": "text-decoration-line",
}
_SIDES = ("top", "right", "bottom", "left")


class Declaration(NamedTuple):
    """One property with its value, both in lower case."""

    name: str
    value: str
    important: bool


class _Rule(NamedTuple):
    selector: Selector
    declarations: list[Declaration]
    order: int


@dataclass(slots=True)
class Sheet:
    """All rules of a page that matter for being seen, by the id, class or tag that their last part asks for."""

    rules: dict[str, list[_Rule]] = field(default_factory=lambda: defaultdict(list))
    matcher: Matcher = field(default_factory=Matcher)

    def declared(self, element: HtmlElement, hints: list[Declaration]) -> dict[str, str]:
        """Property -> value for one element; `hints` (from attributes) are weakest, its own style is strongest."""
        found = [((d.important, 0, (0, 0, 0), 0), d) for d in hints]
        for rule in self._candidates(element):
            if self.matcher.matches(element, rule.selector):
                found += [((d.important, 1, rule.selector.weight, rule.order), d) for d in rule.declarations]
        own = declarations(element.get("style", ""))
        found += [((d.important, 2, (0, 0, 0), 0), d) for d in own]
        found.sort(key=lambda each: each[0])
        return {declaration.name: declaration.value for _, declaration in found}

    def _candidates(self, element: HtmlElement) -> Iterator[_Rule]:
        keys = [f".{name}" for name in dict.fromkeys(element.get("class", "").split())]
        for key in (f"#{element.get('id')}", *keys, element.tag, "*"):
            yield from self.rules.get(key, ())


def read_sheets(tree: HtmlElement) -> Sheet:
    """The rules of every `<style>` of a page."""
    sheet = Sheet()
    order = 0
    for style in tree.iter("style"):
        if style.get("media") and not _applies(f"@media {style.get('media')}"):
            continue
        for prelude, body in _blocks(_COMMENT.sub("", style.text or "")):
            if kept := declarations(body):
                order += 1
                for selector in selectors(prelude):
                    sheet.rules[selector.key].append(_Rule(selector, kept, order))
    return sheet


def declarations(text: str) -> list[Declaration]:
    """The declarations in the text of a rule or a `style` attribute that matter for being seen."""
    kept = []
    for part in _split(_COMMENT.sub("", text)):
        name, colon, value = part.partition(":")
        value, mark, _ = _plain(value).partition("!")
        if colon:
            longhands = _longhands(_plain(name), value.strip())
            kept += [Declaration(n, v, bool(mark)) for n, v in longhands if n in _KEPT or n.startswith("--")]
    return kept


def _plain(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        number = int(match[1], 16) if match[1] else 0
        return match[2] or (chr(number) if 0 < number < 0x110000 else "")

    return (_ESCAPE.sub(character, text) if "\\" in text else text).strip().lower()


def _longhands(name: str, value: str) -> list[tuple[str, str]]:
    words = value.split()
    if name == "background":
        return [("background-color", value), ("background-image", value)]
    if name == "font":
        size = _FONT_SIZE.search(value)
        return [("font-size", size[1])] if size else []
    if name in {"inset", "margin"} and words:
        four = words + [words[0], words[0], words[min(1, len(words) - 1)]][len(words) - 1 :]
        prefix = "" if name == "inset" else "margin-"
        return [(prefix + side, each) for side, each in zip(_SIDES, four, strict=False)]
    if name in {"overflow-x", "overflow-y"}:
        return [("overflow", value)]
    if name in {"translate", "scale"}:
        return [("transform", f"{name}({','.join(words)})")]
    if name == "filter" and value.startswith("opacity("):
        return [("opacity", value[8:].rstrip(")"))]
    return [(_SAME.get(name, name), value)]


def _split(text: str) -> Iterator[str]:
    """Parts of a text between semicolons that stand outside brackets and quotes."""
    start, depth, quote = 0, 0, ""
    for match in _OPENS.finditer(text):
        sign = match[0]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == ";" and depth == 0:
            yield text[start : match.start()]
            start = match.end()
        elif sign != ";":
            depth = max(depth + (1 if sign == "(" else -1), 0)
    yield text[start:]


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Selector list and declarations of every rule that applies, groups like `@media` and nested rules opened."""
    start = 0
    open_: list[str] = []
    for match in _PUNCTUATION.finditer(css):
        sign, text = match[0], css[start : match.start()]
        if sign == "{":
            before, _, prelude = text.rpartition(";")
            if before and open_ and _applying(open_):
                yield _prelude(open_), before
            open_.append(prelude.strip())
        elif sign == "}" and open_:
            if _applying(open_):
                yield _prelude(open_), text
            open_.pop()
        elif sign != "}" and (sign != ";" or any(not each.startswith("@") for each in open_)):
            continue
        start = match.end()


def _applying(open_: list[str]) -> bool:
    return all(_applies(each) for each in open_ if each.startswith("@"))


def _prelude(open_: list[str]) -> str:
    """The selectors of a rule; one nested in another begins with those of the outer, if that has but one."""
    names = [each for each in open_ if not each.startswith("@")]
    whole = names[0] if names else ""
    for inner in names[1:]:
        whole = inner.replace("&", whole) if "&" in inner else f"{whole} {inner}"
    return whole


def _applies(group: str) -> bool:
    """Whether the rules of a group are for a screen of usual width."""
    name, _, condition = group.lower().partition(" ")
    name, bracket, rest = name.partition("(")
    condition = f"{bracket}{rest} {condition}"
    if name != "@media":
        return name in _GROUPS
    return any(_is_for_screen(query) for query in condition.split(","))


def _is_for_screen(query: str) -> bool:
    words = re.findall(r"[a-z-]+", query)
    if "not" in words:
        return "print" in words or "speech" in words
    if {"print", "speech", "dark", "reduce"} & set(words):
        return False
    widths = ((bound, length(value, 16.0, _WINDOW)) for bound, value in _WIDTH.findall(query))
    return all(px is None or (px <= _WINDOW if bound == "min" else px >= _WINDOW) for bound, px in widths)
