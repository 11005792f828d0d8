"""The door to a language model over a real connection: what is sent, what comes back, and when it gives up."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from model_server import CutStream, DripFeed, EmptyReply, ModelServer, Page, Reply, Silence, Status, refused

from assistant.generated.breaker import Breaker
from assistant.generated.model import BREAKING, LONGEST, SLOW, UNREACHABLE, Model
from assistant.generated.prompts import Prompt
from assistant.records import Usage
from assistant.wording import say

pytestmark = pytest.mark.slow

PROMPT = Prompt("answer", "0123456789ab", "Answer in {language}.", "Passages: {passages}")
INPUTS = {"language": "English", "passages": "Three quays."}
KEY = "sk-very-secret-key"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def model(url: str, breaker: Breaker | None = None) -> Model:
    return Model("openai:test-model", base_url=url, api_key=KEY, breaker=breaker)


def test_a_reply_comes_in_pieces_and_is_kept_whole() -> None:
    pieces: list[str] = []
    with ModelServer(Reply("Three quays [1].", pieces=("Three ", "quays", " [1]."))) as server:
        call = model(server.url).ask(PROMPT, INPUTS, within=10, on_piece=pieces.append)
    assert pieces == ["Three ", "quays", " [1]."]
    assert (call.reply, call.error) == ("Three quays [1].", None)
    assert call.usage == Usage(prompt_tokens=11, completion_tokens=7)
    assert (call.prompt, call.prompt_hash, call.model) == ("answer", "0123456789ab", "openai:test-model")
    assert call.ms > 0


def test_what_was_sent_is_kept_and_is_what_the_server_got() -> None:
    with ModelServer(Reply("x")) as server:
        call = model(server.url).ask(PROMPT, INPUTS, within=10)
    assert [(m.role, m.text) for m in call.messages] == [
        ("system", "Answer in English."),
        ("human", "Passages: Three quays."),
    ]
    (request,) = server.requests
    assert request.prompt == "Answer in English.\nPassages: Three quays."
    assert request.has_key
    assert (request.body["model"], request.body["temperature"], request.streamed) == ("test-model", 0, True)
    assert 0 < (request.body.get("max_tokens") or request.body["max_completion_tokens"]) <= 1_200


def test_braces_in_what_is_filled_in_stay_as_they_are() -> None:
    odd = {"language": "{passages}", "passages": '{"a": {0}} {{x}} {unknown} }{'}
    with ModelServer(Reply("x")) as server:
        call = model(server.url).ask(PROMPT, odd, within=10)
    assert [m.text for m in call.messages] == ["Answer in {passages}.", f"Passages: {odd['passages']}"]
    assert server.requests[0].prompt == f"Answer in {{passages}}.\nPassages: {odd['passages']}"


def test_an_empty_reply_is_an_error() -> None:
    with ModelServer(EmptyReply()) as server:
        call = model(server.url).ask(PROMPT, INPUTS, within=10)
    assert (call.reply, call.error) == ("", "gave an empty answer")


@pytest.mark.parametrize(
    ("step", "error"),
    [
        (Status(400), "refused the request"),
        (Status(401), "refused the key"),
        (Status(403), "refused the key"),
        (Status(404), "is not known to the server"),
        (Status(413), "refused the request as too long"),
        (Status(418), "refused the request"),
        (Page(), "gave a reply that cannot be read"),
        (Reply("Three quays", cut_by_length=True), "wrote more than an answer may have"),
        (CutStream(("Three ",)), "stopped in the middle of its answer"),
        (CutStream(("Three ",), closed_well=True), "stopped in the middle of its answer"),
    ],
    ids=str,
)
def test_what_goes_wrong_is_the_end_of_a_sentence(step: Status | Page | Reply | CutStream, error: str) -> None:
    with ModelServer(step) as server:
        assert model(server.url).ask(PROMPT, INPUTS, within=10).error == error


def test_nobody_there_is_told_within_seconds() -> None:
    began = time.monotonic()
    with refused() as address:
        assert model(f"{address}/v1").ask(PROMPT, INPUTS, within=20).reason == UNREACHABLE
    assert time.monotonic() - began < 10


def test_silence_is_left_at_the_limit_and_what_came_before_is_kept() -> None:
    began = time.monotonic()
    with ModelServer(Silence(60, pieces=("Three ", "quays "))) as server:
        call = model(server.url).ask(PROMPT, INPUTS, within=0.5)
    assert (call.reason, call.reply) == (SLOW, "Three quays ")
    assert 0.4 < time.monotonic() - began < 2.5


@pytest.mark.parametrize("within", [0, -1])
def test_without_time_left_nothing_is_sent(within: float) -> None:
    with ModelServer([]) as server:
        assert model(server.url).ask(PROMPT, INPUTS, within=within).reason == SLOW
    assert server.requests == []


def test_a_reply_without_end_is_left_after_so_many_characters() -> None:
    with ModelServer(DripFeed("word " * 100, every=0)) as server:
        call = model(server.url).ask(PROMPT, INPUTS, within=20)
    assert call.error == "wrote more than an answer may have"
    assert len(call.reply) == LONGEST


def test_what_the_reader_of_the_pieces_raises_ends_the_request() -> None:
    class LeftError(BaseException):
        pass

    def leave(_: str) -> None:
        raise LeftError

    with ModelServer(DripFeed()) as server:
        with pytest.raises(LeftError):
            model(server.url).ask(PROMPT, INPUTS, within=20, on_piece=leave)
        until = time.monotonic() + 5
        while server.open and time.monotonic() < until:
            time.sleep(0.01)
        assert server.open == 0


# --- the breaker ---


def test_three_failures_in_a_row_leave_the_server_alone_until_a_trial_succeeds() -> None:
    clock = Clock()
    with ModelServer([Status(401), Status(401), Status(401), Reply("One.")]) as server:
        asked = model(server.url, Breaker(clock=clock))
        errors = [asked.ask(PROMPT, INPUTS, within=10).error for _ in range(5)]
        assert errors == ["refused the key"] * 3 + [say(BREAKING, "en")] * 2
        assert len(server.requests) == 3
        clock.now += 31
        assert asked.ask(PROMPT, INPUTS, within=10).reply == "One."


def test_a_call_that_was_not_made_has_no_messages() -> None:
    breaker = Breaker()
    for _ in range(3):
        breaker.failed()
    with ModelServer([]) as server:
        call = model(server.url, breaker).ask(PROMPT, INPUTS, within=10)
    assert (call.reason, call.messages, call.usage) == (BREAKING, (), Usage())


def test_replies_that_are_too_long_do_not_count_as_a_dead_model() -> None:
    with ModelServer(Reply("Three quays", cut_by_length=True)) as server:
        asked = model(server.url)
        errors = {asked.ask(PROMPT, INPUTS, within=10).error for _ in range(5)}
    assert errors == {"wrote more than an answer may have"}


# --- many, and secrets ---


def test_many_questions_at_once_each_get_their_own_reply() -> None:
    with ModelServer(lambda request: Reply(f"You said {request.prompt[-3:]}")) as server:
        asked = model(server.url)
        with ThreadPoolExecutor(12) as pool:
            calls = list(pool.map(lambda n: asked.ask(PROMPT, INPUTS | {"passages": f"{n:03}"}, within=20), range(24)))
    assert [call.reply for call in calls] == [f"You said {n:03}" for n in range(24)]


def test_a_key_that_the_server_repeats_is_neither_logged_nor_kept(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "assistant"), ModelServer(Status(401, f"Wrong key {KEY}.")) as server:
        asked = model(server.url)
        call = asked.ask(PROMPT, INPUTS, within=10)
    assert "refused the key (" in caplog.text
    assert KEY not in caplog.text + call.model_dump_json() + repr(asked)


def test_half_characters_become_question_marks() -> None:
    with ModelServer(Reply("", pieces=("The vision \ud800 is", " good."))) as server:
        call = model(server.url).ask(PROMPT, INPUTS, within=10)
    assert call.reply == "The vision ? is good."
    assert call.model_dump_json()


def test_one_huge_piece_is_read_as_far_as_an_answer_goes() -> None:
    pieces: list[str] = []
    with ModelServer(Reply("", pieces=("a" * 400_000,))) as server:
        call = model(server.url).ask(PROMPT, INPUTS, within=10, on_piece=pieces.append)
    assert (len(call.reply), call.error) == (8_000, "wrote more than an answer may have")
    assert sum(map(len, pieces)) == 8_000
