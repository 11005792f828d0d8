"""Selectors of style sheets (Selectors 4, the part that does not depend on what a reader does) and what they match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_IDENT = r"(?:[\w-]|\\.)+"
_TOKEN = re.compile(
    rf"(?P<combinator>\s*[>+~]\s*|\s+)|(?P<tag>\*|{_IDENT})|\.(?P<class>{_IDENT})|#(?P<id>{_IDENT})|"
    r"\[(?P<attribute>[^\]]*)\]|:(?P<pseudo>[\w-]+)(?:\((?P<argument>[^()]*)\))?"
)
_ATTRIBUTE = re.compile(r"\s*([\w-]+)\s*(?:([~|^$*]?=)\s*[\"']?(.*?)[\"']?\s*(?:\s[is])?)?\s*")
_PLACE = re.compile(r"(?:([+-]?\d*)n)?\s*(?:([+-]?)\s*(\d+))?")
_PLACES = {"first": ("1", False), "last": ("1", True), "only": ("1", False)}
_NAMED = {"odd": "2n+1", "even": "2n"}
_COMMA = re.compile(r",(?![^(\[]*[)\]])")
_LONGEST = 1000  # characters of one selector


class _Test(NamedTuple):
    """One condition of a compound: its kind (a group of `_TOKEN`), what is asked for, and a value or argument."""

    kind: str
    name: str
    value: str = ""
    operator: str = ""


class Selector(NamedTuple):
    """A complex selector, its last compound first; `key` is the most special part of that one."""

    compounds: tuple[tuple[_Test, ...], ...]
    combinators: tuple[str, ...]  # the one between each compound and the next
    weight: tuple[int, int, int]
    key: str


def selectors(prelude: str) -> Iterator[Selector]:
    """The selectors of a list, those left out that are not understood or that need a reader's hand (`:hover`)."""
    for text in _COMMA.split(prelude):
        if len(text) <= _LONGEST and (selector := _selector(text.strip())):
            yield selector


def _selector(text: str) -> Selector | None:
    compounds: list[list[_Test]] = [[]]
    combinators: list[str] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            return None
        position = match.end()
        kind = match.lastgroup or ""
        if kind == "combinator":
            combinators.append(match["combinator"].strip() or " ")
            compounds.append([])
        elif test := _test(match):
            compounds[-1].append(test)
        else:
            return None
    if not all(compounds):
        return None
    tests = [test for compound in compounds for test in compound]
    ids = sum(test.kind == "id" for test in tests)
    tags = sum(test.kind == "tag" and test.name != "*" for test in tests)
    rest = sum(test.kind not in {"id", "tag"} for test in tests)
    last_first = tuple(tuple(compound) for compound in reversed(compounds))
    return Selector(last_first, tuple(reversed(combinators)), (ids, rest, tags), _key(last_first[0]))


def _test(match: re.Match[str]) -> _Test | None:
    if match["pseudo"]:
        return _pseudo(match["pseudo"].lower(), (match["argument"] or "").strip())
    if match["attribute"] is not None:
        parts = _ATTRIBUTE.fullmatch(match["attribute"])
        return _Test("attribute", parts[1].lower(), parts[3] or "", parts[2] or "") if parts else None
    kind = match.lastgroup or ""
    name = re.sub(r"\\(.)", r"\1", match[kind])
    return _Test(kind, name.lower() if kind == "tag" else name)


def _pseudo(name: str, argument: str) -> _Test | None:
    if name in {"root", "not", "is", "where", "matches", "nth-child", "nth-of-type", "nth-last-child"}:
        return _Test("pseudo", name, _NAMED.get(argument, argument))
    which, _, of = name.partition("-")
    if which in _PLACES and of in {"child", "of-type"}:
        place, from_end = _PLACES[which]
        return _Test("pseudo", f"nth-last-{of}" if from_end else f"nth-{of}", place)
    return None


def _key(compound: tuple[_Test, ...]) -> str:
    named = {test.kind: test.name for test in compound}
    for kind, sign in (("id", "#"), ("class", ".")):
        if kind in named:
            return sign + named[kind]
    return named.get("tag", "*")


@dataclass(slots=True)
class Matcher:
    """Matches selectors to elements; what was found for an ancestor or sibling is remembered."""

    known: dict[tuple[HtmlElement, Selector, int, str], bool] = field(default_factory=dict)

    def matches(self, element: HtmlElement, selector: Selector, at: int = 0) -> bool:
        """Whether an element is one that the selector, from compound `at` on to its beginning, stands for."""
        if not all(_holds(element, test) for test in selector.compounds[at]):
            return False
        if at == len(selector.combinators):
            return True
        return self._leads(element, selector, at + 1, selector.combinators[at])

    def _leads(self, element: HtmlElement, selector: Selector, at: int, combinator: str) -> bool:
        """Whether a parent, ancestor or earlier sibling of an element matches; step by step, deep pages are many steps."""
        passed = []
        found = False
        near = combinator in ">+"
        while element is not None:
            key = (element, selector, at, combinator)
            if key in self.known:
                found = self.known[key]
                break
            passed.append(key)
            element = element.getparent() if combinator in " >" else element.getprevious()
            if element is None or (found := self.matches(element, selector, at)) or near:
                break
        self.known.update(dict.fromkeys(passed, found))
        return found


def _holds(element: HtmlElement, test: _Test) -> bool:
    if not isinstance(element.tag, str):
        return False
    if test.kind == "tag":
        return test.name in {"*", element.tag}
    if test.kind == "class":
        return test.name in element.get("class", "").split()
    if test.kind == "id":
        return bool(element.get("id") == test.name)
    return _has(element, test) if test.kind == "attribute" else _is(element, test.name, test.value)


def _has(element: HtmlElement, test: _Test) -> bool:
    value, wanted = element.get(test.name), test.value
    if value is None or not test.operator:
        return value is not None
    return bool(
        {
            "=": value == wanted,
            "~=": wanted in value.split(),
            "|=": value == wanted or value.startswith(f"{wanted}-"),
            "^=": wanted and value.startswith(wanted),
            "$=": wanted and value.endswith(wanted),
            "*=": wanted and wanted in value,
        }[test.operator]
    )


def _is(element: HtmlElement, name: str, argument: str) -> bool:
    if name == "root":
        return element.getparent() is None
    if not name.startswith("nth"):
        simple = [each for each in selectors(argument) if not each.combinators]
        found = any(all(_holds(element, test) for test in each.compounds[0]) for each in simple)
        return not found if name == "not" else found
    place = _place(element, of_type="type" in name, from_end="last" in name)
    parts = _PLACE.fullmatch(argument.replace(" ", ""))
    if not parts:
        return False
    step, start = parts[1], int((parts[2] or "") + (parts[3] or "0"))
    if step is None:
        return place == start
    every = int(step + "1") if step in {"", "+", "-"} else int(step)
    return place == start if every == 0 else (place - start) % every == 0 and (place - start) // every >= 0


def _place(element: HtmlElement, *, of_type: bool, from_end: bool) -> int:
    """The number of an element among its siblings, from 1."""
    parent = element.getparent()
    if parent is None:
        return 1
    if of_type:
        return 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=not from_end))
    before = int(parent.index(element))  # counted by libxml2: tables with ten thousand striped rows are common
    return len(parent) - before if from_end else before + 1
