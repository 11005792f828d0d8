"""Whom to contact: directory entries quoted as published, with why they fit, and what is not stated said plainly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant import quotes, replies
from assistant.absence import ABSENCE
from assistant.contact_fit import Duties, bare
from assistant.directory import entry_share, find_contacts, is_meant
from assistant.quotes import Part, Quote
from assistant.records import Citation, ContactCard, Notice
from assistant.standing import Standings
from assistant.understand import asks_for_contact
from assistant.weighing import weigh
from retrieval.contact_dial import dial
from retrieval.contact_match import Reason
from retrieval.contacts import ScoredContact
from retrieval.embedding import quotable
from retrieval.outline import heading_paths
from retrieval.records import Contact, Document, Filters
from retrieval.search import Found, Search
from retrieval.sentences import split
from retrieval.wording import mentions

_CLOSE = 0.9  # of the best score: entries this good are shown together
_MOST = 6
_LOCAL = 9  # digits of a phone number that count when two are compared, from the end
_SURE = 0.31  # a fragment's score, below which its meaning alone names nobody
_DUTY_SHARE = 0.2  # of the need's words, by idf, that a duty must hold
_RIVALS = 3  # fragments of other documents that are held against a duty
_CLEARLY = 0.05
_TRIED = 4  # fragments looked at for a duty
_ASKED_FIELDS = (
    ("email", "an e-mail address", re.compile(r"\be-?mails?\b|이메일", re.IGNORECASE)),
    ("phone", "a phone number", re.compile(r"\b(?:tele)?phones?\b|\bcall\b|\bring\b|전화", re.IGNORECASE)),
    ("address", "an address", re.compile(r"\baddress|주소", re.IGNORECASE)),
    ("room", "a room", re.compile(r"\brooms?\b|호실|몇 ?호", re.IGNORECASE)),
)
_GIVES_NONE = re.compile(r"\b(?:gives?|states?|names?|holds?|has|have) no (?:contact|phone|e-mail)", re.IGNORECASE)
_NEVER_HELD = (
    ("a fax number", re.compile(r"\bfax\b|팩스", re.IGNORECASE)),
    ("office hours", re.compile(r"\b(?:office|opening) hours\b|업무 ?시간", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class ContactAnswer:
    """The parts of the text, the entries shown with their quotes, and the asked fields that no entry states."""

    parts: tuple[Part, ...]
    entries: tuple[tuple[Contact, Quote], ...]
    unstated: tuple[str, ...]
    notices: tuple[Notice, ...] = ()

    def cards(self, citations: Sequence[Citation]) -> tuple[ContactCard, ...]:
        """The entries as cards, each with the mark of the quote that states it."""
        marks = {(c.document_id, c.start, c.end): c.n for c in citations}
        return tuple(card(contact, quote.metadata.published, marks.get(quote.place)) for contact, quote in self.entries)


def card(contact: Contact, published: date | None, citation: int | None = None) -> ContactCard:
    """A directory entry as every channel shows it; `published` is the date of its document."""
    return ContactCard(
        id=contact.id,
        organisation=contact.organisation,
        unit=contact.unit,
        team=contact.team,
        duties=contact.duties,
        unit_duties=contact.unit_duties,
        room=contact.room,
        address=contact.address,
        phone=contact.phone,
        dial=dial(contact.phone) if contact.phone else None,
        more_phones=contact.more_phones,
        fax=contact.fax,
        email=contact.email,
        url=contact.url,
        hours=contact.hours,
        person=contact.person,
        role=contact.role,
        document_id=contact.document_id,
        published=published,
        citation=citation,
    )


def cards_of(quoted: Sequence[Quote], citations: Sequence[Citation], search: Search) -> tuple[ContactCard, ...]:
    """The directory entries that were quoted, as cards."""
    marks = {(c.document_id, c.start, c.end): c.n for c in citations}
    found: dict[tuple[str, int, str | None], ContactCard] = {}
    for quote in quoted:
        for contact in search.index.documents[quote.document_id].contacts:
            if contact.start <= quote.start and quote.end <= contact.end:
                found.setdefault(
                    (contact.document_id, contact.start, contact.phone),
                    card(contact, quote.metadata.published, marks[quote.place]),
                )
    return tuple(found.values())


def answer_contact(
    asked: str, found: Found, search: Search, filters: Filters | None, *, only_duties: bool = False
) -> ContactAnswer | None:
    """The entries that serve what is asked, or None when the documents give none; `only_duties` when somebody asks who
    does something, and not for a team or a way to reach it."""
    need = found.wording.text
    scored = _by_words(need, search, filters)
    if scored and scored[0].reason in ("duty", "unit_duty") and is_rivalled(scored, found, search):
        return None
    if not only_duties:
        scored = scored or _by_meaning(found, search, filters)
    elif scored and scored[0].reason not in ("duty", "unit_duty"):
        return None
    if not scored:
        return None
    best = [each for each in scored if each.score >= _CLOSE * scored[0].score and each.reason == scored[0].reason][
        :_MOST
    ]
    documents = {i: search.document(i) for i in {each.contact.document_id for each in best}}
    entries = [(e.contact, _entry(e.contact, document)) for e in best if (document := documents[e.contact.document_id])]
    why = _reason(best, documents[best[0].contact.document_id])
    shown = Part(tuple(quote for _, quote in entries), lead=_lead(best[0]))
    unstated = tuple(
        [
            label
            for name, label, asks in _ASKED_FIELDS
            if asks.search(asked) and not any(getattr(c, name) for c, _ in entries)
        ]
        + [label for label, asks in _NEVER_HELD if asks.search(asked)]
    )
    return ContactAnswer((*why, shown), tuple(entries), unstated, _notices(entries, search))


def is_rivalled(scored: Sequence[ScoredContact], found: Found, search: Search) -> bool:
    """Whether another document says something that fits the need clearly better than the duty that was found."""
    duties = Duties.of(search)
    need = bare(found.wording.text, search)
    own = {each.contact.document_id for each in scored}
    fragments = weigh(found, search.index.lexical.idf).fragments[:_RIVALS]
    texts = [
        found.passages[each.passage].chunk.text[each.span.start : each.span.end]
        for each in fragments
        if found.passages[each.passage].chunk.document_id not in own
    ]
    rivals = [text for text in texts if not ABSENCE.search(text)]
    best = max(duties.fit_of(need, [scored[0].matched]))
    return any(each > best + _CLEARLY for each in duties.fit_of(need, rivals))


def _by_words(need: str, search: Search, filters: Filters | None) -> list[ScoredContact]:
    """The entries that the need matches as a whole, or one of its sentences alone."""
    sentences = [need[span.start : span.end] for span in split(need)]
    tried = [need, *(each for each in sentences if len(sentences) > 1 and asks_for_contact(each))]
    return next((scored for each in tried if (scored := find_contacts(each, search, filters))), [])


def _by_meaning(found: Found, search: Search, filters: Filters | None) -> list[ScoredContact]:
    """The contacts that the fragments nearest to the need state, or whose duty they are, if the need's words say so too.

    None when the nearest is the documents' own word that they give no contact for what is named.
    """
    contacts = search.contacts(filters)
    need = found.wording.text
    for each in weigh(found, search.index.lexical.idf).fragments[:_TRIED]:
        quote = quotes.of_chunk(found.passages[each.passage].chunk, each.span)
        if each.score < _SURE or _denies(quote, found, search):
            return []
        here = [contact for contact in contacts if contact.document_id == quote.document_id]
        shared = entry_share(quote.text, need, search) >= _DUTY_SHARE
        reasons: tuple[tuple[Reason, list[Contact]], ...] = (
            ("team", [c for c in here if c.start <= quote.start < c.end and is_meant(c, quote.text, need, search)]),
            ("duty", [c for c in here if shared and quote.text in c.duties]),
            ("unit_duty", [c for c in here if shared and quote.text in c.unit_duties]),
        )
        for reason, fitting in reasons:
            if fitting:
                scored = [ScoredContact(contact, each.score, reason, quote.text) for contact in fitting]
                return Standings(search, need).in_order(scored, contacts)
    return []


def _denies(quote: Quote, found: Found, search: Search) -> bool:
    """Whether a quote says that nothing is given for a thing that the need names."""
    if not ABSENCE.search(quote.text):
        return False
    subjects = {each.name for each in search.subjects(found.wording.text)}
    return any(mentions(quote.text, each.name) for each in found.wording.names if each.name not in subjects)


def _notices(entries: Sequence[tuple[Contact, Quote]], search: Search) -> tuple[Notice, ...]:
    """Entries for one team that differ, and entries that stand in a document of another body."""
    found = []
    standings = Standings(search)
    for contact, _ in entries:
        if claim := standings.claim(contact):
            name = contact.team or contact.unit or claim.of
            text = replies.ELSEWHERE.format(team=name, organisation=claim.of, other=claim.by)
            found.append(Notice(kind="unverified", text=text))
    for team in dict.fromkeys(contact.team for contact, _ in entries if contact.team):
        phones = {c.phone: q for c, q in entries if c.team == team and c.phone}
        if len({re.sub(r"\D", "", phone)[-_LOCAL:] for phone in phones}) > 1:
            values = ", ".join(f"{phone} ({_source(quote)})" for phone, quote in phones.items())
            found.append(Notice(kind="conflict", text=replies.CONFLICT.format(field="phone", team=team, values=values)))
    return tuple(found)


def _source(quote: Quote) -> str:
    published = quote.metadata.published
    return f"{quote.metadata.title}, {published or 'no date'}"


def _lead(best: ScoredContact) -> str:
    if best.reason == "unit_duty":
        return replies.UNIT_ONLY.format(unit=best.contact.unit or best.contact.organisation or "organisation")
    return ""


def _reason(best: Sequence[ScoredContact], document: Document | None) -> list[Part]:
    """The duty that fits, quoted, when it is a duty that fits."""
    first = best[0]
    if first.reason not in ("duty", "unit_duty") or document is None:
        return []
    for block, path in heading_paths(document):
        quote = quotes.of_block(document, block, path)
        if first.matched in quote.text and not (first.contact.start <= quote.start < first.contact.end):
            return [Part((quote,), lead=replies.UNIT_DUTY)]
    return []


def _entry(contact: Contact, document: Document) -> Quote:
    """The span that states an entry, as a quote."""
    section: tuple[str, ...] = ()
    page = contact.page
    for block, path in heading_paths(document):
        if block.start > contact.start:
            break
        section, page = path, block.page
    text = document.text[contact.start : contact.end]
    marker = quotes.marker_length(text)
    return Quote(
        document.id, contact.start + marker, contact.end, text[marker:], section, page, document.metadata, marker="-"
    )


def says_no_contact(found: Found, search: Search) -> Quote | None:
    """The documents' own words that they give no contact, when they say so of what was asked for."""
    subjects = search.subjects(found.wording.text)
    for passage in found.passages:
        if not all(passage.chunk.document_id in each.documents for each in subjects):
            continue
        for span in quotable(passage.chunk):
            if _GIVES_NONE.search(passage.chunk.text[span.start : span.end]):
                return quotes.of_chunk(passage.chunk, span)
    return None
