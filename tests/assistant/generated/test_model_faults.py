"""The whole way of a question while its language model fails, over real HTTP in both wire formats.

Whatever happens on the wire, the reader gets the quotes or the verified beginning of an answer, with a notice, in time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from model_desk import (
    GUESTS,
    KEY,
    PROJECTS,
    MakeDesk,
    ask,
    each_desk,
    fell_back,
    quotes,
    replying,
    wait_until,
    with_each_provider,
)
from model_server import (
    BadJson,
    CutStream,
    DripFeed,
    EmptyReply,
    ErrorInStream,
    ModelServer,
    Page,
    RateLimited,
    Reply,
    Request,
    Silence,
    Status,
    refused,
)

from assistant.build import Desk
from evals.benchmarks.attacks import marked


@pytest.fixture
def provider() -> str:
    return "openai"


@pytest.fixture
def desk_at(desk: Desk, indexed_home: Path, provider: str, tmp_path: Path) -> Iterator[MakeDesk]:
    yield from each_desk(indexed_home, provider, tmp_path, desk.knowledge)


@with_each_provider
def test_without_a_fault_the_model_answers(desk_at: MakeDesk) -> None:
    with ModelServer(replying(f"{PROJECTS} {GUESTS}", prompt_tokens=900, completion_tokens=40)) as server:
        asked = ask(desk_at(server.anthropic_url))
    assert asked.answer.status == "answered"
    assert asked.answer.mode == "generated"
    assert asked.answer.text == (
        "Gyeongsangbuk-do plans to carry out the 24 informatization projects over five years. [1] "
        "More than 50 guests were invited to the final briefing. [2]"
    )
    assert {each.kind for each in asked.answer.notices} <= {"dated"}
    assert (asked.answer.usage.prompt_tokens, asked.answer.usage.completion_tokens) == (900, 40)
    [call] = asked.trace.calls
    assert call.usage == asked.answer.usage
    assert len(server.requests) == 1
    assert server.requests[0].body["temperature"] == 0


def test_quotes_alone_ask_no_model(desk_at: MakeDesk) -> None:
    with ModelServer([]) as server:
        assert ask(desk_at(server.anthropic_url), mode="extractive").answer.mode == "extractive"
    assert server.requests == []


# --- before a word has come ---


@with_each_provider
@pytest.mark.parametrize(
    ("step", "reason", "requests"),
    [
        (Status(400), "refused the request", 1),
        (Status(401, f"Incorrect API key provided: {KEY}."), "refused the key", 1),
        (Status(403), "refused the key", 1),
        (Status(404), "is not known to the server", 1),
        (Status(500), "had an error of its own", 3),
        (RateLimited(), "is at its limit of requests", 3),
        (Page(), "gave a reply that cannot be read", 1),
        (BadJson(), "gave a reply that cannot be read", 1),
        (ErrorInStream(()), "had an error of its own", 1),
        (CutStream((), closed_well=True), "stopped in the middle of its answer", 1),
    ],
    ids=repr,
)
def test_quotes_answer_in_place_of_a_model_that_fails(desk_at: MakeDesk, step: Any, reason: str, requests: int) -> None:
    with ModelServer(step) as server:
        desk = desk_at(server.anthropic_url)
        fell_back(ask(desk), desk, reason)
    assert len(server.requests) == requests


@with_each_provider
def test_quotes_answer_in_place_of_a_model_that_hangs_up(desk_at: MakeDesk, provider: str) -> None:
    """OpenAI's client raises the same error as when nobody listens."""
    with ModelServer(CutStream(())) as server:
        desk = desk_at(server.anthropic_url)
        fell_back(
            ask(desk), desk, "cannot be reached" if provider == "openai" else "stopped in the middle of its answer"
        )
    assert len(server.requests) == 1


@with_each_provider
def test_quotes_answer_in_place_of_a_model_that_is_not_there(desk_at: MakeDesk) -> None:
    with refused() as address:
        desk = desk_at(address)
        fell_back(ask(desk), desk, "cannot be reached")


def test_quotes_answer_in_place_of_an_empty_reply(desk_at: MakeDesk) -> None:
    with ModelServer(EmptyReply()) as server:
        desk = desk_at(server.anthropic_url)
        asked = ask(desk)
    assert asked.answer.mode == "extractive"
    assert asked.answer.text == quotes(desk).text
    assert asked.notice("fallback")


