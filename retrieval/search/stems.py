"""A question and a passage as stems, compared by how rare those are in the documents: what evidence is built on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.language import analyze, content_terms

_IN_NO_TEXT = "\x00"  # as a term its idf is the highest


@dataclass(frozen=True, slots=True)
class Source:
    """A passage to quote from: its final score, its title and headings, its fragments in order with unit vectors.

    `vectors` has shape (len(fragments), dimensions); a row of zeros stands for a fragment that the model did not read.
    """

    score: float
    heading: str
    fragments: Sequence[str]
    vectors: NDArray[np.float32]


class QuestionStems:
    """The stems of a question with their weights.

    `idf` says how rare a stem is; `canonical` maps stems of other names for a thing to the question's own stem for it.
    """

    def __init__(self, text: str, idf: Callable[[str], float], canonical: Mapping[str, str]) -> None:
        self.text = text
        self.canonical = canonical
        self.terms = analyze(text)
        content = list(dict.fromkeys(content_terms(text)))
        self.weights = {term: idf(term) for term in content}
        self.total = sum(self.weights.values()) or 1.0
        self.heaviest = max(idf(_IN_NO_TEXT), *self.weights.values(), 1e-9)
        self.pairs = {pair: self.weights[pair[0]] + self.weights[pair[1]] for pair in pairwise(content)}

    def stems(self, text: str) -> list[str]:
        """The stems of a text, other names replaced by the question's own."""
        return [self.canonical.get(term, term) for term in analyze(text)]

    def share(self, terms: frozenset[str]) -> float:
        """Share of the question's content, by idf, that is among `terms`."""
        return sum(weight for term, weight in self.weights.items() if term in terms) / self.total


class PassageStems:
    """The stems of a passage's fragments, and of its title and headings."""

    def __init__(self, question: QuestionStems, heading: str, fragments: Sequence[str]) -> None:
        self._pairs = question.pairs
        self.heading = frozenset(question.stems(heading))
        self.stems = [question.stems(fragment) for fragment in fragments]
        self.sets = [frozenset(stems) for stems in self.stems]

    def around(self, at: int, after: int) -> frozenset[str]:
        """Stems of the headings, of fragment `at`, the one before it and the `after` following ones."""
        return self.heading.union(*self.sets[max(0, at - 1) : at + 1 + after])

    def proximity(self, at: int) -> float:
        """Share of the question's neighbouring pairs in the fragment, each over its distance there."""
        place = {term: i for i, term in enumerate(self.stems[at])}
        pairs = self._pairs
        found = sum(w / abs(place[a] - place[b]) for (a, b), w in pairs.items() if a in place and b in place)
        return found / (sum(pairs.values()) or 1.0)

    @cached_property
    def whole(self) -> frozenset[str]:
        """The stems of the headings and of every fragment."""
        return self.heading.union(*self.sets)
