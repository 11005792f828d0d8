"""Who stands behind what a document says: the directory entries by what stands around them.

What somebody does is found as any text is: the search finds it and the evidence judge reads it, in every language. Whose work
it is, the form of the document tells: the line or row that has the number too, the duties that are stated for a team or its
unit, or that the text names them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.contacts.told import Told
from assistant.quoting import Quote
from retrieval.contacts.finding import names as contact_names
from retrieval.contacts.routing import Reason, ScoredContact, is_reachable
from retrieval.language import Within
from retrieval.patterns import late_pattern
from retrieval.records import Contact
from retrieval.search import Documents

CLOSE = 0.87
"""Of the best fragment's score: whoever stands behind a fragment that comes so close may be meant as well."""
SURE = 0.2
"""The score below which a fragment is not what is needed. Both as `evals/contact_routing` has it: of the entries that are found
by what they do, five of six right ones are given at once, and one of ten wrong ones; the others are a choice, or nobody."""
_MENTION = 0.8  # what counts of the score of a text that only mentions somebody: it may say something else of them
_SCALE = 0.8  # the highest score of an entry that is found by meaning; one that is named has more

_NAMED: tuple[tuple[str, Reason], ...] = (("team", "duty"), ("unit", "unit_duty"), ("organisation", "duty"))

_Stated = tuple[Within, Mapping[str, list[Contact]]]
"""Duties, and whose each is."""

_OFFICER = late_pattern(
    r"\b(?:[A-Z][\w-]+ )+(?:Officer|Ministry|Headquarters)\b|\bMinistry of [A-Z]\w+(?:,? (?:and )?[A-Z]\w+)*"
)


@dataclass(frozen=True, slots=True)
class Behind:
    """The entries behind a fragment, and by what: "duty" by its own line or duty, "unit_duty" by that of its unit."""

    contacts: tuple[Contact, ...]
    by: Reason
    weight: float = 1.0
    """How much of the fragment's score counts for them."""


class Charges:
    """Finds the entries behind fragments. Made once for an index; a document is looked through when it is first asked about."""

    def __init__(self, documents: Documents, named_in: Callable[[str], Collection[str]]) -> None:
        """`named_in` gives the names of teams, units and bodies that a text holds."""
        self._documents = documents
        self._named_in = named_in
        self._of: dict[str, _OfDocument] = {}

    def behind(self, quote: Quote) -> Behind | None:
        """The entries behind a fragment, None where nobody is; those that give no way to reach them are among them."""
        if quote.document_id not in self._of:
            self._of[quote.document_id] = _OfDocument(self._documents, quote.document_id, self._named_in)
        return self._of[quote.document_id].behind(quote)


class _OfDocument:
    """The entries of a document by where they stand, what they do and what they are called, each read once."""

    def __init__(self, documents: Documents, document_id: str, named_in: Callable[[str], Collection[str]]) -> None:
        self._named_in = named_in
        self._contacts = sorted(documents.stored(document_id).contacts, key=lambda each: each.start)
        self._starts = [each.start for each in self._contacts]
        self._longest = max((each.end - each.start for each in self._contacts), default=0)
        self._duties = _by_duty((duty, each) for each in self._contacts for duty in each.duties)
        self._unit_duties = _by_duty((duty, each) for each in self._contacts for duty in each.unit_duties)
        self._called = {kind: _by_name(self._contacts, kind) for kind, _ in _NAMED}

    def behind(self, quote: Quote) -> Behind | None:
        if own := self._at(quote.start):
            return Behind(tuple(own), "duty")
        if teams := _stating(quote.text, self._duties):
            return Behind(tuple(teams), "duty")
        if units := _stating(quote.text, self._unit_duties):
            return Behind(tuple(units), "unit_duty")
        return self._named(quote.text)

    def _at(self, place: int) -> list[Contact]:
        """Those whose own line a place is in."""
        first, last = bisect_left(self._starts, place - self._longest), bisect_right(self._starts, place)
        return [each for each in self._contacts[first:last] if place < each.end]

    def _named(self, text: str) -> Behind | None:
        """Those of the document that a text names: of its teams, else its units, else its bodies, where it names but one."""
        names = self._named_in(text)
        for kind, by in _NAMED:
            called = self._called[kind]
            if held := [called[name] for name in names if name in called]:
                only = len(held) == 1 and (kind != "organisation" or len(held[0]) == 1)
                return Behind(tuple(held[0]), by, _MENTION) if only else None
        return None


