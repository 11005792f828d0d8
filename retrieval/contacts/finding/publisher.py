"""Which organisation a document speaks for where its metadata do not say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.contacts.finding import names
from retrieval.contacts.finding.names import Name
from retrieval.patterns import late_pattern
from retrieval.records import Document

_LAST_LINES = 12  # of a document, where footers and signatures stand
_MINISTRY = late_pattern(r"\A([가-힣]{2,12}(?:부|처|청|도|특별시|광역시))(?=[,(]|의?\s|$)")
_WEAK = late_pattern(r"(?:Fund|Trust|Company|Academy|기금|허브)\Z", re.I)
_NOTICE = late_pattern(r"\s(?:보도자료|보도참고자료|설명자료|공고|고시)")
_NO_PROVINCE = late_pattern(
    r"(?:만족|난이|중요|인지|신뢰|완성|활용|참여|선호|기여|이해|의존|성숙|집중|제|정|속|온|각|강|농|밀|척|한|태|지|용|빈|명|채|습|경|연|선|유)도\Z"
)


def publisher(document: Document) -> str | None:
    """The organisation of the metadata, else the one that the title, the first lines or the last lines name.

    An office such as "... 센터" counts as one only where it stands at the top or alone at the end and nothing larger is
    named there.
    """
    if document.metadata.organisation:
        return document.metadata.organisation
    lines = [line.strip() for line in document.text.split("\n") if line.strip()]
    tops = _tops(document, lines)
    parts = _parts(document) | themes(document)
    alone = [line for line in [*lines[:3], *lines[-_LAST_LINES:]] if len(line) <= names.LONGEST]
    return next(
        (
            found
            for found in (
                *_named(tops),
                *_whole(alone),
                *_subject(document),
                *_offices(tops, [*alone, *tops, *_first(document)], document.text),
            )
            if found and found not in parts
        ),
        None,
    )


def themes(document: Document) -> frozenset[str]:
    """Funds, hubs and the like in title and top headings that are what a document is about, and nobody's name.

    Such a name is a theme where the text below never uses it and names another body instead.
    """
    tops = [document.metadata.title]
    tops += [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading" and b.level == 1]
    weak = {name for name in _named(tops) if _WEAK.search(name)}
    texts = [document.text[b.start : b.end] for b in document.blocks if b.kind != "heading"] if weak else []
    weak = {name for name in weak if not any(name in text for text in texts)}
    others = (name for name in _named(texts) if not _WEAK.search(name)) if weak else ()
    return frozenset(weak) if any(others) else frozenset()


def _parts(document: Document) -> frozenset[str]:
    """Offices that several headings name: parts of a larger body, none of which is the whole."""
    headings = [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"]
    offices = {name.text for text in headings for name in names.names(text) if _is_office(name)}
    return frozenset(offices) - {document.metadata.title} if len(offices) > 1 else frozenset()


def _tops(document: Document, lines: list[str]) -> list[str]:
    headings = [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading" and b.level <= 2]
    first = [line for line in lines[:1] if len(line) <= names.LONGEST]
    return [document.metadata.title, *headings[:2], *first]


def _named(texts: list[str]) -> Iterator[str]:
    for text in texts:
        yield from (name.text for name in names.names(text) if name.kind == "organisation")


def _whole(lines: list[str]) -> Iterator[str]:
    """Lines that are an organisation's name, or begin with it before a comma or a dash."""
    for line in lines:
        head = re.split(r",\s|\s[-–—|]\s", line, maxsplit=1)[0]
        found = names.names(head)
        if len(found) == 1 and found[0].kind == "organisation" and found[0].text == head.strip():
            yield found[0].text


def _subject(document: Document) -> Iterator[str]:
    """The organisation that the first paragraph begins with."""
    first = next((b for b in document.blocks if b.kind == "paragraph"), None)
    text = document.text[first.start : first.end] if first else ""
    begins = re.sub(r"\AThe ", "", text)
    yield from (
        name.text for name in names.names(begins[: names.LONGEST]) if name.kind == "organisation" and name.start == 0
    )


def _first(document: Document) -> list[str]:
    """The words that the first paragraph begins with."""
    first = next((b for b in document.blocks if b.kind == "paragraph"), None)
    return [document.text[first.start : first.end][: names.LONGEST]] if first else []


def _offices(tops: list[str], alone: list[str], whole: str) -> Iterator[str]:
    for text in tops:
        yield from (name.text for name in names.names(text) if _is_office(name) and name.start == 0)
        if (ministry := _MINISTRY.match(text)) and not _NO_PROVINCE.search(ministry[1]):
            said = re.findall(rf"(?<![가-힣]){ministry[1]}(?=[은는이가의에,(\s]|$)", whole)
            if len(said) > 1 or _NOTICE.match(text, ministry.end()):
                yield ministry[1]
    for line in alone:
        begins = re.sub(r"\A(?:The|[A-Z][a-z]+ of the|About the|At the) ", "", line)
        found = [name.text for name in names.names(begins) if _is_office(name) and name.start == 0]
        yield from (text for text in found if text == line or begins != line)


def _is_office(name: Name) -> bool:
    return name.kind == "team" and re.search(r"(?:Cent(?:er|re)|Office|Laboratory|센터)\Z", name.text) is not None
