"""What to say when the documents do not answer: what was looked for, what comes nearest, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from assistant.ask import Ask, Choice, Reference
from assistant.contacts import Contacts, misnamed, responsible
from assistant.extractive.response import Response, names_of, say
from assistant.extractive.suggest import body_reached, near, questions, suggestions, topics
from assistant.knowledge import Knowledge
from assistant.quoting import Part, Quote, holds_address, listed, said_title, sentence
from assistant.records import Missing, Status
from assistant.wording import said
from retrieval.contacts.routing import is_reachable
from retrieval.index import StoredDocument
from retrieval.language import QUESTION_WORDS, has_hangul, korean_stems
from retrieval.records import Document
from retrieval.search import Found, Subject, Wording

MOST_TITLES = 10
MOST_BODIES = 40  # whose contacts the documents give: nobody reads a longer list, and the page offers each as a button
_MOST_WORDS = 12


def no_contact(found: Found, contacts: Contacts, status: Status = "not_found") -> Response:
    """No directory entry serves the need: name the responsible body as the documents state it, and say that no contact is
    given for it or for what the question names; else only that it is not clear whom to ask. Then whose contacts they give,
    first those of a name near to one that nobody has."""
    unknown, near = misnamed(found.wording, contacts) or (None, {})
    stated = None if unknown else responsible(found, contacts)
    named = sorted(contacts.subjects(found.wording.text), key=lambda each: len(each.documents))
    parts = [Part((stated.quote,), lead=said("responsible"))] if stated and stated.quote else []
    missing: tuple[Missing, ...]
    if stated and (stated.quote or not named):
        missing = (Missing(key="contact-of", of=stated.body),)
    elif unknown:
        missing = (Missing(key="contact-of", of=unknown),)
    elif named and not any(_is_reached(each, contacts) for each in named):
        missing = (Missing(key="contact-for", of=named[0].name),)
    else:
        missing = () if contacts.reachable else (Missing(key="contact"),)
    parts.append(Part(lead=sentence(missing[0]) if missing else said("contact-unclear")))
    choices = tuple(
        Choice(name=name, ids=ids) for name, ids in islice({**near, **contacts.reachable}.items(), MOST_BODIES)
    )
    parts += [Part(lead=said("contacts-held"), items=names_of(choices))] if choices else []
    return Response(status, tuple(parts), suggestions=topics(contacts.documents), choices=choices, missing=missing)


def _is_reached(subject: Subject, contacts: Contacts) -> bool:
    """Whether a document by or about a body or a place gives a contact."""
    return any(is_reachable(each) for document in subject.documents for each in contacts.of(document))


def not_found(ask: Ask, nearest: Quote | None, found: Found, knowledge: Knowledge) -> Response:
    """What was looked for, their topics, and whom to ask; with the sections around `nearest` where something comes near."""
    korean = has_hangul(ask.typed or ask.text)
    key = ("not-stated-korean" if knowledge.documents.holds_korean else "not-found-korean") if korean else "not-found"
    parts = [say(key), *_looked_for(found.wording)]
    whom = _whom(found, knowledge.contacts) if nearest else None
    sections = near(found, knowledge.documents) if nearest else []
    titles = [] if sections else titled(knowledge.search.nearest_documents(found.vector, MOST_TITLES))
    parts += _near(sections) if sections else _held(titles)
    if whom:
        parts.append(say("ask-whom", name=whom))
    offered = (said("ask-contact", name=whom),) if whom else ()
    suggested = (*offered, *(questions(sections) or topics(knowledge.documents)))
    items = [*(listed.section(*each) for each in sections), *map(document_listed, titles)]
    return Response("not_found", tuple(parts), suggestions=suggested, listed=tuple(items))


def unsure(near: tuple[Part, ...], found: Found, contacts: Contacts) -> Response:
    """What comes near and may not answer, and whom to ask."""
    whom = _whom(found, contacts)
    first, *more = near
    parts = (replace(first, lead=said("near-quotes")), *more, *((say("ask-whom", name=whom),) if whom else ()))
    offered = (said("ask-contact", name=whom),) if whom else ()
    quoted = [quote for part in near for quote in part.quotes]
    beside = (each for each in suggestions(quoted, contacts.documents) if each not in offered)
    return Response("nearest", parts, suggestions=(*offered, *beside), found=(found,))


def _looked_for(wording: Wording) -> list[Part]:
    """The words of the question that say what it is about, as the reader wrote them."""
    words = [word for word in re.findall(r"\w+", wording.question) if len(word) > 1 and not _is_form(word)]
    return [say("looked-for", words=", ".join(dict.fromkeys(words[:_MOST_WORDS])))] if words else []


def _is_form(word: str) -> bool:
    return korean_stems.is_form(word) if has_hangul(word) else word.lower() in QUESTION_WORDS


def _near(sections: Sequence[tuple[str, Document]]) -> list[Part]:
    """The sections that come nearest, a line each."""
    lines = (f"{heading} ({said_title(document.metadata.title, document.id)})" for heading, document in sections)
    return [Part(lead=said("nearest-sections"), items=tuple(lines))]


def titled(documents: Sequence[StoredDocument]) -> list[StoredDocument]:
    """The documents whose titles can be shown."""
    return [each for each in documents if not holds_address(each.metadata.title)]


def document_listed(stored: StoredDocument) -> Reference:
    """A document as an answer lists it."""
    return Reference(kind="document", id=stored.id, label=stored.metadata.title)


def _held(documents: Sequence[StoredDocument]) -> list[Part]:
    """What the documents are about, when nothing in them comes near."""
    titles = tuple(each.metadata.title for each in documents)
    return [Part(lead=said("topics-held"), items=titles)] if titles else []


def _whom(found: Found, contacts: Contacts) -> str | None:
    """The body behind the nearest passage, when the documents give a contact for it."""
    nearest = found.passages[0].chunk.document_id if found.passages else ""
    return body_reached(contacts.of(nearest)) if nearest else None
