"""Phone and fax numbers in one line, as written. phonenumbers finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from retrieval.sentences import Span

REGION = "KR"
_LATEST_YEAR = 2100
_TEL_WORD = (
    r"tel(?:ephone)?\b|(?:tele)?phone\b|mobile\b|\bcall\b|contact\b|direct line\b|전화(?:번호)?|연락처|문의처?|☎|☏|"
    r"\b[tm](?=\s?[.:)]|\s\+?\d)"
)
_FAX_WORD = r"\bfax\b|facsimile|팩스|전송|\bf(?=\s?[.:)]|\s\+?\d)"
_KIND_WORD = re.compile(
    rf"(?P<both>(?:tel|phone|전화)\w*\.?\s*[/&·]\s*(?:fax|팩스))|(?P<fax>{_FAX_WORD})|{_TEL_WORD}", re.I
)
_FAX_AFTER = re.compile(r"\s*\(\s*(?:fax|팩스)", re.I)
SCOPE = re.compile(r"[;|\n]")
_MAYBE = re.compile(r"(?<!\d)\(?(?:\+\d|0\d|82[-. ]|1[5-8]\d\d-)[\d\s().~/–-]{4}")
_SHAPE = re.compile(r"\(?(?:\+|0|82[-. ]|1[5-8]\d\d-\d{4}$)")
_SHORT = re.compile(
    r"(?:tel(?:ephone)?|phone|call|전화(?:번호)?|국번\s?없이|☎)(?:\s?(?:no|number)\b)?[.:：\s]*(?P<n>1\d{2,3})(?![\d\w-]|[.,]\d)",
    re.I,
)
_SERIES = re.compile(r"\s?[~∼～]\s?\d{1,4}(?![\d:.-])")
_EXTENSION = re.compile(
    r",?\s?(?:\(\s?(?:ext\.?|extension|내선|교환)\s?(?:번호)?\s?[:.]?\s?\d{1,5}(?:\s?[~∼～-]\s?\d{1,5})?(?:번)?\s?\)|"
    r"(?:ext\.?|extension|내선|교환)\s?(?:번호)?\s?[:.]?\s?\d{1,5}(?!\d))",
    re.I,
)


# A number behind one of these is no phone, whatever it looks like.
_NO_PHONE = re.compile(
    r"(?:\b(?:table|figure|no\.|article|code|isbn|issn|doi|account|invoice|id)|[표호]|계좌(?:번호)?|(?:등록|신고|접수|공고|문서|관리|허가)번호)"
    r"\s*[:：]?\s*\Z",
    re.I,
)


def maybe_phone(text: str) -> bool:
    """Whether `text` may hold a number at all: a cheap look before the parser goes through it."""
    return bool(_MAYBE.search(text) or _SHORT.search(text))


def phones(text: str, *, labelled: bool = False) -> list[Span]:
    """Phone numbers in `text` as written, in order, with the rest of a series ("~6") and the extension.

    Fax numbers, year ranges and bare ids are none. A number counts when libphonenumber holds it valid for Korea (or for
    the country after its "+") and it is written as one: with its area code and in groups. Where a label, or the caller
    by `labelled`, says that a number is a phone, ungrouped digits and the short numbers of public call centres count too.
    """
    found = [span for span in numbers(text, labelled=labelled) if not _is_fax(text, span)]
    return found or list(_short(text, labelled))


def faxes(text: str, *, labelled: bool = False) -> list[Span]:
    """Fax numbers in `text` as written: those that a word before or after them calls so, or all with `labelled`."""
    return [span for span in numbers(text, labelled=labelled) if labelled or _is_fax(text, span)]


def numbers(text: str, *, labelled: bool = False) -> tuple[Span, ...]:
    """Phone and fax numbers alike."""
    return _valid(text, labelled) if _MAYBE.search(text) else ()


@lru_cache(maxsize=1024)  # the readers ask for the same line several times, and libphonenumber is slow
def _valid(text: str, labelled: bool) -> tuple[Span, ...]:
    from phonenumbers import Leniency, PhoneNumberMatcher

    found: list[Span] = []
    for match in PhoneNumberMatcher(text, REGION, leniency=Leniency.VALID):
        written = re.split(r"[~∼～/]|\s*,?\s*\(?\s*(?:ext|x\d|내선|교환)", match.raw_string, maxsplit=1)[0].rstrip(
            " (-.,"
        )
        opened = written.startswith("(") and written.count("(") > written.count(")")
        written = written.removeprefix("(") if opened else written
        start = match.start + opened
        span = Span(start, start + len(written))
        if not _NO_PHONE.search(text[max(start - 40, 0) : start]) and _is_written_as_phone(
            written, labelled or _label(text, span) is not None
        ):
            found.append(_with_rest(text, span))
    return tuple(found)


def _with_rest(text: str, span: Span) -> Span:
    end = span.end
    for rest in (_SERIES, _EXTENSION):
        match = rest.match(text, end)
        end = match.end() if match else end
    return Span(span.start, end)


def _is_written_as_phone(written: str, labelled: bool) -> bool:
    import phonenumbers

    if not _SHAPE.match(written):
        return False
    try:
        number = phonenumbers.parse(written, REGION)
    except phonenumbers.NumberParseException:
        return False
    if not phonenumbers.is_valid_number(number):
        return False
    groups = re.findall(r"\d+", written)
    if len(groups) == 1:
        return labelled or written.startswith("+")
    if len(groups) == 2 and len(groups[0]) == 4 and groups[0] < groups[1] <= str(_LATEST_YEAR):
        return labelled
    return number.country_code != 82 or (len(groups[-1]) == 4 and len(groups[-2]) in {3, 4})


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
