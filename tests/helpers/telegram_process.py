"""The bot as a process of its own, as an operator starts it: it can be killed."""

from __future__ import annotations

import os
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from forks import forks, paths_for_forks, run_command


class BotProcess:
    """`policydesk telegram` over a HOME, for a server, with `more` settings by their names. `with` starts it and ends it in good order, unless it was killed."""

    def __init__(self, server: BotApiServer, home: Path, *options: str, rate_limit: int = 1000, **more: object) -> None:
        self._server = server
        given = {"HOME": home, "TELEGRAM_TOKEN": server.token, "TELEGRAM_API_URL": server.url, "RATE_LIMIT": rate_limit}
        self._settings = {f"POLICYDESK_{name}": str(value) for name, value in (given | more).items()}
        self._options = options
        self._log = home / "bot.log"
        self._process: BaseProcess | None = None

    def __enter__(self) -> BotProcess:
        """Returns when it fetches messages."""
        given = (("telegram", *self._options), dict(os.environ) | self._settings, self._log)
        self._log.touch()
        with pytest.MonkeyPatch.context() as patch:
            paths_for_forks(patch)
            self._process = forks().Process(target=run_command, args=given)
            self._process.start()
        self._server.wait_until(self._is_fetching, 60, None, "the process to fetch messages")
        return self

    def _is_fetching(self) -> bool:
        assert self._process
        assert self._process.is_alive(), self.log
        return self._server.updates.is_polled

    def kill(self) -> None:
        """kill -9: nothing is put in order."""
        assert self._process
        self._process.kill()
        self._process.join(10)

    def __exit__(self, *_: object) -> None:
        assert self._process
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(20)

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8")
