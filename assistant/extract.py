"""The embedded answerer: it chooses sentences, list items and whole lists, and copies them by offset.

Nothing is written here that the documents do not say; what can be wrong is only the choice, so it refuses when the
evidence is weak or the needed kind of fact is not stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import quotes
from assistant.absence import ABSENCE
from assistant.demands import Demand, demands
from assistant.lists import List, asks_for_list, lists
from assistant.quotes import Part, Quote, in_document_order
from assistant.topics import is_broad, named_section
from assistant.weighing import weigh
from retrieval.concepts import needs
from retrieval.lexical import content_terms
from retrieval.records import Document
from retrieval.search import Found, Search
from retrieval.wording import mentions

MOST_QUOTES = 3
_FLOOR = 0.31  # a best fragment that scores less has nothing to do with the question (see evals/results)
_LIKELY = 0.28  # evidence of an answer, below which even a near fragment is refused
_NEAR = 0.9  # a further fragment must come this close to the best one's score
_NEAR_WITH_DEMAND = 0.7  # the same for a fragment that holds the very kind of fact that is asked for
_LIST_SHARE = 0.5  # of the question's weight that a list's heading, lead and items must hold
_LED = 0.95  # of the best fragment's score, when a list that holds or follows the fragment needs no other ground
_SISTER = 0.8  # a list in the same section that fits this well, beside the best one, is given with it
_LONGEST_LIST = 40
_ITS_NUMBER = re.compile(r"\b\d+(?:st|nd|rd|th)\b|\b\d{3,}\b")
_NUMERAL = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A quotable fragment of a passage; `score` orders the fragments of one question."""

    quote: Quote
    score: float


