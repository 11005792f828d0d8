"""The labels of directory fields in English and Korean: "Tel:", "담당부서", column headers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from retrieval.patterns import late_pattern

Role = Literal[
    "phone",
    "fax",
    "email",
    "url",
    "hours",
    "address",
    "room",
    "team",
    "unit",
    "organisation",
    "duties",
    "contact",
    "person",
    "position",
]

RANKS_KO = (
    "센터장|본부장|사무국장|사무처장|국장|실장|과장|부장|팀장|단장|소장|처장|차장|원장|부원장|이사장|상임이사|이사|대표이사|대표|"
    "계장|파트장|대리|주임|사원|선임연구원|책임연구원|수석연구원|전임연구원|연구위원|연구원|선임매니저|책임매니저|선임|책임|수석|"
    "사무관|서기관|부이사관|주무관|매니저|담당관|주사|행정원|전문위원|위원|간사|교수|컨설턴트|팀원|기획관|정책관|전문관|사서|기술원|조교|관장|청장|차관|장관|시장|군수|구청장|도지사"
)
"""The positions of officials and staff in Korean, as the alternatives of a pattern."""
_LABELS: dict[Role, str] = {
    "phone": "tel|telephone|phone|mobile|cell|call|direct|direct line|t|m|p|tel no|phone no|telephone no|phone number|"
    "telephone number|tel/fax|contact number|contact no|phone/fax|main|hotline|전화|전화번호|대표전화|대표번호|연락처|"
    "문의전화|유선전화|휴대전화|휴대폰|직통|직통전화|tel/phone|사무실전화|핸드폰",
    "fax": "fax|fax no|fax number|facsimile|f|팩스|팩스번호|전송|모사전송",
    "email": "e-mail|email|mail|e-mail address|email address|이메일|전자우편|메일|e|이메일주소|전자메일",
    "url": "homepage|home page|website|web site|web|url|internet|w|online|홈페이지|누리집|웹사이트|웹|사이트|홈페이지주소",
    "hours": "hours|opening hours|office hours|business hours|working hours|open|opening times|operating hours|"
    "consultation hours|counter hours|운영시간|업무시간|상담시간|이용시간|근무시간|개방시간|운영|관람시간|접수시간",
    "address": "address|location|office address|addr|office location|team address|postal address|주소|"
    "소재지|위치|부서주소|팀주소|사무실주소|찾아오시는길",
    "room": "room|room no|room number|호실|사무실|사무실위치|방",
    "team": "team|department|division|dept|team name|department name|department in charge|division in charge|"
    "team in charge|office in charge|responsible department|responsible team|contact department|부서|부서명|담당부서|"
    "팀|팀명|담당팀|소관부서|주관부서|담당과|담당팀명|desk|counter|창구|문의부서",
    "unit": "group|unit|bureau|소속|실국|본부|단|국|과|실|소속부서",
    "organisation": "organisation|organization|institution|agency|body|company|host|host organisation|"
    "host organization|기관|기관명|소속기관|소속기관명|수행기관|운영기관|주관기관|전담기관|회사|회사명|업체명|상호",
    "duties": "duty|duties|main duties|task|tasks|main tasks|responsibility|responsibilities|work|in charge of|"
    "responsible for|area|areas|field|topic|services|업무|담당업무|주요업무|업무내용|담당|담당사무|분장업무|업무분장|"
    "문의내용|상담분야|분야|handles|tasks and duties",
    "contact": "contact|contacts|inquiries|inquiry|enquiries|enquiry|contact us|contact information|contact point|"
    "for inquiries|for enquiries|press contact|media contact|문의|문의처|문의사항|문의전화번호",
    "person": "name|person in charge|contact person|officer|manager|staff|담당자|성명|이름|담당자명|담당공무원|책임자|"
    "person|officer in charge|attn|name of officer|contact name|deputy|alternate|정담당자|부담당자|주담당자|대리자|"
    + "|".join(f"담당{rank}" for rank in RANKS_KO.split("|")),
    "position": "position|title|role|rank|job title|post|function|직위|직급|직책|직함",
}
_ROLES: dict[str, Role] = {label: role for role, labels in _LABELS.items() for label in labels.split("|")}
RANKED = late_pattern(rf"담당(?:{RANKS_KO})")
"""A label that says by which position somebody is in charge ("담당과장")."""
_SPACED = late_pattern(r"[가-힣](?:\s+[가-힣])+")
_NAMING: frozenset[Role] = frozenset({"team", "unit", "organisation"})
# Korean pages leave out the colon after these.
_BARE = (
    "담당부서|부서명|담당자|전화번호|대표전화|연락처|팩스번호|이메일|전자우편|소재지|운영시간|업무시간|홈페이지|누리집"
)
_BARE_ADDRESS = (
    r"(?:부서|팀|사무실)?\s?주소(?=\s+(?:\(?\d{5}|[가-힣]{1,7}[시도]\s))|(?:team|office)\saddress(?=\s+\S*\d)"
)
_MAYBE_LABEL = late_pattern(rf"[:：]|{_BARE}|{_BARE_ADDRESS}|\b[A-Z]\.?\s\S", re.IGNORECASE)
# One letter needs a number or an address of its own kind behind it; a colon then is not needed.
_LETTER = r"(?:[tmp](?=\.?:?\s?[(+]?\d[\d\s().-]{6})|f(?=\.?:?\s?[(+]?\d[\d\s().-]{6})|e(?=(?:\.|:|\s)\s?[^\s@]+@)|[wh](?=(?:\.|:|\s)\s?(?:https?:|www\.)|[.:]\s?[a-z\d-]+(?:\.[a-z\d-]+)+))"
_LONG = sorted((re.escape(label) for label in _ROLES if len(label) > 1 or not label.isascii()), key=len, reverse=True)
_SORTED = [re.sub(r"\\? ", r"\\s?", label) for label in _LONG]
_LABEL = late_pattern(
    rf"(?<![^\s(|;,/·•\[])(?:(?P<label>{'|'.join(_SORTED)}|[tmpfew])(?:\s?\([^)\d]{{1,20}}\))?\.?\s?[:：]\s*"
    rf"|(?P<bare>{_BARE}|{_BARE_ADDRESS})\s+|(?P<letter>{_LETTER})\.?\s?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label with a colon, and the value after it up to the next label or the end of the line."""

    role: Role
    start: int
    value_start: int
    value_end: int


