"""The matter for which running text sends a reader to somebody: "Access is handled by ...", "임대료 감면 신청은 ..."."""

from __future__ import annotations

import re

from retrieval.patterns import late_pattern

_LONGEST = 120
_BY = late_pattern(
    r"(?P<d>[^.;:?!]+?) (?:is|are) (?:also )?(?:handled|managed|run|processed|dealt with|looked after|organi[sz]ed|coordinated|"
    r"answered|arranged|provided|offered|given|issued|taken|administered|supervised|booked|kept) (?:by|at|with) (?:the |our )?\Z",
    re.I,
)
_FOR = late_pattern(
    r"(?:^|[.;] )For (?:(?:all |any |further |general |your )?(?:questions|enquir\w+|inquir\w+|help|advice|queries|applications)"
    r" (?:about|on|regarding|concerning|with|for) )?(?:the )?(?P<d>[^,.;:]+), (?:please )?(?:call|contact|phone|write|ask|e-?mail|turn|reach|see|visit)\b[^.;:]*\Z",
    re.I,
)
_GO = late_pattern(
    r"(?:Questions|Enquiries|Inquiries|Queries|Requests|Applications)(?: (?:about|on|regarding|concerning|for))? (?P<d>[^.;:,]+?) "
    r"(?:go|should go|should be sent|are sent|can be sent|must be sent|are addressed|may be sent|belong|stay) (?:to|with) (?:the |our )?\Z",
    re.I,
)
_DOES = late_pattern(
    r"\s*(?:\([^)]*\)|,[^,.;]*,)?\s*(?:handles|deals with|looks after|takes care of|answers (?:all )?(?:questions|enquiries|inquiries) (?:about|on|regarding)|"
    r"is (?:responsible for|in charge of))\s+(?:the )?(?P<d>[^.;:(]+)",
    re.I,
)
_ASKED = late_pattern(
    r"\A(?:who|whom|which team|which office|where)\b[^?]*?\b(?:ask|call|contact|see|go|turn to|talk to|speak to|write to|apply|responsible|in charge|handles|answers)\b"
    r"(?: questions)?(?: (?:about|for|of|regarding|with|on))?(?: the| my| an?)? (?P<d>[^?]+)\?",
    re.I,
)
_TOPIC_KO = late_pattern(
    r"(?:(?:또한|그리고|아울러|한편|다만),?\s)?(?P<d>[^.:;?!]{2,60}?)(?:에 대한|에 관한|과 관련한|와 관련한|\s관련)?\s?(?:문의|상담|질의|궁금한 점)?(?:사항)?(?:은|는)\s+(?:[가-힣A-Za-z]+(?:시|도|의)?\s)?\Z"
)
_ANSWER = late_pattern(r"\A(?:(?:A\d*|Answer|답변?)\s?[.):：]|[☞→▶])\s+")
_EMPTY = late_pattern(
    r"(?:more |further |additional |any |all |other |general |detailed |press )?(?:details?|information|questions?|enquir\w+|inquir\w+|help|advice|this|that|it|these|they|applications?\Z|"
    r"more|both|(?:at|on|in|during|after|before) .*|an? appointment|assistance|support|night|weekends?)\b.*|.*(?:자세한|기타|상세|세부|궁금|내용|사항|이외).*|문의|상담|접수|신청|본 사업|사업|그 밖|이",
    re.I,
)


def matter(before: str, after: str) -> str | None:
    """What a sentence says that a body is for, from its words before and after the body's name; None when nothing."""
    before = _ANSWER.sub("", before)
    found = _BY.search(before) or _FOR.search(before) or _GO.search(before) or _TOPIC_KO.fullmatch(before)
    if not found and re.fullmatch(r"(?:the |our )?", before, re.I):
        found = _DOES.match(after)
    return _kept(found)


def asked(question: str) -> str | None:
    """What a question of a list of questions is about ("Who do I ask about parking permits?")."""
    return _kept(_ASKED.match(question))


def _kept(found: re.Match[str] | None) -> str | None:
    duty = found["d"].strip(" ,") if found else ""
    return duty if 1 < len(duty) <= _LONGEST and not _EMPTY.fullmatch(duty) else None
