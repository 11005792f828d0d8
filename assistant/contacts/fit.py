"""How well each stated duty fits a need, by meaning and by words; the duties of an index are read once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from assistant.contacts.need import fillers, matters
from retrieval.contacts.routing import ContactIndex, fit, has_likes, kindred, told, wordings
from retrieval.embedding import TextVectors
from retrieval.language import analyze, content_terms, is_korean, korean_stems, needs
from retrieval.records import Contact
from retrieval.search import Documents, QuestionVectors

_KINDRED = 0.8  # what a word for the same matter counts beside the word itself
_LIKE = 0.6  # cosine of the vectors of two words from which on they are held to mean nearly the same
_LEAST = 0.4  # of a need that what is asked for makes up at least, however much of it the title says
_TITLES = 3  # titles without whose words a need is tried
_MOST = 256  # duties that are held against a need by meaning: those that share most of its words come first
_ALL = 0.99
_NOWHERE = np.zeros(0, np.intp)


@dataclass(frozen=True, slots=True)
class _Wording:
    """A text that stands for a duty, and the stems of its document's title: what these say goes without saying there."""

    duty: str
    context: frozenset[str]
    title: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Tried:
    """What a need is held against: its share in each text, the numbers of the texts that are near, and what is asked of which."""

    overlap: NDArray[np.float64]
    near: list[int]
    askings: list[tuple[str, list[int]]]


