"""A number, date or time of a cell as a spreadsheet shows it (ECMA-376 part 1, 18.8.30 and 18.8.31), in Korean settings."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]'
    r"|(?P<half>AM/PM|A/P|오전/오후)|(?P<clock>y+|e+(?![+-])|m+|d+|h+|s+|a{3,4})|(?P<seconds>\.0+(?=\D|$))"
    r"|(?P<power>E[+-]0+)|(?P<digits>[0#?](?:[0#?,.]*[0#?])?,*)|(?P<rest>.)",
    re.IGNORECASE | re.DOTALL,
)
_IS_DATE = re.compile(r"[ymdhs]|오전|[^\w]a{3,4}", re.IGNORECASE)
_PLAIN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General', re.IGNORECASE)
_SHORT_DATES = {
    "mm-dd-yy": "yyyy-mm-dd",
    "m/d/yy h:mm": "yyyy-mm-dd h:mm",
}  # formats 14 and 22: as the settings have it
_DAYS = "월화수목금토일"
_EPOCH = datetime(1899, 12, 30)
_GENERAL_DIGITS = 11  # significant ones that a cell without a format shows

Value = bool | int | float | str | date | time | timedelta


def shown(value: Value, form: str) -> str:
    """What a cell with this value and this number format shows."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if isinstance(value, (date, time, timedelta)):
        moment, elapsed = _moment(value)
        return _dated(moment, elapsed, _SHORT_DATES.get(form, _section(form, 1.0)[0]))
    section, is_signed = _section(form, value)
    if not section and ";" in form:  # a format that hides
        return ""
    if not section or section.lower() == "general" or section == "@":
        return general(value)
    if _IS_DATE.search(_PLAIN.sub("", section)):
        moment = _EPOCH + timedelta(days=min(max(float(value), 0.0), 2_900_000.0))
        return _dated(moment, moment - _EPOCH, _SHORT_DATES.get(section, section))
    return _numbered(abs(value) if is_signed else value, section)


def general(value: float) -> str:
    """A number without a format."""
    if isinstance(value, int) or value == int(value):
        return str(int(value)) if abs(value) < 10**_GENERAL_DIGITS * 10 else f"{value:.{_GENERAL_DIGITS - 1}g}"
    return f"{value:.{_GENERAL_DIGITS}g}"


@lru_cache(maxsize=1024)
def _sections(form: str) -> tuple[str, ...]:
    """The parts of a format, between semicolons that are neither quoted nor escaped."""
    parts, start = [], 0
    for match in re.finditer(r'"[^"]*"|\\.|\[[^\]]*\]|(;)', form):
        if match[1]:
            parts.append(form[start : match.start()])
            start = match.end()
    return (*parts, form[start:])


def _section(form: str, value: float) -> tuple[str, bool]:
    """The part of a format that holds for a value, and whether it says the sign itself."""
    parts = _sections(form)
    if value < 0 and len(parts) > 1:
        return parts[1], True
    if value == 0 and len(parts) > 2:
        return parts[2], False
    return parts[0], False


def _moment(value: date | time | timedelta) -> tuple[datetime, timedelta]:
    if isinstance(value, timedelta):
        return _EPOCH + value, value
    if isinstance(value, time):
        moment = datetime.combine(_EPOCH, value)
    else:
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    return moment, moment - _EPOCH


def _dated(moment: datetime, elapsed: timedelta, form: str) -> str:
    tokens = list(_TOKEN.finditer(form))
    clocks = [(token["clock"] or token["elapsed"] or "").lower()[:1] for token in tokens]
    half = any(token["half"] for token in tokens)
    out: list[str] = []
    for number, token in enumerate(tokens):
        near = [c for c in clocks[:number] if c][-1:] == ["h"] or [c for c in clocks[number + 1 :] if c][:1] == ["s"]
        if token["elapsed"]:
            seconds = int(elapsed.total_seconds())
            out.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[token["elapsed"][0].lower()]))
        elif token["half"]:
            words = ("오전", "오후") if "오" in token["half"] else ("AM", "PM")
            out.append(words[moment.hour >= 12])
        elif token["clock"]:
            out.append(_clock(token["clock"].lower(), moment, is_minute=near, half=half))
        elif token["seconds"] is None:
            out.append(_literal(token))
    return "".join(out).strip()


