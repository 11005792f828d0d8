"""The texts that stand for what contacts do when a need is held against them by meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.language import analyze, content_terms
from retrieval.patterns import late_pattern
from retrieval.records import Contact

_TEAM = "team division office department bureau unit group desk center centre section and of the"
_TOLD = late_pattern(
    r"\b(?:serves|handles|deals with|takes care of|looks after|is responsible for|is in charge of|helps(?: with)?|advises on|contacts? for|"
    r"(?:questions|enquiries|inquiries|trouble|problems|help|advice) (?:on|about|with|regarding))\s+(?:the\s+)?(?P<matter>[^,.;:]+)|"
    r"\A(?P<sent>[^,.;:]+?) (?:go|goes|should be sent|are sent) to\b",
    re.IGNORECASE,
)
_ITEM = 3  # words of an item of a list of words, at most
_SHORTEST = 3  # letters of a stem that is held against others by meaning


def told(contact: Contact) -> Contact:
    """A contact with what its entry says, where it states no duty."""
    if contact.duties or contact.unit_duties or not contact.sentences:
        return contact
    return replace(contact, duties=contact.sentences)


def wordings(contact: Contact, title: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The texts that stand for the duties of a contact that was `told`, each with its duty, verbatim.

    `title` is the stems of its document's title.
    """
    for duty in contact.unit_duties:
        yield duty, duty
    name = _said_name(contact, title)
    for duty in contact.duties:
        for part in dict.fromkeys((duty, *parts(duty)) if ";" not in duty else parts(duty)):
            yield part, duty
            for matter in _TOLD.finditer(part):
                yield matter["matter"] or matter["sent"], duty
            if name:
                yield f"{name}: {part}", duty


def parts(duty: str) -> list[str]:
    """The single duties of a cell or line that lists several, by semicolons or as a bare list of words."""
    listed = [each for each in re.split(r"\s*;\s*", duty) if each]
    if len(listed) == 1 and len(items := re.split(r"\s*,\s*(?:and\s+)?", duty)) > 1:
        return items if all(0 < len(each.split()) <= _ITEM for each in items) else listed
    return listed


def compared(contacts: Sequence[Contact], title: str) -> list[str]:
    """All that needs are held against by meaning, of the contacts of a document with a title: texts and their stems."""
    stems = frozenset(content_terms(title))
    texts = dict.fromkeys(text for each in contacts for text, _ in wordings(told(each), stems))
    words = dict.fromkeys(stem for text in texts for stem in content_terms(text) if has_likes(stem))
    return [*texts, *words]


def has_likes(stem: str) -> bool:
    """Whether a stem is a word whose vector tells which others mean nearly the same."""
    return len(stem) >= _SHORTEST and stem.isascii() and stem.isalpha()


def _said_name(contact: Contact, title: frozenset[str]) -> str:
    """The words of a team's name that its document's title does not say already."""
    name = contact.team or contact.unit or ""
    kept = [word for word in name.split() if not set(analyze(word)) & (title | set(analyze(_TEAM)))]
    return " ".join(kept) if len(kept) < len(name.split()) or kept else ""
