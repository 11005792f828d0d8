"""What an answer lists: its contacts, or the rows that it quotes, each as a reference for the questions that follow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.ask import Reference
from assistant.quoting.quotes import Quote, unescaped
from assistant.records import Citation, ContactCard
from retrieval.language import sections
from retrieval.patterns import late_pattern
from retrieval.records import Document

_ITEM = late_pattern(r"^\s*(?:-|\d+\.)\s+(.*)$", re.MULTILINE)
_MARK = late_pattern(r"\s*(?<!\\)\[(\d+)\]")
_HEAD_ENDS = late_pattern(r"\s*[:;(–]\s*")
_SHORTEST = 3  # characters that a head must have more of to tell anything


def quoted(
    quotes: Iterable[Quote], citations: Sequence[Citation], cards: Sequence[ContactCard]
) -> tuple[Reference, ...]:
    """What an answer of quotes lists, in order: the contacts where it shows several, else each item of a list or table."""
    marks = {(each.document_id, each.start, each.end): each.n for each in citations}
    rows = ((each.text, each.place, marks.get(each.place)) for each in quotes if each.marker)
    return _references(rows, cards)


def written(text: str, citations: Sequence[Citation], cards: Sequence[ContactCard]) -> tuple[Reference, ...]:
    """What a language model's text lists, as it comes from the verification; an item stands for what it cites first."""
    places = {each.n: (each.document_id, each.start, each.end) for each in citations}
    marked = ((line, _MARK.search(line)) for line in _ITEM.findall(text))
    numbered = ((line, int(mark[1]) if mark else None) for line, mark in marked)
    rows = ((unescaped(_MARK.sub("", line)), places.get(n or 0), n) for line, n in numbered)
    return _references(rows, cards)


def section(heading: str, document: Document) -> Reference:
    """A section of a document by its heading."""
    found = next((each for each in sections(document) if each.path[-1] == heading), None)
    place = (document.id, found.start, found.end) if found else (document.id, 0, len(document.text))
    return Reference(kind="section", id=_id(place), label=heading)


_Place = tuple[str, int, int]


def _references(
    rows: Iterable[tuple[str, _Place | None, int | None]], cards: Sequence[ContactCard]
) -> tuple[Reference, ...]:
    if len(cards) > 1:
        return tuple(_contact(each) for each in cards)
    by_mark = {each.citation: each for each in cards if each.citation is not None}
    return tuple(_items(rows, by_mark))


def _items(
    rows: Iterable[tuple[str, _Place | None, int | None]], by_mark: Mapping[int, ContactCard]
) -> Iterator[Reference]:
    for text, place, n in rows:
        card = by_mark.get(n) if n is not None else None
        yield _contact(card) if card else Reference(kind="row", id=_id(place) if place else "", label=_head(text))


def _contact(card: ContactCard) -> Reference:
    return Reference(kind="contact", id=card.id, label=card.team or card.unit or card.organisation or "")


def _id(place: _Place) -> str:
    document, start, end = place
    return f"{document}:{start}-{end}"


def _head(text: str) -> str:
    """What an item is about: its words before a colon, a semicolon or a bracket."""
    bare = " ".join(text.split())
    head = _HEAD_ENDS.split(bare)[0].strip().rstrip(".")
    return head if len(head) > _SHORTEST else bare.rstrip(".")
