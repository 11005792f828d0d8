"""What goes wrong between the bot and Telegram, and what people see of it: as little as can be, and nothing twice."""

from __future__ import annotations

import logging
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from bot_api_server_faults import CutBefore, LostReply, Status, TooManyRequests
from telegram_running import ScriptedChain, at, home_over, polling

from assistant.build import Desk
from bots.telegram_bot.state import ChatState
from retrieval.records import PolicydeskError


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made


@pytest.fixture
def chain() -> ScriptedChain:
    return ScriptedChain()


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Path:
    return home_over(small_home, tmp_path)


@pytest.fixture
def desk(desk_over: Callable[..., Desk], home: Path, server: BotApiServer, chain: ScriptedChain) -> Desk:
    return desk_over(home, chain, **at(server))


def updates(home: Path) -> list[tuple[int, str | None]]:
    with sqlite3.connect(home / "telegram.sqlite") as db:
        found = db.execute("SELECT id, body FROM updates ORDER BY id").fetchall()
    db.close()
    return found


def test_a_pause_that_telegram_asks_for_is_kept_and_only_in_that_chat(
    server: BotApiServer, desk: Desk, chain: ScriptedChain
) -> None:
    mina, jun = server.person("Mina"), server.person("Jun")
    server.fail("sendMessage", TooManyRequests(2), when=lambda given: str(given["chat_id"]) == str(mina.id))
    with polling(desk):
        mina.says("one")
        server.wait_until(lambda: bool(server.called("sendMessage")))
        jun.says("two")
        jun.chat.waits_for("Answer to: two", seconds=1.5)
        mina.chat.waits_for("Answer to: one")
    refused, given = [c for c in server.called("sendMessage") if str(c.given["chat_id"]) == str(mina.id)]
    assert refused.code == 429
    assert given.at - refused.at >= 2


def test_a_message_that_was_not_taken_is_sent_again(server: BotApiServer, desk: Desk) -> None:
    mina = server.person("Mina")
    server.fail("sendMessage", Status(502, "Bad Gateway"), times=2)
    with polling(desk):
        mina.says("one")
        mina.chat.waits_for("Answer to: one")
    assert len(mina.chat.of_bot()) == 1


def test_an_answer_that_may_have_arrived_is_not_sent_twice_but_offered(
    server: BotApiServer, desk_over: Callable[..., Desk], home: Path
) -> None:
    mina = server.person("Mina")
    server.fail("sendMessage", CutBefore())
    with polling(desk_over(home, **at(server))):
        mina.says("How much is the budget of the harbour plan?")
        mina.chat.waits_for("The connection broke while I was sending an answer")
        assert len(mina.chat.of_bot()) == 1
        mina.taps("Send the answer again")
        mina.chat.waits_for("40 billion won")
    assert len(mina.chat.of_bot()) == 2


def test_a_lost_reply_gives_no_second_answer(server: BotApiServer, desk: Desk, chain: ScriptedChain) -> None:
    mina = server.person("Mina")
    server.fail("sendMessage", LostReply())
    with polling(desk):
        mina.says("one")
        mina.chat.waits_for("The connection broke while I was sending an answer")
    assert sum("Answer to: one" in each.text for each in mina.chat.of_bot()) == 1