def _clock(code: str, moment: datetime, *, is_minute: bool, half: bool) -> str:
    if code[0] in "ye":
        return f"{moment.year % 100:02}" if code == "yy" else str(moment.year)
    if code[0] == "m" and not is_minute:
        return moment.strftime("%b" if len(code) == 3 else "%B") if len(code) > 2 else _padded(moment.month, code)
    if code[0] == "a" or (len(code) > 2 and code[0] == "d"):
        day = _DAYS[moment.weekday()]
        return day if len(code) == 3 else f"{day}요일"
    hour = (moment.hour % 12 or 12) if half else moment.hour
    parts = {"m": moment.minute, "d": moment.day, "h": hour, "s": moment.second}
    return _padded(parts[code[0]], code)


def _padded(number: int, code: str) -> str:
    return f"{number:02}" if len(code) > 1 else str(number)


def _literal(token: re.Match[str]) -> str:
    return next(
        (token[name] for name in ("quoted", "escaped", "money", "rest", "digits") if token[name] is not None), ""
    )


def _numbered(value: float, section: str) -> str:
    tokens = list(_TOKEN.finditer(section))
    digits = [token for token in tokens if token["digits"]]
    if not digits or any(token["rest"] == "/" for token in tokens):  # only words, or a fraction
        return "".join(map(_literal, tokens)).strip() if not digits else general(value)
    if power := next((token["power"] for token in tokens if token["power"]), None):
        places = len(digits[0]["digits"].partition(".")[2])
        return f"{value:.{places}E}".replace("E-0", "E-0" if len(power) > 3 else "E-")
    spread = "".join(token["digits"] for token in digits)
    whole, _, part = spread.partition(".")
    value *= 100 ** sum(token["rest"] == "%" for token in tokens)
    scale = len(spread) - len(spread.rstrip(","))
    places = len(re.sub(r"[^0#?]", "", part))
    rounded = _rounded(value / 1000**scale, places)
    left, _, right = rounded.partition(".")
    right = right[: max(len(right.rstrip("0")), len(re.match(r"[0?]*", part.replace(",", ""))[0]))]  # type: ignore[index]
    if len(digits) > 1 and not part:
        return ("-" if value < 0 else "") + _poured(left, tokens)
    grouped = f"{int(left or 0):,}" if "," in whole.rstrip(",") else left
    grouped = grouped.rjust(whole.count("0"), "0") if "," not in grouped else grouped
    if not whole.count("0") and grouped == "0":
        grouped = ""
    number = grouped + (f".{right}" if right else "")
    sign = "-" if value < 0 and any(c in "123456789" for c in rounded) else ""
    return sign + _once(tokens, lambda: number)


def _rounded(value: float, places: int) -> str:
    """The absolute value with so many places, halves rounded up as spreadsheets do."""
    from decimal import ROUND_HALF_UP, Decimal

    return str(Decimal(repr(abs(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _once(tokens: list[re.Match[str]], number: Callable[[], str]) -> str:
    out, written = [], False
    for token in tokens:
        if token["digits"]:
            out.append("" if written else number())
            written = True
        else:
            out.append(_literal(token))
    return "".join(out).strip()


def _poured(digits: str, tokens: list[re.Match[str]]) -> str:
    """Digits filled from the right into places with other characters between them ("0##-###-####")."""
    left = digits.lstrip("0")
    out: list[str] = []
    places = sum(len(token["digits"].replace(",", "")) for token in tokens if token["digits"])
    for token in reversed(tokens):
        if not token["digits"]:
            out.append(_literal(token))
            continue
        for place in reversed(token["digits"].replace(",", "")):
            places -= 1
            out.append(left[-1:] if places else left)
            if not out[-1]:
                out[-1] = "0" if place == "0" else ""
            left = left[:-1] if places else ""
    return "".join(reversed(out)).strip()
