"""The routes of one answer: how it came about, a text to hand on to a person, and what its reader thinks of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import PlainTextResponse

from assistant.build import Desk
from assistant.contacts import HandedOn, hand_on
from assistant.conversations import ExplainedAnswer, Feedback
from assistant.http.errors import documented
from assistant.http.models import FeedbackRequest
from assistant.question import without_unseen


def routes(desk: Desk) -> APIRouter:
    """`/answers/{id}`, `/answers/{id}/handoff` and `/answers/{id}/feedback`, below the version of the including router."""
    found = APIRouter()

    @found.get("/answers/{answer_id}", summary="How an answer came about", responses=documented(404, 503))
    def explained(answer_id: str) -> ExplainedAnswer:
        """The answer with its trace.

        `trace.passages` are what the search found, best first; `n` is the number under which the language model was sent
        one. `trace.calls` are the requests to the model with the whole prompt and the reply as it came, `trace.removed`
        what was taken out of the reply, and why. The times of the steps are the answer's `timings_ms`. `feedback` is what
        its reader thought of it, if they said so.
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

    @found.post(
        "/answers/{answer_id}/feedback", summary="Say what you think of an answer", responses=documented(404, 422, 503)
    )
    def feedback(answer_id: str, asked: FeedbackRequest) -> Feedback:
        """A thumb up or down, with a reason if there is one, in place of what was said before.

        It is deleted with the conversation.
        """
        reason = " ".join(without_unseen(asked.reason or "").split())
        return desk.conversations.add_feedback(answer_id, asked.value, reason or None)

    return found
