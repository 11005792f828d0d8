"""Parts of a page that are shut until a reader opens them: tabs, accordions and what else a control of the page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_CONTROLS = ("a", "button", "summary", "input")
_TARGETS = ("aria-controls", "data-bs-target", "data-target", "href")
# Names by which widely used libraries (Bootstrap, Foundation, jQuery UI) find the parts that they open.
_NAMES = frozenset(
    "collapse tab-pane accordion-body accordion-collapse accordion-content accordion-panel tabs-panel ui-tabs-panel "
    "ui-accordion-content".split()
)
_SHUT = frozenset(("display", "visibility", "content-visibility", "height", "max-height", "overflow", "opacity"))


def panels(tree: HtmlElement) -> frozenset[HtmlElement]:
    """The elements that a control opens: by what they say of themselves, by its reference, or by standing behind it."""
    named = {name.lstrip("#") for name in _referred(tree)}
    return frozenset(each for each in tree.iter() if isinstance(each.tag, str) and _is_panel(each, named))


def opened(style: Mapping[str, str]) -> Mapping[str, str]:
    """The style of a panel once it is open."""
    return {name: value for name, value in style.items() if name not in _SHUT} | {"visibility": "visible"}


def _referred(tree: HtmlElement) -> Iterator[str]:
    for control in tree.iter():
        if control.tag in _CONTROLS or control.get("role") in {"tab", "button"}:
            yield from (name for target in _TARGETS for name in control.get(target, "").split() if name)


def _is_panel(element: HtmlElement, named: set[str]) -> bool:
    if element.tag in {"dialog", "template"} or "popover" in element.attrib:
        return False
    if (
        element.get("role") == "tabpanel"
        or element.get("id") in named
        or _NAMES & set(element.get("class", "").split())
    ):
        return True
    before = element.getprevious()
    return before is not None and (before.tag == "button" or "aria-expanded" in before.attrib)
