"""Phone and fax numbers in one line, as written. phonenumbers finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from retrieval.contact_disused import disused, is_id
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
_CALL_CENTRE = re.compile(r"1\d{2,3}(?![\d\w-])")
_SERIES = re.compile(r"\s?[~∼～]\s?\d{1,4}(?![\d:.-])")
_MORE = re.compile(
    r"\s?(?P<by>[/,·])\s?(?P<n>\d{2,4})(?=\s*(?:[,/·;|)\]\n]|\.?\s*\Z|\.\s|fax\b|팩스|e-?mail\b|\())(?!,\d)", re.I
)
_EXTENSION = re.compile(
    r",?\s?(?:\(\s?(?:ext\.?|extension|내선|교환)\s?(?:번호)?\s?[:.]?\s?\d{1,5}(?:\s?[~∼～-]\s?\d{1,5})?(?:번)?\s?\)|"
    r"(?:ext\.?|extension|내선|교환)\s?(?:번호)?\s?[:.]?\s?\d{1,5}(?!\d))",
    re.I,
)


def maybe_phone(text: str) -> bool:
    """Whether `text` may hold a number at all: a cheap look before the parser goes through it."""
    return bool(_MAYBE.search(text) or (_CALL_CENTRE.search(text) and _SHORT.search(text)))


def phones(text: str, *, labelled: bool = False) -> list[Span]:
    """Phone numbers in `text` as written, in order, with the rest of a series ("~6") and the extension.

    Fax numbers, year ranges and bare ids are none. A number counts when libphonenumber holds it valid for Korea (or for
    the country after its "+") and it is written as one: with its area code and in groups. Where a label, or the caller
    by `labelled`, says that a number is a phone, ungrouped digits and the short numbers of public call centres count too.
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
        if not is_id(text, span) and _is_written_as_phone(written, labelled or _label(text, span) is not None):
            found.append(_with_rest(text, span))
            found += _series(text, found[-1])
    return tuple(found)


def _with_rest(text: str, span: Span) -> Span:
    end = span.end
    for rest in (_SERIES, _EXTENSION):
        match = rest.match(text, end)
        end = match.end() if match else end
    return Span(span.start, end)


def _series(text: str, first: Span) -> list[Span]:
    """The further numbers of "053-803-1234 / 1235, 1236", of which only the last digits are written."""
    found: list[Span] = []
    whole = re.search(r"\d{4}\Z", text[first.start : first.end])
    match = _MORE.match(text, first.end) if whole else None
    while whole and match:
        last = match["n"]
        near = abs(int(last) - int(whole[0])) < 100 and len(last) == 4
        if not near and (match["by"] == "," or (len(last) == 4 and int(last) <= _LATEST_YEAR and int(last) > 1900)):
            break
        found.append(Span(match.start("n"), match.end("n")))
        match = _MORE.match(text, match.end())
    return found


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
