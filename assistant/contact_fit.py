"""How well each stated duty fits a need, by meaning and by words; the duties of an index are read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nlargest
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from assistant.contact_said import said_by
from retrieval.concepts import needs
from retrieval.contact_route import fit
from retrieval.lexical import analyze, content_terms
from retrieval.records import Contact
from retrieval.search import Search

_LEAST = 0.4  # of a need that what is asked for makes up at least, however much of it the title says
_TITLES = 3  # titles without whose words a need is tried
_MOST = 256  # duties that are held against a need by meaning: those that share most of its words come first
_FORM = re.compile(
    r"\b(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|thanks?(?: you)?|please|pls|plz|dear (?:all|team|sirs?|madam)|"
    r"(?:kind|best) regards|there|ok|okay)\b[!,.]*|\b(?:who|whom|whose|which|what|where)\b|\bhow (?:do|can|could|should|to)\b|\bI(?:['’]d| would) like to(?: know)?|"
    r"\b(?:handles?|handling|deals? with|dealing with|takes? care of|looks? after|runs?|in charge of|responsible for)\b|"
    r"\b(?:do|can|could|should|must|may) (?:i|we)\b|\b(?:i am|we are|i['’]m|we['’]re) looking for(?: the)?(?: people| person| team)?|"
    r"\b(?:contacts?|call|ring|phones?|numbers?|offices?|teams?|bureaus?|departments?|speak (?:to|with)|talk to|turn to|ask|reach|responsible|in charge of|in charge|lines?|address|(?:put (?:us|me) |get |be )?in touch)\b",
    re.IGNORECASE,
)
_duties: WeakKeyDictionary[Search, Duties] = WeakKeyDictionary()


def bare(need: str, search: Search) -> str:
    """A need without greetings, the words of any request, and the names of the bodies and places that it names."""
    text = need
    for subject in search.subjects(text):
        text = text.replace(subject.name, " ")
    return " ".join(_FORM.sub(" ", text).split())


def parts(duty: str) -> list[str]:
    """The single duties of a cell or line that lists several."""
    return [each for each in re.split(r"\s*;\s*", duty) if each]


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

    def __init__(self, search: Search) -> None:
        contacts = search.contacts()
        self._told = {id(each): _told(each, search) for each in contacts}
        self._contacts = contacts  # kept, so that their identities are
        self._embedder = search.embedder
        self._idf = search.index.lexical.idf
        self._vectors: dict[str, NDArray[np.float32]] = {}
        titles = {each.id: frozenset(content_terms(each.metadata.title)) for each in search.documents}
        self._wordings: dict[str, _Wording] = {}
        for contact in self._told.values():
            title = titles[contact.document_id]
            for duty in contact.unit_duties:
                self._add(duty, duty, title)
            for duty in contact.duties:
                for part in parts(duty):
                    self._add(part, duty, title)
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

    @classmethod
    def of(cls, search: Search) -> Duties:
        """Those of an index, read once."""
        if search not in _duties:
            _duties[search] = cls(search)
        return _duties[search]

    def told(self, contact: Contact) -> Contact:
        """A contact with what its entry says, where it states no duty."""
        return self._told.get(id(contact), contact)

    def fits(self, need: str) -> dict[str, float]:
        """How well each duty fits, verbatim; of many duties, those that share most of the need's words."""
        if not content_terms(need) or not self._texts:
            return {}
        overlap = self._overlaps(need)
        near = list(range(len(self._texts)))
        if len(near) > _MOST:
            near = nlargest(_MOST, overlap, key=lambda i: overlap[i])
        found: dict[str, float] = {}
        for asked, numbers in self._askings(need, near):
            for i, cosine in zip(numbers, self._cosines(asked, [self._texts[i] for i in numbers]), strict=True):
                duty = self._wordings[self._texts[i]].duty
                found[duty] = max(found.get(duty, 0.0), fit(cosine, overlap.get(i, 0.0)))
        return found

    def _askings(self, need: str, near: list[int]) -> Iterator[tuple[str, list[int]]]:
        """A need, and what it is without the words of a title, each with the texts to hold it against."""
        yield need, near
        stems = set(content_terms(need))
        titles = {self._wordings[self._texts[i]].title for i in near}
        shared = nlargest(_TITLES, (each for each in titles if each & stems), key=lambda each: len(each & stems))
        for title in shared:
            rest = " ".join(word for word in need.split() if not set(analyze(word)) & title)
            if len(set(content_terms(rest)) - title) > 1:
                yield rest, [i for i in near if self._wordings[self._texts[i]].title == title]

    def fit_of(self, need: str, texts: list[str]) -> list[float]:
        """How well other sentences fit a need, measured alike."""
        wanted, weights = self._weighed(need)
        stems = [set(content_terms(text)) for text in texts]
        overlaps = [sum(w for each, w in zip(wanted, weights, strict=True) if each & held) for held in stems]
        return [fit(c, o) for c, o in zip(self._cosines(need, texts), overlaps, strict=True)]

    def _weighed(self, need: str) -> tuple[list[frozenset[str]], list[float]]:
        """What a need asks for, and the share of it, by idf, that each makes up."""
        wanted = needs(need)
        weights = [min(map(self._idf, each)) for each in wanted]
        total = sum(weights) or 1.0
        return wanted, [weight / total for weight in weights]

    def _cosines(self, need: str, texts: list[str]) -> list[float]:
        if not texts:
            return []
        return [float(each) for each in self._embedded(texts) @ self._embedder.embed_question(need)]

    def _overlaps(self, need: str) -> dict[int, float]:
        """The share of a need, by idf, that each duty holds, for those that hold any."""
        wanted, weights = self._weighed(need)
        found: dict[int, float] = {}
        for each, weight in zip(wanted, weights, strict=True):
            for number in {number for stem in each for number in self._holding.get(stem, ())}:
                found[number] = found.get(number, 0.0) + weight
        contexts = {number: self._wordings[self._texts[number]].context for number in found}
        asked = {
            context: 1.0 - sum(w for each, w in zip(wanted, weights, strict=True) if each & context)
            for context in set(contexts.values())
        }
        return {number: min(1.0, held / max(asked[contexts[number]], _LEAST)) for number, held in found.items()}

    def _embedded(self, texts: list[str]) -> NDArray[np.float32]:
        missing = [each for each in dict.fromkeys(texts) if each not in self._vectors]
        if missing:
            self._vectors |= dict(zip(missing, self._embedder.embed(missing), strict=True))
        return np.array([self._vectors[each] for each in texts], np.float32)


def _told(contact: Contact, search: Search) -> Contact:
    if contact.duties or contact.unit_duties:
        return contact
    said = said_by(contact, search)
    return replace(contact, duties=said) if said else contact
