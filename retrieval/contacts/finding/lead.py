"""The name that a line begins with."""

from __future__ import annotations

import re
from collections.abc import Collection

from retrieval.contacts.finding import fields, names
from retrieval.contacts.finding.names import Kind, Name, Named
from retrieval.contacts.finding.people import is_rank, people
from retrieval.contacts.finding.phones import numbers
from retrieval.patterns import late_pattern

EDGE = " \t\n,;:：|/·-–—("
STATEMENT = late_pattern(r"\b(?:is|are|was|has|can|please|the)\b|니다|하다|[가-힣]다\.", re.I)
"""Words of a sentence: such a line is no name with its fields."""
_LEAD = (late_pattern(r"[:：;|]"), late_pattern(r"\s[-–—]\s"), late_pattern(r"[(#]"), late_pattern(r","))


def bare(text: str) -> str:
    """A text without blanks, separators and brackets round it; a bracket of the name itself stays ("(재)가람재단")."""
    found = text.strip(EDGE + ")")
    start = text.find(found)
    is_half = found.count(")") > found.count("(") and text[:start].endswith("(")
    return text[start - 1 : start + len(found)] if is_half else found


def leading(line: str, known: Collection[str]) -> tuple[list[Name], int]:
    """The name that a line begins with, and where it ends; ([], 0) when it begins with something else."""
    starts = [span.start for span in (*numbers(line), *fields.emails(line))] + [human.start for human in people(line)]
    first = min(starts, default=len(line))
    ends = [m.start() for m in (cut.search(line) for cut in _LEAD) if m] + [first]
    if hangul := re.match(r"[가-힣A-Za-z0-9·]*[가-힣](?=\s)", line):
        ends.append(hangul.end())
    for end in ends:
        text = line[:end].strip(EDGE)
        if text and line.startswith(text) and not is_rank(text) and (whole := names.whole(text, known)):
            return _as_chain(whole, text), end
    chains = names.chains(line, names.names(line, known))
    if chains and chains[0][0].start == 0 and not STATEMENT.search(line) and first >= chains[0][-1].end:
        return chains[0], chains[0][-1].end
    return [], 0


def _as_chain(named: list[Named], text: str) -> list[Name]:
    found: dict[str, Name] = {}
    for one in named:
        parts: tuple[tuple[Kind, str | None], ...] = (
            ("team", one.team),
            ("unit", one.unit),
            ("organisation", one.organisation),
        )
        for kind, name in parts:
            if name and name not in found:
                start = text.find(name)
                found[name] = Name(start, start + len(name), kind, name)
    return sorted(found.values(), key=lambda name: name.start)
