"""Whose word a directory entry is: the body's own, or what a document of somebody else says of that body."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from assistant.quoting import holds_address
from assistant.wording import Said, said
from retrieval.contacts.routing import ScoredContact
from retrieval.language import is_disguised, look
from retrieval.records import Contact, Metadata
from retrieval.search import Documents, NameFinder, Names, key, mentions

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
    claims: dict[Contact, Claim | None] = field(default_factory=dict)
    rivals: dict[str, Rivals] = field(default_factory=dict)
    """What `Standings` found out once for an entry, and for a name."""

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
    """The entries of a name that stand in documents of their own body, in order, and the first of each body by its key."""

    entries: tuple[Contact, ...]
    first_of: Mapping[str, int]


@dataclass(frozen=True)
class Standings:
    """Judges directory entries against all entries of an index, for a need where there is one."""

    documents: Documents
    names: Names
    writers: Writers
    need: str = ""

    def claim(self, contact: Contact) -> Claim | None:
        """Who says what of whom when an entry is not its body's own word; None when it is, or nobody else's is known."""
        claims = self.writers.claims
        if contact not in claims:
            claims[contact] = self._claim(contact)
        return claims[contact]

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

    def in_order(self, found: Sequence[ScoredContact], allowed: Collection[Contact]) -> list[ScoredContact]:
        """Entries as found, but none before one of the same name (as it looks) that has the better word for it.

        Before what others say of a body's team stands the body's own entry for that team, also when the need's words
        did not find it, if it is `allowed`.
        """
        held = {each.contact for each in found}
        whole: list[ScoredContact] = []
        for each in found:
            missing = [own for own in self._answers(each.contact) if own in allowed and own not in held]
            held.update(missing)
            whole += [*(replace(each, contact=own) for own in missing), each]
        ranks = [self.rank(each.contact) for each in whole]
        best: dict[str, Rank] = {}
        for each, rank in zip(whole, ranks, strict=True):
            best[_name(each.contact)] = min(best.get(_name(each.contact), rank), rank)
        behind = [rank > best[_name(each.contact)] for each, rank in zip(whole, ranks, strict=True)]
        return [whole[i] for i in sorted(range(len(whole)), key=behind.__getitem__)]

    def rank(self, contact: Contact) -> Rank:
        """Lower is better: of the body that is named, that body's own word, and of a body that writes of the team."""
        own = contact.organisation or ""
        named = key(own) in self._named or (bool(own) and mentions(self.need, own))
        return not named, self.claim(contact) is not None, not self._introduced(contact)

    def age(self, contact: Contact) -> int:
        """Lower for newer documents; one without a date is the oldest."""
        return -(self._metadata(contact).published or date.min).toordinal()

    @cached_property
    def _named(self) -> set[str]:
        """What the need names, by all its names."""
        return {key(name) for _, _, group in self.names.found_in(self.need) for name in group}

    def _answers(self, claimed: Contact) -> list[Contact]:
        """The entries of the body itself for what another's entry is about."""
        claim = self.claim(claimed)
        own = self._own(_name(claimed)) if claim else []
        return [each for each in own if claim and self.names.same(each.organisation or "", claim.of)]

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

    def _own(self, name: str) -> Sequence[Contact]:
        """Of the entries of a name, those in documents of the entry's own body."""
        return self._rivals(name).entries

    def _rivals(self, name: str) -> Rivals:
        known = self.writers.rivals
        if name not in known:
            entries = tuple(each for each in self.writers.by_name.get(name, ()) if self._is_own(each))
            first: dict[str, int] = {}
            for at, each in enumerate(entries):
                first.setdefault(key(each.organisation or ""), at)
            known[name] = Rivals(entries, first)
        return known[name]

    def _is_own(self, contact: Contact) -> bool:
        publisher = self._metadata(contact).organisation
        if not publisher or key(publisher) in self.writers.disguised:
            return False
        return self.names.same(publisher, contact.organisation or "")

    def _introduced(self, contact: Contact) -> bool:
        """Whether a document of the contact's body has its team or unit in its title or aliases."""
        body = contact.organisation or ""
        return any(
            _introduces(self._metadata(each), name)
            for each in self._own(_name(contact))
            if self.names.same(each.organisation or "", body)
            for name in (each.team, each.unit)
            if name
        )

    def _metadata(self, contact: Contact) -> Metadata:
        return self.documents.stored(contact.document_id).metadata


def _name(contact: Contact) -> str:
    return look(contact.team or contact.unit or contact.organisation or "")


def _introduces(metadata: Metadata, name: str) -> bool:
    return mentions(metadata.title, name) or any(name in group for group in metadata.aliases)
