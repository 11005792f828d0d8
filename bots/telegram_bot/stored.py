"""What is stored about a person, and how it goes."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from assistant.conversations import UnknownConversationError
from bots.telegram_bot.parts import Parts


async def delete_stored(parts: Parts, user_id: int) -> int:
    """Delete the conversations that a user took part in, and all else that is kept about them; gives their number."""
    ids = parts.state.conversations_of(user_id)
    for each in ids:
        with suppress(UnknownConversationError):
            await parts.in_thread(partial(parts.desk.conversations.delete, each))
    parts.state.forget(user_id)
    return len(ids)
