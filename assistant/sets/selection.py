"""Which rows a question wants: the list that it is about, and of its rows those that fit. None where no list is near enough."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.knowledge import Knowledge
from assistant.quoting import ABSENCE
from assistant.sets.fitting import extreme_of, fitting
from assistant.sets.operation import Operation, counted
from retrieval.language import analyze, content_terms, has_hangul, is_korean
from retrieval.search import Documents, Found, List, Row

_UNKNOWN = 0.999  # share of the highest idf from which a term stands in no document
_FLOOR = 0.45  # of the question's known terms, by idf, that title, headings, lead, columns and rows of a list must hold
_NAMED = 0.3  # of them, that the headings, the lead and the columns alone must hold
_NARROW = 0.8  # of the best list's share, from which another list is meant as well
_LOST = 0.34  # of the question's terms, by idf, that may stand nowhere in the rows and their headings
_HEADED = 0.6  # of the terms of a heading, from which a question names it
_MOST_DOCUMENTS = 2
_THINGS = 2  # words after "how many" that name what is counted


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows that fit, by list, out of `looked_at` rows; `whole` where all rows of one list do."""

    chosen: tuple[tuple[List, tuple[Row, ...]], ...]
    looked_at: int

    @property
    def size(self) -> int:
        """How many rows fit."""
        return sum(len(rows) for _, rows in self.chosen)

    @property
    def whole(self) -> bool:
        """Whether it is one list with all its rows."""
        return len(self.chosen) == 1 and self.size == self.looked_at


@dataclass(frozen=True)
class _Terms:
    """The terms of a question with their weights, without what only says the operation."""

    weights: Mapping[str, float]
    canonical: Mapping[str, str]
    unknown: float

    def held(self, stems: frozenset[str]) -> frozenset[str]:
        """Those of them that are among some stems, under any of their names."""
        other = {self.canonical[each] for each in stems & self.canonical.keys()}
        return frozenset(self.weights.keys() & (stems | other))

    def weight(self, terms: frozenset[str]) -> float:
        """The weight of some of them."""
        return sum(self.weights[each] for each in terms)

    @property
    def total(self) -> float:
        """Of those that some document knows."""
        return sum(self.weights.values())


def select(wanted: Operation, found: Found, knowledge: Knowledge) -> Selection | None:
    """The rows that a question wants, None where no list is near enough or none of its rows fits."""
    terms = _terms(wanted, found, knowledge)
    lists = [each for each in _lists(found, knowledge.documents) if not leaves_out(each)]
    if not lists:
        return None
    worded = knowledge.search.reword(wanted.excluded).text if wanted.excluded else ""
    excluded = _weighed(content_terms(worded) if worded.strip() else [], knowledge.idf, {})
    selection = _exact(wanted, terms, lists, excluded) if wanted.is_exact else _worded(terms, lists, excluded)
    what = counted(found.wording.text)
    for subject in knowledge.search.subjects(what):  # whose they are is not what they are
        what = what.replace(subject.name, " ")
    things = content_terms(what)[:_THINGS] if what.strip() else []
    if selection and things and not any(each in _own_name(it) for it, _ in selection.chosen for each in things):
        return None  # what is counted are no rows of these lists
    return selection


def _own_name(each: List) -> frozenset[str]:
    """The terms of a list's own heading, its lead and its columns."""
    lead = each.introduction.rpartition("\n")[2]
    return frozenset(analyze("\n".join((*each.section[-1:], lead, *each.columns))))


def _exact(wanted: Operation, terms: _Terms, lists: Sequence[List], excluded: _Terms) -> Selection | None:
    """Of the lists that may be meant, the rows whose Values fit."""
    able = [each for each in lists if fitting(wanted, each, terms.held) is not None]
    near = _nearest(terms, able, wanted.timed is None)
    chosen: list[tuple[List, tuple[Row, ...]]] = []
    looked_at = 0
    if wanted.extreme and len(near) > 1:
        return _extreme_of_all(wanted, terms, near)
    for each in near:
        rows = fitting(wanted, each, terms.held) or ()
        rows = tuple(row for row in rows if not _is_excluded(row, excluded))
        looked_at += len(each.rows)
        if rows:
            chosen.append((each, rows))
    return Selection(tuple(chosen), looked_at) if chosen else None


def _extreme_of_all(wanted: Operation, terms: _Terms, lists: Sequence[List]) -> Selection | None:
    rows = [(each, row) for each in lists for row in each.rows]
    best = extreme_of(wanted, rows, terms.held)
    by_list = [(each, tuple(row for other, row in best if other is each)) for each in lists]
    return Selection(tuple((each, found) for each, found in by_list if found), len(rows)) if best else None


def _nearest(terms: _Terms, lists: Sequence[List], narrows: bool) -> list[List]:
    """The lists of one document that the question is about: those whose headings tell them apart, else all that share what
    it asks for."""
    if not lists:
        return []
    shares = {each: _share(terms, each) for each in lists}
    first = max(lists, key=shares.__getitem__).document.id
    own = [each for each in lists if each.document.id == first]
    if max(shares[each] for each in own) < _FLOOR:
        return []
    every = frozenset.intersection(*(terms.held(each.named) for each in own))
    apart = {each: terms.weight(terms.held(each.named) - every) for each in own}
    best = max(apart.values())
    if best > 0:
        return [each for each in own if apart[each] >= _NARROW * best]
    return own


def _share(terms: _Terms, each: List) -> float:
    """The share of a question that a list holds with its title, headings, lead, columns and rows."""
    if not terms.weights:
        return 1.0
    title = frozenset(content_terms(each.document.metadata.title))
    rows = frozenset().union(*(row.stems for row in each.rows))
    return terms.weight(terms.held(each.named | title | rows)) / (terms.total or 1.0)


