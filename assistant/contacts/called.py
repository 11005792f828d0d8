"""The names by which a need calls teams and units, and whether an entry is theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Mapping, Sequence

from assistant.contacts.contacts import Contacts
from assistant.contacts.need import bare, without_form
from assistant.contacts.premise import numbers_in
from retrieval.contacts.finding import names as contact_names
from retrieval.contacts.routing import ScoredContact, is_reachable, match
from retrieval.language import QUESTION_WORDS, content_terms, content_words, has_hangul, is_ordinary
from retrieval.patterns import late_pattern
from retrieval.records import Contact
from retrieval.search import Wording, key, slips

_KIND = "team division office department bureau unit group desk center centre section headquarters branch"
_BEFORE = late_pattern(r"(?:(?:[A-Z][\w&.-]*(?:['’]s)?\s+){1,4}|[\w&.-]+(?:['’]s|의)?\s+)\Z")
_AFTER = late_pattern(r"\A\s*(?:,|of|at|in|from|within|for)\s+(?:the\s+)?(?P<name>(?:[A-Z][\w&.-]*\s*){1,4}|[\w&.-]+)")


def kept_names(typed: str, need: str, contacts: Contacts) -> str:
    """`need`, which is `typed` in the documents' words, with the Korean names of teams, units and people that the typed one
    holds kept whole: put into English word by word, they name nobody."""
    if not has_hangul(typed):
        return need
    held = [name for name in contacts.korean_names_in(typed) if name not in need]
    lost = sorted(name for name in held if not any(name in other for other in held if other != name))
    rest = typed
    for name in lost:
        rest = re.sub(r"\s*".join(map(re.escape, "".join(name.split()))), " ", rest)
    return " ".join((contacts.reword(rest).text, *lost)) if lost else need


def named_teams(wording: Wording, contacts: Contacts) -> Mapping[str, frozenset[str]]:
    """The teams and units that a need calls by a name, each with the words that tell it from others, in the documents' words."""
    text = wording.text
    found = {each.text: each.text for each in contact_names.names(text) if each.kind != "organisation"}
    for each in contact_names.names(wording.question) if has_hangul(wording.question) else ():
        reworded = contacts.reword(each.text)
        if each.kind != "organisation" and each.text not in text and not contacts.names.group_of(each.text):
            found[each.text] = " ".join((reworded.text, *reworded.unread))
    kinds = set(content_terms(_KIND))
    return {name: frozenset(set(content_terms(words)) - kinds) for name, words in found.items()}


def misnamed(wording: Wording, contacts: Contacts) -> tuple[str, Mapping[str, tuple[str, ...]]] | None:
    """The first team or unit that a need calls by a name which nobody has, and those of a near name, each with the ids of its
    entries; None where it names none such."""
    known = contacts.team_keys | contacts.unit_keys
    names = named_teams(wording, contacts)
    name = next((each for each in names if not {key(each), *map(key, contacts.names.group_of(each))} & known), None)
    if name is None or not names[name]:
        return None
    near: dict[str, tuple[str, ...]] = {}
    for each in match(wording.text, contacts.all(), content_terms, contacts.idf, index=contacts.by_name):
        if each.reason == "team" and is_reachable(each.contact):
            near[each.matched] = (*near.get(each.matched, ()), each.contact.id)
    return name, near


def of_named(wording: Wording, contacts: Contacts) -> Callable[[ScoredContact], bool]:
    """Tells whether an entry has, or does, all that the names of teams and units say by which a need calls them: who asks for the
    "Northern Strategy Division" is not sent to the Southern one for a word in common."""
    own = [(key(name), words) for name, words in named_teams(wording, contacts).items() if words]
    held_in = (each for name, _ in own for each in contacts.named_in(name))
    known = {key(each) for each in held_in if each in contacts.teams or each in contacts.units}

    def is_theirs(found: ScoredContact) -> bool:
        if not own:
            return True
        contact = found.contact
        said = [contact.organisation, contact.unit, contact.team, contact.person, found.matched]
        said += [other for name in said if name for other in contacts.names.group_of(name)]
        said += contact.duties if found.reason == "duty" else ()
        held = frozenset(content_terms(" ; ".join(filter(None, said))))
        names = {key(each) for each in (contact.team, contact.unit) if each}
        # A row or line that names the team beside another's number does not make it that one's.
        told = key(found.matched) if found.reason in ("duty", "unit_duty") else ""
        return any(
            name in names or (name not in known and name not in told and all(_is_held(word, held) for word in words))
            for name, words in own
        )

    return is_theirs


