"""How well each stated duty fits a need, by meaning and by words; the duties of an index are read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from heapq import nlargest
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from assistant.contact_said import said_by
from retrieval.concepts import needs
from retrieval.contact_route import fit
from retrieval.lexical import content_terms
from retrieval.records import Contact
from retrieval.search import Search

_LEAST = 0.4  # of a need that what is asked for makes up at least, however much of it the title says
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


class Duties:
    """All duties that the contacts of an index have, with their stems and, as they are needed, their vectors."""

    def __init__(self, search: Search) -> None:
        contacts = search.contacts()
        self._said = {each: said_by(each, search) for each in contacts if not (each.duties or each.unit_duties)}
        stated = (duty for each in contacts for duty in (*each.duties, *each.unit_duties, *self._said.get(each, ())))
        self.duties = list(dict.fromkeys(stated))
        self.texts = list(dict.fromkeys(part for duty in self.duties for part in parts(duty)))
        self._contacts = contacts
        self._titles = {each.id: each.metadata.title for each in search.documents}
        self._embedder = search.embedder
        self._idf = search.index.lexical.idf
        self._vectors: dict[str, NDArray[np.float32]] = {}

    @cached_property
    def _holding(self) -> Mapping[str, list[int]]:
        """The duties that hold a stem, by number."""
        found: dict[str, list[int]] = {}
        for number, text in enumerate(self.texts):
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
        return replace(contact, duties=self._said[contact]) if self._said.get(contact) else contact

    def fits(self, need: str) -> dict[str, float]:
        """How well each duty fits; of many duties, those that share most of the need's words."""
        if not content_terms(need) or not self.texts:
            return {}
        overlap = self._overlaps(need)
        near = list(range(len(self.texts)))
        if len(near) > _MOST:
            near = nlargest(_MOST, overlap, key=lambda i: overlap[i])
        cosines = self._cosines(need, [self.texts[i] for i in near])
        found = {self.texts[i]: fit(cosine, overlap.get(i, 0.0)) for i, cosine in zip(near, cosines, strict=True)}
        return {duty: max((found.get(part, 0.0) for part in parts(duty)), default=0.0) for duty in self.duties}

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
        asked = {
            context: 1.0 - sum(w for each, w in zip(wanted, weights, strict=True) if each & context)
            for context in {self._contexts[number] for number in found}
        }
        return {number: min(1.0, held / max(asked[self._contexts[number]], _LEAST)) for number, held in found.items()}

    @cached_property
    def _contexts(self) -> list[frozenset[str]]:
        """For each single duty, the stems of its document's title: what they say goes without saying there."""
        titles: dict[str, frozenset[str]] = {}
        for contact in self._contacts:
            title = frozenset(content_terms(self._titles[contact.document_id]))
            for duty in (*contact.duties, *contact.unit_duties, *self._said.get(contact, ())):
                for part in parts(duty):
                    titles.setdefault(part, title)
        return [titles[text] - set(content_terms(text)) for text in self.texts]

    def _embedded(self, texts: list[str]) -> NDArray[np.float32]:
        missing = [each for each in dict.fromkeys(texts) if each not in self._vectors]
        if missing:
            self._vectors |= dict(zip(missing, self._embedder.embed(missing), strict=True))
        return np.array([self._vectors[each] for each in texts], np.float32)
