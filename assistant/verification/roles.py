"""Whether a sentence gives each name its own part: the bureau of that initiative, who surveys and who is surveyed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.verification.names import TYPES, Name, names, place_in
from assistant.verification.passage import Bag, View, nearness
from assistant.verification.value_check import Fault
from assistant.verification.words import Reading, Word
from retrieval.patterns import late_pattern

MARGIN = 0.12
"""By how much another name must fit the words around better (share of their weight) to be the one that is meant."""

_SENTENCE = 4  # words with matter in a sentence
_LEAST_TURNED = 0.12  # idf, in that of the rarest word, of the words that must have changed places

_PERSON = late_pattern(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)?-[A-Za-z][a-z]+\b")


@dataclass(frozen=True, slots=True)
class _Stand:
    """A place of a name in a passage."""

    view: View
    fragment: int
    start: int

    def bag(self) -> Bag:
        """What stands around it, the nearer to it than to another name the more."""
        reading = self.view.fragments[self.fragment].reading
        others = [each.start for each in names(reading) if each.start != self.start]
        return self.view.near(self.fragment, self.start, others)


class RoleCheck:
    """The names of one sentence, each with the words around it, against the same names in the cited passages."""

    def __init__(self, sentence: Reading, views: Sequence[View], weight: Callable[[str], float]) -> None:
        self._sentence = sentence
        self._views = views
        self._words = [(word, weight(word.stem)) for word in sentence.words]
        self._names = tuple(each for each in names(sentence) if each.start or each.group >= 0 or len(each.tokens) > 1)

    def run(self) -> Fault | None:
        """Why a name has another's part, or None."""
        own = [(name, stands) for name in self._names if (stands := list(self._stands(name)))]
        for name, stands in own:
            if rival := self._rival(name, stands):
                return Fault("name", f"{name.text} stands with something else, not with {rival}")
        for (one, at_one), (other, at_other) in combinations(own, 2):
            if self._swapped(one, at_one, other, at_other):
                return Fault("name", f"{one.text} and {other.text} have changed places")
        return None

    def _stands(self, name: Name) -> Iterator[_Stand]:
        for view in self._views:
            for fragment, start in _places(name, view):
                yield _Stand(view, fragment, start)

    def _rival(self, name: Name, stands: Sequence[_Stand]) -> str | None:
        """Another name of the same sort that fits the words around a name better."""
        said = {each.tokens for each in self._names} | {each.group for each in self._names if each.group >= 0}
        for view in self._views:
            for number, fragment in enumerate(view.fragments):
                for other in names(fragment.reading):
                    if other.tokens in said or other.group in said:
                        continue
                    there = _Stand(view, number, other.start)
                    placed = min(len(name.tokens), len(other.tokens)) > 1 and all(
                        _in_one_column(e, there) for e in stands
                    )
                    if not _alike(name, other) and not placed:
                        continue
                    if self._fit(name, there, other) > max(self._fit(name, each, other) for each in stands) + MARGIN:
                        return other.text
        return None

    def _fit(self, name: Name, stand: _Stand, other: Name) -> float:
        """Share of the words around a name that stand around a place, the two names' own words left out."""
        others = [each.start for each in self._names if each is not name]
        bag = stand.bag()
        total = said = 0.0
        for word, rarity in self._words:
            if not _is_in(word, {*name.tokens, *other.tokens}):
                weight = rarity * nearness(self._sentence, word.start, name.start, others)
                total += weight
                said += weight * bag.weight(word)
        return said / total if total else 0.0

    def _swapped(self, one: Name, at_one: Sequence[_Stand], other: Name, at_other: Sequence[_Stand]) -> bool:
        """Whether the words beside each of two names stand beside the other one in the passages."""
        if set(one.tokens) & set(other.tokens):
            return False
        with_one, with_other = _beside(at_one, at_other), _beside(at_other, at_one)
        kept, turned = 0.0, []
        for name, own, foreign in ((one, with_one, with_other), (other, with_other, with_one)):
            of_name = 0.0
            for word, rarity in self._words:
                if word.segment != self._sentence.segment(name.start) or _is_in(word, {*one.tokens, *other.tokens}):
                    continue
                kept += rarity * (word.stem in own and word.stem not in foreign)
                of_name += rarity * (word.stem in foreign and word.stem not in own)
            turned.append(of_name)
        return min(turned) > _LEAST_TURNED and sum(turned) > 2 * kept


def _places(name: Name, view: View) -> Iterator[tuple[int, int]]:
    """(fragment, offset) of each fragment that has a name."""
    for number, fragment in enumerate(view.fragments):
        start = place_in(name, fragment.reading)
        if start is not None:
            yield number, start


def _beside(stands: Sequence[_Stand], others: Sequence[_Stand]) -> set[str]:
    """The stems that stand nearer to one name than to the other, in the fragments that have it."""
    found: set[str] = set()
    for each in stands:
        reading = each.view.fragments[each.fragment].reading
        rivals = [other.start for other in others if other.view is each.view and other.fragment == each.fragment]
        for word in reading.words:
            distance = abs(word.segment - reading.segment(each.start))
            if all(distance < abs(word.segment - reading.segment(rival)) for rival in rivals):
                found.add(word.stem)
    return found


def _is_in(word: Word, tokens: set[str]) -> bool:
    return word.text.lower() in tokens


def _alike(name: Name, other: Name) -> bool:
    """Whether two names are of one sort, and neither is part of the other."""
    one, two = set(name.tokens), set(other.tokens)
    same = (_type(name) and _type(other) == _type(name)) or (_is_person(name) and _is_person(other))
    return bool(same) and not one <= two and not two <= one


def _in_one_column(one: _Stand, other: _Stand) -> bool:
    """Whether two names stand in the same column of a table, not the first, or each begins its own sentence."""
    readings = [each.view.fragments[each.fragment].reading for each in (one, other)]
    if one.view is not other.view or one.fragment == other.fragment:
        return False
    columns = [reading.text.count(" | ", 0, each.start) for reading, each in zip(readings, (one, other), strict=True)]
    headers = [each.view.fragments[each.fragment].header for each in (one, other)]
    if None not in headers:
        return headers[0] == headers[1] and columns[0] == columns[1] > 0
    sentences = all(len(reading.words) >= _SENTENCE and reading.text.endswith(".") for reading in readings)
    return headers == [None, None] and one.start == other.start == 0 and sentences


def _type(name: Name) -> str:
    return next((each for each in reversed(name.tokens) if each in TYPES), "")


def _is_person(name: Name) -> bool:
    return _PERSON.search(name.text) is not None