def test_someone_who_blocked_the_bot_is_left_alone(
    server: BotApiServer, desk: Desk, chain: ScriptedChain, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mina, jun = server.person("Mina"), server.person("Jun")
    chain.go.clear()
    with polling(desk):
        mina.says("one")
        server.wait_until(lambda: bool(mina.chat.actions))
        mina.blocks()
        chain.go.set()
        server.wait_until(lambda: "Forbidden: bot was blocked by the user" in server.refusals)
        jun.says("two")
        jun.chat.waits_for("Answer to: two")
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []
    assert all(body is None for _, body in updates(home))


@pytest.mark.parametrize(
    "refusal",
    [
        "Bad Request: TOPIC_CLOSED",
        "Bad Request: message thread not found",
        "Bad Request: not enough rights to send text messages to the chat",
        "Forbidden: user is deactivated",
    ],
)
def test_where_nothing_can_be_written_nothing_more_is_tried(
    refusal: str, server: BotApiServer, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    mina = server.person("Mina")
    server.fail("sendMessage", Status(403 if refusal.startswith("Forbidden") else 400, refusal), times=9)
    with polling(desk):
        mina.says("one")
        server.wait_until(lambda: [body for _, body in updates(desk.settings.home)] == [None])
    assert len(server.called("sendMessage")) == 1
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


def test_an_update_that_comes_twice_is_answered_once(server: BotApiServer, desk: Desk, chain: ScriptedChain) -> None:
    mina = server.person("Mina")
    with polling(desk):
        said = mina.says("one")
        mina.chat.waits_for("Answer to: one")
        server.updates.repeat({"update_id": _newest(desk.settings.home), "message": said.as_json()})
        mina.says("two")
        mina.chat.waits_for("Answer to: two")
    assert [question for question, _ in chain.asked] == ["one", "two"]


def _newest(home: Path) -> int:
    return updates(home)[-1][0]


def test_a_question_that_was_accepted_is_answered_after_a_restart(
    server: BotApiServer, desk_over: Callable[..., Desk], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.telegram_bot.questions._GRACE", 0.1)  # seconds that an answer has when the bot stops
    mina, stuck, chain = server.person("Mina"), ScriptedChain(), ScriptedChain()
    stuck.go.clear()
    with polling(desk_over(home, stuck, **at(server))):
        mina.says("one")
        mina.says("two")
        server.wait_until(lambda: len(updates(home)) == 2)
        server.wait_until(lambda: bool(mina.chat.actions))
        _release_later(stuck, 0.6)
    assert mina.chat.of_bot() == []
    assert "Mina" not in str(updates(home)), "names are not kept"
    with polling(desk_over(home, chain, **at(server))):
        mina.chat.waits_for("Answer to: two")
    assert [question for question, _ in chain.asked] == ["one", "two"]
    assert all(body is None for _, body in updates(home))


def _release_later(chain: ScriptedChain, seconds: float) -> None:
    threading.Timer(seconds, chain.go.set).start()


def test_an_answer_that_was_on_its_way_when_the_process_died_is_offered(
    server: BotApiServer, desk: Desk, chain: ScriptedChain, home: Path
) -> None:
    mina = server.person("Mina")
    with polling(desk):
        said = mina.says("one")
        mina.chat.waits_for("Answer to: one")
    state = ChatState(home / "telegram.sqlite")
    newest = _newest(home)
    shown = state.shown_for(mina.id, said.id)
    assert shown is not None
    state.close()
    with sqlite3.connect(home / "telegram.sqlite") as db:  # as kill -9 between sending and noting leaves it
        import json

        body = json.dumps({"update_id": newest, "message": said.as_json()})
        db.execute("UPDATE updates SET body = ?, shown = ? WHERE id = ?", (body, shown.number, newest))
    db.close()
    with polling(desk):
        mina.chat.waits_for("The connection broke while I was sending an answer")
    assert len(chain.asked) == 1


def test_a_server_that_is_away_is_waited_for(
    server: BotApiServer, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    mina = server.person("Mina")
    with polling(desk):
        server.goes_down(3.0)
        mina.says("one")
        mina.chat.waits_for("Answer to: one", seconds=20)
    said = [each.message for each in caplog.records if "cannot be reached" in each.message]
    assert len(said) == 1


def test_a_message_that_cannot_be_read_holds_up_no_other(
    server: BotApiServer, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    mina = server.person("Mina")
    with polling(desk):
        mina.sends(poll={"id": "1", "question": "one of a later Bot API"})
        mina.says("one")
        mina.chat.waits_for("Answer to: one")
    assert len(server.called("getUpdates")) < 10
    (line,) = [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
    assert re.fullmatch(r"Update \d+ cannot be read \(TypeError\) and is left out\.", line)


def test_a_wrong_token_is_a_sentence(server: BotApiServer, desk_over: Callable[..., Desk], home: Path) -> None:
    wrong = desk_over(home, **{**at(server), "telegram_token": "123456:something-else"})
    with pytest.raises(PolicydeskError, match="does not know the token"), polling(wrong):
        pass


def test_a_failure_is_one_sentence_and_one_line_in_the_log(
    server: BotApiServer, desk_over: Callable[..., Desk], home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from fakes import FakeChain

    mina = server.person("Mina")
    with polling(desk_over(home, FakeChain(RuntimeError("out of memory")), **at(server))):
        mina.says("one")
        said = mina.chat.waits_for("Something went wrong on my side.").text
    (line,) = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert "out of memory" in line.getMessage()
    assert line.exc_info
    assert "out of memory" not in said
    assert line.message.split("(")[1].split(")")[0] in said


def test_a_failure_whose_cause_is_known_is_logged_without_a_traceback(
    server: BotApiServer, desk_over: Callable[..., Desk], home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from fakes import FakeChain

    mina = server.person("Mina")
    with polling(desk_over(home, FakeChain(PolicydeskError("The disk is full.")), **at(server))):
        mina.says("one")
        mina.chat.waits_for("Something went wrong on my side.")
    (line,) = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert line.getMessage().endswith("): The disk is full.")
    assert not line.exc_info


def test_the_token_is_in_no_log(
    server: BotApiServer, desk: Desk, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    mina = server.person("Mina")
    server.fail("sendMessage", Status(500, "Internal Server Error"))
    with caplog.at_level(logging.DEBUG), polling(desk):
        server.goes_down(1.0)
        mina.says("one")
        mina.chat.waits_for("Answer to: one", seconds=20)
    secret = server.token.split(":")[1]
    shown = capsys.readouterr()
    assert secret not in caplog.text + shown.out + shown.err
    assert caplog.records
