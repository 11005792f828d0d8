"""Whom a question is not for: teams that it sets aside by name, and entries of the directory without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.ask import Ask, Reference
from assistant.question.asked_fields import without_fields_set_aside
from retrieval.language import content_terms
from retrieval.patterns import late_pattern
from retrieval.records import Contact
from retrieval.search import Names, mentions

_OTHER_THAN = late_pattern(
    r"\b(?:other than|except(?: for)?|excluding|not|(?:all|every\w*|any\w*)(?:\s+\w+){0,3}?\s+but)\s+(?:at\s+)?(?:the\s+)?(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_BUT = late_pattern(r"\s+but\s+", re.IGNORECASE)
_BUT_KO = late_pattern(r"\s*(?:팀)?(?:을|를|은|는)?\s*(?:말고|제외|빼고)")
_CLAUSE_END = late_pattern(r"[,.?!;]|\Z")


def set_aside(ask: Ask, directory: Callable[[], Sequence[Contact]], names: Names | None = None) -> Ask:
    """The question without the teams of the directory that it says are not meant; they are then its `excluded`.

    `names` gives a team's other names, by which a Korean question may call it.
    """
    whole = without_fields_set_aside(ask.text)
    clause = _OTHER_THAN.search(whole)
    if clause is None:
        return _set_aside_in_korean(ask, directory, names)
    entries = [each for each in directory() if each.team]
    before = _BUT.split(clause[1])[0]  # "not the one but the other": the other is meant
    named = [each for each in entries if mentions(before, each.team or "")]
    partly = [] if named else _called_by_part(clause[1], entries)
    if not (named or partly):
        return ask
    end = max((_end_of(each.team or "", clause[1]) for each in named), default=_clause_end(clause[1]))
    named = named or partly
    text = f"{whole[: clause.start()].rstrip()}{clause[1][end:]}".strip()
    excluded = tuple(Reference(kind="contact", id=each.id, label=each.team or "") for each in named)
    return ask.but(text=text, excluded=(*ask.excluded, *excluded))


def _set_aside_in_korean(ask: Ask, directory: Callable[[], Sequence[Contact]], names: Names | None) -> Ask:
    """The same of "A팀 말고 ...", in what was typed, as a team may have another name in the documents' words."""
    if not _BUT_KO.search(ask.typed):
        return ask
    found: list[Contact] = []
    for each in directory():
        called = [name for name in (each.team, each.person) if name]
        called += [other for name in called if names for other in names.group_of(name)]
        if any(re.search(rf"{re.escape(name)}{_BUT_KO.pattern}", ask.typed) for name in called):
            found.append(each)
    if not found:
        return ask
    text = ask.text
    for team in {each.team for each in found if each.team}:
        text = re.sub(rf"\s*{re.escape(team)}\s*", " ", text, count=1)
    excluded = tuple(Reference(kind="contact", id=each.id, label=each.team or "") for each in found)
    return ask.but(text=text.strip() or ask.text, excluded=(*ask.excluded, *excluded))


def _called_by_part(clause: str, entries: Sequence[Contact]) -> list[Contact]:
    """Those whose team's name has all words of a clause, where that is one team."""
    words = set(content_terms(clause[: _clause_end(clause)])) - set(content_terms("one ones team teams"))
    found = [each for each in entries if words and words <= set(content_terms(each.team or ""))]
    return found if len({each.team for each in found}) == 1 else []


def _clause_end(text: str) -> int:
    found = _CLAUSE_END.search(text)
    return found.start() if found else len(text)


def _end_of(name: str, text: str) -> int:
    at = text.lower().find(name.lower())
    return at + len(name) if at >= 0 else len(text)


def without(contacts: Iterable[Contact], excluded: Sequence[Reference], names: Names) -> list[Contact]:
    """The contacts but for those that are excluded, by their id or as another entry for the same team."""
    return [each for each in contacts if not is_excluded(each, excluded, names)] if excluded else list(contacts)


def is_excluded(contact: Contact, excluded: Sequence[Reference], names: Names) -> bool:
    """Whether a contact is one of those excluded."""
    team = contact.team
    return any(each.id == contact.id or (team and names.same(team, each.label)) for each in excluded)
