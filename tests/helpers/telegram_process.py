"""The bot as a process of its own, as an operator starts it: it can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bot_api_server import BotApiServer

ROOT = Path(__file__).parent.parent.parent


class BotProcess:
    """`policydesk telegram` over a HOME, for a server, with `more` settings by their names. `with` starts it and ends it in good order, unless it was killed."""

    def __init__(self, server: BotApiServer, home: Path, *options: str, rate_limit: int = 1000, **more: object) -> None:
        self._server = server
        given = {"HOME": home, "TELEGRAM_TOKEN": server.token, "TELEGRAM_API_URL": server.url, "RATE_LIMIT": rate_limit}
        self._settings = {f"POLICYDESK_{name}": str(value) for name, value in (given | more).items()}
        self._options = options
        self._log = home / "bot.log"
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> BotProcess:
        """Returns when it fetches messages."""
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | self._settings
        program = "from assistant.cli import main; main()"
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", program, "telegram", *self._options],
                env=environment,
                stdout=log,
                stderr=log,
                text=True,
                cwd=self._log.parent,
            )
        self._server.wait_until(self._is_fetching, 60, None, "the process to fetch messages")
        return self

    def _is_fetching(self) -> bool:
        assert self._process
        assert self._process.poll() is None, self.log
        return self._server.updates.is_polled

    def kill(self) -> None:
        """kill -9: nothing is put in order."""
        assert self._process
        self._process.kill()
        self._process.wait(10)

    def __exit__(self, *_: object) -> None:
        assert self._process
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(20)

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8")
