"""Values of CSS properties: lengths and colours, as far as they decide whether text can be seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from retrieval.loading.pieces import BLACK, WHITE, Colour, blend, from_cmyk

if TYPE_CHECKING:
    from tinycss2.ast import Node

ROOT_SIZE = 16.0  # pixels of 1rem, and of text that nothing is said about
WINDOW = (1280.0, 800.0)  # pixels of a usual window
_UNITS = {
    **{"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "rem": ROOT_SIZE},
    **{"vmin": 8.0, "vmax": 12.8, "dppx": 1.0, "x": 1.0, "dpi": 1 / 96, "dpcm": 1 / 37.8},
    **{f"{size}{side}": WINDOW[side in "hb"] / 100 for size in ("v", "sv", "lv", "dv") for side in "whib"},
}
_IN_EM = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "cap": 0.7, "lh": 1.2}
_TURNS = {"deg": 1 / 360, "grad": 1 / 400, "rad": 1 / math.tau, "turn": 1.0}
_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0}
_CHOICES: dict[str, Callable[[list[float]], float]] = {
    "min": min,
    "max": max,
    "clamp": lambda each: max(each[0], min(each[1], each[-1])),
}
_SYSTEM = {"canvas": WHITE, "canvastext": BLACK, "field": WHITE, "fieldtext": BLACK}
_CHANNELS = {"rgb": (255.0, 255.0, 255.0), "color": (1.0, 1.0, 1.0)}  # what a colour's parts are counted in
_XYZ_TO_RGB = ((3.2406, -1.5372, -0.4986), (-0.9689, 1.8758, 0.0415), (0.0557, -0.2040, 1.0570))
_D50_TO_D65 = (0.9505 / 0.9643, 1.0, 1.0890 / 0.8251)
_ODD = (ValueError, TypeError, IndexError, AttributeError, ZeroDivisionError, OverflowError, NotImplementedError)


@lru_cache(20_000)
def tokens(value: str) -> tuple[Node, ...]:
    """The parts of a value without white space."""
    from tinycss2 import parse_component_value_list

    return significant(parse_component_value_list(value, skip_comments=True))


def significant(nodes: Sequence[Node]) -> tuple[Node, ...]:
    return tuple(node for node in nodes if node.type not in {"whitespace", "comment"})


def word(node: Node) -> str:
    """The word or mark that a token is, in lower case; empty for others."""
    return str(node.lower_value if node.type == "ident" else node.value if node.type == "literal" else "")


def split(nodes: Sequence[Node], *at: str) -> list[list[Node]]:
    """Parts of a list of tokens between those (commas, words) in `at`."""
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if word(node) in at:
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


@lru_cache(20_000)
def length(value: str, em: float, percent: float) -> float | None:
    """Pixels of a length; `em` and `percent` are the pixels of 1em and of 100%. None for what is not one length."""
    return amount(tokens(value), em, percent)


def amount(nodes: Sequence[Node], em: float, percent: float) -> float | None:
    """What a sum, product or single number comes to (CSS Values 4, `calc()`), in pixels; None where it is none."""
    nodes = significant(nodes)
    terms: list[float] = []
    for sign, node in zip([None, *nodes[1::2]], nodes[::2], strict=False):
        number = _number(node, em, percent)
        mark = "+" if sign is None else word(sign)
        if number is None or mark not in {"+", "-", "*", "/"}:
            return None
        if mark in {"*", "/"}:
            terms[-1] = terms[-1] * number if mark == "*" else terms[-1] / number if number else math.inf
        else:
            terms.append(-number if mark == "-" else number)
    total = sum(terms)
    return total if len(nodes) % 2 and math.isfinite(total) else None


def _number(node: Node, em: float, percent: float) -> float | None:
    if node.type == "number":
        return float(node.value)
    if node.type == "percentage":
        return float(node.value) * percent / 100
    if node.type == "dimension":
        unit = node.lower_unit
        scale = _UNITS.get(unit, _TURNS.get(unit)) if unit not in _IN_EM else _IN_EM[unit] * em
        return None if scale is None else float(node.value) * scale
    if node.type == "() block":
        return amount(node.content, em, percent)
    if node.type != "function":
        return None
    if node.lower_name == "calc":
        return amount(node.arguments, em, percent)
    choose = _CHOICES.get(node.lower_name)
    each = [amount(part, em, percent) for part in split(node.arguments, ",")] if choose else []
    numbers = [number for number in each if number is not None]
    return choose(numbers) if choose and numbers and len(numbers) == len(each) else None


@lru_cache(20_000)
def font_size(value: str, inherited: float) -> float:
    """Pixels of a `font-size`; `inherited` where the value is none that is understood."""
    if value in _SIZES:
        return _SIZES[value]
    size = length(value, inherited, inherited)
    return inherited if size is None or size < 0 else size


@lru_cache(20_000)
def colours(value: str) -> tuple[tuple[Colour, float], ...]:
    """Every colour that stands in a value, gradients opened, with its opacity from 0 to 1."""
    return tuple(_colours(tokens(value)))


def _colours(nodes: Sequence[Node]) -> list[tuple[Colour, float]]:
    found: list[tuple[Colour, float]] = []
    for node in nodes:
        if colour := _colour(node):
            found.append(colour)
        elif node.type == "function":
            found += _colours(significant(node.arguments))
    return found


def _colour(node: Node) -> tuple[Colour, float] | None:
    from tinycss2.color5 import parse_color

    if word(node) in _SYSTEM:
        return _SYSTEM[word(node)], 1.0
    try:
        if node.type == "function" and node.lower_name == "color-mix":
            return _mixed(split(significant(node.arguments), ",")[1:])
        if node.type == "function" and (parts := significant(node.arguments)) and word(parts[0]) == "from":
            return _derived(node, parts)
        parsed = parse_color(node)
        return None if parsed is None or parsed == "currentcolor" else (_rgb(parsed), parsed.alpha)
    except _ODD:
        return None


def _rgb(parsed: Any) -> Colour:
    """The red, green and blue of a colour; those of other screens are taken as they stand."""
    first, second, third, *rest = (part or 0.0 for part in parsed.coordinates)
    if parsed.space in {"hsl", "hwb"}:
        first, second, third = parsed.to("srgb").coordinates
    elif parsed.space == "device-cmyk":
        first, second, third = from_cmyk(first, second, third, rest[0])
    elif "xyz" in parsed.space or "la" in parsed.space or "lch" in parsed.space:
        target = "xyz-d65" if parsed.space.startswith("ok") else "xyz-d50"
        xyz = parsed.coordinates if "xyz" in parsed.space else parsed.to(target).coordinates
        scale = _D50_TO_D65 if target == "xyz-d50" and parsed.space != "xyz-d65" else (1.0, 1.0, 1.0)
        xyz = [(part or 0.0) * factor for part, factor in zip(xyz, scale, strict=True)]
        first, second, third = (_gamma(sum(map(float.__mul__, row, xyz))) for row in _XYZ_TO_RGB)
    red, green, blue = (min(max(part, 0.0), 1.0) for part in (first, second, third))
    return red, green, blue


def _gamma(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else 1.055 * float(light ** (1 / 2.4)) - 0.055


def _mixed(parts: Sequence[Sequence[Node]]) -> tuple[Colour, float] | None:
    """A mixture of two colours, in red, green and blue whatever space is asked for."""
    (one, opacity), (other, other_opacity) = (_colours(part)[0] for part in parts)
    first, second = (
        next((float(node.value) / 100 for node in part if node.type == "percentage"), None) for part in parts
    )
    if first is not None and second is not None:
        share = first / (first + second)
    else:
        share = first if first is not None else 0.5 if second is None else 1 - second
    return blend(one, other, share), opacity * share + other_opacity * (1 - share)


def _derived(node: Node, parts: Sequence[Node]) -> tuple[Colour, float] | None:
    """A colour made from another one: exact in red, green and blue, else the other one."""
    base = _colour(parts[1])
    name = node.lower_name.removesuffix("a")
    if base is None or name not in _CHANNELS:
        return base
    (colour, opacity), scales = base, _CHANNELS[name]
    known = dict(zip("rgb", (part * scale for part, scale in zip(colour, scales, strict=True)), strict=True))
    rest = [part for part in parts[2:] if word(part) not in {"srgb", "/"}]
    values = [known.get(word(part)) if part.type == "ident" else _number(part, 0, 1.0) for part in rest]
    if len(values) > 3:
        opacity = opacity if values[3] is None else values[3]
    red, green, blue = (
        was if value is None else min(max(value / scale, 0.0), 1.0)
        for was, value, scale in zip(colour, values[:3], scales, strict=True)
    )
    return (red, green, blue), opacity


opacity_of: Callable[[str], float | None] = partial(length, em=1.0, percent=1.0)
