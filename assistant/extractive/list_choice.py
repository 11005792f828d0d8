"""Which list of the retrieved documents answers a question that wants several things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.knowledge import Knowledge
from assistant.question import NUMBER_OF, Demand
from assistant.quoting import ABSENCE, Part, Quote, quotes
from retrieval.language import content_terms, needs
from retrieval.patterns import late_pattern
from retrieval.search import Documents, Found, List, Subjects

_SHARE = 0.5  # of the question's weight that a list's headings, lead and items must hold
_LED = 0.95  # of the best fragment's score, when a list that holds or follows the fragment needs no other ground
_BEHIND = 0.8  # of it, under which the list's own heading must name all that is asked for
_SISTER = 0.8  # a list in the same section that fits this well, beside the best one, is given with it
_CALLED = 0.4  # for a list whose own heading the question holds whole
_LONGEST = 40  # items
_NUMERAL = late_pattern(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\b", re.IGNORECASE)

_FORM = late_pattern(
    r"\b(?:falls? (?:under|within|into)|comes? under|belongs? (?:to|in)|count as|counts? among|makes? up|(?:stands?|lies?|is|are) behind)\b",
    re.IGNORECASE,
)
"""How a question says that things are parts of a whole, which no list repeats."""

Places = Sequence[tuple[str, int, float]]
"""Document, place and score of each fragment, best first."""


def led_lists(quote: Quote, documents: Documents) -> list[List]:
    """The list that a sentence leads into, as a lead alone tells nothing."""
    reading = documents.reading(quote.document_id) if quote.text.endswith(":") else None
    return reading.lists_led_by(quote.start) if reading else []


def counted_list(wanted: Sequence[Demand], found: Found, places: Places, knowledge: Knowledge) -> List | None:
    """For "how many", a list whose heading or lead says how many it holds."""
    counting = [each for each in wanted if each.wanted.key == NUMBER_OF]
    fitting = best_lists(found, places, knowledge) if counting else []
    return next((each for each in fitting if counting[0].holds(each.introduction, "")), None)


def best_lists(found: Found, places: Places, knowledge: Knowledge) -> list[List]:
    """The list whose heading, lead and items hold most of what the question asks for, with its like in the same section."""
    idf = knowledge.idf
    weight = {need: min(map(idf, need)) for need in _needs(found.wording.text, knowledge.search.subjects)}
    total = sum(weight.values()) or 1.0
    fitting: list[tuple[float, List]] = []
    for document_id in dict.fromkeys(passage.chunk.document_id for passage in found.passages):
        reading = knowledge.documents.reading(document_id)
        for each in reading.lists if reading else ():
            score = _score(each, weight, total, places)
            if score is not None:
                fitting.append((score, each))
    if not fitting:
        return []
    score, best = max(fitting, key=lambda pair: pair[0])
    return [each for other, each in fitting if each.section == best.section and other >= _SISTER * score]


def _needs(question: str, subjects: Subjects) -> list[frozenset[str]]:
    """What a question asks for beside the body, place or plan that it asks about, which the search has seen to."""
    text = _FORM.sub(" ", _NUMERAL.sub(" ", question))
    for subject in subjects(text):
        text = text.replace(subject.name, " ")
    return needs(text) or needs(question)


def _score(each: List, weight: dict[frozenset[str], float], total: float, places: Places) -> float | None:
    """How well a list fits, or None: by the share of the question that it holds, that it is introduced by, and by its
    best fragment. A list of things that a page does not say is never an answer."""
    text = each.document.text
    if sum(bool(ABSENCE.search(text[item.start : item.end])) for item in each.items) * 2 > len(each.items):
        return None
    introduced = set(content_terms(each.introduction))
    titled = introduced | set(content_terms(each.document.metadata.title))
    held = titled | set(content_terms(text[each.start : each.end]))
    share = _weigh(weight, held) / total
    named = _weigh(weight, introduced) / total
    inside = [score for document, start, score in places if document == each.document.id and _spans(each, start)]
    best = max(score for _, _, score in places)
    nearest = max(inside, default=0.0)
    heading = _heading(each)
    if nearest < _LED * best and (share < _SHARE or (nearest < _BEHIND * best and _weigh(weight, heading) < total)):
        return None
    asked = {stem for need in weight for stem in need}
    own = set(content_terms(each.section[-1])) if each.section else set()
    called = _CALLED if own and own <= asked else 0.0
    return share + (named + _weigh(weight, heading) / total) / 2 + nearest + called


def _heading(each: List) -> set[str]:
    """The stems of a list's own heading and lead."""
    own = each.section[-1] if each.section else ""
    return set(content_terms(f"{own}\n{each.introduction.rpartition(chr(10))[2]}"))


def _weigh(weight: dict[frozenset[str], float], terms: set[str]) -> float:
    return sum(value for need, value in weight.items() if need & terms)


def _spans(each: List, start: int) -> bool:
    begin = each.lead.start if each.lead else each.start
    return begin <= start < each.end


def says_it_all(best: Quote, chosen: List, found: Found, subjects: Subjects) -> bool:
    """Whether the best fragment alone holds all that is asked for, and the list's own heading does not."""
    wanted = _needs(found.wording.text, subjects)
    in_list = best.document_id == chosen.document.id and _spans(chosen, best.start)
    told, headed = set(content_terms(best.text)), _heading(chosen)
    return (
        not in_list
        and not best.text.endswith(":")
        and all(n & told for n in wanted)
        and not all(n & headed for n in wanted)
    )


def list_part(chosen: List) -> Part:
    """A list as it is quoted: its lead and its items, each a quote of its own."""
    blocks = [*([chosen.lead] if chosen.lead else []), *chosen.items[:_LONGEST]]
    return Part(tuple(quotes.of_block(chosen.document, block, chosen.section) for block in blocks))
