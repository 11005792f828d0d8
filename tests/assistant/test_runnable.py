"""The answerer as a LangChain Runnable: what goes in, what comes out and when, and how it ends."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, closing
from datetime import date
from typing import Any, cast

import pytest
from fakes import awaited
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import RunnableLambda, RunnableParallel
from spoken import english

from assistant.build import Desk
from assistant.chain import Chain, Event, NoModelError, QuestionError, StepEvent, TokenEvent
from assistant.compose.runnable import Answerer, as_runnable
from assistant.conversations.store import UnknownConversationError
from assistant.records import Answer
from retrieval.records import Filters, PolicydeskError

TOLD = "The harbour plan runs from 2024 to 2028. Its budget is 40 billion won."
BUDGET = "What is the budget of the harbour plan?"
SOON = 5.0  # seconds; nothing that is waited for takes so long
ANSWER = Answer(id="a", conversation_id="c", status="answered", text="One two.", question="q", standalone_question="q")


class GuidedChain:
    """Tells "One ", waits until `go` is set, tells "two." and answers; keeps what it was asked, and how it ended."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.ended: list[str] = []
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()

    def ask(self, question: str, *, on_event: Callable[[Event], None] = lambda _: None, **given: Any) -> Answer:
        with self._lock:
            self.asked.append((question, given))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            on_event(StepEvent("answer"))
            on_event(TokenEvent("One "))
            assert self.go.wait(SOON)
            on_event(TokenEvent("two."))
        except BaseException as error:
            self.ended.append(type(error).__name__)
            raise
        finally:
            with self._lock:
                self.at_once -= 1
        self.ended.append("answered")
        return ANSWER


@pytest.fixture
def guided() -> Iterator[GuidedChain]:
    """A chain that never outlives its test."""
    chain = GuidedChain()
    yield chain
    chain.go.set()
    soon(lambda: not workers())


def over(chain: object) -> Answerer:
    return as_runnable(cast(Chain, chain))


def workers() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "policydesk-stream"]


def soon(holds: Callable[[], bool]) -> None:
    """Waits until it holds."""
    until = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.005)


# --- what goes in ---


def test_a_question_gives_the_answer_that_ask_gives(small_desk: Desk) -> None:
    answer = as_runnable(small_desk.chain).invoke(BUDGET)
    assert answer.text == f"{TOLD} [1]"
    assert small_desk.conversations.answer(answer.id) == answer


def test_a_dict_carries_the_conversation_the_filters_and_the_mode(small_desk: Desk) -> None:
    runnable = as_runnable(small_desk.chain)
    first = runnable.invoke(BUDGET)
    asked = {"question": BUDGET, "conversation_id": first.conversation_id, "mode": "extractive"}
    second = runnable.invoke(asked)
    assert small_desk.conversations.answers(first.conversation_id) == [first, second]
    assert runnable.invoke({"question": BUDGET, "filters": Filters(kind="directory")}).status == "not_found"
    with pytest.raises(NoModelError):
        runnable.invoke({"question": BUDGET, "mode": "generated"})


def test_filters_may_be_a_dict_with_the_day_as_text(guided: GuidedChain) -> None:
    guided.go.set()
    over(guided).invoke({"question": "q", "filters": {"region": "Seaport", "as_of": "2026-01-31"}})
    filters = Filters(region="Seaport", as_of=date(2026, 1, 31))
    assert guided.asked == [("q", {"conversation_id": None, "filters": filters, "mode": "auto", "language": None})]


def test_what_is_bound_holds_for_every_question(guided: GuidedChain) -> None:
    guided.go.set()
    bound = over(guided).bind(mode="extractive")
    bound.invoke("first")
    list(bound.stream({"question": "second"}))
    assert [(question, given["mode"]) for question, given in guided.asked] == [
        ("first", "extractive"),
        ("second", "extractive"),
    ]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (3, "question"),
        ({}, "question"),
        ({"question": "q", "region": "Seaport"}, "region"),
        ({"question": "q", "mode": "guess"}, "mode"),
        ({"question": "q", "filters": {"regoin": "Seaport"}}, "filters.regoin"),
        ({"question": "q", "filters": {"as_of": "soon"}}, "filters.as_of"),
    ],
)
def test_another_input_is_named_with_what_to_give(guided: GuidedChain, given: Any, named: str) -> None:
    said = rf"The input cannot be asked \({named}: .*\): give a question, or a dict"
    with pytest.raises(PolicydeskError, match=said):
        over(guided).invoke(given)
    with pytest.raises(PolicydeskError, match=said):
        list(over(guided).stream(given))
    assert guided.asked == []


