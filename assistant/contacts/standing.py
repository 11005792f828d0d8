"""Whose word a directory entry is: the body's own, or what a document of somebody else says of that body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from assistant.quoting import holds_address
from assistant.wording import Said, said
from retrieval.contacts.routing import ScoredContact
from retrieval.language import is_disguised, look
from retrieval.records import Contact, Metadata
from retrieval.search import Documents, NameFinder, Names, folded, key, mentions

_LOOKALIKE = said("somebody-lookalike")
_UNNAMED = said("somebody-unnamed")

Rank = tuple[bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Claim:
    """What makes an entry another's word: the body that it is for, and who says so, as a notice names them."""

    of: str
    by: str | Said


@dataclass(frozen=True, slots=True)
class Writers:
    """Who writes of whom, read of an index once: its entries by name, and the organisations written with letters that only look like
    those of another one, each with that other one."""

    by_name: Mapping[str, Sequence[Contact]]
    disguised: Mapping[str, str]
    bodies: NameFinder = field(default_factory=lambda: NameFinder(()))
    claims: dict[int, tuple[Contact, Claim | None]] = field(default_factory=dict)
    words: dict[int, tuple[Contact, tuple[bool, bool]]] = field(default_factory=dict)
    rivals: dict[str, Rivals] = field(default_factory=dict)
    """What `Standings` found out once for an entry, by its identity, and for a name."""

    @classmethod
    def of(cls, contacts: Iterable[Contact], documents: Documents) -> Writers:
        """Those of an index."""
        by_name: dict[str, list[Contact]] = {}
        for contact in contacts:
            by_name.setdefault(_name(contact), []).append(contact)
        names = {each.metadata.organisation for each in documents if each.metadata.organisation}
        plain = {look(name): name for name in names if not is_disguised(name)}
        disguised = {key(n): plain[look(n)] for n in names if is_disguised(n) and look(n) in plain}
        bodies = NameFinder({each.organisation for of in by_name.values() for each in of if each.organisation})
        return cls(by_name, disguised, bodies)


@dataclass(frozen=True, slots=True)
class Rivals:
    """The entries of a name that stand in documents of their own body, in order.

    `first_of` is the first of each body by its key, `of_body` all by any name of their body as it is looked up, and
    `introduced` those bodies by any name of which a document has the team or unit in its title or aliases.
    """

    entries: tuple[Contact, ...]
    first_of: Mapping[str, int]
    of_body: Mapping[str, Sequence[Contact]]
    introduced: frozenset[str]


