"""What a question asks for: small talk, a contact, something of a plan, or nothing that is clear."""

from __future__ import annotations

import pytest

from assistant.ask import AlsoSearched, Ask, Intent, SmallTalk
from assistant.question.contact_cues import asks_for_contact
from assistant.question.understanding import asks_how_to_reach, small_talk, understand
from assistant.records import Answer
from assistant.wording import said
from retrieval.search.rewording import Mended, Names, Wording

NAMES = Names([("Harbour Plan", "항만계획"), ("Seaport", "시포트")])


def as_it_is(question: str) -> Wording:
    return Wording(question, question, question)


def intent(question: str) -> Intent:
    return understand(question, as_it_is(question), [], NAMES).intent


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hi", "greeting"),
        ("Hello!", "greeting"),
        ("Good morning, how are you?", "greeting"),
        ("안녕하세요", "greeting"),
        ("안녕하세요!", "greeting"),
        ("반갑습니다", "greeting"),
        ("What could you do?", "capabilities"),
        ("so what can you help with?", "capabilities"),
        ("help", "capabilities"),
        ("What topics do you know?", "capabilities"),
        ("뭐 할 수 있어?", "capabilities"),
        ("무엇을 물어볼 수 있나요?", "capabilities"),
        ("도움말", "capabilities"),
        ("누구세요?", "capabilities"),
        ("thanks", "thanks"),
        ("Thank you so much, that helped!", "thanks"),
        ("감사합니다", "thanks"),
        ("고마워요!", "thanks"),
        ("ok bye", "goodbye"),
        ("See you later.", "goodbye"),
        ("안녕히 계세요", "goodbye"),
    ],
)
def test_small_talk_is_known_by_its_kind_in_english_and_korean(text: str, kind: SmallTalk) -> None:
    assert small_talk(text) == kind


@pytest.mark.parametrize(
    "question",
    [
        "Hello, which team handles industrial planning?",
        "hi what is the harbour plan",
        "Thanks. And until when does it run?",
        "안녕하세요, 항만계획은 언제까지인가요?",
        "Help with attracting companies to the cluster",
        "What can you do in Seaport as an investor?",
        "Great Harbour",
        "",
    ],
)
def test_a_question_that_merely_begins_like_small_talk_is_none(question: str) -> None:
    assert small_talk(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "Whom do I call about the quays?",
        "What is the phone number of the team?",
        "Which team handles regional planning?",
        "who should I talk to about exports",
        "their e-mail address please",
        "Which office looks after ships?",
        "Where can I apply for a berth?",
        "미래전략추진팀 전화번호",
        "어느 부서에 문의하나요?",
        "담당자 연락처",
    ],
)
def test_a_need_for_a_contact_is_recognised(question: str) -> None:
    assert asks_for_contact(question)
    assert intent(question) == "contact"


@pytest.mark.parametrize(
    "question",
    [
        "How many quays does the plan name?",
        "When did the parties reach an agreement?",
        "How does the plan address the problem of aging complexes?",
        "Is there room for growth?",
        "What is the so-called new deal?",
        "항만계획의 목표는 무엇인가요?",
    ],
)
def test_words_of_contact_in_another_sense_are_no_need_for_one(question: str) -> None:
    assert not asks_for_contact(question)
    assert intent(question) == "plan"


@pytest.mark.parametrize(
    "question", ["their phone?", "e-mail of the team", "how can I reach them", "팩스 번호", "주소"]
)
def test_how_to_reach_someone_is_told_from_who_they_are(question: str) -> None:
    assert asks_how_to_reach(question)


@pytest.mark.parametrize("question", ["Which team does that?", "Who is in room 305?", "담당 부서는 어디인가요?"])
def test_who_someone_is_is_not_how_to_reach_them(question: str) -> None:
    assert not asks_how_to_reach(question)


def test_small_talk_needs_no_search() -> None:
    understood = understand("hello", as_it_is("hello"), [], NAMES)
    assert (understood.intent, understood.small_talk, understood.searches) == ("smalltalk", "greeting", False)


def test_a_follow_up_of_nothing_is_unclear_and_says_why() -> None:
    understood = understand("and that?", as_it_is("and that?"), [], NAMES)
    assert understood.intent == "unclear"
    assert understood.why == said("follow-up-of-nothing")
    assert not understood.searches


def test_a_question_that_stands_by_itself_is_searched_as_it_is() -> None:
    understood = understand("What is the Harbour Plan?", as_it_is("What is the Harbour Plan?"), [], NAMES)
    assert understood.text == understood.standalone == "What is the Harbour Plan?"
    assert understood.searches


def test_korean_words_of_which_nothing_but_a_name_was_understood_are_unread() -> None:
    unread = Wording("시포트 날씨 어때요?", "Seaport ?", "Seaport 날씨 어때요?", unread=("날씨", "어때요"))
    assert understand("시포트 날씨 어때요?", unread, [], NAMES).unread
    read = Wording("시포트 예산 기간 날씨?", "Seaport budget period ?", "", unread=("날씨",))
    assert not understand("시포트 예산 기간 날씨?", read, [], NAMES).unread


def test_a_korean_follow_up_that_the_conversation_completes_is_not_unread() -> None:
    before = Answer(
        id="a",
        conversation_id="c",
        status="answered",
        text="So. [1]",
        question="What are the goals of Port?",
        standalone_question="What are the goals of Port?",
        ask=Ask(text="What are the goals of Port?"),
    )
    names = Names([("Seaport", "시포트"), ("Port", "포트")])
    understood = understand(
        "시포트는요?", Wording("시포트는요?", "Seaport ?", "Seaport 는요?", unread=("는요",)), [before], names
    )
    assert (understood.text, understood.unread) == ("What are the goals of Seaport?", False)


def test_a_mended_word_is_searched_for_and_never_shown_as_the_readers_own() -> None:
    worded = Wording(
        "the hrbour budget", "the harbour budget", "the harbour budget", mended=(Mended("hrbour", "harbour"),)
    )
    ask = understand("the hrbour budget", worded, [], NAMES)
    assert (ask.text, ask.searched, ask.standalone) == ("the harbour budget", "the hrbour budget", "the hrbour budget")
    assert ask.also_searched == (AlsoSearched(word="hrbour", searched="harbour"),)


def test_a_question_that_an_earlier_one_completes_shows_its_words_as_they_were_written() -> None:
    also = (AlsoSearched(word="hrbour", searched="harbour"),)
    ask = Ask(text="Who pays for the harbour?", about="harbour budget", also_searched=also)
    assert ask.searched == "Who pays for the harbour? (about: harbour budget)"
    assert ask.standalone == "Who pays for the hrbour? (about: hrbour budget)"


def test_an_ask_with_another_text_is_no_longer_as_it_was_written() -> None:
    assert Ask(text="a", written="b").but(about="c").searched == "b (about: c)"
    assert Ask(text="a", written="b").but(text="d").searched == "d"
