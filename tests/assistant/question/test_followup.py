"""Follow-ups made standalone by rules, from answers written by hand."""

from __future__ import annotations

import pytest

from assistant.ask import Ask, Reference
from assistant.question.followup import Grounds, resolve
from assistant.records import Answer, ContactCard, Status
from assistant.wording import said
from retrieval.search.rewording import Names

NAMES = Names(
    [
        ("Gwangju", "광주"),
        ("Busan", "부산"),
        ("Harbour Plan", "Port Plan"),
        ("Cloud Center", "클라우드센터"),
        ("robots", "robot industry"),
        ("shipbuilding", "조선"),
    ]
)
PLACES = {"Gwangju", "Busan", "Harbour Plan"}
TASKS = (
    Reference(kind="row", id="plan.md:40-66", label="Build quays"),
    Reference(kind="row", id="plan.md:70-90", label="Dredge the bay"),
    Reference(kind="row", id="plan.md:94-118", label="Train pilots"),
)


def an_answer(
    asked: str,
    *,
    about: str | None = None,
    status: Status = "answered",
    items: tuple[Reference, ...] = (),
    cards: tuple[ContactCard, ...] = (),
    chosen: tuple[Reference, ...] = (),
) -> Answer:
    ask = Ask(typed=asked, text=asked, about=about, intent="contact" if cards else "plan", chosen=chosen)
    return Answer(
        id="a",
        conversation_id="c",
        status=status,
        text="It is so. [1]",
        question=asked,
        standalone_question=ask.standalone,
        ask=ask,
        items=items,
        contacts=cards,
    )


def a_card(team: str) -> ContactCard:
    return ContactCard(id=team[:4], team=team, organisation="Seaport City", document_id="office.md")


def completed(question: str, *history: Answer) -> Ask:
    return resolve(Ask(typed=question, text=question), history, NAMES, Grounds(is_subject=PLACES.__contains__))


def standalone(question: str, *history: Answer) -> str:
    return completed(question, *history).standalone


THREE_TASKS = an_answer("What are the three tasks of the Harbour Plan?", items=TASKS)


# --- another place or topic ---


@pytest.mark.parametrize("question", ["and in Gwangju?", "What about Gwangju?", "Gwangju?", "And for Gwangju"])
def test_a_place_alone_takes_the_place_of_the_one_before(question: str) -> None:
    before = an_answer("What are the growth industries of Busan?")
    assert standalone(question, before) == "What are the growth industries of Gwangju?"


def test_a_korean_follow_up_with_a_place_alone_is_read_alike() -> None:
    before = an_answer("What are the growth industries of Busan?")
    assert standalone("그럼 Gwangju 는?", before) == "What are the growth industries of Gwangju?"


def test_a_place_is_added_where_the_question_before_named_none() -> None:
    before = an_answer("Which networks are there?")
    assert standalone("and in Busan?", before) == "Which networks are there in Busan?"


def test_a_topic_takes_the_place_of_a_topic_and_leaves_the_place() -> None:
    before = an_answer("What does Gwangju plan for robots?")
    assert standalone("and for shipbuilding?", before) == "What does Gwangju plan for shipbuilding?"


def test_a_name_is_put_into_the_topic_when_the_last_turn_was_a_follow_up_itself() -> None:
    before = an_answer("until when does it run?", about="robots in Busan")
    assert standalone("and in Gwangju?", before) == "until when does it run? (about: robots in Gwangju)"


# --- pronouns and bare nouns ---


@pytest.mark.parametrize(
    "question", ["until when does it run?", "Who pays for it?", "and until when?", "Which office pays?"]
)
def test_what_points_back_gets_the_matter_of_the_question_before(question: str) -> None:
    before = an_answer("What does Busan plan for a tidal power plant?")
    assert standalone(question, before) == f"{question} (about: Busan plan for a tidal power plant)"


def test_them_is_the_one_team_that_was_shown() -> None:
    before = an_answer("Who builds the quays?", cards=(a_card("Quay Team"),))
    assert standalone("how can I reach them?", before) == "how can I reach them? (about: Quay Team, Seaport City)"


def test_a_chain_of_three_keeps_the_topic() -> None:
    first = an_answer("What is the Harbour Plan?")
    second = an_answer("Which tasks does it have?", about=completed("Which tasks does it have?", first).about)
    assert second.standalone_question == "Which tasks does it have? (about: Harbour Plan)"
    assert standalone("until when does it run?", first, second) == "until when does it run? (about: Harbour Plan)"


