"""Ordinals of a text, and parts of a plan or document that are named by a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.language.values.nouns import nouns
from retrieval.language.values.number_words import ORDINALS, PARTS, SMALL
from retrieval.language.values.plain import near
from retrieval.language.values.record import Value
from retrieval.patterns import late_pattern

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORD = "|".join(sorted(ORDINALS, key=len, reverse=True))
_ORDINAL = late_pattern(
    rf"(?<![\d.,])(?P<n>\d{{1,4}})(?:st|nd|rd|th)\b|\b(?:(?P<tens>{_TENS})[ -])?(?P<word>{_WORD})\b(?!['’])",
    re.I,
)
_KOREAN = late_pattern(
    r"제\s?(?P<ko>\d{1,6})(?:\s?(?:차(?!원)|회(?!의)|번째|기(?!술|관|업)|단계|대|장(?!관)|절|편|부(?![가-힣])|과제))?"
    r"|(?<!\d)(?P<ko2>\d{1,3})\s?(?:번째|째|차(?!원|량|선|로|례|관|이|등|별|종))"
    r"|(?<![가-힣])(?P<native>첫|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열|두|세|네)\s?번?째"
)
_ENDINGS = frozenset({*ORDINALS, "st", "nd", "rd", "th"})
_NATIVE = {
    "첫": 1,
    "둘": 2,
    "두": 2,
    "셋": 3,
    "세": 3,
    "넷": 4,
    "네": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
}
_BEFORE = late_pattern(r"(?:\b(?:per|each|every|a split|one|at|for the|in the)|\d)\s?$", re.I)
_ABOVE = late_pattern(r"\b(?:(?P<a>an?)|one|two|three|four|five|six|seven|eight|nine)[ -]$", re.I)
_OF_ALL = late_pattern(r"\s(?:of all|and foremost)\b", re.I)
_BEGINS = late_pattern(r"(?:^|[.!?;:\n])\s?$")  # "First, ..." orders sentences; "the first, second and third" counts
_IDIOM = late_pattern(
    r"[ -](?:hand\b|rate\b|class\b|come\b|served\b|time\b|place\b|part(?:y|ies)\b|thoughts?\b|lady\b|aid\b|name\b)",
    re.I,
)
LABELS = frozenset(
    each + s
    for each in "phase stage chapter part step volume vol tier level annex appendix table figure fig round pillar task track "
    "project section initiative".split()
    for s in ("", "s")
)
_PART = late_pattern(
    rf"(?P<label>\b(?i:{'|'.join(sorted(LABELS))})\.?\s)(?:(?P<n>\d{{1,4}})(?![\d.,:/-]?\d|[A-Za-z%])|(?P<roman>(?=[IVX])X{{0,3}}(?:IX|IV|V?I{{0,3}}))(?![\w.])"
    r"|(?P<word>(?i:one|two|three|four|five|six|seven|eight|nine|ten))\b)"
)
_ROMAN = {"I": 1, "V": 5, "X": 10}
_RAISED = late_pattern(r"(?P<letters>(?<![A-Za-z0-9])[A-Za-z]+)\d[A-Za-z0-9]*")
_PREFIXES = frozenset("usd krw eur gbp jpy cny rmb us fy art no tel fax phase step".split())

_SQUARES = frozenset({"m2", "km2", "cm2", "mm2", "m3", "cm3"})


def find_parts(text: str) -> Iterator[Value]:
    """ "Phase 2", "Chapter IV": ordinals whose noun is their label."""
    for match in near(_PART, text, LABELS):
        if match["n"]:
            number = int(match["n"])
        elif match["roman"]:
            number = _roman(match["roman"])
        else:
            number = SMALL[match["word"].lower()]
        yield Value("ordinal", str(number), "", nouns(match["label"].rstrip("s. "), 0), *match.span())


def find_ordinals(text: str) -> Iterator[Value]:
    """First, 1st; not those that only order the text ("First, ...") or stand in an idiom ("at first")."""
    for match in near(_ORDINAL, text, _ENDINGS, before=8):
        if not match["word"]:
            yield _ordinal(text, int(match["n"]), match)
        elif not _orders(text, match):
            yield _ordinal(text, ORDINALS[match["word"].lower()] + SMALL.get((match["tens"] or "").lower(), 0), match)


def find_korean_ordinals(text: str) -> Iterator[Value]:
    """제1차, 5차, 첫째; not 첫째 before a comma, which only orders the text."""
    for match in _KOREAN.finditer(text):
        if match["native"] is None:
            yield _ordinal(text, int(match["ko"] or match["ko2"]), match)
        elif not text.startswith(",", match.end()):
            yield _ordinal(text, _NATIVE[match["native"]], match)


def _ordinal(text: str, value: int, match: re.Match[str]) -> Value:
    return Value("ordinal", str(value), "", nouns(text, match.end()), *match.span())


def find_tokens(text: str) -> Iterator[Value]:
    """Names that hold digits ("CO2", "B2B"), as a whole, so that their digits are no counts."""
    for match in _RAISED.finditer(text):
        if match["letters"].lower() not in _PREFIXES and match[0].lower() not in _SQUARES:
            yield Value("number", match[0].lower(), "", nouns(text, match.end()), *match.span())


def _orders(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    if _IDIOM.match(text, end) or _OF_ALL.match(text, end):
        return True
    if text[end : end + 1] in {",", ":"} and _BEGINS.search(text, max(0, start - 2), start):
        return True
    word = match["word"].lower()
    if word in PARTS and (above := _ABOVE.search(text, max(0, start - 8), start)):
        return above["a"] is None or text.startswith(" of ", end)
    before = _BEFORE.search(text, max(0, start - 10), start)
    return before is not None and (word == "second" or (word == "first" and not re.search(r"in the|\d", before[0])))


def _roman(written: str) -> int:
    values = [_ROMAN[letter] for letter in written]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
