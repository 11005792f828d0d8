"""A question, and passages as it sees them: features that mean the same in every language and for every corpus.

None needs a list of words. What a question asks for is told by its vector (`assistant.question.types`), what a text states by
its Values; the rest compares stems, weighed by how rare they are in the documents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.agreement import agreement, stated, wants_value
from assistant.question import types
from retrieval.language import analyze, content_terms, is_korean, mismatch
from retrieval.search import Source

Vectors = NDArray[np.float32]

_IN_NO_TEXT = "\x00"  # as a term its idf is the highest
_UNKNOWN = 0.999  # share of the highest idf from which a stem stands in no document

FRAGMENT_FEATURES = ("cosine", "cosine_around", "coverage", "coverage_around", "proximity", "passage", "agreement")
"""What orders the fragments of a question."""
ANSWER_FEATURES = (
    "bias",
    "best",
    "lead",
    "cosine",
    "passage",
    "lead_of_passage",
    "agreement",
    "wants_value",
    "missing",
    "missing_around",
    "rarest_missing",
    "unknown",
    "values_missing",
    "names_missing",
    "replaced",
    "foreign",
    "foreign_cosine",
    "contact",
    "confirmation",
    "several",
    "summary",
)
"""What tells of the best fragment whether it answers."""


class Asked:
    """A question as stems, Values, names and the type of what it asks for.

    `vector` is its unit vector; `idf` says how rare a stem is; `canonical` maps stems of other names for a thing to the
    question's own stem for it.
    """

    def __init__(
        self,
        text: str,
        vector: Vectors,
        type_: types.TypeChances,
        idf: Callable[[str], float],
        canonical: Mapping[str, str],
    ) -> None:
        self.text = text
        self.vector = vector
        self.type = type_
        self.canonical = canonical
        self.terms = analyze(text)
        content = list(dict.fromkeys(content_terms(text)))
        self.weights = {term: idf(term) for term in content}
        self.total = sum(self.weights.values()) or 1.0
        self.heaviest = max(idf(_IN_NO_TEXT), *self.weights.values(), 1e-9)
        self.pairs = {pair: self.weights[pair[0]] + self.weights[pair[1]] for pair in pairwise(content)}
        self.values = stated(text)
        self.names = mismatch.names(text)

    def stems(self, text: str) -> list[str]:
        """The stems of a text, other names replaced by the question's own."""
        return [self.canonical.get(term, term) for term in analyze(text)]

    def share(self, terms: frozenset[str]) -> float:
        """Share of the question's content, by idf, that is among `terms`."""
        return sum(weight for term, weight in self.weights.items() if term in terms) / self.total

    @cached_property
    def unknown(self) -> float:
        """Share of the question's content, by idf, that stands in no document."""
        return sum(w for w in self.weights.values() if w >= _UNKNOWN * self.heaviest) / self.total


class View:
    """One passage as a question sees it."""

    def __init__(self, asked: Asked, source: Source) -> None:
        self.asked = asked
        self.source = source
        self.heading = frozenset(asked.stems(source.heading))
        self.stems = [asked.stems(fragment) for fragment in source.fragments]
        self.sets = [frozenset(stems) for stems in self.stems]
        self.cosines = source.vectors @ asked.vector

    def fragment_features(self) -> list[Mapping[str, float]]:
        """For each fragment, features by the names in FRAGMENT_FEATURES."""
        return [
            {
                "cosine": float(self.cosines[at]),
                "cosine_around": float(self.cosines[max(0, at - 1) : at + 2].mean()),
                "coverage": self.asked.share(self.sets[at]),
                "coverage_around": self.asked.share(self._around(at, 0)),
                "proximity": self._proximity(at),
                "passage": self.source.score,
                "agreement": self._agreement(at),
            }
            for at in range(len(self.stems))
        ]

    def answer_features(self, at: int, best: float, lead: float, lead_of_passage: float) -> Mapping[str, float]:
        """Features of fragment `at` as the best, by the names in ANSWER_FEATURES.

        `best` is its score, `lead` by how much it leads the fragments on average, `lead_of_passage` the same of its passage.
        """
        asked = self.asked
        around = self._around(at, 1)
        missing = [weight for term, weight in asked.weights.items() if term not in around]
        foreign = float(is_korean(asked.text) != is_korean(self.source.fragments[at]))
        kind = types.QuestionType
        return {
            "bias": 1.0,
            "best": best,
            "lead": lead,
            "cosine": float(self.cosines[at]),
            "passage": self.source.score,
            "lead_of_passage": lead_of_passage,
            "agreement": self._agreement(at),
            "wants_value": wants_value(asked.type),
            "missing": 1 - asked.share(self._passage),
            "missing_around": 1 - asked.share(around),
            "rarest_missing": max(missing, default=0.0) / asked.heaviest,
            "unknown": asked.unknown,
            "values_missing": float(bool(asked.values - self._stated)),
            "names_missing": float(any(not any(stem in around for stem in stems) for stems in asked.names)),
            "replaced": float(mismatch.is_replaced(asked.weights.keys(), asked.terms, self.stems[at])),
            "foreign": foreign,
            "foreign_cosine": foreign * float(self.cosines[at]),
            "contact": asked.type.of(kind.CONTACT),
            "confirmation": asked.type.of(kind.CONFIRMATION),
            "several": asked.type.of(kind.LIST, kind.COUNT, kind.COMPARISON),
            "summary": asked.type.of(kind.SUMMARY, kind.DESCRIPTION),
        }

    def _around(self, at: int, after: int) -> frozenset[str]:
        """Stems of the headings, of fragment `at`, the one before it and the `after` following ones."""
        return self.heading.union(*self.sets[max(0, at - 1) : at + 1 + after])

    def _proximity(self, at: int) -> float:
        """Share of the question's neighbouring pairs in the fragment, each over its distance there."""
        place = {term: i for i, term in enumerate(self.stems[at])}
        pairs = self.asked.pairs
        found = sum(w / abs(place[a] - place[b]) for (a, b), w in pairs.items() if a in place and b in place)
        return found / (sum(pairs.values()) or 1.0)

    def _agreement(self, at: int) -> float:
        return agreement(self.asked.type, self.asked.values, self.source.fragments[at])

    @cached_property
    def _passage(self) -> frozenset[str]:
        return self.heading.union(*self.sets)

    @cached_property
    def _stated(self) -> frozenset[tuple[str, str]]:
        return stated("\n".join((self.source.heading, *self.source.fragments)))
