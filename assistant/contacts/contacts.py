"""The directory entries of an opened index, with all that is read of them once and asked again and again."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, lru_cache

from assistant.contacts.charge import Charges, named_body
from assistant.contacts.entry_index import EntryIndex
from assistant.contacts.standing import Standings, Writers
from assistant.contacts.told import Told, read_told
from assistant.evidence import Judgement
from assistant.quoting import Quote
from retrieval.contacts.routing import Conflict, ContactIndex, conflicts, is_reachable
from retrieval.language import Within, content_terms, has_hangul
from retrieval.records import Contact, Filters
from retrieval.search import Found, NameFinder, Search, Source, folded, key

_MADE_ONCE = (
    "_named",
    "by_name",
    "conflicts",
    "_groups",
    "_korean_names",
    "_teams_of_stem",
    "_in_conflict",
    "team_keys",
    "unit_keys",
    "reached",
)
_KEPT_FILTERS = 64  # whose entries are at hand
_KEPT_FOUND = 16  # needs of which is at hand what tells whose work it is
_KEPT_TEXTS = 64  # texts whose named teams and units are at hand


class Contacts:
    """What answering may use of the directory. Made once for each opened index, its parts when they are first used.

    Thread-safe: two threads may make a part at the same time, and then one of the two equal parts is kept.
    """

    def __init__(
        self,
        search: Search,
        judged: Callable[[Found, Sequence[Source]], Judgement],
        nearest: Callable[[Found], Quote | None] = lambda _: None,
    ) -> None:
        """`judged` is what the evidence judge makes of fragments of what was found for a need, and `nearest` what comes nearest to
        it of all, if anything does."""
        self.nearest = nearest
        self._search = search.search
        self._judged = judged
        self.unknown_words = search.unknown_words
        self.documents = search.documents
        self.names = search.names
        self.idf = search.idf
        self.subjects = search.subjects
        self.reword = search.reword
        self._allowed = search.allowed
        self._places = lru_cache(maxsize=_KEPT_FILTERS)(self._places_of)
        self._all = tuple(contact for each in search.documents for contact in each.contacts)

    def all(self, filters: Filters | None = None) -> Sequence[Contact]:
        """The entries of all documents that pass the filters."""
        if filters is None or filters == Filters():
            return self._all
        return self.entry_index.these(self._places(filters))

    def named_in(self, text: str) -> frozenset[str]:
        """The names of teams, units, bodies and people that a text holds, as words of their own."""
        return self._named(text)

    @cached_property
    def _named(self) -> Callable[[str], frozenset[str]]:
        names = {n for c in self._all for n in (c.team, c.unit, c.organisation, c.person) if n}
        alike: dict[str, set[str]] = {}
        for name in names:
            alike.setdefault(folded(key(name)), set()).add(name)
        finder = NameFinder(names)

        def named(text: str) -> frozenset[str]:
            return frozenset(n for each in finder.all_in(text) for n in alike[folded(key(each.name))])

        return lru_cache(maxsize=_KEPT_TEXTS)(named)

    @cached_property
    def teams(self) -> frozenset[str]:
        """The names of all teams."""
        return frozenset(each.team for each in self._all if each.team)

    @cached_property
    def people(self) -> frozenset[str]:
        """The names of all people."""
        return frozenset(each.person for each in self._all if each.person)

    @cached_property
    def units(self) -> frozenset[str]:
        """The names of all units."""
        return frozenset(each.unit for each in self._all if each.unit)

    @cached_property
    def reached(self) -> frozenset[str]:
        """The names of all bodies, units and teams that there is a way to reach, as they are looked up."""
        reachable = (each for each in self._all if is_reachable(each))
        return frozenset(key(n) for c in reachable for n in (c.organisation, c.unit, c.team) if n)

    @cached_property
    def entry_index(self) -> EntryIndex:
        """The entries by what a need can name of them."""
        return EntryIndex(self._all, self.documents, self.names)

    def places(self, filters: Filters | None) -> Collection[int] | None:
        """The places of the entries that pass the filters; None when all do."""
        return None if filters is None or filters == Filters() else self._places(filters)

    def _places_of(self, filters: Filters) -> frozenset[int]:
        return frozenset(self.entry_index.of_documents(self._allowed(filters)))

    def groups_in(self, text: str) -> list[tuple[str, ...]]:
        """The groups of names of one thing that have a name somewhere in a text, whatever its case, in their order."""
        finder, numbers = self._groups
        found = {number for name in finder.found_in(text.casefold()) for number in numbers[name]}
        return [self.names.groups[number] for number in sorted(found)]

    @cached_property
    def _groups(self) -> tuple[Within, Mapping[str, list[int]]]:
        numbers: dict[str, list[int]] = {}
        for number, group in enumerate(self.names.groups):
            for name in group:
                numbers.setdefault(name.casefold(), []).append(number)
        return Within(numbers), numbers

    def korean_names_in(self, text: str) -> set[str]:
        """The Korean names of teams, units and people that a text holds, blanks aside."""
        finder, names = self._korean_names
        return {name for each in finder.found_in("".join(text.split())) for name in names[each]}

    @cached_property
    def _korean_names(self) -> tuple[Within, Mapping[str, set[str]]]:
        names: dict[str, set[str]] = {}
        for name in (name for c in self._all for name in (c.team, c.unit, c.person)):
            if name and has_hangul(name):
                names.setdefault("".join(name.split()), set()).add(name)
        return Within(names), names

    @cached_property
    def words_of_bodies(self) -> frozenset[str]:
        """The stems that tell one body from another: those of the names of bodies that not most of them have."""
        bodies = {each.organisation for each in self._all if each.organisation}
        held = Counter(stem for name in bodies for stem in set(content_terms(name)))
        return frozenset(stem for stem, count in held.items() if 2 * count <= len(bodies))

    def words_around(self, contact: Contact) -> frozenset[str]:
        """The stems of an entry's own line, and of all names that it and its document go by; its document is read once."""
        if (known := self._words_around.get(contact)) is None:
            known = self._words_around[contact] = self._read_around(contact)
        return known

    @cached_property
    def _words_around(self) -> dict[Contact, frozenset[str]]:
        return {}

    def _read_around(self, contact: Contact) -> frozenset[str]:
        document = self.documents.whole(contact.document_id)
        line = document.text[contact.start : contact.end] if document else ""
        about = self.documents.stored(contact.document_id).metadata
        names = (contact.organisation, contact.unit, contact.team, contact.address, about.title, about.organisation)
        told = [name for name in names if name]
        told += [other for name in told for other in self.names.group_of(name)]
        return frozenset(content_terms(" ; ".join((*told, about.region or "", line))))

    @cached_property
    def team_keys(self) -> frozenset[str]:
        """The names of all teams as they are looked up."""
        return frozenset(map(key, self.teams))

    @cached_property
    def unit_keys(self) -> frozenset[str]:
        """The names of all units as they are looked up."""
        return frozenset(map(key, self.units))

    def teams_with(self, stems: Collection[str]) -> list[str]:
        """The teams whose names have all of some stems of content words."""
        held = [self._teams_of_stem.get(each, frozenset()) for each in stems]
        return sorted(frozenset.intersection(*held)) if held else []

    @cached_property
    def _teams_of_stem(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for team in self.teams:
            for stem in content_terms(team):
                found.setdefault(stem, set()).add(team)
        return {stem: frozenset(teams) for stem, teams in found.items()}

    @cached_property
    def reachable(self) -> Mapping[str, tuple[str, ...]]:
        """The units, or else bodies, or else teams, that there is a way to reach, each with the ids of its entries."""
        found: dict[str, list[str]] = {}
        for each in self._all:
            if is_reachable(each) and (name := each.unit or each.organisation or each.team):
                found.setdefault(name, []).append(each.id)
        return {name: tuple(ids) for name, ids in found.items()}

    def conflicts_of(self, shown: Collection[Contact]) -> list[Conflict]:
        """The contradictions that some entries have part in."""
        places = sorted({at for each in shown for at in self._in_conflict.get(each, ())})
        return [self.conflicts[at] for at in places]

    @cached_property
    def _in_conflict(self) -> Mapping[Contact, list[int]]:
        found: dict[Contact, list[int]] = {}
        for at, conflict in enumerate(self.conflicts):
            for each in conflict.values:
                found.setdefault(each.contact, []).append(at)
        return found

    def by_id(self, contact_id: str) -> Contact | None:
        """The entry with this id, or None."""
        return next(iter(self.entry_index.these(self.entry_index.with_id(contact_id))), None)

    def of(self, document_id: str) -> Sequence[Contact]:
        """The entries of a document. Raises KeyError."""
        return self.documents.stored(document_id).contacts

    def standings(self, need: str = "") -> Standings:
        """Whose word each entry is, for a need where there is one."""
        return Standings(self.documents, self.names, self._writers, need)

    def warm_up(self) -> None:
        """Make now what a question for a contact looks up.

        Not whose word each entry is, which reads its document: only those that are found are asked for it.
        """
        self.entry_index.warm_up()
        for made_once in _MADE_ONCE:
            getattr(self, made_once)

    @cached_property
    def by_name(self) -> ContactIndex:
        """The names of all entries."""
        return ContactIndex(self._all, content_terms, self.idf)

    @cached_property
    def charges(self) -> Charges:
        """Who stands behind what the documents say."""
        return Charges(self.documents, self.named_in)

    def told(self, found: Found) -> Sequence[Told]:
        """The fragments of what was found for a need that tell whose work something is, best first, at most READ."""
        known = next((told for each, told in tuple(self._told) if each is found), None)
        if known is None:
            known = tuple(read_told(found, self._tells_whose, self._judged))
            self._told.append((found, known))
        return known

    @cached_property
    def _told(self) -> deque[tuple[Found, Sequence[Told]]]:
        return deque(maxlen=_KEPT_FOUND)

    def _tells_whose(self, quote: Quote) -> bool:
        """Whether somebody stands behind a fragment, or it names one in charge whom there is no way to reach; the head of a
        table tells nothing."""
        body = named_body(quote.text)
        told = self.charges.behind(quote) is not None or (body is not None and not self.is_reached(body))
        reading = self.documents.reading(quote.document_id) if told and quote.marker else None
        return told and not (reading and reading.is_header(quote.start))

    def is_reached(self, body: str) -> bool:
        """Whether the directory has a way to reach a body."""
        return key(body) in self.reached or not self.reached.isdisjoint(map(key, self.names.group_of(body)))

    def search(self, need: str) -> Found:
        """What the documents say of a need."""
        return self._search(need).on_subject

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """All contradictions between the entries."""
        return conflicts(list(self.documents), self.names.groups)

    @cached_property
    def _writers(self) -> Writers:
        return Writers.of(self._all, self.documents)
