"""What was asked for and is not stated, as it is said."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.records import Missing
from assistant.wording import Said, said

_FACTS: Mapping[str, str] = {
    "about": "fact-about",
    "about-number": "fact-about-number",
    "address": "fact-address",
    "amount": "fact-amount",
    "any": "fact-any",
    "begin": "fact-begin",
    "by-name": "fact-by-name",
    "count": "fact-count",
    "date": "fact-date",
    "done": "fact-done",
    "duration": "fact-duration",
    "email": "fact-email",
    "end": "fact-end",
    "fax": "fact-fax",
    "hours": "fact-hours",
    "law": "fact-law",
    "leader": "fact-leader",
    "measure": "fact-measure",
    "mobile": "fact-mobile",
    "money": "fact-money",
    "most": "fact-most",
    "name": "fact-name",
    "name-of": "fact-name-of",
    "number-of": "fact-number-of",
    "person": "fact-person",
    "phone": "fact-phone",
    "place": "fact-place",
    "room": "fact-room",
    "url": "fact-web",
    "year": "fact-year",
}
"""The name of each kind of fact, as it stands in "The documents do not state ... for this"."""


def fact(missing: Missing) -> Said:
    """A fact that is not stated, by its kind."""
    return Said(key=_FACTS[missing.key], values={"of": missing.of} if missing.of else {})


def sentence(missing: Missing) -> Said:
    """What is not stated, as a sentence."""
    match missing.key:
        case "answer-for":
            return said("not-found-for", name=missing.of)
        case "answer-to":
            return said("not-found-question", question=missing.of)
        case "contact":
            return said("no-contact-at-all")
        case "contact-for":
            return said("no-contact", name=missing.of)
        case "contact-of":
            return said("no-contact-of", name=missing.of)
    return said("no-fact", fact=fact(missing))
