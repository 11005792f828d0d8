"""What documents say that nobody vouches for: heard where the others do not answer, never on whom to contact."""

from __future__ import annotations

from dataclasses import replace

from assistant.ask import Ask
from assistant.extractive.response import Response
from assistant.quoting import holds_address
from retrieval.language.values import values
from retrieval.search import Found, Subjects


def may_strangers_answer(ask: Ask, found: Found, response: Response, subjects: Subjects) -> bool:
    """Whether others may be heard when `response` is what the documents say for which somebody vouches.

    They may not where it answers; where somebody is looked for; and where something near is told of a body, place or plan that
    those documents are about (`subjects` finds these), for then it is for them to say.
    """
    if response.status not in ("nearest", "not_found") or ask.intent == "contact" or ask.who or ask.fields:
        return False
    is_theirs = any(each.documents for each in subjects(found.wording.text))
    return response.status == "not_found" or not is_theirs


def of_strangers(response: Response) -> Response | None:
    """An answer that rests on documents for which nobody vouches; None when it is none, or states how to reach somebody.

    Nobody's card is made of what they say, and nothing that they name is offered.
    """
    strange = [each for each in response.quotes if each.metadata.trust == "other"]
    if response.status not in ("answered", "partial") or not strange:
        return None
    if any(values(each.text, "phone", "email") or holds_address(each.text) for each in response.quotes):
        return None
    return replace(response, cards=lambda _: (), suggestions=())
