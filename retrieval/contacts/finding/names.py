"""Names of teams, units and organisations, in English and Korean."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from retrieval.contacts.finding.labels import Role, role_of
from retrieval.language import has_hangul
from retrieval.patterns import late_pattern

Kind = Literal["team", "unit", "organisation"]

LONGEST = 90
"""Characters of the longest name; a longer text before a phone is a sentence."""

_LAST_WORDS: dict[Kind, str] = {
    "organisation": "Technopark|Techno Park|Organi[sz]ation|Foundation|Agency|Institute|Ministry|Corporation|Association|Council|"
    "University|City Hall|Government|Chamber of Commerce and Industry|Chamber of Commerce|Library|Technology Park|Innovation Park|"
    "Science Park|Park|Authority|Board|Fund|Museum|Metropolitan City|Province|Commission|Company|Academy|Hospital|Trust",
    "unit": "Group|Bureau|Headquarters|Directorate",
    "team": "Team|Division|Department|Section|Desk|Office|Center|Centre|Helpdesk|Hotline|Unit|Secretariat|Laboratory|"
    "Counter|Advice Line|Branch|Task ?[Ff]orce",
}
_LAST_SYLLABLES: dict[Kind, str] = {
    "organisation": "테크노파크|진흥원|연구원|평가원|재단|협회|공단|공사|대학교|시청|도청|구청|군청|기금|허브|박물관|미술관|위원회|조합|파크",
    "unit": "기획단|사업단|지원단|추진단|본부",
    "team": "팀|센터|담당관|상담실|감사실|창구|(?:정책|산업|지원|기획|진흥|경제|투자|관리|개발|기업|일자리|기술|전략|혁신|정보|통신|협력|입지|부품|에너지|통상|고용|교통|문화|관광|복지|환경)(?:과|실)|(?:환경|산업|경제|복지|교통|문화|건설|녹지|정책|기획|관광|안전|농정|해양|투자|일자리|교육|보건|도시)국",
}
_WEAK_SYLLABLES: dict[Kind, str] = {"organisation": "원|처|청", "unit": "단|국", "team": "과|실|부|소"}
_NO_BODY = late_pattern(
    r"(?:(?:회의|사무|강의|교육|화장|휴게|자료|전시|세미나|교|호|연습|녹음)실|(?:결|효|(?<![여양])성|(?<!환)경|(?<![유교])통)과|"
    r"(?:여|일|내|외|전|(?<![재행])정|세|(?<!외)교|납|첨|기|송|거|번호|명|장)부|"
    r"(?:지|민|인|직|회|자|공|만|억|조|재|차|구성|정)원|(?:연락|문의|접수|제출|판매|거래)처|(?:신|요|초)청|(?:수|집|중|진|판)단|"
    r"(?:전|외|한|중|미|각|자)국|(?:장|주|요|해|감|최|(?<!사)업|축|취)소)\Z"
)
_NOT_FIRST = (
    "The|Contact|Contacts|Call|Our|Please|Ask|Visit|In|At|For|And|Or|To|From|With|This|Each|Tel|Phone|Address|Email|"
    "E-mail|Inquiries|Enquiries|Telephone|Fax|All|Its|A|An|If|When|By|Via|"
    "Dear|Ms|Mr|Mrs|Dr|Director|Manager|President|Head"
)
_WORD = rf"(?!(?:{_NOT_FIRST})\b)(?:[A-Z]|\d+[A-Za-z])[\w&’'-]*(?<!['’]s)"
# "Vision 2030 Team": a number inside a name, but not that of a room, a date or a telephone.
_NO_NUMBERED = (
    "Room|Rm|Suite|Floor|Building|Bldg|Box|Ext|Extension|Article|Hall|Fax|Tel|Mobile|Spring|Summer|Autumn|Winter|"
    "January|February|March|April|May|June|July|August|September|October|November|December|Street|Avenue|Road|No|Lot|Page"
)
_NUMBERED = rf"(?!(?:{_NOT_FIRST}|{_NO_NUMBERED})\b)[A-Z][A-Za-z&’']* [1-9]\d{{2,3}}(?= [A-Z])"
_WORDS = rf"(?:{_NUMBERED}|{_WORD})(?:(?: | and | & )(?:{_NUMBERED}|{_WORD})){{0,7}}"
_CAPITALS = r"(?:(?:[A-Z\d][\w&’'-]*|and|of|for|the|&),? ?)+"
_LAST = "|".join([*_LAST_WORDS.values(), *(words.upper() for words in _LAST_WORDS.values() if "(" not in words)])
_HANGUL_LAST = "|".join(_LAST_SYLLABLES.values())
_NAME = late_pattern(
    rf"\b(?:Department|Division|Office|Bureau|Ministry|Center|Centre|Institute) (?:of|for) (?:the )?{_WORDS}"
    rf"|\b(?:Team|TEAM) (?:[A-Z]|[1-9]\d{{0,3}})(?![\w-]|[ .)]\d)|(?:^[1-9]\d{{2,3}} )?\b{_WORDS}? (?:{_LAST})\b(?! (?:Building|Bldg|Tower))(?: (?:\d|I{{1,3}})(?![\w-]))?(?: for {_WORDS})?"
    rf"|(?<![가-힣A-Za-z0-9·])(?=[A-Za-z0-9·]*[가-힣])[가-힣A-Za-z0-9·]{{1,20}}(?:{_HANGUL_LAST})(?=$|[^가-힣]|[은는이가을를에의과와로도]|으로|및|까지)"
)
_GENERIC = late_pattern(
    rf"(?:the )?(?:{_LAST})s?|팀|부서|과|실|국|센터|본부|본원|본청|본사|본점|담당(?:자|부서)?", re.I
)
_FORMER = late_pattern(r"[(\[]\s*(?:구|옛|종전|formerly|former|previously|ex-?)[\s.:]*\Z", re.I)
_MAYBE = late_pattern(
    rf"\b(?:{'|'.join(_LAST_WORDS.values())})\b|(?:{_HANGUL_LAST}|{'|'.join(_WEAK_SYLLABLES.values())})(?![가-힣]{{2}})",
    re.I,
)
_MAYBE_IN_PROSE = late_pattern(
    rf"\b(?:Team |TEAM )|(?<=[\w&] )(?:{_LAST})\b|\b[A-Z][a-z]+ (?:of|for) |(?:{_HANGUL_LAST}|{'|'.join(_WEAK_SYLLABLES.values())})(?![가-힣]{{2}})"
)
_LONGEST_FORMER = 40  # characters of such a word with what may stand around it
_LONGEST_JOINED = (
    300  # characters: no body has a longer name, and to look at all of one again for each part is square time
)
_JOINS = late_pattern(
    r"\s*(?:,|and|&|및|·|/|, and|와|과|>|[-–—]|\(|의)?\s*(?:the\s+)?|\s+(?:of|at|in|within|under)\s+(?:the\s+)?|['’]s\s+"
)
_ABOUT = late_pattern(
    r"(?:\d{1,2}(?:\.\d+)*[.)]?\s+)?(?:(?:(?:contacts?|contact \w+|teams?|organi[sz]ation|main duties|duties|duty|roles?|tasks|"
    r"objectives|responsibilities|functions|mission|address|directory)(?: and contacts?)?) (?:of|at|for|in) )?(?:the )?",
    re.IGNORECASE,
)
_AFTER = late_pattern(
    r"(?:['’]s)?(?:\s+(?:contacts?|contact \w+|duties|role|tasks|directory|staff list|staff|연락처|담당업무|업무|안내|문의|직원|"
    r"현황|조직도|조직|소개|명단|부서|팀|층별|및|찾아오시는 길|기업 민원|\([^)]*\)))*\s*\Z",
    re.I,
)

# Words that no name holds: a text with one of them is a statement about somebody.
_SENTENCE = late_pattern(
    r"[.:：;|@#]|\d{5}|\d[-~)/ ]+\d|\d[호층]|\b(?:room|rm|suite|floor|the|a|an|please|call|contact|your|our|is|are|has|with|from|by|at|tel|phone|fax)\b"
    r"|[은는을를에]\s",
    re.IGNORECASE,
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


def maybe_name(text: str) -> bool:
    """Whether `text` may name a body at all: a cheap look for a last word or syllable."""
    return (_MAYBE_IN_PROSE if len(text) > LONGEST else _MAYBE).search(text) is not None


def names(text: str, known: Collection[str] = ()) -> list[Name]:
    """Names in running text, in order; a unit of `known` directly before a team's name is told apart from it."""
    return list(_names(text, frozenset(known))) if maybe_name(text) else []


