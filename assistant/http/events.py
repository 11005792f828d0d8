"""An answer in the making as server-sent events: status, passages, token..., then answer or error."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any, Generic, TypeVar, assert_never

import anyio
import anyio.from_thread
import anyio.to_thread
from anyio.streams.memory import MemoryObjectSendStream
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.types import Send

from assistant.chain import Event, PassagesEvent, StepEvent, TokenEvent
from assistant.http.errors import problem_of
from assistant.records import Answer
from retrieval.records import Passage

T = TypeVar("T")
Asking = Callable[[Callable[[Event], None]], T]


class EventStream(EventSourceResponse, Generic[T]):
    """Runs `ask` in a worker thread and sends its events as they come, each and last what it gives as `encoded`.

    An error before the first event is raised, so that the client gets a problem with its status; a later one is sent as
    `encoded`. When the client leaves, the next event of `ask` raises and ends it.
    """

    def __init__(
        self, ask: Asking[T], limiter: anyio.CapacityLimiter, encoded: Callable[[Event | T | Exception], bytes]
    ) -> None:
        super().__init__((), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._ask = ask
        self._limiter = limiter
        self._encoded = encoded

    async def stream_response(self, send: Send) -> None:
        started = False
        failed: Exception | None = None
        sender, receiver = anyio.create_memory_object_stream[Event | T | Exception](math.inf)
        async with anyio.create_task_group() as tasks, receiver:
            tasks.start_soon(self._work, sender)
            async for item in receiver:
                if not started and isinstance(item, Exception):
                    failed = item
                    break
                if not started:
                    await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                    started = True
                if body := self._encoded(item):
                    await send({"type": "http.response.body", "body": body, "more_body": True})
        if failed is not None:
            raise failed
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _work(self, sender: MemoryObjectSendStream[Event | T | Exception]) -> None:
        with sender:
            await anyio.to_thread.run_sync(self._ask_and_send, sender, limiter=self._limiter)

    def _ask_and_send(self, sender: MemoryObjectSendStream[Event | T | Exception]) -> None:
        def put(item: Event | T | Exception) -> None:
            anyio.from_thread.run_sync(sender.send_nowait, item)

        try:
            put(self._ask(put))
        except anyio.BrokenResourceError:
            return  # the client has left
        except Exception as error:  # noqa: BLE001 - it is sent on, to be raised or told
            put(error)


def as_events(item: Event | Answer | Exception) -> bytes:
    """An event of `/v1/ask`: status, passages, token, and last answer or error."""
    match item:
        case StepEvent():
            return _event("status", {"step": item.step})
        case PassagesEvent():
            return _event("passages", {"passages": [_passage(each) for each in item.passages]})
        case TokenEvent():
            return _event("token", {"text": item.text})
        case Answer():
            return format_sse_event(event="answer", data_str=item.model_dump_json())
        case Exception():
            return _event("error", problem_of(item).model_dump(exclude_none=True))
        case _:
            assert_never(item)


def _event(name: str, data: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _passage(passage: Passage) -> dict[str, Any]:
    chunk = passage.chunk
    return {
        "document_id": chunk.document_id,
        "title": chunk.metadata.title,
        "section": chunk.heading,
        "page": chunk.page,
        "score": round(passage.score, 4),
    }
