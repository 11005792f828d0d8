"""What to say to an understood question: small talk, contacts, an extract, or that the documents do not say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.ask import Ask, Choice, Reference
from assistant.contacts import (
    ContactAnswer,
    Contacts,
    answer_contact,
    cards_of,
    entry_share,
    named_without_contact,
    names_entry,
    responsible,
    says_no_contact,
    states_number,
)
from assistant.extractive.extract import Extract, extract, topic_part
from assistant.extractive.suggest import body_reached, called, near, questions, suggestions, topics
from assistant.knowledge import Knowledge
from assistant.question import asked_of_it, clauses, for_one, stands_apart
from assistant.quoting import ABSENCE, Part, Quote, fact, holds_address, listed, said_title, sentence
from assistant.records import Citation, ContactCard, Missing, Noted, Status
from assistant.wording import Said, said
from retrieval.contacts.routing import is_reachable
from retrieval.index import StoredDocument
from retrieval.language import QUESTION_WORDS, has_hangul
from retrieval.records import Document, Filters
from retrieval.search import Documents, Found, Subject, Wording

_MOST_WORDS = 12
_DENIED = 0.3  # of the question's words that a statement of absence must hold
_MOST_TITLES = 10


@dataclass(frozen=True, slots=True)
class Response:
    """The parts of an answer before its citations are numbered; `cards` makes the contact cards once they are.

    `listed` are the sections and documents that it lists, `choices` what it offers to choose from, `missing` what was
    asked for and is not stated. `found` is what a language model may write another answer from; empty when none should.
    """

    status: Status
    parts: tuple[Part, ...]
    notices: tuple[Noted, ...] = ()
    suggestions: tuple[Said | str, ...] = ()
    cards: Callable[[Sequence[Citation]], tuple[ContactCard, ...]] = field(default=lambda _: ())
    found: tuple[Found, ...] = ()
    listed: tuple[Reference, ...] = ()
    choices: tuple[Choice, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote in reading order."""
        return tuple(quote for part in self.parts for quote in part.quotes)


def respond(ask: Ask, found: Found | None, knowledge: Knowledge, filters: Filters | None) -> Response:
    """`found` is None exactly when nothing had to be searched."""
    if found is None:
        return _small_talk(ask, knowledge.documents) if ask.small_talk else _clarify(ask, knowledge.documents)
    if ask.unread:
        return _not_found(ask, Extract(), found, knowledge)
    of_section = not _means_entry(ask) and topic_part(ask.text, found, knowledge.documents) is not None
    reaching = ask.intent == "contact" and not of_section
    asks_who = ask.who and not of_section
    of_team = names_entry(ask.words, found.wording.text, knowledge.contacts)
    if reaching or of_team or asks_who:
        contact = answer_contact(ask, found, knowledge.contacts, filters, only_duties=not (reaching or of_team))
        if contact:
            return _contact(contact, knowledge.documents)
        if reaching and ask.way:
            return _no_contact(found, knowledge)
    named = knowledge.search.subjects(found.wording.text)
    apart = [each for each in named if stands_apart(each, named)]
    if len(apart) > 1 and all(each.documents for each in named):
        return _several(ask, apart, found, knowledge, filters)
    extracted = extract(ask.text, found, knowledge)
    foreign = any(not each.documents for each in named)
    if not extracted.found and not foreign and (core := asked_of_it(ask.text)):
        again = extract(core, knowledge.search.search(ask.search_for(core), filters=filters), knowledge)
        extracted = again if again.found else extracted
    if not extracted.found and not foreign and (response := _by_clause(ask, knowledge, filters)):
        return response
    if (reaching or asks_who) and states_number(extracted.quotes, knowledge.documents):
        return _no_contact(found, knowledge)
    named_only = named_without_contact(found, knowledge.contacts) if asks_who else None
    if extracted.found:
        quoted = extracted.quotes
        no_contact = (_say("no-contact-of", name=named_only.body),) if named_only else ()
        return Response(
            "answered",
            (*extracted.parts, *no_contact),
            suggestions=suggestions(quoted, knowledge.documents),
            cards=lambda citations: cards_of(quoted, citations, knowledge.documents),
            found=(found,),
            missing=(Missing(key="contact-of", of=named_only.body),) if named_only else (),
        )
    if named_only and named_only.quote:
        return replace(_no_contact(found, knowledge, "partial"), found=(found,))
    refusal = _not_found(ask, extracted, found, knowledge)
    return replace(refusal, found=(found,)) if extracted.nearest else refusal


