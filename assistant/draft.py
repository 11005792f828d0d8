"""From quotes or from a model's verified text to all of an Answer but its ids and times."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.ask import Choice, Reference
from assistant.contacts import cards_of
from assistant.extractive import Response, suggestions, topics
from assistant.generated import Written
from assistant.quoting import Part, listed, notices, set_out
from assistant.records import Citation, ContactCard, Missing, Mode, Noted, Notice, Status
from assistant.trace import ModelCall
from assistant.wording import Language, Said, said, say
from retrieval.search import Documents


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
    suggestion_labels: tuple[str, ...] = ()
    language: Language = "en"
    said: tuple[Said, ...] = ()
    items: tuple[Reference, ...] = ()
    choices: tuple[Choice, ...] = ()
    missing: tuple[Missing, ...] = ()

    def fields(self) -> dict[str, Any]:
        """The same as fields of an Answer."""
        return {each.name: getattr(self, each.name) for each in dataclasses.fields(self)}


def extractive(response: Response, today: date, language: Language = "en") -> Draft:
    """The quotes, set out."""
    text, citations = set_out(response.parts, language)
    cards = response.cards(citations)
    return Draft(
        status=response.status,
        text=text,
        citations=citations,
        contacts=cards,
        notices=_told((*response.notices, *notices(response.quotes, today)), language),
        said=tuple(part.lead for part in response.parts if part.lead),
        items=(*listed.quoted(response.quotes, citations, cards), *response.listed),
        choices=response.choices,
        missing=response.missing,
        **_offered(response.suggestions, language),
    )


def generated(
    written: Written, response: Response, documents: Documents, today: date, language: Language = "en"
) -> Draft:
    """The model's text as far as it held; the quotes of `response`, with a notice, where nothing did."""
    if not written.text:
        return _instead(written, response, documents, today, language)
    added = (said("not-all-stated"),) if written.not_stated else ()
    text = "\n\n".join((written.text, *(say(each, language) for each in added)))
    cards = cards_of(written.quotes, written.citations, documents)
    whole = not (written.removed or written.not_stated or written.call.error)
    return Draft(
        status="answered" if whole else "partial",
        text=text,
        mode="generated",
        citations=written.citations,
        contacts=cards,
        notices=_told((*_about(written), *notices(written.quotes, today)), language),
        said=added,
        items=listed.written(written.text, written.citations, cards),
        **_offered(suggestions(written.quotes, documents), language),
    )


def _instead(
    written: Written, response: Response, documents: Documents, today: date, language: Language = "en"
) -> Draft:
    if written.call.error is None and written.not_stated and not written.removed:
        return extractive(_refusal(response, documents), today, language)
    reason = _reason(written.call)
    why = said("fell-back", reason=reason) if reason else said("nothing-held")
    quoted = extractive(response, today, language)
    return replace(quoted, notices=(Noted(kind="fallback", said=why).told(language), *quoted.notices))


def _refusal(response: Response, documents: Documents) -> Response:
    """The model says that the passages do not answer: the first quote is then only the nearest."""
    if response.status in ("nearest", "not_found") or not response.quotes:
        return response
    nearest = Part(response.quotes[:1], lead=said("not-stated-nearest"))
    return Response("not_found", (nearest,), suggestions=topics(documents))


def _about(written: Written) -> list[Noted]:
    """What the reader has to know of the model's part in the answer."""
    found = []
    if reason := _reason(written.call):
        found.append(Noted(kind="fallback", said=said("broke-off", reason=reason)))
    if written.removed:
        found.append(Noted(kind="unverified", said=said("removed", n=len(written.removed))))
    if written.unmeasured:
        found.append(Noted(kind="unverified", said=said("unmeasured")))
    return found


def _reason(call: ModelCall) -> Said | str | None:
    """Why the model gave no answer, or less."""
    return call.reason or call.error


def _told(noted: Iterable[Noted], language: Language) -> tuple[Notice, ...]:
    return tuple(each.told(language) for each in noted)


def _offered(questions: Sequence[Said | str], language: Language) -> dict[str, Any]:
    """What is offered: to be asked in English, which the documents' words are looked up in, and shown in the answer's language."""
    return {
        "suggestions": tuple(say(each, "en") for each in questions),
        "suggestion_labels": tuple(say(each, language) for each in questions),
        "language": language,
    }