def folded(text: str) -> str:
    """A text without the blanks that Korean forms put between the syllables of one word ("담 당 자"); others unchanged."""
    text = text.strip()
    return re.sub(r"\s+", "", text) if _SPACED.fullmatch(text) else text


@lru_cache(maxsize=4096)  # columns and labels come again and again
def role_of(text: str) -> Role | None:
    """The role of a label or column header, None when it is no known one."""
    plain = re.sub(r"\s*\([^)]*\)|[.:：*\s]+\Z|\A[☎☏\s]+", "", text.strip()).lower()
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
    roles = [_role(m) for m in found]
    # After one space "Team:" is the end of a name, and not a label.
    twice = bool(found) and role_of(line[: found[0].start()]) is not None  # "기관 Organisation: ..."
    kept = [
        n
        for n, m in enumerate(found)
        if roles[n] not in _NAMING or (twice and n == 0) or not re.search(r"[^\s;|,/()·•\]] \Z", line[: m.start()])
    ]
    found, roles = [found[n] for n in kept], [roles[n] for n in kept]
    ends = [*(m.start() for m in found[1:]), len(line)][: len(found)]
    starts = [0 if twice and n == 0 else m.start() for n, m in enumerate(found)]
    return [Label(r, start, m.end(), end) for r, start, m, end in zip(roles, starts, found, ends, strict=True)]


def _role(match: re.Match[str]) -> Role:
    written = (match["label"] or match["bare"] or match["letter"]).lower()
    return _ROLES.get(written) or _ROLES.get(re.sub(r"\s+", "", written)) or _ROLES[written[0]]
