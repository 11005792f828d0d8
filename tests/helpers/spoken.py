"""Sentences of the tables, as answers have them."""

from __future__ import annotations

from datetime import date

from assistant.wording import Said, said, say


def english(key: str, /, **values: str | int | date | Said) -> str:
    """A sentence in English."""
    return say(said(key, **values), "en")


def korean(key: str, /, **values: str | int | date | Said) -> str:
    """A sentence in Korean."""
    return say(said(key, **values), "ko")
