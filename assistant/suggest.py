"""Questions to offer next; each of them is one that the documents answer."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lists import lists
from assistant.quotes import Quote
from retrieval.outline import sections
from retrieval.search import Search

_MOST = 3


def suggestions(quoted: Sequence[Quote], search: Search) -> tuple[str, ...]:
    """The sections beside those quoted, and the contacts of the body that was quoted."""
    if not quoted:
        return topics(search)
    first = quoted[0]
    document = search.document(first.document_id)
    if document is None:
        return ()
    used = {quote.section for quote in quoted}
    beside = [each.path for each in sections(document) if len(each.path) > 1 and each.path not in used]
    here = next((n for n, path in enumerate(beside) if path > first.section), 0)
    ordered = beside[here:] + beside[:here]
    offered = [f"{path[-1]} ({document.metadata.title})" for path in ordered][: _MOST - 1]
    contacts = search.index.documents[document.id].contacts
    if contacts and not any(c.start <= q.start < c.end for c in contacts for q in quoted):
        offered.append(f"How do I contact the {contacts[0].unit or contacts[0].organisation}?")
    return tuple(offered)


def topics(search: Search) -> tuple[str, ...]:
    """What one could ask: the first list of each document."""
    offered = []
    for stored in search.documents:
        document = search.document(stored.id)
        first = next(lists(document), None) if document else None
        if first and first.section:
            offered.append(f"{first.section[-1]} ({stored.metadata.title})")
        if len(offered) == _MOST:
            break
    return tuple(offered)
