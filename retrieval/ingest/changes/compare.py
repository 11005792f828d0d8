"""What a document says differently than before: a pure comparison of two texts and their directory entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.language.values import ValueKind, values
from retrieval.records import ChangeKind, Contact, DocumentChange, FieldChange

_KINDS: tuple[ValueKind, ...] = ("phone", "email", "date")
_MOST_LINES = 2_000  # that are read for Values; a text that differs in more is another text
_SHOWN = 5  # lines of each side that are kept to be shown
_LONGEST = 300  # characters of such a line
_FIELDS = ("phone", "email", "fax", "address", "room", "url", "hours", "role")

Who = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class State:
    """A document as an ingest saw it."""

    title: str
    text: str
    contacts: tuple[Contact, ...] = ()


_NOTHING = State("", "")


def compare(document_id: str, before: State | None, after: State | None) -> DocumentChange:
    """What changed; None for a document that was not there before, or is no longer."""
    old, new = before or _NOTHING, after or _NOTHING
    gone_lines, new_lines = _differing(old.text, new.text)
    contacts = tuple(_contacts(old.contacts, new.contacts))
    return DocumentChange(
        kind="new" if before is None else "gone" if after is None else "changed",
        document_id=document_id,
        title=new.title or old.title,
        contacts=contacts,
        values=tuple(_values(gone_lines, new_lines)) if before and after else (),
        gone=_shown(gone_lines) if before and after else (),
        new=_shown(new_lines) if before and after else (),
    )


def _differing(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that only the one text has, and those that only the other has, each in order."""
    old, new = (list(filter(None, map(str.strip, text.split("\n")))) for text in (before, after))
    return _without(old, Counter(new)), _without(new, Counter(old))


def _without(lines: Iterable[str], others: Counter[str]) -> list[str]:
    left = []
    for line in lines:
        if others[line]:
            others[line] -= 1
        else:
            left.append(line)
    return left


def _values(gone: Sequence[str], new: Sequence[str]) -> Iterator[FieldChange]:
    """Values by kind that stand in the one and not in the other, as they are written."""
    before, after = _stated(gone), _stated(new)
    for kind in _KINDS:
        lost = _only(before, after, kind)
        come = _only(after, before, kind)
        if lost or come:
            yield FieldChange(_kind(lost, come), "", kind, lost, come)


def _stated(lines: Sequence[str]) -> dict[tuple[str, str], str]:
    """Kind and normal form of each Value, with how it is first written."""
    found: dict[tuple[str, str], str] = {}
    for line in lines[:_MOST_LINES]:
        for each in values(line, *_KINDS):
            found.setdefault((each.kind, each.value), line[each.start : each.end])
    return found


def _only(
    these: Mapping[tuple[str, str], str], those: Mapping[tuple[str, str], str], kind: ValueKind
) -> tuple[str, ...]:
    return tuple(written for each, written in these.items() if each[0] == kind and each not in those)


def _contacts(before: Sequence[Contact], after: Sequence[Contact]) -> Iterator[FieldChange]:
    """What changed of whose entry; the fields of an entry that is new or gone are given as well."""
    old, new = _by_who(before), _by_who(after)
    for who in dict.fromkeys((*old, *new)):
        name = ", ".join(filter(None, who))
        for field in _FIELDS:
            was, now = old.get(who, {}).get(field, ()), new.get(who, {}).get(field, ())
            lost, come = (tuple(each for each in one if each not in other) for one, other in ((was, now), (now, was)))
            if lost or come:
                kind: ChangeKind = "gone" if who not in new else "new" if who not in old else "changed"
                yield FieldChange(kind, name, field, lost, come)


def _by_who(contacts: Iterable[Contact]) -> dict[Who, dict[str, tuple[str, ...]]]:
    """What is stated for each person, team, unit or body by field; those that nobody can be reached at are left out."""
    found: dict[Who, dict[str, tuple[str, ...]]] = {}
    for each in contacts:
        stated: dict[str, tuple[str, ...]] = {f: (str(value),) for f in _FIELDS if (value := getattr(each, f))}
        stated["phone"] = tuple(filter(None, (each.phone, *each.more_phones)))
        who = (each.person or "", each.team or "", each.unit or "", each.organisation or "")
        known = found.setdefault(who, {})
        for field, written in stated.items():
            known[field] = tuple(dict.fromkeys((*known.get(field, ()), *written)))
    return found


def _kind(lost: Sequence[str], come: Sequence[str]) -> ChangeKind:
    return "changed" if lost and come else "gone" if lost else "new"


def _shown(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(each if len(each) <= _LONGEST else f"{each[:_LONGEST]}…" for each in lines[:_SHOWN])