class Duties:
    """All duties that the contacts of an index have, with their stems and, as they are needed, their vectors, which an ingest
    has made.

    A need is held against them as it is and without the words of their document's title, whichever fits better.
    """

    def __init__(
        self,
        contacts: Sequence[Contact],
        documents: Documents,
        idf: Callable[[str], float],
        texts: TextVectors,
        asked: QuestionVectors,
    ) -> None:
        self._told = {id(each): told(each) for each in contacts}
        self._contacts = contacts  # kept, so that their identities are
        self._origin = {id(self._told[id(each)]): each for each in contacts}
        self.index = ContactIndex(list(self._told.values()), content_terms, idf)
        self._vectors = texts
        self._asked = asked
        self._idf = idf
        self._near: dict[str, dict[str, float]] = {}
        titles = {each.id: frozenset(content_terms(each.metadata.title)) for each in documents}
        self._wordings: dict[str, _Wording] = {}
        for contact in self._told.values():
            title = titles[contact.document_id]
            for text, duty in wordings(contact, title):
                self._wordings.setdefault(text, _Wording(duty, title - set(content_terms(text)), title))
        self._texts = list(self._wordings)

    @cached_property
    def _holding(self) -> Mapping[str, NDArray[np.intp]]:
        """The texts that hold a stem, by number."""
        return _numbers(set(content_terms(text)) for text in self._texts)

    @cached_property
    def _contexts(self) -> tuple[NDArray[np.intp], Mapping[str, NDArray[np.intp]], int]:
        """The number of each text's context, the contexts that hold a stem, by number, and how many there are."""
        numbers: dict[frozenset[str], int] = {}
        of_text = [numbers.setdefault(self._wordings[each].context, len(numbers)) for each in self._texts]
        return np.array(of_text, np.intp), _numbers(numbers), len(numbers)

    def told(self, contact: Contact) -> Contact:
        """A contact with what its entry says, where it states no duty."""
        return self._told.get(id(contact), contact)

    def origin(self, told: Contact) -> Contact:
        """The contact that `told` gave this for."""
        return self._origin.get(id(told), told)

    def fits(self, need: str) -> dict[str, float]:
        """How well each duty fits, verbatim; of many duties, those that share most of the need's words."""
        found: dict[str, float] = {}
        told = [each for each in matters(need) if content_terms(each)]
        for matter, tried in self._tried(told) if self._texts else ():
            for duty, fitting in self._fits(matter, tried, whole=matter == need).items():
                found[duty] = max(found.get(duty, 0.0), fitting)
        return found

    def _tried(self, told: Sequence[str]) -> list[tuple[str, _Tried]]:
        """What each of these is held against; the model runs once for all, or once more where there are many duties, as it is
        the words that tell which of them are near."""
        few = list(range(len(self._texts))) if len(self._texts) <= _MOST else []
        words = (stem for need in told for each in self._weighed(need)[0] for stem in each if stem not in self._near)
        self._asked.of_all([*words, *(text for need in told for text, _ in self._askings(need, few))])
        found: list[tuple[str, _Tried]] = []
        for need in told:
            overlap = self._overlaps(need)
            near = few or [int(i) for i in np.argsort(-overlap, kind="stable")[:_MOST] if overlap[i] > 0]
            found.append((need, _Tried(overlap, near, list(self._askings(need, near)))))
        self._asked.of_all([text for _, tried in found for text, _ in tried.askings])
        return found

    def _fits(self, need: str, tried: _Tried, *, whole: bool) -> dict[str, float]:
        overlap, near = tried.overlap, tried.near
        found: dict[str, float] = {}
        for asked, numbers in tried.askings:
            for i, cosine in zip(numbers, self._cosines(asked, [self._texts[i] for i in numbers]), strict=True):
                duty = self._wordings[self._texts[i]].duty
                found[duty] = max(found.get(duty, 0.0), fit(cosine, float(overlap[i])))
        alike = {self._wordings[self._texts[i]].duty for i in near if overlap[i] > _ALL}
        best = max((found.get(each, 0.0) for each in alike), default=0.0)
        return found | dict.fromkeys(alike, best) if whole and self._is_one_word(need, near) else found

    def _is_one_word(self, need: str, near: list[int]) -> bool:
        """Whether a need has but one word that no title says: it cannot tell the duties apart that hold it."""
        titles = frozenset[str]().union(*(self._wordings[self._texts[i]].title for i in near))
        return len(set(content_terms(need)) - fillers() - titles) == 1

    def _askings(self, need: str, near: list[int]) -> Iterator[tuple[str, list[int]]]:
        """A need, and what it is without the words of a title, each with the texts to hold it against.

        What a document is all about tells none of its duties from the others, nor what no duty of it is for.
        """
        stems = set(content_terms(need))
        titles = dict.fromkeys(self._wordings[self._texts[i]].title for i in near)
        shared = nlargest(_TITLES, (each for each in titles if each & stems), key=lambda each: len(each & stems))
        bare_of: set[frozenset[str]] = set()
        for title in shared:
            rest = " ".join(word for word in need.split() if not set(analyze(word)) & title)
            bare_of.add(title)
            if set(content_terms(rest)) - title - fillers():
                yield rest, [i for i in near if self._wordings[self._texts[i]].title == title]
        yield need, [i for i in near if self._wordings[self._texts[i]].title not in bare_of]

    def fit_of(self, need: str, texts: list[str]) -> list[float]:
        """How well other sentences fit a need, measured alike."""
        wanted, weights = self._weighed(need)
        stems = [set(content_terms(text)) for text in texts]
        overlaps = [sum(w for each, w in zip(wanted, weights, strict=True) if each & held) for held in stems]
        return [fit(c, o) for c, o in zip(self._cosines(need, texts), overlaps, strict=True)]

    def _weighed(self, need: str) -> tuple[list[frozenset[str]], list[float]]:
        """What a need asks for, and the share of it, by idf, that each makes up."""
        wanted = [each for each in needs(need) if not each <= fillers()] or needs(need)
        weights = [min(map(self._idf, each)) for each in wanted]
        total = sum(weights) or 1.0
        return wanted, [weight / total for weight in weights]

    def _cosines(self, need: str, texts: list[str]) -> list[float]:
        if not texts:
            return []
        cosines = self._vectors.of(texts) @ self._asked.of(need)
        return [
            _share(need, text) if is_korean(text) else float(cosine)
            for text, cosine in zip(texts, cosines, strict=True)
        ]

    def _overlaps(self, need: str) -> NDArray[np.float64]:
        """The share of a need, by idf, that each text holds, itself or by words like it; shape (texts,)."""
        of_text, context_holding, contexts = self._contexts
        found, asked = np.zeros(len(self._texts)), np.ones(contexts)
        for each, weight in zip(*self._weighed(need), strict=True):
            held = np.zeros(len(self._texts))
            for stem, likeness in self._like(each).items():
                places = self._holding.get(stem, _NOWHERE)
                held[places] = np.maximum(held[places], likeness)
            found += weight * held
            said = np.zeros(contexts, np.bool_)
            for stem in each:
                said[context_holding.get(stem, _NOWHERE)] = True
            asked[said] -= weight
        return np.minimum(1.0, found / np.maximum(asked[of_text], _LEAST))

    def _like(self, stems: frozenset[str]) -> dict[str, float]:
        """Stems of duties that say what is wanted, with how well they do: 1 for the word itself."""
        found: dict[str, float] = {}
        for stem in stems:
            found |= {other: max(value, found.get(other, 0.0)) for other, value in self._near_words(stem).items()}
            found |= {other: max(_KINDRED, found.get(other, 0.0)) for other in kindred(stem)}
        return found | dict.fromkeys(stems, 1.0)

    def _near_words(self, stem: str) -> dict[str, float]:
        """The stems of duties whose vectors, as words alone, are nearest to that of a stem."""
        if stem not in self._near:
            others, vectors = self._words
            cosines: list[float] = (vectors @ self._asked.of(stem)).tolist() if others else []
            self._near[stem] = {other: like for other, like in zip(others, cosines, strict=True) if like >= _LIKE}
        return self._near[stem]

    @cached_property
    def _words(self) -> tuple[list[str], NDArray[np.float32]]:
        stems = [each for each in self._holding if has_likes(each)]
        return stems, self._vectors.of(stems)


def _numbers(sets: Iterable[Collection[str]]) -> Mapping[str, NDArray[np.intp]]:
    """For each stem the numbers of the sets that hold it, in order."""
    found: dict[str, list[int]] = {}
    for number, stems in enumerate(sets):
        for stem in stems:
            found.setdefault(stem, []).append(number)
    return {stem: np.array(numbers, np.intp) for stem, numbers in found.items()}


def _share(need: str, text: str) -> float:
    """How much of a need's words a Korean text holds, 0 to 1: a model of English says nothing about it. The need's English
    words that put none of its Korean ones into English are not held."""
    stems = korean_stems.stems(need)
    said = {term for stem in stems for gloss in korean_stems.glosses(stem) for term in content_terms(gloss)}
    other = {term for term in content_terms(need) if term.isascii()} - said - fillers()
    held = sum(korean_stems.share(stem, text) for stem in stems)
    return held / (len(stems) + len(other)) if stems else 0.0
