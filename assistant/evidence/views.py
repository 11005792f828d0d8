"""A question, and passages as it sees them: features that mean the same in every language and for every corpus.

None needs a list of words. What a question asks for is told by its vector (`assistant.question.types`), what a text states by
its Values; the rest compares stems, weighed by how rare they are in the documents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, partial

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.agreement import (
    NEUTRAL,
    Kinds,
    agreement,
    are_stated,
    kinds,
    names_beside_values,
    required,
    stated,
    unstated,
    wants_value,
)
from assistant.evidence.interaction import Interaction
from assistant.question import types
from retrieval.embedding import words
from retrieval.language import analyze, content_terms, content_words, is_korean, mismatch
from retrieval.search import PassageStems, QuestionStems, Source

Vectors = NDArray[np.float32]

_OF_SUBJECT = 0.3  # of its idf: what a word counts that names a subject
_UNREAD = 0.6  # of the highest idf: the weight of a word of the question in words that it is not searched by
_UNKNOWN = 0.999  # share of the highest idf from which a stem stands in no document

FRAGMENT_FEATURES = ("cosine", "cosine_around", "coverage", "coverage_around", "proximity", "passage", "agreement")
"""What orders the fragments of a question; with words, `interaction.NAMES` come to it, but for the last."""
ANSWER_FEATURES = (
    "bias",
    "best",
    "lead",
    "cosine",
    "passage",
    "lead_of_passage",
    "agreement",
    "wants_value",
    "unstated_around",
    "named",
    "unnamed",
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
"""What tells of the best fragment whether it answers; with words, `interaction.NAMES` come to it."""


class Asked(QuestionStems):
    """A question as stems, Values, names and the type of what it asks for.

    `text` has the words that it is searched by, `meant` those of the reader. `vector` is its unit vector; `idf` says how rare
    a stem is; `canonical` maps stems of other names for a thing to the question's own stem for it. `subjects` are the names in
    it that whole documents are about: the search has seen to them, and each of their fragments is about them.
    """

    def __init__(
        self,
        text: str,
        vector: Vectors,
        type_: types.TypeChances,
        idf: Callable[[str], float],
        canonical: Mapping[str, str],
        meant: str = "",
        subjects: Sequence[str] = (),
    ) -> None:
        of_subjects = frozenset(stem for each in subjects for stem in analyze(each))
        super().__init__(text, lambda stem: idf(stem) * (_OF_SUBJECT if stem in of_subjects else 1.0), canonical)
        self.meant = meant or text
        self.vector = vector
        self.type = type_
        self.agreement = cache(partial(agreement, type_))  # few sets of kinds, and many fragments
        self.unstated = cache(partial(unstated, type_))
        self.values = required(text)
        self.names = names_beside_values(text)

    @cached_property
    def word_weights(self) -> list[float]:
        """Of each word of the question as it was meant: the idf of its stem, 0 where it only gives the question its form."""
        unread = _UNREAD * self.heaviest
        written = (self.meant[place.start : place.end] for place in words(self.meant))
        stems = (content_terms(each) if content_words(each) else () for each in written)
        return [max((self.weights.get(each, unread) for each in of_word), default=0.0) for of_word in stems]

    @cached_property
    def wants_name(self) -> float:
        """How likely somebody or some place is asked for."""
        return self.type.of(types.QuestionType.PERSON, types.QuestionType.PLACE)

    @cached_property
    def unknown(self) -> float:
        """Share of the question's content, by idf, that stands in no document; all of it where there is no content."""
        if not content_words(self.meant):
            return 1.0
        return sum(w for w in self.weights.values() if w >= _UNKNOWN * self.heaviest) / self.total


