"""Names of teams, units and organisations, and the labels of directory fields, in English and Korean."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

Kind = Literal["team", "unit", "organisation"]
Role = Literal[
    "phone", "fax", "email", "address", "room", "team", "unit", "organisation", "duties", "contact", "person"
]

LONGEST = 90
"""Characters of the longest name; a longer text before a phone is a sentence."""

_LAST_WORDS: dict[Kind, str] = {
    "organisation": "Technopark|Techno Park|Foundation|Agency|Institute|Ministry|Corporation|Association|Council|"
    "University|City Hall|Government|Chamber of Commerce(?: and Industry)?|Library",
    "unit": "Group|Bureau|Headquarters|Directorate",
    "team": "Team|Division|Department|Section|Desk|Office|Center|Centre|Helpdesk|Hotline|Unit|Secretariat|Laboratory",
}
_LAST_SYLLABLES: dict[Kind, str] = {
    "organisation": "테크노파크|진흥원|연구원|평가원|재단|협회|공단|공사|대학교|시청|도청|구청|군청",
    "unit": "기획단|사업단|지원단|추진단|본부",
    "team": "팀|센터|담당관|상담실|감사실|(?:정책|산업|지원|기획|진흥|경제|투자|관리|개발|기업|일자리|기술|전략|혁신|정보|통신)(?:과|실)",
}
_WEAK_SYLLABLES: dict[Kind, str] = {"organisation": "원|처|청", "unit": "단|국", "team": "과|실|부|소"}
_NOT_FIRST = (
    "The|Contact|Contacts|Call|Our|Please|Ask|Visit|In|At|For|And|Or|To|From|With|This|Each|Tel|Phone|Address|Email|"
    "E-mail|Inquiries|Enquiries|Telephone|Fax|All|Its|A|An|If|When|By|Via"
)
_WORD = rf"(?!(?:{_NOT_FIRST})\b)(?:[A-Z]|\d+[A-Za-z])[\w&’'-]*(?<!['’]s)"
_WORDS = rf"{_WORD}(?:(?: | and | & ){_WORD}){{0,7}}"
_LAST = "|".join(_LAST_WORDS.values())
_HANGUL_LAST = "|".join(_LAST_SYLLABLES.values())
_NAME = re.compile(
    rf"\b(?:Department|Division|Office|Bureau|Ministry|Center|Centre|Institute) (?:of|for) (?:the )?{_WORDS}"
    rf"|\bTeam [A-Z0-9]\b|\b{_WORDS}? (?:{_LAST})\b(?! (?:Building|Bldg|Tower))(?: (?:\d|I{{1,3}})(?![\w-]))?(?: for {_WORDS})?"
    rf"|[가-힣A-Za-z0-9·]{{1,20}}(?:{_HANGUL_LAST})(?=$|[^가-힣]|[은는이가을를에의과와로도]|으로|및|까지)"
)
_HANGUL = re.compile("[가-힣]")
_JOINS = re.compile(
    r"\s*(?:,|and|&|및|·|/|, and|와|과|>|[-–—]|\(|의)?\s*(?:the\s+)?|\s+(?:of|at|in|within|under)\s+(?:the\s+)?|['’]s\s+"
)
_ABOUT = re.compile(
    r"(?:\d+(?:\.\d+)*[.)]?\s+)?(?:(?:(?:contacts?|contact \w+|teams?|organi[sz]ation|main duties|duties|duty|roles?|tasks|"
    r"objectives|responsibilities|functions|mission|address|directory)(?: and contacts?)?) (?:of|at|for|in) )?(?:the )?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:['’]s)?\s*(?:contacts?|contact \w+|duties|role|tasks|directory|연락처|업무|담당업무|안내|문의)?\s*\Z", re.I
)

# Words that no name holds: a text with one of them is a statement about somebody.
_SENTENCE = re.compile(
    r"[.:：;|@#]|\d{3}|\b(?:the|a|an|please|call|contact|your|our|is|are|has|with|from|by|at|tel|phone|fax)\b"
    r"|[은는을를에]\s",
    re.IGNORECASE,
)

_LABELS: dict[Role, str] = {
    "phone": "tel|telephone|phone|mobile|call|t|tel no|phone no|telephone no|phone number|telephone number|tel/fax|"
    "contact number|contact no|phone/fax|전화|전화번호|대표전화|연락처|문의전화|유선전화|tel/phone",
    "fax": "fax|fax no|fax number|facsimile|f|팩스|팩스번호|전송",
    "email": "e-mail|email|mail|e-mail address|email address|이메일|전자우편|메일|e",
    "address": "address|location|office address|addr|office location|주소|소재지|위치",
    "room": "room|room no|room number|호실|사무실",
    "team": "team|department|division|dept|team name|department name|department in charge|division in charge|"
    "team in charge|office in charge|responsible department|responsible team|contact department|부서|부서명|담당부서|"
    "팀|팀명|담당팀|소관부서|주관부서|담당과",
    "unit": "group|unit|bureau|소속|실국|본부|단|국",
    "organisation": "organisation|organization|institution|agency|body|company|host|host organisation|"
    "host organization|기관|기관명|소속기관|소속기관명|수행기관|운영기관|주관기관|전담기관|회사|회사명|업체명",
    "duties": "duty|duties|main duties|task|tasks|main tasks|responsibility|responsibilities|role|work|in charge of|"
    "area|areas|업무|담당업무|주요업무|업무내용|담당",
    "contact": "contact|contacts|inquiries|inquiry|enquiries|enquiry|contact us|contact information|contact point|문의|"
    "문의처|문의사항",
    "person": "name|person in charge|contact person|officer|manager|position|title|담당자|성명|이름|직위|직급|담당자명",
}
_ROLES = {label: role for role, labels in _LABELS.items() for label in labels.split("|")}
_NAMING: frozenset[Role] = frozenset({"team", "unit", "organisation"})
# Korean pages leave out the colon after these.
_BARE = "담당부서|부서명|담당자|전화번호|연락처|팩스번호|이메일|소재지"
_MAYBE_LABEL = re.compile(rf"[:：]|{_BARE}")
_SORTED = sorted(map(re.escape, _ROLES), key=len, reverse=True)
_LABEL = re.compile(
    rf"(?<![^\s(|;,/·•])(?:(?P<label>{'|'.join(_SORTED)})\.?\s?[:：]\s*|(?P<bare>{_BARE})\s+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `text[start:end]`, and what it names."""

    start: int
    end: int
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """Who an entry is about: the lowest of the three that is named, and what it belongs to where that is named."""

    organisation: str | None = None
    unit: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A label with a colon, and the value after it up to the next label or the end of the line."""

    role: Role
    start: int
    value_start: int
    value_end: int


def role_of(text: str) -> Role | None:
    """The role of a label or column header, None when it is no known one."""
    plain = re.sub(r"\s*\([^)]*\)|[.:：*\s]+\Z", "", text.strip()).lower()
    return _ROLES.get(plain) or _ROLES.get(re.sub(r"\s+", "", plain))


def roles_of(header: str) -> frozenset[Role]:
    """The roles of a column header, which may join some ("Address / Contact Number")."""
    whole = role_of(header)
    parts = [whole] if whole else [role_of(part) for part in re.split(r"\s*(?:/|,|&|·|및|\band\b)\s*", header)]
    return frozenset(role for role in parts if role)


def labels(line: str) -> list[Label]:
    """Every "Label: value" of a line, in order."""
    if not _MAYBE_LABEL.search(line):
        return []
    found = list(_LABEL.finditer(line))
    roles = [_ROLES[(m["label"] or m["bare"]).lower()] for m in found]
    # After one space "Team:" is the end of a name, and not a label.
    kept = [
        n
        for n, m in enumerate(found)
        if roles[n] not in _NAMING or not re.search(r"[^\s;|,/()·•] \Z", line[: m.start()])
    ]
    found, roles = [found[n] for n in kept], [roles[n] for n in kept]
    ends = [*(m.start() for m in found[1:]), len(line)][: len(found)]
    return [Label(r, m.start(), m.end(), end) for r, m, end in zip(roles, found, ends, strict=True)]


def names(text: str, known: Collection[str] = ()) -> list[Name]:
    """Names in running text, in order; a unit of `known` directly before a team's name is told apart from it."""
    found: list[Name] = []
    for match in _NAME.finditer(text):
        name = Name(match.start(), match.end(), _kind(match[0]) or "team", match[0])
        before = found[-1] if found else None
        if before and text[before.end : name.start] == " " and not _stands_alone(before, known):
            found[-1] = Name(before.start, name.end, name.kind, text[before.start : name.end])
        else:
            found.append(name)
    return found


