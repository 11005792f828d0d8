"""Questions to offer next; each of them is one that the documents answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.quoting import Quote, holds_address, said_title
from assistant.wording import Said, said
from retrieval.contacts.routing import is_reachable
from retrieval.language import sections
from retrieval.records import Contact, Document
from retrieval.search import Documents, Found

_MOST = 3
_LOOKED_AT = 8  # documents that are read for the topics


def suggestions(quoted: Sequence[Quote], documents: Documents) -> tuple[Said, ...]:
    """The sections beside those quoted, and the contacts of the body that was quoted."""
    if not quoted:
        return topics(documents)
    first = quoted[0]
    document = documents.whole(first.document_id)
    if document is None:
        return ()
    used = {quote.section for quote in quoted}
    askable = _askable(document)
    after = askable.index(first.section) + 1 if first.section in askable else 0
    beside = [path for path in askable[after:] + askable[:after] if path not in used]
    offered = [_question(path[-1], document) for path in beside[: _MOST - 1]]
    contacts = [each for each in documents.stored(document.id).contacts if is_reachable(each)]
    name = body_reached(contacts)
    if name and not any(c.start <= q.start < c.end for c in contacts for q in quoted):
        offered.append(said("ask-contact", name=name))
    return tuple(offered)


def body_reached(contacts: Iterable[Contact]) -> str | None:
    """The first name of a body among entries with a way to reach it; None when no such entry names one."""
    return next(filter(None, map(called, filter(is_reachable, contacts))), None)


def called(contact: Contact) -> str | None:
    """The unit, organisation or team of an entry; None when it states none of them."""
    return contact.unit or contact.organisation or contact.team


def topics(documents: Documents) -> tuple[Said, ...]:
    """What one could ask: a section of each of the first documents that have one. Only a few are read, once."""
    return documents.once(_topics)


def _topics(documents: Documents) -> tuple[Said, ...]:
    offered = []
    for stored in documents.first(_LOOKED_AT):
        document = documents.whole(stored.id)
        first = next(iter(_askable(document)), None) if document else None
        if document and first:
            offered.append(_question(first[-1], document))
        if len(offered) == _MOST:
            break
    return tuple(offered)


def near(found: Found, documents: Documents) -> list[tuple[str, Document]]:
    """The headings of the nearest sections that say something, each with its document, nearest first."""
    nearest: dict[tuple[str, tuple[str, ...]], tuple[str, Document]] = {}
    for passage in found.passages:
        chunk = passage.chunk
        document = documents.whole(chunk.document_id)
        if document and len(chunk.section) > 1 and not holds_address(chunk.section[-1]):
            nearest.setdefault((chunk.document_id, chunk.section), (chunk.section[-1], document))
    return list(nearest.values())[:_MOST]


def questions(about: Sequence[tuple[str, Document]]) -> tuple[Said, ...]:
    """A question for each of `near`."""
    return tuple(_question(heading, document) for heading, document in about)


def _askable(document: Document) -> list[tuple[str, ...]]:
    """The sections below the title that hold lists of something, or text."""
    found = []
    for each in sections(document):
        if len(each.path) > 1 and not holds_address(each.path[-1]):
            found.append(each.path)
    return found


def _question(heading: str, document: Document) -> Said:
    return said("ask-section", title=said_title(document.metadata.title, document.id), heading=heading)
