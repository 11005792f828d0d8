"""Titles and headings outside citations: none that holds a phone, an e-mail or an address on the web is said there."""

from __future__ import annotations

from functools import lru_cache

from retrieval.language.values import values

_ADDRESSES = ("phone", "email", "url")


@lru_cache(maxsize=2_000)
def holds_address(text: str) -> bool:
    """Whether a text holds a way to reach somebody, which may only be shown as a quote with its source."""
    return any(claim.kind in _ADDRESSES for claim in values(text))


def said_title(title: str, document_id: str) -> str:
    """The title as it may be said, else the document's name."""
    return document_id if holds_address(title) else title