# --- several at once ---


def test_a_batch_answers_in_order(small_desk: Desk) -> None:
    answers = as_runnable(small_desk.chain).batch(["hello", BUDGET, "thanks"])
    assert [each.status for each in answers] == ["smalltalk", "answered", "smalltalk"]
    assert answers[2].text == english("thanks")


def test_a_batch_works_on_max_concurrency_questions_at_a_time(guided: GuidedChain) -> None:
    with ThreadPoolExecutor(1) as pool:
        batch = pool.submit(over(guided).batch, ["q"] * 6, {"max_concurrency": 2})
        soon(lambda: guided.at_once == 2)
        guided.go.set()
        assert batch.result() == [ANSWER] * 6
    assert guided.most_at_once == 2


def test_an_asynchronous_batch_too_works_on_max_concurrency_questions_at_a_time(guided: GuidedChain) -> None:
    async def ask() -> list[Answer]:
        batch = asyncio.create_task(over(guided).abatch(["q"] * 4, {"max_concurrency": 2}))
        await asyncio.to_thread(soon, lambda: guided.at_once == 2)
        guided.go.set()
        return await batch

    assert awaited(ask()) == [ANSWER] * 4
    assert guided.most_at_once == 2


def test_one_bad_question_of_a_batch_may_come_back_as_its_error(small_desk: Desk) -> None:
    answer, error = as_runnable(small_desk.chain).batch(["hello", " "], return_exceptions=True)
    assert answer.status == "smalltalk"
    assert isinstance(error, QuestionError)


# --- streams ---


def test_a_stream_gives_the_text_in_pieces_and_last_the_answer(small_desk: Desk) -> None:
    *pieces, answer = list(as_runnable(small_desk.chain).stream(BUDGET))
    assert pieces == [f"{word} " for word in TOLD.split()] + ["[1]"]
    assert isinstance(answer, Answer)
    assert answer.text == f"{TOLD} [1]"
    assert small_desk.conversations.answer(answer.id) == answer


def test_a_piece_is_there_before_the_answer_is_known(guided: GuidedChain) -> None:
    stream = over(guided).stream("q")
    assert next(stream) == "One "
    assert guided.ended == []
    guided.go.set()
    assert list(stream) == ["two.", ANSWER]


def test_a_stream_that_nobody_reads_asks_nothing(guided: GuidedChain) -> None:
    stream = over(guided).stream("q")
    del stream
    assert guided.asked == []
    assert workers() == []


def test_a_consumer_who_stops_early_ends_the_work_and_nothing_is_stored(guided: GuidedChain) -> None:
    with closing(cast(Any, over(guided).stream("q"))) as stream:
        assert next(stream) == "One "
    guided.go.set()
    soon(lambda: not workers())
    assert guided.ended == ["_LeftError"]


def test_leaving_a_loop_over_a_stream_is_enough_to_end_the_work(guided: GuidedChain) -> None:
    for piece in over(guided).stream("q"):
        assert piece == "One "
        break
    guided.go.set()
    soon(lambda: not workers())
    assert guided.ended == ["_LeftError"]


def test_an_error_comes_out_of_a_stream_as_it_was_raised(small_desk: Desk) -> None:
    runnable = as_runnable(small_desk.chain)
    with pytest.raises(QuestionError, match="The question is empty"):
        list(runnable.stream(" "))
    with pytest.raises(UnknownConversationError, match="no-such"):
        list(runnable.stream({"question": "hello", "conversation_id": "no-such"}))