def chains(text: str, found: list[Name]) -> list[list[Name]]:
    """Names that only a comma, "and", "of" and the like stand between."""
    grouped: list[list[Name]] = []
    for name in found:
        if grouped and _JOINS.fullmatch(text, grouped[-1][-1].end, name.start):
            grouped[-1].append(name)
        else:
            grouped.append([name])
    return grouped


def resolve(chain: list[Name]) -> list[Named]:
    """Whom a chain names: each of its lowest names, with the one unit and the one organisation above it."""
    by_kind: dict[Kind, list[str]] = {"team": [], "unit": [], "organisation": []}
    for name in chain:
        by_kind[name.kind].append(name.text)
    teams, units, organisations = by_kind["team"], by_kind["unit"], by_kind["organisation"]
    organisation = organisations[0] if len(organisations) == 1 else None
    if teams:
        unit = units[0] if len(units) == 1 else None
        return [Named(organisation, unit, team) for team in teams]
    if units:
        return [Named(organisation, unit) for unit in units]
    return [Named(organisation) for organisation in organisations]


def whole(text: str, known: Collection[str] = ()) -> list[Named]:
    """Whom `text` names when it is nothing but a name; [] otherwise."""
    found = chains(text, names(text, known))
    if len(found) == 1 and found[0][0].start == 0 and not text[found[0][-1].end :].strip(" )"):
        return resolve(found[0])
    kind = _kind(text)
    holds_label = role_of(text) or (_HANGUL.search(text) and any(map(role_of, text.split())))
    if kind and not holds_label and len(text) <= LONGEST and not _SENTENCE.search(text):
        return [_named(kind, text)]
    return []


