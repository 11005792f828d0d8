"""From quotes or from a model's verified text to all of an Answer but its ids and times."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from assistant import listed, replies
from assistant.ask import Choice, Reference
from assistant.contact_answer import cards_of
from assistant.notices import notices
from assistant.quotes import Part, set_out
from assistant.records import Citation, ContactCard, Missing, Mode, Notice, Status
from assistant.respond import Response
from assistant.suggest import suggestions, topics
from assistant.writing import Written
from retrieval.search import Search


@dataclass(frozen=True, slots=True)
class Draft:
    """What will be said."""

    status: Status
    text: str
    mode: Mode = "extractive"
    citations: tuple[Citation, ...] = ()
    contacts: tuple[ContactCard, ...] = ()
    notices: tuple[Notice, ...] = ()
    suggestions: tuple[str, ...] = ()
    items: tuple[Reference, ...] = ()
    choices: tuple[Choice, ...] = ()
    missing: tuple[Missing, ...] = ()

    def said(self) -> dict[str, Any]:
        """The same as fields of an Answer."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def extractive(response: Response, today: date) -> Draft:
    """The quotes, set out."""
    text, citations = set_out(response.parts)
    cards = response.cards(citations)
    return Draft(
        status=response.status,
        text=text,
        citations=citations,
        contacts=cards,
        notices=(*response.notices, *notices(response.quotes, today)),
        suggestions=response.suggestions,
        items=(*listed.quoted(response.quotes, citations, cards), *response.listed),
        choices=response.choices,
        missing=response.missing,
    )


def generated(written: Written, response: Response, search: Search, today: date) -> Draft:
    """The model's text as far as it held; the quotes of `response`, with a notice, where nothing did."""
    if not written.text:
        return _instead(written, response, search, today)
    kept = f"{written.text}\n\n{replies.NOT_ALL_STATED}" if written.not_stated else written.text
    cards = cards_of(written.quotes, written.citations, search)
    whole = not (written.removed or written.not_stated or written.call.error)
    return Draft(
        status="answered" if whole else "partial",
        text=kept,
        mode="generated",
        citations=written.citations,
        contacts=cards,
        notices=(*_about(written), *notices(written.quotes, today)),
        suggestions=suggestions(written.quotes, search),
        items=listed.written(written.text, written.citations, cards),
    )


def _instead(written: Written, response: Response, search: Search, today: date) -> Draft:
    if written.call.error is None and written.not_stated and not written.removed:
        return extractive(_refusal(response, search), today)
    error = written.call.error
    text = replies.FELL_BACK.format(reason=error) if error else replies.NOTHING_HELD
    quoted = extractive(response, today)
    return replace(quoted, notices=(Notice(kind="fallback", text=text), *quoted.notices))


def _refusal(response: Response, search: Search) -> Response:
    """The model says that the passages do not answer: the first quote is then only the nearest."""
    if response.status == "not_found" or not response.quotes:
        return response
    nearest = Part(response.quotes[:1], lead=replies.NOT_STATED_NEAREST)
    return Response("not_found", (nearest,), suggestions=topics(search))


def _about(written: Written) -> list[Notice]:
    """What the reader has to know of the model's part in the answer."""
    found = []
    if written.call.error:
        found.append(Notice(kind="fallback", text=replies.BROKE_OFF.format(reason=written.call.error)))
    if written.removed:
        n = len(written.removed)
        found.append(Notice(kind="unverified", text=replies.REMOVED.format(n=n) if n > 1 else replies.REMOVED_ONE))
    if written.unmeasured:
        found.append(Notice(kind="unverified", text=replies.UNMEASURED))
    return found