def _is_held(word: str, held: Collection[str]) -> bool:
    """Whether a stem is one of some, or one of them with a slip."""
    return word in held or any(slips(word, each) is not None for each in held if len(each) > 3)


def beside_another(wording: Wording, contacts: Contacts) -> Callable[[ScoredContact], bool]:
    """Tells whether a need calls the team of an entry that of somebody else, of whom no document knows: "the Planning Team of
    Northern Motors" is not the Planning Team of the body that the documents are about."""
    texts = (wording.text, wording.question)
    unknown = {each.casefold() for text in texts for each in contacts.unknown_words(text)}
    unknown -= {word.casefold() for text in texts for name in _known_names(text, contacts) for word in name.split()}
    asked = frozenset(content_terms(without_form(wording.text))) & contacts.words_of_bodies

    def is_anothers(found: ScoredContact) -> bool:
        if found.reason != "team":
            return False
        if asked and asked - contacts.words_around(found.contact):
            return True
        names = filter(None, (found.contact.team, *contacts.names.group_of(found.contact.team or "")))
        return any(word.casefold() in unknown for name in names for text in texts for word in _words_beside(text, name))

    return is_anothers


def of_people(
    wording: Wording, contacts: Contacts, scored: Sequence[ScoredContact], among: Container[Contact]
) -> list[ScoredContact]:
    """Where a need names people of the directory, their entries and nobody else's; of a team that it names as well, theirs in it."""
    named = contacts.named_in(wording.text) | contacts.named_in(wording.question)
    people = {each for each in named & contacts.people if not any(each != other and each in other for other in named)}
    if not people:
        return list(scored)
    own = [each for each in contacts.entry_index.these(contacts.entry_index.of_people(people)) if each in among]
    of_team = [each for each in own if each.team in named or each.unit in named]
    kept = of_team if named & (contacts.teams | contacts.units) else own
    return [ScoredContact(each, 1.0, "team", each.person or "") for each in kept]


def _known_names(text: str, contacts: Contacts) -> list[str]:
    """The names in a text that a document has for something."""
    return [text[start:end] for start, end, _ in contacts.names.found_in(text)]


def named_for(wording: Wording, contacts: Contacts) -> Callable[[ScoredContact], bool]:
    """Tells whether an entry that was found by what it does has the names of a need that is for nothing but names: "Kim's phone" is
    not answered with the phone of whoever comes nearest to a Kim, nor a number with another one."""
    matter = [each for each in re.findall(r"[\w'’-]+", bare(wording.meant, contacts.subjects)) if content_words(each)]
    only_names = all(each[:1].isupper() or not is_ordinary(each) for each in matter) and not has_hangul(wording.meant)
    stems = set(content_terms(" ".join(matter)))
    numbers = numbers_in(wording.meant)
    whole = " ".join(matter) if len(matter) > 1 and all(each[:1].isupper() for each in matter) else ""
    korean = [each for each in matter if has_hangul(each)]
    stranger = len(matter) == len(korean) == 1 and bool(contacts.unknown_words(wording.question))

    def is_meant(found: ScoredContact) -> bool:
        if found.reason not in ("duty", "unit_duty"):
            return True
        each = found.contact
        said = (found.matched, each.organisation, each.unit, each.team, each.person, each.role, each.address)
        text = " ; ".join(filter(None, said))
        holds = stems <= set(content_terms(text)) and (not whole or whole.casefold() in text.casefold())
        return not numbers and (not only_names or holds) and not (stranger and found.reason == "duty")

    return is_meant


def _words_beside(need: str, name: str) -> list[str]:
    """The words that belong to a name in a need: those right before it, from its capitals on, and those after an "of" or "at"."""
    found: list[str] = []
    for place in re.finditer(re.escape(name), need, re.IGNORECASE):
        before, after = _BEFORE.search(need[: place.start()]), _AFTER.search(need[place.end() :])
        told = f"{before[0] if before else ''} {after['name'] if after else ''}"
        found += [re.sub(r"(?:['’]s|의)\Z", "", each) for each in without_form(told).split()]
    capitals = need != need.lower()  # then a name has one, and what has none is a slip
    return [each for each in found if each.lower() not in QUESTION_WORDS and not (capitals and each.islower())]
