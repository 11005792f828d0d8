"""A question's way through the chain with a model that replies by script: when it is asked, and what becomes of its reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from fakes_model import FakeModel
from spoken import english

from assistant.build import Desk
from assistant.chain import AskMode, Chain, Event, TokenEvent
from assistant.generated.generate import generator
from assistant.records import Answer, Usage
from assistant.trace import Trace, TracedPassage

BUDGET = "What is the budget of the harbour plan?"
FOLLOW_UP = "and what does it build?"
STANDALONE = "What does the harbour plan build?"
TOLD = "The harbour plan runs from 2024 to 2028. Its budget is 40 billion won."
RIGHT = "Its budget is 40 billion won [1]."
WRONG = "Its budget is 41 billion won [1]."
QUAYS = "The city builds three quays for container ships [1]."


@dataclass
class Asked:
    """Someone at the desk: asks in one conversation, and sees the text as it comes."""

    chain: Chain
    desk: Desk
    model: FakeModel
    conversation: str | None = None

    def ask(self, question: str, mode: AskMode = "auto") -> Answer:
        events: list[Event] = []
        answer = self.chain.ask(question, conversation_id=self.conversation, mode=mode, on_event=events.append)
        self.conversation = answer.conversation_id
        assert "".join(each.text for each in events if isinstance(each, TokenEvent)) == answer.text
        assert self.desk.conversations.answer(answer.id) == answer
        return answer

    def trace(self, answer: Answer) -> Trace:
        return self.desk.conversations.trace(answer.id)


Ask = Callable[..., Asked]


@pytest.fixture
def with_model(small_desk: Desk) -> Ask:
    """A desk whose model gives these replies in turn; one too many calls, and it raises."""

    def make(*scripted: str | Exception, came: str = "") -> Asked:
        model = FakeModel(*scripted, came=came)
        writer = generator(model, 30, 6000)  # type: ignore[arg-type]
        chain = Chain(small_desk.knowledge, small_desk.conversations, generator=writer, today=lambda: date(2025, 1, 1))
        return Asked(chain, small_desk, model)

    return make


def kinds(answer: Answer) -> list[str]:
    return [each.kind for each in answer.notices]


# --- when the model is asked ---


def test_a_first_question_is_one_call(with_model: Ask) -> None:
    asked = with_model(RIGHT)
    answer = asked.ask(BUDGET)
    assert (answer.status, answer.mode, answer.text) == ("answered", "generated", "Its budget is 40 billion won. [1]")
    assert (asked.model.prompts, answer.standalone_question) == (["answer"], BUDGET)
    assert [c.quote for c in answer.citations] == ["Its budget is 40 billion won."]


def test_a_follow_up_is_rewritten_by_the_model_and_then_answered(with_model: Ask) -> None:
    asked = with_model(RIGHT, STANDALONE, QUAYS)
    asked.ask(BUDGET)
    answer = asked.ask(FOLLOW_UP)
    assert asked.model.prompts == ["answer", "standalone", "answer"]
    assert (answer.question, answer.standalone_question) == (FOLLOW_UP, STANDALONE)
    told = asked.model.inputs[1]
    assert told["turns"] == f"<turn>\nquestion: {BUDGET}\nanswer: Its budget is 40 billion won.\n</turn>"
    assert (told["question"], told["language"]) == (FOLLOW_UP, "English")
    assert asked.model.inputs[2]["question"] == STANDALONE
    assert asked.trace(answer).rewritten_by == "model"


@pytest.mark.parametrize("rewritten", ["What does the harbour plan build in 2031?", "Two\nlines", "", Exception("cannot be reached"), "hello"])  # fmt: skip
def test_a_rewritten_question_that_cannot_be_used_leaves_it_to_the_rules(
    with_model: Ask, rewritten: str | Exception
) -> None:
    asked = with_model(RIGHT, rewritten, "NOT_STATED")
    asked.ask(BUDGET)
    answer = asked.ask(FOLLOW_UP)
    assert answer.standalone_question == "and what does it build? (about: budget of the harbour plan)"
    trace = asked.trace(answer)
    assert trace.rewritten_by == "rules"
    assert [call.prompt for call in trace.calls] == ["standalone", "answer"]


@pytest.mark.parametrize("first", ["NOT_STATED", f"{RIGHT} {WRONG}"], ids=["not found", "flagged"])
def test_after_a_turn_that_may_not_be_told_the_rules_rewrite(with_model: Ask, first: str) -> None:
    asked = with_model(first, "NOT_STATED")
    asked.ask(BUDGET)
    answer = asked.ask(FOLLOW_UP)
    assert asked.model.prompts == ["answer", "answer"]
    assert asked.trace(answer).rewritten_by == "rules"


def test_small_talk_in_between_takes_no_turn_from_the_model(with_model: Ask) -> None:
    asked = with_model(RIGHT, STANDALONE, "NOT_STATED")
    asked.ask(BUDGET)
    asked.ask("thanks")
    assert asked.ask(FOLLOW_UP).standalone_question == STANDALONE


def test_a_first_question_in_korean_that_the_rules_cannot_read_is_put_into_english(with_model: Ask) -> None:
    asked = with_model("What is the budget of the harbour plan?", RIGHT)
    answer = asked.ask("배를 대는 곳을 만드는 데 얼마나 드나요")
    assert asked.model.prompts == ["standalone", "answer"]
    assert asked.model.inputs[0]["turns"] == "(none)"
    assert answer.standalone_question == "What is the budget of the harbour plan?"


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("hello", "smalltalk"),
        ("thanks", "smalltalk"),
        ("What could you do?", "smalltalk"),
        ("and that?", "clarify"),
        ("What is the phone number of the Quay Construction Team?", "answered"),
        ("What is the capital of Peru?", "not_found"),
    ],
)
def test_what_needs_no_model_makes_no_call(with_model: Ask, small_desk: Desk, question: str, status: str) -> None:
    answer = with_model().ask(question)
    alone = small_desk.chain.ask(question)
    assert (answer.status, answer.mode, answer.usage) == (status, "extractive", Usage())
    assert (answer.text, answer.contacts) == (alone.text, alone.contacts)
    assert "model" not in answer.timings_ms


def test_the_mode_extractive_makes_no_call(with_model: Ask, small_desk: Desk) -> None:
    asked = with_model()
    for question in (BUDGET, FOLLOW_UP):
        answer = asked.ask(question, "extractive")
        assert (answer.mode, answer.usage, asked.trace(answer).calls) == ("extractive", Usage(), ())


def test_the_mode_generated_is_answered_by_the_model(with_model: Ask) -> None:
    assert with_model(RIGHT).ask(BUDGET, "generated").mode == "generated"


# --- what becomes of the reply ---


def test_not_stated_is_not_found_with_the_nearest(with_model: Ask) -> None:
    answer = with_model("NOT_STATED").ask(BUDGET)
    assert (answer.status, answer.mode, answer.notices) == ("not_found", "extractive", ())
    assert answer.text == f"{english('not-stated-nearest')}\n\n{TOLD} [1]"
    assert answer.suggestions


def test_not_stated_as_the_last_line_is_partial_and_says_so(with_model: Ask) -> None:
    answer = with_model(f"{RIGHT}\nNOT_STATED").ask(BUDGET)
    assert (answer.status, answer.mode, answer.notices) == ("partial", "generated", ())
    assert answer.text == f"Its budget is 40 billion won. [1]\n\n{english('not-all-stated')}"


def test_a_sentence_that_fails_makes_the_answer_partial_with_a_notice(with_model: Ask) -> None:
    asked = with_model(f"{WRONG} {RIGHT}")
    answer = asked.ask(BUDGET)
    assert (answer.status, answer.text) == ("partial", "Its budget is 40 billion won. [1]")
    assert [(n.kind, n.text) for n in answer.notices] == [("unverified", english("removed", n=1))]
    assert [(each.text, each.reason) for each in asked.trace(answer).removed] == [(WRONG, "fact")]


def test_the_number_of_sentences_left_out_is_told(with_model: Ask) -> None:
    answer = with_model(f"{WRONG} {RIGHT} It also has 7 cranes [2].").ask(BUDGET)
    assert [n.text for n in answer.notices] == [english("removed", n=2)]


@pytest.mark.parametrize("reply", [WRONG, "Its budget is 40 billion won.", "Its budget is 40 billion won [9].", "NOT_STATED " + WRONG])  # fmt: skip
def test_when_nothing_holds_the_quotes_take_its_place(with_model: Ask, small_desk: Desk, reply: str) -> None:
    asked = with_model(reply)
    answer = asked.ask(BUDGET)
    alone = small_desk.chain.ask(BUDGET)
    assert (answer.status, answer.mode, answer.text) == (alone.status, "extractive", alone.text)
    assert [(n.kind, n.text) for n in answer.notices][:1] == [("fallback", english("nothing-held"))]
    assert asked.trace(answer).removed


def test_an_empty_reply_is_as_good_as_none(with_model: Ask) -> None:
    answer = with_model("").ask(BUDGET)
    assert (answer.status, answer.mode, kinds(answer)) == ("answered", "extractive", ["fallback"])


def test_a_model_that_fails_leaves_the_quotes_with_the_reason(with_model: Ask) -> None:
    answer = with_model(Exception("cannot be reached")).ask(BUDGET)
    assert (answer.status, answer.mode, answer.text) == ("answered", "extractive", f"{TOLD} [1]")
    assert answer.notices[0].text == english("fell-back", reason="cannot be reached")


def test_a_reply_that_breaks_off_is_partial_as_far_as_it_was_whole(with_model: Ask) -> None:
    asked = with_model(Exception("stopped in the middle of its answer"), came=f"{RIGHT} It runs from 20")
    answer = asked.ask(BUDGET)
    assert (answer.status, answer.mode, answer.text) == ("partial", "generated", "Its budget is 40 billion won. [1]")
    assert [n.text for n in answer.notices] == [english("broke-off", reason="stopped in the middle of its answer")]
    assert asked.trace(answer).removed == ()


def test_a_contact_in_a_sentence_comes_with_its_card(with_model: Ask) -> None:
    asked = with_model("NOT_STATED")
    asked.ask("Which quays does the harbour plan build?")
    n = next(each.n for each in _passages(asked) if each.document_id == "office.md")
    asked = with_model(f"The Quay Construction Team is in Room 12 [{n}].")
    answer = asked.ask("Which quays does the harbour plan build?")
    assert answer.mode == "generated"
    assert [(card.phone, card.citation) for card in answer.contacts] == [("+82-51-888-3033", 1)]


def _passages(asked: Asked) -> list[TracedPassage]:
    assert asked.conversation
    (answer,) = asked.desk.conversations.answers(asked.conversation)
    return list(asked.trace(answer).passages)


# --- what is kept ---


def test_the_tokens_of_all_calls_are_added_up_and_the_times_given(with_model: Ask) -> None:
    asked = with_model(RIGHT, STANDALONE, RIGHT)
    first, second = asked.ask(BUDGET), asked.ask(FOLLOW_UP)
    assert first.usage == Usage(prompt_tokens=100, completion_tokens=10)
    assert second.usage == Usage(prompt_tokens=200, completion_tokens=20)
    assert (first.timings_ms["model"], second.timings_ms["model"]) == (5.0, 10.0)
    assert list(second.timings_ms) == ["understand", "search", "answer", "total", "model", "verify"]


def test_the_trace_holds_the_calls_and_the_passages_by_the_numbers_that_the_model_knew(with_model: Ask) -> None:
    asked = with_model(f"{RIGHT} {WRONG}")
    answer = asked.ask(BUDGET)
    trace = asked.trace(answer)
    (call,) = trace.calls
    sent = asked.model.inputs[0]["passages"]
    assert (call.reply, call.model, len(call.prompt_hash)) == (f"{RIGHT} {WRONG}", "fake:model", 12)
    assert [each.n for each in trace.passages] == [1, 2, 3]
    for each in trace.passages:
        assert f'<passage n="{each.n}">' in sent
        assert sent.index(each.text) > sent.index(f'<passage n="{each.n}">')
    assert (trace.rewritten_by, trace.index_version) == (None, asked.desk.knowledge.current().version)


def test_without_a_call_the_passages_have_no_number(with_model: Ask) -> None:
    asked = with_model()
    answer = asked.ask(BUDGET, "extractive")
    trace = asked.trace(answer)
    assert {each.n for each in trace.passages} == {None}
    assert (trace.calls, trace.removed) == ((), ())
