"""The fixed sentences of an Answer for Korean readers. What is quoted, named or dated stays as the Answer has it."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from functools import cache

from assistant import replies
from assistant.records import Answer, Notice, NoticeKind

_REASONS: Mapping[str, str] = {
    "gave an empty answer": "빈 답변을 보냄",
    "cannot be reached": "연결할 수 없음",
    "did not answer in time": "제시간에 응답하지 않음",
    "has failed several times in a row and is left alone for a moment": "여러 번 연달아 실패하여 잠시 쉬는 중",
    "stopped in the middle of its answer": "답변 도중에 멈춤",
    "wrote more than an answer may have": "답변이 허용된 길이를 넘음",
    "had an error of its own": "자체 오류 발생",
    "gave a reply that cannot be read": "읽을 수 없는 응답을 보냄",
    "refused the request": "요청을 거절함",
    "refused the request as too long": "요청이 너무 길어 거절함",
}
_FACTS: Mapping[str, str] = {
    "a phone number": "전화번호",
    "an e-mail address": "이메일 주소",
    "an address": "주소",
    "a fax number": "팩스 번호",
    "office hours": "업무 시간",
    "a web address": "웹사이트 주소",
    "a person's name": "담당자 이름",
    "a room": "사무실 호수",
    "a date": "날짜",
    "a number": "수",
    "an amount": "수량이나 금액",
    "an amount of money": "금액",
    "a name": "이름",
    "a place": "장소",
    "a year": "연도",
    "any end date": "종료일",
    "when it began": "시작 시점",
    "any law": "근거 법령",
}
_FIELDS_ASKED: Mapping[str, str] = {
    "number": "전화번호",
    "e-mail address": "이메일 주소",
    "hours": "업무 시간",
    "room": "호수",
    "place": "위치",
}
_SENTENCES: Mapping[str, str] = {
    replies.GREETING: "안녕하십니까. 보유한 문서를 근거로 한국의 지역산업정책에 관한 질문에 답변하고, 문장마다 출처를 보여 드립니다. "
    "무엇이 궁금하십니까?",
    replies.CAPABILITIES: "보유한 문서만을 근거로 답변합니다. 담당 부서와 연락 방법, 계획의 내용, 책임 기관, 시기와 금액을 안내합니다. "
    "모든 문장은 인용문이며 출처와 연결됩니다. 문서에 없는 내용은 없다고 말씀드립니다. 보유한 문서의 주제는 다음과 같습니다.",
    replies.THANKS: "도움이 되었다니 다행입니다.",
    replies.GOODBYE: "안녕히 가십시오.",
    replies.NOT_FOUND: "문서에 이 질문에 대한 답이 없습니다.",
    replies.NO_FACT: "문서에 이에 관한 {fact} 정보가 기재되어 있지 않습니다.",
    replies.NO_FACT_NEAREST: "문서에 이에 관한 {fact} 정보가 기재되어 있지 않습니다. 가장 가까운 내용은 다음과 같습니다.",
    replies.NOT_STATED: "문서에 이 질문에 대한 답이 없으며, 문서가 그렇게 밝히고 있습니다.",
    replies.NOT_FOUND_QUESTION: "문서에 다음 질문에 대한 답이 없습니다: {question}",
    replies.NOT_FOUND_FOR: "문서에 {name}에 관한 답이 없습니다.",
    replies.LOOKED_FOR: "찾아본 말: {words}.",
    replies.NEAREST: "가장 가까운 부분은 다음과 같습니다.",
    replies.TOPICS: "문서에서 다루는 주제는 다음과 같습니다.",
    replies.ASK_WHOM: "{name}에 문의하실 수 있습니다. 연락처는 문서에 있습니다.",
    replies.ASK_SECTION: '"{title}" 중 "{heading}"의 내용은 무엇입니까?',
    replies.ASK_CONTACT: "{name}의 연락처는 무엇입니까?",
    replies.ELSEWHERE: '{organisation}의 "{team}" 항목은 다른 곳({other})의 문서에 실려 있습니다. {organisation}에 확인해 주십시오.',
    replies.NO_CONTACT: "문서에 {name}의 연락처가 없습니다.",
    replies.NO_CONTACT_AT_ALL: "문서에 이에 관한 연락처가 없습니다.",
    replies.NO_CONTACT_OF: "문서에 {name}의 연락처가 없습니다.",
    replies.KOREAN_NOT_STATED: "문서에서 답을 찾지 못했습니다.",
    replies.OTHERWISE: "질문에 나온 {fields} 정보는 문서에 있는 {team}의 정보와 다릅니다. 문서에 있는 정보는 다음과 같습니다.",
    replies.NO_LONGER: "질문에 나온 {team}의 {fields} 정보는 이전 문서에만 있고 최신 문서에는 없습니다. "
    "문서에 있는 정보는 다음과 같습니다.",
    replies.RESPONSIBLE: "문서에는 이에 관하여 다음과 같이 적혀 있습니다.",
    replies.WHICH_CONTACT: "해당하는 항목이 여럿입니다. 어느 것을 말씀하십니까?",
    replies.WHAT_ABOUT: "문의하실 곳을 안내해 드릴 수 있습니다. 어떤 일입니까? 업무나 부서, 지역을 적어 주십시오.",
    replies.UNIT_ONLY: "문서는 이 업무를 {unit} 전체의 업무로 적고, 특정 팀의 업무로 적지 않았습니다. 소속 팀은 다음과 같습니다.",
    replies.UNIT_DUTY: "문서에 적힌 업무는 다음과 같습니다.",
    replies.CONTACTS_HELD: "문서에 있는 연락처는 다음과 같습니다.",
    replies.WHICH_LIST: "앞의 목록에 {n}번이 없습니다. 어느 것을 말씀하십니까?",
    replies.FOLLOW_UP_OF_NOTHING: "무엇을 가리키시는지 분명하지 않습니다. 계획이나 부서, 지역의 이름을 적어 주십시오.",
    replies.NOT_ALL_STATED: "문서에는 질문하신 내용의 일부만 있습니다.",
    replies.NOT_STATED_NEAREST: "문서에 이 질문에 대한 답이 없습니다. 가장 가까운 내용은 다음과 같습니다.",
    replies.FELL_BACK: "언어 모델을 쓸 수 없어({reason}) 문서를 인용해 답변합니다.",
    replies.NOTHING_HELD: "언어 모델이 쓴 내용이 문서로 뒷받침되지 않아 문서를 인용해 답변합니다.",
    replies.BROKE_OFF: "언어 모델의 답변이 끊겼습니다({reason}). 그때까지 쓴 내용을 확인하여 보여 드립니다.",
    replies.REMOVED_ONE: "문서로 뒷받침되지 않는 언어 모델의 문장 1개를 뺐습니다.",
    replies.REMOVED: "문서로 뒷받침되지 않는 언어 모델의 문장 {n}개를 뺐습니다.",
    replies.UNMEASURED: "이 답변은 문서와 다른 언어로 쓰였습니다. 수치, 날짜, 연락처는 인용문과 대조했으나 나머지는 대조하지 못했습니다.",
    replies.DATED: '"{title}" 페이지는 {published}에 게시되어 2년이 넘었습니다. 지금도 유효한지 확인해 주십시오.',
    replies.UNDATED: '"{title}" 페이지에는 날짜가 없어 오래된 내용일 수 있습니다.',
    replies.EXPIRED: '"{title}"의 기간은 {until}까지였으며, 이미 끝났습니다.',
    replies.PAST: "이 인용문에 나오는 가장 늦은 연도는 {year}년으로 이미 지났습니다. 계획한 일이 끝났거나 바뀌었거나 취소되었을 수 있습니다.",
}
_WITHOUT_FACT = {replies.NO_FACT: replies.NOT_FOUND, replies.NO_FACT_NEAREST: replies.NOT_STATED_NEAREST}
"""What is said where the fact that is not stated has no Korean name here."""
_KINDS: Mapping[NoticeKind, tuple[str, ...]] = {
    "dated": (replies.PAST, replies.DATED, replies.UNDATED),
    "expired": (replies.EXPIRED,),
    "unverified": (replies.ELSEWHERE, replies.REMOVED_ONE, replies.REMOVED, replies.UNMEASURED),
    "fallback": (replies.FELL_BACK, replies.NOTHING_HELD, replies.BROKE_OFF),
}
_OF_NOTICES = frozenset(each for kind in _KINDS.values() for each in kind)
_ANYTHING = re.compile(r"^anything about (.+)$")
_MARK = re.compile(r"(?<!\\)\[\d{1,3}\]")
_SHARED = re.compile(r"The phone (?P<value>.+?) stands under several teams: (?P<rest>.+)\. Check before you use it\.")
_DIFFERENT = re.compile(
    r"The documents give different (?P<field>phones|rooms|addresses) for (?P<name>.+?): (?P<rest>.+)\. "
    r"(?P<newest>The newest document comes first; check|Check) before you use one\."
)
_FIELDS = {"phones": "전화번호", "rooms": "호수", "addresses": "주소"}
_PLACE = re.compile(r"(?:, page (?P<page>\d+))?, (?P<date>\d{4}-\d{2}-\d{2}|no date)\)(?=;|$)")


def notice(said: Notice) -> str:
    """A notice in Korean; as it is where it says something that has no Korean form here."""
    if said.kind == "conflict":
        return _conflict(said.text)
    return next((found for each in _KINDS[said.kind] if (found := _put(each, said.text))), said.text)


def frame(answer: Answer) -> str:
    """The text of an answer, its own sentences in Korean. Quotes have a mark on their line and are never touched.

    What a language model wrote is left alone.
    """
    if answer.mode == "generated":
        return answer.text
    return "\n".join(line if _MARK.search(line) else sentence(line) for line in answer.text.split("\n"))


def sentence(text: str) -> str:
    """A fixed sentence, or a question that is offered, in Korean; another text as it is."""
    if text == replies.KOREAN_NOT_FOUND:
        return text.partition(" (The documents")[0]
    found = (_put(each, text) for each in _SENTENCES if each not in _OF_NOTICES)
    return next(filter(None, found), text)


def _put(english: str, text: str) -> str | None:
    held = _pattern(english).fullmatch(text)
    if held is None:
        return None
    values = held.groupdict()
    if english in _WITHOUT_FACT and not (values["fact"] in _FACTS or _ANYTHING.match(values["fact"])):
        return _SENTENCES[_WITHOUT_FACT[english]]
    if "fact" in values:
        values["fact"] = _ANYTHING.sub(r"\1 관련", _FACTS.get(values["fact"], values["fact"]))
    if "fields" in values:
        values["fields"] = ", ".join(_FIELDS_ASKED.get(each, each) for each in values["fields"].split(" and the "))
    if "reason" in values:
        values["reason"] = _REASONS.get(values["reason"], values["reason"])
    return _SENTENCES[english].format(**values)


@cache
def _pattern(english: str) -> re.Pattern[str]:
    """What a sentence looks like with its values."""
    seen: set[str] = set()
    found = ""
    for literal, name, _, _ in string.Formatter().parse(english):
        found += re.escape(literal)
        if name:
            found += f"(?P={name})" if name in seen else f"(?P<{name}>.+?)"
            seen.add(name)
    return re.compile(found)


def _conflict(text: str) -> str:
    if shared := _SHARED.fullmatch(text):
        return f"전화번호 {shared['value']} 항목이 여러 부서에 실려 있습니다: {_dated(shared['rest'])}. 사용하기 전에 확인해 주십시오."
    if told := _DIFFERENT.fullmatch(text):
        newest = "최근 문서가 먼저입니다. " if told["newest"].startswith("The newest") else ""
        field = _FIELDS[told["field"]]
        return f"{told['name']}의 {field} 정보가 문서마다 다릅니다: {_dated(told['rest'])}. {newest}사용하기 전에 확인해 주십시오."
    return text


def _dated(values: str) -> str:
    def put(found: re.Match[str]) -> str:
        page = f", {found['page']}쪽" if found["page"] else ""
        return f"{page}, {'날짜 없음' if found['date'] == 'no date' else found['date']})"

    return _PLACE.sub(put, values)
