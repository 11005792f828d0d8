"""A PDF page and the forms painted on it, looked through before anything reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from retrieval.loading.pieces import UnreadableFileError

if TYPE_CHECKING:
    from pypdf import PageObject

_MOST_FORMS = 50_000  # painted on one page; PDFium takes some ten seconds for them
_PAINTS = re.compile(rb"\bDo\b")
_SIMPLE = {"/Type1", "/TrueType", "/MMType1"}
_OF_SIGNS = re.compile("symbol|dingbat|webding|wingding", re.IGNORECASE)
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


def prepare(page: PageObject) -> bool:
    """Make a page ready to read: fonts that are not in the file keep no map of their own. Says whether one had any.

    Raises UnreadableFileError when forms multiply, so that following them would take for ever.
    """
    distrusted: list[Any] = []
    if _painted(page, {}, {}, distrusted) >= _MOST_FORMS:
        raise UnreadableFileError("paints its forms too many times over and is probably damaged: export it anew")
    return bool(distrusted)


def _painted(holder: Any, above: Any, known: dict[int, int], distrusted: list[Any]) -> int:
    """At most how many forms are painted where `holder` is, forms in forms counted each time; stops at `_MOST_FORMS`."""
    if id(holder) in known:
        return known[id(holder)]
    known[id(holder)] = 0  # a form inside itself is not painted
    resources = holder["/Resources"].get_object() if "/Resources" in holder else above
    for font in _values(resources, "/Font"):
        if _distrust(font):
            distrusted.append(font)
    forms = [thing for thing in _values(resources, "/XObject") if thing.get("/Subtype") == "/Form"]
    if forms:
        deepest = max(_painted(form, resources, known, distrusted) for form in forms)
        known[id(holder)] = min(len(_PAINTS.findall(_content(holder))) * (1 + deepest), _MOST_FORMS)
    return known[id(holder)]


def _values(resources: Any, kind: str) -> list[Any]:
    named = resources.get(kind, {}).get_object() if kind in resources else {}
    found = [each.get_object() for each in named.values()]
    return [each for each in found if hasattr(each, "get")]


def _content(holder: Any) -> bytes:
    content = holder.get_contents() if hasattr(holder, "get_contents") else holder
    return bytes(content.get_data()) if content is not None else b""


def _distrust(font: Any) -> bool:
    """Take away the map to characters of a font that is drawn by the names of its letters, which may say otherwise.

    Says whether there was one.
    """
    descriptor = font.get("/FontDescriptor", {}).get_object() if "/FontDescriptor" in font else {}
    is_inside = any(program in descriptor for program in _PROGRAMS)
    if font.get("/Subtype") in _SIMPLE and not is_inside and not _OF_SIGNS.search(str(font.get("/BaseFont", ""))):
        encoding = font["/Encoding"].get_object() if "/Encoding" in font else {}
        if all(_is_known(name) for name in (encoding.get("/Differences", ()) if hasattr(encoding, "get") else ())):
            return font.pop("/ToUnicode", None) is not None
    return False


def _is_known(name: Any) -> bool:
    from pypdf._codecs.adobe_glyphs import adobe_glyphs

    return not isinstance(name, str) or name in adobe_glyphs
