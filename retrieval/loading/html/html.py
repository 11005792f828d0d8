"""HTML to pieces: the main content of a page, or every block of a fragment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from retrieval.loading.html.kept import with_headings
from retrieval.loading.html.tree import NUMBER_MARK, marked_main, parse, reachable_parts, without_noise
from retrieval.loading.pieces import Piece, UnreadableFileError, squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_LISTS = {"ul", "ol", "menu"}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form header hr html legend li main nav p section summary table tbody td tfoot th thead tr".split()
)
_UNSEEN = frozenset(
    "script style noscript template head title meta link iframe object svg math canvas audio video "
    "select option datalist button textarea".split()
)
_KEPT = 0.6  # of the characters in <main>; an extractor that keeps less has taken a table or a list for navigation
_SHORTEST = (250, 1)  # characters: trafilatura's own bound, below which it flattens a page, and none
_META = "policydesk:"


def html_pieces(fragment: str) -> list[Piece]:
    """Every block of an HTML fragment that can be seen. Raises UnreadableFileError when all its text is hidden."""
    tree, dropped = parse(fragment)
    return _seen([] if tree is None else _read(tree), dropped)


def page_pieces(page: str) -> tuple[list[Piece], dict[str, Any], str]:
    """Main content of an HTML page, what its `policydesk:` meta tags say, and its title (may be empty).

    Main content is chosen by trafilatura (Barbaresi 2021). Where that finds nothing, flattens lists and tables to one
    line, or loses much of what the page itself marks as main, the page's own mark, else the whole body, is followed.
    Raises UnreadableFileError when all its text is hidden.
    """
    tree, dropped = parse(page)
    if tree is None:
        return [], {}, ""
    main = marked_main(tree)
    marked = _read(without_noise(tree if main is None else main))
    least = 1 if main is None else _KEPT * _size(marked)
    candidates = (_extracted(tree, shortest) for shortest in _SHORTEST if not _is_nested(tree))
    good = (c for c in candidates if _size(c) >= least and _is_structured(c) >= _is_structured(marked))
    pieces = with_headings(next(good, marked), marked)
    pieces += _contacts(tree, pieces)
    return _seen(pieces, dropped), _meta(tree), _title(tree, pieces)


def _contacts(tree: HtmlElement, pieces: list[Piece]) -> list[Piece]:
    """The blocks of footers and side bars that say how to reach somebody, as far as they are not among `pieces`."""
    kept = {piece.text for piece in pieces}
    found = [piece for part in reachable_parts(tree) for piece in _read(without_noise(part))]
    return [piece for piece in found if piece.text not in kept]


def _seen(pieces: list[Piece], dropped: bool) -> list[Piece]:
    if dropped and not pieces:
        raise UnreadableFileError("holds no text that can be seen: make its text visible or remove the file")
    return pieces


def _extracted(tree: HtmlElement, shortest: int) -> list[Piece]:
    """What trafilatura takes for the main content, of which it expects at least `shortest` characters."""
    from lxml import html  # type: ignore[import-untyped]
    from trafilatura import extract
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(shortest))
    extracted = extract(
        html.tostring(tree, encoding="unicode"),
        output_format="html",
        include_tables=True,
        include_comments=False,
        include_formatting=True,
        favor_recall=True,
        config=config,
    )
    return _read(html.document_fromstring(extracted)) if extracted else []


def _is_nested(tree: HtmlElement) -> bool:
    """Whether a table holds another one, whose rows the extractor would move behind those of the outer one."""
    return any(next(table.iterdescendants("table"), None) is not None for table in tree.iter("table"))


def _is_structured(pieces: list[Piece]) -> bool:
    return any(piece.kind != "paragraph" for piece in pieces)


def _size(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


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


def _title(tree: HtmlElement, pieces: list[Piece]) -> str:
    """The first heading where `<title>` repeats it beside the site's name, else `<title>`, else the first heading."""
    element = tree.find(".//title")
    title = squeeze(element.text_content()) if element is not None else ""
    heading = next((piece.text for piece in pieces if piece.kind == "heading"), "")
    return heading if not title or (heading and heading in title) else title


