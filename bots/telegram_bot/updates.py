"""Updates as Telegram sends them. One that python-telegram-bot cannot read must not hold up those behind it."""

from __future__ import annotations

import json
import logging
from typing import Any

from telegram import Bot, Update

_log = logging.getLogger(__name__)


def update_of(said: Any, bot: Bot | None = None) -> Update:
    """The update in a JSON value; of one that cannot be read, only its number. Raises ValueError for what is no update."""
    number = said.get("update_id") if isinstance(said, dict) else None
    if type(number) is not int or not 0 <= number < 2**63:
        raise ValueError("It has no update_id.")
    try:
        return Update.de_json(said, bot)
    except Exception as error:  # noqa: BLE001 - whatever the library stumbles over, such as fields of a newer Bot API
        _log.warning("Update %d cannot be read (%s) and is left out.", number, type(error).__name__)
        return Update(number)


def readable(body: bytes) -> bytes:
    """A reply of `getUpdates`, in which updates that cannot be read have only their numbers."""
    try:
        reply = json.loads(body)
        updates = reply["result"]
        read = [update_of(each) for each in updates]
    except (ValueError, TypeError, KeyError, RecursionError):  # the library says what is wrong with it
        return body
    kept = [
        each if len(update.to_dict()) > 1 else {"update_id": update.update_id}
        for each, update in zip(updates, read, strict=True)
    ]
    return body if kept == updates else json.dumps(reply | {"result": kept}).encode()