@with_each_provider
def test_a_failure_that_passes_is_tried_again(desk_at: MakeDesk) -> None:
    def script(request: Request) -> Reply | Status:
        return Status(500) if len(server.requests) < 2 else Reply(marked(PROJECTS, request.prompt))

    with ModelServer(script) as server:
        assert ask(desk_at(server.anthropic_url)).answer.mode == "generated"
    assert len(server.requests) == 2


def test_retry_after_is_waited_for_when_there_is_time(desk_at: MakeDesk) -> None:
    def script(request: Request) -> Reply | Status:
        return RateLimited(0.5) if len(server.requests) < 2 else Reply(marked(PROJECTS, request.prompt))

    with ModelServer(script) as server:
        assert ask(desk_at(server.anthropic_url)).answer.mode == "generated"
    assert server.requests[1].at - server.requests[0].at >= 0.5


@pytest.mark.parametrize(
    "step",
    [
        RateLimited(60),
        Silence(60),
        Silence(60, pieces=()),
        DripFeed("a"),
        DripFeed("a ", every=0.001),
        DripFeed(" ", every=0.2),
    ],
    ids=repr,
)
def test_quotes_answer_by_the_deadline(desk_at: MakeDesk, step: Any) -> None:
    with ModelServer(step) as server:
        desk = desk_at(server.anthropic_url, model_deadline=1)
        asked = ask(desk)
        fell_back(asked, desk, "did not answer in time")
        assert asked.seconds < 2.8
        assert len(server.requests) == 1
        wait_until(lambda: server.open == 0)  # the request does not live on


# --- after some of it has come ---


@with_each_provider
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (lambda pieces: CutStream(pieces), "stopped in the middle of its answer"),
        (lambda pieces: CutStream(pieces, closed_well=True), "stopped in the middle of its answer"),
        (lambda pieces: ErrorInStream(pieces), "stopped in the middle of its answer"),
        (lambda pieces: BadJson(pieces), "stopped in the middle of its answer"),
        (lambda pieces: Silence(60, pieces=pieces), "did not answer in time"),
    ],
    ids=["dropped", "closed by a proxy", "error event", "broken JSON", "silence"],
)
def test_what_came_before_the_fault_is_verified_and_shown(
    desk_at: MakeDesk, fault: Callable[[tuple[str, ...]], Any], reason: str
) -> None:
    def script(request: Request) -> Any:
        return fault((marked(PROJECTS, request.prompt), " More than 5"))  # of 50: cut in a number

    with ModelServer(script) as server:
        asked = ask(desk_at(server.anthropic_url, model_deadline=1))
    assert asked.answer.mode == "generated"
    assert asked.answer.status == "partial"
    assert asked.answer.text.endswith("the 24 informatization projects over five years. [1]")
    assert asked.notice("fallback").startswith(f"The language model {reason}; what it had written")
    assert asked.seconds < 2.8


@with_each_provider
def test_a_reply_that_is_cut_by_length_loses_its_last_sentence(desk_at: MakeDesk) -> None:
    with ModelServer(replying(f"{PROJECTS} More than 5", cut_by_length=True)) as server:
        asked = ask(desk_at(server.anthropic_url))
    assert asked.answer.status == "partial"
    assert asked.answer.text.endswith("over five years. [1]")


@pytest.mark.parametrize("unit", ["x", "12 345 ", "Invented words 99 [1]. ", "\n", "- 7 [1]\n"], ids=repr)
def test_fifty_thousand_characters_are_not_read_to_their_end(desk_at: MakeDesk, unit: str) -> None:
    text = (unit * 50_000)[:50_000]
    pieces = tuple(text[at : at + 100] for at in range(0, 50_000, 100))
    with ModelServer(Reply(text, pieces)) as server:
        desk = desk_at(server.anthropic_url)
        asked = ask(desk)
    assert asked.answer.mode == "extractive"
    assert asked.answer.text == quotes(desk).text
    assert len(asked.trace.calls[0].reply) < 10_000
    assert asked.seconds < 6


def test_a_model_that_goes_round_in_circles_is_told_once(desk_at: MakeDesk) -> None:
    with ModelServer(replying(f"{PROJECTS} {GUESTS} " * 300)) as server:
        asked = ask(desk_at(server.anthropic_url))
    assert asked.answer.status == "partial"
    assert asked.answer.text.count("24 informatization projects") == 1
    assert asked.notice("fallback")
