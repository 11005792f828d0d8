"""Word documents: made ready, turned to HTML by mammoth, and read by the reader of HTML."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from retrieval.loading.html import html_pieces
from retrieval.loading.office import word
from retrieval.loading.office.numbering import MARK, Numbering, silence
from retrieval.loading.pieces import Package, Piece, UnreadableFileError, squeeze

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # type: ignore[import-untyped]

_KIND = "a Word document (.docx)"
_LARGEST_STORY = 16 * 2**20  # bytes of XML; mammoth takes a second for each of these megabytes
_MOST_PARAGRAPHS = 50_000  # cells of tables included; some 15 seconds of work
_NOTES = ("footnotes", "endnotes")
_BACK = re.compile(r'<a href="#(?:foot|end)note-ref-\d+">↑</a>')
_NUMBERED = re.compile(rf"(?s)(?:- )?{MARK}([^{MARK}]*){MARK}\s*")
_STYLES = "\n".join(
    [f"p.{word.HEADING}{level} => h{level}:fresh" for level in range(1, 7)] + ["comment-reference => !"]
)


def docx_pieces(data: bytes) -> tuple[list[Piece], dict[str, Any], str]:
    """Blocks, metadata keys (what was left out under `not_read`) and title of a Word document.

    Tracked changes are read as if accepted. Raises UnreadableFileError.
    """
    import mammoth

    package = Package(data, _KIND)
    main = _main(package)
    folder = main.rpartition("/")[0]
    prepared, left_out = _prepared(package, main, folder)
    try:
        page = mammoth.convert_to_html(
            prepared, style_map=_STYLES, convert_image=_no_image, include_embedded_style_map=False
        )
    except (KeyError, IndexError, ValueError, AttributeError, TypeError, OSError) as error:
        raise UnreadableFileError(
            "has a structure that cannot be followed: open it with Word and save it anew"
        ) from error
    pieces = [_numbered(piece) for piece in html_pieces(_BACK.sub("", page.value))]
    return pieces, {"not_read": left_out} if left_out else {}, _title(package, pieces)


def _no_image(image: object) -> list[object]:
    return []


def _main(package: Package) -> str:
    """The part that holds the text, as the package itself says."""
    if "_rels/.rels" in package:
        for relation in package.xml("_rels/.rels"):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _related(package: Package, folder: str, main: str) -> dict[str, tuple[str, str]]:
    """Id -> kind and part of what the main part refers to."""
    name = f"{folder}/_rels/{main.rpartition('/')[2]}.rels"
    if name not in package:
        return {}
    found = {}
    for relation in package.xml(name):
        target = str(relation.get("Target", ""))
        path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        found[str(relation.get("Id", ""))] = (str(relation.get("Type", "")).rpartition("/")[2], path)
    return found


def _prepared(package: Package, main: str, folder: str) -> tuple[io.BytesIO, list[tuple[str, str]]]:
    """The package with its stories made ready and without anything that is not text, and what was left out."""
    from lxml import etree  # type: ignore[import-untyped]

    related = _related(package, folder, main)
    by_kind = {kind: part for kind, part in related.values() if part in package}
    styles = word.Styles(package.xml(by_kind["styles"]) if "styles" in by_kind else None)
    numbers = package.xml(by_kind["numbering"]) if "numbering" in by_kind else None
    numbering = Numbering(numbers, styles)
    document = package.xml(main, _LARGEST_STORY)
    if sum(1 for _ in document.iter("{*}p")) > _MOST_PARAGRAPHS:
        raise UnreadableFileError(f"has over {_MOST_PARAGRAPHS:,} paragraphs: split it into several files")
    stories = {main: document} | {
        by_kind[kind]: package.xml(by_kind[kind], _LARGEST_STORY) for kind in _NOTES if kind in by_kind
    }
    frames = _frames(package, document, related)
    hidden = False
    for root in [*stories.values(), *(root for _, root in frames)]:
        hidden = word.drop_unseen(root, styles) or hidden
        word.write_out(root)
        word.mark_headings(root, styles)
        numbering.write(root)
    _put_frames(document, frames)
    changed = {name: etree.tostring(root) for name, root in stories.items()}
    if numbers is not None:
        silence(numbers)
        changed[by_kind["numbering"]] = etree.tostring(numbers)
    left_out = [("hidden text", "")] if hidden else []
    left_out += [("comments", "")] if "comments" in by_kind else []
    return _packed(package, changed), left_out


def _packed(package: Package, changed: dict[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name in package:
            if name in changed or (name.endswith((".xml", ".rels")) and not name.endswith("comments.xml")):
                target.writestr(name, changed.get(name) or package.read(name))
    packed.seek(0)
    return packed


def _frames(package: Package, document: Element, related: dict[str, tuple[str, str]]) -> list[tuple[str, Element]]:
    """Each header and footer that the document uses, once: its kind and its root."""
    found: dict[str, tuple[str, Element]] = {}
    for reference in document.iter("{*}headerReference", "{*}footerReference"):
        kind, part = related.get(word.val(reference, "id") or "", ("", ""))
        if part in package and part not in found:
            found[part] = (kind, package.xml(part))
    return list(found.values())


def _put_frames(document: Element, frames: list[tuple[str, Element]]) -> None:
    """Put the paragraphs of headers before the text and those of footers behind it, each line once."""
    body = document.find("{*}body")
    if body is None:
        return
    seen: set[str] = set()
    at = 0
    for kind, root in frames:
        word.drop_counts(root)
        for link in list(root.iter("{*}hyperlink")):  # their targets stand in relations of their own
            link.attrib.clear()
            link.set(f"{{{link.tag[1:].partition('}')[0]}}}anchor", "x")
        for block in list(root):
            text = squeeze("".join(each.text or "" for each in block.iter("{*}t")))
            if text in seen or not _says_something(text):
                continue
            seen.add(text)
            at += kind == "header"
            body.insert(at - 1 if kind == "header" else len(body), block)


def _says_something(text: str) -> bool:
    """Whether a line of a header or footer holds more than the number of a page."""
    return any(map(str.isalpha, text)) or sum(map(str.isdigit, text)) >= 5


def _numbered(piece: Piece) -> Piece:
    """A block with its written-out number as the marker of the item."""
    return (
        replace(piece, text=_NUMBERED.sub(lambda found: f"{found[1]} " if found[1] else "", piece.text))
        if MARK in piece.text
        else piece
    )


def _title(package: Package, pieces: list[Piece]) -> str:
    """The title of the properties where the text holds it too: templates carry titles of other documents."""
    if "docProps/core.xml" not in package:
        return ""
    stated = squeeze(package.xml("docProps/core.xml").findtext("{http://purl.org/dc/elements/1.1/}title") or "")
    return stated if stated and any(stated in squeeze(piece.text) for piece in pieces[:20]) else ""
