"""The one door to what is indexed: all that answering may use of an opened index."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from assistant.contacts import Contacts, bare
from assistant.evidence import Judge, Judgement, Thresholds, shipped_thresholds, views
from assistant.question import Grounds, types
from assistant.quoting import Quote, fragment, sources
from assistant.verification import Verifier, wording
from retrieval.embedding import WordReader
from retrieval.search import Documents, Found, Names, Search, Source

_KEPT = 16  # judgements at hand, those of a few questions


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Made by `retrieval.search.Live` for each index that it opens; what takes long to make is made when it is first used.

    Thread-safe. A question that began with one ends with it, whatever is ingested meanwhile.
    """

    search: Search
    reads: bool = True
    """Whether the judge looks at words, which costs a run of the embedding model over what was found."""
    thresholds: Callable[[], Thresholds | None] = lambda: None
    """Those that count in place of the ones that ship, if any; asked for at every judgement."""

    @property
    def version(self) -> str:
        """The state of the index that it was opened at."""
        return self.search.index.version

    @cached_property
    def vouched(self) -> Knowledge:
        """The same without the documents that nobody vouches for, as though there were none; itself where there are none."""
        search = self.search.vouched
        if search is self.search:
            return self
        other = replace(self, search=search)
        other.__dict__["_words"] = self._words
        return other

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
        """The directory, with whose work what is, standings and conflicts."""
        return Contacts(self.search, self.judged_matter, self._nearest)

    def judged(self, found: Found) -> Judgement:
        """What the evidence judge makes of what was found for a question; what several steps ask about is judged once."""
        known = next((judgement for each, judgement in tuple(self._judged) if each is found), None)
        if known is None:
            wording = found.wording
            among = sources(found, self.search.subjects(wording.text))
            known = self._judge(found, among, wording.asked, wording.meant, self.type_of(found))
            self._judged.append((found, known))
        return known

    @cached_property
    def _judged(self) -> deque[tuple[Found, Judgement]]:
        return deque(maxlen=_KEPT)

    def _nearest(self, found: Found) -> Quote | None:
        """What comes nearest to a question, if anything does."""
        judgement = self.judged(found)
        best = judgement.fragments[0] if judgement.fragments and judgement.outcome != "not_found" else None
        return fragment(found, best.source, best.fragment) if best else None

    def judged_matter(self, found: Found, among: Sequence[Source]) -> Judgement:
        """The same of what a need is for and of some fragments, each of whose parts is looked at alone: who has several tasks is
        asked about one. That somebody is looked for need not stand there."""
        subjects = self.search.subjects
        matter, meant = bare(found.wording.asked, subjects), bare(found.wording.meant, subjects)
        type_ = self.type_of(found).without(types.QuestionType.CONTACT, types.QuestionType.PERSON)
        return self._judge(found, among, matter, meant, type_, by_part=True)

    def _judge(
        self,
        found: Found,
        among: Sequence[Source],
        text: str,
        meant: str,
        type_: types.TypeChances,
        *,
        by_part: bool = False,
    ) -> Judgement:
        vector = found.vector if text == found.wording.asked else self.search.vectors.of(text)
        named = tuple(each.name for each in self.search.subjects(found.wording.text) if each.documents)
        asked = views.Asked(text, vector, type_, self.idf, found.canonical, meant, named)
        read = partial(self._words.read, meant) if self.reads else lambda _: None
        return Judge(thresholds=self.thresholds(), by_part=by_part).judge(asked, among, read)

    @cached_property
    def _words(self) -> WordReader:
        return WordReader(self.search.embedder)

    def judging_by(self, thresholds: Thresholds) -> Knowledge:
        """The same index with other thresholds; what was read of its texts is shared."""
        other = replace(self, thresholds=lambda: thresholds)
        other.__dict__["_words"] = self._words
        return other

    @property
    def parting(self) -> Thresholds:
        """The thresholds in force."""
        return self.thresholds() or shipped_thresholds(with_words=self._words.read("word", ["word"]) is not None)

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
        if self.vouched is not self:
            self.vouched.warm_up()

    @cached_property
    def verifier(self) -> Verifier:
        """What checks sentences against passages."""
        embedder = self.search.embedder
        return Verifier(self.names, self.idf, embedder.embed_question, wording.by_model(embedder.name))
