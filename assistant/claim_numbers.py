"""Numbers of a text as they are written: digits, words, scale words and Korean units of ten thousand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from assistant import claim_words as words
from assistant.claim_units import COUNTERS, PREFIX, PREFIXES

_DIGITS = (
    r"[1-9]\d{0,2}(?:,\d{3})+(?![\d]|,\d)(?:\.\d+)?|[1-9]\d{0,2}(?: \d{3})+(?![\d,]|\.\d{3})(?:\.\d+)?|\d+(?:\.\d+)?"
)
_RATIO = r"(?:\d{1,3} )?\d{1,3}/\d{1,3}(?![\d/.-])"
_WORD = words.ENGLISH_WORD
_PART = r"hal(?:f|ves)|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?"
_NUMBER = re.compile(
    rf"(?P<sign>(?<![^\s(\[|~])[-+](?=[\d$₩€]))?(?P<currency>{PREFIX})?(?:(?P<ratio>{_RATIO})|(?P<digits>{_DIGITS}))"
    rf"|\b(?:(?P<over>(?:an?|one|two|three|four|five|six|seven|eight|nine)[ -](?:{_PART})(?!-)|half|halves)"
    rf"|(?:(?P<a>an?|several|few)[ ](?=hundred|thousand|million|billion|trillion|dozen))?(?P<words>(?:{_WORD})(?:(?:[ -]|\sand\s)(?:{_WORD})){{0,19}}))\b"
    rf"|(?<![가-힣])(?:(?P<native>{words.NATIVE})(?=(?P<counted>{COUNTERS}|\s?(?:개월|개년|달|시간|배))|(?P<free>\s|$|[^\w]|은|는|이|가|을|를|의|와|과|으로|로|도))"
    rf"|(?P<sino>[일이삼사오육칠팔구십백천만억조]{{1,20}})(?=\s?(?:원|달러|퍼센트|%|헥타르|킬로|년|월|개|명|건|곳|대|배|차|호|인|회|가지)))"
    r"|(?P<korean_over>(?P<below>\d+)분의\s?(?P<above>\d+))|(?P<hangul_half>절반)",
    re.I,
)
_SCALE = re.compile(r"(?:\s|-)?(hundred|thousand|million|billion|trillion|dozen|mn|mln|bn|bln|tn|trn)\b", re.I)
_SCALES = {**words.SCALES, "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12}
_LETTER = re.compile(r"(?P<letter>[kKmMbBtT])(?![A-Za-z0-9])(?P<won>\s(?:won|dollars|euros|KRW|USD|EUR)\b)?")
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}
_KOREAN = re.compile(
    r"(?P<n>\s?\d{1,3}(?:,\d{3})+|\s?\d{1,6}(?:\.\d+)?)?(?P<small>[십백천]{0,3})"
    r"(?P<big>(?:\s(?=[만억조]\s?(?:원|달러|명|$|[^\w가-힣])))?(?:만(?!큼|족|들|료|기)|억(?!제)|조(?!직|사|항|건|례|성|달|정|합)|경(?=\s?\d|원)))?(?!(?<=[천백])(?:안|제곱|화))"
)
_LONGEST = 40  # digits that are read as a number; longer runs are compared as written


@dataclass(frozen=True, slots=True)
class Written:
    """A number in a text. `currency` is what stands before it; `scaled` is the factor of its scale words, 1 for none."""

    value: Fraction | str
    start: int
    end: int
    currency: str = ""
    scaled: int = 1
    in_words: bool = False
    plain: bool = False  # digits alone, without separators, sign and scale


def numbers(text: str) -> Iterator[Written]:
    """Every number in `text`, in order; no digit lies outside of them."""
    for match in _NUMBER.finditer(text):
        if match["digits"]:
            yield _digits(text, match)
        elif match["ratio"]:
            yield _ratio(match)
        elif match["korean_over"]:
            below, above = match["below"][:_LONGEST], match["above"][:_LONGEST]
            value = Fraction(int(above), int(below)) if int(below) else match[0]
            yield Written(value, *match.span(), in_words=True)
        elif (said := _said(text, match)) is not None:
            yield said


def _digits(text: str, match: re.Match[str]) -> Written:
    raw, sign = match["digits"], match["sign"]
    currency = PREFIXES.get((match["currency"] or "").strip().upper().replace("US$", "$"), "")
    bare = raw.replace(",", "").replace(" ", "")
    kept = len(bare) > _LONGEST or (len(bare) > 2 and bare[0] == "0" and bare.isdigit())
    if kept:
        return Written(bare, *match.span(), currency=currency)
    first = Fraction(int(bare)) if bare.isdigit() else Fraction(bare)
    value, end, scale = _scaled(text, match.end(), first, currency)
    if sign == "-":
        value = -value
    start = match.start("currency") if match["currency"] and not currency else match.start()
    return Written(value, start, end, currency, scale, plain=raw.isdigit() and not sign and scale == 1)


def _scaled(text: str, at: int, value: Fraction, currency: str) -> tuple[Fraction, int, int]:
    following = text[at : at + 2].lstrip()[:1]
    if following and following in "십백천만억조경":
        return _korean(text, at, value)
    factor = 1
    while scale := _SCALE.match(text, at):
        factor, at = factor * _SCALES[scale[1].lower()], scale.end()
    if factor == 1 and (letter := _LETTER.match(text, at)):
        sure = currency or letter["won"] or letter["letter"] in "kKMB"
        if sure:
            factor, at = _LETTERS[letter["letter"].lower()], letter.end("letter")
    return value * factor, at, factor


def _korean(text: str, at: int, first: Fraction) -> tuple[Fraction, int, int]:
    total, section, value, factor = Fraction(0), Fraction(0), first, 1
    while match := _KOREAN.match(text, at):
        written = match["n"]
        small, big = match["small"], (match["big"] or "").strip()
        if not (small or big) and (not written or written[0] == " " or factor == 1 or not section + total):
            break
        if written:
            if value is not None and at != match.start():
                break
            value = Fraction(written.strip().replace(",", ""))
        step = _product(small)
        section += value * step
        value = Fraction(0)
        if big:
            factor = words.KOREAN_BIG[big] * (step if not written and not total else 1)
            total, section = total + section * words.KOREAN_BIG[big], Fraction(0)
        elif small and factor == 1:
            factor = step
        at = match.end()
        if not (small or big):
            break
        if not re.match(r"\s?\d", text[at : at + 2]):
            break
    if at and total + section:
        return total + section, at, factor
    return first, at, 1


def _product(small: str) -> int:
    product = 1
    for character in small:
        product *= words.KOREAN_SMALL[character]
    return product


def _ratio(match: re.Match[str]) -> Written:
    whole, _, part = match["ratio"].rpartition(" ")
    above, below = (int(each) for each in part.split("/"))
    currency = PREFIXES.get((match["currency"] or "").strip().upper(), "")
    value = Fraction(above, below) + int(whole or 0) if below else part
    return Written(value, *match.span(), currency=currency, in_words=True)


_NO_ONE_BEFORE = re.compile(
    r"\b(?:the|no|each|any|every|this|that|which|another|some|only the|first|many an?)\s$", re.I
)
_NO_ONE_AFTER = re.compile(
    r"-(?!year|month|week|day\b|hour|third|half|quarter)|[^\w\s-]|$|\s(?:of|another|or|is|was|has|had|can|could|may|might|must|should|will|would|who|which|that|by|day\b(?! [a-z]+s?\b)|to|in|for|and|with|at|on|as)\b"
    r"|['’]s",
    re.I,
)
_NO_ZERO = re.compile(r"(?:net|carbon)[ -]$", re.I)
_NO_ZERO_AFTER = re.compile(r"[ -](?:carbon|emission|energy|waste|tolerance|trust|base)", re.I)
_NO_HALF_BEFORE = re.compile(r"(?:first|second|latter|other|1st|2nd)\s$", re.I)


def _said(text: str, match: re.Match[str]) -> Written | None:
    start, end = match.span()
    if match["hangul_half"]:
        return Written(Fraction(1, 2), start, end, in_words=True)
    if over := match["over"]:
        return _over(text, over.lower(), start, end)
    if match["words"]:
        return _english(
            text, match["words"].lower(), start, end, indefinite=(match["a"] or "").lower() in {"several", "few"}
        )
    if native := match["native"]:
        ambiguous = native.strip() in {"한", "두", "세", "네", "하나", "열", "쉰"}
        return (
            None
            if ambiguous and not match["counted"]
            else Written(Fraction(words.native(native)), start, end, in_words=True)
        )
    sino = match["sino"]
    if not re.search("[십백천만억조]", sino) or (
        re.fullmatch("[만억조십백천]", sino) and text[end : end + 1] in {"대", "인", "차", "일", "호", "회"}
    ):
        return None
    return Written(Fraction(words.sino(sino)), start, end, in_words=True)


def _over(text: str, over: str, start: int, end: int) -> Written | None:
    above, _, below = re.sub("[ -]", " ", over).rpartition(" ")
    parts = words.PARTS[below.removesuffix("s") if below != "halves" else below]
    if parts == 2 and _NO_HALF_BEFORE.search(text, max(0, start - 8), start):
        return None
    if above in {"a", "an"} and parts != 2 and not text.startswith(" of", end):
        return None
    return Written(Fraction(words.SMALL.get(above, 1), parts), start, end, in_words=True)


def _english(text: str, said: str, start: int, end: int, *, indefinite: bool) -> Written | None:
    before = (max(0, start - 10), start)
    if said == "one" and (_NO_ONE_BEFORE.search(text, *before) or _NO_ONE_AFTER.match(text, end)):
        return None
    if said == "zero" and (_NO_ZERO.search(text, *before) or _NO_ZERO_AFTER.match(text, end)):
        return None
    parts = [word for word in re.split(r"[ -]+|\sand\s", said) if word and word != "and"]
    if indefinite or (
        all(part in words.SCALES for part in parts) and text[start:end].lower().split()[0] not in {"a", "an"}
    ):
        return None
    value = words.english(parts)
    if text.startswith(" and a half", end) and isinstance(value, Fraction):
        value, end = value + Fraction(1, 2), end + len(" and a half")
    return Written(
        value, start, end, in_words=True, scaled=max((words.SCALES.get(part, 1) for part in parts), default=1)
    )
