"""The style sheets inside a page: which declarations each element gets from them (CSS Cascade 5).

tinycss2 reads the rules, cssselect2 finds their elements. The work is bounded: a page whose rules take too many steps is
refused, since nobody could say what of it is seen.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from cssselect2 import SelectorError
from cssselect2.compiler import CompiledSelector
from cssselect2.parser import parse
from tinycss2 import parse_blocks_contents, parse_stylesheet, serialize

from retrieval.loading.html.declarations import Declared, declared
from retrieval.loading.html.element import TOO_MUCH, Names, Rules, StyledElement
from retrieval.loading.html.media import is_for_screen, is_supported
from retrieval.loading.html.values import split
from retrieval.loading.pieces import UnreadableFileError

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]
    from tinycss2.ast import Node

_LONGEST = 3_000_000  # characters of all style sheets of a page
_LONGEST_SELECTOR = 10_000
_BROWSER, _AUTHOR, _OWN = range(3)  # whose style it is: the browser's, the page's, the element's `style`
_OUTSIDE = "~"  # the name of no layer, sorted behind every other
_CONTAINER = "container-type"  # what an element must be given before `@container` can ask for its size
_XHTML = "http://www.w3.org/1999/xhtml"
_ALWAYS = (":defined", ":read-only", ":any-link", ":-webkit-any-link")  # true of most text, and not known to cssselect2
# What browsers show without being told (HTML, 15.3): closed `details` can be opened by a reader, so they stay.
_DEFAULTS = """
[hidden], dialog:not([open]), [popover], template, noscript, noembed, noframes, rp, input[type=hidden] { display: none }
s, strike, del { text-decoration-line: line-through }
a, abbr, b, bdi, bdo, cite, code, del, em, font, i, ins, kbd, label, mark, q, rt, ruby, s, samp, small, span, strike,
strong, sub, sup, time, u, var { display: inline }
"""
# What the parsers of a page's own CSS raise for what they do not know or what is nested too deep; such a rule is left out.
_ODD = (SelectorError, SyntaxError, NotImplementedError, RecursionError, MemoryError, ValueError, TypeError)


class _Rule(NamedTuple):
    declared: Declared
    origin: int
    layer: str


@dataclass(slots=True)
class Sheet:
    """All rules of a page that matter for being seen."""

    names: Names
    rules: Rules = field(default_factory=Rules)
    layers: list[str] = field(default_factory=list)
    frames: dict[str, Mapping[str, str]] = field(default_factory=dict)
    namespaces: dict[str | None, str] = field(default_factory=dict)
    known: dict[Any, Mapping[str, str]] = field(default_factory=dict)
    has_containers: bool = False

    def style(self, element: StyledElement, hints: str) -> Mapping[str, str]:
        """Property -> value for one element; `hints` (from attributes) are weakest, its own style is strongest."""
        matched = self.rules.match(element)
        own = element.etree_element.get("style", "")
        key = (tuple(order for _, order, _, _ in matched), own, hints)
        if key not in self.known:
            self.known[key] = self._cascaded(matched, own, hints)
        element.budget.spend(len(self.known[key]))
        return self.known[key]

    def _cascaded(self, matched: Sequence[Any], own: str, hints: str) -> Mapping[str, str]:
        rules = [(rule, weight, order) for weight, order, pseudo, rule in matched if pseudo in {None, "first-line"}]
        rules.append((_Rule(declared(hints), _AUTHOR, _OUTSIDE), (0, 0, 0), 0))
        rules.append((_Rule(declared(own), _OWN, _OUTSIDE), (0, 0, 0), 0))
        ranks = {name: rank for rank, name in enumerate([*self.layers, _OUTSIDE])}
        rules.sort(key=lambda each: (each[0].origin, ranks[each[0].layer], *each[1:]))
        style: dict[str, str] = {}
        browser: dict[str, str] = {}
        for rule, _, _ in rules:
            _put(style, rule.declared.usual, browser)
            if rule.origin == _BROWSER:
                browser = dict(style)
        _put(style, self._last_frame(style), browser)
        rules.sort(key=lambda each: (each[0].origin, -ranks[each[0].layer], *each[1:]))
        for rule, _, _ in rules:
            _put(style, rule.declared.important, browser)
        return style

    def _last_frame(self, style: Mapping[str, str]) -> Mapping[str, str]:
        """What an animation leaves behind that keeps its last frame."""
        said = {word for name, value in style.items() if name.startswith("animation") for word in value.split()}
        if not self.frames or "infinite" in said or not said & {"forwards", "both"}:
            return {}
        return {n: v for name, frame in self.frames.items() if name in said for n, v in frame.items()}

    def read(self, css: str, origin: int) -> None:
        """Add the rules of one style sheet."""
        self._open(parse_stylesheet(css, skip_comments=True, skip_whitespace=True), (), origin, _OUTSIDE)

    def _open(self, nodes: Sequence[Node], parents: Sequence[str], origin: int, layer: str) -> None:
        found = _declared_of(nodes)
        if parents and (found.usual or found.important):
            self._add(parents, _Rule(found, origin, layer))
        for node in nodes:
            if node.type == "qualified-rule":
                self._open(_contents(node), _selectors(node.prelude, parents), origin, layer)
            elif node.type == "at-rule":
                self._group(node, parents, origin, layer)

    def _group(self, node: Node, parents: Sequence[str], origin: int, layer: str) -> None:
        name, prelude = node.lower_at_keyword, serialize(node.prelude).strip()
        if name == "layer":
            above = "" if layer == _OUTSIDE else f"{layer}."
            layers = [above + each.strip() for each in prelude.split(",")]
            self.layers += [each for each in dict.fromkeys(layers) if each not in self.layers]
            layer = layers[0]
        elif name == "namespace" and node.prelude:
            self._name(node)
        elif name == "import" and (css := _inlined(node.prelude)):
            self._open(parse_stylesheet(css, skip_comments=True, skip_whitespace=True), (), origin, layer)
        elif name.endswith("keyframes") and node.content is not None:
            self._animate(prelude.lower(), node)
        if node.content is None or name not in {"layer", "media", "supports", "container", "scope"}:
            return
        if name == "container" and not self.has_containers:
            return
        if (name in {"media", "container"} and not is_for_screen(_sizes(name, prelude))) or (
            name == "supports" and not is_supported(prelude.lower())
        ):
            return
        if name == "scope":
            roots = [serialize(each.content) for each in node.prelude if each.type == "() block"]
            parents = roots[:1] or parents
        self._open(_contents(node), parents, origin, layer)

    def _name(self, node: Node) -> None:
        prefix = next((each.value for each in node.prelude if each.type == "ident"), None)
        url = next((each.value for each in node.prelude if each.type in {"string", "url"}), "")
        self.namespaces[prefix] = "" if url == _XHTML else url

    def _animate(self, name: str, node: Node) -> None:
        for frame in _contents(node):
            if frame.type == "qualified-rule" and {"to", "100%"} & set(
                serialize(frame.prelude).lower().replace(",", " ").split()
            ):
                self.frames[name] = {**self.frames.get(name, {}), **_declared_of(_contents(frame)).usual}

    def _add(self, selectors: Sequence[str], rule: _Rule) -> None:
        """Add a rule for each of its selectors, those left out that are not understood or need a reader's hand."""
        for text in selectors:
            if self.namespaces.get(None) and "|" not in text:
                continue  # it is about elements of another language than HTML
            for always in _ALWAYS:
                text = text.replace(always, "")
            try:
                for selector in parse(text or "*", self.namespaces):
                    if self.names.may_match(selector.parsed_tree):
                        self.rules.add_selector(CompiledSelector(selector), rule)
            except _ODD:
                continue


