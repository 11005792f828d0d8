"""The one door to what is indexed: all that answering may use of an opened index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.contacts import Contacts
from assistant.evidence import Judge, Judgement, views
from assistant.question import Grounds, types
from assistant.quoting import sources
from assistant.verification import Verifier
from retrieval.search import Documents, Found, Names, Search


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Made by `retrieval.search.Live` for each index that it opens; what takes long to make is made when it is first used.

    Thread-safe. A question that began with one ends with it, whatever is ingested meanwhile.
    """

    search: Search

    @property
    def version(self) -> str:
        """The state of the index that it was opened at."""
        return self.search.index.version

    @property
    def documents(self) -> Documents:
        """What is indexed, and the texts."""
        return self.search.documents

    @property
    def names(self) -> Names:
        """The names that stand for the same thing."""
        return self.search.names

    @property
    def idf(self) -> Callable[[str], float]:
        """How rare a stem is in the documents."""
        return self.search.idf

    @cached_property
    def contacts(self) -> Contacts:
        """The directory, with duties, standings and conflicts."""
        return Contacts(self.search)

    def judged(self, found: Found) -> Judgement:
        """What the evidence judge makes of what was found for a question; no model runs for it."""
        type_ = self.type_of(found)
        asked = views.Asked(found.wording.asked, found.vector, type_, self.idf, found.canonical)
        return Judge().judge(asked, sources(found))

    @property
    def grounds(self) -> Grounds:
        """What the documents tell of the readings of a follow-up."""
        return Grounds(
            is_subject=lambda name: bool(self.search.subjects(name)),
            alike=self._alike,
            weigh=lambda ask: self.judged(self.search.search(ask.searched).on_subject).answered,
            reword=lambda text: self.search.reword(text).text,
        )

    def _alike(self, text: str, others: Sequence[str]) -> Sequence[float]:
        own, *rest = self.search.vectors.of_all([text, *others])
        return [float(own @ each) for each in rest]

    def type_of(self, found: Found) -> types.TypeChances:
        """What kind of thing a question asks for."""
        return self._types.of(self.search.vectors.of(found.wording.meant))

    @cached_property
    def _types(self) -> types.TypeHead:
        return types.TypeHead(self.search.embedder.name)

    def warm_up(self) -> None:
        """Make now what is made once for an index, so that the first question waits for none of it."""
        self.search.search("warm up")
        self.contacts.warm_up()

    @cached_property
    def verifier(self) -> Verifier:
        """What checks sentences against passages."""
        return Verifier(self.names, self.idf, self.search.embedder.embed_question)
