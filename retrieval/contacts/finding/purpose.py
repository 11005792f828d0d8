"""What a line says that its phone or its team is for."""

from __future__ import annotations

import re

from retrieval.contacts.finding import fields, names
from retrieval.contacts.finding.labels import Label
from retrieval.contacts.finding.lead import EDGE
from retrieval.contacts.finding.matter import matter
from retrieval.contacts.finding.names import Name
from retrieval.contacts.finding.people import people
from retrieval.contacts.finding.phones import numbers
from retrieval.contacts.finding.stretch import Said
from retrieval.patterns import late_pattern

# What stands before a phone or a name that is not a name itself: the matter that the phone is for.
PURPOSE = late_pattern(r"([^\W\d][^:：|;@#]{2,60}?)\s?[:：]\s")
_ASKING = late_pattern(
    r"(?:자세한|기타|상세|세부|관련|사업|궁금)\S*|[가-힣]{1,3}|(?:for|more|further|press|general|any)\b.*", re.I
)
_OWN_DUTY = late_pattern(
    r"\s*[:：]\s*(?P<d>[^\W\d][^:：|;@#(),]{3,80}?)\s*(?:\(|,|[-–—])?\s*(?:☎|tel\b|phone\b|전화)?[\s.:]*\Z", re.I
)
_FIELD_LABEL = late_pattern(r"(?i)\b(?:tel|phone|fax|e-?mail|room|mobile)\b|전화|팩스|연락처|☎|이메일")


def duty_of(line: str, chain: list[Name], said: Said) -> str | None:
    """What a line says that its phone or its team is for."""
    if not said.reaches:
        return None
    lead = PURPOSE.match(line)
    about = _about(lead[1]) if lead else None
    if not chain:
        return about
    start, end = chain[0].start, chain[-1].end
    if lead and lead.end() <= start and not line[lead.end() : start].strip():
        return about
    first = min((s.start for s in [*numbers(line), *fields.emails(line)] if s.start >= end), default=end)
    own = _OWN_DUTY.match(line[end:first])
    if own and not fields.place(own["d"]).room and not _FIELD_LABEL.search(own["d"]):
        return None if fields.place(own["d"]).address or people(own["d"]) else own["d"]
    return matter(line[:start], line[end:])


def _about(lead: str) -> str:
    """The matter in the words before a colon, without the sentence before it and without "Questions about"."""
    return re.sub(r"\A(?:Questions|Enquiries|Inquiries) (?:about|on) ", "", lead.rpartition(". ")[2])


def before_label(line: str, found: list[Label], named: bool) -> tuple[str, ...]:
    """The matter that stands before "문의:" ("시스템 오류 문의: ...")."""
    text = line[: found[0].start].strip(EDGE + ")[]")
    if found[0].role != "contact" or not text or _ASKING.fullmatch(text) or (named and names.names(text)):
        return ()
    return (text,) if not fields.hinted(text) and len(text) <= names.LONGEST else ()