def compared(found: Found, knowledge: Knowledge) -> Selection | None:
    """Two of a table's columns that a question names, in the rows that hold the rest of it; or the rows below two headings
    that it names. None where it names no two."""
    if not found.passages:
        return None
    terms = _terms(Operation(), found, knowledge)
    lists = [each for each in _lists(found, knowledge.documents) if not leaves_out(each)]
    for each in lists:
        own = [frozenset(analyze(name)) for name in each.columns]
        named = [stems for stems in own if stems and stems <= terms.weights.keys()]
        if len({stems for stems in named if not any(stems < other for other in named)}) < 2:
            continue
        rest = frozenset(terms.weights) - frozenset().union(*named)
        fit = {row: terms.weight(terms.held(row.stems) & rest) for row in each.rows}
        most = max(fit.values())
        if most > 0:
            return Selection(((each, tuple(row for row in each.rows if fit[row] == most)),), len(each.rows))
    return _of_two_headings(terms, lists)


def _of_two_headings(terms: _Terms, lists: Sequence[List]) -> Selection | None:
    held: dict[str, tuple[List, frozenset[str]]] = {}
    for each in lists:
        heading = each.section[-1] if len(each.section) > 1 else ""
        own = frozenset(content_terms(heading)) if heading else frozenset()
        share = len(terms.held(own)) / len(own) if own else 0.0
        if len(terms.held(own)) >= 2 and share >= _HEADED:
            held.setdefault(heading, (each, terms.held(own)))
    pairs = list(held.values())
    apart = [pair for pair in pairs if not any(pair[1] & other[1] for other in pairs if other is not pair)]
    if len(apart) != 2:
        return None
    return Selection(tuple((each, each.rows) for each, _ in apart), sum(len(each.rows) for each, _ in apart))


def _worded(terms: _Terms, lists: Sequence[List], excluded: _Terms) -> Selection | None:
    """The list whose headings and lead hold most of the question, and of its rows those that hold the rest."""
    if not terms.weights:
        return None
    best = max(lists, key=lambda each: (_named(terms, each), _share(terms, each)))
    share = _share(terms, best)
    if _named(terms, best) < _NAMED * terms.total or share * terms.total < (1 - _LOST) * (terms.total + terms.unknown):
        return None
    rest = frozenset(terms.weights) - terms.held(best.named | frozenset(content_terms(best.document.metadata.title)))
    rows = best.rows
    if rest:
        fit = {row: terms.weight(terms.held(row.stems) & rest) for row in rows}
        most = max(fit.values())
        if most > 0:
            rows = tuple(row for row in rows if fit[row] >= 0.99 * most)
    if excluded.weights:
        kept = tuple(row for row in best.rows if not _is_excluded(row, excluded))
        if len(kept) == len(best.rows) or not kept:
            return None
        rows = tuple(row for row in rows if row in kept) or kept
    return Selection(((best, rows),), len(best.rows))


def _named(terms: _Terms, each: List) -> float:
    return terms.weight(terms.held(each.named))


def _is_excluded(row: Row, excluded: _Terms) -> bool:
    return bool(excluded.weights) and excluded.weight(excluded.held(row.stems)) >= 0.9 * excluded.total


def _lists(found: Found, documents: Documents) -> list[List]:
    """The lists of the documents found first."""
    ids = list(dict.fromkeys(passage.chunk.document_id for passage in found.passages))[:_MOST_DOCUMENTS]
    readings = (documents.reading(each) for each in ids)
    return [each for reading in readings if reading for each in reading.lists if each.rows]


def _terms(wanted: Operation, found: Found, knowledge: Knowledge) -> _Terms:
    text = found.wording.text
    for subject in knowledge.search.subjects(text):
        text = text.replace(subject.name, " ")
    for word in (wanted.excluded, *wanted.grammar):
        text = re.sub(re.escape(word), " ", text, flags=re.IGNORECASE) if word else text
    if wanted.bound:
        text = re.sub(r"\d[\d,.]*\s*(?:[십백천만억조]*\s*원|%|퍼센트)?", " ", text)
    if wanted.year:
        text = text.replace(str(wanted.year), " ")
    terms = content_terms(text) if text.strip(" ?.!") else []
    return _weighed(in_language(terms, found, knowledge.documents), knowledge.idf, found.canonical)


def in_language(terms: Sequence[str], found: Found, documents: Documents) -> list[str]:
    """Of a Korean question the terms in the language of what was found: it holds its words and those of their translation."""
    first = documents.whole(found.passages[0].chunk.document_id)
    if not has_hangul(found.wording.question) or first is None:
        return list(terms)
    typed = frozenset(analyze(found.wording.question))
    if is_korean(first.text):
        return [each for each in terms if has_hangul(each) or each in typed]
    return [each for each in terms if not has_hangul(each)]


def _weighed(terms: Sequence[str], idf: Callable[[str], float], canonical: Mapping[str, str]) -> _Terms:
    highest = idf("\x00")
    weights = {each: idf(each) for each in dict.fromkeys(terms) if _tells(each)}
    known = {each: weight for each, weight in weights.items() if weight < _UNKNOWN * highest}
    return _Terms(known, canonical, sum(weights.values()) - sum(known.values()))


def _tells(term: str) -> bool:
    """Whether a term tells something: a syllable of Hangul alone is the rest of a particle."""
    bare = term.strip()
    return any(each.isalnum() for each in bare) and not (len(bare) == 1 and has_hangul(bare))


def leaves_out(each: List) -> bool:
    """Whether it is a list of things that a page does not say."""
    return sum(bool(ABSENCE.search(row.text)) for row in each.rows) * 2 > len(each.rows)
