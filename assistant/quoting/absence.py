"""A document's own words that it leaves something out: the best ground for saying so, and never an answer."""

from __future__ import annotations

import re

from retrieval.patterns import late_pattern

ABSENCE = late_pattern(
    r"\b(?:gives?|states?|names?|bears?|holds?|says?|contains?|mentions?|lists?|prints?) no\b|"
    r"\b(?:does|do|did|is|are|was|were) not (?:\w+ )?(?:state|say|give|name|mention|list|specif|stated|said|given|named)\w*|"
    r"\b(?:are|is) empty\b|기재되어 있지 않|명시되어 있지 않|나와 있지 않",
    re.IGNORECASE,
)
