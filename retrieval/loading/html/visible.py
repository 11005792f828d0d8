"""Which text of a page a reader can see: everything else goes before the page is read.

Text that a person cannot see can be meant for the machine only, so it must not be quoted. Left out are elements and text
that attributes or the page's own styles hide. Struck-out text goes too: it is withdrawn, so that nobody may be told it as
valid. What a tab or another control of the page opens stays. Style sheets in other files are not read, scripts are not run, and boxes are not laid out: what one box covers of
another is not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from retrieval.loading.html.css import Sheet, read_sheets
from retrieval.loading.html.element import StyledElement
from retrieval.loading.html.grid import COLLAPSED
from retrieval.loading.html.numbers import STYLE
from retrieval.loading.html.panels import opened, panels
from retrieval.loading.html.shapes import is_clipped_away, placing
from retrieval.loading.html.values import ROOT_SIZE, WINDOW, colours, font_size, length, opacity_of
from retrieval.loading.pieces import BLACK, WHITE, Colour, blend, look_alike

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

Style = Mapping[str, str]

_SMALLEST = 5.0  # pixels; 0.3em of usual text is 4.8
_FAINTEST = 0.1  # of full opacity
_FAR = 500.0  # pixels beyond the left or upper edge, where a reader cannot scroll
_VERY_FAR = 5000.0  # pixels to the right or below, where nobody does
_NOWHERE = 100 * 9.0  # pixels that 100% count as in a move: -100% is off the screen, -50% centres something
_SLIT = 2.0  # pixels of width or height, in which cut-off text shows nothing
_BLURRED = 0.25  # em of blur, from which letters run into each other
_SQUEEZED = -0.35  # em between letters, from which they lie on each other
_SHADES = 20  # colours behind a text that are kept apart
_WHOLE_PAGE = ("html", "body")  # pages that hide themselves whole do so until their script has run
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*(?:\([^()]*\)[^()]*)*))?\)", re.IGNORECASE)
_LONGEST_VALUE = 1000  # characters, its variables filled in
_EDGES = ("left", "right", "top", "bottom")
_FILTER = re.compile(r"(opacity|blur)\(([^()]*(?:\([^()]*\))?[^()]*)\)")


@dataclass(frozen=True, slots=True)
class _Look:
    """What an element hands on to its children: `grounds` are the colours behind the text, none if a picture is."""

    colour: tuple[Colour, float] = (BLACK, 1.0)
    fill: tuple[Colour, float] | None = None
    grounds: tuple[Colour, ...] = (WHITE,)
    size: float = ROOT_SIZE
    zoom: float = 1.0
    line: float = ROOT_SIZE
    spacing: float = 0.0
    is_hidden: bool = False
    is_indented_away: bool = False
    is_cropped: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)
    panels: frozenset[HtmlElement] = frozenset()


def drop_unseen(tree: HtmlElement) -> bool:
    """Take out of a page what a reader cannot see; whether that was any text."""
    sheet = read_sheets(tree)
    unseen: list[HtmlElement] = []
    dropped = _visit(StyledElement.from_html_root(tree), _Look(panels=panels(tree)), sheet, unseen)
    for element in unseen:
        dropped = dropped or bool(element.text_content().strip())
        if element.getparent() is not None:
            element.drop_tree()
    return dropped


def _visit(node: StyledElement, above: _Look, sheet: Sheet, unseen: list[HtmlElement]) -> bool:
    """Empty the text that cannot be seen in an element that stays, and list in `unseen` what goes whole."""
    element = node.etree_element
    declared = sheet.style(node, _hints(element))
    own = {name: value for name, value in declared.items() if name.startswith("--")}
    variables = {**above.variables, **own} if own else above.variables
    style: Style = {name: _resolved(value, variables) for name, value in declared.items() if name not in own}
    if element in above.panels:
        style = opened(style)
    if element.tag not in _WHOLE_PAGE and _is_gone(style, above.size, is_picture=element.tag == "img"):
        unseen.append(element)
        return False
    if element.tag in {"col", "colgroup"}:
        element.set(COLLAPSED, style.get("visibility", ""))
    if "list-style-type" in style and element.tag in {"ol", "li"}:
        element.set(STYLE, style["list-style-type"])
    look = _look(element, style, replace(above, variables=variables))
    dropped = False
    is_unseen = _is_unseen(style, look) or _is_replaced(element)
    if is_unseen and element.tag not in {"style", "script", "title"}:
        dropped = bool((element.text or "").strip())
        element.text = None
    for child in node.iter_children():
        dropped = _visit(child, look, sheet, unseen) or dropped
        if is_unseen and (child.etree_element.tail or "").strip():
            dropped, child.etree_element.tail = True, None
        if is_unseen and _is_replaced(element) and child.etree_element.get("slot") is None:
            unseen.append(child.etree_element)
    return dropped


def _is_replaced(element: HtmlElement) -> bool:
    """Whether a shadow tree without a slot stands in for what an element holds."""
    trees = [child for child in element.iterchildren("template") if child.get("shadowrootmode")]
    return any(next(tree.iter("slot"), None) is None for tree in trees)


def _hints(element: HtmlElement) -> str:
    """What attributes of HTML say about looks, as declarations."""
    hints: list[str] = []
    if "bgcolor" in element.attrib:
        hints.append(f"background-color: {_legacy(element.get('bgcolor'))}")
    if "background" in element.attrib:
        hints.append("background-image: url(picture)")
    colour = element.get("color" if element.tag == "font" else "text", "")
    if element.tag in {"font", "body"} and colour:
        hints.append(f"color: {_legacy(colour)}")
    if element.tag == "img":
        hints += [f"{side}: {element.get(side)}px" for side in ("width", "height") if element.get(side, "").isdecimal()]
    return ";".join(hints)


def _legacy(colour: str) -> str:
    """A colour of an attribute, whose hash sign may be missing."""
    return colour if colours(colour) else f"#{colour}"


def _resolved(value: str, variables: Mapping[str, str]) -> str:
    """A value with its `var()` filled in; five deep at most, since they can go round in a circle."""
    if "var(" not in value.lower():
        return value
    for _ in range(5):
        if len(value) > _LONGEST_VALUE:
            break
        value = _VARIABLE.sub(lambda match: variables.get(match[1], match[2] or ""), value)
    return value.strip().lower()


def _look(element: HtmlElement, style: Style, above: _Look) -> _Look:
    size = font_size(style.get("font-size", ""), above.size)
    hidden = style.get("visibility", "")
    is_hidden = hidden in {"hidden", "collapse"} or (above.is_hidden and hidden not in {"visible", "initial"})
    indent = length(style["text-indent"], size, _NOWHERE) if "text-indent" in style else None
    colour = (colours(style.get("color", "")) or (above.colour,))[0]
    fill = style.get("-webkit-text-fill-color", "inherit")
    zoom = length(style.get("zoom", "1"), 1.0, 1.0)
    line = style.get("line-height", "inherit")
    high = _pixels(style, "height", size)
    return replace(
        above,
        colour=colour,
        fill=above.fill if fill == "inherit" else (colours(fill) or (None,))[0],
        grounds=_grounds(style, above.grounds, colour),
        size=size,
        zoom=above.zoom * (1.0 if zoom is None else zoom),
        line=_line_height(line, size, above.line),
        spacing=(_pixels(style, "letter-spacing", size) or 0.0) / (size or 1.0)
        if "letter-spacing" in style
        else above.spacing,
        is_hidden=is_hidden and element.tag not in _WHOLE_PAGE,
        is_indented_away=above.is_indented_away if indent is None else indent <= -_FAR,
        is_cropped=(above.is_cropped or _crops(style)) and (high is None or high < _SLIT),
    )


def _line_height(value: str, size: float, inherited: float) -> float:
    """Pixels of a line, a bare number counting in em."""
    if value == "normal":
        return size
    if value == "inherit":
        return inherited
    number = length(value, size, size)
    bare = value.replace(".", "", 1).isdecimal()
    return inherited if number is None else number * size if bare else number


def _grounds(style: Style, behind: tuple[Colour, ...], ink: tuple[Colour, float]) -> tuple[Colour, ...]:
    """The colours behind the text of an element; those of a gradient are several, those of a picture unknown."""
    image = style.get("background-image", "")
    if "url(" in image or "image-set(" in image or "element(" in image:
        return ()
    said = style.get("background-color", "")
    painted = (ink,) if said == "currentcolor" else colours(said)
    painted = colours(image) or painted if "gradient(" in image else painted[-1:]
    if not painted:
        return behind
    if not behind:
        return tuple(ink for ink, opacity in painted if opacity > 1 - _FAINTEST)
    return tuple(dict.fromkeys(blend(ink, ground, opacity) for ink, opacity in painted for ground in behind))[:_SHADES]


def _is_unseen(style: Style, look: _Look) -> bool:
    """Whether the text that stands directly in an element cannot be seen."""
    if look.is_hidden or look.is_indented_away or look.size * look.zoom < _SMALLEST or look.spacing < _SQUEEZED:
        return True
    if look.is_cropped and look.line < _SLIT:
        return True
    if style.get("background-clip") == "text" or not look.grounds:
        return False
    ink, opacity = look.fill or look.colour
    return all(look_alike(blend(ink, ground, opacity), ground) for ground in look.grounds)


def _is_gone(style: Style, em: float, *, is_picture: bool) -> bool:
    """Whether an element is not shown, or struck out, with all that is in it."""
    if "line-through" in style.get("text-decoration-line", ""):
        return True
    if style.get("display") == "none" or style.get("content-visibility") == "hidden":
        return True
    opacity = opacity_of(style.get("opacity", "1"))
    if opacity is not None and opacity < _FAINTEST:
        return True
    mask = colours(style.get("mask-image", ""))
    if mask and all(opacity < _FAINTEST for _, opacity in mask):
        return True
    return _is_filtered_away(style, em) or _is_cut_off(style, em, is_picture) or _is_moved_away(style, em)


def _is_filtered_away(style: Style, em: float) -> bool:
    for name, value in _FILTER.findall(style.get("filter", "")):
        number = length(value, em, 1.0)
        if number is not None and (number < _FAINTEST if name == "opacity" else number > _BLURRED * em):
            return True
    return False


def _crops(style: Style) -> bool:
    """Whether what does not fit into the box of an element is cut off."""
    return bool({"hidden", "clip"} & set(style.get("overflow", "").split())) and not _is_inline(style)


def _is_inline(style: Style) -> bool:
    """Whether an element runs along in a line, where sizes and transforms do nothing."""
    floats = style.get("float", "none") != "none" or style.get("position", "static") in {"absolute", "fixed"}
    return style.get("display") == "inline" and not floats


def _is_cut_off(style: Style, em: float, is_picture: bool) -> bool:
    is_placed = style.get("position", "static") in {"absolute", "fixed"}
    if (is_placed and is_clipped_away(style.get("clip", ""), em)) or is_clipped_away(style.get("clip-path", ""), em):
        return True
    sizes = ("width", "height", "max-width", "max-height") if is_picture or _crops(style) else ()
    pixels = [_pixels(style, size, em) for size in sizes]
    return any(each is not None and each < _SLIT for each in pixels)


def _pixels(style: Style, name: str, em: float) -> float | None:
    return length(style[name], em, _NOWHERE) if name in style else None


def _is_moved_away(style: Style, em: float) -> bool:
    moves = {name: _pixels(style, name, em) or 0.0 for name in ("margin-left", "margin-top", *_EDGES)}
    if moves["margin-left"] <= -_FAR or moves["margin-top"] <= -_FAR:
        return True
    position = style.get("position", "static")
    if position != "static":
        away = [moves["left"], moves["top"], -moves["right"], -moves["bottom"]]
        if min(away[:2]) <= -_FAR or any(abs(each) >= _VERY_FAR for each in away):
            return True
        if position == "fixed" and (moves["left"] >= WINDOW[0] or moves["top"] >= WINDOW[1]):
            return True
    if _is_inline(style):
        return False
    placed = placing(style, em, _NOWHERE)
    is_turned = placed.is_turned and style.get("backface-visibility") == "hidden"
    far = min(placed.right, placed.down) <= -_FAR or max(placed.right, placed.down) > _VERY_FAR
    return placed.is_flat or is_turned or far