@lru_cache(maxsize=2048)  # several rules ask for the same line
def _names(text: str, known: frozenset[str]) -> tuple[Name, ...]:
    found: list[Name] = []
    for match in _NAME.finditer(text):
        if _FORMER.search(text, max(match.start() - _LONGEST_FORMER, 0), match.start()):
            continue
        name = Name(match.start(), match.end(), _kind(match[0]) or "team", match[0])
        before = found[-1] if found else None
        together = before is not None and name.end - before.start <= _LONGEST_JOINED
        if before and together and text[before.end : name.start] == " " and not _stands_alone(before, known):
            found[-1] = Name(before.start, name.end, name.kind, text[before.start : name.end])
        else:
            found.append(name)
    return tuple(found)


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
    proper = [team for team in teams if is_team(team)]
    if proper and not units:  # "Support Division, Equipment Team"
        teams, units = proper, [office for office in teams if office not in proper]
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
    holds_label = role_of(text) or (has_hangul(text) and any(map(role_of, text.split())))
    if kind and not holds_label and len(text) <= LONGEST and not _SENTENCE.search(text):
        return [_named(kind, text)]
    return []


@lru_cache(maxsize=1024)  # every block asks again for the headings above it
def heading(text: str, known: frozenset[str] = frozenset()) -> list[Named]:
    """Whom a heading is about: a name alone, or with words such as "Duties of" or "contacts" round it.

    One that says only what kind of body it is ("Headquarters") says where things are, and names nobody.
    """
    about = _ABOUT.match(text)
    rest = text[about.end() if about else 0 :]
    after = _AFTER.search(rest)
    found = whole(rest[: after.start()] if after else rest, known)
    return [one for one in found if not any(map(is_generic, (one.organisation, one.unit, one.team)))]