def _stating(text: str, duties: _Stated) -> Sequence[Contact]:
    """Those of whom a text states a duty; the longest that it states, as a shorter one may be part of its words."""
    finder, stating = duties
    found = max(finder.found_in(_folded(text)), key=len, default=None)
    return stating[found] if found else ()


def _by_duty(stated: Iterable[tuple[str, Contact]]) -> _Stated:
    found: dict[str, list[Contact]] = {}
    for duty, contact in stated:
        found.setdefault(_folded(duty), []).append(contact)
    return Within(found), found


def _by_name(contacts: Iterable[Contact], kind: str) -> Mapping[str, list[Contact]]:
    found: dict[str, list[Contact]] = {}
    for each in contacts:
        if name := getattr(each, kind):
            found.setdefault(name, []).append(each)
    return found


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .;,")


def in_charge(told: Sequence[Told], charges: Charges, among: Container[Contact]) -> list[ScoredContact]:
    """The entries behind the best fragment, and those behind fragments that come close to it: who is meant is then not clear.

    None where the best is of somebody whom the documents give no way to reach, or who is not `among` those that may be meant.
    """
    weighed = [(each, charges.behind(each.quote)) for each in told]
    scored = [(each.score * (behind.weight if behind else 1.0), each, behind) for each, behind in weighed]
    scored.sort(key=lambda one: -one[0])
    found: list[ScoredContact] = []
    for score, each, behind in scored:
        if score < max(SURE, CLOSE * scored[0][0]):
            break
        kept = [c for c in behind.contacts if is_reachable(c) and c in among] if behind else []
        if not kept and not found:
            return []
        held = {id(one.contact) for one in found}
        if behind and not any(id(c) in held for c in kept):
            shown, as_found = _narrowed(kept, each, told, charges), _SCALE * score / scored[0][0]
            found += [ScoredContact(c, as_found, behind.by, each.quote.text) for c in shown]
    return found


def of_own_line(among: Sequence[Contact], told: Sequence[Told], charges: Charges) -> Contact | None:
    """The one of some entries whose own line is clearly what is needed."""
    lines = [(each.score, behind.contacts) for each in told if (behind := charges.behind(each.quote))]
    own = [(score, of[0]) for score, of in lines if len(of) == 1 and of[0] in among]
    if not own or own[0][0] < SURE or (len(own) > 1 and own[1][1] != own[0][1] and own[1][0] >= CLOSE * own[0][0]):
        return None
    return own[0][1]


def _narrowed(kept: Sequence[Contact], to: Told, told: Sequence[Told], charges: Charges) -> Sequence[Contact]:
    """Of the people of one team those that a fragment names, else the one whose own line comes nearest: the others do other work."""
    if len({each.person for each in kept}) < len(kept):
        return kept
    named = [each for each in kept if each.person and each.person in to.quote.text]
    nearest = of_own_line(kept, told, charges)
    return named or ([nearest] if nearest else kept)


def grounds(told: Sequence[Told], charges: Charges, contact: Contact) -> list[Quote]:
    """The fragments that say what an entry does and stand outside of it, best first."""
    found: list[Quote] = []
    for each in told:
        behind = charges.behind(each.quote) if each.score >= CLOSE * told[0].score else None
        outside = not contact.start <= each.quote.start < contact.end
        if behind and outside and any(one is contact for one in behind.contacts):
            found.append(each.quote)
    return found


def named_body(text: str) -> str | None:
    """The bureau, office or officer that a sentence names; the last one, which is the one in charge where it is in brackets."""
    found = [each.text for each in contact_names.names(text) if each.kind == "unit"]
    officer = _OFFICER.search(text)
    return found[-1] if found else officer[0] if officer else None
