"""The embedded answerer: it chooses sentences, list items and whole lists, and copies them by offset.

Nothing is written here that the documents do not say; what can be wrong is only the choice. The evidence judge chooses,
and says how sure it is that what is shown answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.ask import Reference
from assistant.contacts import Contacts, is_elsewhere, is_meant
from assistant.evidence import CLOSE, MOST_SHOWN, Outcome, Ranked
from assistant.extractive.context import in_context
from assistant.extractive.led import leads_into_list, led_lists, list_part, spans
from assistant.extractive.topic_parts import is_broad, named_section
from assistant.knowledge import Knowledge
from assistant.question import demands, types
from assistant.quoting import Part, Quote, fragment, holds_address, in_document_order, quotes
from retrieval.language import content_terms
from retrieval.records import Document
from retrieval.search import Documents, Found, List

_MOST_ITEMS = 0.6
"""Share of a list's items that must come close to the best one."""
_LISTED = 0.5
"""That a list is asked for, from which it is given whole; that something is that has one answer, from which it is not."""
_OF_ONE = (
    types.QuestionType.CONFIRMATION,
    types.QuestionType.COUNT,
    types.QuestionType.MONEY,
    types.QuestionType.AMOUNT,
    types.QuestionType.TIME,
    types.QuestionType.PERSON,
    types.QuestionType.PLACE,
)


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


def extract(asked: str, found: Found, knowledge: Knowledge, rows: Sequence[Reference] = ()) -> Extract:
    """Choose what answers `asked` (the question's own words; `found` was searched with its standalone form).

    `rows` are those of an earlier answer that it asks about: what they say comes first, and answers.
    """
    documents = knowledge.documents
    if section := topic_part(asked, found, documents):  # a heading named in full needs no other evidence
        return Extract((section,), "answered", section.quotes[0])
    judgement = knowledge.judged(found)
    places = [(fragment(found, each.source, each.fragment), each) for each in judgement.fragments]
    given = [(quote, each) for quote, each in places if _may_be_given(quote, found, knowledge)]
    if own := [quote for quote, _ in given if _is_in(quote, rows)]:
        return Extract(tuple(_told([_with_page(own[0], documents)], documents)), "answered", own[0])
    if not given or judgement.outcome == "not_found":
        return Extract()
    whole_best = in_context(given, found.passages[given[0][1].source].chunk)
    shown = [_with_page(quote, documents) for quote in _beside(whole_best, _shown(given))]
    if judgement.outcome == "answered" and _holds_all(asked, shown, documents):
        whole = _list_meant(given, documents) or _list_asked_for(
            given[0][0], found, knowledge.type_of(found), documents
        )
        return Extract((list_part(whole),) if whole else tuple(_told(shown, documents)), "answered", shown[0])
    near = [_with_page(quote, documents) for quote in _beside(whole_best, _of_each_passage(given))]
    return Extract(tuple(part for each in near for part in _told([each], documents)), "nearest", shown[0])


def _shown(given: Sequence[tuple[Quote, Ranked]]) -> list[Quote]:
    """The best fragment and those that come close to it: beside one that states what is asked for no other kind, and no way
    to reach somebody; beside one that leads into a list, all of its section that do."""
    best, first = given[0]
    near = (pair for pair in given[1:] if pair[1].score >= CLOSE * first.score)
    alike = (quote for quote, each in near if each.states_as_much(first.unstated))
    close = [best, *(each for each in alike if not holds_address(each.text))]
    shown = close[:MOST_SHOWN]
    leads = {(each.document_id, each.section) for each in shown if leads_into_list(each)}
    more = (each for each in close[MOST_SHOWN:] if leads_into_list(each) and (each.document_id, each.section) in leads)
    return [*shown, *more]


def _beside(best: Quote, others: Sequence[Quote]) -> list[Quote]:
    """The best quote and those of the others that are no part of it."""
    within = (best.document_id, range(best.start, best.end))
    return [best, *(each for each in others if each.document_id != within[0] or each.start not in within[1])]


def _is_in(quote: Quote, rows: Sequence[Reference]) -> bool:
    """Whether a quote stands in one of some rows."""
    for each in rows:
        document, _, span = each.id.rpartition(":")
        start, _, end = span.partition("-")
        if each.kind == "row" and document == quote.document_id and int(start) <= quote.start < int(end):
            return True
    return False


