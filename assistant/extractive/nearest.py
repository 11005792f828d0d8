"""Quotes that come near to a question and may answer it, for a reader to judge: shown as what they are, claimed to be nothing."""

from __future__ import annotations

from assistant.contacts import Contacts
from assistant.evidence import Judgement
from assistant.extractive.extract import is_header, may_be_given, with_page
from assistant.quoting import Quote, fragment, holds_address, in_document_order
from retrieval.search import Documents, Found


def nearest_quotes(judgement: Judgement, found: Found, documents: Documents, contacts: Contacts) -> tuple[Quote, ...]:
    """What the judge would show for a question, none where nothing comes near.

    A way to reach somebody is never among them: a number shown as the nearest would be called.
    """
    shown = () if judgement.outcome == "not_found" else judgement.shown
    quotes = [fragment(found, each.source, each.fragment) for each in shown]
    kept = [
        with_page(each, documents)
        for each in quotes
        if not (is_header(each, documents) or holds_address(each.text)) and may_be_given(each, found, contacts)
    ]
    return tuple(in_document_order(kept))
