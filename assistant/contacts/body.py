"""Who is responsible by the documents' word when they give no way to reach anybody for a need."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.contacts.charge import SURE, named_body
from assistant.contacts.contacts import Contacts
from assistant.contacts.need import bare, fillers
from assistant.quoting import Quote, holds_address, quotes
from retrieval.contacts.finding import names as contact_names
from retrieval.embedding import quotable
from retrieval.language import content_terms, content_words, is_korean
from retrieval.patterns import late_pattern
from retrieval.search import Found, mentions

_NEARLY = 0.8  # of the best fragment's score: what a fragment that names a body must have
_CHARGE = late_pattern(r"\bin charge\b|\bresponsible\b|담당", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Responsible:
    """The body that is named, and the words that say what it does or plans; no words where only the body is known."""

    body: str
    quote: Quote | None


def responsible(found: Found, contacts: Contacts) -> Responsible | None:
    """The body behind what a need is for, as far as the documents state it.

    It is named by the sentence that fits the need, or by one that fits nearly as well, else it is the body whose page says it.
    Where nothing but the contact of a body is asked for, no sentence fits.
    """
    publisher = _publisher(found, contacts)
    if publisher and _is_all_that_is_asked(publisher.body, found, contacts):
        return publisher
    told = [each for each in contacts.told(found) if each.score >= SURE and _is_on(each.quote, found, contacts)]
    for each in told:
        body = _asked_for(each.quote.text, found) or named_body(each.quote.text)
        if each.score >= _NEARLY * told[0].score and body and not contacts.is_reached(body):
            return Responsible(body, each.quote)
    best = told[0].quote if told else contacts.nearest(found)
    if best is None:
        return publisher
    if beside := _in_charge(found, best):
        return beside
    owner = best.metadata.organisation
    known = owner is not None and not holds_address(owner) and not contacts.is_reached(owner)
    if not (owner and known):
        return None
    return Responsible(owner, None if _is_all_that_is_asked(owner, found, contacts) else best)


def _is_all_that_is_asked(body: str, found: Found, contacts: Contacts) -> bool:
    """Whether a need names a body and says no more than that it shall be reached."""
    need = found.wording.text
    if not (mentions(need, body) or any(contacts.names.same(each.name, body) for each in contacts.subjects(need))):
        return False
    words = content_words(bare(need.replace(body, " "), contacts.subjects))
    return not words or set(content_terms(" ".join(words))) <= fillers()


def _is_on(quote: Quote, found: Found, contacts: Contacts) -> bool:
    """Whether a text has to do with what a need is for by a word of it; a text in another language may have none."""
    matter = bare(found.wording.text, contacts.subjects)
    said = "\n".join((quote.metadata.title, *quote.section, quote.text))
    return is_korean(said) != is_korean(matter) or not set(content_terms(matter)).isdisjoint(content_terms(said))


def _in_charge(found: Found, near: Quote) -> Responsible | None:
    """The sentence of the same section that says who is in charge."""
    for passage in found.passages:
        if (passage.chunk.document_id, passage.chunk.section) != (near.document_id, near.section):
            continue
        for span in quotable(passage.chunk):
            text = passage.chunk.text[span.start : span.end]
            if _CHARGE.search(text) and (body := named_body(text)):
                return Responsible(body, quotes.of_chunk(passage.chunk, span))
    return None


def named_without_contact(found: Found, contacts: Contacts) -> Responsible | None:
    """`responsible`, when its sentence names a body that has no directory entry with a way to reach it."""
    stated = responsible(found, contacts)
    if not stated or not stated.quote or not named_body(stated.quote.text):
        return None
    return stated


def _asked_for(text: str, found: Found) -> str | None:
    """The body that both a need and a sentence name."""
    named = [each.text for each in contact_names.names(text) if each.kind == "unit"]
    return next((name for name in named if mentions(found.wording.text, name)), None)


def _publisher(found: Found, contacts: Contacts) -> Responsible | None:
    """The one body whose documents are about what a need names."""
    subjects = [each for each in contacts.subjects(found.wording.text) if each.documents]
    own = [{contacts.documents.stored(i).metadata.organisation for i in each.documents} for each in subjects]
    if not own:
        return None
    shared = set.intersection(*own) or set()
    names = [name for name in shared if name and not holds_address(name) and not contacts.is_reached(name)]
    return Responsible(names[0], None) if len(names) == 1 else None
