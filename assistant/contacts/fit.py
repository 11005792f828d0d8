"""How well each stated duty fits a need, by meaning and by words; the duties of an index are read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from assistant.contacts.entry_words import said_by
from assistant.contacts.need import fillers, matters
from retrieval.contacts.routing import ContactIndex, fit, kindred
from retrieval.embedding import Embedder
from retrieval.language import analyze, content_terms, is_korean, korean_stems, needs
from retrieval.records import Contact
from retrieval.search import Documents, QuestionVectors

_KINDRED = 0.8  # what a word for the same matter counts beside the word itself
_LIKE = 0.6  # cosine of the vectors of two words from which on they are held to mean nearly the same
_LEAST = 0.4  # of a need that what is asked for makes up at least, however much of it the title says
_TITLES = 3  # titles without whose words a need is tried
_MOST = 256  # duties that are held against a need by meaning: those that share most of its words come first
_TEAM = "team division office department bureau unit group desk center centre section and of the"
_TOLD = re.compile(
    r"\b(?:serves|handles|deals with|takes care of|looks after|is responsible for|is in charge of|helps(?: with)?|advises on|contacts? for|"
    r"(?:questions|enquiries|inquiries|trouble|problems|help|advice) (?:on|about|with|regarding))\s+(?:the\s+)?(?P<matter>[^,.;:]+)|"
    r"\A(?P<sent>[^,.;:]+?) (?:go|goes|should be sent|are sent) to\b",
    re.IGNORECASE,
)
_ALL = 0.99
_ITEM = 3  # words of an item of a list of words, at most


def parts(duty: str) -> list[str]:
    """The single duties of a cell or line that lists several, by semicolons or as a bare list of words."""
    listed = [each for each in re.split(r"\s*;\s*", duty) if each]
    if len(listed) == 1 and len(items := re.split(r"\s*,\s*(?:and\s+)?", duty)) > 1:
        return items if all(0 < len(each.split()) <= _ITEM for each in items) else listed
    return listed


@dataclass(frozen=True, slots=True)
class _Wording:
    """A text that stands for a duty, and the stems of its document's title: what these say goes without saying there."""

    duty: str
    context: frozenset[str]
    title: frozenset[str]


