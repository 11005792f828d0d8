"""A language model behind one door: asked with a prompt and a time limit, it gives a ModelCall, whatever goes wrong.

Providers come by LangChain's `init_chat_model`. The request runs on an event loop of its own, because a stream can be
cancelled there at any moment, whatever the server does.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.generated.breaker import Breaker
from assistant.generated.model_loop import background_loop
from assistant.generated.model_open import check_package, open_chat
from assistant.generated.prompts import Prompt
from assistant.records import Usage
from assistant.trace import Message, ModelCall
from assistant.wording import Said, said, say

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_core.prompts import ChatPromptTemplate

_log = logging.getLogger(__name__)

LONGEST = 8_000  # characters of a reply that are read; more is no answer
_GRACE = 1.0  # seconds after its limit until a request that cannot be cancelled is left behind

_EMPTY = said("model-empty")
UNREACHABLE = said("model-unreachable")
SLOW = said("model-slow")
BREAKING = said("model-breaking")
_CUT = said("model-cut")
_ENDLESS = said("model-endless")
_BROKEN = said("model-broken")
_UNREADABLE = said("model-unreadable")
_REFUSED = said("model-refused")
_TOO_LONG = said("model-too-long")
_KEY = said("model-key")
_OURS = (_REFUSED, _TOO_LONG)  # say nothing about the model's health
_BY_STATUS = {
    400: _REFUSED,
    401: _KEY,
    403: _KEY,
    404: said("model-unknown"),
    408: SLOW,
    413: _TOO_LONG,
    429: said("model-limit"),
}


@dataclass(slots=True)
class _Received:
    """What has come of a reply."""

    pieces: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    finish: str | None = None

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class Model:
    """A language model by LangChain's name for it (`provider:model`). Thread-safe; opened at its first call."""

    def __init__(
        self, name: str, *, base_url: str | None = None, api_key: str | None = None, breaker: Breaker | None = None
    ) -> None:
        """Raises PolicydeskError when the provider is not known or its package is not installed."""
        self.name = name
        self._base_url = base_url
        self._api_key = api_key
        self._breaker = breaker or Breaker()
        self._lock = threading.Lock()
        check_package(name.partition(":")[0])

    def ask(
        self,
        prompt: Prompt,
        inputs: Mapping[str, str],
        *,
        within: float,
        on_piece: Callable[[str], None] = lambda _: None,
    ) -> ModelCall:
        """Send a prompt and read the reply for at most `within` seconds; `on_piece` gets it as it comes, in this thread.

        What goes wrong stands in `error` and `reason`, and `reply` then holds what had come. What `on_piece` raises ends the request
        and is raised. Raises PolicydeskError when the model cannot be set up.
        """
        began = time.monotonic()
        received = _Received()
        messages: tuple[Message, ...] = ()
        if not self._breaker.allows():
            reason: Said | None = BREAKING
        else:
            template = _template(prompt)
            messages = tuple(_message(each) for each in template.invoke(dict(inputs)).to_messages())
            reason = self._read(template, inputs, within, received, on_piece)
            if reason in (None, _ENDLESS, *_OURS):
                self._breaker.succeeded()
            else:
                self._breaker.failed()
            reason = reason if reason or received.text.strip() else _EMPTY
        return ModelCall(
            prompt=prompt.name,
            prompt_hash=prompt.hash,
            model=self.name,
            messages=messages,
            reply=received.text,
            error=say(reason, "en") if reason else None,
            reason=reason,
            usage=received.usage,
            ms=round((time.monotonic() - began) * 1000, 2),
        )

    def open(self) -> None:
        """Load the provider's package now, which takes seconds, and not at the first question. Raises PolicydeskError."""
        _ = self._chat

    def close(self) -> None:
        """Let go of connections, where they are this model's own. A request that is open ends."""
        chat = self.__dict__.pop("_chat", None)
        client = getattr(chat, "http_async_client", None)
        if client is not None:
            asyncio.run_coroutine_threadsafe(_closed(client), background_loop()).result(timeout=_GRACE)

    def _read(
        self,
        template: ChatPromptTemplate,
        inputs: Mapping[str, str],
        within: float,
        received: _Received,
        on_piece: Callable[[str], None],
    ) -> Said | None:
        """Pass the pieces on as they come. Gives what went wrong, or None."""
        if within <= 0:
            return SLOW
        pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        request = self._request(self._chat, template, inputs, within, received, pieces)
        running = asyncio.run_coroutine_threadsafe(request, background_loop())
        ends = time.monotonic() + within
        length = 0
        try:
            while (piece := pieces.get(timeout=max(0.0, ends + _GRACE - time.monotonic()))) is not None:
                read = piece[: LONGEST - length]
                received.pieces.append(read)
                on_piece(read)
                length += len(piece)
                if length > LONGEST:
                    return _ENDLESS
                if time.monotonic() > ends:
                    return SLOW
            return running.result(timeout=_GRACE)
        except (queue.Empty, TimeoutError, CancelledError):
            return SLOW
        finally:
            running.cancel()

    async def _request(
        self,
        chat: BaseChatModel,
        template: ChatPromptTemplate,
        inputs: Mapping[str, str],
        within: float,
        received: _Received,
        pieces: queue.SimpleQueue[str | None],
    ) -> Said | None:
        came = False
        try:
            async with asyncio.timeout(within):
                async for chunk in (template | chat).astream(dict(inputs)):
                    _take(chunk, received)
                    if text := _whole(chunk.text):
                        came = True
                        pieces.put(text)
            return _ends(received.finish)
        except Exception as error:  # noqa: BLE001 - each provider's package has exceptions of its own
            reason = _reason(error)
            reason = _CUT if came and reason != SLOW else reason
            _log.warning("The language model %s %s (%s)", self.name, say(reason, "en"), _kind(error))
            return reason
        finally:
            pieces.put(None)

    @cached_property
    def _chat(self) -> BaseChatModel:
        with self._lock:
            return open_chat(self.name, self._base_url, self._api_key)


