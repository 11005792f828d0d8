"""Fields of a directory entry, found in one line: phones, e-mails, room, address. phonenumbers' only home."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from retrieval.sentences import Span

REGION = "KR"
_LATEST_YEAR = 2100
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}\b")
_TEL_WORD = (
    r"tel(?:ephone)?\b|(?:tele)?phone\b|mobile\b|\bcall\b|contact\b|전화(?:번호)?|연락처|문의처?|☎|☏|\bt(?=\s?[.:)])"
)
_FAX_WORD = r"\bfax\b|facsimile|팩스|전송|\bf(?=\s?[.:)])"
_KIND_WORD = re.compile(
    rf"(?P<both>(?:tel|phone|전화)\w*\.?\s*[/&·]\s*(?:fax|팩스))|(?P<fax>{_FAX_WORD})|{_TEL_WORD}", re.I
)
_FAX_AFTER = re.compile(r"\s*\(\s*(?:fax|팩스)", re.I)
_SCOPE = re.compile(r"[;|\n]")
_FIELD_WORD = re.compile(r"\b(?:tel(?:ephone)?|phone|fax|e-?mail|전화(?:번호)?|연락처|팩스|이메일)\b[.:：]*", re.I)
_MAYBE_PHONE = re.compile(r"(?<!\d)\(?(?:\+|0\d|82[-. ]|1[5-8]\d\d-)")
_SHAPE = re.compile(r"\(?(?:\+|0|82[-. ]|1[5-8]\d\d-\d{4}$)")
_SHORT = re.compile(
    r"(?:tel(?:ephone)?|phone|call|전화(?:번호)?|국번\s?없이|☎)(?:\s?(?:no|number)\b)?[.:：\s]*(?P<n>1\d{2,3})(?![\d\w-]|[.,]\d)",
    re.I,
)
_ROOM = re.compile(
    r"(?<![\w#])#\s?[A-Z]?\d{1,4}(?:-\d{1,3})?\b"
    r"|\b(?:Room|Rm\.?|Suite)\s?(?:No\.?\s?)?#?(?:[A-Z]-?)?\d{1,4}[A-Z]?\b"
    r"|(?<![제\w-])(?:[A-Z가-하]-?)?\d{2,4}호(?:실)?(?![가-힣])",
)
# A road or a lot with its number; names of provinces and cities alone say where a project is, not where an office is.
_ROAD = re.compile(
    r"\b\d+(?:-\d+)?(?:beon-gil)?,? ?[A-Z]\w*(?:-\w+)*-(?:ro|gil|daero|dong|eup|myeon|ri)\b"
    r"|-(?:ro|gil|daero|dong|ri),? ?\d"
    r"|\b\d+,? (?:[A-Z]\w+ ){1,3}(?:Street|Avenue|Boulevard|Road)\b"
    r"|[가-힣\d·]+(?<!으)(?:로|길)\s?\d+(?:-\d+)?(?:(?=번?길|층)|(?![\d가-힣%.]))"
    r"|[가-힣]+(?:동|읍|면|리)\s\d+(?:-\d+)?(?:번지|(?![\d가-힣%.]))"
)
_BUILDING = re.compile(
    r"\b(?:Building|Bldg|Tower|Annex)\b|\b\d{1,2}F\b|\b\d{1,2}(?:st|nd|rd|th) floor\b|(?:본|별|신)관|빌딩|\d층", re.I
)
_PROSE = re.compile(r"\b(?:is|are|was|the|at|in|to|can|has|have|for|by|on|with|you|please|its|their)\b|[다요]\.", re.I)
_ADDRESS_EN = re.compile(
    r"(?:(?:[A-Z][\w-]*\s){1,4}(?:Building|Bldg\.?|Tower|Annex),?\s(?:at\s)?)?"
    r"(?:\d+(?:-\d+)?,?\s)?[A-Z][\w-]*-(?:daero|ro|gil)\b(?:\s\d+(?:beon-gil|-gil))?"
    r"(?:,\s?[A-Z][\w-]*(?:\s[A-Z][\w-]*)*)*(?:,?\s\(?\d{5}\)?)?"
)
_ADDRESS_KO = re.compile(
    r"(?:[가-힣]+(?:시|도)\s)?(?:[가-힣]+(?:시|군|구)\s)*(?:[가-힣\d]+(?:읍|면|동|리)\s)?"
    r"[가-힣\d·]+(?:로|길)\s?\d+(?:-\d+)?(?:번길\s?\d+)?(?:,?\s[가-힣A-Z\d]+(?:동|관|빌딩|센터|층)(?![가-힣]))*"
)
_EDGE = " \t\n,;:|/·-–—()[]<>"


class Place(NamedTuple):
    """Room and address as written; None where the text states none."""

    room: str | None
    address: str | None


def hinted(text: str) -> bool:
    """Whether `text` may state a field at all: a cheap look before the readers go through it."""
    patterns = (_MAYBE_PHONE, _SHORT, _ROAD, _ROOM)
    return "@" in text or any(pattern.search(text) for pattern in patterns)


def emails(text: str) -> list[Span]:
    """E-mail addresses in `text`, in order."""
    return [Span(m.start(), m.end()) for m in _EMAIL.finditer(text)]


def phones(text: str, *, labelled: bool = False) -> list[Span]:
    """Phone numbers in `text` as written, in order; fax numbers, year ranges and bare ids are none.

    A number counts when libphonenumber holds it valid for Korea (or for the country after its "+") and it is written
    as one: with its area code and in groups. Where a label, or the caller by `labelled`, says that a number is a phone,
    ungrouped digits and the short numbers of public call centres count too.
    """
    found = [span for span in _valid(text, labelled) if not _is_fax(text, span)]
    return found or list(_short(text, labelled))


def place(text: str, *, labelled: bool = False) -> Place:
    """Room and address stated in `text`. With `labelled` all of `text` is known to be an address.

    The room is left out of the address where it stands at an end of it; inside, it stays, so that the address remains
    the words of the document.
    """
    room = _ROOM.search(text)
    spans = [(0, len(text))] if labelled else _pieces(text)
    strong = next((text[a:b] for a, b in spans if _ROAD.search(text[a:b])), None)
    weak = next((text[a:b] for a, b in spans if _BUILDING.search(text[a:b])), None) if room else None
    piece = text if labelled else strong or weak
    address = _address(piece, labelled) if piece is not None else None
    return Place(room[0] if room else None, address)


def _address(piece: str, labelled: bool) -> str | None:
    if not labelled and _PROSE.search(piece):
        written = _ADDRESS_EN.search(piece) or _ADDRESS_KO.search(piece)
        return written[0].strip() if written else None
    kept = _trim(piece)
    for room in _ROOM.finditer(piece):
        if kept.startswith(room[0]):
            kept = _trim(kept[len(room[0]) :])
        elif kept.endswith(room[0]):
            kept = _trim(kept[: -len(room[0])])
    return kept or None


def _trim(text: str) -> str:
    text = text.strip(_EDGE)
    # An address may begin or end with a postcode in brackets: give back the bracket that closes inside.
    return f"({text}" if ")" in text.split("(", 1)[0] else f"{text})" if text.count("(") > text.count(")") else text


def _pieces(text: str) -> list[tuple[int, int]]:
    words = [Span(*m.span()) for pattern in (_SCOPE, _FIELD_WORD) for m in pattern.finditer(text)]
    cuts = sorted([*_valid(text, labelled=False), *emails(text), *words])
    starts = [0, *(cut.end for cut in cuts)]
    return list(zip(starts, [*(cut.start for cut in cuts), len(text)], strict=True))


@lru_cache(maxsize=1024)  # the readers ask for the same line several times, and libphonenumber is slow
def _valid(text: str, labelled: bool) -> tuple[Span, ...]:
    if not _MAYBE_PHONE.search(text):
        return ()
    from phonenumbers import Leniency, PhoneNumberMatcher

    found: list[Span] = []
    for match in PhoneNumberMatcher(text, REGION, leniency=Leniency.VALID):
        written = re.split(r"[~/]|\s*(?:ext|x\d|내선)", match.raw_string, maxsplit=1)[0].rstrip(" (-.")
        opened = written.startswith("(") and written.count("(") > written.count(")")
        written = written.removeprefix("(") if opened else written
        start = match.start + opened
        span = Span(start, start + len(written))
        if _is_written_as_phone(written, labelled or _label(text, span) is not None):
            found.append(span)
    return tuple(found)


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
    import phonenumbers
    from phonenumbers import shortnumberinfo

    alone = re.fullmatch(r"\s*(?P<n>1\d{2,3})\s*", text) if labelled else None
    for match in [alone] if alone else _SHORT.finditer(text):
        if shortnumberinfo.is_valid_short_number_for_region(phonenumbers.parse(match["n"], REGION), REGION):
            yield Span(match.start("n"), match.end("n"))


def _label(text: str, span: Span) -> re.Match[str] | None:
    """The last word before a number that tells what kind of number it is, in the same part of the line."""
    scope = max((m.end() for m in _SCOPE.finditer(text, 0, span.start)), default=0)
    return max(_KIND_WORD.finditer(text, scope, span.start), key=lambda m: m.start(), default=None)


def _is_fax(text: str, span: Span) -> bool:
    if _FAX_AFTER.match(text, span.end):
        return True
    label = _label(text, span)
    return label is not None and label["fax"] is not None
