"""Which blocks of a page are its main content, and which of the others say how to reach somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from retrieval.language.values import values
from retrieval.loading.pieces import Piece

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_LEAST = 0.25  # of a page's characters: an extractor that finds less has not found its main part
_LONG = 20  # letters of a block that stands at no second place by chance
_NEAR = 2  # blocks before and behind a phone that may say whose it is


def main_part(pieces: Sequence[Piece], tree: HtmlElement) -> list[Piece]:
    """The blocks from the first to the last in which trafilatura finds main content, with the headings over them.

    It only says where the main part lies: what it drops inside (short cells, texts of pictures) stays. `tree` is used up.
    """
    found = {_key(line) for line in _extracted(tree).splitlines()}
    keys = [{_key(line) for line in piece.text.split("\n")} for piece in pieces]
    times = Counter(key for each in keys for key in each)
    sure = [
        n for n, each in enumerate(keys) if any(k in found and (times[k] == 1 or len(k) >= _LONG) for k in each if k)
    ]
    if not sure:
        return list(pieces)
    first, last = sure[0], sure[-1]
    while first and pieces[first].kind == pieces[first - 1].kind in {"row", "item"}:
        first -= 1
    while last + 1 < len(pieces) and pieces[last].kind == pieces[last + 1].kind in {"row", "item"}:
        last += 1
    while first and pieces[first - 1].kind == "heading":
        first -= 1
    top = [piece for piece in pieces[:first] if piece.kind == "heading" and piece.level == 1]
    part = [*top, *pieces[first : last + 1]]
    return part if _size(part) >= _LEAST * _size(pieces) else list(pieces)


def reachable(everything: Sequence[Piece], kept: Sequence[Piece], addresses: Iterable[str]) -> list[Piece]:
    """The blocks outside `kept` that state a phone, an e-mail or one of the `addresses`, each with those beside it."""
    texts = {piece.text for piece in kept}
    known = {each.value for each in values("\n".join(texts), "phone", "email")}
    marked = [_key(address) for address in addresses]
    chosen: set[int] = set()
    for number, piece in enumerate(everything):
        if piece.text in texts:
            continue
        states = any(each.value not in known for each in values(piece.text, "phone", "email"))
        if states or (len(_key(piece.text)) > 1 and any(_key(piece.text) in address for address in marked)):
            chosen.update(range(number - _NEAR, number + _NEAR + 1))
    return [piece for number, piece in enumerate(everything) if number in chosen and piece.text not in texts]


def _extracted(tree: HtmlElement) -> str:
    """The text of what trafilatura takes for the main content, a block a line."""
    from trafilatura import extract
    from trafilatura.settings import use_config

    for element in tree.iter(
        "details", "dialog", "summary"
    ):  # it drops them whole, as what is hidden from screen readers
        element.tag = "div"
    for element in tree.iterfind(".//*[@aria-hidden]"):
        del element.attrib["aria-hidden"]
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")  # at its own bound of 250 it flattens a short page, menus and all
    return extract(tree, include_tables=True, include_comments=False, favor_recall=True, config=config) or ""


def _key(line: str) -> str:
    """The letters and digits of a line; its bars, marks and spaces are set otherwise by the extractor."""
    return "".join(filter(str.isalnum, line))


def _size(pieces: Iterable[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)