class View(PassageStems):
    """One passage as a question sees it."""

    def __init__(self, asked: Asked, source: Source) -> None:
        super().__init__(asked, source.heading, source.fragments)
        self.asked = asked
        self.source = source
        self.interactions = [Interaction()] * len(self.stems)
        self.cosines = source.vectors @ asked.vector

    def fragment_features(self) -> list[Mapping[str, float]]:
        """For each fragment, features by the names in FRAGMENT_FEATURES."""
        return [self.features_of(at) for at in range(len(self.stems))]

    def features_of(self, at: int) -> Mapping[str, float]:
        """Those of fragment `at` alone."""
        return {
            "cosine": float(self.cosines[at]),
            "cosine_around": float(self.cosines[max(0, at - 1) : at + 2].mean()),
            "coverage": self.asked.share(self.sets[at]),
            "coverage_around": self.asked.share(self.around(at, 0)),
            "proximity": self.proximity(at),
            "passage": self.source.score,
            "agreement": self._agreement(at),
            **self.interactions[at].features(),
        }

    def answer_features(self, at: int, best: float, lead: float, lead_of_passage: float) -> Mapping[str, float]:
        """Features of fragment `at` as the best, by the names in ANSWER_FEATURES.

        `best` is its score, `lead` by how much it leads the fragments on average, `lead_of_passage` the same of its passage.
        """
        asked = self.asked
        around = self.around(at, 1)
        missing = [weight for term, weight in asked.weights.items() if term not in around]
        foreign = float(self._is_foreign(at))
        kind = types.QuestionType
        named = self._named(at)
        confirms = asked.type.of(kind.CONFIRMATION)  # what is claimed need not be so: the text that decides answers
        return {
            "bias": 1.0,
            "best": best,
            "lead": lead,
            "cosine": float(self.cosines[at]),
            "passage": self.source.score,
            "lead_of_passage": lead_of_passage,
            "agreement": self._agreement(at),
            "wants_value": wants_value(asked.type),
            "unstated_around": asked.unstated(self._kinds_around(at)),
            "named": asked.wants_name * named,
            "unnamed": asked.wants_name * (1 - named),
            "missing": 1 - asked.share(self.whole),
            "missing_around": 1 - asked.share(around),
            "rarest_missing": max(missing, default=0.0) / asked.heaviest,
            "unknown": asked.unknown,
            "values_missing": (1 - confirms) * (not are_stated(asked.values, self._stated)),
            "names_missing": float(any(not any(stem in around for stem in stems) for stems in asked.names)),
            "replaced": float(mismatch.is_replaced(asked.weights.keys(), asked.terms, self.stems[at])),
            "foreign": foreign,
            "foreign_cosine": foreign * float(self.cosines[at]),
            "contact": asked.type.of(kind.CONTACT),
            "confirmation": confirms,
            "several": asked.type.of(kind.LIST, kind.COUNT, kind.COMPARISON),
            "summary": asked.type.of(kind.SUMMARY, kind.DESCRIPTION),
            **self.interactions[at].features(),
        }

    def unstated(self, at: int) -> float:
        """How likely (0..1) a Value is asked for of which fragment `at` has none."""
        return self.asked.unstated(self._kinds[at])

    def lacks(self, at: int) -> float:
        """How likely (0..1) fragment `at` cannot answer: a Value is asked for that stands nowhere near, a person and nobody is
        named there, or whether a thing is so that no document knows."""
        asked = self.asked
        strange = any(weight >= _UNKNOWN * asked.heaviest for weight in asked.weights.values())
        unknown = asked.type.of(types.QuestionType.CONFIRMATION) * (strange and not self._is_foreign(at))
        named = max(self._named(each) for each in range(max(0, at - 1), min(at + 2, len(self.stems))))
        person = asked.type.of(types.QuestionType.PERSON) * (1 - named)
        return max(asked.unstated(self._kinds_around(at)), person, unknown)

    def _is_foreign(self, at: int) -> bool:
        return is_korean(self.asked.text) != is_korean(self.source.fragments[at])

    def _agreement(self, at: int) -> float:
        return self.asked.agreement(self._kinds[at])

    @cached_property
    def _kinds(self) -> list[Kinds]:
        return [kinds(each, self.asked.values) for each in self.source.fragments]

    def _kinds_around(self, at: int) -> Kinds:
        """Of the headings, of fragment `at` and of its neighbours."""
        headed = kinds(self.source.heading, self.asked.values)
        return headed.union(*self._kinds[max(0, at - 1) : at + 2])

    def _named(self, at: int) -> float:
        """Whether fragment `at` has a name that the question lacks; `NEUTRAL` where names have no capitals."""
        text = self.source.fragments[at]
        if is_korean(text):
            return NEUTRAL
        return float(any(set(each) - set(self.asked.terms) for each in mismatch.names(text)))

    @cached_property
    def _stated(self) -> frozenset[tuple[str, str]]:
        return stated("\n".join((self.source.heading, *self.source.fragments)))
