"""The places in a list that a follow-up names."""

from __future__ import annotations

import re

from retrieval.patterns import late_pattern

_WORDS = {
    **{word: n for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)},
    **{word: n for n, word in enumerate("첫 두 세 네 다섯 여섯 일곱 여덟 아홉 열".split(), 1)},
}  # fmt: skip
ORDINAL = late_pattern(
    r"(?:\bthe\s+)?\b(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d{1,2}(?:st|nd|rd|th))"
    r"(?:\s+(?:one|part|item|point|step|task|initiative|project|team|network|objective|duty|area|entry))\b(?!\s+of\b)|"
    r"\bthe\s+(?P<bare>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)(?=\s*[?.!]?\s*$)|"
    r"\b(?:number|no\.|item|step|part|point)\s+(?P<digit>\d{1,2})\b(?!\s+of\b)|"
    r"^\W*(?:and\W+)?(?P<alone>\d{1,2})\W*$|"
    r"(?P<korean>첫|두|세|네|다섯|여섯|일곱|여덟|아홉|열)\s?번째(?:는|것은|건)?",
    re.IGNORECASE,
)


def number(match: re.Match[str]) -> int:
    """The place that a match of `ORDINAL` names, from 1; 0 for the last."""
    word = (match["word"] or match["bare"] or match["digit"] or match["alone"] or match["korean"]).lower()
    if word == "last":
        return 0
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else _WORDS[word]