@dataclass(frozen=True, slots=True)
class Extract:
    """What was chosen. `found` is False when the documents do not answer; `nearest` is then the closest they come, if they come close.

    `missing` names what was asked for and is not stated, e.g. "an amount"; `sure` the evidence that there is an answer.
    """

    parts: tuple[Part, ...] = ()
    found: bool = False
    nearest: Quote | None = None
    missing: str | None = None
    sure: float = 0.0

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote in reading order."""
        return tuple(quote for part in self.parts for quote in part.quotes)


def extract(asked: str, found: Found, search: Search) -> Extract:
    """Choose what answers `asked` (the question's own words; `found` was searched with its standalone form)."""
    fragments, sure = _weighed(found, search)
    if not fragments:
        return Extract()
    if fragments[0].score < _FLOOR or sure < _LIKELY:
        return Extract(sure=sure)
    refusal = Extract(nearest=fragments[0].quote, sure=sure)
    if is_broad(asked) and (section := named_section(found.wording.text, _documents(found, search))):
        return replace(refusal, parts=(section,), found=True)
    if (asks_for_list(asked) or asks_for_list(found.wording.text)) and (chosen := _best_list(found, fragments, search)):
        return replace(refusal, parts=tuple(map(_list_part, chosen)), found=True)
    if _says_that_it_is_not_stated(fragments):
        return refusal
    wanted = demands(asked)
    if counted := _counted_list(wanted, found, fragments, search):
        return replace(refusal, parts=(_list_part(counted),), found=True)
    share = _NEAR_WITH_DEMAND if wanted else _NEAR
    fragments = _with_its_numbers(asked, fragments, search)
    near = [each for each in fragments if each.score >= share * fragments[0].score and not _is_absence(each)]
    if wanted:
        near = _naming_as_much(near, found, search)
    stating = [each for each in near if all(one.holds(each.quote.text, _around(each.quote, search)) for one in wanted)]
    if not stating:
        return replace(refusal, missing=wanted[0].label if wanted else None)
    return replace(refusal, parts=tuple(_told(stating, bool(wanted), search)), found=True)


def _with_its_numbers(asked: str, fragments: list[Fragment], search: Search) -> list[Fragment]:
    """Of the fragments near the best one, those about the very number, year or ordinal that is asked about, if any are."""
    numbers = set(_ITS_NUMBER.findall(asked))
    if not numbers:
        return fragments
    near = [each for each in fragments if each.score >= _NEAR_WITH_DEMAND * fragments[0].score]
    own = [each for each in near if numbers <= set(_ITS_NUMBER.findall(_around(each.quote, search)))]
    return own or fragments


def _naming_as_much(fragments: Sequence[Fragment], found: Found, search: Search) -> list[Fragment]:
    """Those about as many of the things that the question names as the best one, as an amount may be of something else."""

    def named(each: Fragment) -> int:
        around = _around(each.quote, search)
        return sum(any(mentions(around, name) for name in (it.name, *it.others)) for it in found.wording.names)

    counts = [named(each) for each in fragments]
    return [each for each, count in zip(fragments, counts, strict=True) if count >= counts[0]]


def _around(quote: Quote, search: Search) -> str:
    """A fragment with the headings above it and the sentence that leads into its list."""
    document = search.document(quote.document_id)
    led = (each for each in lists(document) if each.start <= quote.start < each.end) if document else iter(())
    lead = next((each.introduction for each in led), "")
    return "\n".join((quote.metadata.title, *quote.section, lead, quote.text))


def _is_absence(fragment: Fragment) -> bool:
    return ABSENCE.search(fragment.quote.text) is not None


def _says_that_it_is_not_stated(fragments: Sequence[Fragment]) -> bool:
    """Whether the best fragment is the document's own word that it does not give what is asked for."""
    return _is_absence(fragments[0])


def _weighed(found: Found, search: Search) -> tuple[list[Fragment], float]:
    """The fragments of the passages, best first, and the evidence that they answer."""
    evidence = weigh(found, search.index.lexical.idf)
    fragments = [
        Fragment(_with_page(quotes.of_chunk(found.passages[each.passage].chunk, each.span), search), each.score)
        for each in evidence.fragments
    ]
    return fragments, evidence.answerable


def _documents(found: Found, search: Search) -> list[Document]:
    """The documents of the passages, in their order."""
    ids = dict.fromkeys(passage.chunk.document_id for passage in found.passages)
    return [document for i in ids if (document := search.document(i)) is not None]


def _with_page(quote: Quote, search: Search) -> Quote:
    """A chunk knows the page that it begins on; the quote's own page is that of the block that it stands in."""
    if quote.page is None:
        return quote
    document = search.document(quote.document_id)
    blocks = document.blocks if document else ()
    page = next((block.page for block in blocks if block.start <= quote.start < block.end), quote.page)
    return replace(quote, page=page)


# --- sentences ---


def _told(fragments: Sequence[Fragment], demanded: bool, search: Search) -> Iterator[Part]:
    """The best fragment and those nearly as good, in document order.

    A sentence that leads into a list brings the list along, unless some other fragment holds what is demanded.
    """
    if demanded:
        fragments = [each for each in fragments if not each.quote.text.endswith(":")] or fragments
    chosen = [each.quote for each in fragments[:MOST_QUOTES] if each.score >= _NEAR * fragments[0].score]
    leads = [each for each in chosen if each.text.endswith(":")]
    told = in_document_order(each for each in chosen if each not in leads)
    if told:
        yield Part(tuple(told))
    if leads:
        yield from map(_list_part, _led_lists(leads[0], search))


# --- lists ---


def _led_lists(quote: Quote, search: Search) -> list[List]:
    """The list that a sentence leads into, as a lead alone tells nothing."""
    document = search.document(quote.document_id) if quote.text.endswith(":") else None
    found = lists(document) if document else ()
    return [each for each in found if each.lead and each.lead.start <= quote.start < each.lead.end]


def _counted_list(wanted: Sequence[Demand], found: Found, fragments: Sequence[Fragment], search: Search) -> List | None:
    """For "how many", a list whose heading or lead says how many it holds."""
    counting = [each for each in wanted if each.label.startswith("a number of ")]
    fitting = _best_list(found, fragments, search) if counting else []
    return next((each for each in fitting if counting[0].holds(each.introduction, "")), None)


def _best_list(found: Found, fragments: Sequence[Fragment], search: Search) -> list[List]:
    """The list whose heading, lead and items hold most of what the question asks for, with its like in the same section."""
    idf = search.index.lexical.idf
    weight = {need: min(map(idf, need)) for need in _needs(found.wording.text, search)}
    total = sum(weight.values()) or 1.0
    places = [(each.quote.document_id, each.quote.start, each.score) for each in fragments]
    fitting: list[tuple[float, List]] = []
    for document in _documents(found, search):
        for each in lists(document):
            score = _list_score(each, weight, total, places)
            if score is not None:
                fitting.append((score, each))
    if not fitting:
        return []
    score, best = max(fitting, key=lambda pair: pair[0])
    return [each for other, each in fitting if each.section == best.section and other >= _SISTER * score]


def _needs(question: str, search: Search) -> list[frozenset[str]]:
    """What a question asks for beside the body, place or plan that it asks about, which the search has seen to."""
    text = _NUMERAL.sub(" ", question)
    for subject in search.subjects(text):
        text = text.replace(subject.name, " ")
    return needs(text) or needs(question)


def _list_score(
    each: List, weight: dict[frozenset[str], float], total: float, places: Sequence[tuple[str, int, float]]
) -> float | None:
    """How well a list fits, or None: by the share of the question that it holds, that it is introduced by, and by its
    best fragment. A list of things that a page does not say is never an answer."""
    text = each.document.text
    if sum(bool(ABSENCE.search(text[item.start : item.end])) for item in each.items) * 2 > len(each.items):
        return None
    introduced = set(content_terms(each.introduction))
    titled = introduced | set(content_terms(each.document.metadata.title))
    held = titled | set(content_terms(text[each.start : each.end]))
    share = sum(value for need, value in weight.items() if need & held) / total
    named = sum(value for need, value in weight.items() if need & introduced) / total
    inside = [score for document, start, score in places if document == each.document.id and _spans(each, start)]
    best = max(score for _, _, score in places)
    near = bool(inside) and max(inside) >= _LED * best
    if not near and (share < _LIST_SHARE or (not inside and named < _LIST_SHARE)):
        return None
    return share + named + max(inside, default=0.0)


def _spans(each: List, start: int) -> bool:
    begin = each.lead.start if each.lead else each.start
    return begin <= start < each.end


def _list_part(chosen: List) -> Part:
    blocks = [*([chosen.lead] if chosen.lead else []), *chosen.items[:_LONGEST_LIST]]
    return Part(tuple(quotes.of_block(chosen.document, block, chosen.section) for block in blocks))
