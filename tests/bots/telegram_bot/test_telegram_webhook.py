"""The webhook, alone and beside the API, and the commands that run the bot."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from bot_api_server import BotApiServer
from bot_api_server_faults import Status
from conftest import settings_for
from telegram_running import ScriptedChain, at, home_over

from assistant.build import Desk
from assistant.cli import main
from assistant.cli.serve import bind, server_config
from assistant.http.app import create_app
from bots.telegram_bot.bot import TelegramBot
from bots.telegram_bot.webhook import PATH, Webhook, nothing_else

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent.parent
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as made:
        yield made


@contextmanager
def hooked(
    make: Callable[..., Desk], home: Path, server: BotApiServer, *, with_api: bool, path: str = ""
) -> Iterator[tuple[str, Webhook]]:
    """A server with the webhook on a free port."""
    with bind("127.0.0.1", 0) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        desk = make(home, ScriptedChain(), telegram_webhook_url=url + path, **at(server))
        hook = Webhook(TelegramBot(desk), create_app(desk) if with_api else nothing_else)
        runner = uvicorn.Server(server_config(hook))
        thread = threading.Thread(target=runner.run, args=([listening],))
        thread.start()
        while not runner.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield url, hook
        runner.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@pytest.mark.parametrize("with_api", [True, False])
def test_updates_come_by_webhook_alone_or_beside_the_api(
    desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer, with_api: bool
) -> None:
    mina = server.person("Mina")
    with hooked(desk_over, home_over(small_home, tmp_path), server, with_api=with_api) as (url, _):
        (call,) = server.called("setWebhook")
        assert call.given["url"] == url + PATH
        mina.says("one")
        mina.chat.waits_for("Answer to: one")
        assert httpx.get(f"{url}/health").status_code == (200 if with_api else 404)
    assert server.called("getUpdates") == []


def test_only_who_knows_the_secret_is_heard(
    desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer
) -> None:
    with hooked(desk_over, home_over(small_home, tmp_path), server, with_api=False) as (url, _):
        secret = server.called("setWebhook")[0].given["secret_token"]
        right, wrong = {SECRET: secret}, {SECRET: "guess"}
        assert re.fullmatch(r"[0-9a-f]{64}", secret)
        assert httpx.post(url + PATH, json={"update_id": 1}).status_code == 403
        assert httpx.post(url + PATH, json={"update_id": 1}, headers=wrong).status_code == 403
        assert httpx.get(url + PATH, headers=right).status_code == 405
        assert httpx.post(url + PATH, content=b"[", headers=right).status_code == 400
        for nonsense in (b"[]", b"7", b"{}", b'{"update_id": "1"}', b'{"update_id": NaN}', b"\xff", b"[" * 100_000):
            assert httpx.post(url + PATH, content=nonsense, headers=right).status_code == 400
        later = {"update_id": 2, "message": {"of": "a later Bot API"}}
        assert httpx.post(url + PATH, json=later, headers=right).status_code == 200, "else Telegram sends it for ever"
        assert httpx.post(url + PATH, json={"update_id": 10**30}, headers=right).status_code == 400
        assert httpx.post(url + PATH, content=b" " * 1_100_000, headers=right).status_code == 413
        assert httpx.post(url + PATH, json={"update_id": 1}, headers=right).status_code == 200


def test_an_address_with_a_path_of_its_own_is_served(
    desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer
) -> None:
    mina = server.person("Mina")
    with hooked(desk_over, home_over(small_home, tmp_path), server, with_api=True, path="/bots/one") as (url, _):
        assert server.called("setWebhook")[0].given["url"] == f"{url}/bots/one"
        mina.says("one")
        mina.chat.waits_for("Answer to: one")
        assert httpx.get(f"{url}/bots/one").status_code == 405
        assert httpx.get(f"{url}/bots/two").status_code == 404


def test_a_message_that_cannot_be_written_down_is_left_with_telegram(
    desk_over: Callable[..., Desk], small_home: Path, tmp_path: Path, server: BotApiServer
) -> None:
    mina, home = server.person("Mina"), home_over(small_home, tmp_path)
    with hooked(desk_over, home, server, with_api=False):
        locking = sqlite3.connect(home / "telegram.sqlite", isolation_level=None)
        locking.execute("ALTER TABLE updates RENAME TO gone")
        mina.says("one")
        server.wait_until(lambda: (server.updates.deliveries or [(0, 0)])[-1][1] == 503)
        locking.execute("ALTER TABLE gone RENAME TO updates")
        locking.close()
        mina.chat.waits_for("Answer to: one")


# --- the commands ---


def command(*words: str, home: Path, **settings: Any) -> subprocess.Popen[str]:
    """The program with settings as an operator gives them."""
    given = {f"POLICYDESK_{name.upper()}": str(value) for name, value in {"home": home, **settings}.items()}
    return subprocess.Popen(
        [sys.executable, "-c", "from assistant.cli import main; main()", *words],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=home,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Runs the program in this process: its exit code, and what it wrote to either side.

    In a thread of its own: after a page test the main thread has an event loop that runs (Playwright's).
    """

    def run(*words: str, home: Path, **settings: Any) -> tuple[int, str, str]:
        for name, value in {"home": home, **settings}.items():
            monkeypatch.setenv(f"POLICYDESK_{name.upper()}", str(value))
        monkeypatch.chdir(home)
        monkeypatch.setattr("sys.argv", ["policydesk", *words])
        with ThreadPoolExecutor(1) as apart, pytest.raises(SystemExit) as stopped:
            apart.submit(main).result()
        written = capsys.readouterr()
        return int(stopped.value.code or 0), written.out, written.err

    return run