def test_an_error_after_some_pieces_comes_after_them() -> None:
    class Breaking:
        def ask(self, _: str, *, on_event: Callable[[Event], None], **__: Any) -> Answer:
            on_event(TokenEvent("One "))
            raise PolicydeskError("The disk is full.")

    stream = over(Breaking()).stream("q")
    assert next(stream) == "One "
    with pytest.raises(PolicydeskError, match="The disk is full"):
        next(stream)
    soon(lambda: not workers())


# --- without blocking ---


def test_the_loop_goes_on_while_an_answer_is_awaited(guided: GuidedChain) -> None:
    async def ask() -> Answer:
        waiting = asyncio.create_task(over(guided).ainvoke("q"))
        for _ in range(100):  # the loop turns although the chain waits
            await asyncio.sleep(0.001)
        assert not waiting.done()
        guided.go.set()  # nobody else could
        return cast(Answer, await waiting)

    assert awaited(ask()) == ANSWER


def test_an_asynchronous_stream_gives_pieces_as_they_are_known(guided: GuidedChain) -> None:
    async def read() -> list[Any]:
        pieces = []
        async for piece in over(guided).astream("q"):
            pieces.append(piece)
            guided.go.set()  # only now can there be a second piece
        return pieces

    assert awaited(read()) == ["One ", "two.", ANSWER]


def test_an_asynchronous_consumer_who_stops_early_ends_the_work(guided: GuidedChain) -> None:
    async def read() -> None:
        async with aclosing(cast(Any, over(guided).astream("q"))) as stream:
            assert await anext(stream) == "One "

    awaited(read())
    guided.go.set()
    soon(lambda: not workers())
    assert guided.ended == ["_LeftError"]


def test_a_cancelled_reader_ends_the_work(guided: GuidedChain) -> None:
    async def read() -> list[Any]:
        async with asyncio.timeout(0.1):
            return [piece async for piece in over(guided).astream("q")]

    with pytest.raises(TimeoutError):
        awaited(read())
    guided.go.set()
    soon(lambda: not workers())
    assert guided.ended == ["_LeftError"]


def test_an_error_comes_out_of_an_asynchronous_stream_as_it_was_raised(small_desk: Desk) -> None:
    async def read() -> list[Any]:
        return [piece async for piece in as_runnable(small_desk.chain).astream(" ")]

    with pytest.raises(QuestionError, match="The question is empty"):
        awaited(read())


# --- joined with others ---


def test_it_joins_with_what_comes_before_and_after(small_desk: Desk) -> None:
    joined = RunnableLambda(str.strip) | as_runnable(small_desk.chain) | (lambda answer: answer.text)
    assert joined.invoke("  thanks ") == english("thanks")
    assert list(joined.stream(" thanks ")) == [english("thanks")]
    assert awaited(joined.ainvoke("thanks")) == english("thanks")


def test_the_pieces_and_the_answer_add_up_to_the_answer(small_desk: Desk) -> None:
    first, *others = as_runnable(small_desk.chain).stream(BUDGET)
    whole: Any = first
    for piece in others:
        whole = whole + piece
    assert whole is others[-1]


def test_beside_another_nothing_is_lost_in_a_stream(small_desk: Desk) -> None:
    both = RunnableParallel(answer=as_runnable(small_desk.chain), question=RunnableLambda(str.upper))
    joined = both | (lambda given: (given["question"], given["answer"].text))
    assert list(joined.stream("thanks")) == [("THANKS", english("thanks"))]


def test_callbacks_are_told_the_question_and_the_answer(small_desk: Desk) -> None:
    class Notes(BaseCallbackHandler):
        def __init__(self) -> None:
            self.seen: list[Any] = []

        def on_chain_start(self, *_: Any, **kwargs: Any) -> None:
            self.seen.append(kwargs["name"])

        def on_chain_end(self, outputs: Any, **_: Any) -> None:
            self.seen.append(outputs.text)

    notes = Notes()
    as_runnable(small_desk.chain).invoke("thanks", {"callbacks": [notes]})
    list(as_runnable(small_desk.chain).stream("thanks", {"callbacks": [notes]}))
    assert notes.seen == ["policydesk", english("thanks")] * 2
