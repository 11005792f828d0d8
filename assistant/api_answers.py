"""Routes about an answer that was given: how it came about, and a text to hand on to a person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import PlainTextResponse

from assistant.api_errors import documented
from assistant.build import Desk
from assistant.conversations import ExplainedAnswer
from assistant.handoff import HandedOn, hand_on


def routes(desk: Desk) -> APIRouter:
    """`/answers/{id}` and `/answers/{id}/handoff`, below the version that the including router gives."""
    found = APIRouter()

    @found.get("/answers/{answer_id}", summary="How an answer came about", responses=documented(404, 503))
    def explained(answer_id: str) -> ExplainedAnswer:
        """The answer with its trace.

        `trace.passages` are what the search found, best first; `n` is the number under which the language model was sent
        one. `trace.calls` are the requests to the model with the whole prompt and the reply as it came, `trace.removed`
        what was taken out of the reply, and why. The times of the steps are the answer's `timings_ms`.
        """
        return desk.conversations.explained(answer_id)

    @found.get(
        "/answers/{answer_id}/handoff",
        summary="A text to hand on to a person",
        response_model=HandedOn,
        responses={200: {"content": {"text/plain": {}}}, **documented(404, 503)},
    )
    def handed(
        answer_id: str, accept: Annotated[str, Header(include_in_schema=False)] = "*/*"
    ) -> HandedOn | PlainTextResponse:
        """What was asked, found and not found, and whom to contact, to copy into a message. Nothing is sent.

        JSON, or with `Accept: text/plain` the text alone.
        """
        made = hand_on(answer_id, desk.conversations)
        return PlainTextResponse(made.text) if "text/plain" in accept and "json" not in accept else made

    return found
