"""Parts and spans of years in a text, what a date bears out, and what a date takes over from its neighbour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from retrieval.language.values.dates import one, year_of
from retrieval.language.values.plain import near
from retrieval.language.values.record import Value, ValueKind
from retrieval.patterns import late_pattern

_YEAR = r"(?:(?:19|20|21)\d\d(?!\d)|'\d\d(?!\d))"
_QUARTER = late_pattern(
    rf"\bQ(?P<q1>[1-4])\b(?:\s?,?\s?(?:of\s)?(?P<y1>{_YEAR}))?|(?<![\d.])(?P<q2>[1-4])Q\s?(?P<y2>{_YEAR}|\d\d(?!\d))?(?![a-z0-9])"
    rf"|(?<!\d)(?P<y3>(?:19|20)\d\d)\s?-?Q(?P<q3>[1-4])\b"
    rf"|\b(?P<q4>first|second|third|fourth|last|1st|2nd|3rd|4th)\squarter(?:\s(?:of|in)\s(?:the\syear\s)?(?P<y4>{_YEAR}))?",
    re.I,
)
_HALF = late_pattern(
    rf"\bH(?P<h1>[12])\s?,?\s?(?:of\s)?(?P<y1>{_YEAR})|(?<![\d.])(?P<h2>[12])H\s?(?P<y2>{_YEAR}|\d\d(?!\d))"
    rf"|(?<!\d)(?P<y3>(?:19|20)\d\d)\s?-?H(?P<h3>[12])\b"
    rf"|\b(?P<h4>first|second|latter|1st|2nd)\shalf(?:\s(?:of|in)\s(?:the\syear\s)?(?P<y4>{_YEAR}))?",
    re.I,
)
_KOREAN = late_pattern(
    r"(?:(?<!\d)(?P<y>\d{4}|'?\d\d)년?도?\s?)?(?:(?<!\d)(?P<q>[1-4])(?:/4)?\s?분기|(?P<h>[상하])반기)"
)
_ORDER = {"first": "1", "1st": "1", "second": "2", "2nd": "2", "latter": "2", "third": "3", "3rd": "3", "fourth": "4"}
_ORDER |= {"4th": "4", "last": "4", "상": "1", "하": "2"}
_DECADE = late_pattern(
    r"(?:\b(?P<part>early|mid|late)(?:\s|-))?(?:the\s)?(?<![\w.,'])(?P<y>(?:1[5-9]|20|21)\d0)(?:'?s\b|년대(?:\s?(?P<ko>초반?|중반|후반|말))?)",
    re.I,
)
_PARTS = {"초": "early", "초반": "early", "중반": "mid", "후반": "late", "말": "late"}
_SHORT_YEARS = late_pattern(
    r"(?<![\d.,'-])(?P<a>(?:19|20)\d\d)년?\s?(?P<sep>[-–~/])\s?'?(?P<b>\d\d)(?:년|(?!\d|[.,:/-]\d|\s?(?:%|[개명월일만억])))"
)
_SHORT_YEAR = late_pattern(r"(?<![\w'])'(?P<y>\d\d)(?:년도?|(?![\w']))|\bFY\s?'?(?P<fy>\d{4}|\d\d)(?!\d)")
_JOIN = late_pattern(r"\s?(?:\([^()\n]{1,4}\))?\s?(?:[-–~,·]|to|and|or|through|until|부터|에서|및)\s?", re.I)


def find_parts_of_years(text: str) -> Iterator[Value]:
    """Quarters and halves in English, with their year where it is given."""
    for sign, pattern, words in (("q", _QUARTER, {"q", "quarter"}), ("h", _HALF, {"h", "half"})):
        for match in near(pattern, text, words, before=8):
            part = (one(match, sign) or "").lower()
            yield _value(_part(one(match, "y"), f"{sign.upper()}{_ORDER.get(part, part)}"), *match.span())


def find_korean_parts_of_years(text: str) -> Iterator[Value]:
    """Quarters and halves in Korean, with their year where it is given."""
    for match in _KOREAN.finditer(text):
        part = f"Q{match['q']}" if match["q"] else f"H{_ORDER[match['h']]}"
        yield _value(_part(match["y"], part), *match.span())


def find_decades(text: str) -> Iterator[Value]:
    """Decades, and their early, middle and late years; a year of four digits alone is a quantity's affair."""
    for match in _DECADE.finditer(text):
        part = (match["part"] or _PARTS.get(match["ko"] or "", "")).lower()
        yield _value(f"{part}-{match['y']}s" if part else f"{match['y']}s", *match.span(), kind="year")