def _read(tree: HtmlElement) -> list[Piece]:
    reading = _Reading()
    reading.visit(tree)
    reading.flush()
    return reading.pieces


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\r", " ")


def _text(element: HtmlElement) -> str:
    """All text of a heading or table cell on one line; blocks inside it are kept apart."""
    reading = _Reading()
    reading.inside(element)
    reading.flush()
    parts = [squeeze(piece.text.removeprefix("- ")) for piece in reading.pieces]
    return ("; " if any(piece.kind == "item" for piece in reading.pieces) else " ").join(parts)


@dataclass(slots=True)
class _Reading:
    """One pass over a tree in reading order; inline text gathers in `words` until a block begins or ends."""

    pieces: list[Piece] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    marker: str = ""
    depth: int = 0

    def visit(self, element: HtmlElement) -> None:
        tag = element.tag
        if isinstance(tag, str) and tag not in _UNSEEN:
            self._enter(element, tag)
        self.words.append(_flat(element.tail))

    def inside(self, element: HtmlElement) -> None:
        self.words.append(_flat(element.text))
        for child in element:
            self.visit(child)

    def flush(self) -> None:
        lines = [squeeze(line) for line in "".join(self.words).split("\n")]
        self.words.clear()
        text = "\n".join(filter(None, lines))
        if text and self.marker:
            self.pieces.append(Piece("item", f"{self.marker} {text}", self.depth))
            self.marker = ""
        elif text:
            self.pieces.append(Piece("paragraph", text))

    def _enter(self, element: HtmlElement, tag: str) -> None:
        if tag == "br":
            self.words.append("\n")
        elif tag == "img":
            self.words.append(_flat(element.get("alt")))
        elif tag in _HEADINGS:
            self._whole(Piece("heading", _text(element), _HEADINGS[tag]))
        elif tag == "pre":
            self._whole(Piece("paragraph", element.text_content().strip("\n")))
        elif tag in _LISTS:
            self._list(element)
        elif tag == "table" and _is_data(element):
            self._table(element)
        elif tag in _BLOCKS:
            self.flush()
            self.inside(element)
            self.flush()
        else:
            self.inside(element)

    def _whole(self, piece: Piece) -> None:
        self.flush()
        if piece.text.strip():
            self.pieces.append(piece)

    def _list(self, element: HtmlElement) -> None:
        self.flush()
        self.depth += 1
        self.words.append(_flat(element.text))
        for child in element:
            if child.tag == "li":
                self.flush()
                self._item(child)
                self.words.append(_flat(child.tail))
            else:
                self.visit(child)
        self.flush()
        self.depth -= 1

    def _item(self, element: HtmlElement) -> None:
        self.marker = "-"
        if (element.text or "").lstrip().startswith(NUMBER_MARK):
            _, self.marker, element.text = (element.text or "").split(NUMBER_MARK, 2)
        first = len(self.pieces)
        self.inside(element)
        self.flush()
        self.marker = ""
        self.pieces[first:] = _joined(self.pieces[first:])

    def _table(self, element: HtmlElement) -> None:
        self.flush()
        for row in element.iter("tr"):
            cells = [_text(cell) for cell in row.iterchildren("td", "th")]
            if not any(cells[1:]):
                cells = cells[:1]  # however many columns it spans
            if any(cells):
                self.pieces.append(Piece("row", " | ".join(cells)))


def _is_data(table: HtmlElement) -> bool:
    """Whether a table holds data; one with tables or headings inside it only lays out a page."""
    return next(table.iterdescendants("table", *_HEADINGS), None) is None


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Pieces of one list item, its further paragraphs joined to the item before them, so that it stays whole."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.kind == "paragraph" and kept and kept[-1].kind == "item":
            kept[-1] = Piece("item", f"{kept[-1].text}\n{piece.text}", kept[-1].level)
        else:
            kept.append(piece)
    return kept