def test_without_a_token_the_command_says_where_to_get_one(run: Callable[..., Any], tmp_path: Path) -> None:
    code, out, err = run("telegram", home=tmp_path)
    assert (code, out) == (1, "")
    assert err == (
        "policydesk: There is no token for Telegram: set POLICYDESK_TELEGRAM_TOKEN to the one that @BotFather gave you.\n"
    )


def test_a_wrong_token_ends_the_command_with_a_sentence(
    run: Callable[..., Any], tmp_path: Path, server: BotApiServer
) -> None:
    settings = at(server) | {"telegram_token": "123456:some-other"}
    code, out, err = run("telegram", home=tmp_path, **settings)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "does not know the token" in err


@pytest.mark.parametrize("words", [("telegram",), ("serve", "--port", "0")])
def test_an_unreachable_server_ends_the_command_with_a_sentence(
    run: Callable[..., Any], tmp_path: Path, words: tuple[str, ...]
) -> None:
    with bind("127.0.0.1", 0) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
    settings = {"telegram_token": "123456:some-token", "telegram_api_url": url}
    if words[0] == "serve":
        settings["telegram_webhook_url"] = "https://bot.example.org"
    code, _, err = run(*words, home=tmp_path, **settings)
    assert code == 1
    assert err.count("\n") == 1, err
    assert f"{url} cannot be reached" in err
    assert "some-token" not in err


def test_a_second_poller_ends_the_command_with_a_sentence(
    run: Callable[..., Any], tmp_path: Path, server: BotApiServer
) -> None:
    server.fail("getUpdates", Status(409, "Conflict: terminated by other getUpdates request"), times=3)
    code, _, err = run("telegram", home=tmp_path, **at(server))
    assert code == 1
    assert "Another program fetches the messages of this bot (409)" in err


def test_the_command_says_as_which_bot_it_runs_and_stops_at_ctrl_c(
    indexed_home: Path, tmp_path: Path, server: BotApiServer
) -> None:
    settings_for(indexed_home)
    process = command("telegram", home=home_over(indexed_home, tmp_path), **at(server))
    assert process.stdout is not None
    greeting = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert re.fullmatch(
        r"Policydesk answers on Telegram as @policydesk_bot \(Policydesk\) with 5 documents \(\d+ chunks\)\. "
        r"Ctrl-C stops it\.\n",
        greeting,
    )
    assert ended(process) == (0, "", "policydesk: Stopped.\n")
