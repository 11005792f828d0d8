"""What a whole document says of its teams: which unit and organisation they belong to, and who does what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from retrieval.contacts.finding import names
from retrieval.contacts.finding.entry import MARKER
from retrieval.contacts.finding.lines import read_line
from retrieval.contacts.finding.names import Named, is_team
from retrieval.contacts.finding.publisher import publisher, themes
from retrieval.language import LONGEST, heading_paths, split
from retrieval.patterns import late_pattern
from retrieval.records import Document

_DUTY_WORD = late_pattern(
    r"\bdut(?:y|ies)\b|\broles?\b|\btasks?\b|\bobjectives?\b|\bresponsib|\bfunctions?\b|\bmission\b|업무|역할|기능|임무",
    re.IGNORECASE,
)
_DOES = late_pattern(
    r"\s*(?:is|are) (?:responsible|in charge)\b|\s*(?:handles|manages|plans|runs|supports|operates|oversees|coordinates|"
    r"administers|promotes|leads|attracts|deals with|takes care of|provides|develops)\b|(?:은|는|이|가|에서는?)\s.*(?:담당|수행|총괄|추진|지원|운영)"
)
_CENTRE = late_pattern(r"(?:센터|\bCent(?:er|re))\Z")
_NUMBER = late_pattern(r"\A\d+(?:\.\d+)*[.)]?\s+")


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty as stated, and whom the document states it for."""

    of: Named
    text: str


@dataclass(frozen=True, slots=True)
class Directory:
    """What holds for every entry of one document."""

    document: Document
    units: frozenset[str]
    duties: tuple[Duty, ...]
    lead: tuple[tuple[tuple[str, ...], int, str], ...]
    """Heading path, end and unit of each short paragraph that names just one unit."""
    published_by: str | None = None
    themes: frozenset[str | None] = frozenset()
    """Names in title and headings that are no body's."""

    def complete(self, named: Named | None, path: tuple[str, ...], start: int, items: tuple[Named, ...]) -> Named:
        """Whom an entry under the headings `path` is about, with the unit and organisation that the document gives.

        `items` are the bodies named by the list items over it, the nearest first. `named` is empty for a person of
        whom no body is named, and None where nobody is named at all.
        """
        headings = [found[0] for text in reversed(path) if len(found := names.heading(text, self.units)) == 1]
        headings = [one for one in headings if one.organisation not in self.themes]
        title = names.heading(self.document.metadata.title, self.units)
        title = [one for one in title if one.organisation not in self.themes]
        above = [self._promoted(one) for one in (*items, *headings)]
        around = above + [self._promoted(one) for one in title if len(title) == 1]
        named = self._promoted(named) if named else None
        published_by = self.published_by
        if named and named.organisation and self._is_part_of_own(named.organisation):
            named = replace(named, organisation=None)
        organisation = next((one.organisation for one in around if one.organisation), None)
        organisation = published_by if self._same(organisation, published_by) else organisation or published_by
        staff = named == Named()
        if named is None or staff:
            nearest = above[0] if above else Named()
            named = Named(nearest.organisation or organisation, nearest.unit, nearest.team)
        if self._is_own_body(named, organisation):
            return Named(named.unit or named.team, None, named.team if named.unit else None)
        if named.organisation and not self._same(named.organisation, organisation):
            return named
        if named.organisation and not (named.team or named.unit or staff):
            return replace(named, organisation=organisation)
        unit = named.unit
        if not unit and (named.team or not named.organisation or named == Named(organisation)):
            unit = self._lead_unit(path, start, below=staff) or self._unit_above(named, around)
        return Named(organisation, unit if unit != named.team else None, named.team)

    def _is_own_body(self, named: Named, organisation: str | None) -> bool:
        """Whether a centre has a proper name of its own: that of the organisation's region, which parts of it leave out."""
        centre = named.unit or named.team or ""
        if named.organisation or not organisation or not _CENTRE.search(centre) or centre == organisation:
            return False
        return _proper(centre) == _proper(organisation) and centre not in self.units

    def _unit_above(self, named: Named, around: list[Named]) -> str | None:
        """The nearest unit over a team; an office counts as one for a team proper or a person only."""
        office = not named.team or is_team(named.team)
        return next(filter(None, (_unit_of(one) if office else one.unit for one in around)), None)

    def _promoted(self, named: Named) -> Named:
        """The publisher is an organisation whatever its name looks like."""
        if self.published_by and self.published_by in (named.team, named.unit):
            return Named(self.published_by, None, named.team if named.team != self.published_by else None)
        return named

    def duties_of(self, named: Named) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Duties stated for the team itself, and for its unit."""
        own = [d.text for d in self.duties if named.team and d.of.team == named.team]
        whole = {(named.unit, None), (None, named.unit)} if named.unit else set()
        unit = [d.text for d in self.duties if (d.of.unit, d.of.team) in whole]
        if not named.team:
            own, unit = unit, []
        return tuple(own), tuple(unit)

    def _lead_unit(self, path: tuple[str, ...], start: int, *, below: bool) -> str | None:
        """The unit that the section begins with; with `below` one over it counts too."""
        sections = {path[:n] for n in range(len(path) + 1)} if below else {path}
        here = [unit for section, end, unit in self.lead if section in sections and end <= start]
        return here[0] if len(set(here)) == 1 else None

    def _is_part_of_own(self, name: str) -> bool:
        """Whether a name is only a part of the publisher's, or of where it is ("the Planning Team of Ferry", of Ferry City Hall)."""
        own = {
            word.casefold()
            for own in (self.published_by, self.document.metadata.region)
            for word in (own or "").split()
        }
        return name != self.published_by and {word.casefold() for word in name.split()} <= own

    def _same(self, name: str | None, other: str | None) -> bool:
        if not name or not other or name.casefold() == other.casefold():
            return name is not None and other is not None
        return any(name in group and other in group for group in self.document.metadata.aliases)


