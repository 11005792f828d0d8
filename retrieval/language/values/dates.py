"""Dates of a text, in English and Korean, as in ISO 8601 with what is not given left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.language.values.plain import near
from retrieval.language.values.record import Value
from retrieval.patterns import late_pattern

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTHS = frozenset(
    "january jan february feb march mar april apr may june jun july jul august aug september sept sep october oct november nov december dec".split()
)
_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sep(?:t(?:ember|\.)?|\.)?|oct(?:ober|\.)?"
    r"|nov(?:ember|\.)?|dec(?:ember|\.)?)(?![a-z])"
)
_YEAR = r"(?:(?:19|20|21)\d\d(?!\d)|'\d\d(?!\d))"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d|[.,:]\d|%)"
_TO = r"\s?(?:[-–~]|to|and|or|through|until|부터|에서)\s?"
_NUMERIC = late_pattern(
    r"(?<![\d.,/-])(?P<y>\d{4}|'\d\d)(?:-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})|/(?P<m2>\d{1,2})/(?P<d2>\d{1,2})"
    r"|\.\s{0,2}(?P<m3>\d{1,2})\.\s{0,2}(?P<d3>\d{1,2})(?:\.(?!\d))?|년\s{0,2}(?P<m4>\d{1,2})월\s{0,2}(?P<d4>\d{1,2})일)(?!\d)"
)
_TAIL = late_pattern(
    r"(?:\s?\([^()\n]{1,4}\))?\s?[~–-]\s?(?P<span>(?:(?P<m>\d{1,2})\s?[.월/-]\s{0,2})?(?P<d>\d{1,2})(?:[.일](?!\d))?)(?![\d년월.,:/-])"
)
_DAY_LAST = late_pattern(r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})(?![\d/])")
_COMPACT = late_pattern(
    r"(?<![\d.,+-])(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\d.,-]?\d)"
)
_MONTH_DAY = late_pattern(
    rf"\b(?P<m>{_MONTH})\s?(?P<d>{_DAY})(?:st\b|nd\b|rd\b|th\b)?(?:{_TO}(?P<d2>{_DAY})(?:st\b|nd\b|rd\b|th\b)?(?!\s?(?:{_MONTH})))?"
    rf"(?:\s?,?\s?(?:of\s)?(?P<y>{_YEAR}))?",
    re.I,
)
_DAY_MONTH = late_pattern(
    rf"(?<![\d.,-])(?:(?P<d2>{_DAY})(?:st|nd|rd|th)?{_TO})?(?P<d>{_DAY})(?:st|nd|rd|th)?(?:\s?(?:of\s)?|-(?=[a-z]{{3,9}}-))(?P<m>{_MONTH})(?:[\s,-]{{0,2}}(?:of\s)?(?P<y>{_YEAR}))?",
    re.I,
)
_MONTH_YEAR = late_pattern(rf"\b(?:(?P<m2>{_MONTH}){_TO})?(?P<m>{_MONTH})\s?,?\s?(?:of\s)?(?P<y>{_YEAR})", re.I)
_MONTH_ALONE = late_pattern(
    r"\b(?:January|February|April|June|July|August|September|October|November|December)\b"
    r"|(?<=\b[Ii]n )(?:March|May)\b|(?<=\b(?:[Bb]y|[Oo]f) )(?:March|May)\b|(?<=\b(?:[Ss]ince|[Uu]ntil) )(?:March|May)\b"
    r"|(?<=\b(?:from|From|last|next|this|late) )(?:March|May)\b|(?<=\bearly )(?:March|May)\b|(?<=\bmid-)(?:March|May)\b"
)
_KOREAN = late_pattern(
    r"(?P<y>\d{4}|'?\d\d)년도?\s?(?P<m>\d{1,2})월(?!\s?\d{1,2}일)|(?:(?P<m2>1[0-2]|0?[1-9])월\s?)?(?<!\d)(?P<d>3[01]|[12]\d|0?[1-9])일(?!\s?(?:간|동안|이내|차|째|만에|\d))"
    r"|(?<!\d)(?P<m3>1[0-2]|0?[1-9])월"
)
_YEAR_MONTH = late_pattern(
    r"(?<![\d.,/-])(?:(?P<y1>(?:19|20)\d\d)(?:-(?P<m1>0[1-9]|1[0-2])(?![\d.-]*\d)|\.(?P<m2>0[1-9]|1[0-2])(?![.\d]*\d|\s?[%년만억조])\.?"
    r"|\.\s(?P<m3>\d{1,2})\.(?!\s?\d))|(?P<m4>0?[1-9]|1[0-2])/(?P<y2>(?:19|20)\d\d)(?![\d/])"
    r"|(?P<y3>'\d\d)\.\s?(?P<m5>1[0-2]|0?[1-9])\.(?!\s?\d))"
)
_MONTH_SPAN = late_pattern(
    r"(?<![\d.,/-])(?P<y>(?:19|20)\d\d|'\d\d)\.\s?(?P<m>1[0-2]|0?[1-9])\.\s?[~–-]\s?"
    r"(?P<end>(?:(?P<y2>(?:19|20)\d\d|'\d\d)\.\s?)?(?P<m2>1[0-2]|0?[1-9])\.)(?!\s?\d)"
)


def find_dates(text: str) -> Iterator[Value]:
    """Full dates in digits and in Korean, the end of a range ("~ 22일") among them."""
    for match in _NUMERIC.finditer(text):
        value = date(match["y"], one(match, "m"), one(match, "d"))
        yield _value(value, *match.span())
        if (tail := _TAIL.match(text, match.end())) and len(value) == 10:
            end = date(match["y"], tail["m"] or value[5:7], tail["d"])
            if end > value:
                yield _value(end, *tail.span("span"))


def find_compact_dates(text: str) -> Iterator[Value]:
    """Dates as "20250122" and "01/22/2025"; where day and month cannot be told apart the value stays as written."""
    for match in _COMPACT.finditer(text):
        yield _value(date(match["y"], match["m"], match["d"]), *match.span())
    for match in _DAY_LAST.finditer(text):
        a, b = int(match["a"]), int(match["b"])
        value = date(match["y"], match["b"], match["a"]) if a > 12 else date(match["y"], match["a"], match["b"])
        yield _value(value if a > 12 or b > 12 or a == b else match[0], *match.span())


def find_day_months(text: str) -> Iterator[Value]:
    """Dates with an English month after the day, with or without the year; a range of days gives both."""
    yield from _named(near(_DAY_MONTH, text, MONTHS, before=26))


def find_month_days(text: str) -> Iterator[Value]:
    """Dates with an English month before the day, with or without the year; a range of days gives both."""
    yield from _named(near(_MONTH_DAY, text, MONTHS))


def find_months(text: str) -> Iterator[Value]:
    """Months with their year."""
    for match in near(_MONTH_YEAR, text, MONTHS):
        year = match["y"]
        if match["m2"]:
            yield _value(date(year, match["m2"], None), *match.span("m2"))
        yield _value(date(year, match["m"], None), match.start("m"), match.end())


def find_lone_months(text: str) -> Iterator[Value]:
    """Months without a year; "may" and "march" only where the word before says that they are months."""
    for match in near(_MONTH_ALONE, text, MONTHS):
        yield _value(date(None, match[0], None), *match.span())


def find_korean_dates(text: str) -> Iterator[Value]:
    """Parts of a date written with 년, 월 and 일; "3개월" and "21일간" are durations and none."""
    for match in _KOREAN.finditer(text):
        yield _value(date(match["y"], match["m"] or match["m2"] or match["m3"], match["d"]), *match.span())


def find_month_spans(text: str) -> Iterator[Value]:
    """Both ends of "2024.3.~2025.2." and of "'24. 3. ~ 12."."""
    for match in _MONTH_SPAN.finditer(text):
        yield _value(date(match["y"], match["m"], None), match.start(), match.end("m") + 1)
        yield _value(date(match["y2"] or match["y"], match["m2"], None), *match.span("end"))


def find_year_months(text: str) -> Iterator[Value]:
    """Months in digits: "2025-01", "2025.01", "2025. 1.", "'25. 1.", "01/2025"."""
    for match in _YEAR_MONTH.finditer(text):
        yield _value(date(one(match, "y"), one(match, "m"), None), *match.span())


def _named(matches: Iterator[re.Match[str]]) -> Iterator[Value]:
    for match in matches:
        month, year = match["m"], match["y"]
        if month.islower() and month in {"may", "march", "mar", "sep", "dec"} and not year:
            continue
        days = sorted(name for name in ("d", "d2") if match[name])
        if len(days) == 1:
            yield _value(date(year, month, match["d"]), *match.span())
            continue
        first, second = sorted(days, key=match.start)
        yield _value(date(year, month, match[first]), match.start(), match.end(first))
        yield _value(date(year, month, match[second]), match.start(second), match.end())


def one(match: re.Match[str], name: str) -> str | None:
    """What the one group of a match whose name is `name` and a digit holds."""
    return next((found for key, found in match.groupdict().items() if found and re.fullmatch(rf"{name}\d?", key)), None)


def year_of(written: str) -> str:
    """A year in four digits; one of two digits lies between 1970 and 2069."""
    digits = written.lstrip("'")
    return digits if len(digits) != 2 else f"{'19' if digits >= '70' else '20'}{digits}"


def date(year: str | None, month: str | None, day: str | None) -> str:
    """A date in its parts, each None where it is not given, as in ISO 8601; the month by number or English name."""
    number = _MONTHS.index(month[:3].lower()) + 1 if month and month[0].isalpha() else int(month) if month else None
    y = year_of(year) if year else "-"
    m = f"{number:02}" if number is not None else ""
    return f"{y}-{m}-{int(day):02}" if day else f"{y}-{m}"


def _value(value: str, start: int, end: int) -> Value:
    return Value("date", value, "", (), start, end)
