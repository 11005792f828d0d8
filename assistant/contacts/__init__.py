"""Whom to contact: the entries that serve a question, cards, and the text to hand on."""

from assistant.contacts.answer import ContactAnswer, answer_contact, card, cards_of
from assistant.contacts.body import Responsible, named_without_contact, responsible
from assistant.contacts.called import misnamed
from assistant.contacts.conflict import FIELDS, conflict_said
from assistant.contacts.contacts import Contacts
from assistant.contacts.directory import entries, find_contacts, is_meant
from assistant.contacts.entry import ContactEntry, ContactList, contact_by_id, contact_entries, is_old
from assistant.contacts.handoff import HandedOn, hand_on
from assistant.contacts.need import bare
from assistant.contacts.pick import names_entry, states_number
from assistant.contacts.place import is_elsewhere
from assistant.contacts.vcards import full_name, vcard

__all__ = [
    "FIELDS",
    "ContactAnswer",
    "ContactEntry",
    "ContactList",
    "Contacts",
    "HandedOn",
    "Responsible",
    "answer_contact",
    "bare",
    "card",
    "cards_of",
    "conflict_said",
    "contact_by_id",
    "contact_entries",
    "entries",
    "find_contacts",
    "full_name",
    "hand_on",
    "is_elsewhere",
    "is_meant",
    "is_old",
    "misnamed",
    "named_without_contact",
    "names_entry",
    "responsible",
    "states_number",
    "vcard",
]