def is_generic(name: str | None) -> bool:
    """Whether a name says only what kind of body it is ("Team", "팀"): such an entry would answer for every team."""
    return name is not None and _GENERIC.fullmatch(name.strip()) is not None


def is_team(name: str) -> bool:
    """Whether a name is that of a team; a division, an office or a centre is a unit unless a larger one is over it."""
    return re.search(r"\bteam(?: (?:[A-Z]|\d{1,4}))?(?: for .*)?\Z|\btask ?force\Z|팀\Z", name, re.I) is not None


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


@lru_cache(maxsize=4096)  # names come again and again
def _kind(text: str) -> Kind | None:
    core = re.sub(r" (?:\d{1,4}|I{1,3})\Z| for .*\Z", "", text)
    for kind, last in _LAST_WORDS.items():
        if re.search(rf"\b(?:{last})\Z", core, re.I) or re.fullmatch(rf"(?:{last}) (?:of|for) {_CAPITALS}", core):
            return kind
    if _NO_BODY.search(text):
        return None
    for syllables in (_LAST_SYLLABLES, _WEAK_SYLLABLES):
        for kind, last in syllables.items():
            if re.search(rf"[가-힣·](?:{last})\Z", core):
                return kind
    return None


def _stands_alone(before: Name, known: Collection[str]) -> bool:
    hangul = has_hangul(before.text)
    return before.kind == "organisation" or before.text in known or hangul
