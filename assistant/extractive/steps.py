"""From an understood question and what was found to what is said: steps in order, each of which answers or passes on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from assistant.ask import Ask
from assistant.contacts import (
    ContactAnswer,
    Responsible,
    answer_contact,
    cards_of,
    named_without_contact,
    names_entry,
    states_number,
)
from assistant.extractive.extract import Extract, extract, topic_part
from assistant.extractive.refused import no_contact, not_found, unsure
from assistant.extractive.response import Response, names_of, say
from assistant.extractive.row_sets import of_rows
from assistant.extractive.suggest import suggestions
from assistant.extractive.unsearched import clarify, small_talk
from assistant.knowledge import Knowledge
from assistant.question import Core, asked_of_it, clauses, for_one, stands_apart
from assistant.quoting import Part, holds_address, sentence
from assistant.records import Missing, Status
from assistant.wording import said
from retrieval.records import Filters
from retrieval.search import Documents, Found, Subject, mentions


def respond(ask: Ask, found: Found | None, knowledge: Knowledge, filters: Filters | None, today: date) -> Response:
    """What to say on the day `today`; `found` is None exactly when nothing had to be searched."""
    if found is None:
        return (small_talk if ask.small_talk else clarify)(ask, knowledge.documents)
    asked = _Searched(ask, found.on_subject, knowledge, filters, today)
    return next(response for step in _STEPS if (response := step(asked)) is not None)


@dataclass(frozen=True)
class _Searched:
    """A question with what was found for it, and what several steps look at, each found when a step first looks."""

    ask: Ask
    found: Found
    knowledge: Knowledge
    filters: Filters | None
    today: date

    def again(self, question: str, within: Collection[str] | None = None) -> Found:
        """What is found for another question under the same filters."""
        return self.knowledge.search.search(question, filters=self.filters, within=within).on_subject

    @cached_property
    def of_section(self) -> bool:
        """Whether it asks about a section of a document, which then answers, and no directory entry."""
        means_entry = self.ask.human or bool(self.ask.chosen and self.ask.fields)
        return not means_entry and topic_part(self.ask.text, self.found, self.knowledge.documents) is not None

    @property
    def reaching(self) -> bool:
        """Whether somebody shall be reached."""
        return self.ask.intent == "contact" and not self.of_section

    @property
    def asks_who(self) -> bool:
        """Whether it asks who does something."""
        return self.ask.who and not self.of_section

    @cached_property
    def named(self) -> tuple[Subject, ...]:
        """The bodies, places and plans that it names."""
        return self.knowledge.search.subjects(self.found.wording.text)

    @property
    def is_foreign(self) -> bool:
        """Whether it names a region that no document is about, and that nothing found mentions."""
        texts = [f"{each.chunk.heading}\n{each.chunk.text}" for each in self.found.passages]
        strange = [each.names for each in self.named if not each.documents]
        return any(not any(mentions(text, name) for text in texts for name in names) for names in strange)

    @property
    def names_several(self) -> bool:
        """Whether it is about several bodies or plans, each of which is answered for."""
        return len([each for each in self.named if stands_apart(each, self.named)]) > 1

    @cached_property
    def extracted(self) -> Extract:
        """What answers it, as it stands or as the question that is left without a condition around it."""
        first = extract(self.ask.text, self.found, self.knowledge, self.ask.chosen)
        core = None if first.answers or self.is_foreign else asked_of_it(self.ask.written or self.ask.text)
        if core is None:
            return first
        found = self._of_core(core)
        again = extract(found.wording.text, found, self.knowledge)
        return again if again.answers else first

    def _of_core(self, core: Core) -> Found:
        """What is found for it, in the documents of what the whole question names where it does not and claims no place."""
        searched = self.ask.search_for(core.text)
        left = set() if core.of_claim else {*self.named} - {*self.knowledge.search.subjects(searched)}
        within = {each.chunk.document_id for each in self.found.on_subject.passages} if left else None
        return self.again(searched, within)

    @cached_property
    def named_only(self) -> Responsible | None:
        """Who does what is asked about, when the documents name a body and no way to reach it."""
        if not self.asks_who or self.extracted.outcome == "not_found":
            return None
        return named_without_contact(self.found, self.knowledge.contacts)


def _little_read(asked: _Searched) -> Response | None:
    """A question of whose Korean words few are known in the documents' language: only what the judge is sure of answers it.

    It is no matter for a language model: wording across languages is not verified.
    """
    if not asked.ask.unread or asked.extracted.answers:
        return None
    return replace(_nearest(asked) or _refusal(asked), found=())


def _of_directory(asked: _Searched) -> Response | None:
    """Whom to contact; a way to reach somebody that the directory does not give is not looked for elsewhere."""
    ask, found, contacts = asked.ask, asked.found, asked.knowledge.contacts
    of_team = names_entry(ask.words, found.wording.text, contacts)
    if not (asked.reaching or of_team or asked.asks_who):
        return None
    only_duties = not (asked.reaching or of_team)
    if only_duties and asked.names_several:
        return None
    if contact := answer_contact(ask, found, contacts, asked.filters, only_duties=only_duties):
        return _entries(contact, asked.knowledge.documents)
    return no_contact(found, contacts) if asked.reaching and ask.way else None


def _of_rows(asked: _Searched) -> Response | None:
    """Rows that are counted, compared, filtered or left out; documents by what they speak of; a summary."""
    if asked.is_foreign or asked.asks_who or (asked.reaching and asked.ask.way):
        return None
    return of_rows(asked.ask, asked.found, asked.knowledge, asked.today)


def _entries(contact: ContactAnswer, documents: Documents) -> Response:
    if contact.choices:
        names = names_of(contact.choices)
        which = Part(lead=said("which-contact"), items=names)
        return Response("clarify", (which,), suggestions=names, choices=contact.choices)
    missing = tuple(Missing(key=each) for each in contact.unstated)
    unstated = tuple(Part(lead=sentence(each)) for each in missing)
    quoted = [quote for part in contact.parts for quote in part.quotes]
    return Response(
        "partial" if unstated else "answered",
        (*contact.parts, *unstated),
        notices=contact.notices,
        suggestions=suggestions(quoted, documents),
        cards=contact.cards,
        missing=missing,
    )


def _of_each_subject(asked: _Searched) -> Response | None:
    """A question about several bodies or plans: an extract for each, under its name."""
    subjects = [each for each in asked.named if stands_apart(each, asked.named)]
    if not asked.names_several or not all(each.documents for each in asked.named):
        return None
    parts: list[Part] = []
    searched: list[Found] = []
    missing: list[Missing] = []
    for each in subjects:
        question = for_one(asked.found.wording.text, each, subjects)
        searched.append(asked.again(question, each.documents))
        extracted = extract(question, searched[-1], asked.knowledge)
        if extracted.answers:
            first, *more = extracted.parts
            parts += [replace(first, heading=each.name), *more]
            continue
        missing.append(Missing(key="answer-for", of=each.name))
        near = _without_addresses(extracted.parts)
        parts += [replace(near[0], heading=each.name, lead=said("near-quotes")), *near[1:]] if near else []
        parts += [] if near else [say("not-found-for", name=each.name)]
    if len(missing) == len(subjects):
        return None
    quoted = [quote for part in parts for quote in part.quotes]
    status: Status = "partial" if missing else "answered"
    offered = suggestions(quoted, asked.knowledge.documents)
    return Response(status, tuple(parts), suggestions=offered, found=tuple(searched), missing=tuple(missing))


def _of_each_clause(asked: _Searched) -> Response | None:
    """An extract for each of the questions that a sentence asks; None when it asks one, or none of them is answered."""
    ask, documents = asked.ask, asked.knowledge.documents
    each_asked = clauses(ask.text)
    if asked.extracted.answers or asked.is_foreign or len(each_asked) == 1:
        return None
    searched = [asked.again(ask.search_for(each)) for each in each_asked]
    extracted = [extract(each, found, asked.knowledge) for each, found in zip(each_asked, searched, strict=True)]
    if not any(each.answers for each in extracted) or states_number(
        [q for each in extracted for q in each.quotes], documents
    ):
        return None
    parts: list[Part] = []
    for question, each in zip(each_asked, extracted, strict=True):
        parts += each.parts if each.answers else [say("not-found-question", question=question)]
    quoted = [quote for part in parts for quote in part.quotes]
    missing = tuple(
        Missing(key="answer-to", of=question)
        for question, each in zip(each_asked, extracted, strict=True)
        if not each.answers
    )
    status: Status = "partial" if missing else "answered"
    offered = suggestions(quoted, documents)
    return Response(status, tuple(parts), suggestions=offered, found=tuple(searched), missing=missing)


def _number_of_others(asked: _Searched) -> Response | None:
    """Quotes with a number, when somebody is looked for whom the directory does not give: it would be another's."""
    looked_for = asked.reaching or asked.asks_who
    extracted = asked.extracted
    stated = looked_for and extracted.answers and states_number(extracted.quotes, asked.knowledge.documents)
    return no_contact(asked.found, asked.knowledge.contacts) if stated else None


