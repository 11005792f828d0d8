"""Sentences that are a passage's own words: they need no comparison, and a heading before them only says where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.verification.passage import View
from retrieval.patterns import late_pattern

_CONTACTS = frozenset({"phone", "email", "url"})
_JOINED = late_pattern(r"\s*(?:[,;.]\s*)?(?:and\s+)?")
_CLOSING = " .,;:"
_AFTER_HEADING = late_pattern(r"\s*[:–—]\s+")


def verbatim(text: str, views: Sequence[View]) -> list[tuple[int, int]]:
    """The fragments, as (source, fragment), whose words a sentence repeats in their order and without a gap, or none.

    Contacts are repeated by one fragment only: two that are joined could be of two entries.
    """
    bare = _plain(text)
    for at, view in enumerate(views):
        for first in range(len(view.fragments)):
            last = _run(bare, view, first)
            numbers = range(first, last + 1)
            if len(numbers) == 1 or (numbers and not any(_has_contact(view, number) for number in numbers)):
                return [(at, number) for number in numbers]
    return []


def under_heading(text: str, views: Sequence[View]) -> tuple[str, list[int]]:
    """What a sentence says after a heading of cited passages and a colon, and which passages have that heading.

    Without such a heading the whole sentence and all passages. A heading with a contact is no mere heading.
    """
    for heading in dict.fromkeys(each for view in views for each in _headings(view)):
        colon = _AFTER_HEADING.match(text, len(heading)) if text.startswith(heading) else None
        if colon and colon.end() < len(text):
            return text[colon.end() :], [at for at, view in enumerate(views) if heading in _headings(view)]
    return text, list(range(len(views)))


def _headings(view: View) -> Iterator[str]:
    if not any(claim.kind in _CONTACTS for claim in view.heading.values):
        yield from (" ".join(each.split()) for each in (*view.chunk.section, view.chunk.metadata.title) if each.strip())


def _run(bare: str, view: View, first: int) -> int:
    """The last of the fragments from `first` on that together are a text, or `first` - 1."""
    at = 0
    for number in range(first, len(view.fragments)):
        words = _plain(view.fragments[number].reading.text)
        if not words or not bare.startswith(words, at):
            break
        at += len(words)
        if at == len(bare):
            return number
        joined = _JOINED.match(bare, at)
        if joined is None or joined.end() == at:
            break
        at = joined.end()
    return first - 1


def _has_contact(view: View, number: int) -> bool:
    return any(claim.kind in _CONTACTS for claim in view.fragments[number].reading.values)


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(_CLOSING)
