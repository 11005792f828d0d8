from __future__ import annotations

import re

import pytest

from assistant import model, replies
from assistant.build import Desk
from assistant.records import Answer, Citation, Notice, NoticeKind
from bots import korean
from bots.message import render
from retrieval.language.scripts import has_hangul


@pytest.mark.parametrize("english", korean._SENTENCES)
def test_each_fixed_sentence_has_a_formal_korean_form_with_the_same_values(english: str) -> None:
    told = korean._SENTENCES[english]
    assert set(re.findall(r"{\w+}", told)) == set(re.findall(r"{\w+}", english))
    assert has_hangul(told)
    ends = [end for end in re.findall(r"(\S\S)[.?](?=\s|$)", told) if has_hangul(end)]
    assert [end for end in ends if end not in ("니다", "니까", "시오")] == []


def test_every_sentence_of_the_replies_has_a_korean_form() -> None:
    all_of_them = {text for name, text in vars(replies).items() if name.isupper() and isinstance(text, str)}
    assert all_of_them - set(korean._SENTENCES) <= {replies.KOREAN_NOT_FOUND}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            replies.OTHERWISE.format(fields="number and the room", team="Quay Team"),
            "질문에 나온 전화번호, 호수 정보는 문서에 있는 Quay Team의 정보와 다릅니다. 문서에 있는 정보는 다음과 같습니다.",
        ),
        (
            replies.NO_FACT.format(fact="anything about Jeju"),
            "문서에 이에 관한 Jeju 관련 정보가 기재되어 있지 않습니다.",
        ),
        (
            replies.NO_FACT_NEAREST.format(fact="the name of the director"),
            "문서에 이 질문에 대한 답이 없습니다. 가장 가까운 내용은 다음과 같습니다.",
        ),
    ],
)
def test_what_a_sentence_names_is_put_into_korean_too(said: str, expected: str) -> None:
    assert korean.sentence(said) == expected


@pytest.mark.parametrize("reason", [model.UNREACHABLE, model.SLOW, model.BREAKING])
def test_why_a_model_was_not_used_is_said_in_korean(reason: str) -> None:
    told = korean.notice(Notice(kind="fallback", text=replies.FELL_BACK.format(reason=reason)))
    assert not re.search("[A-Za-z]", told)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            "dated",
            'The page "Harbour Plan" was published on 2020-05-01, more than two years ago; check whether it still holds.',
            '"Harbour Plan" 페이지는 2020-05-01에 게시되어 2년이 넘었습니다. 지금도 유효한지 확인해 주십시오.',
        ),
        (
            "expired",
            '"Plan "A"" ran until 2024-12-31; it is over.',
            '"Plan "A""의 기간은 2024-12-31까지였으며, 이미 끝났습니다.',
        ),
        (
            "conflict",
            "The documents give different phones for Quay Team: 051-1 (Plan, page 3, 2024-05-01); 051-2 (List, no date). "
            "The newest document comes first; check before you use one.",
            "Quay Team의 전화번호 정보가 문서마다 다릅니다: 051-1 (Plan, 3쪽, 2024-05-01); 051-2 (List, 날짜 없음). "
            "최근 문서가 먼저입니다. 사용하기 전에 확인해 주십시오.",
        ),
        ("unverified", "Something new.", "Something new."),
        ("expired", replies.UNMEASURED, replies.UNMEASURED),
    ],
)
def test_a_notice_keeps_its_facts(kind: NoticeKind, text: str, expected: str) -> None:
    assert korean.notice(Notice(kind=kind, text=text)) == expected


def test_a_quote_that_reads_like_a_fixed_sentence_stays_as_the_document_has_it() -> None:
    answer = Answer(
        id="a",
        conversation_id="c",
        status="not_found",
        text=f"{replies.NOT_FOUND}\n\n{replies.NOT_FOUND} [1]\n\n{replies.TOPICS}\n\n- {replies.THANKS}",
        question="?",
        standalone_question="?",
        citations=(Citation(n=1, document_id="d", title="T", quote=replies.NOT_FOUND, start=0, end=9),),
    )
    (plain,) = render(answer, "ko").plain
    assert plain.split("\n\n")[:4] == [
        "문서에 이 질문에 대한 답이 없습니다.",
        f"{replies.NOT_FOUND} [1]",
        "문서에서 다루는 주제는 다음과 같습니다.",
        f"• {replies.THANKS}",
    ]
    generated = answer.model_copy(update={"mode": "generated"})
    assert render(generated, "ko").plain[0].startswith(replies.NOT_FOUND)
    assert render(answer, "en").plain[0].startswith(replies.NOT_FOUND)


def test_a_korean_reader_is_told_in_korean_that_a_page_is_undated(desk: Desk) -> None:
    answer = desk.chain.ask("경북테크노파크 지역산업기획팀 전화번호를 알려 주세요")
    said = "\n".join(render(answer, "ko").plain)
    assert "페이지에는 날짜가 없어 오래된 내용일 수 있습니다." in said
    assert "bears no date" not in said
    assert "+82-53-819-3024" in said
