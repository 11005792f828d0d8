"""What was asked for and is not stated, in words."""

from __future__ import annotations

from collections.abc import Mapping

from assistant import replies
from assistant.records import Missing

FACTS: Mapping[str, str] = {
    "about": "anything about {of}",
    "about-number": "anything about the {of}",
    "address": "an address",
    "amount": "an amount",
    "any": "any {of}",
    "begin": "when it began",
    "by-name": "any {of} by name",
    "count": "a number",
    "date": "a date",
    "done": "whether it was done",
    "duration": "any duration",
    "email": "an e-mail address",
    "end": "any end date",
    "fax": "a fax number",
    "hours": "office hours",
    "law": "any law",
    "leader": "any leader",
    "measure": "any measure",
    "mobile": "any mobile or private number",
    "money": "an amount of money",
    "most": "which has the {of}",
    "name": "a name",
    "name-of": "the name of the {of}",
    "number-of": "a number of {of}",
    "person": "a person's name",
    "phone": "a phone number",
    "place": "a place",
    "room": "a room",
    "url": "a web address",
    "year": "a year",
}
"""Each kind of fact as it stands in "The documents do not state ... for this"."""
_WHOLE: Mapping[str, str] = {
    "answer-for": replies.NOT_FOUND_FOR.format(name="{of}"),
    "answer-to": replies.NOT_FOUND_QUESTION.format(question="{of}"),
    "contact": replies.NO_CONTACT_AT_ALL,
    "contact-for": replies.NO_CONTACT.format(name="{of}"),
    "contact-of": replies.NO_CONTACT_OF.format(name="{of}"),
}


def fact(missing: Missing) -> str:
    """A fact that is not stated, by its kind."""
    return FACTS[missing.key].format(of=missing.of)


def sentence(missing: Missing) -> str:
    """What is not stated, as a sentence of plain text."""
    if whole := _WHOLE.get(missing.key):
        return whole.format(of=missing.of)
    return replies.NO_FACT.format(fact=fact(missing))
