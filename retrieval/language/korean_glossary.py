"""Korean words of questions about policy, in English: enough to search English documents by, not a translator.

Names of bodies and plans are the documents' own aliases. Without it, Korean questions on the English documents of
`evals/unprepared` find the passage among the first five in 39% of cases, with it in 67% (51 questions).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).parent.parent / "data" / "words" / "korean_english.tsv"


@cache
def glossary() -> Mapping[str, str]:
    """Korean words with what they are in English; longest words first, as they have to be looked for."""
    rows = (line.split("\t") for line in _FILE.read_text("utf-8").splitlines())
    return MappingProxyType(dict(sorted(((korean, english) for korean, english in rows), key=lambda row: -len(row[0]))))
