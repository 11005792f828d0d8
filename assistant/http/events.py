"""An answer in the making as server-sent events: status, passages, token..., then answer or error."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any, assert_never

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

Asking = Callable[[Callable[[Event], None]], Answer]


class AnswerStream(EventSourceResponse):
    """Runs `ask` in a worker thread and sends its events as they come.

    An error before the first event is raised, so that the client gets a problem with its status; a later one becomes
    the `error` event. When the client leaves, the next event of `ask` raises and ends it.
    """

    def __init__(self, ask: Asking, limiter: anyio.CapacityLimiter) -> None:
        super().__init__((), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._ask = ask
        self._limiter = limiter

    async def stream_response(self, send: Send) -> None:
        started = False
        failed: Exception | None = None
        sender, receiver = anyio.create_memory_object_stream[Event | Answer | Exception](math.inf)
        async with anyio.create_task_group() as tasks, receiver:
            tasks.start_soon(self._work, sender)
            async for item in receiver:
                if not started and isinstance(item, Exception):
                    failed = item
                    break
                if not started:
                    await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                    started = True
                await send({"type": "http.response.body", "body": _encoded(item), "more_body": True})
        if failed is not None:
            raise failed
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _work(self, sender: MemoryObjectSendStream[Event | Answer | Exception]) -> None:
        with sender:
            await anyio.to_thread.run_sync(self._ask_and_send, sender, limiter=self._limiter)

    def _ask_and_send(self, sender: MemoryObjectSendStream[Event | Answer | Exception]) -> None:
        def put(item: Event | Answer | Exception) -> None:
            anyio.from_thread.run_sync(sender.send_nowait, item)

        try:
            put(self._ask(put))
        except anyio.BrokenResourceError:
            return  # the client has left
        except Exception as error:  # noqa: BLE001 - it is sent on, to be raised or told
            put(error)


def _encoded(item: Event | Answer | Exception) -> bytes:
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
