"""The way to the Bot API: token, address, HTTP clients, and its errors in sentences for the operator."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.request import HTTPXRequest

from assistant.settings import Settings
from bots.telegram_bot.updates import readable
from retrieval.records import PolicydeskError

_TELEGRAM = "https://api.telegram.org"
_CONNECTIONS = 64
_SECONDS = 20.0  # for a reply; shorter, and messages would more often be in doubt
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Connection:
    """Where the bot's calls go. The token is in no representation of it."""

    token: str = field(repr=False)
    url: str
    public_url: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> Connection:
        """Raises PolicydeskError when no token is set."""
        if settings.telegram_token is None:
            raise PolicydeskError(
                "There is no token for Telegram: set POLICYDESK_TELEGRAM_TOKEN to the one that @BotFather gave you."
            )
        url = (settings.telegram_api_url or _TELEGRAM).rstrip("/")
        return cls(settings.telegram_token.get_secret_value(), url, settings.telegram_webhook_url)

    def request(self) -> HTTPXRequest:
        """The client for all calls but polling."""
        return HTTPXRequest(
            _CONNECTIONS,
            read_timeout=_SECONDS,
            write_timeout=_SECONDS,
            connect_timeout=_SECONDS / 4,
            pool_timeout=_SECONDS,
            httpx_kwargs=self._local(),
        )

    def polling_request(
        self, heard: Callable[[int], None] = lambda _: None, polls: Callable[[], bool] = lambda: True
    ) -> HTTPXRequest:
        """The client for polling; `heard` is called with the HTTP status of each reply. Nothing is sent unless it `polls`."""
        return _Heard(heard, polls, 4, read_timeout=_SECONDS / 2, pool_timeout=_SECONDS, httpx_kwargs=self._local())

    def webhook_url(self, path: str) -> str:
        """Where Telegram sends updates: as set, with `path` where only a host was given."""
        public = self.public_url or ""
        return public if urlsplit(public).path.strip("/") else public.rstrip("/") + path

    def webhook_secret(self) -> str:
        """What Telegram sends with each call to the webhook: made of the token, so that every process knows it."""
        return hashlib.sha256(f"policydesk webhook {self.token}".encode()).hexdigest()

    def explained(self, error: TelegramError) -> PolicydeskError:
        """What went wrong at the start, and what to do."""
        if isinstance(error, InvalidToken):
            said = (
                f"{self.url} does not know the token: check POLICYDESK_TELEGRAM_TOKEN, or ask @BotFather for a new one."
            )
        elif isinstance(error, Conflict):
            said = (
                "Another program fetches the messages of this bot (409): stop it, or give each its own bot. "
                "Only one may poll for a token."
            )
        elif isinstance(error, NetworkError):
            said = (
                f"{self.url} cannot be reached ({self.without_token(error.message)}): check the network, a proxy "
                "(HTTPS_PROXY), or POLICYDESK_TELEGRAM_API_URL."
            )
        else:
            said = f"{self.url} refused the bot ({self.without_token(error.message)})."
        return PolicydeskError(said)

    def without_token(self, text: str) -> str:
        """For people and logs."""
        return text.replace(self.token, "***")

    def _local(self) -> dict[str, Any]:
        """No proxy stands between the bot and a server on the same machine."""
        return {"trust_env": False} if urlsplit(self.url).hostname in _LOOPBACK else {}


class _Heard(HTTPXRequest):
    """A client that tells the status of each reply, takes out what cannot be read, and can be made to send no more."""

    __slots__ = ("_heard", "_polls")

    def __init__(self, heard: Callable[[int], None], polls: Callable[[], bool], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._heard, self._polls = heard, polls

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Called by python-telegram-bot."""
        if not self._polls():
            raise NetworkError("The bot has given way to another poller.")
        status, body = await super().do_request(*args, **kwargs)
        self._heard(status)
        return status, readable(body) if status == 200 else body
