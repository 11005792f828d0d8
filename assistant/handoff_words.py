"""What the hand-off text itself says, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.records import Status

Language = Literal["en", "ko"]


@dataclass(frozen=True, slots=True)
class Words:
    """The headings, labels and fixed sentences of a language. `by_status` says in general what is missing."""

    title: str
    date: str
    question: str
    understood: str
    found: str
    nearest: str
    more: str
    nothing: str
    missing: str
    by_status: Mapping[Status, str]
    check: str
    contact: str
    who: str
    person: str
    phone: str
    fax: str
    email: str
    web: str
    where: str
    hours: str
    source: str
    page: str
    undated: str
    not_sent: str


WORDS: Mapping[Language, Words] = {
    "en": Words(
        title="A question that needs a person",
        date="Date",
        question="Question",
        understood="Understood as",
        found="What was found",
        nearest="The nearest that the documents say",
        more="- and {n} more",
        nothing="Nothing.",
        missing="What is missing",
        by_status={
            "not_found": "The documents do not answer this.",
            "partial": "The documents answer only a part of this.",
            "clarify": "It is not clear what the question refers to.",
            "refused": "This was not answered.",
            "error": "This was not answered.",
        },
        check="Please check",
        contact="Contact, as published",
        who="Team",
        person="Person",
        phone="Phone",
        fax="Fax",
        email="E-mail",
        web="Web",
        where="Where",
        hours="Hours",
        source="Source",
        page="page {n}",
        undated="no date",
        not_sent="Nothing has been sent. Copy this text into an e-mail or read it out on the phone.",
    ),
    "ko": Words(
        title="담당자의 답변이 필요한 질문",
        date="날짜",
        question="질문",
        understood="이해한 질문",
        found="찾은 내용",
        nearest="문서에서 가장 가까운 내용",
        more="- 그 밖에 {n}건",
        nothing="없음.",
        missing="찾지 못한 내용",
        by_status={
            "not_found": "문서에 이 질문에 대한 답이 없습니다.",
            "partial": "문서는 이 질문의 일부에만 답합니다.",
            "clarify": "질문이 무엇을 가리키는지 분명하지 않습니다.",
            "refused": "이 질문에는 답하지 않았습니다.",
            "error": "이 질문에는 답하지 못했습니다.",
        },
        check="확인할 점",
        contact="연락처(문서에 실린 대로)",
        who="부서",
        person="담당자",
        phone="전화",
        fax="팩스",
        email="이메일",
        web="누리집",
        where="위치",
        hours="업무 시간",
        source="출처",
        page="{n}쪽",
        undated="날짜 없음",
        not_sent="아직 아무것도 보내지 않았습니다. 이 글을 이메일에 붙여 넣거나 전화로 읽어 주세요.",
    ),
}
