"""Headings that say how many of a thing there are ("Three tasks of the plan")."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.contacts import Contacts, entry_share
from assistant.question import NUMBER_OF, Demand
from assistant.quoting import Quote, quotes
from retrieval.language import heading_paths
from retrieval.records import Document

_HEADED = 0.3  # of a question, by idf, that a heading with the number and the thing must hold


def counts(wanted: Sequence[Demand]) -> bool:
    """Whether a number of things is asked for."""
    return any(each.wanted.key == NUMBER_OF for each in wanted)


def counting_heading(
    wanted: Sequence[Demand], asked: str, documents: Sequence[Document], contacts: Contacts
) -> Quote | None:
    """The heading that states the number that is asked for, when it also names enough of what is asked about."""
    for document in documents if counts(wanted) else ():
        for block, path in heading_paths(document):
            text = document.text[block.start : block.end]
            stated = block.kind == "heading" and all(one.holds(text, text) for one in wanted)
            if stated and entry_share(text, asked, contacts) >= _HEADED:
                return quotes.of_block(document, block, path)
    return None
