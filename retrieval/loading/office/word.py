"""The XML of a Word document made ready for mammoth, which loses or shows what a reader sees otherwise.

What is hidden goes; fields, ruby and formulas become plain text; text boxes without a fallback are read; paragraphs with an
outline level become headings; automatic numbers are written out (ECMA-376 part 1, 17.3, 17.9, 17.16).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # type: ignore[import-untyped]

HEADING = "PolicydeskHeading"  # the style id, before its level, that a heading is given
_UNWRAPPED = ("fldSimple", "ruby", "rubyBase", "dir", "bdo")
_COUNTS = ("PAGE", "NUMPAGES", "SECTIONPAGES")  # fields that only number pages
_FALSE = ("0", "false", "off")
_TINY = 4  # half points: text of two points is no text to be read
_WHITE = "FFFFFF"


def val(element: Element | None, name: str = "val") -> str | None:
    """An attribute of a WordprocessingML element, whatever its namespace; None where it or the element is missing."""
    if element is None:
        return None
    found = (value for key, value in element.items() if key.rpartition("}")[2] == name)
    return next(found, None)


def is_on(properties: Element | None, name: str) -> bool | None:
    """Whether a toggle is set in `properties`; None where it is not given."""
    found = properties.find(f"{{*}}{name}") if properties is not None else None
    return None if found is None else val(found) not in _FALSE


class Styles:
    """What the paragraph and character styles of a document say, the styles that they are based on included."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {val(style, "styleId"): style for style in root.iter("{*}style")} if root is not None else {}

    def chain(self, style_id: str | None) -> Iterator[Element]:
        """A style and those below it, the nearest first."""
        seen: set[str | None] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = val(self._styles[style_id].find("{*}basedOn"))

    def name(self, style_id: str | None) -> str:
        """The name of a style in lower case; Word keeps that of its own styles in English."""
        style = self._styles.get(style_id)
        return (val(style.find("{*}name")) or "").lower() if style is not None else ""

    def hides(self, style_id: str | None) -> bool:
        """Whether text of a style is hidden."""
        said = (is_on(style.find("{*}rPr"), "vanish") for style in self.chain(style_id))
        return next((each for each in said if each is not None), False)

    def level(self, paragraph: Element) -> int:
        """The level of the heading that a paragraph is, from 1; 0 where it is none."""
        properties = paragraph.find("{*}pPr")
        if properties is None:
            return 0
        style_id = val(properties.find("{*}pStyle"))
        if self.name(style_id) == "title":
            return 1
        of_styles = [style.find("{*}pPr/{*}outlineLvl") for style in self.chain(style_id)]
        stated = (val(each) for each in (properties.find("{*}outlineLvl"), *of_styles))
        level = next((each for each in stated if each), "9")
        return int(level) + 1 if level.isdecimal() and int(level) < 6 else 0


def drop_unseen(root: Element, styles: Styles) -> bool:
    """Take hidden runs out of a story, and white ones on white and those too small to read; whether there were any."""
    dropped = False
    for run in list(root.iter("{*}r")):
        if _is_unseen(run, styles):
            dropped = dropped or any((text.text or "").strip() for text in run.iter("{*}t"))
            run.getparent().remove(run)
    return dropped


def _is_unseen(run: Element, styles: Styles) -> bool:
    properties = run.find("{*}rPr")
    paragraph = next(run.iterancestors("{*}p"), None)
    own = is_on(properties, "vanish")
    if own is None:
        marks = [properties.find("{*}rStyle") if properties is not None else None]
        marks.append(paragraph.find("{*}pPr/{*}pStyle") if paragraph is not None else None)
        own = any(styles.hides(val(mark)) for mark in marks)
    if own or properties is None:
        return bool(own)
    size = val(properties.find("{*}sz")) or ""
    is_white = (val(properties.find("{*}color")) or "").upper() == _WHITE
    return (size.isdecimal() and int(size) <= _TINY) or (is_white and not _is_shaded(run, properties))


