"""Staff lists whose columns have run together, as plain text and PDF often give them."""

from __future__ import annotations

import re

from retrieval.contacts.finding.labels import role_of
from retrieval.contacts.finding.people import staff
from retrieval.contacts.finding.phones import phones
from retrieval.contacts.finding.stretch import Said
from retrieval.patterns import late_pattern

_FIELD_LABEL = late_pattern(r"(?i)\b(?:tel|phone|fax|e-?mail|room|mobile)\b|전화|팩스|연락처|☎|이메일")


def staff_list(line: str) -> list[Said]:
    """A staff list whose columns have run together: person, position, duty and phone again and again; [] for any other line."""
    found: list[Said] = []
    at = 0
    for span in phones(line):
        text = line[at : span.start].rstrip(" (☎:")
        skipped = _header_words(text) if not found else 0
        one = staff(text[skipped:])
        if one is None or _FIELD_LABEL.search(one[2]) or any(mark in one[2] for mark in ":|@;"):
            return []
        start = at + skipped + len(text[skipped:]) - len(text[skipped:].lstrip())
        person, role, duty = one
        duties, called = (duty,) if duty else (), (line[span.start : span.end],)
        found.append(Said(start, span.end, phones=called, duties=duties, person=person, role=role))
        at = span.end
    return found if not line[at:].strip(" .)") else []


def _header_words(text: str) -> int:
    """Where the column headers at the start of a text end ("Name Position Duties Phone Gil Seung-a ...")."""
    at = 0
    while match := re.match(r"\s*(\S+ \S+|\S+)(?=\s)", text[at:]):
        word = next((w for w in (match[1], match[1].split()[0]) if role_of(w)), None)
        if word is None:
            break
        at += match.start(1) + len(word)
    return at
