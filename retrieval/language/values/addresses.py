"""E-mail addresses, web addresses and handles of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.language.values.record import Value
from retrieval.patterns import late_pattern

_AT = r"(?:\s{0,2}@\s{0,2}|\s{0,2}[\[({<]\s?(?:at|@)\s?[\])}>]\s{0,2}|\s?골뱅이\s?)"
_DOT = r"(?:\.|\s{0,2}[\[({<]\s?(?:dot|\.)\s?[\])}>]\s{0,2}|\sdot\s|\s?\.\s?(?=(?-i:com|net|org|go|or|co|re|ac|kr)\b)|\s?[점닷]\s?)"
_LABEL = r"[a-z0-9-]++"
_EMAIL = late_pattern(
    rf"(?<![a-z0-9._%+-])(?P<name>[a-z0-9._%+-]++)(?:{_AT}(?P<host>{_LABEL}(?:{_DOT}{_LABEL})+)"
    rf"|\sat\s(?P<said>{_LABEL}(?:(?:\sdot\s|\.){_LABEL})*\sdot\s[a-z]{{2,}}))",
    re.I,
)
_BROKEN = late_pattern(r"\w-\s\Z")
_HINT_EMAIL = late_pattern(r"@|골뱅이|[\[({<\s]at[\])}>\s]", re.I)
_DOT_WORD = late_pattern(rf"\s*{_DOT}\s*", re.I)
_TLD = (
    r"[a-z]{2}|com|org|net|edu|gov|mil|int|info|biz|name|pro|dev|app|xyz|top|site|online|shop|store|club|link|click|live|"
    r"cloud|tech|asia|agency|support|help|page|blog|news|world|space|website|email|center|group|team|today|zone|icu|vip|mobi|한국|닷컴|"
    r"example|invalid|test|localhost|local|internal|onion"
)
_LABELS = (
    r"(?:www\.[a-z0-9가-힣-]++(?:\.[a-z0-9-]++)*|[a-z0-9-]++(?:\.[a-z0-9-]++)+\.[a-z]{2,})"  # www., or three and more
)
_REST = r"(?::\d{1,5}(?!\d))?(?:[/?#][^\s<>\"'`|\])}*]*)?"
_IP = r"(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)"
_SCHEME = late_pattern(r"(?<![a-z0-9])(?:h(?:tt|xx)ps?|ftps?|wss?)\s?:\s?//\s?[^\s<>\"'`|\])}*]++", re.I)
_BARE = late_pattern(
    rf"(?<![a-z0-9@._/-])(?:(?:[a-z0-9가-힣-]++\.)+(?:{_TLD})(?![a-z0-9_-]|\.[a-z0-9])|{_LABELS}|{_IP}){_REST}", re.I
)
_IPV6 = late_pattern(r"(?<![\w:.])\[?(?=[0-9a-f:]*(?:::|[a-f]))(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])\]?", re.I)
_HANDLE = late_pattern(r"(?<![\w@.])@[a-z]\w{2,31}(?!\w)", re.I | re.A)
_NO_HOST = late_pattern(r"(?:[a-z]\.)+[a-z]{1,2}|\d[\d.]*[a-z]{2}|[\d.]+", re.I)
_CLOSING = ".,;:!?·\u2026"


def find_schemed(text: str) -> Iterator[Value]:
    """URLs written with their scheme."""
    for match in _SCHEME.finditer(text):
        end = match.start() + len(match[0].rstrip(_CLOSING))
        yield Value("url", _url(text[match.start() : end]), "", (), match.start(), end)


def find_emails(text: str) -> Iterator[Value]:
    """E-mail addresses, also with words or brackets for their signs. What is left of one that a line end broke is none."""
    if not _HINT_EMAIL.search(text):
        return
    for match in _EMAIL.finditer(text):
        if _BROKEN.search(text, max(match.start() - 3, 0), match.start()):
            continue
        host = _DOT_WORD.sub(".", match["host"] or match["said"]).strip(".- ")
        if "." not in host:
            continue
        end = match.end() - len(match[0]) + len(match[0].rstrip(_CLOSING + "-"))
        yield Value("email", f"{match['name'].lstrip('.-')}@{host}".lower(), "", (), match.start(), end)


def find_hosts(text: str) -> Iterator[Value]:
    """URLs without a scheme, IP addresses and @handles; `t.me/name` and `@name` are the same handle."""
    if "." in text:
        for match in _BARE.finditer(text):
            end = match.start() + len(match[0].rstrip(_CLOSING))
            if not _NO_HOST.fullmatch(match[0]) or _is_ip(match[0]):
                yield Value("url", _url(text[match.start() : end]), "", (), match.start(), end)
    if "::" in text or text.count(":") > 6:
        for match in _IPV6.finditer(text):
            yield Value("url", match[0].strip("[]").lower(), "", (), *match.span())


def find_handles(text: str) -> Iterator[Value]:
    """@handles of chat services."""
    for match in _HANDLE.finditer(text):
        yield Value("url", match[0].lower(), "", (), *match.span())


def _is_ip(written: str) -> bool:
    parts = written.split(".")
    return len(parts) == 4 and all(part.isdigit() and len(part) <= 3 and int(part) < 256 for part in parts)


def _url(written: str) -> str:
    bare = re.sub(r"\s", "", written)
    bare = re.sub(r"^[a-z]+://", "", bare, flags=re.I).partition("#")[0].rstrip("/" + _CLOSING)
    host, slash, path = bare.partition("/")
    host = host.lower().removeprefix("www.")
    if host in {"t.me", "telegram.me"} and path:
        return f"@{path.lower()}"
    return host + slash + path