def _proper(name: str) -> str:
    """The proper name that a body's name begins with: the first word, of a Korean name the first three syllables."""
    return name[:3] if re.match("[가-힣]{3}", name) else name.split(" ")[0]


def directory(document: Document) -> Directory:
    """Read a document once for what its headings, first paragraphs and lists say of its units and teams."""
    units = _units(document)
    title = names.heading(document.metadata.title, units)
    duties: list[Duty] = []
    lead: list[tuple[tuple[str, ...], int, str]] = []
    for block, path in heading_paths(document):
        text = document.text[block.start : block.end]
        if block.kind == "paragraph" and len(text) <= LONGEST:
            lead += [(path, block.end, unit) for unit in _leading(text, units)]
        if block.kind == "item":
            marker = MARKER.match(text)
            text = text[marker.end() if marker else 0 :]
            duties += _listed(text, path, units, title)
        if block.kind in {"paragraph", "item"}:
            duties += _told(text, units)
    return Directory(
        document, units, tuple(dict.fromkeys(duties)), tuple(lead), publisher(document), frozenset(themes(document))
    )


def _leading(text: str, units: frozenset[str]) -> set[str]:
    """The unit that a paragraph above entries names alone, or the office that a line without a verb begins with."""
    found = names.names(text, units)
    named = {name.text for name in found if name.kind == "unit"}
    if not named and len(text) <= names.LONGEST and not re.search(r"\d{3}-|[.다]\Z", text):
        named = {n.text for n in found if n.start == 0 and n.kind == "team" and not is_team(n.text)}
    return named if len(named) == 1 else set()


def _unit_of(named: Named) -> str | None:
    return named.unit or (named.team if named.team and not is_team(named.team) else None)


def _units(document: Document) -> frozenset[str]:
    texts = [document.metadata.title, *(name for group in document.metadata.aliases for name in group)]
    texts += [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"]
    return frozenset(
        one.unit for text in texts for one in names.heading(_NUMBER.sub("", text)) if one.unit and not one.team
    )


def _listed(text: str, path: tuple[str, ...], units: frozenset[str], title: list[Named]) -> list[Duty]:
    """The duty that a list item states: for the team that it begins with, or for whom the headings above are about."""
    speaks = any(_DUTY_WORD.search(heading) for heading in path)
    lead = re.match(r"([^:：]{2,90})[:：]\s+(?=\S)", text)
    one = names.whole(lead[1], units) if speaks and lead else []
    if lead and len(one) == 1 and one[0].team:
        of, text = one[0], text[lead.end() :]
    else:
        above = [found[0] for heading in reversed(path) if len(found := names.heading(heading, units)) == 1]
        of = next((one for one in [*above, *title] if one.team or one.unit), Named())
    stated = of.team or (of.unit and speaks)
    return [Duty(of, text)] if stated and not _reaches(text) else []


def _told(text: str, units: frozenset[str]) -> list[Duty]:
    """Sentences such as "The Investment Team is responsible for ...", each a duty of the team that it begins with."""
    duties: list[Duty] = []
    for span in split(text) if _DOES.search(text) and names.names(text, units) else ():
        sentence = text[span.start : span.end]
        if not _DOES.search(sentence):
            continue
        found = names.chains(sentence, names.names(sentence, units))
        if found and sentence[: found[0][0].start] in {"", "The ", "the "} and _DOES.match(sentence, found[0][-1].end):
            named = names.resolve(found[0])
            if len(named) == 1 and named[0].team and not _reaches(sentence):
                duties.append(Duty(named[0], sentence))
    return duties


def _reaches(text: str) -> bool:
    """Whether a text is part of an entry and so states no duty."""
    return any(said.reaches or said.labelled for said in read_line(text)) or any(one.team for one in names.whole(text))
