"""Updates on their way to the bot: fetched with getUpdates, or delivered to a webhook.

Rules: core.telegram.org/bots/api#getting-updates. Wordings: tdlib/telegram-bot-api, Client.cpp and WebhookActor.cpp.
"""

from __future__ import annotations

import json
import re
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from typing import Any

from bot_api_server_faults import Conflict, Refused

# Without `allowed_updates` a bot gets every kind but these.
UNASKED = ("chat_member", "message_reaction", "message_reaction_count")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Updates:
    """The queue of one bot. `state` is the server's lock; everything here happens under it, but for the delivery itself."""

    def __init__(self, state: threading.Condition, retry_pause: float = 0.05) -> None:
        self._state = state
        self._retry_pause = retry_pause
        self._next_id = 1000
        self._poll: object | None = None
        self._allowed: list[str] = []
        self.waiting: list[dict[str, Any]] = []
        self.webhook: dict[str, Any] = {}
        self.deliveries: list[tuple[int, int]] = []
        self.closing = False

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates waits at this moment."""
        return self._poll is not None

    def add(self, kind: str, content: dict[str, Any]) -> dict[str, Any] | None:
        """Queues an update; None where the bot did not ask for its kind."""
        with self._state:
            if kind not in self._allowed and (self._allowed or kind in UNASKED):
                return None
            self._next_id += 1
            self.waiting.append({"update_id": self._next_id, kind: content})
            self._state.notify_all()
            return self.waiting[-1]

    def repeat(self, update: dict[str, Any]) -> None:
        """Queues an update again with the same id, as happens when Telegram did not learn that it had arrived."""
        with self._state:
            self.waiting.append(update)
            self._state.notify_all()

    # --- polling ---

    def fetch(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        """getUpdates. A newer call ends an older one; an offset confirms what is before it."""
        if self.webhook:
            raise Conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self._remember_allowed(given)
        offset, limit = int(given.get("offset", 0)), int(given.get("limit", 100))
        self._confirm(offset)
        mine = self._poll = object()
        self._state.notify_all()
        end = time.monotonic() + float(given.get("timeout", 0))
        while not self.waiting and time.monotonic() < end and not self.closing:
            self._state.wait(max(end - time.monotonic(), 0.001))
            if self._poll is not mine:
                other = "setWebhook" if self.webhook else "other getUpdates"
                single = "" if self.webhook else "; make sure that only one bot instance is running"
                raise Conflict(f"terminated by {other} request{single}")
        self._poll = None
        return self.waiting[: min(max(limit, 1), 100)]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset:
            self.waiting = [each for each in self.waiting if each["update_id"] >= offset]

    def _remember_allowed(self, given: dict[str, Any]) -> None:
        if "allowed_updates" in given:
            self._allowed = given["allowed_updates"]

    # --- webhook ---

    def set_webhook(self, given: dict[str, Any]) -> bool:
        """setWebhook. As in the local mode of Telegram's own server, the address may be plain HTTP."""
        secret = given.get("secret_token", "")
        if secret and not _SECRET.fullmatch(secret):
            raise Refused("secret token contains unallowed characters")
        if given["url"] and not given["url"].startswith(("http://", "https://")):
            raise Refused("bad webhook: An HTTPS URL must be provided for webhook")
        self._remember_allowed(given)
        self._drop_if_asked(given)
        self.webhook = {"url": given["url"], "secret": secret} if given["url"] else {}
        self._poll = None
        self._state.notify_all()
        return True

    def delete_webhook(self, given: dict[str, Any]) -> bool:
        self._drop_if_asked(given)
        self.webhook = {}
        return True

    def info(self) -> dict[str, Any]:
        told = {name: self.webhook[name] for name in ("last_error_date", "last_error_message") if name in self.webhook}
        given = {"url": self.webhook.get("url", ""), "has_custom_certificate": False}
        return given | {"pending_update_count": len(self.waiting), "allowed_updates": self._allowed} | told

    def _drop_if_asked(self, given: dict[str, Any]) -> None:
        if str(given.get("drop_pending_updates", "")).lower() in ("true", "1"):
            self.waiting.clear()

    def deliver(self) -> None:
        """Delivers to the webhook, in order, each until it is taken with a 2xx. Runs in a thread of its own."""
        while True:
            with self._state:
                self._state.wait_for(lambda: self.closing or (self.webhook and self.waiting), 0.2)
                if self.closing:
                    return
                if not (self.webhook and self.waiting):
                    continue
                update, webhook = self.waiting[0], self.webhook
            status, words = _post(webhook["url"], webhook["secret"], update)
            with self._state:
                self.deliveries.append((update["update_id"], status))
                if 200 <= status < 300:
                    self.waiting = [each for each in self.waiting if each is not update]
                    self._state.notify_all()
                else:
                    webhook |= {"last_error_date": int(time.time()), "last_error_message": words}
                    self._state.wait_for(lambda: self.closing, self._retry_pause)


def _post(url: str, secret: str, update: dict[str, Any]) -> tuple[int, str]:
    headers = {"Content-Type": "application/json"} | ({"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {})
    request = urllib.request.Request(url, json.dumps(update).encode(), headers)  # noqa: S310 - the test's own address
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310
            return int(reply.status), ""
    except urllib.error.HTTPError as error:
        with suppress(OSError):
            error.close()
        return error.code, f"Wrong response from the webhook: {error.code} {error.reason}"
    except OSError:
        return 0, "Connection refused"