def _say(key: str, /, **values: str | Said) -> Part:
    return Part(lead=said(key, **values))


def _small_talk(ask: Ask, documents: Documents) -> Response:
    if ask.small_talk == "thanks":
        return Response("smalltalk", (_say("thanks"),))
    if ask.small_talk == "goodbye":
        return Response("smalltalk", (_say("goodbye"),))
    if ask.small_talk == "greeting":
        return Response("smalltalk", (_say("greeting"),), suggestions=topics(documents))
    held = _titled(documents.first(_MOST_TITLES))
    opening = Part(lead=said("capabilities"), items=tuple(each.metadata.title for each in held))
    items = tuple(map(_document, held))
    return Response("smalltalk", (opening,), suggestions=topics(documents), listed=items)


def _clarify(ask: Ask, documents: Documents) -> Response:
    names = _names(ask.choices)
    why = Part(lead=ask.why or said("follow-up-of-nothing"), items=names)
    return Response("clarify", (why,), suggestions=names or topics(documents), choices=ask.choices)


def _names(choices: Sequence[Choice]) -> tuple[str, ...]:
    return tuple(each.name for each in choices)


def _means_entry(ask: Ask) -> bool:
    """Whether a directory entry is meant, so that no section of a document can be."""
    return ask.human or bool(ask.chosen and ask.fields)


def _several(
    ask: Ask, subjects: Sequence[Subject], found: Found, knowledge: Knowledge, filters: Filters | None
) -> Response:
    """A question about several bodies or plans: an extract for each, under its name."""
    parts: list[Part] = []
    searched: list[Found] = []
    missing: list[Missing] = []
    for each in subjects:
        asked = for_one(found.wording.text, each, subjects)
        searched.append(knowledge.search.search(asked, filters=filters, within=each.documents))
        extracted = extract(asked, searched[-1], knowledge)
        if extracted.found:
            first, *more = extracted.parts
            parts += [replace(first, heading=each.name), *more]
        else:
            parts.append(_say("not-found-for", name=each.name))
            missing.append(Missing(key="answer-for", of=each.name))
    if len(missing) == len(subjects):
        return _not_found(ask, Extract(), found, knowledge)
    quoted = [quote for part in parts for quote in part.quotes]
    status: Status = "partial" if missing else "answered"
    offered = suggestions(quoted, knowledge.documents)
    return Response(status, tuple(parts), suggestions=offered, found=tuple(searched), missing=tuple(missing))


def _by_clause(ask: Ask, knowledge: Knowledge, filters: Filters | None) -> Response | None:
    """An extract for each of the questions that a sentence asks; None when it asks one, or none of them is answered."""
    asked = clauses(ask.text)
    if len(asked) == 1:
        return None
    searched = [knowledge.search.search(ask.search_for(each), filters=filters) for each in asked]
    extracted = [extract(each, found, knowledge) for each, found in zip(asked, searched, strict=True)]
    if not any(each.found for each in extracted) or states_number(
        [q for each in extracted for q in each.quotes], knowledge.documents
    ):
        return None
    parts: list[Part] = []
    for question, each in zip(asked, extracted, strict=True):
        parts += each.parts if each.found else [_say("not-found-question", question=question)]
    quoted = [quote for part in parts for quote in part.quotes]
    missing = tuple(
        Missing(key="answer-to", of=question) for question, each in zip(asked, extracted, strict=True) if not each.found
    )
    status: Status = "partial" if missing else "answered"
    offered = suggestions(quoted, knowledge.documents)
    return Response(status, tuple(parts), suggestions=offered, found=tuple(searched), missing=missing)


def _no_contact(found: Found, knowledge: Knowledge, status: Status = "not_found") -> Response:
    """No directory entry serves the need: name the responsible body as the documents state it, and say that no contact is
    given for it; where none is stated, whose contacts they give."""
    denied = says_no_contact(found, knowledge.contacts)
    stated = responsible(found, knowledge.contacts)
    named = sorted(knowledge.search.subjects(found.wording.text), key=lambda each: len(each.documents))
    parts = [Part((stated.quote,), lead=said("responsible"))] if stated and stated.quote else []
    if stated and stated.quote:
        missing = Missing(key="contact-of", of=stated.body)
    else:
        name = stated.body if stated else named[0].name if named else None
        missing = Missing(key="contact-for", of=name) if name else Missing(key="contact")
    parts.append(Part((denied,) if denied else (), lead=sentence(missing)))
    choices = _bodies(knowledge.contacts)
    parts += [Part(lead=said("contacts-held"), items=_names(choices))] if choices else []
    return Response(status, tuple(parts), suggestions=topics(knowledge.documents), choices=choices, missing=(missing,))


