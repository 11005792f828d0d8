"""What to say to an understood question: small talk, contacts, an extract, or that the documents do not say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.absence import ABSENCE
from assistant.contact_answer import ContactAnswer, answer_contact, cards_of, says_no_contact
from assistant.contact_body import named_without_contact, responsible
from assistant.contact_pick import names_entry, states_number
from assistant.core import asked_of_it
from assistant.directory import entry_share
from assistant.extract import Extract, extract, topic_part
from assistant.quotes import Part, Quote
from assistant.records import Citation, ContactCard, Noted, Status
from assistant.several import clauses, for_one, stands_apart
from assistant.suggest import asking_contact, near, questions, suggestions, topics
from assistant.titles import holds_address, said_title
from assistant.understand import Understood, asks_how_to_reach
from assistant.wording import Said, said
from retrieval.contact_route import is_reachable
from retrieval.lexical import QUESTION_WORDS
from retrieval.records import Document, Filters, Metadata
from retrieval.search import Found, Search, Subject
from retrieval.wording import Wording

_HANGUL = re.compile(r"[가-힣]")
_MOST_WORDS = 12
_DENIED = 0.3  # of the question's words that a statement of absence must hold
_MOST_TITLES = 10


@dataclass(frozen=True, slots=True)
class Response:
    """The parts of an answer before its citations are numbered; `cards` makes the contact cards once they are.

    `found` is what a language model may write another answer from; empty when none should.
    """

    status: Status
    parts: tuple[Part, ...]
    notices: tuple[Noted, ...] = ()
    suggestions: tuple[Said | str, ...] = ()
    cards: Callable[[Sequence[Citation]], tuple[ContactCard, ...]] = field(default=lambda _: ())
    found: tuple[Found, ...] = ()

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote in reading order."""
        return tuple(quote for part in self.parts for quote in part.quotes)


def respond(understood: Understood, found: Found | None, search: Search, filters: Filters | None) -> Response:
    """`found` is None exactly when nothing had to be searched."""
    if found is None:
        return _small_talk(understood, search) if understood.small_talk else _clarify(understood, search)
    if understood.unread:
        return _not_found(understood, Extract(), found, search)
    of_section = topic_part(understood.question, found, search) is not None
    reaching = understood.intent == "contact" and not of_section
    asks_who = understood.asks_who and not of_section
    asked = f"{understood.typed} {understood.question}"
    of_team = names_entry(asked, found.wording.text, search)
    if reaching or of_team or asks_who:
        contact = answer_contact(asked, found, search, filters, only_duties=not (reaching or of_team))
        if contact:
            return _contact(contact, search)
        if reaching and asks_how_to_reach(understood.question):
            return _no_contact(found, search)
    named = search.subjects(found.wording.text)
    apart = [each for each in named if stands_apart(each, named)]
    if len(apart) > 1 and all(each.documents for each in named):
        return _several(understood, apart, found, search, filters)
    extracted = extract(understood.question, found, search)
    foreign = any(not each.documents for each in named)
    if not extracted.found and not foreign and (core := asked_of_it(understood.standalone)):
        again = extract(core, search.search(core, filters=filters), search)
        extracted = again if again.found else extracted
    if not extracted.found and not foreign and (response := _by_clause(understood.standalone, search, filters)):
        return response
    if (reaching or asks_who) and states_number(extracted.quotes, search):
        return _no_contact(found, search)
    named_only = named_without_contact(found, search) if asks_who else None
    if extracted.found:
        quoted = extracted.quotes
        missing = (_say("no-contact-of", name=named_only.body),) if named_only else ()
        return Response(
            "answered",
            (*extracted.parts, *missing),
            suggestions=suggestions(quoted, search),
            cards=lambda citations: cards_of(quoted, citations, search),
            found=(found,),
        )
    if named_only and named_only.quote:
        return replace(_no_contact(found, search, "partial"), found=(found,))
    refusal = _not_found(understood, extracted, found, search)
    return replace(refusal, found=(found,)) if extracted.nearest else refusal


def _say(key: str, /, **values: str | Said) -> Part:
    return Part(lead=said(key, **values))


def _small_talk(understood: Understood, search: Search) -> Response:
    if understood.small_talk == "thanks":
        return Response("smalltalk", (_say("thanks"),))
    if understood.small_talk == "goodbye":
        return Response("smalltalk", (_say("goodbye"),))
    if understood.small_talk == "greeting":
        return Response("smalltalk", (_say("greeting"),), suggestions=topics(search))
    titles = _sayable(each.metadata for each in search.documents[:_MOST_TITLES])
    return Response("smalltalk", (_say("capabilities"), *titles), suggestions=topics(search))


def _clarify(understood: Understood, search: Search) -> Response:
    asked = Part(lead=understood.why or said("follow-up-of-nothing"), items=understood.choices)
    return Response("clarify", (asked,), suggestions=understood.choices or topics(search))


def _several(
    understood: Understood, subjects: Sequence[Subject], found: Found, search: Search, filters: Filters | None
) -> Response:
    """A question about several bodies or plans: an extract for each, under its name."""
    parts: list[Part] = []
    searched: list[Found] = []
    answered = 0
    for each in subjects:
        asked = for_one(found.wording.text, each, subjects)
        searched.append(search.search(asked, filters=filters, within=each.documents))
        extracted = extract(asked, searched[-1], search)
        answered += extracted.found
        if extracted.found:
            first, *more = extracted.parts
            parts += [replace(first, heading=each.name), *more]
        else:
            parts.append(_say("not-found-for", name=each.name))
    if not answered:
        return _not_found(understood, Extract(), found, search)
    quoted = [quote for part in parts for quote in part.quotes]
    status: Status = "answered" if answered == len(subjects) else "partial"
    return Response(status, tuple(parts), suggestions=suggestions(quoted, search), found=tuple(searched))


