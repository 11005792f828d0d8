"""Which fields of a directory entry a question asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.ask import ContactField
from retrieval.patterns import late_pattern

PERSON = late_pattern(
    r"\b(?:manager|head|leader|director|chief|boss|contact person|person in charge)\b|담당자|팀장", re.IGNORECASE
)
_EMAIL = r"\be-?mails?\b|메일"
_URL = r"\b(?:web ?site|web ?page|home ?page|url|web address)\b|홈페이지"
_NO_PLACE = late_pattern(
    rf"(?:{_EMAIL}|{_URL})(?:의?\s*(?:address|주소))?", re.IGNORECASE
)  # whose "address" is no place
_ASKED: tuple[tuple[ContactField, re.Pattern[str]], ...] = (
    ("email", late_pattern(_EMAIL, re.IGNORECASE)),
    ("phone", late_pattern(r"\b(?:tele)?phones?\b|\bcall\b|\bring\b|전화", re.IGNORECASE)),
    ("address", late_pattern(r"\baddress|주소", re.IGNORECASE)),
    ("fax", late_pattern(r"\bfax\b|팩스", re.IGNORECASE)),
    (
        "hours",
        late_pattern(
            r"\b(?:office|opening|business|working) hours\b|\bwhen\b.*\bopen\b|(?:업무|운영|근무) ?시간", re.IGNORECASE
        ),
    ),
    ("url", late_pattern(_URL, re.IGNORECASE)),
    ("person", PERSON),
    ("room", late_pattern(r"\brooms?\b|\bdoors?\b|호실|몇 ?호", re.IGNORECASE)),
)
_FOLLOWING: tuple[tuple[ContactField, str], ...] = (
    ("email", r"\be-?mails?\b|이메일|메일"),
    ("fax", r"\bfax\b|팩스"),
    ("hours", r"\b(?:office|opening|business|working) hours\b|\bhours\b|\b(?:open|closed?|closes|opens)\b|"
        r"(?:업무|운영|근무) ?시간|언제 ?(?:열|문)|몇 ?시"),
    ("url", r"\b(?:web ?site|web ?page|home ?page|url|web address)\b|홈페이지|누리집"),
    ("phone", r"\b(?:tele)?phones?\b|\b(?:call|ring|dial|number)\b|전화"),
    ("room", r"\brooms?\b|\bwhich floor\b|호실|몇 ?호"),
    ("address", r"\baddress\b|\bwhere\b.*\b(?:is|are|sits?|based|office|located)\b|주소|어디|위치"),
    ("person", r"\b(?:head|manager|leader|director|chief|boss|contact person|person in charge)\b|"
        r"\bwho\b.*\b(?:leads?|heads?|in charge|runs?)\b|팀장|책임자|담당자"),
)  # fmt: skip
_IN_FOLLOWING = tuple((field, late_pattern(pattern, re.IGNORECASE)) for field, pattern in _FOLLOWING)
_ANY = "|".join(f"(?:{pattern})" for _, pattern in _FOLLOWING if ".*" not in pattern)
_DETERMINER = r"(?:by\s+|via\s+|on\s+)?(?:(?:the|an?|its|their|his|her|your)\s+)?"
_SET_ASIDE = late_pattern(
    rf"\b(?:not|without|instead of|rather than|other than|except(?: for)?)\s+{_DETERMINER}(?:{_ANY})"
    rf"(?:\s+(?:or|nor)\s+{_DETERMINER}(?:{_ANY}))*(?:\s+(?:numbers?|address(?:es)?)\b)?"
    rf"|(?:{_ANY})(?:\s?(?:번호|주소))?(?:은|는|이|가|을|를|으로|로)?\s*(?:말고|아니라|아니고|아닌|빼고|제외|대신)",
    re.IGNORECASE,
)
CALLED: Mapping[ContactField, str] = {
    "email": "e-mail address",
    "fax": "fax number",
    "hours": "office hours",
    "url": "web address",
    "phone": "phone number",
    "room": "room",
    "address": "address",
    "person": "head",
}
"""What a question calls a field."""


def asked_fields(question: str) -> tuple[ContactField, ...]:
    """All fields that a question of any kind names, but for those that it sets aside."""
    question = without_fields_set_aside(question)
    places = _NO_PLACE.sub(" ", question)
    return tuple(field for field, pattern in _ASKED if pattern.search(places if field == "address" else question))


def followed_field(question: str) -> ContactField | None:
    """The field that a question after a contact answer is about, where fewer words tell it."""
    asked = without_fields_set_aside(question)
    return next((field for field, pattern in _IN_FOLLOWING if pattern.search(asked)), None)


def without_fields_set_aside(question: str) -> str:
    """A question without the fields that it says are not meant ("not the fax", "팩스 말고")."""
    return _SET_ASIDE.sub(" ", question)


def without_fields(question: str) -> str:
    """A question without the words that name a field."""
    for _, pattern in _IN_FOLLOWING:
        question = pattern.sub(" ", question)
    return question