def _bodies(contacts: Contacts) -> tuple[Choice, ...]:
    """The units, or else bodies, whose contacts the documents give."""
    held: dict[str, list[str]] = {}
    for each in contacts.all():
        if is_reachable(each) and (name := called(each)):
            held.setdefault(name, []).append(each.id)
    return tuple(Choice(name=name, ids=tuple(ids)) for name, ids in held.items())


def _contact(contact: ContactAnswer, documents: Documents) -> Response:
    if contact.choices:
        names = _names(contact.choices)
        which = Part(lead=said("which-contact"), items=names)
        return Response("clarify", (which,), suggestions=names, choices=contact.choices)
    missing = tuple(Missing(key=each) for each in contact.unstated)
    unstated = tuple(Part(lead=sentence(each)) for each in missing)
    quoted = [quote for part in contact.parts for quote in part.quotes]
    return Response(
        "partial" if unstated else "answered",
        (*contact.parts, *unstated),
        notices=contact.notices,
        suggestions=suggestions(quoted, documents),
        cards=contact.cards,
        missing=missing,
    )


def _not_found(ask: Ask, extracted: Extract, found: Found, knowledge: Knowledge) -> Response:
    """What was looked for, the nearest that the documents say when it is near, their topics, and whom to ask."""
    parts: list[Part] = []
    if ask.unread or has_hangul(ask.typed or ask.text):
        parts.append(_say("not-stated-korean") if knowledge.documents.holds_korean else _say("not-found-korean"))
    elif extracted.missing and extracted.nearest:
        parts.append(Part((extracted.nearest,), lead=said("no-fact-nearest", fact=fact(extracted.missing))))
    elif extracted.nearest and _denies(extracted.nearest, found, knowledge.contacts):
        parts.append(Part((extracted.nearest,), lead=said("not-stated")))
    else:
        parts.append(_say("not-found"))
    if not extracted.missing:
        parts += _looked_for(found.wording)
    whom = _whom(found, knowledge.contacts) if extracted.nearest else None
    sections = near(found, knowledge.documents) if extracted.nearest else []
    titles = [] if sections else _titled(knowledge.search.nearest_documents(found.vector, _MOST_TITLES))
    parts += _near(sections) if sections else _held(titles)
    if whom:
        parts.append(_say("ask-whom", name=whom))
    offered = (said("ask-contact", name=whom),) if whom else ()
    suggested = (*offered, *(questions(sections) or topics(knowledge.documents)))
    items = [*(listed.section(*each) for each in sections), *map(_document, titles)]
    missing = (extracted.missing,) if extracted.missing else ()
    return Response("not_found", tuple(parts), suggestions=suggested, listed=tuple(items), missing=missing)


def _denies(quote: Quote, found: Found, contacts: Contacts) -> bool:
    """Whether a quote is the documents' word that they leave out just what was asked."""
    return bool(ABSENCE.search(quote.text)) and entry_share(quote.text, found.wording.text, contacts) >= _DENIED


def _looked_for(wording: Wording) -> list[Part]:
    words = [word for word in re.findall(r"\w+", wording.text) if len(word) > 1 and word.lower() not in QUESTION_WORDS]
    return [_say("looked-for", words=", ".join(dict.fromkeys(words[:_MOST_WORDS])))] if words else []


def _near(sections: Sequence[tuple[str, Document]]) -> list[Part]:
    """The sections that come nearest, a line each."""
    lines = (f"{heading} ({said_title(document.metadata.title, document.id)})" for heading, document in sections)
    return [Part(lead=said("nearest-sections"), items=tuple(lines))]


def _titled(documents: Sequence[StoredDocument]) -> list[StoredDocument]:
    """The documents whose titles can be shown."""
    return [each for each in documents if not holds_address(each.metadata.title)]


def _document(stored: StoredDocument) -> Reference:
    return Reference(kind="document", id=stored.id, label=stored.metadata.title)


def _held(documents: Sequence[StoredDocument]) -> list[Part]:
    """What the documents are about, when nothing in them comes near."""
    titles = tuple(each.metadata.title for each in documents)
    return [Part(lead=said("topics-held"), items=titles)] if titles else []


def _whom(found: Found, contacts: Contacts) -> str | None:
    """The body behind the nearest passage, when the documents give a contact for it."""
    nearest = found.passages[0].chunk.document_id if found.passages else ""
    return body_reached(contacts.of(nearest)) if nearest else None
