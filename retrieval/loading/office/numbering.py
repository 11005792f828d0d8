"""The automatic numbers of a Word document written out (ECMA-376 part 1, 17.9): they are not in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from retrieval.loading.office.word import Styles, is_on, val

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # type: ignore[import-untyped]

MARK = "\ue001"  # stands round a number that was written out; from the private use area
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_ROWS = {"ganada": "가나다라마바사아자차카타파하", "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"}
_SILENT = ("bullet", "none")
_PLACE = re.compile(r"%([1-9])")


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, dict[int, Element]] = {}
        self._of: dict[str, str] = {}  # the list whose numbers an instance goes on with
        self._counts: dict[str, list[int | None]] = {}
        if root is None:
            return
        for abstract in root.iter("{*}abstractNum"):
            self._lists[val(abstract, "abstractNumId") or ""] = _levels(abstract)
        for instance in root.iter("{*}num"):
            self._read(instance)

    def _read(self, instance: Element) -> None:
        number = val(instance, "numId") or ""
        abstract = val(instance.find("{*}abstractNumId")) or ""
        levels = dict(self._lists.get(abstract, {}))
        own = [each for each in instance.iterchildren("{*}lvlOverride") if len(each)]
        for override in own:
            levels |= _levels(override)
            if (start := override.find("{*}startOverride")) is not None:
                level = _whole(val(override, "ilvl"))
                levels[level] = _restarted(levels.get(level), start)
        self._of[number] = f"own {number}" if own else abstract
        self._lists[self._of[number]] = levels

    def label(self, paragraph: Element) -> str | None:
        """The number or letter before a paragraph, counted on; "" for a bullet, None where it is no item of a list."""
        found = self._place(paragraph)
        if found is None:
            return None
        name, level = found
        levels = self._lists[name]
        if level not in levels:
            return ""
        counts = self._counts.setdefault(name, [None] * 9)
        counts[level] = (counts[level] or 0) + 1 if counts[level] is not None else _start(levels[level])
        counts[level + 1 :] = [None] * (8 - level)
        if (val(levels[level].find("{*}numFmt")) or "decimal") in _SILENT:
            return ""
        text = val(levels[level].find("{*}lvlText")) or ""
        legal = is_on(levels[level], "isLgl")

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            count = counts[at] if counts[at] is not None else _start(levels[at]) if at in levels else 1
            form = "decimal" if legal or at not in levels else val(levels[at].find("{*}numFmt")) or "decimal"
            return _written(count or 0, form)

        return _PLACE.sub(number, text)

    def _place(self, paragraph: Element) -> tuple[str, int] | None:
        """The list and the level of a paragraph, by itself or by its style."""
        properties = paragraph.find("{*}pPr")
        if properties is None:
            return None
        style_id = val(properties.find("{*}pStyle"))
        chain = [properties, *(style.find("{*}pPr") for style in self._styles.chain(style_id))]
        said = [each.find("{*}numPr") for each in chain if each is not None]
        ids = (val(each.find("{*}numId")) for each in said if each is not None)
        number = next((each for each in ids if each), None)
        if number is None or number == "0" or self._of.get(number) not in self._lists:
            return None
        levels = (val(each.find("{*}ilvl")) for each in said if each is not None)
        return self._of[number], min(_whole(next((each for each in levels if each), "0")), 8)

    def write(self, root: Element) -> None:
        """Put the number of each item before its text, between marks."""
        from lxml import etree  # type: ignore[import-untyped]

        for paragraph in root.iter("{*}p"):
            label = self.label(paragraph)
            if label:
                namespace = paragraph.tag[1:].partition("}")[0]
                run = etree.Element(f"{{{namespace}}}r")
                etree.SubElement(run, f"{{{namespace}}}t").text = f"{MARK}{label}{MARK}"
                paragraph.insert(1 if paragraph[0].tag.endswith("}pPr") else 0, run)


def silence(root: Element) -> None:
    """Make every list one of bullets, once its numbers are written out."""
    for form in root.iter("{*}numFmt"):
        for key in form.attrib:
            form.set(key, "bullet")


def _levels(holder: Element) -> dict[int, Element]:
    return {_whole(val(level, "ilvl")): level for level in holder.iterchildren("{*}lvl")}


def _restarted(level: Element | None, start: Element) -> Element:
    from copy import deepcopy

    changed = deepcopy(level) if level is not None else start.getparent()
    for old in changed.findall("{*}start"):
        changed.remove(old)
    changed.append(deepcopy(start))
    changed[-1].tag = start.tag.replace("startOverride", "start")
    return changed


def _start(level: Element) -> int:
    return _whole(val(level.find("{*}start")) or "1")


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 0


def _written(count: int, form: str) -> str:
    """A count in one of the forms of `w:numFmt`; digits where the form is none of ours."""
    if form in _ROWS:
        return _ROWS[form][(count - 1) % len(_ROWS[form])]
    if form in ("upperLetter", "lowerLetter") and count:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("upperRoman", "lowerRoman"):
        roman = "".join(_roman(count))
        return roman.upper() if form == "upperRoman" else roman
    if form == "decimalZero":
        return f"{count:02}"
    if form.startswith("decimalEnclosedCircle") and 0 < count <= 20:
        return chr(ord("①") + count - 1)
    return str(count)


def _roman(count: int) -> Iterator[str]:
    for value, letters in _ROMAN:
        yield letters * (count // value)
        count %= value
