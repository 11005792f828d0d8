"""What single cells of a directory table say beside words and numbers: nothing, the same again, another kind of number."""

from __future__ import annotations

import re

from retrieval.contacts.finding.labels import Role, role_of, roles_of
from retrieval.contacts.finding.phones import phones
from retrieval.patterns import late_pattern

_DITTO = late_pattern(
    r"[〃\"″”〟'’]{1,2}|,,|同上|상동|위와\s?같음|위와\s?동일|(?:ditto|do\.|(?:see|as|same as) above|same)\.?", re.I
)
_NOTHING = late_pattern(
    r"[-–—―.·*xX/]{1,3}|n\s?[./]\s?a\.?|none|nil|not applicable|t\.?b\.?[ad]\.?|vacant|없음|해당\s?(?:사항)?\s?없음|미정|공석|결원|비공개",
    re.I,
)
_EXTENSION = late_pattern(r"(?:ext(?:ension)?s?\b\.?|내선|구내|교환)\s*(?:번호|no\.?|numbers?)?", re.I)
# A list of numbers that are dialled inside a house ("0011 / 0012, 0013"), or what follows a whole one (", 3025").
_INSIDE = late_pattern(r"(?:(?:ext\.?|내선)\s?)?\d{3,5}(?:\s?[~∼～,/·]\s?\d{1,5})*번?", re.I)
_MORE = late_pattern(r"\s?[,/·]\s?(?P<n>(?:\d{3,4}-)?\d{2,4}(?:\s?[~∼～]\s?\d{1,4})?)(?![\d-])")
_BEHIND = late_pattern(
    r"\s*[,(]?\s*(?:ext\.?|extension|내선|교환)[\s.:번호]*\d{1,5}(?:\s?[~∼～,/·]\s?\d{1,5})*번?\s?\)?", re.I
)
_NUMBERED = late_pattern(r"(?:\b(?:no|number|num|code|id|iban|isbn|issn|account)s?\b\.?|#|번호|코드)\Z", re.I)
_OTHERWISE = late_pattern(r"\b(?:account|article)\Z|계좌|사업자등록|예산과목|조문|법인등록|과목\Z", re.I)
_WITHDRAWN = late_pattern(
    r"\b(?:old|former|previous)\b|\bbefore\Z|(?:변경|개정|이전|개편)\s?전\Z|종전|기존|\A구\s?(?:전화|번호|연락처)", re.I
)
_MARKS = late_pattern(r"(?:\s?(?:[*†‡¹²³⁴⁵⁶⁷⁸⁹]+|\(?주\s?\d\)))+\Z")
_CALLED = late_pattern(
    r"\b(?:tel|phone|telephone|fax|mobile|cell|contact|direct|room|ext|hotline)|전화|연락|팩스|내선|휴대|직통|문의",
    re.I,
)
_SCRIPTS = late_pattern(r"(?<=[가-힣])\s+(?=[A-Za-z])|(?<=[A-Za-z])\s+(?=[가-힣])")
_LONGEST_LABEL = 40


def is_ditto(cell: str) -> bool:
    """Whether a cell says that the one above it holds here too."""
    return _DITTO.fullmatch(cell.strip(" ()")) is not None


def is_nothing(cell: str) -> bool:
    """Whether a cell says that there is nothing to say ("-", "N/A", "미정")."""
    return _NOTHING.fullmatch(cell.strip(" ()")) is not None


def header_roles(cell: str) -> frozenset[Role]:
    """The roles of a column header, which may say it in two languages; one of extensions holds phones."""
    twice = {role_of(word) for word in _SCRIPTS.split(cell)} if _SCRIPTS.search(cell) else set()
    if len(twice) == 1 and (role := twice.pop()):
        return frozenset({role})
    return roles_of(cell) or (frozenset({"phone"}) if _EXTENSION.fullmatch(_bare(cell)) else frozenset())


def counts_otherwise(label: str) -> bool:
    """Whether a label or header says that numbers with it are no phones that hold: accounts, codes, those of the past."""
    if _WITHDRAWN.search(label) and len(label) <= _LONGEST_LABEL and not re.search(r"\d{2}", label):
        return True
    label = _bare(label)
    if not label or len(label) > _LONGEST_LABEL or re.search(r"\d{2}", label) or role_of(label):
        return False
    return bool(_NUMBERED.search(label) or _OTHERWISE.search(label)) and not _CALLED.search(label)


def phones_in(cell: str) -> tuple[str, ...]:
    """The phones of a cell that its header calls phones, whole ones first, none of them completed.

    What follows a whole number ("053-819-3024, 3025") is kept as it is written; a cell of extensions alone is kept in one
    piece, as are a number and its extensions.
    """
    spans = phones(cell, labelled=True)
    if not spans:
        return (cell,) if _INSIDE.fullmatch(cell) else ()
    if len(spans) == 1 and spans[0].start == 0 and _BEHIND.fullmatch(cell, spans[0].end):
        return (cell,)
    found: list[str] = []
    for number, span in enumerate(spans):
        found.append(cell[span.start : span.end])
        at, end = span.end, spans[number + 1].start if number + 1 < len(spans) else len(cell)
        while (more := _MORE.match(cell, at)) and more.end() <= end:
            found.append(more["n"])
            at = more.end()
    return tuple(dict.fromkeys(found))


def without_marks(cell: str) -> str:
    """A cell without the marks of footnotes behind it."""
    return _MARKS.sub("", cell)


def _bare(label: str) -> str:
    return re.sub(r"\s*\([^)]*\)|[:：*]+\Z", "", label.strip()).strip()
