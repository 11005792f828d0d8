"""Routes for questions and conversations."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

import anyio
import anyio.to_thread
from fastapi import APIRouter, Header, Response

from assistant.build import Desk
from assistant.chain import Event
from assistant.http import answers as api_answers
from assistant.http.errors import documented
from assistant.http.events import EventStream, as_events
from assistant.http.models import AskRequest, ConversationFields
from assistant.records import Answer

_STREAM = {
    "text/event-stream": {
        "schema": {"type": "string"},
        "example": (
            'event: status\ndata: {"step":"search"}\n\n'
            'event: passages\ndata: {"passages":[{"document_id":"plan.md","title":"The plan","section":"Goals",'
            '"page":null,"score":0.91}]}\n\n'
            'event: token\ndata: {"text":"The plan runs "}\n\n'
            'event: answer\ndata: {"id":"...","status":"answered","text":"The plan runs until 2030. [1]"}\n\n'
        ),
    }
}


def routes(desk: Desk, limiter: anyio.CapacityLimiter) -> APIRouter:
    """`/v1/ask`, `/v1/answers/{id}` and `/v1/conversations/{id}`."""
    found = APIRouter(prefix="/v1", tags=["ask"])

    @found.post(
        "/ask",
        summary="Ask a question",
        response_model=Answer,
        responses={200: {"description": "The answer", "content": _STREAM}, **documented(400, 404, 413, 415, 422, 503)},
    )
    async def ask(asked: AskRequest, accept: Annotated[str, Header()] = "application/json") -> Response:
        """Give the answer as JSON; with `Accept: text/event-stream`, also tell how it comes about.

        The stream's events are `status`, `passages`, `token` (pieces of the text), and last `answer`, which holds
        everything and replaces what was streamed, or `error` with a problem.
        """
        work = partial(_ask, desk, asked)
        if "text/event-stream" in accept.lower():
            return EventStream(work, limiter, as_events)
        answer = await anyio.to_thread.run_sync(work, _ignore, limiter=limiter)
        return Response(answer.model_dump_json(), media_type="application/json")

    found.include_router(api_answers.routes(desk))

    @found.get("/conversations/{conversation_id}", summary="A conversation's answers", responses=documented(404, 503))
    def conversation(conversation_id: str) -> ConversationFields:
        return ConversationFields(id=conversation_id, answers=desk.conversations.answers(conversation_id))

    @found.delete(
        "/conversations/{conversation_id}",
        summary="Forget a conversation",
        status_code=204,
        responses=documented(404, 503),
    )
    def forget(conversation_id: str) -> None:
        desk.conversations.delete(conversation_id)

    return found


def _ask(desk: Desk, asked: AskRequest, on_event: Callable[[Event], None]) -> Answer:
    return desk.chain.ask(
        asked.question,
        conversation_id=asked.conversation_id,
        filters=asked.filters.filters() if asked.filters else None,
        mode=asked.mode,
        language=asked.language,
        on_event=on_event,
    )


def _ignore(_: Event) -> None:
    return None
