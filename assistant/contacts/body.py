"""Who is responsible by the documents' word when they give no way to reach anybody for a need."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.contacts.contacts import Contacts
from assistant.contacts.need import bare
from assistant.quoting import Quote, holds_address, quotes, weigh
from retrieval.contacts.finding import names as contact_names
from retrieval.contacts.routing import FLOOR
from retrieval.embedding import quotable
from retrieval.patterns import late_pattern
from retrieval.search import Found, key, mentions

_LOOKED_AT = 8
_NEARLY = 0.2  # a fragment that names a body may fit this much less than the best one
_CHARGE = late_pattern(r"\bin charge\b|\bresponsible\b|담당", re.IGNORECASE)
_OFFICER = late_pattern(
    r"\b(?:[A-Z][\w-]+ )+(?:Officer|Ministry|Headquarters)\b|\bMinistry of [A-Z]\w+(?:,? (?:and )?[A-Z]\w+)*"
)


@dataclass(frozen=True, slots=True)
class Responsible:
    """The body that is named, and the words that say what it does or plans; no words where only the body is known."""

    body: str
    quote: Quote | None


def responsible(found: Found, contacts: Contacts) -> Responsible | None:
    """The body behind what a need is for, as far as the documents state it.

    It is named by the sentence that fits the need, or by one that fits nearly as well, else it is the body whose page says it.
    """
    need = bare(found.wording.text, contacts.subjects)
    fragments = weigh(found, contacts.idf).fragments[:_LOOKED_AT]
    quoted = [quotes.of_chunk(found.passages[each.passage].chunk, each.span) for each in fragments]
    scores = contacts.duties.fit_of(need, [each.text for each in quoted])
    best = max(scores, default=0.0)
    if best < FLOOR:
        return _publisher(found, contacts)
    ordered = sorted(zip(scores, quoted, strict=True), key=lambda pair: -pair[0])
    for score, quote in ordered:
        body = _asked_for(quote.text, found) or named_body(quote.text)
        if score >= max(FLOOR, best - _NEARLY) and body and not _is_given(body, contacts):
            return Responsible(body, quote)
    if beside := _in_charge(found, ordered[0][1]):
        return beside
    owner = ordered[0][1].metadata.organisation
    known = owner is not None and not holds_address(owner) and not _is_given(owner, contacts)
    return Responsible(owner, ordered[0][1]) if owner and known else None


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


def names_unreachable(text: str, contacts: Contacts) -> bool:
    """Whether a sentence names a body, whatever its rank, that the directory has no way to reach."""
    return any(not _is_given(each.text, contacts) for each in contact_names.names(text))


def _is_given(body: str, contacts: Contacts) -> bool:
    """Whether the directory has a way to reach a body."""
    return key(body) in contacts.reached or not contacts.reached.isdisjoint(map(key, contacts.names.group_of(body)))


def _asked_for(text: str, found: Found) -> str | None:
    """The body that both a need and a sentence name."""
    named = [each.text for each in contact_names.names(text) if each.kind == "unit"]
    return next((name for name in named if mentions(found.wording.text, name)), None)


def named_body(text: str) -> str | None:
    """The bureau, office or officer that a sentence names; the last one, which is the one in charge where it is in brackets."""
    found = [each.text for each in contact_names.names(text) if each.kind == "unit"]
    officer = _OFFICER.search(text)
    return found[-1] if found else officer[0] if officer else None


def _publisher(found: Found, contacts: Contacts) -> Responsible | None:
    """The one body whose documents are about what a need names."""
    subjects = [each for each in contacts.subjects(found.wording.text) if each.documents]
    own = [{contacts.documents.stored(i).metadata.organisation for i in each.documents} for each in subjects]
    if not own:
        return None
    shared = set.intersection(*own) or set()
    names = [name for name in shared if name and not holds_address(name) and not _is_given(name, contacts)]
    return Responsible(names[0], None) if len(names) == 1 else None
