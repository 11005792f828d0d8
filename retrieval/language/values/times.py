"""Clock times of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.language.values.record import Value
from retrieval.patterns import late_pattern

_CLOCK = late_pattern(
    r"(?<![\d:.])(?P<h>2[0-4]|[01]?\d):(?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?"
    r"|(?<![\d:.,])(?P<h2>1[0-2]|0?[1-9])\s?(?P<half2>[ap])\.?\s?m(?![a-z])\.?",
    re.I,
)
_BEFORE = late_pattern(
    r"(?<![\d:.,])(?P<h>1[0-2]|0?[1-9])(?::(?P<m>[0-5]\d))?(?:\s?[-–~]\s?|\s(?:to|and|until)\s)$", re.I
)
_KOREAN = late_pattern(
    r"(?:(?P<half>오전|오후|아침|저녁|밤|새벽|낮)\s?)?(?<!\d)(?P<h>2[0-4]|[01]?\d)시(?:\s?(?P<m>[0-5]?\d)분|\s?(?P<thirty>반)(?![가-힣]))?"
    r"(?=[^\w]|$|에|부터|까지|경|쯤|정각|이|로|의)"
)
_NAMED = late_pattern(
    r"\b(?P<noon>(?:at|until|by|from|to|12)\snoon|midday)\b|\b(?P<midnight>midnight)\b|(?P<noon2>정오)|(?P<midnight2>자정)",
    re.I,
)


def find_times(text: str) -> Iterator[Value]:
    """Clock times on 24 hours; the first of "9 to 11 a.m." takes its half of the day from the second."""
    for match in _CLOCK.finditer(text):
        half = match["half"] or match["half2"]
        before = _BEFORE.search(text, max(0, match.start() - 12), match.start()) if half else None
        if before:
            yield Value(
                "time",
                _time(before["h"], before["m"], half),
                "",
                (),
                before.start(),
                before.end(2 if before["m"] else 1),
            )
        hour = match["h"] or match["h2"]
        yield Value("time", _time(hour, match["m"], half), "", (), *match.span())


def find_named_times(text: str) -> Iterator[Value]:
    """Times in Korean, noon and midnight."""
    for match in _KOREAN.finditer(text):
        half = "p" if match["half"] in {"오후", "저녁", "밤", "낮"} else "a" if match["half"] else None
        yield Value("time", _time(match["h"], "30" if match["thirty"] else match["m"], half), "", (), *match.span())
    for match in _NAMED.finditer(text):
        noon = match["noon"] or match["noon2"]
        yield Value("time", "12:00" if noon else "00:00", "", (), *match.span())


def _time(hour: str, minute: str | None, half: str | None) -> str:
    h = int(hour)
    if half and h <= 12:
        h = h % 12 + (12 if half.lower() == "p" else 0)
    return f"{h % 24:02}:{int(minute or 0):02}"
