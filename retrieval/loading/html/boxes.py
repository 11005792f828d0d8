"""Boxes of one shape beside each other, such as cards of people: what each holds stands in lines of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_INLINE = frozenset("a abbr b bdi cite code em i img mark small span strong time u var".split())


def part_boxes(tree: HtmlElement) -> None:
    """Put line breaks between inline elements that touch, where the box beside holds the same ones.

    A style sheet sets them below one another; without it they would run into one word ("KimHead").
    """
    for box in [each for each in tree.iter() if _is_touching(each)]:
        if any(_shape(other) == _shape(box) for other in (box.getprevious(), box.getnext())):
            for child in list(box)[:-1]:
                child.addnext(box.makeelement("br"))


def _is_touching(box: HtmlElement) -> bool:
    """Whether a box holds several inline elements, each with text, and nothing between them."""
    return (
        len(box) > 1
        and not (box.text or "").strip()
        and all(child.tag in _INLINE and not child.tail for child in list(box)[:-1])
        and not (box[-1].tail or "").strip()
        and all(child.tag == "img" or child.text_content().strip() for child in box)
    )


def _shape(box: HtmlElement | None) -> tuple[object, ...]:
    return () if box is None else (box.tag, *(child.tag for child in box if child.tag != "br"))
