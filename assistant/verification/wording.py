"""Whether a sentence's wording is borne out: by the share of its words that a passage says and the nearest vector, added.

`evals/fitting/wording.py` sets from which sum on, for sentences in the language of their passage and for those in another
one, and writes the figures beside it. A logistic regression over the two was no better than their sum.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from assistant.verification.support import Support

FLOORS_FILE = Path(__file__).parent.parent / "data" / "verification" / "wording.json"

Holds = Callable[[Support, bool], bool]
"""Whether what speaks for a sentence is enough; the second argument says whether it is in another language than its passage."""


def by_model(name: str) -> Holds:
    """By the floors that ship. They were set with one embedding model: whether another one brings languages together is not
    known, so by its vectors a sentence in another language always holds."""

    def holds(support: Support, foreign: bool) -> bool:
        stored = _stored()
        if foreign and name != stored["model"]:
            return True
        return bool(support.covered + support.cosine >= stored["foreign" if foreign else "same"])

    return holds


@cache
def _stored() -> Mapping[str, Any]:
    """Read once."""
    stored: Mapping[str, Any] = json.loads(FLOORS_FILE.read_text("utf-8"))
    return stored