@dataclass(frozen=True)
class Standings:
    """Judges directory entries against all entries of an index, for a need where there is one."""

    documents: Documents
    names: Names
    writers: Writers
    need: str = ""

    def claim(self, contact: Contact) -> Claim | None:
        """Who says what of whom when an entry is not its body's own word; None when it is, or nobody else's is known."""
        claims = self.writers.claims  # by identity, which is quicker than by all that an entry says
        known = claims.get(id(contact))
        if known is None or known[0] is not contact:
            known = claims[id(contact)] = (contact, self._claim(contact))
        return known[1]

    def _claim(self, contact: Contact) -> Claim | None:
        publisher, own = self._metadata(contact).organisation, contact.organisation
        if publisher and own and not self.names.same(publisher, own):
            return Claim(own, self._said(publisher))
        if publisher and (real := self.writers.disguised.get(key(publisher))):
            return Claim(real, _LOOKALIKE)
        rivals = self._rivals(_name(contact))
        if not rivals.entries:
            return None
        itself = self._keys_of(publisher) if publisher else set()
        meant = (self._keys_of(own or "") | self._bodies_named(contact)) - itself
        found = min((rivals.first_of[each] for each in meant if each in rivals.first_of), default=None)
        return None if found is None else Claim(rivals.entries[found].organisation or "", self._said(publisher))

    def in_order(self, found: Sequence[ScoredContact], is_allowed: Callable[[Contact], bool]) -> list[ScoredContact]:
        """Entries as found, but none before one of the same name (as it looks) that has the better word for it.

        Before what others say of a body's team stands the body's own entry for that team, also when the need's words
        did not find it, if it `is_allowed`.
        """
        held = {id(each.contact) for each in found}
        whole: list[ScoredContact] = []
        for each in found:
            missing = [own for own in self._answers(each.contact) if id(own) not in held and is_allowed(own)]
            held.update(map(id, missing))
            whole += [*(replace(each, contact=own) for own in missing), each]
        ranks = [self.rank(each.contact) for each in whole]
        names = [_name(each.contact) for each in whole]
        best: dict[str, Rank] = {}
        for name, rank in zip(names, ranks, strict=True):
            best[name] = min(best.get(name, rank), rank)
        behind = [rank > best[name] for name, rank in zip(names, ranks, strict=True)]
        return [whole[i] for i in sorted(range(len(whole)), key=behind.__getitem__)]

    def rank(self, contact: Contact) -> Rank:
        """Lower is better: of the body that is named, that body's own word, and of a body that writes of the team."""
        return not self._is_named(contact.organisation or ""), *self._word(contact)

    def age(self, contact: Contact) -> int:
        """Lower for newer documents; one without a date is the oldest."""
        return -(self._metadata(contact).published or date.min).toordinal()

    @cached_property
    def _named(self) -> set[str]:
        """What the need names, by all its names."""
        return {key(name) for _, _, group in self.names.found_in(self.need) for name in group}

    def _is_named(self, body: str) -> bool:
        if not self._named and not self._mentioned:
            return False
        return key(body) in self._named or folded(key(body)) in self._mentioned

    def _word(self, contact: Contact) -> tuple[bool, bool]:
        """Whether an entry is another's word, and whether no document of its body introduces its team."""
        known = self.writers.words.get(id(contact))
        if known is None or known[0] is not contact:
            told = (self.claim(contact) is not None, not self._introduced(contact))
            known = self.writers.words[id(contact)] = (contact, told)
        return known[1]

    @cached_property
    def _mentioned(self) -> set[str]:
        """The bodies of entries whose names are in the need, as they are looked up."""
        return {folded(key(each.name)) for each in self.writers.bodies.all_in(self.need)}

    def _answers(self, claimed: Contact) -> Sequence[Contact]:
        """The entries of the body itself for what another's entry is about."""
        claim = self.claim(claimed)
        return self._rivals(_name(claimed)).of_body.get(key(claim.of), ()) if claim else ()

    def _said(self, publisher: str | None) -> str | Said:
        return publisher if publisher and not holds_address(publisher) else _UNNAMED

    def _bodies_named(self, contact: Contact) -> set[str]:
        """The bodies that the words of an entry name, by all their names as they are looked up."""
        document = self.documents.whole(contact.document_id)
        text = document.text[contact.start : contact.end] if document else ""
        aliases = {key(name) for _, _, group in self.names.found_in(text) for name in group}
        return aliases | {key(each.name) for each in self.writers.bodies.all_in(text)}

    def _keys_of(self, body: str) -> set[str]:
        return {key(body), *map(key, self.names.group_of(body))}

    def _rivals(self, name: str) -> Rivals:
        known = self.writers.rivals
        if name not in known:
            known[name] = self._rivals_among(self.writers.by_name.get(name, ()))
        return known[name]

    def _rivals_among(self, called: Sequence[Contact]) -> Rivals:
        """The rivals among all entries of one name."""
        entries = tuple(each for each in called if self._is_own(each))
        first: dict[str, int] = {}
        of_body: dict[str, list[Contact]] = {}
        introduced: set[str] = set()
        for at, each in enumerate(entries):
            body = each.organisation or ""
            first.setdefault(key(body), at)
            keys = self._keys_of(body)
            for name in keys:
                of_body.setdefault(name, []).append(each)
            metadata = self._metadata(each)
            if any(_introduces(metadata, name) for name in (each.team, each.unit) if name):
                introduced |= keys
        return Rivals(entries, first, of_body, frozenset(introduced))

    def _is_own(self, contact: Contact) -> bool:
        publisher = self._metadata(contact).organisation
        if not publisher or key(publisher) in self.writers.disguised:
            return False
        return self.names.same(publisher, contact.organisation or "")

    def _introduced(self, contact: Contact) -> bool:
        """Whether a document of the contact's body has its team or unit in its title or aliases."""
        return key(contact.organisation or "") in self._rivals(_name(contact)).introduced

    def _metadata(self, contact: Contact) -> Metadata:
        return self.documents.stored(contact.document_id).metadata


def _name(contact: Contact) -> str:
    return look(contact.team or contact.unit or contact.organisation or "")


def _introduces(metadata: Metadata, name: str) -> bool:
    return mentions(metadata.title, name) or any(name in group for group in metadata.aliases)