def _extract(asked: _Searched) -> Response | None:
    """What the documents say; of whom they name without a way to reach them, that too."""
    quoted, named, documents = asked.extracted.quotes, asked.named_only, asked.knowledge.documents
    if not asked.extracted.answers:
        return None
    return Response(
        "answered",
        (*asked.extracted.parts, *((say("no-contact-of", name=named.body),) if named else ())),
        suggestions=suggestions(quoted, documents),
        cards=lambda citations: cards_of(quoted, citations, documents),
        found=(asked.found,),
        missing=(Missing(key="contact-of", of=named.body),) if named else (),
    )


def _named(asked: _Searched) -> Response | None:
    """The body that the documents name, when nothing else answers who it is."""
    if asked.named_only is None:
        return None
    return replace(no_contact(asked.found, asked.knowledge.contacts, "partial"), found=(asked.found,))


def _nearest(asked: _Searched) -> Response | None:
    """What comes near, when nothing is sure to answer; not of another place, and no way to reach somebody: it would be called."""
    kept = _without_addresses(asked.extracted.parts)
    if asked.is_foreign or not kept:
        return None
    return unsure(kept, asked.found, asked.knowledge.contacts)


def _without_addresses(parts: Sequence[Part]) -> tuple[Part, ...]:
    told = ((part, tuple(each for each in part.quotes if not holds_address(each.text))) for part in parts)
    return tuple(replace(part, quotes=quotes) for part, quotes in told if quotes)


def _refusal(asked: _Searched) -> Response:
    """That nothing was found to answer; a language model may still answer from what came near."""
    refusal = not_found(asked.ask, asked.extracted.best, asked.found, asked.knowledge)
    return replace(refusal, found=(asked.found,)) if asked.extracted.best else refusal


_STEPS: tuple[Callable[[_Searched], Response | None], ...] = (
    _of_rows,
    _little_read,
    _of_directory,
    _of_each_subject,
    _of_each_clause,
    _number_of_others,
    _extract,
    _named,
    _nearest,
    _refusal,
)
"""The first that answers is heard: the order is the meaning. The last always answers."""
