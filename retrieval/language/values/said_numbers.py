"""Numbers that a text says in words, in English and Korean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from retrieval.language.scripts import has_hangul
from retrieval.language.values import number_words as words
from retrieval.language.values.units import COUNTERS
from retrieval.patterns import late_pattern

_LETTERS = late_pattern(r"[A-Za-z]+")
_BEGINS = frozenset({*words.SMALL, *words.SCALES, "a", "an", "half", "halves"})
_WORD = rf"(?:{words.ENGLISH_WORD})(?![a-z])"
_PART = r"(?P<part>halves|half|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?)(?![a-z])(?!-)"
_OVER = late_pattern(rf"(?:(?P<above>an?|one|two|three|four|five|six|seven|eight|nine)[ -])?{_PART}", re.I)
_SAID = late_pattern(
    rf"(?P<a>an?[ ](?=hundred|thousand|million|billion|trillion|dozen))?"
    rf"(?P<words>{_WORD}(?:(?:[ -]|(?:(?<=hundred)|(?<=thousand)|(?<=million))\sand\s){_WORD}){{0,19}})",
    re.I,
)
_AND_A_HALF = late_pattern(r" and a half(?![a-z-])", re.I)
_NO_ONE_BEFORE = late_pattern(r"\b(?:the|no|each|any|every|this|that|which|another|some|first|for)\s$", re.I)
_NO_ONE_AFTER = late_pattern(
    r"-(?!year|month|week|day\b|hour|third|half|quarter)|[^\w\s-]|$|\s?['’]s\b|\s(?:of|another|or|is|was|has|had|can|"
    r"could|may|might|must|should|will|would|who|which|that|by|to|in|for|and|with|at|on|as|day)\b",
    re.I,
)
_NO_ZERO_BEFORE = late_pattern(r"(?:net|carbon)[ -]$", re.I)
_NO_ZERO_AFTER = late_pattern(r"[ -](?:carbon|emission|energy|waste|tolerance|trust|base)", re.I)
_NO_HALF_BEFORE = late_pattern(r"(?:first|second|latter|other|1st|2nd)\s$", re.I)

_NATIVE = late_pattern(
    rf"(?<![가-힣])(?:(?P<native>{words.NATIVE})(?=(?P<counted>{COUNTERS}|\s?(?:개월|개년|달|시간|배))|\s|$|[^\w]|은|는|이|가|을|를|의|와|과|으로|로|도)"
    r"|(?P<half>절반)|(?P<sino>[일이삼사오육칠팔구십백천만억조]{1,20})"
    r"(?=\s?(?:원|달러|퍼센트|%|헥타르|킬로|년|월|개|명|건|곳|대|배|차|호|인|회|가지)))"
)
_AMBIGUOUS = frozenset({"한", "두", "세", "네", "하나", "열", "쉰"})  # words of their own where no counter follows
_SCALE_ALONE = late_pattern(r"[십백천만억조]")
_NO_COUNT = frozenset("대인차일호회")


@dataclass(frozen=True, slots=True)
class Written:
    """A number in a text. `currency` is what stands before it; `scaled` is the factor of its scale words, 1 for none."""

    value: Fraction | str
    start: int
    end: int
    currency: str = ""
    scaled: int = 1
    plain: bool = False  # digits alone, without separators, sign and scale


def said(text: str) -> Iterator[Written]:
    """Numbers in words, those of one language after those of the other."""
    at = 0
    for match in _LETTERS.finditer(text):
        if match.start() >= at and match[0].lower() in _BEGINS and (found := _english(text, match.start())):
            yield found
            at = found.end
    if has_hangul(text):
        for match in _NATIVE.finditer(text):
            if (value := _korean(text, match)) is not None:
                yield Written(value, *match.span())


def _english(text: str, at: int) -> Written | None:
    if (over := _OVER.match(text, at)) and (found := _over(text, over)):
        return found
    match = _SAID.match(text, at)
    if not match or _means_no_number(text, match):
        return None
    said = match["words"].lower()
    parts = [word for word in re.split(r"[ -]|\s", said) if word != "and"]
    if not match["a"] and all(part in words.SCALES for part in parts):
        return None
    value, end = words.english(parts), match.end()
    if isinstance(value, Fraction) and (half := _AND_A_HALF.match(text, end)):
        value, end = value + Fraction(1, 2), half.end()
    scale = words.SCALES.get(parts[-1], 1)
    return Written(value, at, end, scaled=scale)


def _over(text: str, match: re.Match[str]) -> Written | None:
    above, part = (match["above"] or "").lower(), match["part"].lower()
    parts = words.PARTS[part if part in words.PARTS else part.removesuffix("s")]
    start, end = match.span()
    if parts == 2 and not above and _NO_HALF_BEFORE.search(text, max(0, start - 8), start):
        return None
    if parts != 2 and (not above or (above in {"a", "an"} and not text.startswith(" of", end))):
        return None
    return Written(Fraction(words.SMALL.get(above, 1), parts), start, end)


def _means_no_number(text: str, match: re.Match[str]) -> bool:
    """Whether "one" is a pronoun, or "zero" a part of a name as in "net zero"."""
    start, end = match.span()
    said = match[0].lower()
    if said == "one":
        return bool(_NO_ONE_BEFORE.search(text, max(0, start - 10), start) or _NO_ONE_AFTER.match(text, end))
    if said == "zero":
        return bool(_NO_ZERO_BEFORE.search(text, max(0, start - 8), start) or _NO_ZERO_AFTER.match(text, end))
    return False


def _korean(text: str, match: re.Match[str]) -> Fraction | None:
    if match["half"]:
        return Fraction(1, 2)
    if native := match["native"]:
        return None if native.strip() in _AMBIGUOUS and not match["counted"] else Fraction(words.native(native))
    sino = match["sino"]
    if not _SCALE_ALONE.search(sino) or (len(sino) == 1 and text[match.end()] in _NO_COUNT):
        return None
    return Fraction(words.sino(sino))
