"""HTML to pieces: the main content of a page, or every block of a fragment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from retrieval.loading.html.main import main_part, reachable
from retrieval.loading.html.reading import NAVIGATION, NOISE, read
from retrieval.loading.html.tree import marked_main, parse
from retrieval.loading.pieces import Piece, UnreadableFileError, outlined, squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_META = "policydesk:"


def html_pieces(fragment: str) -> list[Piece]:
    """Every block of an HTML fragment that can be seen. Raises UnreadableFileError when all its text is hidden."""
    page = parse(fragment)
    return _seen([] if page.tree is None else outlined(read(page.tree)), page.dropped)


def page_pieces(page: str) -> tuple[list[Piece], dict[str, Any], str]:
    """Main content of an HTML page, what its `policydesk:` meta tags say, and its title (may be empty).

    The main content is what the page itself marks as such, else the part of it in which trafilatura (Barbaresi 2021)
    finds some; navigation, side bars and footers go, but for what says how to reach somebody.
    Raises UnreadableFileError when all its text is hidden.
    """
    parsed = parse(page)
    tree = parsed.tree
    if tree is None:
        return [], {}, ""
    meta, title = _meta(tree), _page_title(tree)
    everything = read(tree, NAVIGATION)
    addresses = [squeeze(element.text_content()) for element in tree.iter("address")]
    marked = marked_main(tree)
    pieces = [piece for part in marked for piece in read(part, NOISE)]
    if marked and not any(piece.kind == "heading" and piece.level == 1 for piece in pieces):
        pieces = [*(piece for piece in everything if piece.kind == "heading" and piece.level == 1), *pieces]
    pieces = pieces or main_part(read(tree, NOISE), tree)
    pieces += reachable(everything, pieces, addresses)
    return _seen(outlined(pieces), parsed.dropped), meta, _title("" if title in parsed.skips else title, pieces)


def _seen(pieces: list[Piece], dropped: bool) -> list[Piece]:
    if dropped and not pieces:
        raise UnreadableFileError("holds no text that can be seen: make its text visible or remove the file")
    return pieces


def _meta(tree: HtmlElement) -> dict[str, Any]:
    keys: dict[str, Any] = {}
    if language := tree.get("lang"):
        keys["language"] = language
    for tag in tree.iter("meta"):
        name, content = tag.get("name") or "", tag.get("content") or ""
        if name == f"{_META}aliases":
            names = [part.strip() for part in content.split(" = ")]
            keys.setdefault("aliases", []).append(names if len(names) > 1 else content.strip())
        elif name.startswith(_META):
            keys[name.removeprefix(_META)] = content
    return keys


def _page_title(tree: HtmlElement) -> str:
    element = tree.find(".//title")
    return squeeze(element.text_content()) if element is not None else ""


def _title(title: str, pieces: list[Piece]) -> str:
    """The first heading where `<title>` repeats it beside the site's name, else `<title>`, else the first heading."""
    heading = next((piece.text for piece in pieces if piece.kind == "heading"), "")
    return heading if not title or (heading and heading in title) else title
