"""Declarations of style sheets that matter for being seen: shorthands written out, what no browser takes left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from retrieval.loading.html.values import colours, length, tokens

if TYPE_CHECKING:
    from tinycss2.ast import Node

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIDES = ("top", "right", "bottom", "left")
_EVERY = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
_WORDS = {
    "display": "none block inline inline-block flex inline-flex grid inline-grid table inline-table table-row table-cell "
    "table-row-group table-header-group table-footer-group table-column table-column-group table-caption list-item "
    "contents flow-root run-in ruby ruby-text -webkit-box -webkit-inline-box -webkit-flex flow",
    "visibility": "visible hidden collapse",
    "content-visibility": "visible hidden auto",
    "backface-visibility": "visible hidden",
    "position": "static relative absolute fixed sticky -webkit-sticky",
    "overflow": "visible hidden clip scroll auto overlay",
    "float": "left right none inline-start inline-end",
}
_LENGTHS = frozenset(
    "opacity font-size text-indent left right top bottom margin-left margin-top width height max-width max-height "
    "line-height letter-spacing zoom".split()
)
_LENGTH_WORDS = frozenset(
    "auto none normal max-content min-content fit-content stretch -webkit-fill-available xx-small x-small small medium "
    "large x-large xx-large xxx-large smaller larger math".split()
)
_COLOURS = frozenset({"color", "-webkit-text-fill-color", "background-color"})
_FREE = frozenset(
    "transform translate rotate scale clip clip-path filter background-image background-clip mask-image "
    "text-decoration-line list-style-type animation animation-name animation-fill-mode animation-iteration-count".split()
)
_SAME = {
    **{"-webkit-background-clip": "background-clip", "text-decoration": "text-decoration-line", "mask": "mask-image"},
    **{"-webkit-mask": "mask-image", "-webkit-mask-image": "mask-image", "background": "background-color"},
    **{"overflow-x": "overflow", "overflow-y": "overflow", "overflow-block": "overflow", "overflow-inline": "overflow"},
    **{"block-size": "height", "inline-size": "width", "max-block-size": "max-height", "max-inline-size": "max-width"},
    **{"inset-inline-start": "left", "inset-inline-end": "right", "inset-block-start": "top"},
    **{"inset-block-end": "bottom", "margin-inline-start": "margin-left", "margin-block-start": "margin-top"},
    **{"-webkit-animation": "animation", "-webkit-transform": "transform", "-webkit-filter": "filter"},
    **{"list-style": "list-style-type", "-webkit-clip-path": "clip-path", "-webkit-opacity": "opacity"},
}


class Declared(NamedTuple):
    """Property -> value: those of the usual kind and those marked `!important`."""

    usual: Mapping[str, str]
    important: Mapping[str, str]


def declared(source: str | Sequence[Node]) -> Declared:
    """The declarations in the text of a `style` attribute, or among the parts of a rule."""
    from tinycss2 import parse_blocks_contents, serialize

    usual: dict[str, str] = {}
    important: dict[str, str] = {}
    nodes: Sequence[Node] = parse_blocks_contents(source) if isinstance(source, str) else source
    for node in nodes:
        if node.type != "declaration":
            continue
        try:
            value = _COMMENT.sub(" ", serialize(node.value)).strip()
        except RecursionError:  # brackets in brackets without end: browsers do not take it either
            continue
        into = important if node.important else usual
        if node.name.startswith("--"):
            into[node.name] = value
        else:
            kept = value if "var(" in value.lower() else value.lower()
            into.update(each for each in _longhands(node.lower_name, kept) if _is_valid(*each))
    return Declared(usual, important)


def _longhands(name: str, value: str) -> Iterator[tuple[str, str]]:
    words = value.split()
    if name == "background":
        yield "background-image", value
        value = value if "var(" in value or value in _EVERY or colours(value) else "transparent"
    if name == "font":
        yield from (("font-size", size) for size in _font_size(value))
    elif name in {"inset", "margin"} and words:
        four = words + [words[0], words[0], words[min(1, len(words) - 1)]][len(words) - 1 :]
        prefix = "" if name == "inset" else "margin-"
        yield from ((prefix + side, each) for side, each in zip(_SIDES, four, strict=False))
    elif name in {"inset-inline", "inset-block", "margin-inline", "margin-block"} and words:
        kind, axis = name.split("-")
        prefix = "" if kind == "inset" else "margin-"
        ends = ("left", "right") if axis == "inline" else ("top", "bottom")
        yield from ((prefix + side, each) for side, each in zip(ends, (words[0], words[-1]), strict=True))
    else:
        yield _SAME.get(name, name), value


def _font_size(value: str) -> list[str]:
    """The size in a `font`: the first length, before the line height and the family."""
    from tinycss2 import serialize

    sizes = [
        serialize([node]) for node in tokens(value) if node.type in {"dimension", "percentage", "number", "function"}
    ]
    return [size for size in sizes if not size.isdecimal() or size == "0"][:1]


def _is_valid(name: str, value: str) -> bool:
    """Whether a browser would take a value; what it does not take leaves the weaker value as it was."""
    if name == "all" or "var(" in value.lower() or value in _EVERY:
        return name == "all" or name in _CHECKS
    check = _CHECKS.get(name)
    return check is not None and check(value)


def _words(name: str) -> Callable[[str], bool]:
    known = set(_WORDS[name].split())
    return lambda value: all(word in known for word in value.split())


def _is_length(value: str) -> bool:
    return length(value, 16.0, 100.0) is not None or value in _LENGTH_WORDS


def _is_colour(value: str) -> bool:
    return bool(colours(value)) or value == "currentcolor"


_CHECKS: dict[str, Callable[[str], bool]] = {
    **{name: _words(name) for name in _WORDS},
    **dict.fromkeys(_LENGTHS, _is_length),
    **dict.fromkeys(_COLOURS, _is_colour),
    **dict.fromkeys(_FREE, bool),
}