async def _closed(client: Any) -> None:
    await client.aclose()
    await asyncio.sleep(0)  # the transports close at the loop's next turn


def _template(prompt: Prompt) -> ChatPromptTemplate:
    from langchain_core.prompts import ChatPromptTemplate

    return ChatPromptTemplate.from_messages([("system", prompt.system), ("human", prompt.human)])


def _message(given: BaseMessage) -> Message:
    return Message(role="system" if given.type == "system" else "human", text=given.text)


def _take(chunk: AIMessage, received: _Received) -> None:
    """Note what a chunk says besides its text: tokens used (some servers repeat running totals), and why the reply ended."""
    if used := chunk.usage_metadata:
        received.usage = Usage(
            prompt_tokens=max(received.usage.prompt_tokens, used["input_tokens"]),
            completion_tokens=max(received.usage.completion_tokens, used["output_tokens"]),
        )
    told = chunk.response_metadata
    received.finish = told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason") or received.finish


def _whole(text: str) -> str:
    """The text with a question mark for each half of a character, which JSON can carry and nothing can store."""
    return str(text).encode("utf-8", "replace").decode("utf-8")


def _ends(finish: str | None) -> Said | None:
    """What is wrong with a stream that ended without an error."""
    if finish in ("length", "max_tokens"):
        return _ENDLESS
    return None if finish else _CUT


def _reason(error: Exception) -> Said:
    """What went wrong, as the end of a sentence that begins with "The language model"."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _BY_STATUS.get(status, _REFUSED if 400 <= status < 500 else _BROKEN)
    names = " ".join(each.__name__ for each in type(error).__mro__)
    if "Timeout" in names:
        return SLOW
    if "Connect" in names or isinstance(error, OSError):
        return UNREACHABLE
    if "Protocol" in names:
        return _CUT
    return _BROKEN if "APIError" in names else _UNREADABLE


def _kind(error: Exception) -> str:
    """For the log: never the message, since servers repeat keys in it."""
    status = getattr(error, "status_code", None)
    return type(error).__name__ + (f", {status}" if status else "")
