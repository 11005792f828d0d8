"""The routes in OpenAI's formats. They translate; what they call holds the rules."""

from __future__ import annotations

from functools import partial
from typing import Any

import anyio
import anyio.to_thread
from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from assistant.build import Desk
from assistant.chain import Event
from assistant.http.errors import Dialect
from assistant.http.events import EventStream
from assistant.http.openai import chat, errors, responses
from assistant.http.openai.answering import Asked, answered
from assistant.http.openai.client import Client, key_of_response
from assistant.http.openai.embeddings import embeddings
from assistant.http.openai.errors import Refused
from assistant.http.openai.reply import reply_of
from assistant.http.openai.requests import (
    MODEL,
    ChatRequest,
    EmbeddingsRequest,
    ResponseRequest,
    check,
    check_model,
    transcript_of,
)
from assistant.wording import language_of

_PATHS = ("/v1/models", "/v1/chat", "/v1/responses", "/v1/embeddings")
_MAX_BODY = 1024 * 1024  # bytes: clients send the whole conversation with each question
_CONVERSATION = "conv_"

DIALECT = Dialect(_PATHS, errors.response, _MAX_BODY)


def openai_routes(desk: Desk, limiter: anyio.CapacityLimiter) -> APIRouter:
    """`/v1/models`, `/v1/chat/completions`, `/v1/responses` and `/v1/embeddings`."""
    found = APIRouter(prefix="/v1", tags=["openai"])
    _add_models(found)
    _add_chat(found, desk, limiter)
    _add_responses(found, desk, limiter)

    @found.post("/embeddings", summary="Vectors of texts", responses=_documented(400, 404, 413))
    async def embed(asked: EmbeddingsRequest) -> Response:
        """Of the embedding model in use. `input_type` is `passage` for what is searched, `query` for what is searched for."""
        work = partial(embeddings, asked, desk.knowledge.embedder)
        return JSONResponse(await anyio.to_thread.run_sync(work, limiter=limiter))

    return found


def _add_models(found: APIRouter) -> None:
    model = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}

    @found.get("/models", summary="The one model")
    async def models() -> dict[str, Any]:
        return {"object": "list", "data": [model]}

    @found.get("/models/{name}", summary="The model by its name", responses=_documented(404))
    async def one(name: str) -> dict[str, Any]:
        check_model(name)
        return model | {"id": name}


def _add_chat(found: APIRouter, desk: Desk, limiter: anyio.CapacityLimiter) -> None:
    @found.post(
        "/chat/completions",
        summary="Ask in the format of chat completions",
        responses={200: _streams("A chat completion, or with `stream` its chunks"), **_documented(400, 404, 413, 503)},
    )
    async def complete(asked: ChatRequest, request: Request) -> Response:
        """The last message of the role `user` is the question; what it follows is told by the turns before it.

        Citations are annotations of the message, and stand with quotes, contacts and notices in `policydesk`. Below the text the
        sources are listed, unless `POLICYDESK_OPENAI_SOURCES` is `none`. Open WebUI gets them as its own events.
        """
        check(asked)
        client = Client.of(request, desk.settings.public_url)
        events = client.is_open_webui and asked.stream
        listed = desk.settings.openai_sources == "text" and not events
        question = Asked(transcript_of(asked.messages, "messages"), client, listed)
        work = partial(answered, desk, question)
        if asked.stream:
            with_usage = bool(asked.stream_options and asked.stream_options.include_usage)
            language = language_of(question.transcript.question)
            return EventStream(work, limiter, chat.ChatChunks(asked.model, language, with_usage, events))
        reply = await anyio.to_thread.run_sync(work, _ignore, limiter=limiter)
        return JSONResponse(chat.completion(reply, asked.model))


def _add_responses(found: APIRouter, desk: Desk, limiter: anyio.CapacityLimiter) -> None:
    listed = desk.settings.openai_sources == "text"

    @found.post(
        "/responses",
        summary="Ask in the format of responses",
        responses={200: _streams("A response, or with `stream` its events"), **_documented(400, 404, 413, 503)},
    )
    async def respond(asked: ResponseRequest, request: Request) -> Response:
        """The last message of the user is the question.

        It follows the response `previous_response_id`, or the newest answer of `conversation` (the `conversation_id` of a
        `policydesk` object); without either, the turns of `input` before it.
        """
        check(asked)
        given = asked.conversation
        conversation = given if isinstance(given, str) or given is None else given.id
        if conversation and asked.previous_response_id:
            raise Refused("Send previous_response_id or conversation, not both.", "previous_response_id")
        made = responses.ResponseEvents(
            responses.new_id(),
            asked.model,
            {"previous_response_id": asked.previous_response_id}
            | ({"conversation": {"id": conversation}} if conversation else {}),
        )
        question = Asked(
            transcript_of(asked.input, "input"),
            Client.of(request, desk.settings.public_url),
            listed,
            await anyio.to_thread.run_sync(_previous, desk, asked.previous_response_id),
            conversation.removeprefix(_CONVERSATION) if conversation else None,
            made.id,
        )
        work = partial(answered, desk, question)
        if asked.stream:
            return EventStream(work, limiter, made)
        return JSONResponse(made.whole(await anyio.to_thread.run_sync(work, _ignore, limiter=limiter)))

    @found.get("/responses/{response_id}", summary="A response again", responses=_documented(404, 503))
    def response(response_id: str, request: Request) -> Response:
        kept = desk.conversations.followed(key_of_response(response_id))
        if kept is None:
            raise Refused(
                f'There is no response "{response_id[:80]}": it may have been deleted.', "response_id", status=404
            )
        base = Client.of(request, desk.settings.public_url).base
        reply = reply_of(desk.conversations.answer(kept), base, listed=listed)
        return JSONResponse(responses.ResponseEvents(response_id, MODEL, {}).whole(reply))


def _previous(desk: Desk, response_id: str | None) -> str | None:
    """The answer of an earlier response. Raises `Refused`."""
    if not response_id:
        return None
    if found := desk.conversations.followed(key_of_response(response_id)):
        return found
    raise Refused(
        f'There is no response "{response_id[:80]}": it may have been deleted. Ask without previous_response_id.',
        "previous_response_id",
        "previous_response_not_found",
    )


def _streams(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"text/event-stream": {"schema": {"type": "string"}}}}


def _documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that can fail with these statuses."""
    fields: dict[str, Any] = {"message": {"type": "string"}, "type": {"type": "string"}}
    fields |= {name: {"type": ["string", "null"]} for name in ("param", "code")}
    shape = {"type": "object", "properties": {"error": {"type": "object", "properties": fields}}}
    return {
        status: {"description": "An error", "content": {"application/json": {"schema": shape}}} for status in statuses
    }


def _ignore(_: Event) -> None:
    return None
