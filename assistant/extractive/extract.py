"""The embedded answerer: it chooses sentences, list items and whole lists, and copies them by offset.

Nothing is written here that the documents do not say; what can be wrong is only the choice. The evidence judge chooses,
and says how sure it is that what is shown answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.contacts import Contacts, is_meant
from assistant.evidence import Outcome
from assistant.extractive.list_choice import best_lists, led_lists, list_part, says_it_all
from assistant.extractive.topic_parts import is_broad, named_section
from assistant.knowledge import Knowledge
from assistant.question import asks_for_list, demands
from assistant.quoting import ABSENCE, Part, Quote, fragment, in_document_order, quotes
from retrieval.records import Document
from retrieval.search import Documents, Found


@dataclass(frozen=True, slots=True)
class Extract:
    """What was chosen, best quote first in `best`, and what it is: an answer, what comes nearest, or nothing (no parts)."""

    parts: tuple[Part, ...] = ()
    outcome: Outcome = "not_found"
    best: Quote | None = None

    @property
    def answers(self) -> bool:
        """Whether it is given as the answer."""
        return self.outcome == "answered"

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote in reading order."""
        return tuple(quote for part in self.parts for quote in part.quotes)


def extract(asked: str, found: Found, knowledge: Knowledge) -> Extract:
    """Choose what answers `asked` (the question's own words; `found` was searched with its standalone form)."""
    documents = knowledge.documents
    if section := topic_part(asked, found, documents):  # a heading named in full needs no other evidence
        return Extract((section,), "answered", section.quotes[0])
    judgement = knowledge.judged(found)
    places = [(fragment(found, each.source, each.fragment), each) for each in judgement.fragments]
    given = [(quote, each) for quote, each in places if may_be_given(quote, found, knowledge)]
    shown = [with_page(quote, documents) for quote, each in given if each in judgement.shown]
    if not shown:
        return Extract()
    scored = [(quote.document_id, quote.start, each.score) for quote, each in given]
    chosen = best_lists(found, scored, knowledge) if _wants_list(asked, found, knowledge) else []
    if chosen and not says_it_all(shown[0], chosen[0], found, knowledge.search.subjects):
        return Extract(tuple(map(list_part, chosen)), "answered", shown[0])
    if judgement.outcome == "not_found":
        return Extract()
    outcome = judgement.outcome if _holds_all(asked, shown, documents) else "nearest"
    return Extract(tuple(_told(shown, documents)), outcome, shown[0])


def _wants_list(asked: str, found: Found, knowledge: Knowledge) -> bool:
    """Whether the question wants several things; where a conversation completes it, by its own words only."""
    is_whole = knowledge.search.reword(asked).text == found.wording.text
    return asks_for_list(asked) or (is_whole and asks_for_list(found.wording.text))


def _holds_all(asked: str, shown: Sequence[Quote], documents: Documents) -> bool:
    """Whether one of the quotes holds what the wording of the question demands, and the best is no word of what is left out."""
    wanted = demands(asked)
    held = any(all(one.holds(each.text, _around(each, documents)) for one in wanted) for each in shown)
    return held and not ABSENCE.search(shown[0].text)


def _around(quote: Quote, documents: Documents) -> str:
    """A fragment with the headings above it and the sentence that leads into its list."""
    reading = documents.reading(quote.document_id)
    within = reading.list_at(quote.start) if reading else None
    lead = within.introduction if within else ""
    if reading and within:
        text = reading.document.text
        lead = "\n".join((lead, *(text[each.start : each.end] for each in reading.parents(quote.start))))
    return "\n".join((quote.metadata.title, *quote.section, lead, quote.text))


def topic_part(asked: str, found: Found, documents: Documents) -> Part | None:
    """The opening of the section that a broad question names, or None when it is not broad or names none."""
    return named_section(found.wording.text, _documents(found, documents)) if is_broad(asked) else None


def may_be_given(quote: Quote, found: Found, knowledge: Knowledge) -> bool:
    """The first row of a table tells nothing alone, and a directory entry is only given when it is meant."""
    return not _is_header(quote, knowledge.documents) and _is_meant(quote, found, knowledge.contacts)


def _is_meant(quote: Quote, found: Found, contacts: Contacts) -> bool:
    """Of a directory entry, whether its own words hold enough of what is asked."""
    entry = next((each for each in contacts.of(quote.document_id) if each.start <= quote.start < each.end), None)
    if entry is None:
        return True
    return is_meant(entry, "\n".join((quote.text, *quote.section, entry.unit or "")), found.wording.text, contacts)


def _is_header(quote: Quote, documents: Documents) -> bool:
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


def _told(chosen: Sequence[Quote], documents: Documents) -> Iterator[Part]:
    """What is shown, best first, in document order; a sentence that leads into a list brings the list along."""
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
