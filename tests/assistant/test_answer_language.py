"""The language of an answer: its own sentences are in it, quotes stay as the documents have them, in every channel."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from typing import Any

import pytest
from rich.console import Console
from spoken import english, korean

from assistant.build import Desk
from assistant.chain import Chain
from assistant.cli.print import print_answer
from assistant.contacts.handoff import text as handed_on
from assistant.quoting.quotes import escaped
from assistant.records import Answer, Noted
from assistant.wording import Language, joined, said, say
from bots.wording.message import render

HANGUL = re.compile("[가-힣]")
CONTACT = {"en": "Which phone number has the Regional Industrial Planning Team?", "ko": "지역산업기획팀 전화번호를 알려 주세요"}  # fmt: skip


def ask(desk: Desk, question: str, today: date = date(2026, 7, 1), **given: Any) -> Answer:
    return Chain(desk.knowledge, desk.conversations, today=lambda: today).ask(question, **given)


def own_lines(answer: Answer) -> list[str]:
    """The lines of the text that are no quote and no item."""
    return [each for each in answer.text.split("\n") if each and "[" not in each and not each.startswith(("- ", "**"))]


def assert_speaks(answer: Answer, language: Language) -> None:
    assert answer.language == language
    assert [say(each, language, escaped) for each in answer.said] == own_lines(answer)
    own = [*own_lines(answer), *(each.text for each in answer.notices)]
    of_reader = {
        say(each, language, escaped) for each in answer.said if each.key == "looked-for"
    }  # words as they were written
    assert all(bool(HANGUL.search(each)) == (language == "ko") for each in own if each not in of_reader)
    assert [say(each.said, language) for each in answer.notices if each.said] == [e.text for e in answer.notices]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_contact_is_given_in_the_language_of_the_question_with_the_same_entry(desk: Desk, language: Language) -> None:
    answer = ask(desk, CONTACT[language])
    assert (answer.status, [each.phone for each in answer.contacts]) == ("answered", ["+82-53-819-3024"])
    assert_speaks(answer, language)
    assert english("undated", title=answer.citations[0].title) == ask(desk, CONTACT["en"]).notices[0].text


@pytest.mark.parametrize(
    ("question", "language", "given"),
    [
        ("Which football club won the K League in May?", "en", {}),
        ("Which football club won the K League in May?", "ko", {"language": "ko"}),
        ("작년 K리그 우승팀은 어디인가요?", "ko", {}),
        ("작년 K리그 우승팀은 어디인가요?", "en", {"language": "en"}),
        ("What does the deep sea water tank in Busan cost?", "ko", {"language": "ko"}),
        ("What is the phone number of Gwangju Techno Park?", "ko", {"language": "ko"}),
    ],
)
def test_a_refusal_speaks_the_language_chosen_else_that_of_the_question(
    desk: Desk, question: str, language: Language, given: dict[str, Any]
) -> None:
    answer = ask(desk, question, **given)
    assert answer.status in ("nearest", "not_found")
    assert_speaks(answer, language)


def test_an_old_document_is_noticed_in_korean(desk: Desk) -> None:
    answer = ask(
        desk, "Name the six core initiatives of the informatization master plan.", date(2040, 1, 1), language="ko"
    )
    assert answer.status == "answered"
    assert [each.kind for each in answer.notices] == ["dated"]
    assert_speaks(answer, "ko")
    assert all(each.quote in " ".join(answer.text.split()) for each in answer.citations)


def test_small_talk_and_clarification_in_korean(desk: Desk) -> None:
    assert ask(desk, "감사합니다").text == korean("thanks")
    answer = ask(desk, "그건 언제까지인가요?")
    assert (answer.status, answer.text) == ("clarify", korean("follow-up-of-nothing"))


@pytest.mark.parametrize(
    "question", ["안녕하세요", "5차 기본계획의 비전은 무엇인가요?", "작년 K리그 우승팀은 어디인가요?"]
)
def test_what_is_offered_in_korean_is_answered_when_it_is_tapped(desk: Desk, question: str) -> None:
    answer = ask(desk, question)
    assert answer.suggestions
    assert len(answer.suggestions) == len(answer.suggestion_labels)
    assert all(HANGUL.search(each) for each in answer.suggestion_labels)
    for each in answer.suggestions:
        tapped = ask(desk, each, language=answer.language)
        assert (tapped.status, tapped.language) == ("answered", "ko"), each


def test_a_follow_up_finds_its_choice_in_an_answer_of_either_language(desk: Desk) -> None:
    asked, second = "How do I contact the Policy Planning Group?", "the second one"
    english_one, korean_one = ask(desk, asked), ask(desk, asked, language="ko")
    assert [each.key for each in english_one.said] == [each.key for each in korean_one.said]
    after = [ask(desk, second, conversation_id=each.conversation_id) for each in (english_one, korean_one)]
    assert after[0].standalone_question == after[1].standalone_question != second
    assert [each.phone for each in after[0].contacts] == [each.phone for each in after[1].contacts]


def test_a_hand_off_speaks_the_language_of_its_answer(desk: Desk) -> None:
    answer = ask(desk, CONTACT["ko"])
    handed = handed_on(answer)
    assert handed.startswith("담당자의 답변이 필요한 질문\n")
    assert "  전화: +82-53-819-3024\n" in handed
    assert answer.notices[0].text in handed
    assert handed_on(ask(desk, CONTACT["en"])).startswith("A question that needs a person\n")


def test_a_chat_shows_the_sentences_of_the_answer_and_its_own_labels_in_one_language(desk: Desk) -> None:
    shown = "\n".join(render(ask(desk, CONTACT["ko"]), "ko").plain)
    assert "페이지의 날짜를 알 수 없어 오래된 내용일 수 있습니다." in shown
    assert "출처" in shown
    assert "is not known" not in shown


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        (
            Noted(kind="expired", said=said("expired", title='Plan "A"', until=date(2024, 12, 31))),
            '"Plan "A""의 기간은 2024-12-31까지였으며, 이미 끝났습니다.',
        ),
        (
            Noted(
                kind="conflict",
                said=said(
                    "conflict-changed",
                    name="Quay Team",
                    field=said("conflict-phone"),
                    stated=joined(
                        "list",
                        [
                            said("stated-in-page", value="051-1", title="Plan", page=3, date=date(2024, 5, 1)),
                            said("stated-in", value="051-2", title="List", date=said("no-date")),
                        ],
                    ),
                ),
            ),
            "Quay Team의 전화번호 정보가 문서마다 다릅니다: 051-1 (Plan, 3쪽, 2024-05-01); 051-2 (List, 날짜 없음). "
            "최근 문서가 먼저입니다. 사용하기 전에 확인해 주십시오.",
        ),
        (
            Noted(kind="fallback", said=said("fell-back", reason=said("model-slow"))),
            "언어 모델을 쓸 수 없어(제시간에 응답하지 않음) 문서를 인용해 답변합니다.",
        ),
    ],
)
def test_a_notice_keeps_its_facts_in_korean(noted: Noted, expected: str) -> None:
    assert noted.told("ko").text == expected


def test_the_command_line_speaks_the_language_of_the_answer(desk: Desk) -> None:
    made = Console(file=StringIO(), width=400, highlight=False)
    print_answer(made, ask(desk, "Which phone number has the Regional Industrial Planning Team?", language="ko"))
    assert isinstance(made.file, StringIO)
    shown = made.file.getvalue()
    assert all(each in shown for each in ("알림:", "출처", "전화", "이어서 물어볼 수 있는 질문", "+82-53-819-3024"))
    assert not re.search(r"\b(?:Note|Sources|Phone|Ask next|page \d)\b", shown)