def _by_clause(question: str, search: Search, filters: Filters | None) -> Response | None:
    """An extract for each of the questions that a sentence asks; None when it asks one, or none of them is answered."""
    asked = clauses(question)
    if len(asked) == 1:
        return None
    searched = [search.search(each, filters=filters) for each in asked]
    extracted = [extract(each, found, search) for each, found in zip(asked, searched, strict=True)]
    if not any(each.found for each in extracted) or states_number(
        [q for each in extracted for q in each.quotes], search
    ):
        return None
    parts: list[Part] = []
    for question, each in zip(asked, extracted, strict=True):
        parts += each.parts if each.found else [_say("not-found-question", question=question)]
    quoted = [quote for part in parts for quote in part.quotes]
    status: Status = "answered" if all(each.found for each in extracted) else "partial"
    return Response(status, tuple(parts), suggestions=suggestions(quoted, search), found=tuple(searched))


def _no_contact(found: Found, search: Search, status: Status = "not_found") -> Response:
    """No directory entry serves the need: name the responsible body as the documents state it, and say that no contact is
    given for it; where none is stated, whose contacts they give."""
    denied = says_no_contact(found, search)
    stated = responsible(found, search)
    named = sorted(search.subjects(found.wording.text), key=lambda each: len(each.documents))
    parts = [Part((stated.quote,), lead=said("responsible"))] if stated and stated.quote else []
    if stated and stated.quote:
        none = said("no-contact-of", name=stated.body)
    else:
        name = stated.body if stated else named[0].name if named else None
        none = said("no-contact", name=name) if name else said("no-contact-at-all")
    parts.append(Part((denied,) if denied else (), lead=none))
    held = dict.fromkeys(each.unit or each.organisation for each in search.contacts() if is_reachable(each))
    listed = tuple(name for name in held if name)
    parts += [Part(lead=said("contacts-held"), items=listed)] if listed else []
    return Response(status, tuple(parts), suggestions=topics(search))


def _contact(contact: ContactAnswer, search: Search) -> Response:
    if contact.choices:
        which = Part(lead=said("which-contact"), items=contact.choices)
        return Response("clarify", (which,), suggestions=contact.choices)
    missing = tuple(_say("no-fact", fact=each) for each in contact.unstated)
    quoted = [quote for part in contact.parts for quote in part.quotes]
    return Response(
        "partial" if missing else "answered",
        (*contact.parts, *missing),
        notices=contact.notices,
        suggestions=suggestions(quoted, search),
        cards=contact.cards,
    )


def _not_found(understood: Understood, extracted: Extract, found: Found, search: Search) -> Response:
    """What was looked for, the nearest that the documents say when it is near, their topics, and whom to ask."""
    parts: list[Part] = []
    if understood.unread or _HANGUL.search(understood.typed or understood.question):
        known = (each.metadata for each in search.documents)
        in_korean = any(each.language == "ko" or _HANGUL.search(each.title) for each in known)
        parts.append(_say("not-stated-korean") if in_korean else _say("not-found-korean"))
    elif extracted.missing and extracted.nearest:
        parts.append(Part((extracted.nearest,), lead=said("no-fact-nearest", fact=extracted.missing)))
    elif extracted.nearest and _denies(extracted.nearest, found, search):
        parts.append(Part((extracted.nearest,), lead=said("not-stated")))
    else:
        parts.append(_say("not-found"))
    if not extracted.missing:
        parts += _looked_for(found.wording)
    whom = _whom(found, search) if extracted.nearest else None
    sections = near(found, search) if extracted.nearest else []
    parts += _near(sections) if sections else _held(search.nearest_titles(found.vector, _MOST_TITLES))
    if whom:
        parts.append(_say("ask-whom", name=whom))
    offered = (asking_contact(whom),) if whom else ()
    return Response("not_found", tuple(parts), suggestions=(*offered, *(questions(sections) or topics(search))))


def _denies(quote: Quote, found: Found, search: Search) -> bool:
    """Whether a quote is the documents' word that they leave out just what was asked."""
    return bool(ABSENCE.search(quote.text)) and entry_share(quote.text, found.wording.text, search) >= _DENIED


def _looked_for(wording: Wording) -> list[Part]:
    words = [word for word in re.findall(r"\w+", wording.text) if len(word) > 1 and word.lower() not in QUESTION_WORDS]
    return [_say("looked-for", words=", ".join(dict.fromkeys(words[:_MOST_WORDS])))] if words else []


def _near(sections: Sequence[tuple[str, Document]]) -> list[Part]:
    """The sections that come nearest, a line each."""
    lines = (f"{heading} ({said_title(document.metadata.title, document.id)})" for heading, document in sections)
    return [Part(lead=said("nearest-sections"), items=tuple(lines))]


def _held(documents: Sequence[Metadata]) -> list[Part]:
    """What the documents are about, when nothing in them comes near."""
    return [replace(each, lead=said("topics-held")) for each in _sayable(documents)]


def _sayable(documents: Iterable[Metadata]) -> list[Part]:
    """The titles that may be said, as a list; none when there is none."""
    titles = tuple(each.title for each in documents if not holds_address(each.title))
    return [Part(items=titles)] if titles else []


def _whom(found: Found, search: Search) -> str | None:
    """The body behind the nearest passage, when the documents give a contact for it."""
    nearest = found.passages[0].chunk.document_id if found.passages else ""
    held = search.index.documents[nearest].contacts if nearest else ()
    return next((each.unit or each.organisation for each in held if is_reachable(each)), None)