def read_sheets(tree: HtmlElement) -> Sheet:
    """The rules of every style sheet that a page holds itself, behind those of browsers."""
    sheet = Sheet(Names(tree))
    sheet.read(_DEFAULTS, _BROWSER)
    length = 0
    for element in tree.iter("style", "link"):
        css = (element.text or "") if element.tag == "style" else _linked(element)
        length += len(css)
        sheet.has_containers = sheet.has_containers or _CONTAINER in css
        if length > _LONGEST:
            raise UnreadableFileError(TOO_MUCH)
        if is_for_screen(element.get("media", "").lower()):
            sheet.read(css, _AUTHOR)
    return sheet


def _declared_of(nodes: Sequence[Node]) -> Declared:
    return declared([node for node in nodes if node.type == "declaration"])


def _put(style: dict[str, str], values: Mapping[str, str], browser: Mapping[str, str]) -> None:
    """Put values over those of weaker rules; words that all properties know take the weaker ones back."""
    for name, value in values.items():
        if name == "all":
            for each in [each for each in style if not each.startswith("--")]:
                del style[each]
        elif value in {"unset", "revert", "revert-layer"}:
            style.pop(name, None)
            if value != "unset" and name in browser:
                style[name] = browser[name]
        else:
            style[name] = value


def _contents(node: Node) -> list[Node]:
    found: list[Node] = parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    return found


def _selectors(prelude: Sequence[Node], parents: Sequence[str]) -> list[str]:
    """The selectors of a rule; those nested in another begin with the ones of the outer."""
    own = [serialize(part).strip() for part in split(prelude, ",")]
    if max(map(len, [*own, ",".join(parents)])) > _LONGEST_SELECTOR:
        raise UnreadableFileError(TOO_MUCH)
    if not parents:
        return own
    outer = f":is({','.join(parents)})"
    if len(outer) * sum(each.count("&") + 1 for each in own) > 20 * _LONGEST_SELECTOR:
        raise UnreadableFileError(TOO_MUCH)
    return [each.replace("&", outer) if "&" in each else f"{outer} {each}" for each in own]


def _sizes(name: str, prelude: str) -> str:
    """The condition of a group; that of a container without the name of the container."""
    return prelude.lower() if name == "media" else prelude[prelude.find("(") :].lower()


def _linked(link: HtmlElement) -> str:
    words = (link.get("rel") or "").lower().split()
    return _data(link.get("href") or "") if "stylesheet" in words and "alternate" not in words else ""


def _inlined(prelude: Sequence[Node]) -> str:
    for node in prelude:
        if node.type in {"string", "url"}:
            return _data(node.value)
        if node.type == "function" and node.lower_name == "url" and node.arguments:
            return _data(getattr(node.arguments[0], "value", ""))
    return ""


def _data(url: str) -> str:
    """The text inside a `data:` address; of other addresses, which are not followed, nothing."""
    head, _, body = url.strip().partition(",")
    if not head.lower().startswith("data:"):
        return ""
    if not head.lower().endswith(";base64"):
        return unquote(body)
    try:
        return base64.b64decode(unquote(body)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