class Duties:
    """All duties that the contacts of an index have, with their stems and, as they are needed, their vectors.

    A need is held against them as it is and without the words of their document's title, whichever fits better.
    """

    def __init__(
        self,
        contacts: Sequence[Contact],
        documents: Documents,
        idf: Callable[[str], float],
        embedder: Embedder,
        asked: QuestionVectors,
    ) -> None:
        self._told = {id(each): _told(each, documents) for each in contacts}
        self._contacts = contacts  # kept, so that their identities are
        self.index = ContactIndex(list(self._told.values()), content_terms, idf)
        self._embedder = embedder
        self._asked = asked
        self._idf = idf
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._near: dict[str, dict[str, float]] = {}
        titles = {each.id: frozenset(content_terms(each.metadata.title)) for each in documents}
        self._wordings: dict[str, _Wording] = {}
        for contact in self._told.values():
            title = titles[contact.document_id]
            for duty in contact.unit_duties:
                self._add(duty, duty, title)
            for duty in contact.duties:
                for part in dict.fromkeys((duty, *parts(duty)) if ";" not in duty else parts(duty)):
                    self._add(part, duty, title)
                    for told in _TOLD.finditer(part):
                        self._add(told["matter"] or told["sent"], duty, title)
                    if name := _said_name(contact, title):
                        self._add(f"{name}: {part}", duty, title)
        self._texts = list(self._wordings)

    def _add(self, text: str, duty: str, title: frozenset[str]) -> None:
        self._wordings.setdefault(text, _Wording(duty, title - set(content_terms(text)), title))

    @cached_property
    def _holding(self) -> Mapping[str, list[int]]:
        """The texts that hold a stem, by number."""
        found: dict[str, list[int]] = {}
        for number, text in enumerate(self._texts):
            for stem in set(content_terms(text)):
                found.setdefault(stem, []).append(number)
        return found

    def told(self, contact: Contact) -> Contact:
        """A contact with what its entry says, where it states no duty."""
        return self._told.get(id(contact), contact)

    def fits(self, need: str) -> dict[str, float]:
        """How well each duty fits, verbatim; of many duties, those that share most of the need's words."""
        found: dict[str, float] = {}
        if self._texts:
            told = matters(need)
            stems = (stem for each in needs(need) for stem in each if stem not in self._near)
            self._asked.of_all([*stems, *told])  # in one run of the model what would be one each
        for matter in matters(need):
            if content_terms(matter) and self._texts:
                for duty, fitting in self._fits(matter, whole=matter == need).items():
                    found[duty] = max(found.get(duty, 0.0), fitting)
        return found

    def _fits(self, need: str, *, whole: bool) -> dict[str, float]:
        overlap = self._overlaps(need)
        near = list(range(len(self._texts)))
        if len(near) > _MOST:
            near = nlargest(_MOST, overlap, key=lambda i: overlap[i])
        found: dict[str, float] = {}
        for asked, numbers in self._askings(need, near):
            for i, cosine in zip(numbers, self._cosines(asked, [self._texts[i] for i in numbers]), strict=True):
                duty = self._wordings[self._texts[i]].duty
                found[duty] = max(found.get(duty, 0.0), fit(cosine, overlap.get(i, 0.0)))
        alike = {self._wordings[self._texts[i]].duty for i in near if overlap.get(i, 0.0) > _ALL}
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
        titles = {self._wordings[self._texts[i]].title for i in near}
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
        cosines = self._embedded(texts) @ self._asked.of(need)
        return [
            _share(need, text) if is_korean(text) else float(cosine)
            for text, cosine in zip(texts, cosines, strict=True)
        ]

    def _overlaps(self, need: str) -> dict[int, float]:
        """The share of a need, by idf, that each duty holds, itself or by words like it, for those that hold any."""
        wanted, weights = self._weighed(need)
        found: dict[int, float] = {}
        for each, weight in zip(wanted, weights, strict=True):
            held: dict[int, float] = {}
            for stem, likeness in self._like(each).items():
                for number in self._holding.get(stem, ()):
                    held[number] = max(held.get(number, 0.0), likeness)
            for number, likeness in held.items():
                found[number] = found.get(number, 0.0) + weight * likeness
        contexts = {number: self._wordings[self._texts[number]].context for number in found}
        asked = {
            context: 1.0 - sum(w for each, w in zip(wanted, weights, strict=True) if each & context)
            for context in set(contexts.values())
        }
        return {number: min(1.0, held / max(asked[contexts[number]], _LEAST)) for number, held in found.items()}

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
        stems = [each for each in self._holding if len(each) > 2 and each.isascii() and each.isalpha()]
        return stems, np.asarray(self._embedder.embed(stems), np.float32) if stems else np.zeros((0, 0), np.float32)

    def _embedded(self, texts: list[str]) -> NDArray[np.float32]:
        missing = [each for each in dict.fromkeys(texts) if each not in self._vectors]
        if missing:
            self._vectors |= dict(zip(missing, self._embedder.embed(missing), strict=True))
        return np.array([self._vectors[each] for each in texts], np.float32)


def _told(contact: Contact, documents: Documents) -> Contact:
    if contact.duties or contact.unit_duties:
        return contact
    said = said_by(contact, documents)
    return replace(contact, duties=said) if said else contact


def _said_name(contact: Contact, title: frozenset[str]) -> str:
    """The words of a team's name that its document's title does not say already."""
    name = contact.team or contact.unit or ""
    kept = [word for word in name.split() if not set(analyze(word)) & (title | set(analyze(_TEAM)))]
    return " ".join(kept) if len(kept) < len(name.split()) or kept else ""


def _share(need: str, text: str) -> float:
    """How much of a need's words a Korean text holds, 0 to 1: a model of English says nothing about it. The need's English
    words that put none of its Korean ones into English are not held."""
    stems = korean_stems.stems(need)
    said = {term for stem in stems for gloss in korean_stems.glosses(stem) for term in content_terms(gloss)}
    other = {term for term in content_terms(need) if term.isascii()} - said - fillers()
    held = sum(korean_stems.share(stem, text) for stem in stems)
    return held / (len(stems) + len(other)) if stems else 0.0
