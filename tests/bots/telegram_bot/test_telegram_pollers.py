"""Two programs that fetch the messages of one bot."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from bot_api_server_faults import Status
from telegram_running import ScriptedChain, at, home_over, polling

from assistant.build import Desk
from bots.telegram_bot.polling import Patience
from retrieval.records import PolicydeskError

NEW = Patience(interval=0.01)
LONG_THERE = Patience(young=0, interval=0.01)
CONFLICT = Status(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made


MakeDesk = Callable[[str, ScriptedChain], Desk]


@pytest.fixture
def desk_of(desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer) -> MakeDesk:
    """A desk with a HOME of its own."""

    def made(name: str, chain: ScriptedChain) -> Desk:
        (tmp_path / name).mkdir()
        return desk_over(home_over(small_home, tmp_path / name), chain, **at(server))

    return made


@pytest.mark.parametrize("patience", [LONG_THERE, NEW], ids=["long there", "just started"])
def test_of_two_pollers_one_gives_way_and_the_other_answers_on(
    server: BotApiServer, desk_of: MakeDesk, patience: Patience
) -> None:
    mina, chains = server.person("Mina"), (ScriptedChain(), ScriptedChain())
    first, second = polling(desk_of("first", chains[0]), patience), polling(desk_of("second", chains[1]), NEW)
    with first:
        mina.says("one")
        mina.chat.waits_for("Answer to: one")
        with second:
            server.wait_until(lambda: first.has_ended or second.has_ended)
            assert not (first.has_ended and second.has_ended)
            mina.says("two")
            mina.chat.waits_for("Answer to: two")
            mina.says("three")
            mina.chat.waits_for("Answer to: three")
    ended = [each for each in (first, second) if each.failure is not None]
    assert len(ended) == 1
    assert str(ended[0].failure).startswith("Another program fetches the messages of this bot (409)")
    if patience is LONG_THERE:
        assert ended == [second]
        assert chains[1].asked == []
    assert [each.text for each in mina.chat.of_bot()] == [f"Answer to: {word}" for word in ("one", "two", "three")]


def test_the_end_of_an_earlier_run_is_waited_for(server: BotApiServer, desk_of: MakeDesk) -> None:
    mina, chain = server.person("Mina"), ScriptedChain()
    server.fail("getUpdates", CONFLICT, times=2)
    with polling(desk_of("new", chain), NEW):
        mina.says("one")
        mina.chat.waits_for("Answer to: one")


def test_one_that_never_gets_through_any_more_ends_with_a_sentence(
    server: BotApiServer, desk_of: MakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    bot = polling(desk_of("old", ScriptedChain()), Patience(young=0, holds=0.2, interval=0.01))
    with caplog.at_level(logging.WARNING), bot:
        server.fail("getUpdates", CONFLICT, times=1_000)
        server.person("Mina").says("one")  # ends the poll under way
        begun = time.monotonic()
        server.wait_until(lambda: bot.has_ended)
    assert time.monotonic() - begun >= 0.2
    assert isinstance(bot.failure, PolicydeskError)
    assert str(bot.failure).startswith("Another program fetches the messages of this bot (409)")
    told = [each for each in caplog.records if "Another program fetches" in each.getMessage()]
    assert len(told) == 1
