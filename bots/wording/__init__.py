"""Answers and contacts as chat messages."""

from bots.wording import texts
from bots.wording.contact_labels import labels
from bots.wording.contact_message import SavedContact, card_html, place, saved_contact, says_more
from bots.wording.handoff_message import can_be_handed_on, handoff_html, is_for_a_person
from bots.wording.message import Rendered, preview, render
from bots.wording.message_quote import quote_in_context
from bots.wording.message_sources import written_date
from bots.wording.message_text import clipped, units

__all__ = [
    "Rendered",
    "SavedContact",
    "can_be_handed_on",
    "card_html",
    "clipped",
    "handoff_html",
    "is_for_a_person",
    "labels",
    "place",
    "preview",
    "quote_in_context",
    "render",
    "saved_contact",
    "says_more",
    "texts",
    "units",
    "written_date",
]
