from __future__ import annotations

from datetime import date

import pytest

from assistant.build import Desk
from assistant.contacts.handoff import hand_on, text
from assistant.records import Answer, Citation, ContactCard, Missing, Notice
from retrieval.language.values import values

CITED = Citation(
    n=1,
    document_id="office.md",
    title="Harbour Office",
    page=3,
    quote="Quay Construction Team: Room 12, phone +82-51-888-3033",
    start=0,
    end=54,
    published=date(2024, 5, 1),
)
CARD = ContactCard(
    organisation="Seaport City",
    team="Quay Construction Team",
    room="Room 12",
    phone="+82-51-888-3033",
    more_phones=("1588-0000",),
    document_id="office.md",
    published=date(2024, 5, 1),
    citation=1,
)


def answer(**given: object) -> Answer:
    fields = {"id": "a", "conversation_id": "c", "status": "answered", "text": "", "question": "Who builds the quays?"}
    return Answer.model_validate({**fields, "standalone_question": given.get("question", fields["question"]), **given})


def test_a_contact_answer_is_handed_on_with_its_card_and_what_is_missing() -> None:
    found = answer(
        status="partial",
        text=f"- {CITED.quote} [1]\n\nThe documents do not state an e-mail address for this.",
        missing=(Missing(key="email"),),
        citations=(CITED,),
        contacts=(CARD,),
        standalone_question="Who builds the quays of Seaport?",
        notices=(Notice(kind="dated", text='The page "Harbour Office" is old.'),),
    )
    assert text(found, date(2026, 3, 4)) == (
        "A question that needs a person\n"
        "Date: 2026-03-04\n"
        "\n"
        "Question\n"
        "  Who builds the quays?\n"
        "\n"
        "Understood as\n"
        "  Who builds the quays of Seaport?\n"
        "\n"
        "What is missing\n"
        "  - The documents do not state an e-mail address for this.\n"
        "\n"
        "Please check\n"
        '  - The page "Harbour Office" is old.\n'
        "\n"
        "Contact, as published\n"
        "  Team: Quay Construction Team, Seaport City\n"
        "  Phone: +82-51-888-3033, 1588-0000\n"
        "  Where: Room 12\n"
        "  Source: Harbour Office, page 3, 2024-05-01\n"
        "\n"
        "Nothing has been sent. Copy this text into an e-mail or read it out on the phone.\n"
    )


def test_a_korean_question_is_handed_on_in_korean() -> None:
    found = answer(
        status="not_found",
        question="광주 테크노파크 전화번호 알려주세요",
        text="문서에 광주의 연락처가 없습니다.",
        language="ko",
        missing=(Missing(key="contact-for", of="광주"),),
    )
    assert text(found, date(2026, 3, 4)) == (
        "담당자의 답변이 필요한 질문\n"
        "날짜: 2026-03-04\n"
        "\n"
        "질문\n"
        "  광주 테크노파크 전화번호 알려주세요\n"
        "\n"
        "찾은 내용\n"
        "  없음.\n"
        "\n"
        "찾지 못한 내용\n"
        "  - 문서에 광주의 연락처가 없습니다.\n"
        "\n"
        "아직 아무것도 보내지 않았습니다. 이 글을 이메일에 붙여 넣거나 전화로 읽어 주세요.\n"
    )


def test_what_is_missing_is_never_read_from_the_text() -> None:
    found = answer(
        status="not_found",
        text="The documents do not answer this. The nearest that they say:\n\nQuays are built. [1]\n\n"
        "I looked for: quays, builds.\n\nThe nearest sections:\n\n- Quays (Plan)\n\nYou could ask the Harbour Office, whose "
        "contacts the documents give.",
        citations=(CITED.model_copy(update={"quote": "Quays are built."}),),
    )
    shown = text(found)
    assert "What is missing\n  - The documents do not answer this.\n\nNothing has been sent." in shown
    assert 'The nearest that the documents say\n  - "Quays are built." (Harbour Office, page 3, 2024-05-01)' in shown
    assert "Date" not in shown


def test_long_quotes_are_cut_and_never_behind_or_within_a_number() -> None:
    quote = "word " * 44 + "call +82 51 888 3033 or 051 888 4444 at once"
    shown = text(answer(citations=(CITED.model_copy(update={"quote": quote}),)))
    assert '"' + "word " * 44 + 'call ..."' in shown
    many = tuple(CITED.model_copy(update={"n": n, "quote": f"Quote {n}."}) for n in range(1, 7))
    shown = text(answer(citations=many))
    assert '"Quote 4."' in shown
    assert "  - and 2 more\n" in shown
    assert "Quote 5" not in shown


def test_no_phone_stands_in_it_that_cards_quotes_and_question_do_not_have() -> None:
    found = answer(
        status="partial",
        question="Is it 051-111-2222?",
        standalone_question="Is the phone 051-999-9999?",
        text="Call 051-999-9999.\n\nThe documents do not state a fax number for this.",
        missing=(Missing(key="fax"), Missing(key="answer-to", of="Is it 051-999-9999?")),
        citations=(CITED.model_copy(update={"title": "Dial 051-999-9999 now"}),),
        contacts=(CARD,),
        notices=(
            Notice(kind="unverified", text="Check 051-999-9999."),
            Notice(kind="conflict", text="+82-51-888-3033?"),
        ),
    )
    shown = text(found)
    phones = {claim.value for claim in values(shown) if claim.kind == "phone"}
    assert phones == {"+82511112222", "+82518883033", "+8215880000"}
    assert "  - +82-51-888-3033?\n" in shown
    assert "  - The documents do not state a fax number for this.\n" in shown


def test_small_talk_says_that_nothing_was_found_and_nothing_more() -> None:
    shown = text(answer(status="smalltalk", question="hello", text="Hello. What would you like to know?"))
    assert shown.endswith(
        "What was found\n  Nothing.\n\nNothing has been sent. Copy this text into an e-mail or read it out on the phone.\n"
    )


@pytest.mark.parametrize(
    "question",
    [
        "What is the phone number of Gwangju Techno Park?",
        "How do I contact the Policy Planning Group?",
        "Name the six core initiatives.",
        "정책기획단 연락처가 어떻게 되나요?",
        "How do I bake bread?",
    ],
)
def test_of_real_answers_every_phone_is_a_cards_or_a_quotes(desk: Desk, question: str) -> None:
    given = desk.chain.ask(question)
    shown = text(given)
    stated = " ; ".join([*(each.quote for each in given.citations), *(each.phone or "" for each in given.contacts)])
    allowed = {claim.value for claim in values(stated) if claim.kind == "phone"}
    assert {claim.value for claim in values(shown) if claim.kind == "phone"} <= allowed
    assert all((card.phone or "") in shown for card in given.contacts)
    assert question in shown


def test_a_wish_for_a_person_is_handed_on_with_the_question_before_it(desk: Desk) -> None:
    first = desk.chain.ask("Whom do I ring about the smart business information platform?")
    wish = desk.chain.ask("Can I speak to a human?", conversation_id=first.conversation_id)
    desk.chain.ask("Name the six core initiatives.", conversation_id=first.conversation_id)
    made = hand_on(wish.id, desk.conversations)
    assert first.question in made.text
    assert first.citations[0].quote in made.text
    assert "six core initiatives" not in made.text
