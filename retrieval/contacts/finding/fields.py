"""Fields of a directory entry beside its phones, found in one line: e-mails, web addresses, hours, room, address."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from retrieval.contacts.finding.phones import SCOPE, maybe_phone, numbers
from retrieval.language import Span
from retrieval.language.values import values
from retrieval.patterns import late_pattern

_COPIED = late_pattern(r"[!-~]+")  # no space and no full-width sign in it
_DIGIT = late_pattern(r"\d")
_URL = late_pattern(r"(?<![\w@/.])(?:https?://|www\.)[^\s<>|,;()\[\]\"'“”‘’]*[\w/]", re.I)
_DOMAIN = late_pattern(r"(?<![\w@.])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:/[^\s<>|,;()]*[\w/])?", re.I)
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|r|rs|nes|ur)?(?:days?)?\b|(?:Week|Every)\s?days?\b|Daily\b"
_TIME = r"\d{1,2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?"
_SPAN = rf"(?:from )?{_TIME}\s?(?:[-–~∼～]|to)\s?{_TIME}"
_DAY_KO = r"(?:평일|주말|매일|연중무휴|토요일|일요일|월요일|[월화수목금토일]\s?[~∼～-]\s?[월화수목금토일](?:요일)?)"
_HOURS = late_pattern(
    rf"(?:{_DAY})(?:(?:\s?[-–]\s?|, | and | to |, and )(?:{_DAY}))*,?:?\s+{_SPAN}(?!\d)"
    rf"|{_DAY_KO}\s*:?\s*\d{{1,2}}:\d{{2}}\s?[-~∼～]\s?\d{{1,2}}:\d{{2}}(?:,?\s?\(?점심(?:시간)?\s?:?\s?\d{{1,2}}:\d{{2}}\s?[-~∼～]\s?\d{{1,2}}:\d{{2}}\)?)?",
    re.I,
)
_FIELD_WORD = late_pattern(r"\b(?:tel(?:ephone)?|phone|fax|e-?mail|전화(?:번호)?|연락처|팩스|이메일)\b[.:：]*", re.I)
_ROOM = late_pattern(
    r"(?<![\w#])#\s?[A-Z]?\d{1,4}(?:-\d{1,3})?\b"
    r"|\b(?:Room|Rm\.?|Suite)\s?(?:No\.?\s?)?#?(?:[A-Z]-?)?\d{1,4}[A-Z]?\b"
    r"|(?<![제\w-])(?:(?:본|별|신)관\s)?(?:[A-Z가-하]-?)?\d{2,4}호(?:실)?(?![가-힣])",
)
# A road or a lot with its number; names of provinces and cities alone say where a project is, not where an office is.
_ROAD = late_pattern(
    r"\b\d+(?:-\d+)?(?:beon-gil)?,? ?[A-Z]\w*(?:-\w+)*-(?:ro|gil|daero|dong|eup|myeon|ri)\b"
    r"|-(?:ro|gil|daero|dong|ri),? ?\d"
    r"|\b\d+,? (?:[A-Z]\w+ ){1,3}(?:Street|Avenue|Boulevard|Road)\b"
    r"|[가-힣\d·]+(?<!으)(?:로|길)\s?\d+(?:-\d+)?(?:(?=번?길|층)|(?![\d가-힣%.]))"
    r"|[가-힣]+(?:동|읍|면|리)\s\d+(?:-\d+)?(?:번지|(?![\d가-힣%.]))"
)
_BUILDING = late_pattern(
    r"\b(?:Building|Bldg|Tower|Annex)\b|\b\d{1,2}F\b|\b\d{1,2}(?:st|nd|rd|th) floor\b|(?:본|별|신)관|빌딩|\d층", re.I
)
_PROSE = late_pattern(
    r"\b(?:is|are|was|the|at|in|to|can|has|have|for|by|on|with|you|please|its|their)\b|[다요]\.", re.I
)
_ADDRESS_EN = late_pattern(
    r"(?:(?:[A-Z][\w-]*\s){1,4}(?:Building|Bldg\.?|Tower|Annex),?\s(?:at\s)?)?"
    r"(?:\d+(?:-\d+)?,?\s)?[A-Z][\w-]*-(?:daero|ro|gil)\b(?:\s\d+(?:beon-gil|-gil))?"
    r"(?:,\s?[A-Z][\w-]*(?:\s[A-Z][\w-]*)*)*(?:,?\s\(?\d{5}\)?)?"
)
_ADDRESS_KO = late_pattern(
    r"(?:[가-힣]+(?:시|도)\s)?(?:[가-힣]+(?:시|군|구)\s)*(?:[가-힣\d]+(?:읍|면|동|리)\s)?"
    r"[가-힣\d·]+(?:로|길)\s?\d+(?:-\d+)?(?:번길\s?\d+)?(?:,?\s[가-힣A-Z\d]+(?:동|관|빌딩|센터|층)(?![가-힣]))*"
)
_SENTENCE_KO = late_pattern(r".*[은는을를]\s")
_ROAD_PARTS = ("-ro", "-gil", "-dae", "-dong", "-eup", "-myeon", "-ri", "Street", "Avenue", "Boulevard", "Road")
_ROAD_NUMBER = late_pattern(r"[로길동읍면리]\s?\d")
_ROOM_PARTS = ("#", "호", "Room", "Rm", "Suite")
_NEXT_FIELD = late_pattern(
    r"(?<![\w-])(?:(?:tel(?:ephone)?|phone|mobile|fax|facsimile|contact|call|전화(?:번호)?|대표전화|연락처|팩스|문의|☎|☏)(?![\w-])\s*[.:：]*\s*[(+]?\d"
    r"|(?:e-?mail|이메일|전자우편|메일)\s*[.:：]*\s*[^\s@]+@|(?:homepage|website|web|홈페이지|누리집)\s*[.:：]*\s*\S+\.\S"
    r"|(?:(?:opening |office |business )?hours|운영시간|업무시간|이용시간)\s*[.:：]*\s*(?:\d|[A-Z][a-z]{2}|[가-힣])"
    r"|(?:https?://|www\.)\S|[☎☏])|(?<=[,;|] )(?:[a-z\d-]+\.)+(?:kr|com|org|net|eu|uk)\b",
    re.I,
)
_EDGE = " \t\n,;:|/·-–—()[]<>"


class Place(NamedTuple):
    """Room and address as written; None where the text states none."""

    room: str | None
    address: str | None


@lru_cache(maxsize=1024)  # a line is asked for several times
def hinted(text: str) -> bool:
    """Whether `text` may state a field at all: a cheap look before the readers go through it."""
    if "@" in text or "://" in text:
        return True
    if not _DIGIT.search(text):
        return False
    # Substrings are looked for first: they are found ten times faster than the patterns.
    road = any(part in text for part in _ROAD_PARTS) or _ROAD_NUMBER.search(text)
    room = any(part in text for part in _ROOM_PARTS)
    return maybe_phone(text) or bool(road and _ROAD.search(text)) or bool(room and _ROOM.search(text))


def ended(value: str) -> str:
    """The value of a label up to where the next field begins: a phone, an address on the web, the word before one."""
    ends = [m.start() for m in _NEXT_FIELD.finditer(value)] + [each.start for each in values(value, "phone", "email")]
    return value[: min(ends, default=len(value))].rstrip(" ,;|/·(")


def emails(text: str) -> list[Span]:
    """E-mail addresses in `text`, in order."""
    if "@" not in text:  # one in disguise ("kim at ...") is no address that can be copied
        return []
    found = (Span(each.start, each.end) for each in values(text, "email"))
    return [span for span in found if _COPIED.fullmatch(text, span.start, span.end)]


def urls(text: str) -> list[Span]:
    """Web addresses in `text` with their scheme or "www.", in order."""
    return [Span(m.start(), m.end()) for m in _URL.finditer(text)]


def web_address(value: str) -> str | None:
    """The web address that a value known to be one begins with; the scheme may be left out."""
    found = _URL.search(value) or _DOMAIN.search(value)
    return found[0] if found else None


def hours(text: str) -> str | None:
    """Opening hours stated in `text`: days with times of the day."""
    found = _HOURS.search(text)
    return found[0] if found else None


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
    if piece is not None and strong is None and not labelled:
        piece = _SENTENCE_KO.sub("", piece.rpartition("(")[2])
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
    words = [Span(*m.span()) for pattern in (SCOPE, _FIELD_WORD) for m in pattern.finditer(text)]
    cuts = sorted([*numbers(text), *emails(text), *words])
    starts = [0, *(cut.end for cut in cuts)]
    return list(zip(starts, [*(cut.start for cut in cuts), len(text)], strict=True))
