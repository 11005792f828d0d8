"""A tree to pieces: one pass over its elements in the order they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retrieval.language.values import values
from retrieval.loading.html.numbers import markers
from retrieval.loading.html.raised import lowered, raised
from retrieval.loading.pieces import Piece, squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

HEADINGS = {f"h{n}": n for n in range(1, 7)}
_LISTS = {"ul", "ol", "menu"}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form header hr html legend li main nav p section summary table tbody td tfoot th thead tr".split()
)
_UNSEEN = frozenset(
    "script style noscript template head title meta link iframe object svg math canvas audio video "
    "select option datalist button textarea".split()
)
NOISE = frozenset(("nav", "aside", "footer", "form"))
NAVIGATION = frozenset(("nav", "form"))
_ROLES = {"navigation": "nav", "complementary": "aside", "contentinfo": "footer", "search": "form"}


def read(tree: HtmlElement, leave_out: frozenset[str] = frozenset()) -> list[Piece]:
    """The blocks of a tree without the parts named in `leave_out`, as tags or as the roles that stand for them."""
    reading = _Reading(leave_out)
    reading.visit(tree)
    reading.flush()
    return reading.pieces


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\r", " ")


@dataclass(slots=True)
class _Reading:
    """One pass over a tree in reading order; inline text gathers in `words` until a block begins or ends."""

    leave_out: frozenset[str] = frozenset()
    pieces: list[Piece] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    marker: str = ""
    depth: int = 0

    def visit(self, element: HtmlElement) -> None:
        tag = element.tag
        if isinstance(tag, str) and tag not in _UNSEEN and not (self.leave_out and self._is_left_out(element)):
            self._enter(element, tag)
        self.words.append(_flat(element.tail))

    def inside(self, element: HtmlElement) -> None:
        self.words.append(_flat(element.text))
        for child in element:
            self.visit(child)

    def flush(self) -> None:
        lines: list[str] = []
        for line in map(squeeze, "".join(self.words).split("\n")):
            if line and line not in lines[-1:]:  # a picture's text is often its caption again
                lines.append(line)
        self.words.clear()
        text = "\n".join(lines)
        if text and self.marker:
            self.pieces.append(Piece("item", f"{self.marker} {text}", self.depth))
            self.marker = ""
        elif text:
            self.pieces.append(Piece("paragraph", text))

    def _is_left_out(self, element: HtmlElement) -> bool:
        part = _ROLES.get(element.get("role", ""), element.tag)
        if part == "form" and next(element.iterdescendants("p", "table", "ul", *HEADINGS), None) is not None:
            return False  # it holds more than fields to fill in: some pages are one form
        return part in self.leave_out

    def _enter(self, element: HtmlElement, tag: str) -> None:
        if tag == "br":
            self.words.append("\n")
        elif tag in {"sup", "sub"}:
            self.words.append((raised if tag == "sup" else lowered)("".join(self.words[-3:]), element))
        elif tag in HEADINGS:
            self._whole(Piece("heading", self._text(element), HEADINGS[tag]))
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

    def _text(self, element: HtmlElement) -> str:
        """All text of a heading or table cell on one line; blocks inside it are kept apart."""
        reading = _Reading(self.leave_out)
        reading.inside(element)
        reading.flush()
        parts = [squeeze(piece.text.removeprefix("- ")) for piece in reading.pieces]
        return ("; " if any(piece.kind == "item" for piece in reading.pieces) else " ").join(parts)

    def _whole(self, piece: Piece) -> None:
        self.flush()
        if piece.text.strip():
            self.pieces.append(piece)

    def _list(self, element: HtmlElement) -> None:
        self.flush()
        self.depth += 1
        self.words.append(_flat(element.text))
        numbers = iter(markers(element))
        for child in element:
            if child.tag == "li":
                self.flush()
                self._item(child, next(numbers))
                self.words.append(_flat(child.tail))
            else:
                self.visit(child)
        self.flush()
        self.depth -= 1

    def _item(self, element: HtmlElement, marker: str) -> None:
        self.marker = marker
        first = len(self.pieces)
        self.inside(element)
        self.flush()
        self.marker = ""
        self.pieces[first:] = [_card(piece) for piece in _joined(self.pieces[first:])]

    def _table(self, element: HtmlElement) -> None:
        self.flush()
        for row in element.iter("tr"):
            cells = [self._text(cell) for cell in row.iterchildren("td", "th")]
            if not any(cells[1:]):
                cells = cells[:1]  # however many columns it spans
            if any(cells):
                self.pieces.append(Piece("row", " | ".join(cells)))


def _is_data(table: HtmlElement) -> bool:
    """Whether a table holds data; one with tables or headings inside it only lays out a page."""
    return next(table.iterdescendants("table", *HEADINGS), None) is None


def _card(piece: Piece) -> Piece:
    """An item of several lines that state a phone or an e-mail as a block of its own: the card of a person, not one of many lines."""
    is_card = piece.text.startswith("- ") and piece.text.count("\n") > 1 and values(piece.text, "phone", "email")
    return Piece("paragraph", piece.text.removeprefix("- ")) if is_card else piece


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Pieces of one list item, its further paragraphs joined to the item before them, so that it stays whole."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.kind == "paragraph" and kept and kept[-1].kind == "item":
            kept[-1] = Piece("item", f"{kept[-1].text}\n{piece.text}", kept[-1].level)
        else:
            kept.append(piece)
    return kept
