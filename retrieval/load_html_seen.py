"""Which text of a page a reader can see: everything else goes before the page is read.

Text that a person cannot see can be meant for the machine only, so it must not be quoted. Left out are elements and text
that attributes or the page's own styles hide. Struck-out text goes too: it is withdrawn, so that nobody may be told it as
valid. Style sheets in other files are not read, scripts are not run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from retrieval.load_colours import BLACK, WHITE, Colour, blend, look_alike
from retrieval.load_html_css import Declaration, Sheet, declarations, read_sheets
from retrieval.load_html_values import ROOT_SIZE, colours, font_size, length

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

Style = Mapping[str, str]

_SMALLEST = 5.0  # pixels; 0.3em of usual text is 4.8
_FAINTEST = 0.1  # of full opacity
_FAR = 500.0  # pixels beyond the left or upper edge, where a reader cannot scroll
_VERY_FAR = 5000.0  # pixels to the right or below, where nobody does
_NOWHERE = 100 * 9.0  # pixels that 100% count as in a move: -100% is off the screen, -50% centres something
_SLIT = 2.0  # pixels of width or height, in which cut-off text shows nothing
_SHADES = 20  # colours behind a text that are kept apart
_WHOLE_PAGE = ("html", "body")  # pages that hide themselves whole do so until their script has run
_NEVER_SHOWN = frozenset({"template", "noscript"})  # browsers run scripts, so what stands in for them is not shown
_STRUCK = frozenset({"s", "del", "strike"})
_NOT_SHOWN = Declaration("display", "none", important=False)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_CLIPPED = re.compile(
    r"rect\((?:\s*[01](?:px)?[\s,]*){4}\)|inset\(\s*(?:5\d|[6-9]\d|100)%[^)]*\)|circle\(\s*0[a-z%]*[^)]*\)"
)
_MOVE = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)")
_NO_SCALE = re.compile(r"scale(?:x|y|3d)?\(\s*(?:[^,)]+,\s*)?0?\.?0+\d?\s*[,)]")


@dataclass(frozen=True, slots=True)
class _Look:
    """What an element hands on to its children: `grounds` are the colours behind the text, none if a picture is."""

    colour: tuple[Colour, float] = (BLACK, 1.0)
    grounds: tuple[Colour, ...] = (WHITE,)
    size: float = ROOT_SIZE
    is_hidden: bool = False
    is_indented_away: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)


def drop_unseen(tree: HtmlElement) -> bool:
    """Take out of a page what a reader cannot see; whether that was any text."""
    sheet = read_sheets(tree)
    unseen: list[HtmlElement] = []
    dropped = _visit(tree, _Look(), sheet, unseen)
    for element in unseen:
        dropped = dropped or bool(element.text_content().strip())
        if element.getparent() is not None:
            element.drop_tree()
    return dropped


def _visit(element: HtmlElement, above: _Look, sheet: Sheet, unseen: list[HtmlElement]) -> bool:
    """Empty the text that cannot be seen in an element that stays, and list in `unseen` what goes whole."""
    declared = sheet.declared(element, _hints(element))
    variables = {**above.variables, **{n: v for n, v in declared.items() if n.startswith("--")}}
    style = {name: _resolved(value, variables) for name, value in declared.items()}
    if element.tag in _NEVER_SHOWN | _STRUCK or (element.tag not in _WHOLE_PAGE and _is_gone(style, above.size)):
        unseen.append(element)
        return False
    look = _look(element, style, replace(above, variables=variables))
    dropped = False
    is_unseen = _is_unseen(style, look)
    if is_unseen and element.tag not in {"style", "script", "title"}:
        dropped = bool((element.text or "").strip())
        element.text = None
        element.attrib.pop("alt", None)
    for child in element:
        if not isinstance(child.tag, str):
            continue
        dropped = _visit(child, look, sheet, unseen) or dropped
        if is_unseen and (child.tail or "").strip():
            dropped, child.tail = True, None
    return dropped


def _hints(element: HtmlElement) -> list[Declaration]:
    """What attributes of HTML say about looks."""
    hints: list[Declaration] = []
    if "hidden" in element.attrib or (element.tag == "dialog" and "open" not in element.attrib):
        hints.append(_NOT_SHOWN)
    if "bgcolor" in element.attrib:
        hints += declarations(f"background-color: {element.get('bgcolor')}")
    if "background" in element.attrib:
        hints += declarations("background-image: url(picture)")
    colour = element.get("color" if element.tag == "font" else "text", "")
    if element.tag in {"font", "body"} and colour:
        hints += declarations(f"color: {colour}")
    return hints


def _resolved(value: str, variables: Mapping[str, str]) -> str:
    """A value with its `var()` filled in; five deep at most, since they can go round in a circle."""
    for _ in range(5):
        if "var(" not in value or len(value) > 1000:
            break
        value = _VARIABLE.sub(lambda match: variables.get(match[1], match[2] or ""), value)
    return value


def _look(element: HtmlElement, style: Style, above: _Look) -> _Look:
    size = font_size(style.get("font-size", ""), above.size)
    hidden = style.get("visibility", "")
    is_hidden = hidden in {"hidden", "collapse"} or (above.is_hidden and hidden not in {"visible", "initial"})
    indent = length(style["text-indent"], size, _NOWHERE) if "text-indent" in style else None
    found = [] if style.get("color") == "currentcolor" else colours(style.get("color", ""))
    return replace(
        above,
        colour=found[0] if found else above.colour,
        grounds=_grounds(style, above.grounds),
        size=size,
        is_hidden=is_hidden and element.tag not in _WHOLE_PAGE,
        is_indented_away=above.is_indented_away if indent is None else indent <= -_FAR,
    )


def _grounds(style: Style, behind: tuple[Colour, ...]) -> tuple[Colour, ...]:
    """The colours behind the text of an element; those of a gradient are several, those of a picture unknown."""
    image = style.get("background-image", "")
    if "url(" in image or "image-set(" in image:
        return ()
    painted = colours(style.get("background-color", ""))
    painted = colours(image) or painted if "gradient(" in image else painted[-1:]
    if not painted:
        return behind
    if not behind:
        return tuple(ink for ink, opacity in painted if opacity > 1 - _FAINTEST)
    return tuple(dict.fromkeys(blend(ink, ground, opacity) for ink, opacity in painted for ground in behind))[:_SHADES]


def _is_unseen(style: Style, look: _Look) -> bool:
    """Whether the text that stands directly in an element cannot be seen."""
    if look.is_hidden or look.is_indented_away or look.size < _SMALLEST:
        return True
    if style.get("background-clip") == "text" or not look.grounds:
        return False
    ink, opacity = look.colour
    return all(look_alike(blend(ink, ground, opacity), ground) for ground in look.grounds)


def _is_gone(style: Style, em: float) -> bool:
    """Whether an element is not shown, or struck out, with all that is in it."""
    if "line-through" in style.get("text-decoration-line", ""):
        return True
    if style.get("display") == "none" or style.get("content-visibility") == "hidden":
        return True
    opacity = length(style.get("opacity", "1"), 1.0, 1.0)
    if opacity is not None and opacity < _FAINTEST:
        return True
    return _is_cut_off(style, em) or _is_moved_away(style, em)


def _is_cut_off(style: Style, em: float) -> bool:
    position = style.get("position", "static")
    if position in {"absolute", "fixed"} and _CLIPPED.match(style.get("clip", "")):
        return True
    if _CLIPPED.match(style.get("clip-path", "")):
        return True
    if style.get("overflow", "").split(" ")[0] not in {"hidden", "clip"} or style.get("display") == "inline":
        return False
    sizes = (style.get(name) for name in ("width", "height", "max-width", "max-height"))
    pixels = [length(size, em, 10 * _NOWHERE) for size in sizes if size]
    return any(each is not None and each < _SLIT for each in pixels)


def _is_moved_away(style: Style, em: float) -> bool:
    def pixels(name: str) -> float:
        return length(style.get(name, "0"), em, _NOWHERE) or 0.0

    if pixels("margin-left") <= -_FAR or pixels("margin-top") <= -_FAR:
        return True
    if style.get("position", "static") != "static":
        away = [pixels("left"), pixels("top"), -pixels("right"), -pixels("bottom")]
        if min(away[:2]) <= -_FAR or any(abs(each) >= _VERY_FAR for each in away):
            return True
    transform = style.get("transform", "")
    moves = (length(part, em, _NOWHERE) or 0.0 for match in _MOVE.finditer(transform) for part in match[1].split(","))
    return bool(_NO_SCALE.search(transform)) or any(abs(move) >= _FAR for move in moves if move < 0 or move > _VERY_FAR)
