"""Phone and fax numbers in one line, as written: the phones among its Values that libphonenumber holds valid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from retrieval.contacts.finding.disused import disused, is_id
from retrieval.language import Span
from retrieval.language.values import Value
from retrieval.language.values import phones as stated
from retrieval.patterns import late_pattern

REGION = "KR"
_TEL_WORD = (
    r"tel(?:ephone)?\b|(?:tele)?phone\b|mobile\b|\bcall\b|contact\b|direct line\b|전화(?:번호)?|연락처|문의처?|☎|☏|"
    r"\b[tm](?=\s?[.:)]|\s\+?\d)"
)
_FAX_WORD = r"\bfax\b|facsimile|팩스|전송|\bf(?=\s?[.:)]|\s\+?\d)"
_KIND_WORD = late_pattern(
    rf"(?P<both>(?:tel|phone|전화)\w*\.?\s*[/&·]\s*(?:fax|팩스))|(?P<fax>{_FAX_WORD})|{_TEL_WORD}", re.I
)
_FAX_AFTER = late_pattern(r"\s*\(\s*(?:fax|팩스)", re.I)
SCOPE = late_pattern(r"[;|\n]")
_MAYBE = late_pattern(r"(?<!\d)[(（]?(?:[+＋]\d|[0０]\d|82\W|1[5-8]\d\d\W)[\d\W]{4}")
_SHORT = late_pattern(
    r"(?:tel(?:ephone)?|phone|call|전화(?:번호)?|국번\s?없이|☎)(?:\s?(?:no|number)\b)?[.:：\s]*(?P<n>1\d{2,3})(?![\d\w-]|[.,]\d)",
    re.I,
)
_CALL_CENTRE = late_pattern(r"1\d{2,3}(?![\d\w-])")
_JOINED = late_pattern(r"\s{0,2}[/,·]\s{0,2}")


def maybe_phone(text: str) -> bool:
    """Whether `text` may hold a number at all: a cheap look before the parser goes through it."""
    return bool(_MAYBE.search(text) or (_CALL_CENTRE.search(text) and _SHORT.search(text)))


def phones(text: str, *, labelled: bool = False) -> list[Span]:
    """Phone numbers in `text` as written, in order, with the rest of a series ("~6") and the extension.

    Fax numbers, year ranges and bare ids are none. A number counts when libphonenumber holds it valid for Korea (or for
    the country after its "+") and it is written as one: with its area code and in groups. Where a label, or the caller
    by `labelled`, says that a number is a phone, ungrouped digits, unknown area codes and the short numbers of public call
    centres count too.
    """
    every = numbers(text, labelled=labelled)
    found = [span for span in every if not _is_fax(text, span) and not disused(text, span, every)]
    if every:
        return found
    return list(_short(text, labelled))


def faxes(text: str, *, labelled: bool = False) -> list[Span]:
    """Fax numbers in `text` as written: those that a word before or after them calls so, or all with `labelled`."""
    every = numbers(text, labelled=labelled)
    return [span for span in every if (labelled or _is_fax(text, span)) and not disused(text, span, every)]


def gone(text: str) -> frozenset[str]:
    """The numbers of `text`, as written, that it says are no longer to be called."""
    every = numbers(text)
    return frozenset(text[span.start : span.end] for span in every if disused(text, span, every))


def numbers(text: str, *, labelled: bool = False) -> tuple[Span, ...]:
    """Phone and fax numbers alike."""
    return _valid(text, labelled) if _MAYBE.search(text) else ()


@lru_cache(maxsize=1024)  # the readers ask for the same line several times
def _valid(text: str, labelled: bool) -> tuple[Span, ...]:
    found: list[Span] = []
    for value in stated(text, labelled=labelled):
        span = Span(value.start, value.end)
        written = text[span.start : span.end]
        follows = bool(found) and _is_rest(written) and _JOINED.fullmatch(text, found[-1].end, span.start) is not None
        is_whole = _is_written_as_phone(value, written, labelled or _label(text, span) is not None)
        if follows or (is_whole and not is_id(text, span)):
            found.append(span)
    return tuple(found)


def _is_rest(written: str) -> bool:
    """Whether only the last digits of a number are written: the "1235" of "053-803-1234 / 1235"."""
    return written.isdigit() and len(written) <= 4


def _is_written_as_phone(value: Value, written: str, labelled: bool) -> bool:
    number = re.split("[~;]", value.value)[0]
    if not number.startswith("+") or not (_is_possible(number) if labelled else _is_valid(number)):
        return False
    groups = re.findall(
        r"\d+", re.split(r"[~∼～]|\s*,?\s*\(?\s*(?:ext|x\d|내선|교환)", written, maxsplit=1, flags=re.I)[0]
    )
    if len(groups) < 2:  # none where a number is spelled out
        return bool(groups) and (labelled or written.startswith("+"))
    return not number.startswith("+82") or (len(groups[-1]) == 4 and len(groups[-2]) in {3, 4})


@lru_cache(maxsize=4096)
def _is_valid(number: str) -> bool:
    import phonenumbers

    return _is_possible(number) and phonenumbers.is_valid_number(phonenumbers.parse(number, REGION))


@lru_cache(maxsize=4096)
def _is_possible(number: str) -> bool:
    """Whether a number has as many digits as one may have; area codes that a plan of numbers lacks are given out every year."""
    import phonenumbers

    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, REGION))
    except phonenumbers.NumberParseException:
        return False


def _short(text: str, labelled: bool) -> Iterator[Span]:
    alone = re.fullmatch(r"\s*(?P<n>1\d{2,3})\s*", text) if labelled else None
    matches = [alone] if alone else list(_SHORT.finditer(text))
    if not matches:
        return
    import phonenumbers
    from phonenumbers import shortnumberinfo

    for match in matches:
        if shortnumberinfo.is_valid_short_number_for_region(phonenumbers.parse(match["n"], REGION), REGION):
            yield Span(match.start("n"), match.end("n"))


def _label(text: str, span: Span) -> re.Match[str] | None:
    """The last word before a number that tells what kind of number it is, in the same part of the line."""
    scope = max((m.end() for m in SCOPE.finditer(text, 0, span.start)), default=0)
    return max(_KIND_WORD.finditer(text, scope, span.start), key=lambda m: m.start(), default=None)


def _is_fax(text: str, span: Span) -> bool:
    if _FAX_AFTER.match(text, span.end):
        return True
    label = _label(text, span)
    return label is not None and label["fax"] is not None
