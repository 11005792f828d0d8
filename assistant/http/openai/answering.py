"""From a question in one of OpenAI's formats to the answer: what it follows, and how the next question finds it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.build import Desk
from assistant.chain import Event
from assistant.conversations import UnknownConversationError
from assistant.http.openai.client import Client, key_of_response
from assistant.http.openai.housekeeping import housekeeping
from assistant.http.openai.reply import Reply, reply_of
from assistant.http.openai.requests import Transcript


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that decides about its answer.

    `after` is the answer that the client says it follows, and `conversation` the conversation; without either the turns of the
    transcript tell. `listed`: the sources are to stand below the text. `response_id` is what the answer can be found by.
    """

    transcript: Transcript
    client: Client
    listed: bool
    after: str | None = None
    conversation: str | None = None
    response_id: str | None = None

    @property
    def is_linked(self) -> bool:
        """Whether the client says by an id what the question follows."""
        return bool(self.after or self.conversation)


def answered(desk: Desk, asked: Asked, on_event: Callable[[Event], None]) -> Reply:
    """Ask, and keep by which transcript the answer is found again. Raises what `Chain.ask` raises."""
    client, transcript = asked.client, asked.transcript
    if not asked.is_linked and (by_code := _housekept(desk, asked)) is not None:
        return Reply(by_code)
    after = asked.after
    if not asked.is_linked and (key := client.key_before(transcript)):
        after = desk.conversations.followed(key)
    answer = desk.chain.ask(transcript.question, conversation_id=asked.conversation, after=after, on_event=on_event)
    reply = reply_of(answer, client.base, listed=asked.listed)
    keys = [client.key_of_text(reply.text)]
    if not asked.is_linked:
        keys.append(client.key_with(transcript, reply.text))
    if asked.response_id:
        keys.append(key_of_response(asked.response_id))
    desk.conversations.keep_transcript(keys, answer.id)
    return reply


def _housekept(desk: Desk, asked: Asked) -> str | None:
    """What a prompt of a program's own is answered with; follow-ups are the suggestions of the answer that it shows."""

    def suggestions(text: str) -> tuple[str, ...]:
        found = desk.conversations.followed(asked.client.key_of_text(text))
        try:
            return desk.conversations.answer(found).suggestions if found else ()
        except UnknownConversationError:  # deleted meanwhile
            return ()

    return housekeeping(asked.transcript.question, suggestions)
