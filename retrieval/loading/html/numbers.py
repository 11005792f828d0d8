"""What stands in front of the items of a list: bullets, and numbers as a browser counts them (HTML, 4.4.5 to 4.4.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

STYLE = "list-style-type"  # the attribute that holds what the style sheets say; HTML has none of that name
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_TYPES = {
    **{"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A"},
    **{"lower-roman": "i", "upper-roman": "I", "none": "-", "disc": "-", "circle": "-", "square": "-"},
}


def markers(element: HtmlElement) -> list[str]:
    """The marker of each item that stands directly in a list."""
    items = element.findall("li")
    if element.tag != "ol":
        return ["-"] * len(items)
    step = -1 if "reversed" in element.attrib else 1
    number = _whole(element.get("start"), len(items) if step < 0 else 1) - step
    found: list[str] = []
    for item in items:
        number = _whole(item.get("value"), number + step)
        kind = item.get(STYLE) or item.get("type") or element.get(STYLE) or element.get("type") or "1"
        found.append(_marker(number, _TYPES.get(kind, kind)))
    return found


def _whole(written: str | None, otherwise: int) -> int:
    sign, digits = (-1, written[1:]) if written and written.startswith("-") else (1, written or "")
    return sign * int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 7 else otherwise


def _marker(number: int, kind: str) -> str:
    if kind == "-":
        return "-"
    written = str(number)
    if kind in {"a", "A"} and number > 0:
        written = ""
        while number:
            number, letter = divmod(number - 1, 26)
            written = chr(ord("a") + letter) + written
    elif kind in {"i", "I"} and 0 < number < 4000:
        written = ""
        for value, letters in _ROMAN:
            written, number = written + letters * (number // value), number % value
    return f"{written.upper() if kind.isupper() else written}."
