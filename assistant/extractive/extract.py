"""The embedded answerer: it chooses sentences, list items and whole lists, and copies them by offset.

Nothing is written here that the documents do not say; what can be wrong is only the choice, so it refuses when the
evidence is weak or the needed kind of fact is not stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.contacts import Contacts, entry_share, is_meant
from assistant.extractive.counted import counting_heading, counts
from assistant.extractive.list_choice import best_lists, counted_list, led_lists, list_part, says_it_all
from assistant.extractive.topic_parts import is_broad, named_section
from assistant.knowledge import Knowledge
from assistant.question import Demand, asks_for_list, demands
from assistant.quoting import ABSENCE, Evidence, Own, Part, Quote, in_document_order, quotes, weigh
from assistant.records import Missing
from retrieval.patterns import late_pattern
from retrieval.records import Document
from retrieval.search import Documents, Found, evidence, mentions

MOST_QUOTES = 3
_NEAR = 0.9  # a further fragment must come this close to the best one's score
_NEAR_WITH_DEMAND = 0.7  # the same for a fragment that holds the very kind of fact that is asked for
_AS_MUCH = 0.5  # of the best fragment's share of the question
_ASKS = late_pattern(r"\W*(?:\w+ ){0,2}?(?:when|what|which|who|how|where|until)\b", re.IGNORECASE)
_FIXED = late_pattern(r"(?<!\d)(?:19|20)\d{2}(?!\d)|\b\d+(?:st|nd|rd|th)\b")
_YES_OR_NO = late_pattern(r"\W*(?:does|do|did|is|are|was|were|has|have|had|will|can)\b", re.IGNORECASE)
_SPOKEN_OF = 0.5  # of a question of yes or no, by idf, that a fragment and its headings must hold
_LOOKED_AT = 3
_OBJECT = 3  # words at the end of a question of yes or no, where what it asks about stands
_ITS_NUMBER = late_pattern(r"\b\d+(?:st|nd|rd|th)\b|\b\d{3,}\b")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A quotable fragment of a passage; `score` orders the fragments of one question."""

    quote: Quote
    score: float