def _of_each_passage(given: Sequence[tuple[Quote, Ranked]]) -> list[Quote]:
    """The best fragment of each of the passages that come first: where none is sure to answer, one of several may."""
    best: dict[int, Quote] = {}
    for quote, each in given:
        best.setdefault(each.source, quote)
    return list(best.values())[:MOST_SHOWN]


def _list_meant(given: Sequence[tuple[Quote, Ranked]], documents: Documents) -> List | None:
    """The list of the best fragments, where most of its items come as close: the question is about none of them alone."""
    best, first = given[0]
    reading = documents.reading(best.document_id) if best.marker else None
    whole = reading.list_at(best.start) if reading else None
    if whole is None or not all(
        quote.document_id == best.document_id and spans(whole, quote.start) for quote, _ in given[:MOST_SHOWN]
    ):
        return None
    close = sum(
        each.score >= CLOSE * first.score
        for quote, each in given
        if quote.document_id == best.document_id and spans(whole, quote.start)
    )
    return whole if close > _MOST_ITEMS * len(whole.items) else None


def _list_asked_for(best: Quote, found: Found, asked_for: types.TypeChances, documents: Documents) -> List | None:
    """The list that holds the best fragment, where a list is asked for, by the kind of question or by the list's own heading,
    and no word of the question tells its items apart."""
    reading = documents.reading(best.document_id) if best.marker else None
    whole = reading.list_at(best.start) if reading else None
    if whole is None:
        return None
    asked = frozenset(content_terms(found.wording.text))
    heading = frozenset(content_terms(whole.section[-1])) if len(whole.section) > 1 else frozenset()
    is_named = bool(heading) and heading <= asked and asked_for.of(*_OF_ONE) < _LISTED
    if not is_named and asked_for.of(types.QuestionType.LIST) < _LISTED:
        return None
    held = [(asked - whole.named) & row.stems for row in whole.rows]
    return whole if held and all(each == held[0] for each in held) else None


def _holds_all(asked: str, shown: Sequence[Quote], documents: Documents) -> bool:
    """Whether one of the quotes holds what the wording of the question demands."""
    wanted = demands(asked)
    return any(all(holds(each.text, _around(each, documents)) for holds in wanted) for each in shown)


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


def _may_be_given(quote: Quote, found: Found, knowledge: Knowledge) -> bool:
    """The first row of a table tells nothing alone, and a directory entry is only given when it is meant."""
    return not _is_header(quote, knowledge.documents) and _is_meant(quote, found, knowledge.contacts)


def _is_meant(quote: Quote, found: Found, contacts: Contacts) -> bool:
    """Of a directory entry, whether its own words hold enough of what is asked."""
    entry = next((each for each in contacts.of(quote.document_id) if each.start <= quote.start < each.end), None)
    if entry is None:
        return True
    if entry.phone and entry.team and is_elsewhere(entry, found.wording):
        return False
    return is_meant(entry, "\n".join((quote.text, *quote.section, entry.unit or "")), found.wording.text, contacts)


def _is_header(quote: Quote, documents: Documents) -> bool:
    reading = documents.reading(quote.document_id) if quote.marker else None
    return reading is not None and reading.is_header(quote.start)


def _documents(found: Found, documents: Documents) -> list[Document]:
    """The documents of the passages, in their order."""
    ids = dict.fromkeys(passage.chunk.document_id for passage in found.passages)
    return [document for i in ids if (document := documents.whole(i)) is not None]


def _with_page(quote: Quote, documents: Documents) -> Quote:
    """A chunk knows the page that it begins on; the quote's own page is that of the block that it stands in."""
    if quote.page is None:
        return quote
    reading = documents.reading(quote.document_id)
    block = reading.block_at(quote.start) if reading else None
    return replace(quote, page=block.page) if block else quote


# --- sentences ---


def _told(chosen: Sequence[Quote], documents: Documents) -> Iterator[Part]:
    """What is shown, in document order; a sentence that leads into a list brings the list along."""
    led = [each for quote in chosen for each in led_lists(quote, documents)]
    told = in_document_order(
        whole
        for each in chosen
        if not any(each.document_id == it.document.id and spans(it, each.start) for it in led)
        for whole in (*_parents(each, documents), each)
    )
    if told:
        yield Part(tuple(told))
    yield from map(list_part, led)


def _parents(quote: Quote, documents: Documents) -> list[Quote]:
    reading = documents.reading(quote.document_id) if quote.marker else None
    above = reading.parents(quote.start) if reading else []
    return [quotes.of_block(reading.document, each, quote.section) for each in above] if reading else []
