"""Persons and their positions as directories write them, in English and Korean."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from retrieval.contacts.finding.labels import RANKS_KO, folded, role_of
from retrieval.patterns import late_pattern

_SURNAMES = (
    "남궁|황보|선우|제갈|독고|사공|서문|[김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채"
    "원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부나라량려피계가복태목형]"
)
_KO = rf"(?:{_SURNAMES})[가-힣]{{1,2}}"
_WORD = r"[A-Z][a-z]+(?:[-'’][A-Za-z][a-z]*)?"
_ROMANISED = r"[A-Z][a-z]+ [A-Z][a-z]*-[a-z]+"
_NAME = rf"{_WORD} {_WORD}(?: {_WORD})?"
_RANKS_EN = (
    "Directors?[- ]General|Director|Manager|Head|Officer|Leader|Engineer|Advis[eo]r|President|Researcher|Coordinator|"
    "Co-ordinator|Specialist|Secretary|Chief|Consultant|Professor|Chairman|Chairperson|Chair|Assistant|Analyst|"
    "Administrator|Clerk|Lead|Mayor|Governor|Supervisor|Counsellor|Counselor|Technician|Curator|Librarian|"
    "Representative|Commissioner|Superintendent|Scientist|Planner|Instructor|Trainer|Accountant|Lawyer|Operator"
)
_BODY = "Team|Division|Bureau|Department|Section|Office|Branch|Centre|Center|Group|Unit|Desk"
_BEFORE_RANK = (
    "Deputy|Assistant|Senior|Junior|Associate|Vice|Executive|Chief|Principal|Managing|General|Acting|Project|Programme|"
    "Program|Case|Events?|Export|Public|Relations|Patent|Press|Research|Lead|Account|Policy|Communications|Duty|"
    "Operations|Technical|Training|Administrative|Legal|Media|Information|Investment|Marketing|Sales|Finance"
)
_TITLED = rf"(?:(?:{_BEFORE_RANK}) ){{0,3}}(?:{_RANKS_EN})"
_OWN_RANK = rf"(?:(?:{_BEFORE_RANK}|{_BODY}) ){{0,3}}(?:{_RANKS_EN})"
_PATTERNS = (
    late_pattern(rf"(?<![가-힣])(?P<p>{_KO}|[가-힣] [가-힣]{{1,2}})\s+(?P<r>{RANKS_KO})(?![가-힣])"),
    late_pattern(rf"(?<![가-힣])(?P<r>{RANKS_KO})\s+(?P<p>{_KO})(?![가-힣])"),
    late_pattern(rf"\b(?P<r>{_TITLED}),? (?:(?:Ms|Mr|Mrs|Dr)\.? )?(?P<p>{_ROMANISED})\b"),
    late_pattern(rf"\b(?P<p>{_ROMANISED})(?:, | \(| )(?P<r>{_OWN_RANK})\b(?! of\b)"),
    late_pattern(rf"\b(?:Ms|Mr|Mrs|Miss|Dr|Prof)\.? (?P<p>{_NAME})\b(?:, (?P<r>{_OWN_RANK})\b)?"),
    late_pattern(rf"\b(?P<p>{_WORD} {_WORD}), (?P<r>{_OWN_RANK})\b"),
    late_pattern(rf"\b(?P<p>{_ROMANISED})\b(?P<r>)"),
)
_RANK = late_pattern(rf"(?:{_OWN_RANK}|(?:[A-Z][a-z]+ ){{0,2}}(?:{_RANKS_EN})|{RANKS_KO})")
_PERSON = late_pattern(rf"(?:(?:Ms|Mr|Mrs|Miss|Dr|Prof)\.? )?(?P<p>{_NAME}|{_KO}|[가-힣] [가-힣]{{1,2}})")
_NO_PERSON = late_pattern(rf"\b(?:{_BODY}|{_RANKS_EN}|Tel|Fax|Room|Building|Street|Agency|Foundation|Institute|City)\b")
_STAFF = (
    late_pattern(rf"(?P<p>{_NAME}?) (?P<r>{_OWN_RANK})\b ?(?P<d>.*)"),
    late_pattern(rf"(?P<p>{_KO}) (?P<r>{RANKS_KO})(?![가-힣]) ?(?P<d>.*)"),
)
_CALLED = late_pattern(rf"(?P<p>[가-힣]{{2,4}}) (?P<r>{RANKS_KO})")
_MAYBE = late_pattern(rf"[A-Z][a-z]*-[a-z]|\b(?:M[rs]s?|Dr|Prof|{_RANKS_EN})\b|(?:{RANKS_KO})(?![가-힣])")


class Human(NamedTuple):
    """A person at `text[start:end]`, title and position included in the span; either name may be missing."""

    start: int
    end: int
    person: str | None
    role: str | None


@lru_cache(maxsize=1024)  # a line is asked for several times
def people(text: str) -> tuple[Human, ...]:
    """Persons in running text, in order: a name beside a position or a title, or a romanised Korean name."""
    if not _MAYBE.search(text):
        return ()
    found: list[Human] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            apart = all(match.end() <= one.start or one.end <= match.start() for one in found)
            if apart and not _NO_PERSON.search(match["p"]) and not _RANK.fullmatch(match["p"]):
                found.append(Human(match.start(), match.end(), match["p"], match["r"] or None))
    return tuple(sorted(found))


def is_rank(text: str) -> bool:
    """Whether a text is nothing but a position, which may have a blank in each gap between its syllables ("과  장")."""
    return _RANK.fullmatch(folded(text)) is not None


def person_of(value: str) -> tuple[str | None, str | None]:
    """Person and position in a value that a label calls a person ("배수현 선임", "Kim Sang-woo, Director")."""
    value = value.strip(" ,;()|/·")
    if is_rank(value):
        return None, value
    found = [one for one in people(value) if one.person]
    if found:
        return found[0].person, found[0].role
    name, _, rest = value.partition(",")
    whole = _PERSON.fullmatch(name.strip())
    role = rest.strip() if is_rank(rest) else None
    return (whole["p"], role) if whole and not _NO_PERSON.search(name) else (None, None)


def named_in(cell: str) -> str | None:
    """The name in a table cell that its header calls a person: any words but a position, a number, a body or labels."""
    cell = re.sub(r"\A(?:Ms|Mr|Mrs|Miss|Dr|Prof)\.? ", "", cell.strip(" ()"))
    if not cell or re.search(r"[\d@:]", cell) or len(cell) > 40 or all(map(role_of, cell.split())):
        return None
    return cell if not is_rank(cell) else None


def person_in(cell: str) -> tuple[str | None, str | None]:
    """Person and position in a cell that its header calls a person, whatever the name looks like."""
    person, role = person_of(cell)
    called = _CALLED.fullmatch(cell.strip(" ()")) if not (person or role) else None
    if called and not role_of(called["p"]):
        return called["p"], called["r"]
    return person or (None if role else named_in(cell)), role


def staff(text: str) -> tuple[str, str, str] | None:
    """Person, position and duty of a staff list whose columns have run together ("Ma Yu-ri Case Manager Claims")."""
    for pattern in _STAFF:
        match = pattern.fullmatch(text.strip())
        if match and not _NO_PERSON.search(match["p"]):
            return match["p"], match["r"], match["d"].strip()
    return None
