"""How people ask whom to turn to, who does a thing, and how to reach a team: the wording, and nothing of what it is about."""

from __future__ import annotations

import re

from retrieval.language.values import phones, values
from retrieval.patterns import late_pattern

_BODY = r"(?:teams?|units?|departments?|desks?|offices?|groups?|sections?|bureaus?|divisions?)"
_ONE_OF = (
    r"(?:of (?:the|its|their|your|these|those|our) |(?:exact|right|correct|proper|single|other|one|two|three|four|five|"
    r"six|seven|eight|nine|ten|local|particular|specific|responsible|relevant|competent|of you|kind of|sort of) )"
)
_WHICH = r"(?:wh(?:ich|at)|wich|whcih|whihc|wihch|whch|wchich|waht)"  # and as hasty people type it
_CONTACT = late_pattern(
    r"\b(?:phones?|telephones?|tel|hotline|(?:direct|their|its|personal|phone) lines?|connect me|(?:phone |telephone |contact )?numbers? (?:of|for) the|dial|(?:their|its|the) number|"
    r"(?:direct|extension|desk|office|mobile|right|correct) numbers?|"
    rf"{_WHICH} (?:phone |telephone )?numbers?(?= (?:do|can|could|should|must|shall|would|for|to|reaches|gets|puts)\b|\W*$)|"
    r"(?:to|can|could|should|do|may|must|i|we|please|just) (?:call|ring)|(?:call|ring|reach) (?:them|him|her|someone|somebody|the (?:team|group|office|right))|how (?:do|can|could|should) (?:i|we|one) (?:best )?reach|"
    r"contacts?|get in touch|get (?:hold of|through to)|e-?mails?|fax|mail address|postal address|address(?:es)?|rooms?|(?:office|opening|business) hours|"
    rf"{_WHICH} (?:doors?|floors?)|door numbers?|(?:their|its) doors?|knock (?:on|at)|"
    r"talk to|speak (?:to|with)|turn to|whom (?:do|should|can|must|shall|would)|"
    r"who (?:do|should|can|must|shall|would) (?:i|we|one|a (?:business|company|firm)|my (?:company|firm))\b|"
    r"who(?:m)? to (?:ask|call|contact|talk)|where (?:do|should|can) (?:i|we) (?:go|turn|apply|ask)|"
    r"whose (?:phone |telephone )?number|"
    rf"{_WHICH} {_ONE_OF}{{0,3}}{_BODY}|"
    rf"(?:name|tell|give|show)(?: me| us)? (?:the )?{_ONE_OF}{{0,2}}{_BODY}(?= (?:that|which|who|for|in charge|responsible|behind|[a-z]+ing)\b)|"
    rf"(?:need|want|looking for|find|(?:is|are) there|do you have|have you got) (?:the |an? |any |some )?{_ONE_OF}{{0,2}}{_BODY}(?= (?:that|which|who|for|to|in charge|responsible|[a-z]+ing)\b)|"
    r"where (?:is|are)\b.{1,80}\blocated|number,? (?:pls|plz|please)|the number|(?:can|could|should|do|may) (?:i|we|one) (?:ring|call|ask|contact|turn)|"
    r"where\b.{0,40}\b(?:do|can|should) (?:i|we) (?:turn|go|ask|apply)|(?:i|we) (?:need|want|would like|have) to (?:talk|speak|call|ask|contact))\b|"
    r"전화|연락처|연락|문의|이메일|주소|담당 ?(?:팀|부서|자)|어느 (?:팀|부서)|어떤 (?:팀|부서)|사무실|몇 ?호",
    re.IGNORECASE,
)
_NOT_A_NEED = late_pattern(
    r"\b(?:reach(?:es|ed|ing)? (?:its|the|a|an|agreement)\b|address(?:es|ed|ing)? (?:the )?(?:problem|issue|challenge|need|"
    r"decline|aging|ageing)|room for|call(?:ed|s) for|so-called)",
    re.IGNORECASE,
)
_BARE_NUMBER = late_pattern(r"^\W*\d[\d\s().+~-]{6,}\W*$")
_REACH = late_pattern(
    r"\b(?:phones?|telephones?|tel|hotline|(?:direct|their|its|personal|phone) lines?|connect me|dial|contacts?|get in touch|e-?mails?|fax|address(?:es)?|(?:office|opening|business) hours|"
    r"(?:to|can|could|should|do|may|must|i|we|please|just) (?:call|ring)|(?:call|ring|reach) (?:them|him|her|you|someone|somebody|the (?:team|group|office|right))|how (?:do|can|could|should) (?:i|we|one) (?:best )?reach|"
    rf"get (?:hold of|through to)|{_WHICH} numbers?(?=\W*$)|"
    r"(?:phone|contact|their|its|the|direct) number|(?:whom|who) (?:do|should|can|must|shall|would) (?:i|we|one))\b|전화|연락처|이메일|주소|팩스",
    re.IGNORECASE,
)
_ABOUT_TEAM = late_pattern(
    r"\bnumbers?\b|\b(?:right|correct|true)\b|\bisn['’]?t (?:it|that)\b|\b(?:manager|head|leader|director|chief|boss)\b|"
    r"맞(?:나|습|죠|지|아)|팀장",
    re.IGNORECASE,
)
_WHO = late_pattern(
    r"\bwho(?:m|se)?\b(?! (?:(?:all|else) )?(?:said|spoke|attended|took part|was|were|did|came)\b)|"
    r"\b(?:hoo|hwo|woh|whoo|whos|hoom|whome)\b|"
    rf"\b{_WHICH} {_ONE_OF}{{0,3}}(?:agency|agencies|body|bodies|organi[sz]ations?|people|institutions?|person|colleagues?|{_BODY})\b|\bcontacts?\b|"
    r"\b(?:looking for|need|want) (?:the )?(?:people|someone|somebody|a person|partners)\b|"
    r"\b(?:is|are) there (?:anyone|anybody|someone|somebody)\b|\b(?:anyone|anybody|someone|somebody) (?:who|there|here|in charge|responsible)\b|"
    rf"\b(?:people|person|one|ones|{_BODY}) (?:in charge|responsible)\b|\bresponsible (?:for|{_BODY}|body|person|agency)\b|"
    r"\bwhere\b.{0,40}\b(?:do|can|could|should|must) (?:i|we|one) (?:report|complain|send|submit|file|register|sign up|book|hand in|enquire|inquire|get (?:help|advice|support))\b|"
    r"누구|누가|어디|담당|(?:어느|어떤) (?:부서|팀|곳|기관)",
    re.IGNORECASE,
)


def asks_for_contact(question: str) -> bool:
    """Whether someone wants to know whom to turn to, or where and how to reach them."""
    return bool(_CONTACT.search(_NOT_A_NEED.sub(" ", question)) or _is_number(question))


def _is_number(question: str) -> bool:
    """Whether a question is nothing but a number that could be a phone: no years and no amount."""
    is_bare = _BARE_NUMBER.match(question) is not None
    return is_bare and all(each.kind in {"phone", "number"} for each in values(question))


def asks_who(question: str) -> bool:
    """Whether someone wants to know who does a thing."""
    return bool(_WHO.search(question))


def asks_about_team(question: str) -> bool:
    """Whether a question that names a team is about its directory entry: its number, its head, or whether that is right."""
    return bool(_ABOUT_TEAM.search(question) or phones(question, labelled=True))


def asks_for_way(question: str) -> bool:
    """Whether a phone, an e-mail or an address is wanted, which only a directory entry may give."""
    return bool(_REACH.search(_NOT_A_NEED.sub(" ", question)))
