"""Numbers that look like a phone and are none to call: those said to be out of use, and those of projects or accounts."""

from __future__ import annotations

import re

from retrieval.language import Span
from retrieval.patterns import late_pattern

_ENDED = (
    r"(?:no longer|not|out of|never) (?:in (?:use|service|operation)|use[ds]?|use|service|valid|active|answered|reachable|available|"
    r"connected|operat\w+|work\w*)|out of order|disconnected|discontinued|abolished|withdrawn|retired|decommissioned|defunct|"
    r"obsolete|invalid|cancelled|switched off|shut down|closed down"
)
_AFTER = late_pattern(
    rf"[\s)\]]*(?:[,;:–—-]\s*)?[(\[]?\s*(?:(?:this|the|old|number|line|which)\s)*(?:(?:is|was|are|were|has been|have been|will be)\s)?(?:now\s)?"
    rf"(?:{_ENDED}|(?:old|former|previous)(?: number)?\s*[)\]]|do(?:es)? not (?:call|use|dial|work)|don[’']t (?:call|use|dial)"
    r"|closed\b(?!\s*(?:on|at|from|for|between|during|every|in|\d|[A-Z]))|(?:valid |used |in use )?until\s+(?:the end of\s+)?(?:\d{1,2}\s+)?(?:[A-Z][a-z]+\.?\s+)?(?:\d{1,2},?\s+)?(?:19|20)\d\d"
    r"|(?:was |has been |is )?(?:replaced|superseded) by|(?:(?:was|has been|is) )?(?:moved|changed|switched|transferred) to\s+(?:the (?:new )?number\s+)?\(?[+0]\d"
    r"|(?:->|→|⇒|=>)\s*\(?[+0]\d|[(\[]\s*(?:sample|example|예시)\b)"
    rf"|[^.;!?\d]{{0,60}}\b(?:is|are|was|were|has been|have been)\s(?:now\s)?(?:{_ENDED})\b",
    re.I,
)
_AFTER_KO = late_pattern(
    r"\s*[)\]]?\s*(?:번호)?(?:은|는|이|가|번은|을|를)?\s*[(\[:]?\s*(?:(?:\d{4}년\s*)?(?:\d{1,2}월\s*)?(?:\d{1,2}일\s*)?(?:부로|부터|까지|이후)?\s*)?(?:현재\s*|더\s?이상\s*|이제\s*)*"
    r"(?:결번|없는\s?번호|사용(?:하지|되지|을 하지)?\s*(?:않|안|중지|중단|종료|불가|금지|만료)|사용했|사용하던|쓰지\s?않|쓰이지\s?않|쓸\s수\s없|폐지(?!하)|폐쇄(?!하)|폐번|해지|"
    r"운영\s?(?:을\s)?(?:종료|중단|하지 않)|통화\s?불가|연결되지 않|착신\s?(?:불가|정지)|전화하지\s?마|걸지\s?마|구\s?번호|\(?구\)|옛\s?번호|까지\s?(?:만\s)?(?:사용|운영))"
    r"|\s*번?에서\s*\(?[+0]\d|\s*(?:->|→|⇒)\s*\(?[+0]\d"
    r"|\s*\(?(?:19|20)\d\d년?(?:\s*\d{1,2}월)?(?:\s*\d{1,2}일)?\s*까지"
)
_BEFORE = late_pattern(
    r"(?:\b(?:do not|don[’']t|never|no longer|stop|please do not)\s(?:\w+ ){0,2}?(?:call|dial|use|phone|ring|calling|using)(?:\s(?:the|on|at|our|us|old|number|any|more|it|:))*"
    r"|\b(?:do not|don[’']t|never)\s(?:call|dial|phone|ring)\s[^.;:!?\d]{1,60}?\b(?:at|on)"
    r"|\b(?:for example|for instance|e\.g\.?|sample|예시|예컨대|예를 들어)"
    r"|\b(?:formerly|previously|ex)|\b(?:old|former|previous)(?=\s*[:：])|\b(?:old|former|previous|disused|obsolete|discontinued)\s(?:\w+\s){0,2}?(?:number|no|phone|tel(?:ephone)?|line|contact|hotline)s?(?:\s(?:of|for|in)\s[^.;:\d]{1,60}?)?(?:\s(?:is|was|were))?"
    r"|\buntil (?:the end of )?(?:[A-Z][a-z]+ )?(?:19|20)\d\d|\b(?:instead of|rather than|not)"
    r"|\b(?:changed|moved|switched|transferred)\s(?:\w+\s){0,3}?from|\breplac(?:es|ed|ing)(?:\s(?:the|old|number))*"
    r"|(?:결번|폐지(?:된|번호)|사용하지\s?않는|사용\s?중지)\s?(?:전화)?(?:번호)?|(?:^|[\s(\[·,])(?:구|옛|이전|종전의?|기존|변경\s?전)\s?(?:대표\s?)?(?:전화(?:번호)?|번호|연락처)|변경\s?전|\(구\)|^기존|\s기존)"
    r"(?:[은는이가]\s)?[\s.:：,(\[]*\Z",
    re.I,
)
_ID_NOUN = (
    r"project|registration|account|case|reference|ref|order|contract|tracking|invoice|file|document|docket|permit|licen[cs]e|"
    r"patent|serial|customer|member(?:ship)?|application|receipt|ticket|tax|business|company|corporate|bid|tender|notice|"
    r"grant|policy|lot|parcel|asset|item|part|product|model|batch|passport|bank|insurance|protocol|job|claim|vendor|"
    r"supplier|client|student|employee|staff|task|budget|programme?|transaction|payment|barcode|certificate|complaint"
)
_STRICT = r"account|invoice|isbn|issn|doi|id|case|project|reference|ref|docket|serial|contract|business registration"
_ID_KO = (
    r"(?:등록|신고|접수|공고|문서|관리|허가|사업|과제|계약|사건|민원|고객|회원|주문|송장|운송장|참조|계좌|법인|사업자|일련|제품|특허|인증|"
    r"면허|입찰|고유|승인|협약|증서|보험|수험|예약|신청|처리|청구|결재|발급|납세|거래|안건|심의)\s?번호"
)
# A number behind one of these is no phone, whatever it looks like.
_ID = late_pattern(
    rf"(?:\b(?:table|figure|no\.|article|code|{_STRICT})|(?<!대)표|(?<!번)호|계좌(?:번호)?|{_ID_KO}"
    rf"|\b(?:{_ID_NOUN})\s?(?:(?:registration|identification|reference)\s)?(?:number|num\.?|no\.?|nr\.?|code|id|#)(?:\s(?:is|was))?)"
    r"\s*[(\[]?\s*[:：#]?\s*\Z",
    re.I,
)
_ID_AFTER = late_pattern(rf"\s*[(\[]\s*(?:the )?(?:(?:{_ID_NOUN})\s?(?:number|no\.?|code|id)|{_ID_KO})", re.I)
_LONGEST_LEAD = 110
_CLAUSE_END = late_pattern(r"[;!?。\n|]|[.]\s(?=[A-Z가-힣(\d+])")
_NO_STOP = late_pattern(r"\b(?:tel|no|ext|fax|ph|nr|ref)\.\Z", re.I)


def is_id(text: str, span: Span) -> bool:
    """Whether the words at a number call it that of a project, an account, a case and the like."""
    return bool(_ID.search(text[max(span.start - 60, 0) : span.start]) or _ID_AFTER.match(text, span.end))


def disused(text: str, span: Span, others: tuple[Span, ...] = ()) -> bool:
    """Whether the clause of a number says that it is no longer to be called; `others` are all numbers of the text."""
    begin = max((one.end for one in others if one.end <= span.start), default=0)
    begin = max([begin, span.start - _LONGEST_LEAD, *_ends(text, begin, span.start)])
    stop = min((one.start for one in others if one.start >= span.end), default=len(text))
    after = text[
        span.end : min(stop + 3, span.end + 120)
    ]  # the first digits of the next number are part of "moved to 053"
    return bool(_BEFORE.search(text[begin : span.start]) or _AFTER.match(after) or _AFTER_KO.match(after))


def _ends(text: str, start: int, end: int) -> list[int]:
    """Where clauses end between two places; the full stop of "Tel." ends none."""
    return [m.end() for m in _CLAUSE_END.finditer(text, start, end) if not _NO_STOP.search(text[: m.start() + 1])]
