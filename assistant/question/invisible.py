"""Characters that nobody sees: format and tag characters, unassigned ones, and controls. Instructions are hidden in them."""

from __future__ import annotations

import unicodedata

_UNSEEN = frozenset({"Cf", "Cs", "Co", "Cn"})


def without_unseen(text: str, *, keep: str = "") -> str:
    """The text without unseen characters; controls become blanks, except those in `keep`."""
    if text.translate(dict.fromkeys(map(ord, keep))).isprintable():
        return text  # most texts by far, and a look at each character of theirs takes long
    seen = (c for c in text if c in keep or unicodedata.category(c) not in _UNSEEN)
    return "".join(" " if c not in keep and unicodedata.category(c) == "Cc" else c for c in seen)
