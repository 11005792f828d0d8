"""What an entry says beside its fields: the sentences of its paragraph, for entries that state no duty of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.contacts.finding import fields
from retrieval.language import split
from retrieval.language.values import values
from retrieval.patterns import late_pattern
from retrieval.records import Contact, Document

_LEAD = late_pattern(r"[,;:]?\s*(?:\b(?:(?:tele)?phones?|e-?mail):?\s*)?\Z", re.IGNORECASE)
_LONGEST_LEAD = 24  # characters of the word and the marks before a number or an address
_FEWEST_LETTERS = 8


def with_sentences(contacts: Sequence[Contact], document: Document) -> tuple[Contact, ...]:
    """The entries of a document, those that state no duty with the sentences around them, without numbers and addresses to
    reach them; of a paragraph that several entries share, only the entry's own words."""
    return tuple(
        each if each.duties or each.unit_duties else replace(each, sentences=_sentences(each, contacts, document))
        for each in contacts
    )


def _sentences(contact: Contact, entries: Sequence[Contact], document: Document) -> tuple[str, ...]:
    start, end = _around(contact, document, entries)
    text = document.text[start:end]
    sentences = (_without_ways(text[span.start : span.end]) for span in split(text))
    bare = (_without_fields(each, contact).strip(" .,:;-|()#") for each in sentences)
    return tuple(each for each in bare if sum(map(str.isalpha, each)) >= _FEWEST_LETTERS)


def _ways(text: str) -> list[tuple[int, int]]:
    """Where the numbers and e-mails of a text stand, with the word that calls them so."""
    found: list[tuple[int, int]] = []
    for value in values(text, "phone", "email"):
        lead = _LEAD.search(text, max(value.start - _LONGEST_LEAD, found[-1][1] if found else 0), value.start)
        found.append((lead.start() if lead else value.start, value.end))
    return found


def _without_ways(text: str) -> str:
    for start, end in reversed(_ways(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def _without_fields(text: str, contact: Contact) -> str:
    """A sentence without what the entry's own fields hold: its names and its place are nobody's work."""
    for each in (
        fields.place(text).address,
        contact.address,
        contact.team,
        contact.unit,
        contact.organisation,
        contact.room,
    ):
        text = text.replace(each, " ") if each else text
    return text


def _around(contact: Contact, document: Document, entries: Sequence[Contact]) -> tuple[int, int]:
    """The paragraph of an entry; where others share it, from the last number of the one before to this one's own last."""
    for block in document.blocks:
        if not (block.start < contact.end <= block.end and block.kind in ("paragraph", "item")):
            continue
        if sum(block.start < each.end <= block.end for each in entries) == 1:
            return block.start, block.end
        text = document.text
        ways = [(block.start + s, block.start + e) for s, e in _ways(text[block.start : block.end])]
        known = [each for each in (contact.phone, contact.email, contact.fax) if each]
        own = [(s, e) for s, e in ways if any(each in text[s:e] for each in known)]
        if not own:
            break
        before = [e for _, e in ways if e <= own[0][0]]
        return max(before, default=block.start), own[-1][1]
    return contact.start, contact.end