@pytest.mark.parametrize(
    "question",
    [
        "What does the Harbour Plan say of dredging?",
        "Which professor from KAIST took part in the final review?",
        "What is the Cloud Center?",
        "Where is Busan?",
    ],
)
def test_a_question_that_stands_by_itself_comes_back_unchanged(question: str) -> None:
    assert completed(question, THREE_TASKS) == Ask(typed=question, text=question)


# --- ordinals ---


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("and the second item?", "Dredge the bay"),
        ("the first one", "Build quays"),
        ("What is number 3 about?", "Train pilots"),
        ("the last one?", "Train pilots"),
        ("the 2nd task?", "Dredge the bay"),
        ("두 번째는?", "Dredge the bay"),
        ("세번째는?", "Train pilots"),
    ],
)
def test_an_ordinal_is_the_item_of_the_list_before(question: str, item: str) -> None:
    ask = completed(question, THREE_TASKS)
    assert item in ask.text
    assert [each.label for each in ask.chosen] == [item]
    assert (ask.about, ask.why) == ("three tasks of the Harbour Plan", None)


def test_who_runs_the_third_part_asks_about_the_third_item() -> None:
    assert completed("Who runs that third part?", THREE_TASKS).text == "Who runs Train pilots?"


def test_and_the_second_after_the_first_asks_the_same_of_the_second() -> None:
    first = an_answer("Who runs the first one?", chosen=TASKS[:1])
    assert completed("and the second item?", THREE_TASKS, first).text == "Who runs Dredge the bay?"


def test_teams_on_cards_are_counted_too() -> None:
    teams = tuple(Reference(kind="contact", id=each[:4], label=each) for each in ("Quay Team", "Pilot Team"))
    before = an_answer("Which teams are there?", items=teams, cards=(a_card("Quay Team"), a_card("Pilot Team")))
    ask = completed("What is the phone of the second one?", before)
    assert ask.text == "What is the phone of Pilot Team?"
    assert (ask.about, ask.chosen) == ("Seaport City", (teams[1],))


def test_the_list_may_stand_some_turns_back() -> None:
    later = an_answer("How long is the quay?")
    assert "Dredge the bay" in standalone("and the second item?", THREE_TASKS, later)


@pytest.mark.parametrize(("question", "n"), [("and the fourth one?", 4), ("열 번째는?", 10), ("item 12?", 12)])
def test_an_item_that_does_not_exist_is_asked_back(question: str, n: int) -> None:
    assert completed(question, THREE_TASKS).why == said("which-list", n=n)


def test_the_first_one_without_a_list_is_asked_back() -> None:
    assert completed("and the first one?", an_answer("Who pays?")).why == said("which-list", n=1)


# --- corrections and returns ---


@pytest.mark.parametrize(
    "correction",
    ["No, I meant Gwangju.", "Sorry, not that one, I mean Gwangju", "아니, Gwangju 말이에요.", "그거 말고 Gwangju"],
)
def test_a_correction_asks_the_last_question_about_what_was_meant(correction: str) -> None:
    before = an_answer("What are the growth industries of Busan?")
    assert standalone(correction, before) == "What are the growth industries of Gwangju?"


def test_what_a_correction_asks_beside_is_asked_about_what_was_meant() -> None:
    before = an_answer("What does the north quay offer?")
    asked = "No, I meant the south quay. Who runs that?"
    assert standalone(asked, before) == "Who runs that? (about: south quay)"


def test_a_correction_may_hold_a_whole_question() -> None:
    before = an_answer("What are the growth industries of Busan?")
    assert completed("I mean where is the Cloud Center?", before).text == "where is the Cloud Center"


@pytest.mark.parametrize(
    "question",
    [
        "Back to the quays: who pays for them?",
        "OK, coming back to the quays - who pays for them?",
        "Let's return to the quays: who pays for them?",
    ],
)
def test_a_return_is_about_the_turn_that_it_names(question: str) -> None:
    quays = an_answer("When are the quays of the Harbour Plan built?")
    pilots = an_answer("How are pilots trained in Busan?")
    ask = completed(question, quays, pilots)
    assert (ask.text, ask.about) == ("Who pays for them?", "quays of the Harbour Plan built")


def test_a_return_to_the_first_is_about_the_first_turn() -> None:
    quays = an_answer("When are the quays of the Harbour Plan built?")
    ships = an_answer("Which ships call at Busan?")
    assert completed("Back to the first: who pays?", quays, ships).about == "quays of the Harbour Plan built"


def test_a_purpose_at_the_start_is_no_return() -> None:
    asked = "To apply for the Harbour Plan, whom do I call?"
    assert completed(asked, THREE_TASKS) == Ask(typed=asked, text=asked)


def test_a_question_takes_up_the_turn_whose_words_it_has() -> None:
    quays = an_answer("When are the quays built?")
    ships = an_answer("Which ships call at Busan?")
    assert completed("And who pays for these quays?", quays, ships).about == "quays built"


