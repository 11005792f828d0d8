"""The route that tells how an answer came about."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.api_errors import documented
from assistant.build import Desk
from assistant.conversations import ExplainedAnswer


def routes(desk: Desk) -> APIRouter:
    """`/answers/{id}`, below the version that the including router gives."""
    found = APIRouter()

    @found.get("/answers/{answer_id}", summary="How an answer came about", responses=documented(404, 503))
    def explained(answer_id: str) -> ExplainedAnswer:
        """The answer with its trace.

        `trace.passages` are what the search found, best first; `n` is the number under which the language model was sent
        one. `trace.calls` are the requests to the model with the whole prompt and the reply as it came, `trace.removed`
        what was taken out of the reply, and why. The times of the steps are the answer's `timings_ms`.
        """
        return desk.conversations.explained(answer_id)

    return found