@dataclass(frozen=True, slots=True)
class Extract:
    """What was chosen. `found` is False when the documents do not answer; `nearest` is then the closest they come, if they come close.

    `missing` is what was asked for and is not stated, e.g. an amount.
    """

    parts: tuple[Part, ...] = ()
    found: bool = False
    nearest: Quote | None = None
    missing: Missing | None = None

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote in reading order."""
        return tuple(quote for part in self.parts for quote in part.quotes)


def extract(asked: str, found: Found, knowledge: Knowledge) -> Extract:
    """Choose what answers `asked` (the question's own words; `found` was searched with its standalone form)."""
    documents = knowledge.documents
    if section := topic_part(asked, found, documents):  # a heading named in full needs no other evidence
        return Extract((section,), found=True)
    fragments, sure = _weighed(asked, found, knowledge)
    if not fragments or sure < evidence.weights().likely:
        return Extract()
    if fragments[0].score < evidence.floor(found.wording.text, fragments[0].quote.text):
        return Extract()
    places = [(each.quote.document_id, each.quote.start, each.score) for each in fragments]
    refusal = Extract(nearest=fragments[0].quote)
    wanted = demands(asked)
    if strict := [each for each in wanted if each.strict]:
        held = [each for each in fragments if _holds_all(each, strict, documents)]
        if not held:
            absent = _says_that_it_is_not_stated(fragments)
            return refusal if absent else replace(refusal, missing=strict[0].wanted)
    is_whole = (
        knowledge.search.reword(asked).text == found.wording.text
    )  # else the topic was asked for as a list, not this
    of_list = asks_for_list(asked) or (is_whole and asks_for_list(found.wording.text))
    chosen = best_lists(found, places, knowledge) if of_list else []
    if chosen and not says_it_all(fragments[0].quote, chosen[0], found, knowledge.search.subjects):
        return replace(refusal, parts=tuple(map(list_part, chosen)), found=True)
    if _says_that_it_is_not_stated(fragments) and not _is_counted_elsewhere(fragments, wanted, documents):
        return refusal
    if foreign := _foreign_number(asked, fragments[0].quote, documents) or _unknown_thing(asked, fragments, knowledge):
        return replace(refusal, missing=foreign)
    if counted := counted_list(wanted, found, places, knowledge):
        return replace(refusal, parts=(list_part(counted),), found=True)
    share = _NEAR_WITH_DEMAND if wanted else _NEAR
    fragments = _with_its_numbers(asked, fragments, documents)
    near = [each for each in fragments if each.score >= share * fragments[0].score and not _is_absence(each)]
    if wanted:
        near = _naming_as_much(near, found, knowledge)
    stating = [each for each in near if _holds_all(each, wanted, documents)]
    if not stating:
        texts = _documents(found, documents)
        if heading := counting_heading(wanted, found.wording.text, texts, knowledge.contacts):
            return replace(refusal, parts=(Part((heading,)),), found=True)
        return replace(refusal, missing=wanted[0].wanted if wanted else None)
    return replace(refusal, parts=tuple(_told(stating, bool(wanted), documents)), found=True)


def topic_part(asked: str, found: Found, documents: Documents) -> Part | None:
    """The opening of the section that a broad question names, or None when it is not broad or names none."""
    return named_section(found.wording.text, _documents(found, documents)) if is_broad(asked) else None


def _with_its_numbers(asked: str, fragments: list[Fragment], documents: Documents) -> list[Fragment]:
    """Of the fragments near the best one, those about the very number, year or ordinal that is asked about, if any are."""
    numbers = set(_ITS_NUMBER.findall(asked))
    if not numbers:
        return fragments
    near = [each for each in fragments if each.score >= _NEAR_WITH_DEMAND * fragments[0].score]
    own = [each for each in near if numbers <= set(_ITS_NUMBER.findall(_around(each.quote, documents)))]
    return own or fragments


def _foreign_number(asked: str, quote: Quote, documents: Documents) -> Missing | None:
    """A year or edition that a question is about and the nearest document never names; a claim to confirm is no question."""
    if not _ASKS.match(asked):
        return None
    document = documents.whole(quote.document_id)
    named = f"{quote.metadata.title}\n{document.text if document else ''}"
    foreign = (number for number in _FIXED.findall(asked) if number not in named)
    return next((Missing(key="about-number", of=number) for number in foreign), None)


def _unknown_thing(asked: str, fragments: Sequence[Fragment], knowledge: Knowledge) -> Missing | None:
    """For a question of yes or no, a thing that no document knows, or that what was found does not speak of."""
    if not _YES_OR_NO.match(asked):
        return None
    words = [word for word in asked.split()[-_OBJECT:] for word in re.findall(r"[A-Za-z]{4,}", word)]
    unknown = [word for word in words if not knowledge.search.knows(word)]
    best = max(
        entry_share(_around(each.quote, knowledge.documents), asked, knowledge.contacts)
        for each in fragments[:_LOOKED_AT]
    )
    return Missing(key="about", of=unknown[-1]) if unknown and best < _SPOKEN_OF else None


def _naming_as_much(fragments: Sequence[Fragment], found: Found, knowledge: Knowledge) -> list[Fragment]:
    """Those about as many of the things that the question names as the best one, as an amount may be of something else."""

    def named(each: Fragment) -> int:
        around = _around(each.quote, knowledge.documents)
        return sum(any(mentions(around, name) for name in (it.name, *it.others)) for it in found.wording.names)

    if not fragments:
        return []
    shares = [
        entry_share(_around(each.quote, knowledge.documents), found.wording.text, knowledge.contacts)
        for each in fragments
    ]
    counts = [named(each) for each in fragments]
    rows = zip(fragments, counts, shares, strict=True)
    return [each for each, count, share in rows if count >= counts[0] and share >= _AS_MUCH * shares[0]]


def _around(quote: Quote, documents: Documents) -> str:
    """A fragment with the headings above it and the sentence that leads into its list."""
    reading = documents.reading(quote.document_id)
    within = reading.list_at(quote.start) if reading else None
    lead = within.introduction if within else ""
    if reading and within:
        text = reading.document.text
        lead = "\n".join((lead, *(text[each.start : each.end] for each in reading.parents(quote.start))))
    return "\n".join((quote.metadata.title, *quote.section, lead, quote.text))


def _is_absence(fragment: Fragment) -> bool:
    return ABSENCE.search(fragment.quote.text) is not None


def _says_that_it_is_not_stated(fragments: Sequence[Fragment]) -> bool:
    """Whether the best fragment is the document's own word that it does not give what is asked for."""
    return _is_absence(fragments[0])


def _is_counted_elsewhere(fragments: Sequence[Fragment], wanted: Sequence[Demand], documents: Documents) -> bool:
    """Whether a fragment nearly as good says how many there are, where the best one says what is not listed of them."""
    near = [
        each for each in fragments if each.score >= _NEAR_WITH_DEMAND * fragments[0].score and not _is_absence(each)
    ]
    return counts(wanted) and any(_holds_all(each, wanted, documents) for each in near)


def _holds_all(fragment: Fragment, wanted: Sequence[Demand], documents: Documents) -> bool:
    around = _around(fragment.quote, documents)
    return all(one.holds(fragment.quote.text, around) for one in wanted)


def _weighed(asked: str, found: Found, knowledge: Knowledge) -> tuple[list[Fragment], float]:
    """The fragments of the passages, best first, and the evidence that they answer."""
    documents = knowledge.documents
    weighed = weigh(found, knowledge.idf)
    fragments = _fragments(weighed, found, documents)
    if fragments and knowledge.search.reword(asked).text != found.wording.text:  # the conversation supplies a topic
        own = weigh(found, knowledge.idf, Own(asked, knowledge.search.vectors.of(asked)))
        is_denied = _is_absence(fragments[0])
        fragments = [each for each in _fragments(own, found, documents) if is_denied or not _is_absence(each)]
    kept = [
        each
        for each in fragments
        if not is_header(each.quote, documents) and may_be_given(each.quote, found, knowledge.contacts)
    ]
    return kept, weighed.answerable


def _fragments(weighed: Evidence, found: Found, documents: Documents) -> list[Fragment]:
    quoted = (quotes.of_chunk(found.passages[each.passage].chunk, each.span) for each in weighed.fragments)
    scores = (each.score for each in weighed.fragments)
    return [Fragment(with_page(quote, documents), score) for quote, score in zip(quoted, scores, strict=True)]


def may_be_given(quote: Quote, found: Found, contacts: Contacts) -> bool:
    """A directory entry is only given when its own words hold enough of what is asked."""
    entry = next((each for each in contacts.of(quote.document_id) if each.start <= quote.start < each.end), None)
    if entry is None:
        return True
    return is_meant(entry, "\n".join((quote.text, *quote.section, entry.unit or "")), found.wording.text, contacts)


def is_header(quote: Quote, documents: Documents) -> bool:
    """Whether it is the first row of a table, which tells nothing alone."""
    reading = documents.reading(quote.document_id) if quote.marker else None
    return reading is not None and reading.is_header(quote.start)


def _documents(found: Found, documents: Documents) -> list[Document]:
    """The documents of the passages, in their order."""
    ids = dict.fromkeys(passage.chunk.document_id for passage in found.passages)
    return [document for i in ids if (document := documents.whole(i)) is not None]


def with_page(quote: Quote, documents: Documents) -> Quote:
    """A chunk knows the page that it begins on; the quote's own page is that of the block that it stands in."""
    if quote.page is None:
        return quote
    reading = documents.reading(quote.document_id)
    block = reading.block_at(quote.start) if reading else None
    return replace(quote, page=block.page) if block else quote


# --- sentences ---


def _told(fragments: Sequence[Fragment], demanded: bool, documents: Documents) -> Iterator[Part]:
    """The best fragment and those nearly as good, in document order.

    A sentence that leads into a list brings the list along, unless some other fragment holds what is demanded.
    """
    if demanded:
        fragments = [each for each in fragments if not each.quote.text.endswith(":")] or fragments
    chosen = [each.quote for each in fragments[:MOST_QUOTES] if each.score >= _NEAR * fragments[0].score]
    leads = [each for each in chosen if each.text.endswith(":")]
    lists_led = led_lists(leads[0], documents) if leads else []
    told = in_document_order(
        whole for each in chosen if each not in leads or not lists_led for whole in (*_parents(each, documents), each)
    )
    if told:
        yield Part(tuple(told))
    yield from map(list_part, lists_led)


def _parents(quote: Quote, documents: Documents) -> list[Quote]:
    reading = documents.reading(quote.document_id) if quote.marker else None
    above = reading.parents(quote.start) if reading else []
    return [quotes.of_block(reading.document, each, quote.section) for each in above] if reading else []
