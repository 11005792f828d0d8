"""Names as they look to a reader: two that look alike are one name, whatever characters they are written with."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from retrieval.patterns import late_pattern

# Cyrillic and Greek letters that are drawn like Latin ones (a part of Unicode's confusables.txt).
_DRAWN_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮԚԜаеѕіјкморсухһԁԛԝѵӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγικνορυχ",
    "ABESIJKMHOPCTYXYQWaesijkmopcyxhdqwvlABEZHIKMNOPTYXayiknopux",
)
_BETWEEN = late_pattern(r"[\W_]+")


@lru_cache(maxsize=16_384)  # every entry is held against every other one
def look(name: str) -> str:
    """A name without what a reader cannot see: NFKC, case, blanks, punctuation, unseen characters, foreign letters
    that are drawn like Latin ones."""
    return _BETWEEN.sub("", _latin(name).casefold())


def is_disguised(name: str) -> bool:
    """Whether a name mixes Latin letters with others that are drawn like them."""
    seen = unicodedata.normalize("NFKC", name)
    return _latin(name) != seen and re.search("[A-Za-z]", seen) is not None


def _latin(name: str) -> str:
    return unicodedata.normalize("NFKC", name).translate(_DRAWN_ALIKE)