def _is_shaded(run: Element, properties: Element) -> bool:
    """Whether anything round a run has a ground of its own, on which white letters can be seen."""
    around = (each.find(f"{{*}}{each.tag.rpartition('}')[2]}Pr") for each in run.iterancestors())
    holders = [properties, *around]
    marks = [holder.find(mark) for holder in holders if holder is not None for mark in ("{*}shd", "{*}highlight")]
    grounds = {(val(mark, "fill") or val(mark) or "auto").upper() for mark in marks if mark is not None}
    in_box = any(each.tag.rpartition("}")[2] == "txbxContent" for each in run.iterancestors())
    in_table = any(each.tag.rpartition("}")[2] == "tbl" for each in run.iterancestors())  # its style may shade it
    return in_box or in_table or bool(grounds - {"AUTO", _WHITE, "NONE"})


def write_out(root: Element) -> None:
    """Make plain text of what mammoth drops: simple fields, ruby, formulas, text boxes without a fallback."""
    from lxml import etree  # type: ignore[import-untyped]

    for reading in list(root.iter("{*}rt")):
        reading.getparent().remove(reading)
    for element in list(root.iter(*(f"{{*}}{name}" for name in _UNWRAPPED))):
        _unwrap(element)
    for formula in list(root.iter("{*}oMath")):
        namespace = _namespace(root)
        run = etree.SubElement(formula.getparent(), f"{{{namespace}}}r")
        etree.SubElement(run, f"{{{namespace}}}t").text = "".join(each.text or "" for each in formula.iter("{*}t"))
        formula.getparent().replace(formula, run)
    for both in list(root.iter("{*}AlternateContent")):
        choice, fallback = both.find("{*}Choice"), both.find("{*}Fallback")
        boxes = list(choice.iter("{*}txbxContent")) if choice is not None else []
        if boxes and (fallback is None or next(fallback.iter("{*}txbxContent"), None) is None):
            _put_boxes(both, boxes)
        elif boxes:
            both.remove(choice)  # its items would be counted twice
    for drawing in list(root.iter("{*}drawing")):
        boxes = list(drawing.iter("{*}txbxContent"))
        if boxes and not any(each.tag.endswith("}Choice") for each in drawing.iterancestors()):
            _put_boxes(drawing, boxes)


def _put_boxes(element: Element, boxes: Iterable[Element]) -> None:
    """Put the contents of text boxes where mammoth reads them."""
    from lxml import etree

    picture = etree.Element(f"{{{_namespace(element)}}}pict")
    for box in boxes:
        etree.SubElement(picture, "{urn:schemas-microsoft-com:vml}textbox").append(box)
    element.getparent().replace(element, picture)


def _namespace(element: Element) -> str:
    """The namespace of WordprocessingML that a story is in; there are two of them."""
    root = element.getroottree().getroot()
    return str(root.tag[1:].partition("}")[0])


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    if element.tag.endswith("}fldSimple") and _is_count(val(element, "instr")):
        parent.remove(element)
        return
    at = parent.index(element)
    inside = list(element)
    if element.tag.endswith("}ruby"):
        inside = [run for base in element.iter("{*}rubyBase") for run in base]
        outer = parent  # ruby stands inside a run, and holds runs
        parent, at = outer.getparent(), outer.getparent().index(outer) + 1
        element.getparent().remove(element)
    else:
        parent.remove(element)
    for number, child in enumerate(inside):
        parent.insert(at + number, child)


def _is_count(instruction: str | None) -> bool:
    return (instruction or "").split()[:1] in [[name] for name in _COUNTS]


def drop_counts(root: Element) -> None:
    """Take the numbers of pages out of a header or footer."""
    for paragraph in root.iter("{*}p"):
        depth, counting = 0, False
        for run in list(paragraph.iter("{*}r")):
            instruction = run.find("{*}instrText")
            counting = counting or (instruction is not None and _is_count(instruction.text))
            kind = val(run.find("{*}fldChar"), "fldCharType")
            depth += (kind == "begin") - (kind == "end")
            if counting:
                run.getparent().remove(run)
            counting = counting and depth > 0


def mark_headings(root: Element, styles: Styles) -> None:
    """Give each paragraph with an outline level the style that mammoth is told to be a heading."""
    from lxml import etree

    for paragraph in root.iter("{*}p"):
        level = styles.level(paragraph)
        properties = paragraph.find("{*}pPr")
        if properties is None:
            continue
        style = properties.find("{*}pStyle")
        if level and not any(each.tag.endswith("}tbl") for each in paragraph.iterancestors()):
            if style is None:
                style = etree.SubElement(properties, f"{{{_namespace(root)}}}pStyle")
            style.set(f"{{{_namespace(root)}}}val", f"{HEADING}{level}")
