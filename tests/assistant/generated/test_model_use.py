"""Many questions to one language model, over real HTTP: failures in a row, several at once, leaving, closing, and its key."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from model_desk import (
    KEY,
    PROJECTS,
    QUESTION,
    MakeDesk,
    ask,
    each_desk,
    fell_back,
    replying,
    settings_with_model,
    wait_until,
    with_each_provider,
)
from model_server import (
    CutStream,
    ModelServer,
    Reply,
    Request,
    Silence,
    Status,
)

from assistant.build import Desk, build
from assistant.generated.breaker import FAILURES
from evals.benchmarks.attacks import marked


@pytest.fixture
def provider() -> str:
    return "openai"


@pytest.fixture
def desk_at(desk: Desk, indexed_home: Path, provider: str, tmp_path: Path) -> Iterator[MakeDesk]:
    yield from each_desk(indexed_home, provider, tmp_path, desk.knowledge)


@pytest.mark.parametrize("step", [Status(401), CutStream(())], ids=repr)
def test_a_dead_model_is_left_alone_after_some_failures(desk_at: MakeDesk, step: Any) -> None:
    with ModelServer(step) as server:
        desk = desk_at(server.anthropic_url)
        for _ in range(FAILURES):
            ask(desk)
        before = len(server.requests)
        asked = ask(desk)
        fell_back(asked, desk, "has failed several times in a row and is left alone for a moment")
        assert len(server.requests) == before
        assert asked.seconds < 5


def test_one_answer_that_works_makes_up_for_failures_before(desk_at: MakeDesk) -> None:
    def script(request: Request) -> Reply | Status:
        n = len(server.requests)
        return Reply(marked(PROJECTS, request.prompt)) if n % FAILURES == 0 else Status(401)

    with ModelServer(script) as server:
        desk = desk_at(server.anthropic_url)
        modes = [ask(desk).answer.mode for _ in range(2 * FAILURES)]
    assert modes == (["extractive"] * (FAILURES - 1) + ["generated"]) * 2


def test_questions_are_answered_beside_each_other(desk_at: MakeDesk) -> None:
    answers = []
    with ModelServer(replying(PROJECTS, delay=0.05)) as server:
        desk = desk_at(server.anthropic_url)
        threads = [threading.Thread(target=lambda: answers.append(ask(desk).answer)) for _ in range(6)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert [each.mode for each in answers] == ["generated"] * 6
    assert len({each.text for each in answers}) == 1
    assert server.most_at_once > 1


@with_each_provider
def test_a_reader_who_leaves_ends_the_request(desk_at: MakeDesk) -> None:
    class LeftError(Exception):
        pass

    def leave(event: Any) -> None:
        if hasattr(event, "text"):
            raise LeftError

    def script(request: Request) -> Silence:
        return Silence(60, pieces=(marked(PROJECTS, request.prompt), " More than 5"))

    with ModelServer(script) as server:
        desk = desk_at(server.anthropic_url)
        with pytest.raises(LeftError):
            desk.chain.ask(QUESTION, on_event=leave)
        wait_until(lambda: server.open == 0)
        assert server.abandoned == 1


@with_each_provider
def test_a_desk_closes_at_once_under_an_open_request(indexed_home: Path, provider: str, tmp_path: Path) -> None:
    """What is left open shows when it is collected, as a warning."""
    with ModelServer(Silence(60)) as server:
        desk = build(settings_with_model(indexed_home, provider, server.anthropic_url, tmp_path, model_deadline=1))
        thread = threading.Thread(target=_ask_noting, args=(desk, []))
        thread.start()
        wait_until(lambda: server.open == 1)
        began = time.monotonic()
        desk.close()
        assert time.monotonic() - began < 1
        thread.join(4)
        assert not thread.is_alive()
        wait_until(lambda: server.open == 0)
    del desk
    gc.collect()


def _ask_noting(desk: Desk, errors: list[BaseException]) -> None:
    """Asking a desk that closes meanwhile may fail, but not in the thread's name, which pytest would report."""
    try:
        desk.chain.ask(QUESTION)
    except Exception as error:  # noqa: BLE001
        errors.append(error)


# --- secrets ---


@with_each_provider
@pytest.mark.parametrize(
    "step", [Reply("Nothing."), Status(401, f"Incorrect API key provided: {KEY}."), Silence(60)], ids=type
)
def test_the_key_is_in_no_log_no_trace_and_no_file(
    desk_at: MakeDesk, tmp_path: Path, caplog: pytest.LogCaptureFixture, step: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    with ModelServer(step) as server:
        desk = desk_at(server.anthropic_url, model_deadline=1)
        asked = ask(desk)
    assert server.requests[0].has_key
    assert KEY not in asked.trace.model_dump_json() + asked.answer.model_dump_json()
    assert KEY not in repr(desk.settings)
    assert not [each for each in caplog.records if KEY in f"{each.getMessage()} {each.__dict__}"]
    assert [each for each in tmp_path.iterdir() if KEY.encode() in each.read_bytes()] == []
