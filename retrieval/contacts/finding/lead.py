"""What a line begins with: the name, or the matter that its phone or its team is for."""

from __future__ import annotations

import re
from collections.abc import Collection

from retrieval.contacts.finding import fields, names
from retrieval.contacts.finding.labels import Label
from retrieval.contacts.finding.matter import matter
from retrieval.contacts.finding.names import Kind, Name, Named
from retrieval.contacts.finding.people import is_rank, people
from retrieval.contacts.finding.phones import numbers
from retrieval.contacts.finding.stretch import Said
from retrieval.patterns import late_pattern

EDGE = " \t\n,;:：|/·-–—("
STATEMENT = late_pattern(r"\b(?:is|are|was|has|can|please|the)\b|니다|하다|[가-힣]다\.", re.I)
"""Words of a sentence: such a line is no name with its fields."""
_LEAD = (late_pattern(r"[:：;|]"), late_pattern(r"\s[-–—]\s"), late_pattern(r"[(#]"), late_pattern(r","))


def bare(text: str) -> str:
    """A text without blanks, separators and brackets round it; a bracket of the name itself stays ("(재)가람재단")."""
    found = text.strip(EDGE + ")")
    start = text.find(found)
    is_half = found.count(")") > found.count("(") and text[:start].endswith("(")
    return text[start - 1 : start + len(found)] if is_half else found


def leading(line: str, known: Collection[str]) -> tuple[list[Name], int]:
    """The name that a line begins with, and where it ends; ([], 0) when it begins with something else."""
    starts = [span.start for span in (*numbers(line), *fields.emails(line))] + [human.start for human in people(line)]
    first = min(starts, default=len(line))
    ends = [m.start() for m in (cut.search(line) for cut in _LEAD) if m] + [first]
    if hangul := re.match(r"[가-힣A-Za-z0-9·]*[가-힣](?=\s)", line):
        ends.append(hangul.end())
    for end in ends:
        text = line[:end].strip(EDGE)
        if text and line.startswith(text) and not is_rank(text) and (whole := names.whole(text, known)):
            return _as_chain(whole, text), end
    chains = names.chains(line, names.names(line, known))
    if chains and chains[0][0].start == 0 and not STATEMENT.search(line) and first >= chains[0][-1].end:
        return chains[0], chains[0][-1].end
    return [], 0


def _as_chain(named: list[Named], text: str) -> list[Name]:
    found: dict[str, Name] = {}
    for one in named:
        parts: tuple[tuple[Kind, str | None], ...] = (
            ("team", one.team),
            ("unit", one.unit),
            ("organisation", one.organisation),
        )
        for kind, name in parts:
            if name and name not in found:
                start = text.find(name)
                found[name] = Name(start, start + len(name), kind, name)
    return sorted(found.values(), key=lambda name: name.start)


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