@lru_cache(maxsize=1024)  # every block asks again for the headings above it
def heading(text: str, known: frozenset[str] = frozenset()) -> list[Named]:
    """Whom a heading is about: a name alone, or with words such as "Duties of" or "contacts" round it."""
    about = _ABOUT.match(text)
    rest = text[about.end() if about else 0 :]
    after = _AFTER.search(rest)
    return whole(rest[: after.start()] if after else rest, known)


def as_role(role: Role, text: str, known: Collection[str] = ()) -> list[Named]:
    """Whom a value names that a label or a column header calls a team, a unit or an organisation."""
    found = whole(text, known)
    if role == "team":
        return [replace(n, team=n.unit, unit=None) if not n.team and n.unit else n for n in found] or [Named(team=text)]
    if role == "unit":
        return [n for n in found if n.organisation and not n.team] or [Named(unit=text)]
    return [n for n in found if n.organisation and n.unit and not n.team] or [Named(organisation=text)]


def _named(kind: Kind, text: str) -> Named:
    return Named(team=text) if kind == "team" else Named(unit=text) if kind == "unit" else Named(organisation=text)


def _kind(text: str) -> Kind | None:
    core = re.sub(r" (?:\d|I{1,3})\Z| for .*\Z", "", text)
    for kind, last in _LAST_WORDS.items():
        if re.search(rf"\b(?:{last})\Z", core, re.I) or re.match(rf"(?:{last}) (?:of|for) ", core):
            return kind
    for syllables in (_LAST_SYLLABLES, _WEAK_SYLLABLES):
        for kind, last in syllables.items():
            if re.search(rf"[가-힣·](?:{last})\Z", core):
                return kind
    return None


def _stands_alone(before: Name, known: Collection[str]) -> bool:
    hangul = _HANGUL.search(before.text) is not None
    return before.kind == "organisation" or before.text in known or (hangul and before.kind == "unit")