# --- readings compared by what they find ---


def of_evidence(**chances: float) -> Grounds:
    """Grounds by which a reading is as likely answered as the words in it say."""

    def weigh(ask: Ask) -> float:
        return max((chance for word, chance in chances.items() if word in ask.standalone), default=0.0)

    return Grounds(is_subject=PLACES.__contains__, weigh=weigh)


def test_a_further_thing_takes_the_place_of_the_part_that_evidence_favours() -> None:
    before = an_answer("When will the north quay be dredged?")
    ask = Ask(typed="and the south quay?", text="and the south quay?")
    read = resolve(ask, [before], NAMES, of_evidence(dredged=0.6, about=0.3))
    assert read.text == "When will the south quay be dredged?"


def test_a_further_matter_of_the_same_thing_is_asked_of_it_when_more_is_found_so() -> None:
    before = an_answer("When will the north quay be dredged?")
    ask = Ask(typed="and the cost?", text="and the cost?")
    read = resolve(ask, [before], NAMES, of_evidence(about=0.6))
    assert read.standalone == "and the cost? (about: north quay dredged)"


def test_a_short_question_that_finds_more_by_itself_is_a_new_one() -> None:
    before = an_answer("What are the growth industries of Busan?")
    ask = Ask(typed="How do tides work?", text="How do tides work?")
    assert resolve(ask, [before], NAMES, of_evidence(tides=0.5)).about == "growth industries of Busan"
    assert resolve(ask, [before], NAMES, Grounds(weigh=lambda each: 0.3 if each.about else 0.5)) == ask


def test_an_ordinal_without_a_list_asks_about_the_topic_where_something_is_found() -> None:
    before = an_answer("When are the two hearings?")
    ask = Ask(typed="Where is the second one?", text="Where is the second one?")
    assert resolve(ask, [before], NAMES, of_evidence(about=0.5)).about == "two hearings"


# --- nothing to follow ---


@pytest.mark.parametrize("question", ["and that?", "what about it?", "그것?", "and?"])
def test_a_follow_up_of_nothing_is_asked_back(question: str) -> None:
    assert completed(question).why == said("follow-up-of-nothing")


@pytest.mark.parametrize("status", ["smalltalk", "refused", "error", "clarify"])
def test_turns_that_answered_nothing_are_skipped(status: Status) -> None:
    idle = an_answer("thanks", status=status)
    plan = an_answer("What are the growth industries of Busan?")
    assert standalone("and in Gwangju?", plan, idle) == "What are the growth industries of Gwangju?"
    assert completed("and that?", idle).why == said("follow-up-of-nothing")


def test_a_refusal_for_want_of_an_answer_still_gives_the_topic() -> None:
    missed = an_answer("What does the Cloud Center cost?", status="not_found")
    assert standalone("and when does it open?", missed) == "and when does it open? (about: Cloud Center cost)"


def test_a_turn_that_found_nothing_and_names_nothing_known_never_becomes_the_topic() -> None:
    quays = an_answer("When are the quays of the Harbour Plan built?")
    weather = an_answer("What is the weather on Mars?", status="not_found")
    assert completed("and who pays for that?", quays, weather).about == "quays of the Harbour Plan built"


# --- what a user may type is no mark ---


def test_words_like_those_that_show_a_topic_are_only_words() -> None:
    typed = an_answer("Who handles robots (about: Busan)?")
    ask = completed("and until when?", typed)
    assert ask.about == "handles robots Busan"
    ended = an_answer("Who handles robots (about: Busan)")
    assert completed("and in Gwangju?", ended).text == "Who handles robots (about: Gwangju)"


def test_an_answer_of_an_older_version_gives_a_follow_up_nothing_to_refer_to() -> None:
    stored = (
        '{"id": "a", "conversation_id": "c", "status": "answered", "text": "- Quays [1]\\n- Ships [1]", '
        '"question": "What is built?", "standalone_question": "What is built? (about: Harbour Plan)"}'
    )
    older = Answer.model_validate_json(stored)
    assert (older.ask, older.items, older.choices) == (Ask(), (), ())
    assert completed("and the second item?", older) == Ask(typed="and the second item?", text="and the second item?")
    assert completed("and that?", older).why == said("follow-up-of-nothing")


@pytest.mark.parametrize("question", ["How long does number two take?", "And #2?", "no. 2", "2번은 얼마나 걸려요?"])
def test_a_place_in_the_list_may_be_told_by_its_number(question: str) -> None:
    ask = completed(question, an_answer("What are the tasks of the Harbour Plan?", items=TASKS))
    assert [each.label for each in ask.chosen] == ["Dredge the bay"]
