"""What a stretch of text states about whom to contact, and whose each phone is where it names several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.contacts.finding import fields, names
from retrieval.contacts.finding.matter import matter
from retrieval.contacts.finding.names import Name, Named
from retrieval.contacts.finding.people import people
from retrieval.contacts.finding.phones import faxes, phones
from retrieval.language import Span
from retrieval.patterns import late_pattern

# What may stand between a name and the phone or e-mail that is its own.
_OWN = late_pattern(
    r"[\s,;:：()\[\]·/|–—☎☏-]*(?:(?:at|on|by|via|through|is|and|or|in|can be reached|phone|tel|telephone|number|e-?mail|call|"
    r"contact|mobile|direct line|전화|전화번호|문의|연락처|이메일|으로|로|에|은|는|의)(?![a-z])[\s.,;:：()/|–—☎☏-]*)*",
    re.IGNORECASE,
)


_JOINING = late_pattern(r"\A[\s).,;]*(?:(?:으로|로|에서|이며|이고|and|or)(?![가-힣a-z]))?[\s,;]*")


@dataclass(frozen=True, slots=True)
class Said:
    """What a stretch of a line states; `start` and `end` count from the start of the line.

    `labelled` tells that a label says what the line holds, even where that is nothing we keep; `alone` that the line
    begins with the name and says nothing in words, so that lines below it may say how to reach who it names.
    """

    start: int
    end: int
    named: tuple[Named, ...] = ()
    room: str | None = None
    address: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    labelled: bool = False
    alone: bool = False
    person: str | None = None
    role: str | None = None
    faxes: tuple[str, ...] = ()
    url: str | None = None
    hours: str | None = None

    @property
    def reaches(self) -> bool:
        """Whether it says how to reach somebody."""
        return bool(self.phones or self.emails or self.address or self.room)

    @property
    def adds(self) -> bool:
        """Whether it holds a field that belongs to an entry but reaches nobody by itself."""
        return bool(self.faxes or self.url or self.hours or self.person or self.role)


def merged(said: Said, more: Said) -> Said:
    """Both statements as one; what is stated twice keeps its first wording."""
    named = said.named
    if more.named:
        named = tuple(over(a, more.named[0]) for a in named) or more.named
    return replace(
        said,
        named=named,
        room=said.room or more.room,
        address=said.address or more.address,
        phones=tuple(dict.fromkeys(said.phones + more.phones)),
        emails=tuple(dict.fromkeys(said.emails + more.emails)),
        duties=tuple(dict.fromkeys(said.duties + more.duties)),
        person=said.person or more.person,
        role=said.role or more.role,
        faxes=tuple(dict.fromkeys(said.faxes + more.faxes)),
        url=said.url or more.url,
        hours=said.hours or more.hours,
    )


def over(a: Named, b: Named) -> Named:
    return Named(a.organisation or b.organisation, a.unit or b.unit, a.team or b.team)


def joined(a: Named, b: Named) -> Named | None:
    """Both as one when they name different levels ("Grants Team", "Dasan Institute"); None when they name the same one."""
    if a.team and b.team and names.is_team(a.team) != names.is_team(b.team) and not (a.unit or b.unit):
        team, unit = (a.team, b.team) if names.is_team(a.team) else (b.team, a.team)
        a, b = Named(a.organisation, unit, team), Named(b.organisation)
    pairs = ((a.organisation, b.organisation), (a.unit, b.unit), (a.team, b.team))
    return None if any(x and y and x != y for x, y in pairs) else over(a, b)


def moved(said: Said, by: int) -> Said:
    return replace(said, start=said.start + by, end=said.end + by)


def texts(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[span.start : span.end] for span in spans))


def shared(said: Said, named: tuple[Named, ...]) -> list[Said]:
    """Several teams of one line share a single phone; with more phones nobody can say whose is whose."""
    if len(named) > 1 and max(len(said.phones), len(said.emails)) > 1:
        return []
    return [replace(said, named=(one,)) for one in named] or [said]


def paired(line: str, chains: list[list[Name]]) -> list[Said]:
    """Give each phone and e-mail of a line with several names to the name that it stands beside, or to none."""
    far = faxes(line)
    spans = sorted([*phones(line), *far, *fields.emails(line)])
    owned: dict[int, list[Span]] = {}
    for span in spans:
        owner = _owner(line, chains, spans, span)
        if owner is not None:
            owned.setdefault(owner, []).append(span)
    found: list[Said] = []
    for number, mine in owned.items():
        chain = chains[number]
        start, end = min(chain[0].start, mine[0].start), max(chain[-1].end, mine[-1].end)
        closing = line[end : end + 1] == ")" and line.count("(", start, end) > line.count(")", start, end)
        end += closing
        place = fields.place(line[chain[-1].end : end])
        mails = [span for span in mine if "@" in line[span.start : span.end]]
        calls = [span for span in mine if span not in mails and span not in far]
        said = Said(start, end, (), place.room, place.address, texts(line, calls), texts(line, mails))
        duty = matter(_between(line, chains, owned, number), line[chain[-1].end :])
        said = replace(said, faxes=texts(line, [s for s in mine if s in far]), duties=(duty,) if duty else ())
        if said.reaches:
            found += shared(said, tuple(names.resolve(chain)))
    return found


def _between(line: str, chains: list[list[Name]], owned: dict[int, list[Span]], number: int) -> str:
    """The words before a name that belong to no other name."""
    ends = [chains[n][-1].end for n in range(number)] + [span.end for n in owned if n < number for span in owned[n]]
    return _JOINING.sub("", line[max(ends, default=0) : chains[number][0].start])


def _owner(line: str, chains: list[list[Name]], spans: list[Span], span: Span) -> int | None:
    following = next((n for n, chain in enumerate(chains) if chain[0].start >= span.end), None)
    if following is not None and re.fullmatch(r"\s*\(\s*", line[span.end : chains[following][0].start]):
        return following
    before = [n for n, chain in enumerate(chains) if chain[-1].end <= span.start]
    if not before:
        return None
    start = chains[before[-1]][-1].end
    gap = line[start : span.start]
    humans = [Span(human.start, human.end) for human in people(line)]
    for other in reversed([s for s in sorted([*spans, *humans]) if start <= s.start and s.end <= span.start]):
        gap = gap[: other.start - start] + gap[other.end - start :]
    place = fields.place(gap)
    for part in (place.address, place.room):
        gap = gap.replace(part, "") if part else gap
    gap = re.sub(r"(?i)\bfax\b|팩스", "", gap)
    return before[-1] if _OWN.fullmatch(gap) else None
