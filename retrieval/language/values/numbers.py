"""Numbers of a text as they are written: digits with their separators, scale words and Korean units of ten thousand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from retrieval.language.values import number_words as words
from retrieval.language.values.said_numbers import Written, said
from retrieval.language.values.units import PREFIX, PREFIXES
from retrieval.patterns import late_pattern

_RUN = late_pattern("[0-9]")  # begins with a set of characters and nothing else, which `re` looks for fastest
_DIGITS = late_pattern(
    r"(?P<ratio>(?:\d{1,3} )?\d{1,3}/\d{1,3}(?![\d/.-]))|[1-9]\d{0,2}(?:,\d{3})+(?!\d|,\d)(?:\.\d+)?"
    r"|[1-9]\d{0,2}(?: \d{3})+(?![\d,]|\.\d{3})(?:\.\d+)?|(?P<below>\d{1,9})분의\s?(?P<above>\d{1,9})(?!\d)|\d+(?:\.\d+)?"
)
_BEFORE = late_pattern(rf"(?P<sign>(?<![^\s(\[|~])[-+])?(?P<currency>{PREFIX})?$", re.I)
_LEADING = frozenset(" $₩€£¥DdRrPpYyBb-+")
_SCALE = late_pattern(r"(?:\s|-)?(hundred|thousand|million|billion|trillion|dozen|mn|mln|bn|bln|tn|trn)\b", re.I)
_SCALES = {**words.SCALES, "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12}
_LETTER = late_pattern(r"(?P<letter>[kKmMbBtT])(?![A-Za-z0-9])(?P<won>\s(?:won|dollars|euros|KRW|USD|EUR)\b)?")
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}
_PIECE = late_pattern(
    r"(?P<small>[십백천]{0,3})(?P<big>(?:\s(?=[만억조]\s?(?:원|달러|명|$|[^\w가-힣])))?"
    r"(?:만(?!큼|족|들|료|기)|억(?!제)|조(?!직|사|항|건|례|성|달|정|합)|경(?=\s?\d|원)))?(?!(?<=[천백])(?:안|제곱|화))"
)
_NEXT = late_pattern(
    r"(?P<gap>\s?)(?P<n>\d{1,3}(?:,\d{3})+|\d{1,8}(?:\.\d{1,8})?)(?![\d,.]\d|\d)(?=(?P<scale>[십백천만억조])|(?P<counted>명|원|건|가구|대|개(?!월))|)"
)
_LONGEST = 40  # digits that are read as a number; longer runs are compared as written


def numbers(text: str) -> Iterator[Written]:
    """Every number in `text`, in order; no digit lies outside of them."""
    in_words = iter(sorted(said(text), key=lambda each: each.start))
    word = next(in_words, None)
    at = 0
    while digit := _RUN.search(text, at):
        found = _number(text, digit.start(), at)
        while word and word.start < found.end:
            if word.start >= at and word.end <= found.start:
                yield word
            word = next(in_words, None)
        yield found
        at = found.end
    while word:
        if word.start >= at:
            yield word
        word = next(in_words, None)


def _number(text: str, start: int, after: int) -> Written:
    match = _DIGITS.match(text, start)
    if not match:
        raise AssertionError("a digit begins a number")
    currency, sign = "", ""
    if start > after and text[start - 1] in _LEADING and (before := _BEFORE.search(text, max(after, start - 7), start)):
        currency = PREFIXES.get((before["currency"] or "").strip().upper().replace("US$", "$"), "")
        sign = before["sign"] or ""
        start = before.start() if currency or sign else start
    if match["ratio"]:
        return Written(_ratio(match["ratio"]), start, match.end(), currency)
    if match["below"]:
        below = int(match["below"])
        return Written(Fraction(int(match["above"]), below) if below else match[0], start, match.end())
    return _whole(text, match, start, currency, sign)


def _whole(text: str, match: re.Match[str], start: int, currency: str, sign: str) -> Written:
    bare = match[0].replace(",", "").replace(" ", "")
    if len(bare) > _LONGEST or (len(bare) > 2 and bare[0] == "0" and bare.isdigit()):
        return Written(bare, start, match.end(), currency)
    first = Fraction(int(bare)) if bare.isdigit() else Fraction(bare)
    value, end, scale = _scaled(text, match.end(), first, currency)
    plain = match[0].isdigit() and not sign and scale == 1
    return Written(-value if sign == "-" else value, start, end, currency, scale, plain)


def _scaled(text: str, at: int, value: Fraction, currency: str) -> tuple[Fraction, int, int]:
    """The value with the scale that follows, where that ends, and its factor."""
    following = text[at : at + 2].lstrip()[:1]
    if following and following in "십백천만억조경":
        return _korean(text, at, value)
    factor = 1
    while factor < 10**15 and (scale := _SCALE.match(text, at)):
        factor, at = factor * _SCALES[scale[1].lower()], scale.end()
    if (
        factor == 1
        and (letter := _LETTER.match(text, at))
        and (currency or letter["won"] or letter["letter"] in "kKMB")
    ):
        factor, at = _LETTERS[letter["letter"].lower()], letter.end("letter")
    return value * factor, at, factor


def _korean(text: str, at: int, value: Fraction) -> tuple[Fraction, int, int]:
    """As `_scaled`, for "2조 5천억": each piece has a smaller unit than the one before it."""
    total, section, factor, end = Fraction(0), Fraction(0), 0, at
    last = 10**20
    while piece := _PIECE.match(text, at):
        big = words.KOREAN_BIG[piece["big"].strip()] if piece["big"] else 0
        small = _product(piece["small"])
        if big >= last or not (big or piece["small"] or factor):
            break
        section += value * small
        factor = factor or small * max(big, 1)
        if big:
            total, section, last = total + section * big, Fraction(0), big
        end = piece.end()
        following = _NEXT.match(text, end) if big or piece["small"] else None
        if not following or not (
            following["scale"] or not following["gap"] or (following["counted"] and last == 10**4)
        ):
            break
        value, at = Fraction(following["n"].replace(",", "")), following.end()
    return (total + section, end, factor) if factor else (value, end, 1)


def _product(small: str) -> int:
    product = 1
    for character in small:
        product *= words.KOREAN_SMALL[character]
    return product


def _ratio(written: str) -> Fraction | str:
    whole, _, part = written.rpartition(" ")
    above, below = (int(each) for each in part.split("/"))
    return Fraction(above, below) + int(whole or 0) if below else written