def find_short_ranges(text: str) -> Iterator[Value]:
    """Both ends of "2022-26"."""
    for match in _SHORT_YEARS.finditer(text):
        if match["a"][2:] < match["b"]:
            yield _value(match["a"], *match.span("a"), kind="year")
            yield _value(match["a"][:2] + match["b"], match.start("b"), match.end(), kind="year")


def find_short_years(text: str) -> Iterator[Value]:
    """Years of two digits ("'26"), and fiscal years ("FY26", "FY2026")."""
    for match in _SHORT_YEAR.finditer(text):
        yield _value(year_of(match["y"] or match["fy"]), *match.span(), kind="year")


@lru_cache(maxsize=4096)
def borne_out(value: str) -> frozenset[str]:
    """Every date, month, quarter, half, year and decade that a date (or a year) as in Value bears out."""
    found = {value}
    if match := re.fullmatch(r"(?:(?:early|mid|late)-)?(\d{4}s)", value):
        return frozenset({value, match[1]})
    if not (match := re.fullmatch(r"(\d{4}|-)?-?(?:(\d\d|-)(?:-(\d\d))?|([QH]\d))?", value)):
        return frozenset(found)
    year, month, day, part = match.groups()
    year, month = (each if each != "-" else None for each in (year, month))
    parts = {part} if part else set()
    if month and "01" <= month <= "12":
        parts = {f"Q{(int(month) + 2) // 3}", f"H{1 if month <= '06' else 2}", f"--{month}"}
        parts |= {f"--{month}-{day}"} if day else set()
    if part and part[0] == "Q":
        parts.add("H1" if part in {"Q1", "Q2"} else "H2")
    found |= parts | ({f"---{day}"} if day else set())
    if year:
        found |= {year, f"{year[:3]}0s"} | {f"{year}-{each.removeprefix('--')}" for each in parts}
    return frozenset(found)


def with_neighbours(text: str, found: list[Value]) -> list[Value]:
    """Dates in order, each with the year and month that it shares with the other end of its range or list."""
    done = list(found)
    for i in range(1, len(done)):  # "1월 20일 ~ 22일" gives forward, "January 28 to February 3, 2025" backward
        if joined(text, done[i - 1], done[i]):
            done[i] = replace(done[i], value=_filled(done[i].value, done[i - 1].value))
    for i in range(len(done) - 1, 0, -1):
        if joined(text, done[i - 1], done[i]) and not done[i - 1].value.startswith("---"):
            done[i - 1] = replace(done[i - 1], value=_filled(done[i - 1].value, done[i].value))
    return done


def joined(text: str, first: Value, second: Value) -> bool:
    """Whether only a sign or word of a range or list stands between two values."""
    return second.start - first.end < 12 and _JOIN.fullmatch(text, first.end, second.start) is not None


def _filled(value: str, other: str) -> str:
    if value.startswith("---") and (month := re.match(r"--\d\d(?=-)", other)):
        return f"{month[0]}{value[2:]}"
    if not (match := re.match(r"(\d{4})-(\d\d)?", other)):
        return value
    if value.startswith("---"):
        return f"{match[0]}{value[2:]}" if match[2] else value
    if value.startswith("--"):
        return f"{match[1]}{value[1:]}"
    return f"{match[1]}-{value}" if value[0] in "QH" else value


def _part(year: str | None, part: str) -> str:
    return f"{year_of(year)}-{part}" if year else part


def _value(value: str, start: int, end: int, kind: ValueKind = "date") -> Value:
    return Value(kind, value, "", (), start, end)
