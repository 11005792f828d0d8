"""Conditions of style sheets: which `@media` and `@supports` hold for a reader at a desk."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from retrieval.loading.html.values import ROOT_SIZE, WINDOW, amount, significant, split, tokens, word

if TYPE_CHECKING:
    from tinycss2.ast import Node

_MEASURES = {
    **{"width": WINDOW[0], "device-width": WINDOW[0], "inline-size": WINDOW[0], "color": 8.0, "resolution": 1.0},
    **{"height": WINDOW[1], "device-height": WINDOW[1], "block-size": WINDOW[1], "monochrome": 0.0, "grid": 0.0},
    **dict.fromkeys(("aspect-ratio", "device-aspect-ratio"), WINDOW[0] / WINDOW[1]),
    **{"-webkit-device-pixel-ratio": 1.0, "color-index": 0.0},
}
_KINDS = {
    **{"orientation": "landscape", "hover": "hover", "any-hover": "hover", "pointer": "fine", "any-pointer": "fine"},
    **{"prefers-color-scheme": "light", "prefers-reduced-motion": "no-preference", "forced-colors": "none"},
    **{"prefers-contrast": "no-preference", "prefers-reduced-transparency": "no-preference", "update": "fast"},
    **{
        "prefers-reduced-data": "no-preference",
        "inverted-colors": "none",
        "scripting": "enabled",
        "scan": "progressive",
    },
    **{"display-mode": "browser", "color-gamut": "srgb", "dynamic-range": "standard", "overflow-block": "scroll"},
}
_NOTHING = {"none", "no-preference"}
_SIGNS: dict[str, Callable[[float, float], bool]] = {
    **{"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, ":": operator.eq}
}
_OTHER_BROWSERS = ("-moz-", "-ms-", "-o-")


@lru_cache(1000)
def is_for_screen(query: str) -> bool:
    """Whether a list of media queries, or the sizes of `@container`, hold for a screen of usual size."""
    parts = split(tokens(query), ",")
    return not tokens(query) or any(_holds(part, _has_feature) for part in parts)


@lru_cache(1000)
def is_supported(condition: str) -> bool:
    """Whether a browser of today knows what `@supports` asks for; of what we know nothing, it does."""
    return _holds(tokens(condition), _is_known)


def _holds(nodes: Sequence[Node], test: Callable[[Sequence[Node]], bool]) -> bool:
    if not nodes:
        return True
    if word(nodes[0]) == "not":
        return not _holds(nodes[1:], test)
    if word(nodes[0]) == "only":
        return _holds(nodes[1:], test)
    for joint, judge in (("or", any), ("and", all)):
        parts = split(nodes, joint)
        if len(parts) > 1:
            return judge(_holds(part, test) for part in parts)
    node = nodes[0]
    if node.type == "() block":
        content = significant(node.content)
        nested = bool(content) and (content[0].type == "() block" or word(content[0]) == "not")
        return _holds(content, test) if nested else test(content)
    return node.type != "ident" or word(node) in {"all", "screen"}


def _is_known(declaration: Sequence[Node]) -> bool:
    return not declaration or declaration[0].type != "ident" or not declaration[0].value.startswith(_OTHER_BROWSERS)


def _has_feature(nodes: Sequence[Node]) -> bool:
    """One feature: alone, `name: value`, `min-name: value`, or a range such as `400px < width <= 60em`."""
    signs: list[str] = []
    sides: list[list[Node]] = [[]]
    for node in nodes:
        if word(node) not in {":", "<", ">", "="}:
            sides[-1].append(node)
        elif sides[-1]:
            signs.append(word(node))
            sides.append([])
        elif signs:
            signs[-1] += word(node)
    if not signs:
        return _alone(sides[0])
    name = word(sides[0][0]) if sides[0] else ""
    if name in _KINDS:
        return bool(sides[1]) and word(sides[1][0]) == _KINDS[name]
    if bound := {"min-": ">=", "max-": "<="}.get(name[:4]) or {"-webkit-min-": ">=", "-webkit-max-": "<="}.get(
        name[:12]
    ):
        name = name.replace("min-", "").replace("max-", "")
        signs = [bound]
    values = [_MEASURES.get(name) if side == sides[0] and name else _value(side) for side in sides]
    compared = zip(pairwise(values), signs, strict=True)
    return all(
        one is not None and other is not None and sign in _SIGNS and _SIGNS[sign](one, other)
        for (one, other), sign in compared
    )


def _alone(nodes: Sequence[Node]) -> bool:
    name = word(nodes[0]) if nodes else ""
    return bool(_MEASURES.get(name)) or (name in _KINDS and _KINDS[name] not in _NOTHING)


def _value(nodes: Sequence[Node]) -> float | None:
    if len(nodes) == 1 and nodes[0].type == "ident":
        return _MEASURES.get(word(nodes[0]))
    return amount(nodes, ROOT_SIZE, WINDOW[0])
