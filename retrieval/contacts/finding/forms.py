"""Lines whose form alone says what they hold: staff lists whose columns have run together, as plain text and PDF often give
them, and the foot of an official letter in Korea.

"시행 <부서>-<number> (date) 접수", "우 <postcode> <address> / <homepage>", "전화 <number> 전송 <number> / <e-mail> / <disclosure>":
행정업무의 운영 및 혁신에 관한 규정 시행규칙, form 1. Programs write it as lines or as the cells of tables without rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.contacts.finding import fields, names
from retrieval.contacts.finding.labels import role_of
from retrieval.contacts.finding.names import Named
from retrieval.contacts.finding.people import staff
from retrieval.contacts.finding.phones import faxes, phones
from retrieval.contacts.finding.stretch import Said, texts
from retrieval.patterns import late_pattern

_ISSUED = late_pattern(
    r"시\s?행\s*[:：]?\s*(?P<who>[가-힣A-Za-z][가-힣A-Za-z0-9·()]*(?: [가-힣A-Za-z0-9·()]+){0,3})\s?-\s?\d{1,7}\s*(?:\(|접\s?수|\Z)"
)
_POST = late_pattern(r"우\s*[:：]?\s*(?P<place>\(?\d{3}-?\d{2,3}\)?\s+[^/]*[가-힣][^/]*)(?P<rest>/.*)?\Z")
_CALL = late_pattern(
    r"(?:전\s?화|Tel\.?)\s*(?:번호)?\s*[:：]?\s*(?P<phone>[^/가-힣]*\d[^/가-힣]*)[/\s]*"
    r"(?:(?:전\s?송|팩스(?:번호)?|모사전송|Fax\.?)\s*[:：]?\s*(?P<fax>[^/가-힣@]*))?(?P<rest>/.*)?\Z",
    re.I,
)


def read_foot(cells: Sequence[str], *, below: bool) -> Said | None:
    """What a line of the foot of a letter states; None for any other line.

    The line with the number of the letter names the part of a body that wrote it. Only `below` that line are an address,
    or phone, fax and e-mail, those of that part.
    """
    line, end = " ".join(filter(None, cells)), len(" | ".join(cells))
    if (issued := _ISSUED.match(line)) and not names.is_generic(issued["who"]):
        return Said(0, end, named=(Named(team=issued["who"]),), alone=True)
    if below and (post := _POST.match(line)):
        return Said(0, end, address=post["place"].strip(), url=fields.web_address(post["rest"] or ""), labelled=True)
    if below and (call := _CALL.match(line)):
        called, sent = call["phone"], call["fax"] or ""
        return Said(
            0,
            end,
            phones=texts(called, phones(called, labelled=True)),
            faxes=texts(sent, faxes(sent, labelled=True)),
            emails=texts(line, fields.emails(line)),
            labelled=True,
        )
    return None


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
