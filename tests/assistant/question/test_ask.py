"""What a question wants, how it is shown, and whom it sets aside."""

from __future__ import annotations

from assistant.ask import Ask, Choice, Reference
from assistant.question.excluded import set_aside, without
from assistant.wording import language_of
from retrieval.records import Contact
from retrieval.search.rewording import Names

ROBOT = Contact("d.md", "Agency", "Growth Division", "Robot Team", None, None, "051-777-1002", None, 0, 10)
BIO = Contact("d.md", "Agency", "Growth Division", "Bio Team", None, None, "051-777-1001", None, 11, 20)
ELSEWHERE = Contact("e.md", "Agency", None, "Robot Team", "9", None, "051-777-1002", None, 0, 10)


def reference(contact: Contact) -> Reference:
    return Reference(kind="contact", id=contact.id, label=contact.team or "")


def test_the_topic_is_searched_for_and_whom_a_question_is_not_for_is_only_shown() -> None:
    ask = Ask(text="Who pays?", about="Harbour Plan", excluded=(reference(BIO), reference(ROBOT)))
    assert ask.searched == "Who pays? (about: Harbour Plan)"
    assert ask.standalone == "Who pays other than the Bio Team and the Robot Team? (about: Harbour Plan)"
    assert Ask(text="Who pays?").standalone == "Who pays?"


def test_an_ask_comes_back_from_json_as_it_was() -> None:
    choice = Choice(name="Bio Team", ids=(BIO.id, ROBOT.id))
    ask = Ask(typed="둘째", text="second", language="ko", fields=("fax",), chosen=choice.references, choices=(choice,))
    assert Ask.model_validate_json(ask.model_dump_json()) == ask
    assert [each.id for each in ask.chosen] == [BIO.id, ROBOT.id]


def test_a_question_with_a_korean_letter_is_korean() -> None:
    assert [language_of(each) for each in ("Who pays?", "GBTP 담당자?", "")] == ["en", "ko", "en"]


def test_teams_that_a_question_sets_aside_leave_its_text() -> None:
    asked = Ask(text="Which teams other than the Robot Team are in the Growth Division?")
    ask = set_aside(asked, lambda: [ROBOT, BIO])
    assert ask.text == "Which teams are in the Growth Division?"
    assert ask.excluded == (reference(ROBOT),)


def test_words_of_setting_aside_that_name_no_team_stay_words() -> None:
    asked = Ask(text="Which industries other than ships does the plan name?")
    assert set_aside(asked, lambda: [ROBOT, BIO]) == asked


def test_another_entry_for_a_team_that_is_set_aside_is_set_aside_too() -> None:
    assert without([ROBOT, BIO, ELSEWHERE], (reference(ROBOT),), Names([])) == [BIO]
