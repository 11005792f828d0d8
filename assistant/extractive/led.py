"""Lists as answers: the one that a sentence leads into, and how one is quoted."""

from __future__ import annotations

from assistant.quoting import Part, Quote, quotes
from retrieval.search import Documents, List

_LONGEST = 40  # items


def leads_into_list(quote: Quote) -> bool:
    """Whether a sentence leads into what stands below it."""
    return quote.text.endswith(":")


def led_lists(quote: Quote, documents: Documents) -> list[List]:
    """The list that a sentence leads into, as a lead alone tells nothing."""
    reading = documents.reading(quote.document_id) if leads_into_list(quote) else None
    return reading.lists_led_by(quote.start) if reading else []


def spans(whole: List, start: int) -> bool:
    """Whether a place stands in a list or in its lead."""
    return (whole.lead.start if whole.lead else whole.start) <= start < whole.end


def list_part(chosen: List) -> Part:
    """A list as it is quoted: its lead and its items, each a quote of its own."""
    blocks = [*([chosen.lead] if chosen.lead else []), *chosen.items[:_LONGEST]]
    return Part(tuple(quotes.of_block(chosen.document, block, chosen.section) for block in blocks))
