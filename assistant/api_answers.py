"""Routes about an answer that was given: how it came about, and a text to hand on to a person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import PlainTextResponse

from assistant import handoff
from assistant.api_errors import documented
from assistant.api_models import HandoffFields
from assistant.build import Desk
from assistant.conversations import ExplainedAnswer


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
        response_model=HandoffFields,
        responses={200: {"content": {"text/plain": {}}}, **documented(404, 503)},
    )
    def handed_on(answer_id: str, accept: Annotated[str, Header(include_in_schema=False)] = "*/*") -> HandoffFields | PlainTextResponse:
        """What was asked, found and not found, and whom to contact, to copy into a message. Nothing is sent.

        JSON, or with `Accept: text/plain` the text alone.
        """
        explained = desk.conversations.explained(answer_id)
        text = handoff.text(explained.answer, explained.created.date())
        if "text/plain" in accept and "json" not in accept:
            return PlainTextResponse(text)
        return HandoffFields(answer_id=answer_id, text=text, contacts=list(explained.answer.contacts))

    return found
