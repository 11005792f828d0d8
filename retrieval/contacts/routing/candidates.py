"""Which of many directory entries a need may name, found without reading each of them anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from retrieval.contacts.routing.matching import NAME_COVERAGE, NAME_RECALL, Need, Terms, asking
from retrieval.language import is_hangul
from retrieval.records import Contact

_PARTICLE = 2  # syllables that a Korean particle has at most
_SLACK = 1e-9  # sums in another order differ by less

Numbers = NDArray[np.int64]


class ContactIndex:
    """The words of some contacts, read once. Give it the `terms` and the `idf` that needs are read with."""

    def __init__(self, contacts: Sequence[Contact], terms: Terms, idf: Callable[[str], float]) -> None:
        self.contacts = tuple(contacts)
        self._idf = idf
        self._number: dict[str, int] = {"": 0}
        self._organisation = self._numbers(each.organisation for each in contacts)
        self._unit = self._numbers(each.unit for each in contacts)
        self._team = self._numbers(each.team for each in contacts)
        self._read(terms)

    def _numbers(self, texts: Iterable[str | None]) -> Numbers:
        return np.array([self._number.setdefault(text or "", len(self._number)) for text in texts], np.int64)

    def _read(self, terms: Terms) -> None:
        holding: dict[str, list[int]] = {}
        common = asking(terms)
        self._own = np.zeros(len(self._number))
        for text, number in self._number.items():
            stems = set(terms(text))
            for stem in stems:
                holding.setdefault(stem, []).append(number)
            self._own[number] = sum(self._idf(stem) for stem in stems - common)
        self._holding: Mapping[str, Numbers] = {stem: np.array(each, np.int64) for stem, each in holding.items()}
        self._naming: dict[str, Numbers] = {}

    @cached_property
    def _longer(self) -> Mapping[str, list[str]]:
        """Korean stems by what they are without a particle."""
        found: dict[str, list[str]] = {}
        for stem in self._holding:
            for short in _shorter(stem):
                found.setdefault(short, []).append(stem)
        return found

    @cached_property
    def _folded(self) -> list[tuple[int, str]]:
        return [(number, text.casefold()) for text, number in self._number.items()]

    def near(self, need: Need) -> list[Contact]:
        """The contacts that a need may name, in order: all that it does, and few more."""
        held = self._held(need)
        whole = need.weight(need.topic)
        around = held[self._organisation] + held[self._unit]
        outright = self._outright(need)
        team = held[self._team]
        may = outright[self._team]
        may |= (team > 0) & ((team >= NAME_RECALL * self._own[self._team] - _SLACK) | (team >= whole - _SLACK))
        may |= (outright[self._unit] | outright[self._organisation]) & (around >= NAME_COVERAGE * whole - _SLACK)
        return [self.contacts[i] for i in np.flatnonzero(may)]

    def _held(self, need: Need) -> NDArray[np.float64]:
        """The weight of the need's stems that each text holds at most, as `Need.found_in` finds them."""
        held = np.zeros(len(self._number))
        aliased = [(self._holding_any(group), _stems(group, need)) for group in need.groups]
        for stem in need.topic:
            has = np.zeros(len(self._number), np.bool_)
            for each in self._akin(stem):
                has[self._holding[each]] = True
            for texts, stems in aliased:
                if stem in stems:
                    has[texts] = True
            held[has] += self._idf(stem)
        return held

    def _akin(self, stem: str) -> list[str]:
        found = [each for each in (stem, *_shorter(stem)) if each in self._holding]
        return found + self._longer.get(stem, [])

    def _holding_any(self, group: Sequence[str]) -> Numbers:
        return np.concatenate([self._texts_naming(name.casefold()) for name in group])

    def _texts_naming(self, name: str) -> Numbers:
        """The texts with this name in them; names are those of an index's aliases, so there is an end of them."""
        if name not in self._naming:
            self._naming[name] = np.array([number for number, text in self._folded if name in text], np.int64)
        return self._naming[name]

    def _outright(self, need: Need) -> NDArray[np.bool_]:
        """The names that a need may hold, or that are aliases of one that it holds."""
        text = need.text.casefold()
        found = np.zeros(len(self._number), np.bool_)
        for number, name in self._folded[1:]:
            if name in text:
                found[number] = True
        for name in (name for group in need.groups for name in group):
            found[self._number.get(name, 0)] = True
        found[0] = False
        return found


def _shorter(stem: str) -> list[str]:
    """What a Korean word may be without its particle."""
    if not is_hangul(stem[:1]):
        return []
    return [stem[:-cut] for cut in range(1, _PARTICLE + 1) if len(stem) - cut > 1]


def _stems(group: Sequence[str], need: Need) -> set[str]:
    """The stems of a need that a text with a name of this group holds."""
    said = {stem for name in group for stem in need.terms(name)}
    return {t for t in need.topic if t in said or any(t.startswith(name) for name in group)}
