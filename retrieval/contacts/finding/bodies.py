"""Bodies that a text names as responsible for a matter without saying how to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.contacts.finding import names
from retrieval.contacts.finding.duties import Directory
from retrieval.contacts.finding.entry import MARKER
from retrieval.contacts.finding.fields import hinted
from retrieval.contacts.finding.matter import matter
from retrieval.contacts.finding.names import Named, is_team
from retrieval.language import heading_paths, split
from retrieval.patterns import late_pattern
from retrieval.records import Block, Contact, Document

_BRACKETS = late_pattern(r"\((?P<n>[^()\d]{3,90})\)")
_LONGEST = 200
_LEADING = late_pattern(r"[\s,;:.]*(?:(?:and|or|및|또한)\s+)?")
_WEAK = late_pattern(r"[가-힣]{2,12}(?:국|과|실|팀|단|본부|센터)")
_STAYS = late_pattern(r"(?P<d>[A-Z][^.;:?!]+?) (?:stays?|lies?|rests?|remains?) with (?:the |our )?\Z")
_CHARGE_KO = late_pattern(r"(?P<d>[^.:;?!]{2,80}?)(?:은|는|을|를)\s+\Z")
_IN_CHARGE_KO = late_pattern(r"(?:이|가|에서)?\s*(?:[가-힣]+(?:을|를)\s)?(?:담당|총괄|맡|주관|추진|소관)")


def bodies(document: Document, about: Directory, reached: Sequence[Contact]) -> tuple[Contact, ...]:
    """An entry for each body and matter, in order; a body that has an entry with a way to reach it gives none."""
    if not re.search(
        r"Team|Bureau|Division|Department|Office|Group|[국과실팀단부](?![가-힣])|[국과실팀단]\)", document.text
    ):
        return ()
    known = {name for one in reached for name in (one.team, one.unit) if name}
    found: dict[tuple[Named, str], Contact] = {}
    for block, path in heading_paths(document):
        if block.kind not in ("paragraph", "item", "row"):
            continue
        for named, duty, start, end in _stated(document, block, about):
            whole = about.complete(named, path, start, ())
            if whole.team and not whole.unit and not is_team(whole.team):
                whole = Named(whole.organisation, whole.team)
            if (whole.team or whole.unit) not in known:
                found.setdefault((whole, duty), _contact(document, block, whole, duty, start, end))
    return tuple(found.values())


def _contact(document: Document, block: Block, named: Named, duty: str, start: int, end: int) -> Contact:
    none = (None, None, None, None)
    who = (named.organisation, named.unit, named.team)
    return Contact(document.id, *who, *none, start, end, (duty,), (), block.page)


def _stated(document: Document, block: Block, about: Directory) -> Iterator[tuple[Named, str, int, int]]:
    """Body, matter, and the span that says so."""
    text = document.text[block.start : block.end]
    if not names.maybe_name(text) or not ("(" in text or names.names(text, about.units)):
        return
    marker = MARKER.match(text) if block.kind == "item" else None
    at = marker.end() if marker else 0
    for span in split(text[at:]):
        sentence = text[at + span.start : at + span.end]
        start = block.start + at + span.start
        if block.kind != "row":
            yield from _told(sentence, start, about)
        yield from _bracketed(sentence, start, about)


def _bracketed(sentence: str, start: int, about: Directory) -> Iterator[tuple[Named, str, int, int]]:
    at = 0
    for match in _BRACKETS.finditer(sentence):
        inside = re.sub(
            r"\A(?:담당|소관|주관|responsible|in charge|lead|contact)\s?[:：]?\s*(?:the )?",
            "",
            match["n"].strip(),
            flags=re.I,
        )
        named = names.whole(inside, about.units) or ([Named(team=inside)] if _WEAK.fullmatch(inside) else [])
        begin = _LEADING.match(sentence, at)
        first = begin.end() if begin else at
        duty = sentence[first : match.start()].strip()
        at = match.end()
        plain = not hinted(duty) and 3 < len(duty) <= _LONGEST and "(" not in duty
        if plain and not _is_name(duty, about):
            yield from ((one, duty, start + first, start + match.end()) for one in named if one.team or one.unit)


def _is_name(text: str, about: Directory) -> bool:
    """Whether the words before a bracket are a name of the body in it ("지역산업과 (Regional Industry Division)")."""
    found = names.names(text, about.units)
    return (
        bool(found and found[0].start == 0 and found[-1].end == len(text))
        or len(text.split()) < 2
        or bool(re.search(r"\b(?:the|of|by)\Z", text))
    )


def _told(sentence: str, start: int, about: Directory) -> Iterator[tuple[Named, str, int, int]]:
    if hinted(sentence):
        return
    for chain in names.chains(sentence, names.names(sentence, about.units)):
        named = names.resolve(chain)
        before, after = sentence[: chain[0].start], sentence[chain[-1].end :]
        if (
            len(named) != 1
            or not (named[0].team or named[0].unit)
            or sentence[chain[0].start - 1 : chain[0].start] == "("
        ):
            continue
        stays = _STAYS.fullmatch(before) or (_CHARGE_KO.fullmatch(before) if _IN_CHARGE_KO.match(after) else None)
        duty = stays["d"].strip() if stays else matter(before, after) if before.isascii() else None
        if duty:
            yield named[0], duty, start, start + len(sentence)
